import { clockRole, clockSql } from "../../ingest/clock.ts";
import { id, sql } from "../../sql.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import type { Reading } from "./reading.ts";

/**
 * Puts the times of day that stand in a column of their own to the days of the orders. Gives the columns
 * that the table has then, and how many rows lack a time of day: these keep midnight.
 */
export async function joinClock(
  { engine, table, options }: Reading,
  columns: readonly string[],
): Promise<{ readonly columns: readonly string[]; readonly clockless: number }> {
  if (!columns.includes(clockRole)) return { columns, clockless: 0 };
  let clockless = 0;
  if (columns.includes("ordered_at")) {
    const clock = clockSql(id(clockRole));
    const [row] = await rowsOf(
      engine,
      sql`SELECT count_if(${clock} IS NULL AND ordered_at = date_trunc('day', ordered_at))::DOUBLE AS n FROM ${id(table)}`,
      options,
    );
    clockless = numberIn(row, "n");
    // What has a time of day already keeps it.
    await engine.execute(
      sql`UPDATE ${id(table)} SET ordered_at = CAST(ordered_at AS DATE) + ${clock}
        WHERE ordered_at = date_trunc('day', ordered_at) AND ${clock} IS NOT NULL`,
      options,
    );
  }
  await engine.execute(sql`ALTER TABLE ${id(table)} DROP COLUMN ${id(clockRole)}`, options);
  return { columns: columns.filter((name) => name !== clockRole), clockless };
}
