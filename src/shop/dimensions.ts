import type { Engine, RunOptions } from "../engine/engine.ts";
import { type Sql, id, sql } from "../sql.ts";
import type { Dimension } from "./shop.ts";
import { numberIn, rowsOf } from "./query-rows.ts";

/** So many values of a column are listed. */
const listed = 1000;
/** A column with more values than this share of its rows tells rows apart rather than groups. */
const groupShare = 0.5;

/** The columns that data can be filtered and split by, with their values by falling number of rows. */
export async function dimensionsOf(
  engine: Engine,
  orders: readonly string[],
  customers: readonly string[],
  surveys: readonly string[],
  options: RunOptions,
): Promise<Dimension[]> {
  const found: Dimension[] = [];
  const add = async (table: Dimension["table"], relation: Sql, columns: readonly string[]) => {
    for (const column of columns) {
      const values = await rowsOf(
        engine,
        sql`SELECT CAST(${id(column)} AS VARCHAR) AS value, count(*)::DOUBLE AS rows FROM ${relation}
          GROUP BY ${id(column)} ORDER BY rows DESC, value LIMIT ${listed + 1}`,
        options,
      );
      const rows = values.reduce((sum, row) => sum + numberIn(row, "rows"), 0);
      if (values.length === 0 || (values.length > listed && values.length > rows * groupShare)) continue;
      found.push({
        table,
        column,
        values: values
          .slice(0, listed)
          .map((row) => ({ value: row.value as string | null, rows: numberIn(row, "rows") })),
      });
    }
  };
  await add("orders", id("order_rows"), orders);
  await add("customers", id("customers"), customers);
  await add("surveys", id("answer_rows"), surveys);
  return found;
}
