import { TextError } from "../i18n/text.ts";
import type { Document } from "./document.ts";
import { maxDocumentBytes, readDocument } from "./read.ts";
import { messages } from "./read.messages.ts";

/** The document that a chosen or dropped file holds. */
export async function openDocumentFile(file: Blob): Promise<Document> {
  if (file.size > maxDocumentBytes) throw new TextError(messages.tooLarge(file.size, maxDocumentBytes));
  return readDocument(await file.text());
}

/** Whether a dropped file is a document rather than data, by its name. */
export function isDocumentFile(name: string): boolean {
  return /\.json$/i.test(name);
}
