import type { Engine, RunOptions } from "../../engine/engine.ts";
import { receipts } from "../../ingest/receipts.ts";
import type { Example, Policies, Receipt } from "../../ingest/source.ts";
import { policyTreatment } from "../../ingest/treatments.ts";
import { type Sql, sql } from "../../sql.ts";
import { statusNames } from "../facts.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { linesIn } from "../files/set-aside.ts";
import type { StagedFile } from "../files/staged-file.ts";

const dayMs = 86_400_000;

/** Receipts of what the rules did to orders: refunds, cancellations, gifts, the month that is not over. */
export async function orderReceipts(
  engine: Engine,
  orders: Sql,
  columns: readonly string[],
  stages: readonly StagedFile[],
  policies: Policies,
  kept: Sql,
  options: RunOptions,
): Promise<Receipt[]> {
  const refund = columns.includes("refund_amount")
    ? sql`least(abs(coalesce(refund_amount, 0)), greatest(amount, 0))`
    : sql`0`;
  const isCancelled = sql`status = 1`;
  const isRefund = sql`status <> 1 AND (status = 2 OR amount < 0 OR ${refund} > 0)`;
  const isZero = sql`status = 0 AND amount = 0`;
  const [row] = await rowsOf(
    engine,
    sql`SELECT count_if(${isCancelled})::DOUBLE AS cancelled,
        coalesce(sum(amount) FILTER (status = 1), 0)::DOUBLE AS cancelled_value,
        count_if(${isRefund})::DOUBLE AS refunds,
        count_if(status <> 1 AND (status = 2 OR (amount > 0 AND ${refund} >= amount)) AND amount >= 0)::DOUBLE AS undone,
        coalesce(sum(CASE WHEN amount < 0 THEN -amount WHEN status = 2 THEN amount ELSE ${refund} END) FILTER (status <> 1), 0)::DOUBLE AS refund_value,
        count_if(${isZero})::DOUBLE AS zero,
        CAST(CAST(max(ordered_at) FILTER (status <> 1) AS DATE) AS VARCHAR) AS last
      FROM ${orders}`,
    options,
  );
  const found: Receipt[] = [];
  const add = async (receipt: Omit<Receipt, "file" | "examples" | "headings">, which: Sql) =>
    found.push({
      ...receipt,
      file: null,
      headings: exampleColumns,
      examples: await examplesOf(engine, orders, which, stages, options),
    });
  const cancelled = numberIn(row, "cancelled");
  const cancelledValue = numberIn(row, "cancelled_value");
  if (cancelled > 0) {
    const out = policies.cancelled === "exclude";
    const lost = out ? await customersLost(engine, orders, isCancelled, kept, options) : 0;
    await add(
      {
        kind: "cancelled",
        title: receipts.cancelled(cancelled),
        detail: out ? receipts.cancelledOut(cancelledValue) : receipts.cancelledIn,
        count: cancelled,
        effect: out
          ? { orders: -cancelled, customers: 0 - lost, value: 0 - cancelledValue }
          : { orders: 0, customers: 0, value: 0 },
        treatment: policyTreatment(policies, "cancelled"),
      },
      isCancelled,
    );
  }
  const refunds = numberIn(row, "refunds");
  if (refunds > 0) {
    const value = numberIn(row, "refund_value");
    const net = policies.refunds === "net";
    await add(
      {
        kind: "refunds",
        title: receipts.refunds(refunds),
        detail: net ? receipts.refundsNet(value) : receipts.refundsIgnored,
        count: refunds,
        effect: net
          ? { orders: 0 - numberIn(row, "undone"), customers: 0, value: 0 - value }
          : { orders: 0, customers: 0, value: 0 },
        treatment: policyTreatment(policies, "refunds"),
      },
      isRefund,
    );
  }
  const zero = numberIn(row, "zero");
  if (zero > 0) {
    const out = policies.zero === "leave-out";
    const lost = out ? await customersLost(engine, orders, isZero, kept, options) : 0;
    await add(
      {
        kind: "zero-amount",
        title: receipts.zero(zero),
        detail: out ? receipts.zeroOut : receipts.zeroDetail,
        count: zero,
        effect: out ? { orders: -zero, customers: 0 - lost, value: 0 } : null,
        treatment: policyTreatment(policies, "zero"),
      },
      isZero,
    );
  }
  const last = row?.last;
  if (typeof last === "string" && !endsMonth(last))
    found.push({
      file: null,
      examples: [],
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

/** Customers of whom nothing is left once some orders count nowhere. */
async function customersLost(
  engine: Engine,
  orders: Sql,
  which: Sql,
  kept: Sql,
  options: RunOptions,
): Promise<number> {
  const [row] = await rowsOf(
    engine,
    sql`WITH left_out AS (SELECT DISTINCT customer_id FROM ${orders} WHERE ${which})
      SELECT ((SELECT count(*) FROM left_out) - count(DISTINCT customer_id))::DOUBLE AS n
      FROM ${orders} WHERE ${kept} AND customer_id IN (SELECT customer_id FROM left_out)`,
    options,
  );
  return numberIn(row, "n");
}

const exampleColumns = ["order_id", "customer_id", "ordered_at", "amount", "status"];
const exampleLimit = 100;

/** Some of the orders that a receipt is about, with the first row of each. */
async function examplesOf(
  engine: Engine,
  orders: Sql,
  which: Sql,
  stages: readonly StagedFile[],
  options: RunOptions,
): Promise<Example[]> {
  // Without an order the search ends with the last of them that is shown.
  const found = await rowsOf(
    engine,
    sql`SELECT "#file"::DOUBLE AS file, "#row"::DOUBLE AS "row", order_id, customer_id, CAST(ordered_at AS VARCHAR) AS ordered_at,
        amount::DOUBLE AS amount, status::DOUBLE AS status
      FROM ${orders} WHERE ${which} LIMIT ${exampleLimit}`,
    options,
  );
  const examples: (Example & { readonly place: number })[] = [];
  for (const stage of stages) {
    const own = found.filter((row) => numberIn(row, "file") === stage.file);
    if (own.length === 0) continue;
    const lineOf = await linesIn(engine, stage.file, stage.mapping, options);
    for (const { row, order_id, customer_id, ordered_at, amount, status } of own) {
      const cells = [order_id, customer_id, ordered_at, amount, statusNames[Number(status)]].map(String);
      examples.push({
        place: stage.file,
        file: stage.held.key,
        row: lineOf(Number(row)),
        text: cells.join(","),
        cells,
      });
    }
  }
  return examples
    .sort((a, b) => a.place - b.place || a.row - b.row)
    .map(({ file, row, text, cells }) => ({ file, row, text, cells }));
}
