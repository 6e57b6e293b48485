import { TextError } from "../i18n/text.ts";
import { archiveMessages } from "./archive.messages.ts";
import { bytesAt } from "./bytes.ts";

/** An entry of a zip, as its directory has it. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: number;
  readonly size: number;
  /** Where the entry's own header begins. */
  readonly offset: number;
}

/** The end of a zip is at most so far from its directory's end: a comment of 65,535 bytes lies between. */
const endBytes = 65_557;

/**
 * What is in a zip, from its directory, without unpacking anything.
 * @throws TextError where it has none, as a file that is cut off
 */
export async function zipDirectory(content: Blob, name: string): Promise<ZipEntry[]> {
  const damaged = () => new TextError(archiveMessages.damaged(name));
  const tail = await content.slice(Math.max(0, content.size - endBytes)).arrayBuffer();
  const end = new DataView(tail);
  let at = tail.byteLength - 22;
  while (at >= 0 && end.getUint32(at, true) !== 0x06054b50) at -= 1;
  if (at < 0) throw damaged();
  const start = end.getUint32(at + 16, true);
  const directory = await content.slice(start, start + end.getUint32(at + 12, true)).arrayBuffer();
  const view = new DataView(directory);
  const entries: ZipEntry[] = [];
  for (let entry = 0; entry + 46 <= directory.byteLength && view.getUint32(entry, true) === 0x02014b50;) {
    const length = view.getUint16(entry + 28, true);
    entries.push({
      name: new TextDecoder().decode(directory.slice(entry + 46, entry + 46 + length)),
      method: view.getUint16(entry + 10, true),
      encrypted: (view.getUint16(entry + 8, true) & 1) === 1,
      packed: view.getUint32(entry + 20, true),
      size: view.getUint32(entry + 24, true),
      offset: view.getUint32(entry + 42, true),
    });
    entry += 46 + length + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
  return entries;
}

/** The bytes of one entry as they are unpacked. */
export async function zipStream(
  content: Blob,
  { method, packed, offset }: ZipEntry,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const head = await bytesAt(content, offset, 30);
  const view = new DataView(head.buffer);
  if (head.length < 30 || view.getUint32(0, true) !== 0x04034b50)
    throw new Error(`no entry of the zip at ${String(offset)}`);
  const start = offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const stream = content.slice(start, start + packed).stream();
  if (method === 0) return stream;
  if (method !== 8) throw new Error(`packed by method ${String(method)}`);
  return stream.pipeThrough(new DecompressionStream("deflate-raw"));
}
