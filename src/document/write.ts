import * as v from "valibot";
import { TextError } from "../i18n/text.ts";
import { type Document, documentSchema } from "./document.ts";
import { faultsText } from "./read.ts";

/**
 * A document as the text of a file: pretty, fields always in the order of the format, so that two
 * versions of a document differ only where they were changed. `schema` names the JSON Schema.
 */
export function documentText(document: Document, schema?: string): string {
  return `${JSON.stringify(ordered(document, schema), null, 2)}\n`;
}

/** A document as short as it can be, without the name of its schema: what a link holds. */
export function compactText(document: Document): string {
  const { $schema: _address, ...rest } = ordered(document);
  return JSON.stringify(rest);
}

// The validator gives fields in the order in which it names them, and refuses what could not be read again.
function ordered(document: Document, schema?: string): Document {
  const result = v.safeParse(
    documentSchema,
    schema === undefined ? document : { ...document, $schema: schema },
  );
  if (!result.success) throw new TextError(faultsText(result.issues));
  return result.output;
}
