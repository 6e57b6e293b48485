import type { Text } from "../i18n/text.ts";
import { sql } from "../sql.ts";
import { dayNumber } from "../tables/frame.ts";
import type { Members } from "./metric.ts";
import { type Stage, type StageLimits, foldStages, stageOrder, stagedSql } from "./stages.ts";

/** Each customer known by the as-of date, and whether one stands in one of the stages. */
export const standingIn = (stages: readonly Stage[], hits: Text): Members<unknown> => ({
  figure: "ratio",
  counted: { en: "Customers", "zh-CN": "顾客" },
  hits,
  unit: "count",
  settings: ["preset", "slipping", "dormant", "lost", "slipping_days", "dormant_days", "lost_days"],
  sql: (
    tables,
    settings,
    window,
  ) => sql`${stagedSql(tables, settings as unknown as StageLimits, sql`SELECT ${window.asOf}::DATE AS seen_on`)}
SELECT o.customer_id, 1 AS counted, (s.stage IN (${[...stages]}))::INTEGER AS hits
FROM staged s
JOIN (SELECT customer, any_value(customer_id) AS customer_id FROM ${tables.orders} GROUP BY customer) o ON o.customer = s.customer`,
  fold: (input, settings, { asOf }) => {
    const counted = new Float64Array(input.orders.customers);
    const hits = new Float64Array(input.orders.customers);
    const wanted = stageOrder.map((stage) => (stages.includes(stage) ? 1 : 0));
    foldStages(input, settings as unknown as StageLimits, [dayNumber(asOf)], (_date, customer, stage) => {
      counted[customer] = 1;
      hits[customer] = wanted[stage] ?? 0;
    });
    return { counted, hits };
  },
});
