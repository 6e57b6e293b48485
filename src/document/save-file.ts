import type { Locale } from "../i18n/text.ts";
import type { Document, Titles } from "./document.ts";
import { documentText } from "./write.ts";

/** The title in a language, or in the other where only that is there. */
export function titleIn(titles: Titles, locale: Locale): string {
  return titles[locale] || titles.en || titles["zh-CN"] || "";
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

/** Hands a document to the browser as a download. `schema` is the address of its JSON Schema. */
export function saveDocumentFile(document: Document, locale: Locale, schema: string): void {
  const blob = new Blob([documentText(document, schema)], { type: "application/json" });
  const link = window.document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = documentFileName(document, locale);
  link.click();
  // The download has its own hold on the bytes by then; some browsers take a moment to get it.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
