import type { Engine, RunOptions } from "../../engine/engine.ts";
import { rowsAt } from "../../ingest/columnar/columns-text.ts";
import { rangesOf } from "../../ingest/columnar/pieces.ts";
import { fileSql } from "../../ingest/read.ts";
import { parseRows } from "../../ingest/rows.ts";
import type { Reason } from "../../ingest/receipts.ts";
import type { Example, Mapping } from "../../ingest/source.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { type HeldFile, attachFile, typedColumns } from "./held-files.ts";
import { numberIn, rowsOf } from "../query-rows.ts";

/**
 * Rows that are not used, by file and place: `row` counts the rows that could be read, from 0. A row that
 * could not be read at all has its line (from 1) and its text instead.
 */
export const setAsideSql = sql`CREATE TABLE set_aside
  (file INTEGER, "row" BIGINT, reason VARCHAR, line BIGINT, text VARCHAR)`;

/** A row of a file as the file has it. */
export interface AsideRow {
  readonly row: number;
  readonly reason: Reason;
  /** Its line in the file, as a spreadsheet numbers it where no cell has line breaks. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface ReadableFile {
  readonly held: HeldFile;
  readonly mapping: Mapping;
  readonly headings: readonly string[];
  readonly file: number;
}

/** How many rows of a file were set aside, for each reason. */
export async function asideCounts(
  engine: Engine,
  file: number,
  options?: RunOptions,
): Promise<{ reason: Reason; count: number }[]> {
  const found = await rowsOf(
    engine,
    sql`SELECT reason, count(*)::DOUBLE AS n FROM set_aside WHERE file = ${file} GROUP BY reason ORDER BY reason`,
    options,
  );
  return found.map((row) => ({ reason: row.reason as Reason, count: numberIn(row, "n") }));
}

/** Rows that were set aside, in the file's order; at most `limit` of a reason, or all. */
export async function asideRows(
  engine: Engine,
  readable: ReadableFile,
  reason: Reason | null,
  limit: number | null,
  options: RunOptions,
): Promise<AsideRow[]> {
  const { file, mapping } = readable;
  const list = await rowsOf(
    engine,
    sql`SELECT "row"::DOUBLE AS "row", reason, line::DOUBLE AS line, text FROM set_aside
      WHERE file = ${file} ${reason === null ? sql`` : sql`AND reason = ${reason}`}
      ORDER BY "row", line ${limit === null ? sql`` : sql`LIMIT ${limit}`}`,
    options,
  );
  if (list.length === 0) return [];
  const lineOf = await linesIn(engine, file, mapping, options);
  const places = list
    .map((row) => row.row)
    .filter((row) => row !== null)
    .map(Number);
  const raw = await rawRows(engine, readable, places, options);
  return list.map((row): AsideRow => {
    const why = row.reason as Reason;
    if (row.row === null) {
      const text = String(row.text ?? "");
      const layout = why === "total" ? { delimiter: ",", quote: '"' } : mapping.dialect;
      const [whole] = why === "total" || why === "quote" ? parseRows(text, layout) : [];
      return { row: -1, reason: why, line: Number(row.line), cells: whole?.cells ?? [text] };
    }
    const line = lineOf(Number(row.row));
    return { row: Number(row.row), reason: why, line, cells: raw.get(Number(row.row)) ?? [] };
  });
}

/**
 * Gives the line of the file on which a row stands, as a spreadsheet numbers it, where no cell has line
 * breaks. Lines that could not be read at all are no rows, and are counted.
 */
export async function linesIn(
  engine: Engine,
  file: number,
  { dialect }: Mapping,
  options: RunOptions,
): Promise<(row: number) => number> {
  const unread = await rowsOf(
    engine,
    sql`SELECT line::DOUBLE AS line FROM set_aside WHERE file = ${file} AND line IS NOT NULL ORDER BY line`,
    options,
  );
  return (row) => {
    let line = row + 1 + dialect.skip + (dialect.header ? 1 : 0);
    for (const other of unread) if (Number(other.line) <= line) line += 1;
    return line;
  };
}

/** So much of a row is shown as an example. */
const exampleCells = 100;
const exampleLength = 200;

/** A row of a file as an example in a receipt. */
export function exampleOf(row: number, cells: readonly string[], { dialect }: Mapping): Example {
  const shown = cells.slice(0, exampleCells).map((cell) => cell.slice(0, exampleLength));
  return { row, text: shown.join(dialect.delimiter), cells: shown };
}

/** So many examples are shown of a rule. */
const exampleRows = 100;

/** The first rows of a file's table for which a condition holds, as examples in a receipt. */
export async function examplesWhere(
  engine: Engine,
  readable: ReadableFile & { readonly name: string },
  condition: Sql,
  options: RunOptions,
): Promise<Example[]> {
  const places = await rowsOf(
    engine,
    sql`SELECT rowid::DOUBLE AS "row" FROM ${id(readable.name)} WHERE ${condition} ORDER BY rowid LIMIT ${exampleRows}`,
    options,
  );
  const rows = places.map((place) => Number(place.row));
  const raw = await rawRows(engine, readable, rows, options);
  const lineOf = await linesIn(engine, readable.file, readable.mapping, options);
  return [...raw].map(([row, cells]) => exampleOf(lineOf(row), cells, readable.mapping));
}

/** The raw cells of some rows of a file, by row. Reading stops at the last of them. */
export async function rawRows(
  engine: Engine,
  { held, mapping, headings }: Omit<ReadableFile, "file">,
  rows: readonly number[],
  options: RunOptions,
): Promise<Map<number, string[]>> {
  if (rows.length === 0) return new Map();
  const columns = typedColumns(held, mapping);
  if (columns) {
    const wanted = new Set(rows);
    const near = await rowsAt(columns, rangesOf(rows), options.signal);
    return new Map([...near].filter(([row]) => wanted.has(row)));
  }
  const name = await attachFile(engine, held, mapping, undefined, options.signal);
  const last = rows.reduce((a, b) => Math.max(a, b), 0);
  const cells = [...headings.map((_, index) => id(`c${String(index)}`)), id("extra")];
  const found = await rowsOf(
    engine,
    sql`SELECT "#row"::DOUBLE AS "#row", ${join(cells)} FROM (
        SELECT row_number() OVER () - 1 AS "#row", * FROM ${fileSql(name, mapping, headings.length, "skip")} LIMIT ${last + 1})
      WHERE "#row" IN (${rows})`,
    options,
  );
  return new Map(
    found.map((row) => [
      Number(row["#row"]),
      [
        ...headings.map((_, index) => String(row[`c${String(index)}`] ?? "")),
        ...(row.extra === null ? [] : [String(row.extra)]),
      ],
    ]),
  );
}
