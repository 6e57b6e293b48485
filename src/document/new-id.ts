import type { Document } from "./document.ts";

/** A new id for a document or a part of one. (`crypto.randomUUID` is not there on plain http.) */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => byte.toString(36).padStart(2, "0")).join("");
}

/** A received document as one of this browser's own, so that it takes the place of none. */
export function asOwn(document: Document): Document {
  return { ...document, id: newId(), modified: new Date().toISOString() };
}
