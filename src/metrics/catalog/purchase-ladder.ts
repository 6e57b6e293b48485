import { wilson } from "../../models/intervals.ts";
import { type Sql, sql } from "../../sql.ts";
import { dayNumber } from "../../tables/frame.ts";
import {
  type Counting,
  countParam,
  countedInput,
  countedTables,
  countingWords,
  newcomersParam,
  openParam,
  refundsParam,
} from "../counting.ts";
import { foldMembers } from "../member-fold.ts";
import { type Window, defineMetric, integer, splitBy } from "../metric.ts";
import { numberAt } from "../rows.ts";
import { wilsonSql } from "../wilson.ts";

/** Leaves out orders whose window is still open, unless they are to count. */
const overSql = (window: number, open: string, { asOf }: Window): Sql =>
  open === "in" ? sql`` : sql` AND day + ${window}::INTEGER < ${asOf}::DATE`;

export default defineMetric({
  id: "purchase-ladder",
  section: "retention",
  label: { en: "Purchase ladder", "zh-CN": "复购阶梯" },
  question: {
    en: "After how many purchases does buying again become a habit?",
    "zh-CN": "买过几次之后，回来就成了习惯？",
  },
  definition: {
    en: "Of the customers who reached their n-th order at least the window ago, the share who placed the next one within the window.",
    "zh-CN": "在第 n 单之后已观察满整个窗口的顾客中，窗口内又下了第 n+1 单的比例。",
  },
  formula: ({ window }) => ({
    name: { en: "P(n → n + 1)", "zh-CN": "P(n → n + 1)" },
    over: {
      en: `customers whose order n + 1 came within ${window} days of order n`,
      "zh-CN": `第 n 单后 ${window} 天内下了第 n+1 单的顾客`,
    },
    under: {
      en: `customers with an order n at least ${window} days before the end`,
      "zh-CN": `第 n 单距数据末尾满 ${window} 天的顾客`,
    },
  }),
  requires: { orders: ["customer_id", "ordered_at"] },
  params: {
    window: integer({ en: "Window (days)", "zh-CN": "窗口（天）" }, { default: 90, min: 1, max: 1095 }),
    count: countParam,
    open: openParam,
    newcomers: newcomersParam,
    refunds: refundsParam,
    steps: integer({ en: "Steps shown", "zh-CN": "显示级数" }, { default: 8, min: 2, max: 50 }),
    split: splitBy(),
  },
  columns: {
    split: { type: "text", label: { en: "Split", "zh-CN": "拆分" } },
    orders: { type: "integer", unit: "orders", label: { en: "Orders so far", "zh-CN": "已购次数" } },
    at_risk: {
      type: "integer",
      unit: "customers",
      label: { en: "Customers at risk", "zh-CN": "可观察顾客" },
    },
    repurchased: { type: "integer", unit: "customers", label: { en: "Bought again", "zh-CN": "又购买" } },
    rate: {
      type: "number",
      unit: "share",
      label: { en: "Share who bought again", "zh-CN": "再购比例" },
      interval: ["low", "high"],
      n: "at_risk",
    },
    low: { type: "number", unit: "share", label: { en: "Low", "zh-CN": "下限" } },
    high: { type: "number", unit: "share", label: { en: "High", "zh-CN": "上限" } },
  },
  sql: (tables, { window, steps, open, ...counting }, range) => {
    const { from, to } = range;
    const { orders } = countedTables(tables, counting, range);
    const { low, high } = wilsonSql(sql`repurchased`, sql`at_risk`);
    return sql`WITH numbered AS (
  SELECT customer, day, first_value(split) OVER own AS split, row_number() OVER own AS n, lead(day) OVER own AS next_day
  FROM ${orders}
  WINDOW own AS (PARTITION BY customer ORDER BY ordered_at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
), steps AS (
  SELECT split, n, count(*) AS at_risk, count(*) FILTER (next_day <= day + ${window}::INTEGER) AS repurchased
  FROM numbered
  WHERE n <= ${steps} AND day BETWEEN ${from}::DATE AND ${to}::DATE${overSql(window, open, range)}
  GROUP BY split, n
)
SELECT split, n::INTEGER AS orders, at_risk::INTEGER AS at_risk, repurchased::INTEGER AS repurchased,
  repurchased::DOUBLE / at_risk AS rate, ${low} AS low, ${high} AS high
FROM steps
ORDER BY split NULLS FIRST, orders`;
  },
  charts: {
    ladder: {
      mark: "ladder",
      step: "orders",
      x: "rate",
      low: "low",
      high: "high",
      n: "at_risk",
      color: "split",
    },
    line: {
      mark: "line",
      x: "orders",
      y: "rate",
      color: "split",
      band: ["low", "high"],
      n: "at_risk",
      zero: true,
    },
  },
  headlines: {
    second: {
      label: { en: "Second order in time", "zh-CN": "及时下第二单" },
      unit: "share",
      n: "customers",
      better: "more",
      from: ({ main }) => {
        // A customer is in one group of a split, so that the groups add up to all.
        let [n, again] = [0, 0];
        main?.values.orders?.forEach((orders, row) => {
          if (orders !== 1) return;
          n += numberAt(main, "at_risk", row) ?? 0;
          again += numberAt(main, "repurchased", row) ?? 0;
        });
        if (n === 0) return { value: null, n };
        return { value: again / n, n, ...wilson(again, n) };
      },
    },
  },
  variants: {
    headline: "second",
    presets: [
      ...[30, 60, 90, 180].map((window) => ({
        label: { en: `Within ${window} days`, "zh-CN": `${window} 天内` },
        params: { window },
      })),
      {
        label: { en: "Within 90 days, counted by purchase day", "zh-CN": "90 天内，按购买日计" },
        params: { window: 90, count: "days" },
      },
      {
        label: { en: "Within 90 days, open windows included", "zh-CN": "90 天内，含未满窗口" },
        params: { window: 90, open: "in" },
      },
      {
        label: { en: "Within 90 days, refunds counted as orders", "zh-CN": "90 天内，退款算订单" },
        params: { window: 90, refunds: "orders" },
      },
    ],
  },
  members: {
    second: {
      figure: "ratio",
      counted: { en: "At risk", "zh-CN": "可观察" },
      hits: { en: "Bought again", "zh-CN": "又购买" },
      unit: "count",
      settings: ["window", "count", "open", "newcomers", "refunds"],
      sql: (tables, { window, open, ...counting }, range) => {
        const { from, to } = range;
        const { orders } = countedTables(tables, counting as Counting, range);
        return sql`SELECT customer_id, 1 AS counted, (coalesce(next_day <= day + ${window as number}::INTEGER, false))::INTEGER AS hits
FROM (
  SELECT customer_id, day, row_number() OVER own AS n, lead(day) OVER own AS next_day
  FROM ${orders} WINDOW own AS (PARTITION BY customer ORDER BY ordered_at)
)
WHERE n = 1 AND day BETWEEN ${from}::DATE AND ${to}::DATE${overSql(Number(window), String(open), range)}`;
      },
      fold: (input, { window, open, count, ...counting }, range) => {
        const { from, to, asOf } = range;
        const [start, last, end] = [from, to, asOf].map(dayNumber) as [number, number, number];
        const days = Number(window);
        const latest = open === "in" ? Infinity : end - days - 1;
        let [place, firstDay, lastDay, back] = [0, 0, -Infinity, false];
        return foldMembers(
          countedInput(input, counting, range),
          "purchases",
          () => {
            [place, lastDay, back] = [0, -Infinity, false];
          },
          (day) => {
            if (count === "days" && day === lastDay) return;
            lastDay = day;
            place += 1;
            if (place === 1) firstDay = day;
            else if (place === 2) back = day <= firstDay + days;
          },
          (add) => {
            if (place > 0 && firstDay >= start && firstDay <= last && firstDay <= latest)
              add(1, back ? 1 : 0);
          },
        );
      },
    },
  },
  assumptions: ({ window, open, count, newcomers, refunds }) => [
    open === "in"
      ? {
          en: `Orders of the last ${window} days count, though there may be time left`,
          "zh-CN": `最近 ${window} 天的订单也计入，尽管窗口还没走完`,
        }
      : {
          en: `Orders of the last ${window} days are left out: their window is still open`,
          "zh-CN": `最近 ${window} 天的订单不计入：窗口尚未走完`,
        },
    countingWords.newcomers(newcomers),
    countingWords.count(count),
    countingWords.refunds(refunds),
  ],
  note: ({ window, open }) => ({
    en: `Share with another order within ${window} days, by orders so far; Wilson 95 % intervals; open windows ${open === "in" ? "included" : "left out"}.`,
    "zh-CN": `按已购次数统计 ${window} 天内再次下单的比例；Wilson 95% 区间；未走完的窗口${open === "in" ? "也计入" : "不计入"}。`,
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-01-11 10:00:00,10
3,a,2025-03-20 10:00:00,10
4,b,2025-01-05 10:00:00,10
5,c,2025-03-30 10:00:00,10`,
    },
    params: { window: 30 },
    // Order 1: a (again after 10 days), b (not); c's window is open. Order 2: a, next after 68 days.
    result: `orders,at_risk,repurchased,rate
1,2,1,0.5
2,1,0,0`,
  },
  sources: ["Wilson (1927), JASA 22, 209–212 (interval)"],
});
