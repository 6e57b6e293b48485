import { TextError } from "../i18n/text.ts";
import type { Document } from "../document/document.ts";
import { maxDocumentBytes, readDocument } from "../document/read.ts";
import { compactText } from "../document/write.ts";
import { crc32 } from "./crc32.ts";
import { messages } from "./link.messages.ts";

/** Past this length some chat and mail programs cut a link off. */
export const longLink = 8000;
const linkVersion = 1;
/** A longer fragment is no link of ours: browsers refuse most of them before. */
const maxLinkLength = 2_000_000;

/**
 * The address that opens a document: `<base>#d=1.<document>.<check sum>`, the document as JSON, deflated,
 * in base64url; the check sum is CRC-32 of those characters. `view` is the id of the dashboard to open on.
 */
export async function documentLink(document: Document, base: string, view?: string): Promise<string> {
  const bytes = await deflate(new TextEncoder().encode(compactText(linkDocument(document))));
  const body = toBase64Url(bytes);
  const end = view === undefined ? "" : `&view=${encodeURIComponent(view)}`;
  return `${base.split("#")[0]}#d=${linkVersion}.${body}.${checkSum(body)}${end}`;
}

/** What of a document goes into a link: all but the names of the files that it was made with. */
export function linkDocument(document: Document): Document {
  const sources = document.data.sources.map(({ mapping }) => ({ name: mapping.table, mapping }));
  return { ...document, data: { ...document.data, sources } };
}

/** Whether the fragment of an address is meant as a share link. */
export function isDocumentLink(hash: string): boolean {
  return /^#?d=/.test(hash);
}

/**
 * The document in the fragment of an address. A `TextError` where there is none, or it was cut or
 * altered on its way, or is too large, or of a newer version.
 */
export async function documentFromLink(hash: string): Promise<Document> {
  const fragment = hash.replace(/^#/, "");
  const version = /^d=(\d{1,6})\./.exec(fragment)?.[1];
  if (version === undefined) throw new TextError(messages.notLink);
  if (Number(version) > linkVersion) throw new TextError(messages.newer(version, linkVersion));
  if (Number(version) !== linkVersion) throw new TextError(messages.notLink);
  if (fragment.length > maxLinkLength) throw new TextError(messages.tooLarge(maxDocumentBytes));
  // What follows the check sum (a view, or a full stop that a chat program took for part of the link) is
  // not of the document.
  const [, body, sum = ""] = /^d=\d+\.([\w-]*)(?:\.([0-9a-f]{0,8}))?/.exec(fragment) ?? [];
  // A cut leaves only characters of a link behind; any other was put there.
  const strange = /^d=\d+\.[\w-]*([^\w.&-])/u.exec(fragment)?.[1];
  if (strange !== undefined) throw new TextError(messages.damaged(strange));
  if (!body || (sum.length < 8 && /^d=\d+\.[\w-]*(?:\.[0-9a-f]*)?$/.test(fragment)))
    throw new TextError(messages.truncated(hash.length));
  if (sum !== checkSum(body)) throw new TextError(messages.altered);
  const text = await inflate(fromBase64Url(body));
  return readDocument(text);
}

/** The dashboard that a link asks to open on, or null. */
export function viewOfLink(hash: string): string | null {
  const found = /&view=([^&]*)/.exec(hash)?.[1];
  try {
    return found ? decodeURIComponent(found) : null;
  } catch {
    // A stray percent sign names no dashboard.
    return null;
  }
}

function checkSum(body: string): string {
  return crc32(body).toString(16).padStart(8, "0");
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Read piece by piece and stopped at the limit: a few kilobytes can inflate to gigabytes.
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > maxDocumentBytes) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    throw new TextError(messages.altered, { cause: error });
  }
  await reader.cancel();
  throw new TextError(messages.tooLarge(maxDocumentBytes));
}

function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000)
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
      char.charCodeAt(0),
    );
  } catch (error) {
    throw new TextError(messages.altered, { cause: error });
  }
}
