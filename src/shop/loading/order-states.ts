import type { Engine, RunOptions } from "../../engine/engine.ts";
import { receipts } from "../../ingest/receipts.ts";
import type { Policies, Receipt } from "../../ingest/source.ts";
import { policyTreatment } from "../../ingest/treatments.ts";
import { id, join, sql } from "../../sql.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { examplesWhere } from "../files/set-aside.ts";
import { amountSql } from "../files/reading.ts";
import type { StagedFile } from "../files/staged-file.ts";

/**
 * Exports of overlapping months have an order twice, in the state of their day: paid in the one, refunded in
 * the other. An order of the same number, customer and day whose rows differ between files is one of these:
 * it holds as the later file has it, and its rows in the others are set aside, unless the policy adds them up.
 * Looks at the rows in `cells_of_rows` and takes those that are set aside out of it.
 */
export async function settleStates(
  engine: Engine,
  numbered: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<Receipt[]> {
  if (numbered.length < 2) return [];
  const run = (statement: Parameters<Engine["execute"]>[0]) => engine.execute(statement, options);
  await run(statesSql(numbered));
  await run(earlierSql(await latestLast(engine, numbered, options)));
  await run(sql`DROP TABLE order_states`);
  const later = policies.states !== "sum";
  const found: Receipt[] = [];
  for (const stage of numbered) {
    const earlier = sql`(order_id, customer_id) IN
      (SELECT (order_id, customer_id) FROM earlier_states WHERE file = ${stage.file})`;
    const [row] = await rowsOf(
      engine,
      sql`SELECT count(*)::DOUBLE AS rows, count(DISTINCT (order_id, customer_id))::DOUBLE AS orders,
        coalesce(sum(${amountSql(stage.columns)}), 0)::DOUBLE AS value FROM ${id(stage.name)} WHERE ${earlier}`,
      options,
    );
    const count = numberIn(row, "rows");
    if (count === 0) continue;
    const examples = await examplesWhere(engine, stage, earlier, options);
    if (later) {
      await run(sql`INSERT INTO set_aside SELECT ${stage.file}, rowid, 'superseded', NULL, NULL
        FROM ${id(stage.name)} WHERE ${earlier}`);
      await run(sql`DELETE FROM ${id(stage.name)} WHERE ${earlier}`);
      await run(sql`DELETE FROM cells_of_rows WHERE file = ${stage.file}
        AND "row" NOT IN (SELECT rowid FROM ${id(stage.name)})`);
    }
    found.push({
      kind: "other",
      file: stage.held.key,
      title: receipts.superseded(numberIn(row, "orders")),
      detail: later ? receipts.supersededDetail : receipts.supersededSummed,
      count,
      effect: { orders: 0, customers: 0, value: later ? 0 - numberIn(row, "value") : 0 },
      examples,
      ...(later && { reason: "superseded" }),
      treatment: policyTreatment(policies, "states"),
    });
  }
  await run(sql`DROP TABLE earlier_states`);
  return found;
}

/** The files by the day of their last order, the latest last; those of one day as they were added. */
async function latestLast(
  engine: Engine,
  numbered: readonly StagedFile[],
  options: RunOptions,
): Promise<number[]> {
  const ends: { readonly file: number; readonly last: number }[] = [];
  for (const { name, file } of numbered) {
    const [row] = await rowsOf(
      engine,
      sql`SELECT coalesce(epoch(max(ordered_at)::DATE), 0)::DOUBLE AS last FROM ${id(name)}`,
      options,
    );
    ends.push({ file, last: numberIn(row, "last") });
  }
  return ends.sort((a, b) => a.last - b.last || a.file - b.file).map(({ file }) => file);
}

/**
 * Makes `order_states`: each order as each file has it, for the orders whose number repeats. Rows equal to
 * one before in their own file say nothing new. `starts` and `ends` tell of the first and last row of a file.
 */
function statesSql(numbered: readonly StagedFile[]) {
  const rows = numbered.map(
    ({ name, file, columns }) =>
      sql`SELECT c.*, s.order_id, s.customer_id, s.ordered_at, ${amountSql(columns)} AS amount,
        c."row" = (SELECT min(rowid) FROM ${id(name)}) AS starts, c."row" = (SELECT max(rowid) FROM ${id(name)}) AS ends
      FROM cells_of_rows AS c JOIN ${id(name)} AS s ON s.rowid = c."row" WHERE c.file = ${file}`,
  );
  return sql`CREATE TABLE order_states AS
    SELECT file, order_id, customer_id, min(ordered_at)::DATE AS day, sum(amount) AS amount, count(*) AS lines,
      hash(list_sort(list(shared))) AS content, bool_or(starts) AS starts, bool_or(ends) AS ends
    FROM (SELECT * FROM (${join(rows, " UNION ALL ")})
      QUALIFY row_number() OVER (PARTITION BY file, cells ORDER BY "row") = 1)
    GROUP BY file, order_id, customer_id`;
}

/**
 * Makes `earlier_states`: the orders of a file that a later one has in another state. A later file with
 * nothing but a negative amount has the refund of the order, not a state of it. Where an export of order
 * lines was cut into files, the order at the cut is in both of them, and no other is.
 */
function earlierSql(files: readonly number[]) {
  const place = join(
    files.map((file, index) => sql`WHEN ${file} THEN ${index}`),
    " ",
  );
  return sql`CREATE TABLE earlier_states AS
    WITH latest AS (SELECT * FROM order_states
        QUALIFY row_number() OVER (PARTITION BY order_id, customer_id ORDER BY CASE file ${place} END DESC) = 1),
      lined AS (SELECT DISTINCT file FROM order_states WHERE lines > 1 AND NOT starts AND NOT ends),
      differing AS (
        SELECT old.file, old.order_id, old.customer_id, old.day = latest.day AS same_day,
          latest.amount < 0 AND old.amount >= 0 AS given_back,
          count(*) OVER (PARTITION BY old.file, latest.file) = 1
            AND (old.ends AND latest.starts OR old.starts AND latest.ends)
            AND (old.file IN (SELECT file FROM lined) OR latest.file IN (SELECT file FROM lined)) AS cut
        FROM order_states AS old JOIN latest ON latest.order_id = old.order_id AND latest.customer_id = old.customer_id
        WHERE old.file <> latest.file AND old.content <> latest.content)
    SELECT file, order_id, customer_id FROM differing WHERE same_day AND NOT given_back AND NOT cut`;
}
