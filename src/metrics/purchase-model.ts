import type { Text } from "../i18n/text.ts";
import { bgNbd, mbgNbd } from "../models/btyd/beta-geometric.ts";
import { paretoNbd } from "../models/btyd/pareto.ts";
import { type Sql, sql } from "../sql.ts";
import type { Frame } from "../tables/frame.ts";
import { type Relations, type Task, choice } from "./metric.ts";

/** The models of buying until an unseen dropout, by the name that documents save. */
export const purchaseModels = { "bg-nbd": bgNbd, "mbg-nbd": mbgNbd, "pareto-nbd": paretoNbd };
export type ModelName = keyof typeof purchaseModels;

/** The choice between them. */
export const modelParam = (preset: ModelName) =>
  choice(
    { en: "Model", "zh-CN": "模型" },
    {
      "bg-nbd": { en: "BG/NBD", "zh-CN": "BG/NBD" },
      "mbg-nbd": { en: "MBG/NBD", "zh-CN": "MBG/NBD" },
      "pareto-nbd": { en: "Pareto/NBD", "zh-CN": "Pareto/NBD" },
    },
    preset,
    {
      en: "BG/NBD takes everyone who bought once to be still there; MBG/NBD and Pareto/NBD do not.",
      "zh-CN": "BG/NBD 认为只买过一次的人都还在；MBG/NBD 与 Pareto/NBD 不这么认为。",
    },
  );

/** The same figure by each model. */
export const modelVariants = (Object.keys(purchaseModels) as ModelName[]).map((model) => {
  const name = { "bg-nbd": "BG/NBD", "mbg-nbd": "MBG/NBD", "pareto-nbd": "Pareto/NBD" }[model];
  return { label: { en: name, "zh-CN": name }, params: { model } };
});

/**
 * Purchase days as the models count them, to stand after WITH: `bought` has a row for each day on which a
 * customer bought, with that day's orders and value, and the customer's first day.
 */
export const purchaseDays = ({ orders, sales }: Relations): Sql => sql`days AS (
  SELECT customer, any_value(customer_id) AS customer_id, day, count(*) AS orders FROM ${orders} GROUP BY customer, day
), spent AS (
  SELECT customer, day, sum(value) AS value FROM ${sales} GROUP BY customer, day
), bought AS (
  SELECT d.*, s.value, min(d.day) OVER (PARTITION BY d.customer) AS first_day
  FROM days d LEFT JOIN spent s ON s.customer = d.customer AND s.day = d.day
)`;

/** A column of some rows as numbers, an absent one as 0. */
export function numbersOf(rows: Frame, name: string, index?: readonly number[]): Float64Array {
  const list = rows.values[name] ?? [];
  return index
    ? Float64Array.from(index, (row) => Number(list[row] ?? 0))
    : Float64Array.from(list, (value) => Number(value ?? 0));
}
/** A column of days as weeks, the models' unit of time. */
export function weeksOf(rows: Frame, name: string, index?: readonly number[]): Float64Array {
  return numbersOf(rows, name, index).map((days) => days / 7);
}

/** Steps that most fits are done in. */
const usualSteps = 40;

/** How a fit tells its steps and learns that it is no longer wanted. It may start anew, but never goes back. */
export function watching(task: Task, stage: Text) {
  let steps = 0;
  return {
    onStep: () => {
      task.signal?.throwIfAborted();
      task.progress(Math.min(steps, usualSteps), usualSteps, stage);
      steps += 1;
    },
  };
}
