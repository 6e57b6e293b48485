import type { Engine, RunOptions } from "../../engine/engine.ts";
import { columnOf } from "../../ingest/map.ts";
import { orderTotal } from "../../ingest/questions/order-total.ts";
import { refundRows } from "../../ingest/questions/refund-rows.ts";
import type { Receipt, Treatment } from "../../ingest/source.ts";
import { id, sql } from "../../sql.ts";
import { statusSql } from "../facts.ts";
import { amountSql } from "../files/reading.ts";
import { examplesWhere } from "../files/set-aside.ts";
import type { StagedFile } from "../files/staged-file.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { amountReceipts as texts } from "./amounts.messages.ts";
import type { KnownStatuses } from "./order-statuses.ts";

/** Receipts of how amounts are read where a file could be read otherwise. Costs nothing where none could. */
export async function amountsRead(
  engine: Engine,
  sales: readonly StagedFile[],
  known: KnownStatuses,
  options: RunOptions,
): Promise<Receipt[]> {
  const found: Receipt[] = [];
  for (const stage of sales) {
    found.push(...madeAmounts(stage));
    found.push(...(await orderTotalRead(engine, stage, options)));
    for (const role of ["status", "further_status"] as const)
      found.push(...(await refundsRead(engine, stage, role, known, options)));
  }
  return found;
}

/** Orders whose amount quantity and unit price make. Of lines that is what the table is. */
function madeAmounts({ held, mapping, read }: StagedFile): Receipt[] {
  const [amount, quantity, price] = ["amount", "quantity", "unit_price"].map((role) =>
    columnOf(mapping, role),
  );
  if (mapping.table !== "orders" || amount !== undefined || quantity === undefined || price === undefined)
    return [];
  return [
    {
      kind: "other",
      file: held.key,
      title: texts.made(quantity, price),
      detail: texts.madeDetail,
      count: read,
      effect: null,
      examples: [],
      columns: [quantity, price],
    },
  ];
}

async function orderTotalRead(engine: Engine, stage: StagedFile, options: RunOptions): Promise<Receipt[]> {
  const { held, mapping, name, columns } = stage;
  const column = columnOf(mapping, "amount");
  const answer = column === undefined ? undefined : mapping.answers?.[orderTotal + column];
  if (column === undefined || answer === undefined || !columns.includes("order_id")) return [];
  const once = answer === "order";
  const [row] = await rowsOf(
    engine,
    sql`SELECT coalesce(sum(lines - 1), 0)::DOUBLE AS n, coalesce(sum(added - once), 0)::DOUBLE AS value FROM (
        SELECT count(amount) AS lines, sum(amount) AS added, arg_max(amount, abs(amount)) AS once
        FROM ${id(name)} GROUP BY order_id, customer_id HAVING count(amount) > 1)`,
    options,
  );
  const count = numberIn(row, "n");
  const value = numberIn(row, "value");
  if (count === 0) return [];
  const again = sql`rowid IN (SELECT unnest(list(rowid)[2:]) FROM ${id(name)} WHERE amount IS NOT NULL
    GROUP BY order_id, customer_id HAVING count(*) > 1)`;
  const ids = Object.keys(mapping.answers ?? {}).filter((question) => question.startsWith(orderTotal));
  return [
    {
      kind: "other",
      file: held.key,
      title: once ? texts.once(column) : texts.added(column),
      detail: once ? texts.onceDetail(count, value) : texts.addedDetail(count, value),
      count,
      effect: { orders: 0, customers: 0, value: once ? 0 - value : 0 },
      examples: await examplesWhere(engine, stage, again, options),
      columns: [column],
      treatment: choice(ids, texts.amountOf(column), answer, [
        { value: "order", label: texts.ofOrder },
        { value: "line", label: texts.ofLine },
      ]),
    },
  ];
}

async function refundsRead(
  engine: Engine,
  stage: StagedFile,
  role: "status" | "further_status",
  known: KnownStatuses,
  options: RunOptions,
): Promise<Receipt[]> {
  const { held, mapping, name, columns } = stage;
  const column = columnOf(mapping, role);
  const answer = column === undefined ? undefined : mapping.answers?.[refundRows + column];
  if (column === undefined || answer === undefined || !columns.includes(role)) return [];
  const amount = amountSql(columns);
  const which = sql`${statusSql(known[role], role)} = ${answer === "left-out" ? 1 : 2} AND ${amount} > 0`;
  const [row] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n, coalesce(sum(${amount}), 0)::DOUBLE AS value FROM ${id(name)} WHERE ${which}`,
    options,
  );
  const count = numberIn(row, "n");
  const value = numberIn(row, "value");
  if (count === 0) return [];
  const back = answer === "given-back";
  const offers = [
    { value: "given-back", label: texts.asGivenBack },
    { value: "undone", label: texts.asUndone },
    ...(held.recognition?.questions.some(
      ({ id: question, options: offered }) =>
        question === refundRows + column && offered.some((one) => one.value === "left-out"),
    )
      ? [{ value: "left-out", label: texts.asLeftOut }]
      : []),
  ];
  return [
    {
      kind: "other",
      file: held.key,
      title: back
        ? texts.givenBack(count)
        : answer === "left-out"
          ? texts.leftOutRows(count)
          : texts.undoneRows(count),
      detail: back
        ? texts.givenBackDetail(column, value)
        : answer === "left-out"
          ? texts.leftOutDetail(column)
          : texts.undoneDetail(column),
      count,
      // That they are no sales is told with the refunds, or the cancelled orders.
      effect: back ? { orders: 0 - count, customers: 0, value: 0 - value } : null,
      examples: await examplesWhere(engine, stage, which, options),
      columns: [column],
      treatment: choice([refundRows + column], texts.refundsOf(column), answer, offers),
    },
  ];
}

function choice(
  ids: readonly string[],
  label: Treatment["label"],
  value: string,
  options: Treatment["options"],
): Treatment {
  return { sets: { kind: "answer", ids }, rule: null, label, value, options };
}
