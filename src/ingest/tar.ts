import { TextError } from "../i18n/text.ts";
import { archiveMessages } from "./archive.messages.ts";
import type { Unpacked } from "./archive.ts";
import { bytesAt } from "./bytes.ts";

const block = 512;

/** Whether a file begins as a tar does. */
export function isTar(head: Uint8Array): boolean {
  return textIn(head, 257, 5) === "ustar";
}

function textIn(bytes: Uint8Array, from: number, length: number): string {
  const part = bytes.subarray(from, from + length);
  const end = part.indexOf(0);
  return new TextDecoder().decode(end < 0 ? part : part.subarray(0, end));
}

/** A number of a header: octal digits, or bytes where it is too large for these. */
function numberIn(bytes: Uint8Array, from: number, length: number): number {
  if ((bytes[from] ?? 0) & 0x80) {
    let value = 0;
    for (const byte of bytes.subarray(from + 1, from + length)) value = value * 256 + byte;
    return value;
  }
  return Number.parseInt(textIn(bytes, from, length).trim() || "0", 8);
}

/**
 * The files inside a tar, as slices of it; folders, links and the side files that systems add are left out.
 * @throws TextError where it is damaged or empty
 */
export async function unpackTar(content: Blob, name: string): Promise<Unpacked[]> {
  const found: Unpacked[] = [];
  let longName: string | null = null;
  for (let at = 0; at + block <= content.size;) {
    const head = await bytesAt(content, at, block);
    if (head.every((byte) => byte === 0)) break;
    const size = numberIn(head, 124, 12);
    if (!isTar(head) || !Number.isSafeInteger(size) || at + block + size > content.size)
      throw new TextError(archiveMessages.damaged(name));
    const body = content.slice(at + block, at + block + size);
    at += block + Math.ceil(size / block) * block;
    const type = String.fromCharCode(head[156] ?? 0);
    if (type === "L") longName = (await body.text()).replace(/\0+$/, "");
    else if (type === "x") longName = /\d+ path=([^\n]*)\n/.exec(await body.text())?.[1] ?? longName;
    else {
      const prefix = textIn(head, 345, 155);
      const path = longName ?? (prefix ? `${prefix}/${textIn(head, 0, 100)}` : textIn(head, 0, 100));
      longName = null;
      if ((type === "0" || type === "\0") && !/(^|\/)(__MACOSX\/|\.(?!\/))/.test(path))
        found.push({ name: path.replace(/^\.\//, ""), content: body });
    }
  }
  if (found.length === 0) throw new TextError(archiveMessages.empty(name));
  const last = (path: string) => path.split("/").at(-1) ?? path;
  return found.map(({ name: path, content: inner }) => ({
    name: found.filter((other) => last(other.name) === last(path)).length === 1 ? last(path) : path,
    content: inner,
  }));
}
