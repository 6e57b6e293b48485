import type { Text } from "../../i18n/text.ts";
import type { OpenedTable } from "../opened-table.ts";
import type { Dialect } from "../source.ts";
import type { ColumnFile } from "./column.ts";
import { columnsText } from "./columns-text.ts";

/** Files of so many cells at most are read as text: they are looked at whole anyway. */
const textCells = 200_000;

/** How a file with typed columns reads as text. */
export const columnsDialect: Dialect = {
  encoding: "utf-8",
  delimiter: ",",
  quote: '"',
  skip: 0,
  header: true,
};

/** A file with typed columns as a table: a small one as text, a larger one as it is. */
export async function openedTable(
  name: string,
  content: Blob,
  { file, notes }: { readonly file: ColumnFile; readonly notes: readonly Text[] },
  signal?: AbortSignal,
): Promise<OpenedTable> {
  const cells = file.headings.length * file.rows;
  const common = { name, skip: 0, notes, receipts: [] };
  return cells > textCells
    ? { ...common, content, columns: file }
    : { ...common, content: await columnsText(file, signal) };
}

/** Whether a file with typed columns is still read as it was recognised, not in a way that only text has. */
export function isPlain(dialect: Dialect): boolean {
  return (Object.keys(columnsDialect) as (keyof Dialect)[]).every(
    (key) => dialect[key] === columnsDialect[key],
  );
}
