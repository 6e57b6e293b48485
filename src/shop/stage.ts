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
  /** Columns that are ENUMs already, with their types. */
  readonly codes: ReadonlyMap<string, string>;
  /** Some row lacks the order number that others have. */
  readonly nameless: boolean;
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
  { coded = false, onProgress }: { coded?: boolean; onProgress?: (done: number, total: number) => void } = {},
): Promise<StagedFile> {
  const headings = held.sample?.headings ?? [];
  const name = `staged_${String(file)}`;
  const attached = await attachFile(engine, held, mapping, onProgress, options.signal);
  const columns = readColumns(mapping, headings).map((column) => column.name);
  let codes = coded ? await codeTypes(engine, held, mapping, file, options) : new Map<string, string>();
  let lost = await read(engine, name, attached, mapping, headings, file, codes, options);
  if (codes.size > 0) {
    const [row] = await rowsOf(
      engine,
      sql`SELECT count_if("#unseen")::DOUBLE AS unseen FROM ${id(name)}`,
      options,
    );
    if (numberIn(row, "unseen") > 0) {
      // The sample did not show every value: what was taken for a closed list is read as text.
      await engine.execute(sql`DROP TABLE ${id(name)}`, options);
      for (const type of codes.values()) await engine.execute(sql`DROP TYPE ${id(type)}`, options);
      await engine.execute(sql`DELETE FROM set_aside WHERE file = ${file}`, options);
      codes = new Map();
      lost = await read(engine, name, attached, mapping, headings, file, codes, options);
    }
  }
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
    sql`SELECT count(*)::DOUBLE AS n, count_if(${any})::DOUBLE AS bad,
      ${columns.includes("order_id") ? sql`count_if(order_id IS NULL)` : sql`0`}::DOUBLE AS nameless FROM ${id(name)}`,
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
  const nameless = numberIn(counts, "nameless") > 0;
  return {
    name,
    file,
    columns,
    codes,
    nameless,
    held,
    mapping,
    headings,
    read: numberIn(counts, "n") + lost,
    aside,
  };
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
  codes: ReadonlyMap<string, string>,
  options: RunOptions,
): Promise<number> {
  try {
    await engine.execute(loadSql(table, attached, mapping, headings, { codes }), options);
    return 0;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
  }
  const rejects = `rejects_${String(file)}`;
  await engine.execute(loadSql(table, attached, mapping, headings, { codes, rejects }), options);
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

/** So many values at most make a closed list, each seen so many times in the sample. */
const closedValues = 40;
const closedSeen = 3;

/**
 * ENUM types for the text columns whose values the sample seems to show all of. They are read as codes at
 * once, which spares a copy of their text and a pass to find their values.
 */
async function codeTypes(
  engine: Engine,
  held: HeldFile,
  mapping: Mapping,
  file: number,
  options: RunOptions,
): Promise<Map<string, string>> {
  const codes = new Map<string, string>();
  const { headings = [], profiles = [] } = held.sample ?? {};
  for (const column of readColumns(mapping, headings)) {
    const profile = profiles[column.index];
    if (!profile || !codable.has(column.role) || profile.distinct === 0 || profile.distinct > closedValues)
      continue;
    if (profile.top.some(([, seen]) => seen < closedSeen)) continue;
    const type = `values_${String(file)}_${String(column.index)}`;
    const values = profile.top.map(([value]) => value).sort();
    await engine.execute(sql`CREATE TYPE ${id(type)} AS ENUM (${values})`, options);
    codes.set(column.name, type);
  }
  return codes;
}
const codable = new Set(["dimension", "status", "channel", "store", "city", "currency"]);

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
