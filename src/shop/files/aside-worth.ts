import type { Engine, RunOptions } from "../../engine/engine.ts";
import { fillsOrders } from "../../ingest/map.ts";
import type { Reason } from "../../ingest/receipts.ts";
import type { Mapping, Policies, Receipt } from "../../ingest/source.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { ruleSql, statusSql } from "../facts.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import type { StagedFile } from "./staged-file.ts";

/** What could be read of orders that were set aside, so that it can be said what the figures lack by them. */
const asideOrdersSql = sql`CREATE TABLE IF NOT EXISTS aside_orders (file INTEGER, "row" BIGINT, reason VARCHAR,
  order_id VARCHAR, own VARCHAR, customer_id VARCHAR, amount DOUBLE, refund_amount DOUBLE, status UTINYINT)`;

/** Reasons for which the other cells of a row can be believed. */
const whole: readonly Reason[] = ["time", "placeholder", "number", "customer", "key", "currency", "total"];

/** Keeps what can be read of the orders in a staged table that are about to be set aside. */
export async function noteAsideOrders(
  engine: Engine,
  table: string,
  { mapping, columns, amount }: { mapping: Mapping; columns: readonly string[]; amount: Sql },
  file: number,
  { reason, which }: { reason: Sql; which: Sql },
  options: RunOptions,
): Promise<void> {
  if (!fillsOrders(mapping)) return;
  const text = (name: string) =>
    columns.includes(name) ? sql`CAST(${id(name)} AS VARCHAR)` : sql`NULL::VARCHAR`;
  // What makes an order where it has no number.
  const { orderGrain } = mapping;
  const time = orderGrain === "day" ? sql`CAST(ordered_at AS DATE)` : sql`ordered_at`;
  const own =
    columns.includes("order_id") || (orderGrain !== "timestamp" && orderGrain !== "day")
      ? sql`CAST(rowid AS VARCHAR)`
      : sql`concat_ws(' ', customer_id, ${time})`;
  const refund = columns.includes("refund_amount") ? sql`refund_amount` : sql`NULL`;
  await engine.execute(asideOrdersSql, options);
  await engine.execute(
    sql`INSERT INTO aside_orders SELECT * FROM (
        SELECT ${file}, rowid, ${reason} AS reason, ${text("order_id")}, ${own}, ${text("customer_id")},
          CASE WHEN isfinite(${amount}) THEN ${amount} END AS amount, ${refund},
          ${columns.includes("status") ? statusSql(mapping.statuses) : sql`0`}
        FROM ${id(table)} WHERE ${which})
      WHERE reason IN (${whole}) AND NOT (reason = 'time' AND amount IS NULL)`,
    options,
  );
}

/**
 * What the totals lack by the rows of each file and reason that were set aside. An order or a customer who
 * has another row that is used is not lost. To be asked when all files are staged, and once.
 */
export async function asideWorth(
  engine: Engine,
  sales: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<(file: number, reason: Reason) => Receipt["effect"]> {
  if (!sales.some(({ unusable }) => unusable > 0)) return () => null;
  const rule = ruleSql(policies, true);
  const remaining = (name: string) => {
    const tables = sales.filter(({ columns }) => columns.includes(name));
    const used = tables.map(
      (stage) => sql`SELECT CAST(${id(name)} AS VARCHAR) FROM ${id(stage.name)}
        WHERE CAST(${id(name)} AS VARCHAR) IN (SELECT ${id(name)} FROM aside_orders)`,
    );
    return used.length ? join(used, " UNION ALL ") : sql`SELECT NULL WHERE false`;
  };
  const found = await rowsOf(
    engine,
    sql`WITH counted AS (
            SELECT file, reason, order_id, own, customer_id, ${rule.value} AS value,
              coalesce(${rule.kept}, true) AS kept, coalesce(${rule.purchase}, true) AS purchase
            FROM aside_orders
            WHERE (file, "row", reason) IN (SELECT (file, "row", reason) FROM set_aside))
          SELECT file::DOUBLE AS file, reason, coalesce(sum(value) FILTER (kept), 0)::DOUBLE AS value,
            count(DISTINCT coalesce('#' || order_id, own)) FILTER (kept AND purchase
              AND (order_id IS NULL OR order_id NOT IN (${remaining("order_id")})))::DOUBLE AS orders,
            count(DISTINCT customer_id) FILTER (kept AND purchase
              AND customer_id NOT IN (${remaining("customer_id")}))::DOUBLE AS customers
          FROM counted GROUP BY file, reason`,
    options,
  );
  await engine.execute(sql`DROP TABLE aside_orders`, options);
  const worth = new Map(
    found.map((row) => [
      `${String(row.file)} ${String(row.reason)}`,
      {
        orders: 0 - numberIn(row, "orders"),
        customers: 0 - numberIn(row, "customers"),
        value: 0 - numberIn(row, "value"),
      },
    ]),
  );
  return (file, reason) => worth.get(`${String(file)} ${reason}`) ?? null;
}
