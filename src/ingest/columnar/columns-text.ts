import { DelimitedText } from "../delimited.ts";
import { type ColumnFile, type Range, cellsOf } from "./column.ts";

/** So many rows are text at a time. */
const textRows = 20_000;

/** All rows of a file with typed columns as delimited text. */
export async function columnsText(
  file: ColumnFile,
  signal?: AbortSignal,
  onRows?: (done: number) => void,
): Promise<Blob> {
  const text = new DelimitedText(file.headings);
  const all = file.headings.map((_, index) => index);
  if (all.length === 0) return text.blob();
  for await (const chunk of file.chunks(all, { rows: textRows, signal })) {
    const cells = chunk.columns.map(cellsOf);
    for (let row = 0; row < chunk.length; row += 1) text.add(cells.map((column) => column[row] ?? ""));
    onRows?.(chunk.start + chunk.length);
  }
  return text.blob();
}

/** The cells of some rows of a file, a row at a time. */
export async function rowsAt(
  file: ColumnFile,
  ranges: readonly Range[],
  signal?: AbortSignal,
): Promise<Map<number, string[]>> {
  const rows = new Map<number, string[]>();
  const all = file.headings.map((_, index) => index);
  for await (const chunk of file.chunks(all, { ranges, rows: textRows, signal })) {
    const cells = chunk.columns.map(cellsOf);
    for (let row = 0; row < chunk.length; row += 1)
      rows.set(
        chunk.start + row,
        cells.map((column) => column[row] ?? ""),
      );
  }
  return rows;
}
