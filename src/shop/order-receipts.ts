import type { Engine, RunOptions } from "../engine/engine.ts";
import { receipts } from "../ingest/receipts.ts";
import type { Policies, Receipt } from "../ingest/source.ts";
import { type Sql, sql } from "../sql.ts";
import { numberIn, rowsOf } from "./query-rows.ts";

const dayMs = 86_400_000;

/** Receipts of what the rules did to orders: refunds, cancellations, gifts, the month that is not over. */
export async function orderReceipts(
  engine: Engine,
  orders: Sql,
  columns: readonly string[],
  policies: Policies,
  options: RunOptions,
): Promise<Receipt[]> {
  const refund = columns.includes("refund_amount")
    ? sql`least(abs(coalesce(refund_amount, 0)), greatest(amount, 0))`
    : sql`0`;
  const [row] = await rowsOf(
    engine,
    sql`SELECT count_if(status = 1)::DOUBLE AS cancelled,
        coalesce(sum(amount) FILTER (status = 1), 0)::DOUBLE AS cancelled_value,
        count_if(status <> 1 AND (status = 2 OR amount < 0 OR ${refund} > 0))::DOUBLE AS refunds,
        count_if(status <> 1 AND (status = 2 OR (amount > 0 AND ${refund} >= amount)) AND amount >= 0)::DOUBLE AS undone,
        coalesce(sum(CASE WHEN amount < 0 THEN -amount WHEN status = 2 THEN amount ELSE ${refund} END) FILTER (status <> 1), 0)::DOUBLE AS refund_value,
        count_if(status = 0 AND amount = 0)::DOUBLE AS zero,
        CAST(CAST(max(ordered_at) FILTER (status <> 1) AS DATE) AS VARCHAR) AS last
      FROM ${orders}`,
    options,
  );
  const found: Receipt[] = [];
  const add = (receipt: Omit<Receipt, "file" | "examples">) =>
    found.push({ ...receipt, file: null, examples: [] });
  const cancelled = numberIn(row, "cancelled");
  const cancelledValue = numberIn(row, "cancelled_value");
  if (cancelled > 0) {
    const out = policies.cancelled === "exclude";
    const lost = out ? await customersLost(engine, orders, options) : 0;
    add({
      kind: "cancelled",
      title: receipts.cancelled(cancelled),
      detail: out ? receipts.cancelledOut(cancelledValue) : receipts.cancelledIn,
      count: cancelled,
      effect: out
        ? { orders: -cancelled, customers: -lost, value: -cancelledValue }
        : { orders: 0, customers: 0, value: 0 },
    });
  }
  const refunds = numberIn(row, "refunds");
  if (refunds > 0) {
    const value = numberIn(row, "refund_value");
    const net = policies.refunds === "net";
    add({
      kind: "refunds",
      title: receipts.refunds(refunds),
      detail: net ? receipts.refundsNet(value) : receipts.refundsIgnored,
      count: refunds,
      effect: net
        ? { orders: -numberIn(row, "undone"), customers: 0, value: -value }
        : { orders: 0, customers: 0, value: 0 },
    });
  }
  const zero = numberIn(row, "zero");
  if (zero > 0)
    add({
      kind: "zero-amount",
      title: receipts.zero(zero),
      detail: receipts.zeroDetail,
      count: zero,
      effect: null,
    });
  const last = row?.last;
  if (typeof last === "string" && !endsMonth(last))
    add({
      kind: "incomplete-period",
      title: receipts.incomplete(last.slice(0, 7)),
      detail: receipts.incompleteDetail(last),
      count: 1,
      effect: null,
    });
  return found;
}

function endsMonth(day: string): boolean {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).getUTCDate() === 1;
}

/** Customers of whom nothing is left once their cancelled orders count nowhere. */
async function customersLost(engine: Engine, orders: Sql, options: RunOptions): Promise<number> {
  const [row] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n FROM (SELECT DISTINCT customer_id FROM ${orders} WHERE status = 1)
      WHERE customer_id NOT IN (SELECT customer_id FROM customer_keys)`,
    options,
  );
  return numberIn(row, "n");
}
