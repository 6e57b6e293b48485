import { bytesAt, pieces } from "./bytes.ts";
import { parseRows } from "./rows.ts";
import type { Dialect } from "./source.ts";

/** How many lines of a UTF-8 text hold something. Lines end with a line feed, with or without a return. */
export async function countLines(blob: Blob, signal?: AbortSignal): Promise<number> {
  let lines = 0;
  /** Whether the line so far has anything but its end. */
  let filled = false;
  for await (const bytes of pieces(blob, undefined, signal)) {
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      const length = end - start;
      if (filled || length > 1 || (length === 1 && bytes[start] !== 13)) lines += 1;
      filled = false;
      start = end + 1;
    }
    if (start < bytes.length && (bytes.length - start > 1 || bytes[start] !== 13)) filled = true;
  }
  return filled ? lines + 1 : lines;
}

/** So far from its end the last line of a text is looked for. */
const tailBytes = 1 << 16;

/** The cells of the last line of a UTF-8 text that holds something; null where it is longer than is looked at. */
export async function lastLine(blob: Blob, dialect: Dialect): Promise<readonly string[] | null> {
  const bytes = await bytesAt(blob, Math.max(0, blob.size - tailBytes), tailBytes);
  const tail = new TextDecoder().decode(bytes).trimEnd();
  const begin = tail.lastIndexOf("\n") + 1;
  if (begin === 0) return null;
  const [row] = parseRows(tail.slice(begin), dialect, { whole: true });
  return row?.cells ?? null;
}
