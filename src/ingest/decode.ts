import { pieces } from "./bytes.ts";
import { whiteSpace } from "./rows.ts";
import type { Dialect } from "./source.ts";
import { decoderOf } from "./text-decoder.ts";

/** Whether a file must be rewritten before the engine can read it. */
export function mustDecode({ encoding, delimiter }: Dialect): boolean {
  return encoding !== "utf-8" || delimiter === whiteSpace;
}

/** The delimiter that the engine is told: rewritten white-space columns are parted by tabs. */
export function engineDelimiter({ delimiter }: Dialect): string {
  return delimiter === whiteSpace ? "\t" : delimiter;
}

/**
 * The file as UTF-8 text with one-character delimiters, decoded piece by piece.
 * `damaged` counts characters that the encoding does not have.
 */
export async function decode(
  blob: Blob,
  dialect: Dialect,
  onProgress?: (done: number) => void,
  signal?: AbortSignal,
): Promise<{ readonly blob: Blob; readonly damaged: number }> {
  const decoder = decoderOf(dialect.encoding);
  const encoder = new TextEncoder();
  const parts: Blob[] = [];
  let damaged = 0;
  let done = 0;
  let rest = "";
  const take = (text: string, last: boolean) => {
    damaged += count(text, "\ufffd");
    if (dialect.delimiter === whiteSpace) {
      const lines = (rest + text).split(/\r\n|\n|\r/);
      rest = last ? "" : (lines.pop() ?? "");
      text = lines.map((line) => line.trim().replace(/\s+/g, "\t")).join("\n") + (lines.length ? "\n" : "");
    }
    // Each piece is a Blob of its own, which a browser may keep outside of memory.
    parts.push(new Blob([encoder.encode(text)]));
  };
  for await (const bytes of pieces(blob, undefined, signal)) {
    take(decoder.decode(bytes, { stream: true }), false);
    done += bytes.length;
    onProgress?.(done);
  }
  take(decoder.decode(), true);
  return { blob: new Blob(parts), damaged };
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}
