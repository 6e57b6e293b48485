import { TextError } from "../i18n/text.ts";
import type { Document } from "./document.ts";
import { maxDocumentBytes, readDocument } from "./read.ts";
import { messages } from "./read.messages.ts";

/** The document that a chosen or dropped file holds. */
export async function openDocumentFile(file: Blob): Promise<Document> {
  if (file.size > maxDocumentBytes) throw new TextError(messages.tooLarge(file.size, maxDocumentBytes));
  return readDocument(await file.text());
}

/** A document names its format at its beginning; so much of a file is looked at for it. */
const beginning = 65_536;

/**
 * Whether a file is a document rather than data: JSON that names the format of documents, whatever its
 * version and however damaged further on. Other JSON is data.
 */
export async function isDocumentFile(name: string, file: Blob): Promise<boolean> {
  if (!/\.json$/i.test(name)) return false;
  if (/\.regulars\.json$/i.test(name)) return true;
  const text = await file.slice(0, beginning).text();
  return /^\ufeff?\s*\{/.test(text) && /"format"\s*:\s*"regulars"/.test(text);
}
