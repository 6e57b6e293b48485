import type { Engine, RunOptions } from "../../engine/engine.ts";
import { type BinUnit, numberEdges, timeEdges } from "../../ingest/bins.ts";
import { type Bin, type ColumnProfile, binsOf } from "../../ingest/column-profile.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { shownTables } from "../tables.ts";

const topLimit = 12;
/** Beyond so many rows quantiles are estimated: they only place the bars. */
const exactRows = 2_000_000;

/** What a column of a loaded table holds. @throws Error where there is no such table or column. */
export async function profileTableColumn(
  engine: Engine,
  table: string,
  column: string,
  options?: RunOptions,
): Promise<ColumnProfile> {
  const [known] = await rowsOf(
    engine,
    sql`SELECT data_type AS type FROM duckdb_columns()
      WHERE NOT internal AND table_name = ${table} AND table_name IN (${[...shownTables]}) AND column_name = ${column}`,
    options,
  );
  if (!known) throw new Error(`no column ${column} in a table ${table}`);
  const kind = kindOf(String(known.type));
  const cell = id(column);
  const at =
    kind === "time" ? sql`epoch_ms(CAST(${cell} AS TIMESTAMP))::DOUBLE` : sql`CAST(${cell} AS DOUBLE)`;
  const [counts] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS rows, count(${cell})::DOUBLE AS filled, count(DISTINCT ${cell})::DOUBLE AS values
      FROM ${id(table)}`,
    options,
  );
  const [rows, filled, distinct] = [
    numberIn(counts, "rows"),
    numberIn(counts, "filled"),
    numberIn(counts, "values"),
  ];
  const common: ColumnProfile = {
    type: filled === 0 ? "empty" : kind,
    rows,
    whole: true,
    empty: rows - filled,
    unread: 0,
    distinct,
    capped: false,
    range: null,
    numbers: null,
    unit: "number",
    bins: [],
    top: distinct > topLimit && distinct === filled ? [] : await topOf(engine, table, cell, options),
  };
  if (filled === 0 || kind === "text") return common;

  const quantile = (share: number) =>
    filled > exactRows ? sql`approx_quantile(v, ${share})` : sql`quantile_disc(v, ${share})`;
  const [row] = await rowsOf(
    engine,
    sql`SELECT min(v) AS least, max(v) AS most, avg(v) AS mean, count_if(v < 0)::DOUBLE AS negative, bool_and(v = floor(v)) AS whole,
        ${quantile(0.005)} AS low, ${quantile(0.5)} AS median, ${quantile(0.995)} AS high
      FROM (SELECT ${at} AS v FROM ${id(table)} WHERE ${cell} IS NOT NULL)`,
    options,
  );
  const spread = {
    least: numberIn(row, "least"),
    most: numberIn(row, "most"),
    low: numberIn(row, "low"),
    high: numberIn(row, "high"),
  };
  if (kind === "number") {
    const { edges, unit } = numberEdges(spread, row?.whole === true);
    const found = await inBars(
      engine,
      table,
      sql`CAST(${cell} AS DOUBLE)`,
      edges.map((edge) => sql`${edge}`),
      options,
    );
    return {
      ...common,
      range: { least: spread.least, most: spread.most },
      numbers: {
        mean: numberIn(row, "mean"),
        median: numberIn(row, "median"),
        negative: numberIn(row, "negative"),
      },
      ...bars(unit, binsOf(edges, found, spread.least, spread.most)),
    };
  }
  const { edges, unit } = timeEdges(spread);
  const times = edges.map((edge) => sql`CAST(${edge} AS TIMESTAMP)`);
  const found = await inBars(engine, table, sql`CAST(${cell} AS TIMESTAMP)`, times, options);
  const [least, most] = [isoTime(spread.least), isoTime(spread.most)];
  return { ...common, range: { least, most }, ...bars(unit, binsOf(edges, found, least, most)) };
}

function bars(unit: BinUnit, bins: readonly Bin[]) {
  return { unit, bins };
}

function isoTime(at: number): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

function kindOf(type: string): "number" | "time" | "text" {
  if (/^(TIMESTAMP|DATE)/.test(type)) return "time";
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL)/.test(type) ? "number" : "text";
}

async function topOf(
  engine: Engine,
  table: string,
  cell: Sql,
  options?: RunOptions,
): Promise<ColumnProfile["top"]> {
  const found = await rowsOf(
    engine,
    sql`SELECT CAST(${cell} AS VARCHAR) AS value, count(*)::DOUBLE AS n FROM ${id(table)}
      WHERE ${cell} IS NOT NULL GROUP BY 1 ORDER BY n DESC, value LIMIT ${topLimit}`,
    options,
  );
  return found.map((row) => ({ value: String(row.value), rows: numberIn(row, "n") }));
}

/** How many rows each bar has; the outermost ones take what lies beyond. */
async function inBars(
  engine: Engine,
  table: string,
  value: Sql,
  edges: readonly Sql[],
  options?: RunOptions,
): Promise<number[]> {
  const inner = edges.slice(1, -1).map((edge, index) => sql`WHEN v < ${edge} THEN ${index}`);
  const last = edges.length - 2;
  const bar = inner.length ? sql`CASE ${join(inner, " ")} ELSE ${last} END` : sql`0`;
  const found = await rowsOf(
    engine,
    sql`SELECT ${bar}::DOUBLE AS bar, count(*)::DOUBLE AS n
      FROM (SELECT ${value} AS v FROM ${id(table)}) WHERE v IS NOT NULL GROUP BY 1`,
    options,
  );
  const rows = edges.slice(1).map(() => 0);
  for (const row of found) rows[numberIn(row, "bar")] = numberIn(row, "n");
  return rows;
}
