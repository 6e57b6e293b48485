import { sql } from "../../sql.ts";
import { choice, defineMetric, integer } from "../metric.ts";
import { nextDaySql, purchaseDaysSql } from "../purchase-days.ts";

const summarySql = sql`count(days) AS intervals, count(*) - count(days) AS open, avg(days) AS mean, quantile_cont(days, [0.25, 0.5, 0.75]) AS cuts`;

export default defineMetric({
  id: "purchase-interval",
  section: "repurchase",
  label: { en: "Purchase interval", "zh-CN": "购买间隔" },
  question: { en: "How many days lie between one order and the next?", "zh-CN": "两次购买之间隔多少天？" },
  definition: {
    en: "Days from each order to the customer's next, by order number (1→2, 2→3, …). Intervals that have not ended yet are counted beside, not averaged in, so the quartiles lean towards quick buyers; the repurchase-time curve corrects for that.",
    "zh-CN":
      "每一单到该顾客下一单的天数，按单次（1→2、2→3……）统计。尚未结束的间隔单独计数，不进入平均，因此分位数偏向购买快的顾客；回购时间曲线会校正这一点。",
  },
  formula: () => ({
    name: { en: "interval", "zh-CN": "间隔" },
    over: { en: "day of order n + 1 − day of order n", "zh-CN": "第 n+1 单日期 − 第 n 单日期" },
  }),
  requires: { orders: ["customer_id", "ordered_at"] },
  params: {
    count: choice(
      { en: "Count", "zh-CN": "计数" },
      {
        days: { en: "Purchase days", "zh-CN": "购买日（同日合并）" },
        orders: { en: "Orders", "zh-CN": "订单" },
      },
      "days",
    ),
    steps: integer({ en: "Steps shown", "zh-CN": "显示级数" }, { default: 8, min: 1, max: 50 }),
  },
  columns: {
    orders: { type: "integer", unit: "orders", label: { en: "After order", "zh-CN": "第几单之后" } },
    intervals: { type: "integer", unit: "customers", label: { en: "Intervals", "zh-CN": "间隔数" } },
    open: { type: "integer", unit: "customers", label: { en: "Still open", "zh-CN": "尚未结束" } },
    mean: { type: "number", unit: "days", label: { en: "Mean", "zh-CN": "平均" }, n: "intervals" },
    q1: {
      type: "number",
      unit: "days",
      label: { en: "Lower quartile", "zh-CN": "下四分位" },
      n: "intervals",
    },
    median: {
      type: "number",
      unit: "days",
      label: { en: "Median", "zh-CN": "中位数" },
      interval: ["q1", "q3"],
      n: "intervals",
    },
    q3: {
      type: "number",
      unit: "days",
      label: { en: "Upper quartile", "zh-CN": "上四分位" },
      n: "intervals",
    },
  },
  sql: (tables, { count, steps }, { from, to }) => sql`WITH numbered AS (
  SELECT day, row - max(CASE WHEN gap IS NULL THEN row END) OVER (ROWS UNBOUNDED PRECEDING) + 1 AS n, ${nextDaySql} AS next_day
  FROM (SELECT *, row_number() OVER () AS row FROM (${purchaseDaysSql(tables, count === "orders")}))
), kept AS (
  SELECT n, (next_day - day)::DOUBLE AS days FROM numbered
  WHERE n <= ${steps} AND day BETWEEN ${from}::DATE AND ${to}::DATE
)
SELECT n::INTEGER AS orders, intervals::INTEGER AS intervals, open::INTEGER AS open, mean, cuts[1] AS q1, cuts[2] AS median, cuts[3] AS q3
FROM (SELECT n, ${summarySql} FROM kept GROUP BY n)
ORDER BY n`,
  parts: {
    summary: {
      label: { en: "All intervals", "zh-CN": "全部间隔" },
      columns: {
        intervals: { type: "integer", unit: "customers", label: { en: "Intervals", "zh-CN": "间隔数" } },
        open: { type: "integer", unit: "customers", label: { en: "Still open", "zh-CN": "尚未结束" } },
        mean: { type: "number", unit: "days", label: { en: "Mean", "zh-CN": "平均" }, n: "intervals" },
        q1: {
          type: "number",
          unit: "days",
          label: { en: "Lower quartile", "zh-CN": "下四分位" },
          n: "intervals",
        },
        median: { type: "number", unit: "days", label: { en: "Median", "zh-CN": "中位数" }, n: "intervals" },
        q3: {
          type: "number",
          unit: "days",
          label: { en: "Upper quartile", "zh-CN": "上四分位" },
          n: "intervals",
        },
      },
      sql: (tables, { count }, { from, to }) => sql`WITH numbered AS (
  SELECT day, ${nextDaySql} AS next_day FROM (${purchaseDaysSql(tables, count === "orders")})
), kept AS (
  SELECT (next_day - day)::DOUBLE AS days FROM numbered
  WHERE day BETWEEN ${from}::DATE AND ${to}::DATE
)
SELECT intervals::INTEGER AS intervals, open::INTEGER AS open, mean, cuts[1] AS q1, cuts[2] AS median, cuts[3] AS q3
FROM (SELECT ${summarySql} FROM kept)`,
    },
  },
  charts: {
    line: { mark: "line", x: "orders", y: "median", band: ["q1", "q3"], n: "intervals", zero: true },
  },
  headlines: {
    median: {
      label: { en: "Median interval", "zh-CN": "间隔中位数" },
      unit: "days",
      n: "orders",
      better: null,
      from: ({ summary }) => ({
        value: (summary?.values.median?.[0] as number | null) ?? null,
        n: (summary?.values.intervals?.[0] as number | null) ?? null,
      }),
    },
  },
  variants: {
    headline: "median",
    presets: [
      { label: { en: "Between purchase days", "zh-CN": "购买日之间" }, params: { count: "days" } },
      { label: { en: "Between orders", "zh-CN": "订单之间" }, params: { count: "orders" } },
    ],
  },
  assumptions: ({ count }) => [
    count === "days"
      ? { en: "Purchases of one day are merged", "zh-CN": "同一天的购买合并" }
      : { en: "Two orders of one day are 0 days apart", "zh-CN": "同一天的两单间隔为 0 天" },
    {
      en: "Intervals still open are counted, not averaged in",
      "zh-CN": "尚未结束的间隔只计数，不进入平均",
    },
    { en: "Refunds are not purchases", "zh-CN": "退款不算购买" },
  ],
  note: () => ({
    en: "Median days to the next order with the middle half; intervals still open are left out.",
    "zh-CN": "到下一单的天数：中位数与中间一半的范围；未结束的间隔不计入。",
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-01-11 10:00:00,10
3,b,2025-01-01 10:00:00,10
4,b,2025-01-31 10:00:00,10
5,b,2025-02-05 10:00:00,10
6,c,2025-02-01 10:00:00,10`,
    },
    // After order 1: 10 and 30 days, c still open. After order 2: 5 days (b), a still open. After 3: b open.
    result: `orders,intervals,open,mean,q1,median,q3
1,2,1,20,15,20,25
2,1,1,5,5,5,5
3,0,1,,,,`,
  },
  sources: ["Hyndman & Fan (1996), The American Statistician 50, 361–365 (quantiles of type 7)"],
});
