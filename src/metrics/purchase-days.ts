import { type Sql, sql } from "../sql.ts";
import type { Relations } from "./metric.ts";

/**
 * Purchases in order of customer and time, as a query: customer, day, gap (days since the customer's one
 * before; null for the first). Purchases of one day are one, unless `each` is asked for.
 *
 * The rows are sorted once, unless they stand in order, and compared with their neighbours: on a million
 * orders that takes half as long as windows by customer over distinct days.
 */
export function purchaseDaysSql(
  { orders, inOrder }: Pick<Relations, "orders" | "inOrder">,
  each = false,
): Sql {
  const sorted = inOrder ? sql`` : sql` ORDER BY customer, ${each ? sql`ordered_at` : sql`day`}`;
  const neighbours = sql`SELECT customer, day, CASE WHEN lag(customer) OVER () = customer THEN day - lag(day) OVER () END AS gap
  FROM (SELECT customer, day FROM ${orders}${sorted})`;
  return each ? neighbours : sql`SELECT * FROM (${neighbours}) WHERE gap IS DISTINCT FROM 0`;
}

/** The day after a row's own in such an order; null for a customer's last. */
export const nextDaySql = sql`CASE WHEN lead(customer) OVER () = customer THEN lead(day) OVER () END`;
