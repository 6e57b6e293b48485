import type { Engine, RunOptions } from "../engine/engine.ts";
import { type Sql, id, sql } from "../sql.ts";
import type { CodedColumn } from "../tables/facts.ts";
import type { LoadedOrders } from "./loading/load-orders.ts";
import type { Dimension } from "./shop.ts";
import { numberIn, rowsOf } from "./query-rows.ts";

/** So many values of a column are listed. */
const listed = 1000;
/** A column with more values than this share of its rows tells rows apart rather than groups. */
const groupShare = 0.5;

type Values = Dimension["values"];

/** The columns that orders can be filtered and split by: counted in the arrays where they are there. */
export async function orderDimensions(
  engine: Engine,
  { arrays, further, relation }: LoadedOrders,
  options: RunOptions,
): Promise<Dimension[]> {
  const found: Dimension[] = [];
  for (const column of further) {
    const coded = arrays.columns.get(column);
    if (!coded) found.push(...(await dimensionsOf(engine, "orders", relation, [column], options)));
    else found.push(...dimension("orders", column, counted(coded, arrays.rows.purchase)));
  }
  return found;
}

/** The columns of a relation that data can be filtered and split by, with their values by falling number of rows. */
export async function dimensionsOf(
  engine: Engine,
  table: Dimension["table"],
  relation: Sql,
  columns: readonly string[],
  options: RunOptions,
): Promise<Dimension[]> {
  const found: Dimension[] = [];
  for (const column of columns) {
    const values = await rowsOf(
      engine,
      sql`SELECT CAST(${id(column)} AS VARCHAR) AS value, count(*)::DOUBLE AS rows FROM ${relation}
        GROUP BY ${id(column)} ORDER BY rows DESC, value LIMIT ${listed + 1}`,
      options,
    );
    found.push(
      ...dimension(
        table,
        column,
        values.map((row) => ({ value: row.value as string | null, rows: numberIn(row, "rows") })),
      ),
    );
  }
  return found;
}

function dimension(table: Dimension["table"], column: string, values: Values): Dimension[] {
  const rows = values.reduce((sum, each) => sum + each.rows, 0);
  if (values.length === 0 || (values.length > listed && values.length > rows * groupShare)) return [];
  return [{ table, column, values: values.slice(0, listed) }];
}

/** Values by the purchases that have them, as filters count them; those that only refunds have come last. */
function counted({ codes, labels }: CodedColumn, purchase: Uint8Array): Values {
  const rows = new Uint32Array(labels.length);
  const seen = new Uint8Array(labels.length);
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i] as number;
    seen[code] = 1;
    if (purchase[i]) rows[code] = (rows[code] as number) + 1;
  }
  // Labels are in order already, and the sort keeps it among equal counts.
  return labels
    .map((value, code) => ({ value, rows: rows[code] as number }))
    .filter((_, code) => seen[code])
    .sort((a, b) => b.rows - a.rows);
}
