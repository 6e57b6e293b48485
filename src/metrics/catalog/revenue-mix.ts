import { sql } from "../../sql.ts";
import { countingWords, newcomersParam } from "../counting.ts";
import { type Relations, type Window, defineMetric } from "../metric.ts";
import { nextPeriodSql, periodParam } from "../period.ts";
import { type RevenueSettings, foldRevenue } from "../revenue-fold.ts";
import { keptSql, revenueMembers } from "../revenue-members.ts";
import { frameOf, numberAt } from "../rows.ts";
import { z95 } from "../wilson.ts";

const columns = {
  period: { type: "date", unit: "period", period: "period", label: { en: "Period", "zh-CN": "周期" } },
  customer_kind: {
    type: "text",
    label: { en: "Customers", "zh-CN": "新老客" },
    values: {
      new: { en: "New", "zh-CN": "新客" },
      returning: { en: "Returning", "zh-CN": "老客" },
    },
  },
  buyers: { type: "integer", unit: "customers", label: { en: "Buyers", "zh-CN": "购买人数" } },
  orders: { type: "integer", unit: "orders", label: { en: "Orders", "zh-CN": "订单数" } },
  value: { type: "number", unit: "money", label: { en: "Revenue", "zh-CN": "收入" }, n: "buyers" },
  average_order_value: {
    type: "number",
    unit: "money",
    label: { en: "Average order value", "zh-CN": "客单价" },
    n: "orders",
  },
  complete: { type: "boolean", label: { en: "Complete", "zh-CN": "已满" } },
} as const;
const money = (en: string, zh: string) =>
  ({ type: "number", unit: "money", label: { en, "zh-CN": zh } }) as const;
const changeColumns = {
  period: { type: "date", unit: "period", period: "period", label: { en: "Period", "zh-CN": "周期" } },
  buyers: { type: "integer", unit: "customers", label: { en: "Buyers", "zh-CN": "购买人数" } },
  orders_per_buyer: {
    type: "number",
    unit: "ratio",
    label: { en: "Orders per buyer", "zh-CN": "人均订单" },
    n: "buyers",
  },
  average_order_value: money("Average order value", "客单价"),
  value: money("Revenue", "收入"),
  change: money("Change", "变化"),
  from_buyers: money("From buyers", "来自购买人数"),
  from_frequency: money("From frequency", "来自购买频次"),
  from_order_value: money("From order value", "来自客单价"),
  complete: { type: "boolean", label: { en: "Complete", "zh-CN": "已满" } },
} as const;
const summaryColumns = {
  buyers: { type: "integer", unit: "customers", label: { en: "Buyers", "zh-CN": "购买人数" } },
  new_buyers: { type: "integer", unit: "customers", label: { en: "New buyers", "zh-CN": "新客" } },
  orders: { type: "integer", unit: "orders", label: { en: "Orders", "zh-CN": "订单数" } },
  value: money("Revenue", "收入"),
  average_order_value: money("Average order value", "客单价"),
  orders_per_buyer: {
    type: "number",
    unit: "ratio",
    label: { en: "Orders per buyer", "zh-CN": "人均订单" },
    n: "buyers",
  },
  returning_share: {
    type: "number",
    unit: "share",
    label: { en: "Share from returning customers", "zh-CN": "老客收入占比" },
    n: "buyers",
    interval: ["returning_low", "returning_high"],
  },
  returning_low: { type: "number", unit: "share", label: { en: "Share, low", "zh-CN": "占比下限" } },
  returning_high: { type: "number", unit: "share", label: { en: "Share, high", "zh-CN": "占比上限" } },
} as const;

/** Whether a period is over and, where the data begin before the range, wholly in it. */
const completeSql = (tables: Relations, { period }: RevenueSettings, { from, asOf }: Window) =>
  sql`${nextPeriodSql(period, sql`period`)} <= ${asOf}::DATE AND (period >= ${from}::DATE OR NOT coalesce((SELECT bool_or(day < ${from}::DATE) FROM ${tables.orders}), false)) AS complete`;

