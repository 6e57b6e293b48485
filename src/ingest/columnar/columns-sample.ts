import { isEmpty, profileColumns } from "../profile.ts";
import type { Sample } from "../sample.ts";
import type { ColumnFile, Range } from "./column.ts";
import { rowsAt } from "./columns-text.ts";

/** So many rows of the beginning are looked at, and at each of the places further on. */
const beginRows = 2500;
const furtherRows = 600;
const places = [0.25, 0.5, 0.75, 1];
/** Of files with very many columns there are fewer rows, so that no more cells are looked at. */
const sampleCells = 250_000;
const previewRows = 50;

/** Samples a file with typed columns: its beginning, and rows from further on. */
export async function sampleColumns(file: ColumnFile, signal?: AbortSignal): Promise<Sample> {
  const { headings, rows: fileRows } = file;
  const share = Math.min(1, sampleCells / (headings.length * (beginRows + furtherRows * places.length)));
  const begin = Math.min(fileRows, Math.max(previewRows, Math.round(beginRows * share)));
  const further = Math.max(1, Math.round(furtherRows * share));
  const ranges: Range[] = [{ start: 0, end: begin }];
  for (const place of places) {
    const start = Math.max(ranges.at(-1)?.end ?? 0, Math.floor((fileRows - further) * place));
    const end = Math.min(start + further, fileRows);
    if (end > start) ranges.push({ start, end });
  }
  const found = await rowsAt(file, ranges, signal);
  const rows = [...found.values()];
  return {
    headings,
    rows,
    preview: rows.slice(0, previewRows).map((row) => row.map((cell) => (isEmpty(cell) ? null : cell))),
    fileRows,
    exact: false,
    multiline: false,
    ragged: 0,
    profiles: profileColumns(headings, rows, ""),
  };
}
