import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Document } from "../../src/document/document.ts";
import { readDocument } from "../../src/document/read.ts";

/** A whole document of the first version, as a text. */
export const firstText = readFileSync(resolve(import.meta.dirname, "../documents/v1.json"), "utf8");

/** The same, read anew at each call so that no test sees another's changes. */
export function firstDocument(): Document {
  return readDocument(firstText);
}
