import { wilson } from "../../models/intervals.ts";
import { sql } from "../../sql.ts";
import { countParam, countedTables, countingWords, refundsParam } from "../counting.ts";
import { defineMetric } from "../metric.ts";
import { numberAt } from "../rows.ts";

export default defineMetric({
  id: "purchase-timing",
  section: "repurchase",
  label: { en: "Purchase timing", "zh-CN": "购买时段" },
  question: {
    en: "On which weekdays and at which hours do customers buy?",
    "zh-CN": "顾客在星期几、几点下单？",
  },
  definition: {
    en: "Orders in the range by weekday (ISO, Monday is 1) and hour of the time as the file states it.",
    "zh-CN": "范围内的订单，按星期（ISO，周一为 1）与文件所记时间的小时统计。",
  },
  formula: () => ({
    name: { en: "share", "zh-CN": "占比" },
    over: { en: "orders in this hour of this weekday", "zh-CN": "该星期该小时的订单" },
    under: { en: "orders in the range", "zh-CN": "范围内的订单" },
  }),
  requires: { orders: ["customer_id", "ordered_at"] },
  params: { count: countParam, refunds: refundsParam },
  columns: {
    weekday: { type: "integer", label: { en: "Weekday", "zh-CN": "星期" } },
    hour: { type: "integer", label: { en: "Hour", "zh-CN": "小时" } },
    orders: { type: "integer", unit: "orders", label: { en: "Orders", "zh-CN": "订单数" } },
    customers: { type: "integer", unit: "customers", label: { en: "Customers", "zh-CN": "顾客数" } },
    value: { type: "number", unit: "money", label: { en: "Value", "zh-CN": "金额" } },
    share: {
      type: "number",
      unit: "share",
      label: { en: "Share of orders", "zh-CN": "订单占比" },
      n: "orders",
    },
  },
  sql: (tables, counting, window) => {
    const { from, to } = window;
    const { orders } = countedTables(tables, counting, window);
    return sql`WITH kept AS (
  SELECT customer, value, isodow(ordered_at) AS weekday, hour(ordered_at) AS hour
  FROM ${orders}
  WHERE day BETWEEN ${from}::DATE AND ${to}::DATE
), cells AS (
  SELECT d.weekday, h.hour
  FROM (SELECT unnest(range(1, 8)) AS weekday) d, (SELECT unnest(range(0, 24)) AS hour) h
), counted AS (
  SELECT weekday, hour, count(*) AS orders, count(DISTINCT customer) AS customers, sum(value) AS value
  FROM kept GROUP BY weekday, hour
)
SELECT weekday::INTEGER AS weekday, hour::INTEGER AS hour, coalesce(orders, 0)::INTEGER AS orders,
  coalesce(customers, 0)::INTEGER AS customers, coalesce(value, 0)::DOUBLE AS value,
  coalesce(orders, 0)::DOUBLE / (SELECT count(*) FROM kept) AS share
FROM cells LEFT JOIN counted USING (weekday, hour)
WHERE EXISTS (SELECT 1 FROM kept)
ORDER BY weekday, hour`;
  },
  charts: {
    grid: { mark: "grid", x: "hour", y: "weekday", value: "orders", share: "share" },
  },
  headlines: {
    weekend: {
      label: { en: "Orders at the weekend", "zh-CN": "周末订单占比" },
      unit: "share",
      n: "orders",
      better: null,
      from: ({ main }) => {
        let [all, held] = [0, 0];
        (main?.values.weekday ?? []).forEach((weekday, row) => {
          const orders = numberAt(main, "orders", row) ?? 0;
          all += orders;
          if (Number(weekday) >= 6) held += orders;
        });
        return { value: all > 0 ? held / all : null, n: all, ...wilson(held, all) };
      },
    },
  },
  variants: {
    headline: "weekend",
    presets: [
      { label: { en: "By orders", "zh-CN": "按订单" }, params: { count: "orders", refunds: "aside" } },
      {
        label: { en: "A customer's orders of one day count once", "zh-CN": "同一顾客同一天的订单算一次" },
        params: { count: "days", refunds: "aside" },
      },
      {
        label: { en: "By orders, refunds counted as orders", "zh-CN": "按订单，退款算订单" },
        params: { count: "orders", refunds: "orders" },
      },
    ],
  },
  assumptions: ({ count, refunds }) => [
    { en: "Hours as the file states them, no time zone applied", "zh-CN": "按文件所记时间，不做时区换算" },
    countingWords.refunds(refunds),
    count === "days"
      ? {
          en: "Orders of one day count once, at the hour of the first",
          "zh-CN": "同一天的订单合并为一次，记在第一单的小时",
        }
      : countingWords.count(count),
    {
      en: "A file with dates alone puts every order at midnight",
      "zh-CN": "若文件只有日期，所有订单都落在零点",
    },
  ],
  note: () => ({
    en: "Orders by weekday (Monday first) and hour.",
    "zh-CN": "按星期（周一在前）与小时统计的订单数。",
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-06 10:15:00,10
2,b,2025-01-06 10:45:00,20
3,a,2025-01-12 23:00:00,5`,
    },
    // 2025-01-06 is a Monday, 2025-01-12 a Sunday; empty hours are rows of zeros, left out here.
    excerpt: true,
    result: `weekday,hour,orders,customers,value
1,10,2,2,30
7,23,1,1,5`,
  },
  sources: ["ISO 8601 (weekdays)"],
});
