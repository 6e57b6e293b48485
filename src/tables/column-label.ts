import { sameText, type Text } from "../i18n/text.ts";
import { canonicalTables } from "./canonical.ts";

/** The name of a column for people: a canonical column's own, else as the file has it. */
export function columnLabel(column: string, table?: keyof typeof canonicalTables): Text {
  const names = table ? [table] : (Object.keys(canonicalTables) as (keyof typeof canonicalTables)[]);
  for (const name of names) {
    const columns: Readonly<Record<string, { readonly label: Text }>> = canonicalTables[name].columns;
    if (Object.hasOwn(columns, column) && columns[column]) return columns[column].label;
  }
  return sameText(column);
}