export default defineMetric({
  id: "revenue-mix",
  section: "value",
  label: { en: "Revenue mix", "zh-CN": "收入构成" },
  question: {
    en: "How much revenue comes from new and how much from returning customers, and why does it change?",
    "zh-CN": "收入有多少来自新客、多少来自老客，变化从何而来？",
  },
  definition: {
    en: "Revenue after refunds by period. A customer is new in the period of the first order ever and returning in every later one. Revenue = buyers × orders per buyer × average order value; a change is split between the three so that the parts add up exactly.",
    "zh-CN":
      "按周期统计的收入（已扣退款）。顾客在首单所在周期为新客，之后为老客。收入 = 购买人数 × 人均订单 × 客单价；变化在三者之间精确分解，合计等于总变化。",
  },
  formula: () => ({
    name: { en: "revenue", "zh-CN": "收入" },
    over: { en: "buyers × orders per buyer × average order value", "zh-CN": "购买人数 × 人均订单 × 客单价" },
  }),
  requires: { orders: ["customer_id", "ordered_at", "amount"] },
  params: { period: periodParam, newcomers: newcomersParam },
  columns,
  sql: (tables, settings, window) => sql`${keptSql(tables, settings, window)}
SELECT period, customer_kind, (count(DISTINCT customer) FILTER (purchase))::INTEGER AS buyers, (count(*) FILTER (purchase))::INTEGER AS orders,
  sum(value)::DOUBLE AS value, sum(value)::DOUBLE / nullif(count(*) FILTER (purchase), 0) AS average_order_value,
  ${completeSql(tables, settings, window)}
FROM kept
GROUP BY period, customer_kind
ORDER BY period, customer_kind`,
  parts: {
    change: {
      label: { en: "What changed", "zh-CN": "变化来源" },
      columns: changeColumns,
      sql: (tables, settings, window) => sql`${keptSql(tables, settings, window)}, totals AS (
  SELECT period, (count(DISTINCT customer) FILTER (purchase))::DOUBLE AS b, (count(*) FILTER (purchase))::DOUBLE AS o, sum(value)::DOUBLE AS value
  FROM kept GROUP BY period
), factors AS (
  SELECT period, b AS buyers, b AS buyers1, CASE WHEN b > 0 THEN o / b ELSE 0 END AS f1, CASE WHEN o > 0 THEN value / o ELSE 0 END AS v1, value, o
  FROM totals
), pairs AS (
  SELECT period, value, o, CASE WHEN o > 0 THEN buyers1 ELSE 0 END AS b1, f1, v1, buyers,
    lag(value) OVER (ORDER BY period) AS value0, lag(CASE WHEN o > 0 THEN buyers1 ELSE 0 END) OVER (ORDER BY period) AS b0,
    lag(f1) OVER (ORDER BY period) AS f0, lag(v1) OVER (ORDER BY period) AS v0
  FROM factors
)
SELECT period, buyers::INTEGER AS buyers, CASE WHEN buyers > 0 THEN f1 END AS orders_per_buyer, CASE WHEN o > 0 THEN v1 END AS average_order_value, value,
  value - value0 AS change, (b1 - b0) * ((f0 * v0 + f1 * v1) / 3 + (f0 * v1 + f1 * v0) / 6) AS from_buyers,
  (f1 - f0) * ((b0 * v0 + b1 * v1) / 3 + (b0 * v1 + b1 * v0) / 6) AS from_frequency,
  (v1 - v0) * ((b0 * f0 + b1 * f1) / 3 + (b0 * f1 + b1 * f0) / 6) AS from_order_value,
  ${completeSql(tables, settings, window)}
FROM pairs
ORDER BY period`,
    },
    summary: {
      label: { en: "Whole range", "zh-CN": "整个范围" },
      columns: summaryColumns,
      sql: (tables, settings, window) => sql`${keptSql(tables, settings, window)}, totals AS (
SELECT (count(DISTINCT customer) FILTER (purchase))::INTEGER AS buyers,
  (SELECT count(*) FROM firsts WHERE first_day >= ${window.from}::DATE)::INTEGER AS new_buyers,
  (count(*) FILTER (purchase))::INTEGER AS orders, coalesce(sum(value), 0)::DOUBLE AS value,
  sum(value)::DOUBLE / nullif(count(*) FILTER (purchase), 0) AS average_order_value,
  (count(*) FILTER (purchase))::DOUBLE / nullif(count(DISTINCT customer) FILTER (purchase), 0) AS orders_per_buyer
FROM kept
), own AS (
  SELECT coalesce(sum(value) FILTER (customer_kind = 'returning'), 0) AS part, sum(value) AS whole FROM kept GROUP BY customer
), ratio AS (
  SELECT sum(part) / nullif(sum(whole), 0) AS share, sum(whole) AS whole FROM own HAVING sum(whole) > 0
), spread AS (
  SELECT any_value(share) AS share, ${z95} * sqrt(sum((part - share * o.whole) ** 2)) / any_value(r.whole) AS half FROM own o, ratio r
)
SELECT t.*, share AS returning_share, CASE WHEN share IS NOT NULL THEN greatest(0, share - half) END AS returning_low,
  CASE WHEN share IS NOT NULL THEN least(1, share + half) END AS returning_high
FROM totals t LEFT JOIN spread ON true`,
    },
  },
  fold: (input, settings, window) => {
    const { main, change, summary } = foldRevenue(input, settings, window);
    return {
      main: frameOf(columns, main),
      change: frameOf(changeColumns, change),
      summary: frameOf(summaryColumns, summary),
    };
  },
  charts: {
    bars: { mark: "bars", x: "period", y: "value", color: "customer_kind", complete: "complete" },
    buyers: { mark: "bars", x: "period", y: "buyers", color: "customer_kind", complete: "complete" },
    order_value: {
      mark: "line",
      x: "period",
      y: "average_order_value",
      color: "customer_kind",
      complete: "complete",
      n: "orders",
      zero: true,
    },
  },
  headlines: {
    buyers: {
      label: { en: "Active customers", "zh-CN": "活跃顾客" },
      unit: "customers",
      n: "orders",
      better: "more",
      from: ({ summary, change }) => ({
        value: numberAt(summary, "buyers"),
        n: numberAt(summary, "orders"),
        series: seriesOf(change, "buyers"),
      }),
    },
    revenue: {
      label: { en: "Net revenue", "zh-CN": "净收入" },
      unit: "money",
      n: "orders",
      better: "more",
      from: ({ summary, change }) => ({
        value: numberAt(summary, "value"),
        n: numberAt(summary, "orders"),
        series: seriesOf(change, "value"),
      }),
    },
    orders_per_buyer: {
      label: { en: "Orders per customer", "zh-CN": "人均订单数" },
      unit: "ratio",
      n: "customers",
      better: "more",
      from: ({ summary, change }) => ({
        value: numberAt(summary, "orders_per_buyer"),
        n: numberAt(summary, "buyers"),
        series: seriesOf(change, "orders_per_buyer"),
      }),
    },
    order_value: {
      label: { en: "Average order value", "zh-CN": "客单价" },
      unit: "money",
      n: "orders",
      better: "more",
      from: ({ summary, change }) => ({
        value: numberAt(summary, "average_order_value"),
        n: numberAt(summary, "orders"),
        series: seriesOf(change, "average_order_value"),
      }),
    },
    returning: {
      label: { en: "Revenue from returning customers", "zh-CN": "老客收入占比" },
      unit: "share",
      n: "customers",
      better: null,
      from: ({ summary, main }) => ({
        value: numberAt(summary, "returning_share"),
        n: numberAt(summary, "buyers"),
        low: numberAt(summary, "returning_low"),
        high: numberAt(summary, "returning_high"),
        series: returningSeries(main),
      }),
    },
  },
  variants: {
    headline: "returning",
    presets: [
      {
        label: { en: "New for the month of the first order", "zh-CN": "首单当月为新客" },
        params: { period: "month", newcomers: "ever" },
      },
      {
        label: { en: "New for the day of the first order", "zh-CN": "首单当天为新客" },
        params: { period: "day", newcomers: "ever" },
      },
      {
        label: { en: "New for the week of the first order", "zh-CN": "首单当周为新客" },
        params: { period: "week", newcomers: "ever" },
      },
      {
        label: { en: "New for the quarter of the first order", "zh-CN": "首单当季为新客" },
        params: { period: "quarter", newcomers: "ever" },
      },
      {
        label: { en: "New for the month of the first order in the range", "zh-CN": "范围内首单当月为新客" },
        params: { period: "month", newcomers: "range" },
      },
    ],
  },
  members: revenueMembers,
  assumptions: ({ newcomers }) => [
    {
      en: "Refunds reduce revenue when they happen and are not purchases",
      "zh-CN": "退款在发生时扣减收入，不算购买",
    },
    { en: "Cancelled orders count nowhere", "zh-CN": "取消的订单不计入" },
    countingWords.newcomers(newcomers),
  ],
  note: () => ({
    en: "Revenue after refunds by period; incomplete periods hatched.",
    "zh-CN": "按周期统计的收入（已扣退款）；未满周期画斜线。",
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-05 10:00:00,10
2,a,2025-01-20 10:00:00,20
3,a,2025-02-03 10:00:00,30
4,b,2025-02-28 10:00:00,40`,
    },
    asOf: "2025-03-01",
    params: {},
    // a is new in January and returns in February, when b is new.
    result: `period,customer_kind,buyers,orders,value,average_order_value,complete
2025-01-01,new,1,2,30,15,true
2025-02-01,new,1,1,40,40,true
2025-02-01,returning,1,1,30,30,true`,
  },
  sources: [
    "Farris, Bendle, Pfeifer & Reibstein, Marketing Metrics, ch. 5",
    "Shapley (1953), for the exact split",
  ],
});

function seriesOf(change: Parameters<typeof numberAt>[0], column: string) {
  return (change?.values.period ?? []).map((period, row) => ({
    period: String(period),
    value: numberAt(change, column, row),
    complete: change?.values.complete?.[row] === true,
  }));
}

/** The share of returning customers in each period's revenue. */
function returningSeries(main: Parameters<typeof numberAt>[0]) {
  const periods = new Map<string, { part: number; whole: number; complete: boolean }>();
  (main?.values.period ?? []).forEach((period, row) => {
    const known = periods.get(String(period)) ?? { part: 0, whole: 0, complete: true };
    const value = numberAt(main, "value", row) ?? 0;
    known.whole += value;
    if (main?.values.customer_kind?.[row] === "returning") known.part += value;
    known.complete = main?.values.complete?.[row] === true;
    periods.set(String(period), known);
  });
  return [...periods].map(([period, { part, whole, complete }]) => ({
    period,
    value: whole > 0 ? part / whole : null,
    complete,
  }));
}
