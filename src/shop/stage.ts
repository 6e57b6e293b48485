import { decodeFrame } from "../engine/arrow.ts";
import { type Engine, QueryError, type RunOptions } from "../engine/engine.ts";
import { fillsOrders } from "../ingest/map.ts";
import { fileSql, loadSql, readColumns } from "../ingest/read.ts";
import type { Reason } from "../ingest/receipts.ts";
import type { Mapping } from "../ingest/source.ts";
import { type Sql, id, join, sql } from "../sql.ts";
import { type Row, frameRows } from "../tables/frame.ts";
import type { Staged } from "./facts.ts";
import { type HeldFile, attachFile } from "./held-files.ts";

/** A file in the engine, typed and mapped; rows that cannot be used are already in `set_aside`. */
export interface StagedFile extends Staged {
  readonly held: HeldFile;
  readonly mapping: Mapping;
  readonly headings: readonly string[];
  /** Rows that the file has. */
  readonly read: number;
  readonly aside: Readonly<Partial<Record<Reason, number>>>;
}

/** Rows of a query as objects. */
export async function rowsOf(engine: Engine, statement: Sql, options?: RunOptions): Promise<Row[]> {
  return frameRows(decodeFrame(await engine.query(statement, options)));
}

/** A number out of a row of counts. */
export function numberIn(row: Row | undefined, name: string): number {
  return Number(row?.[name] ?? 0);
}

export const setAsideSql = sql`CREATE TABLE set_aside (file INTEGER, "row" BIGINT, reason VARCHAR)`;

/** Reads a file into the engine in one pass and sets aside the rows that lack what they must have. */
export async function stageFile(
  engine: Engine,
  held: HeldFile,
  mapping: Mapping,
  file: number,
  options: RunOptions,
  onProgress?: (done: number, total: number) => void,
): Promise<StagedFile> {
  const headings = held.sample?.headings ?? [];
  const name = `staged_${String(file)}`;
  const attached = await attachFile(engine, held, mapping, onProgress, options.signal);
  const lost = await read(engine, name, attached, mapping, headings, file, options);
  const columns = readColumns(mapping, headings).map((column) => column.name);
  const conditions = asideConditions(mapping, columns);
  const reason = sql`CASE ${join(
    conditions.map(([why, condition]) => sql`WHEN ${condition} THEN ${why}`),
    " ",
  )} END`;
  const any = join(
    conditions.map(([, condition]) => sql`(${condition})`),
    " OR ",
  );
  const [counts] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n, count_if(${any})::DOUBLE AS bad FROM ${id(name)}`,
    options,
  );
  const aside: Partial<Record<Reason, number>> = {};
  if (numberIn(counts, "bad") > 0) {
    await engine.execute(
      sql`INSERT INTO set_aside SELECT ${file}, rowid, ${reason} FROM ${id(name)} WHERE ${any}`,
      options,
    );
    await engine.execute(sql`DELETE FROM ${id(name)} WHERE ${any}`, options);
    const found = await rowsOf(
      engine,
      sql`SELECT reason, count(*)::DOUBLE AS n FROM set_aside WHERE file = ${file} GROUP BY reason`,
      options,
    );
    for (const row of found) aside[row.reason as Reason] = numberIn(row, "n");
  } else if (lost > 0) aside.damaged = lost;
  return { name, file, columns, held, mapping, headings, read: numberIn(counts, "n") + lost, aside };
}

/**
 * The pass itself. A row that the reader refuses (bytes that are no UTF-8, a cell beyond the limit) fails
 * the statement, so that it is run again with such rows counted. Gives how many there were.
 */
async function read(
  engine: Engine,
  table: string,
  attached: string,
  mapping: Mapping,
  headings: readonly string[],
  file: number,
  options: RunOptions,
): Promise<number> {
  try {
    await engine.execute(loadSql(table, attached, mapping, headings), options);
    return 0;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
  }
  const rejects = `rejects_${String(file)}`;
  await engine.execute(loadSql(table, attached, mapping, headings, rejects), options);
  await engine.execute(
    sql`INSERT INTO set_aside SELECT DISTINCT ${file}, line - ${1 + mapping.dialect.skip + (mapping.dialect.header ? 1 : 0)}, 'damaged'
      FROM ${id(rejects)}`,
    options,
  );
  const [count] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n FROM set_aside WHERE file = ${file} AND reason = 'damaged'`,
    options,
  );
  return numberIn(count, "n");
}

/** The amount of a row: its own, or what quantity and unit price make. */
export function amountSql(columns: readonly string[]): Sql {
  return columns.includes("amount") ? sql`amount` : sql`(quantity * unit_price)`;
}

/** When a row of a table cannot be used, and why; the first that holds is named. */
function asideConditions(mapping: Mapping, columns: readonly string[]): [Reason, Sql][] {
  const conditions: [Reason, Sql][] = [["cells", sql`"#extra"`]];
  const need = (reason: Reason, ...names: readonly string[]) => {
    for (const name of names) if (columns.includes(name)) conditions.push([reason, sql`${id(name)} IS NULL`]);
  };
  switch (mapping.table) {
    case "orders":
    case "order_lines":
      if (mapping.table === "order_lines") need("key", "order_id");
      if (!fillsOrders(mapping)) need("key", "product");
      else {
        need("time", "ordered_at");
        conditions.push([
          "number",
          sql`${amountSql(columns)} IS NULL OR NOT isfinite(${amountSql(columns)})`,
        ]);
        need("customer", "customer_id");
      }
      break;
    case "customers":
      need("customer", "customer_id");
      break;
    case "surveys":
      need("time", "answered_at");
      conditions.push(["number", sql`score IS NULL OR NOT isfinite(score)`]);
      break;
    case "points":
      need("time", "posted_at");
      conditions.push(["number", sql`points IS NULL OR NOT isfinite(points)`]);
      need("customer", "customer_id");
      need("key", "kind");
      break;
    case "contacts":
      need("time", "contacted_at");
      need("customer", "customer_id");
      break;
  }
  return conditions;
}

/** The line of the file on which a row stands, as a spreadsheet numbers it, where no cell has line breaks. */
export function fileRow(row: number, { dialect }: Mapping): number {
  return row + 1 + dialect.skip + (dialect.header ? 1 : 0);
}

/** The raw cells of some rows of a file. Reading stops at the last of them. */
export async function rawRows(
  engine: Engine,
  { held, mapping, headings }: Pick<StagedFile, "held" | "mapping" | "headings">,
  rows: readonly number[],
  options: RunOptions,
): Promise<Map<number, string[]>> {
  if (rows.length === 0) return new Map();
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
