import { pieces } from "./bytes.ts";
import { openMessages } from "./open.messages.ts";
import type { OpenedTable } from "./opened-table.ts";

/** Bytes of zero among others: fewer are a fault of the export, more are another kind of file. */
const zeroShare = 0.01;
const newline = 10;
const quote = 34;

type Mended = Pick<OpenedTable, "content" | "receipts">;

/**
 * Text that a system has spoiled in a way that can be undone: bytes of zero in it, which databases fill cells
 * with, or each line in quotation marks as a whole, as some spreadsheets save text again. Null for other text.
 */
export async function mendText(
  head: Uint8Array,
  content: Blob,
  signal?: AbortSignal,
): Promise<Mended | null> {
  const marked = head[0] === 0xff || head[0] === 0xfe;
  let zeros = 0;
  for (const byte of head) if (byte === 0) zeros += 1;
  if (zeros > 0 && !marked && zeros < head.length * zeroShare) return withoutZeros(content, signal);
  return zeros === 0 && areQuotedLines(head) ? unquoted(content, signal) : null;
}

async function withoutZeros(content: Blob, signal?: AbortSignal): Promise<Mended> {
  const parts: Blob[] = [];
  let left = 0;
  for await (const bytes of pieces(content, undefined, signal)) {
    const kept = bytes.filter((byte) => byte !== 0);
    left += bytes.length - kept.length;
    parts.push(new Blob([kept]));
  }
  return { content: new Blob(parts), receipts: [receipt(openMessages.zeros(left), left)] };
}

function receipt(said: (typeof openMessages)["wholeLines"], count: number): Mended["receipts"][number] {
  return { kind: "other", title: said.title, detail: said.detail, count, effect: null, examples: [] };
}

const lineEnds = /\r\n|\n|\r/;

/** Whether each line stands in quotation marks as a whole, with the delimiters inside of them. */
function areQuotedLines(head: Uint8Array): boolean {
  const lines = new TextDecoder("latin1")
    .decode(head)
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .split(lineEnds);
  const whole = lines
    .slice(0, -1)
    .filter((line) => line !== "")
    .slice(0, 100);
  if (whole.length < 3) return false;
  const counts = whole.map((line) => {
    const inner = /^"((?:[^"]|"")*)"$/.exec(line)?.[1];
    return inner === undefined ? -1 : (inner.replace(/""[^]*?""/g, "").match(/[,;\t|]/g) ?? []).length;
  });
  const [first = 0] = counts;
  return first > 1 && counts.every((count) => count === first);
}

async function unquoted(content: Blob, signal?: AbortSignal): Promise<Mended> {
  const parts: Blob[] = [];
  let lines = 0;
  let rest: Uint8Array = new Uint8Array();
  const write = (bytes: Uint8Array) => {
    const kept = new Uint8Array(bytes.length);
    let to = 0;
    for (let start = 0; start < bytes.length;) {
      const found = bytes.indexOf(newline, start);
      const next = found < 0 ? bytes.length : found + 1;
      let end = next;
      while (end > start && (bytes[end - 1] === newline || bytes[end - 1] === 13)) end -= 1;
      let at = start;
      if (start === 0 && lines === 0 && bytes[0] === 0xef) at = 3;
      const whole = bytes[at] === quote && bytes[end - 1] === quote && end - at > 1;
      if (whole) lines += 1;
      for (let i = whole ? at + 1 : start; i < (whole ? end - 1 : end); i += 1) {
        kept[to++] = bytes[i] as number;
        if (whole && bytes[i] === quote && bytes[i + 1] === quote && i + 1 < end - 1) i += 1;
      }
      for (let i = end; i < next; i += 1) kept[to++] = bytes[i] as number;
      start = next;
    }
    parts.push(new Blob([kept.slice(0, to)]));
  };
  for await (const bytes of pieces(content, undefined, signal)) {
    const all = new Uint8Array(rest.length + bytes.length);
    all.set(rest);
    all.set(bytes, rest.length);
    const stop = all.lastIndexOf(newline) + 1;
    if (stop > 0) write(all.subarray(0, stop));
    rest = all.slice(stop);
  }
  if (rest.length > 0) write(rest);
  return { content: new Blob(parts), receipts: [receipt(openMessages.wholeLines, lines)] };
}
