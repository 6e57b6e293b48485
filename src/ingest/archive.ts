import { Unzip, type UnzipFile, UnzipInflate } from "fflate";
import { TextError } from "../i18n/text.ts";
import { archiveMessages } from "./archive.messages.ts";

/** A file out of an archive. */
export interface Unpacked {
  readonly name: string;
  readonly content: Blob;
}

/** Unpacked bytes at most: beyond it an archive is refused, so that a bomb cannot fill the memory. */
export const unpackLimit = 4 * 1024 ** 3;
const partSize = 1024 ** 2;

/** What the first bytes say a file is packed as. */
export function archiveKind(head: Uint8Array): "gzip" | "zip" | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 0x03 || head[2] === 0x05)) return "zip";
  return null;
}

/**
 * The file inside a gzip, read as a stream.
 * @throws TextError where it is damaged or larger than `limit` bytes.
 */
export async function unpackGzip(
  content: Blob,
  name: string,
  signal?: AbortSignal,
  limit = unpackLimit,
): Promise<Unpacked> {
  const parts: Blob[] = [];
  let total = 0;
  const reader = content.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      total += value.byteLength;
      if (total > limit) throw new TextError(archiveMessages.tooLarge(name, limit));
      parts.push(new Blob([value]));
    }
  } catch (cause) {
    void reader.cancel().catch(() => undefined);
    if (cause instanceof TextError || signal?.aborted) throw cause;
    throw new TextError(archiveMessages.damaged(name), { cause });
  }
  return { name: name.replace(/\.gz$/i, ""), content: new Blob(parts) };
}

/**
 * The files inside a zip, in its order; folders and the side files that systems add are left out.
 * @throws TextError where it is damaged, encrypted, empty or larger than `limit` bytes unpacked.
 */
export async function unpackZip(
  content: Blob,
  name: string,
  signal?: AbortSignal,
  limit = unpackLimit,
): Promise<Unpacked[]> {
  const found: { name: string; parts: Uint8Array<ArrayBuffer>[]; done: boolean }[] = [];
  let total = 0;
  let fault: TextError | null = null;
  const unzip = new Unzip((file: UnzipFile) => {
    if (file.name.endsWith("/") || /(^|\/)(__MACOSX\/|\.)/.test(file.name)) return;
    const entry = { name: decoded(file.name), parts: [] as Uint8Array<ArrayBuffer>[], done: false };
    found.push(entry);
    file.ondata = (error, data, final) => {
      if (error) fault ??= new TextError(archiveMessages.damaged(name), { cause: error });
      total += data.length;
      if (total > limit) {
        fault ??= new TextError(archiveMessages.tooLarge(name, limit));
        file.terminate();
        return;
      }
      entry.parts.push(data.slice());
      entry.done = final;
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < content.size || at === 0; at += partSize) {
      signal?.throwIfAborted();
      const part = new Uint8Array(await content.slice(at, at + partSize).arrayBuffer());
      unzip.push(part, at + partSize >= content.size);
      if (fault) break;
    }
  } catch (cause) {
    if (signal?.aborted) throw cause;
    fault ??= new TextError(archiveMessages.damaged(name), { cause });
  }
  if (fault) throw fault;
  if (found.some(({ done }) => !done)) throw new TextError(archiveMessages.damaged(name));
  if (found.length === 0) throw new TextError(archiveMessages.empty(name));
  const last = (path: string) => path.split("/").at(-1) ?? path;
  return found.map(({ name: path, parts }) => {
    // Months that lie in folders of years are told apart by their way only.
    const alone = found.filter((other) => last(other.name) === last(path)).length === 1;
    return { name: alone ? last(path) : path, content: new Blob(parts) };
  });
}

/**
 * Names without the UTF-8 flag come out byte by byte; on Chinese systems those bytes are GB18030.
 */
function decoded(name: string): string {
  const bytes = Uint8Array.from(name, (letter) => letter.charCodeAt(0));
  const codes = Array.from(name, (letter) => letter.charCodeAt(0));
  if (codes.every((code) => code < 0x80) || codes.some((code) => code > 0xff)) return name;
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding.
    }
  }
  return name;
}
