import type { Locale, Text } from "../i18n/text.ts";
import type { Document, Titles } from "./document.ts";
import { schemaId } from "./versions.ts";
import { documentText } from "./write.ts";

/** The title in a language, or in the other where only that is there. */
export function titleIn(titles: Titles, locale: Locale): string {
  return titles[locale] || titles.en || titles["zh-CN"] || "";
}

/** The title in every language; what stands for it where there is none. */
export function titleText(titles: Titles, otherwise: Text): Text {
  const own = titles.en || titles["zh-CN"];
  return own ? { en: own, "zh-CN": titles["zh-CN"] || own } : otherwise;
}

/** The name of the file that a document is saved in: `<title>.regulars.json`. */
export function documentFileName(document: Document, locale: Locale): string {
  const title = titleIn(document.title, locale)
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[.\s]+|[.\s]+$/g, "")
    .slice(0, 80)
    .trim();
  return `${title || "regulars"}.regulars.json`;
}

/** What a document's file holds: the document, with the name of its JSON Schema. */
export function fileText(document: Document): string {
  return documentText(document, schemaId);
}

/** Hands a document to the browser as a download. */
export function saveDocumentFile(document: Document, locale: Locale): void {
  const blob = new Blob([fileText(document)], { type: "application/json" });
  const link = window.document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = documentFileName(document, locale);
  link.click();
  // The download has its own hold on the bytes by then; some browsers take a moment to get it.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
