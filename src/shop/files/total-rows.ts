import { columnOf, fillsOrders } from "../../ingest/map.ts";
import { besideTotals, hasTotalRows, mayEndInTotal, ownPlaces, totalWords } from "../../ingest/total-rows.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { noteAsideOrders } from "./aside-worth.ts";
import { overRows } from "./raw-rows.ts";
import { type Reading, amountSql } from "./reading.ts";
import type { Counted } from "./unusable.ts";

/** Rows of a table that add up others: how many there are, and whether they were left where they are. */
export interface TotalRows {
  readonly count: number;
  readonly taken: boolean;
}

/**
 * Sets aside the rows that add up others: those that say so, and a last row whose amount is the sum of all
 * above it. Looked for only where the sample lets expect some.
 */
export async function setAsideTotalRows(reading: Reading, columns: readonly string[]): Promise<TotalRows> {
  const { engine, held, mapping, table, file, options } = reading;
  const taken = held.takesTotals;
  const { sample } = held;
  const named = sample !== null && hasTotalRows(mapping, sample);
  const last = sample !== null && fillsOrders(mapping) && mayEndInTotal(mapping, sample);
  if (!named && !last) return { count: 0, taken };
  await engine.execute(sql`CREATE OR REPLACE TABLE total_rows ("row" BIGINT)`, options);
  if (named) {
    const cells = reading.headings.map((_, index) => id(`c${String(index)}`));
    await overRows(
      engine,
      reading,
      sql`SELECT rowid FROM ${id(table)}`,
      (rows) =>
        sql`INSERT INTO total_rows SELECT "#row" FROM ${rows} WHERE ${totalSql(cells, ownPlaces(mapping, reading.headings))}`,
      options,
    );
  }
  if (last)
    await engine.execute(
      sql`INSERT INTO total_rows SELECT last FROM (SELECT max(rowid) AS last, max_by(value, rowid) AS value,
          sum(value) - max_by(value, rowid) AS above
        FROM (SELECT rowid, ${amountSql(columns)} AS value FROM ${id(table)}
          WHERE rowid NOT IN (SELECT "row" FROM total_rows)))
        WHERE abs(value - above) < 0.005 + abs(value) * 1e-9`,
      options,
    );
  const [row] = await rowsOf(engine, sql`SELECT count(*)::DOUBLE AS n FROM total_rows`, options);
  const count = numberIn(row, "n");
  if (count > 0 && !taken) {
    const which = sql`rowid IN (SELECT "row" FROM total_rows)`;
    // What would not have counted in any case does not change the figures.
    const counted = columnOf(mapping, "customer_id")
      ? sql`${which} AND ordered_at IS NOT NULL AND customer_id IS NOT NULL`
      : which;
    const meaning = { mapping, columns, amount: amountSql(columns) };
    await noteAsideOrders(engine, table, meaning, file, { reason: sql`'total'`, which: counted }, options);
    await engine.execute(
      sql`INSERT INTO set_aside SELECT ${file}, "row", 'total', NULL, NULL FROM total_rows`,
      options,
    );
    await engine.execute(sql`DELETE FROM ${id(table)} WHERE ${which}`, options);
  }
  await engine.execute(sql`DROP TABLE total_rows`, options);
  return { count, taken };
}

/** Counts of a table with the rows that were set aside before they were made. */
export function withTotals(counts: Counted, { count, taken }: TotalRows): Counted {
  if (taken || count === 0) return counts;
  return { ...counts, rows: counts.rows + count, unusable: counts.unusable + count };
}

/** As `isTotalRow` has it. */
function totalSql(cells: readonly Sql[], own: readonly number[]): Sql {
  const word = `\\s*(${totalWords})\\s*[:：]?\\s*`;
  const beside = `(?i)\\s*(${besideTotals})\\s*`;
  const named = join(
    cells.map((cell) => sql`coalesce(regexp_full_match(${cell}, ${word}), false)`),
    " OR ",
  );
  const others = join(
    cells.map(
      (cell) =>
        sql`coalesce(regexp_full_match(${cell}, ${word}) OR regexp_full_match(${cell}, ${beside}), true)`,
    ),
    " AND ",
  );
  const owned = own.map(
    (place) => sql`AND coalesce(regexp_full_match(${id(`c${String(place)}`)}, ${word}), true)`,
  );
  return sql`(${named}) AND (${others}) ${join(owned, " ")}`;
}
