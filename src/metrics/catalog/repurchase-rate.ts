import { type Sql, sql } from "../../sql.ts";
import { choice, defineMetric, integer, splitBy } from "../metric.ts";
import { periodStartSql } from "../period.ts";
import { pooledShare } from "../pooled-share.ts";
import { foldRepurchase, repurchaseColumns } from "../repurchase-fold.ts";
import { countParam, countingWords, openParam, refundsParam } from "../counting.ts";
import { boughtSql, repurchaseMembers } from "../repurchase-members.ts";
import { numberAt } from "../rows.ts";
import { wilsonSql } from "../wilson.ts";

const presets = {
  range: { en: "Customers with two or more orders", "zh-CN": "买过两次及以上的顾客" },
  window: { en: "New customers back within the window", "zh-CN": "新客在窗口内回购" },
  "order-share": { en: "Share of repeat orders in the range", "zh-CN": "范围内重复订单占比" },
  "returning-orders": { en: "Share of orders by earlier customers", "zh-CN": "老客订单占比" },
} as const;

/** What the variants have in common: everything that decides the figure is named. */
const plainly = { count: "orders", refunds: "aside", by: "all" } as const;
const inWindow = { ...plainly, preset: "window", window: 90, newcomers: "ever", open: "out" } as const;

export default defineMetric({
  id: "repurchase-rate",
  section: "repurchase",
  label: { en: "Repurchase rate", "zh-CN": "复购率" },
  question: {
    en: "What share of customers, or of orders, buys again?",
    "zh-CN": "有多少顾客（或订单）是再次购买？",
  },
  definition: {
    en: "Four definitions are in use. (a) Customers with at least two orders in the range over customers with at least one. (b) Of the new customers of a period, the share with a second order within the window, only those whose whole window has passed. (c) Orders after a customer's first in the range over all orders. (d) Orders of customers who had ever bought before over all orders.",
    "zh-CN":
      "常用的定义有四种。(a) 范围内至少两单的顾客 ÷ 至少一单的顾客。(b) 某期新客中，在窗口内下第二单的比例，只算窗口已走完的人。(c) 范围内每位顾客首单之后的订单 ÷ 全部订单。(d) 此前买过的顾客的订单 ÷ 全部订单。",
  },
  formula: ({ preset, window }) => ({
    name: { en: "rate", "zh-CN": "复购率" },
    over: {
      range: { en: "customers with two or more orders in the range", "zh-CN": "范围内两单及以上的顾客" },
      window: {
        en: `new customers with a second order within ${window} days`,
        "zh-CN": `${window} 天内下第二单的新客`,
      },
      "order-share": {
        en: "orders after the customer's first in the range",
        "zh-CN": "范围内首单之后的订单",
      },
      "returning-orders": {
        en: "orders of customers who had bought before",
        "zh-CN": "此前买过的顾客的订单",
      },
    }[preset],
    under: {
      range: { en: "customers with an order in the range", "zh-CN": "范围内有订单的顾客" },
      window: {
        en: `new customers observed for ${window} days`,
        "zh-CN": `已观察满 ${window} 天的新客`,
      },
      "order-share": { en: "orders in the range", "zh-CN": "范围内的订单" },
      "returning-orders": { en: "orders in the range", "zh-CN": "范围内的订单" },
    }[preset],
  }),
  requires: { orders: ["customer_id", "ordered_at"] },
  params: {
    preset: choice({ en: "Definition", "zh-CN": "定义" }, presets, "range"),
    window: integer({ en: "Window (days)", "zh-CN": "窗口（天）" }, { default: 90, min: 1, max: 1095 }),
    count: countParam,
    newcomers: choice(
      { en: "New customers", "zh-CN": "新客认定" },
      {
        ever: { en: "First order ever", "zh-CN": "有史以来首单" },
        range: { en: "First in the range", "zh-CN": "范围内首单" },
      },
      "ever",
      {
        en: "Of the definition by window: whether who bought before the range may be new in it.",
        "zh-CN": "用于窗口定义：范围之前买过的人在范围内是否还能算新客。",
      },
    ),
    open: openParam,
    refunds: refundsParam,
    by: choice(
      { en: "Cohort", "zh-CN": "批次" },
      {
        all: { en: "Whole range", "zh-CN": "整个范围" },
        week: { en: "Week", "zh-CN": "周" },
        month: { en: "Month", "zh-CN": "月" },
        quarter: { en: "Quarter", "zh-CN": "季" },
      },
      "all",
    ),
    split: splitBy(),
  },
  columns: repurchaseColumns,
  sql: (tables, { preset, window, count, newcomers, open, refunds, by }, { from, to, asOf }) => {
    const over = open === "in" ? sql`` : sql` AND day + ${window}::INTEGER < ${asOf}::DATE`;
    const forgetful = preset === "window" && newcomers === "range" ? sql` AND day >= ${from}::DATE` : sql``;
    const cohort = (day: Sql) => (by === "all" ? sql`NULL::DATE` : periodStartSql(by, day));
    const counted: Record<keyof typeof presets, Sql> = {
      range: sql`SELECT cohort, split, count(*) AS n, count(*) FILTER (made > 1) AS k
  FROM (SELECT customer, any_value(split) AS split, ${cohort(sql`day`)} AS cohort, count(*) AS made
    FROM numbered WHERE day >= ${from}::DATE GROUP BY customer, cohort) GROUP BY cohort, split`,
      window: sql`SELECT ${cohort(sql`day`)} AS cohort, split, count(*) AS n, count(*) FILTER (next_day <= day + ${window}::INTEGER) AS k
  FROM numbered WHERE place = 1 AND day >= ${from}::DATE${over} GROUP BY ALL`,
      "order-share": sql`SELECT cohort, split, count(*) AS n, count(*) FILTER (made > 1) AS k
  FROM (SELECT split, ${cohort(sql`day`)} AS cohort, row_number() OVER (PARTITION BY customer ORDER BY place) AS made
    FROM numbered WHERE day >= ${from}::DATE) GROUP BY cohort, split`,
      "returning-orders": sql`SELECT ${cohort(sql`day`)} AS cohort, split, count(*) AS n, count(*) FILTER (place > 1) AS k
  FROM numbered WHERE day >= ${from}::DATE GROUP BY ALL`,
    };
    const { low, high } = wilsonSql(sql`k`, sql`n`);
    const step =
      by === "week" ? sql`INTERVAL 7 DAY` : by === "quarter" ? sql`INTERVAL 3 MONTH` : sql`INTERVAL 1 MONTH`;
    const complete =
      by === "all"
        ? sql`true`
        : sql`(cohort + ${step})::DATE + ${preset === "window" ? window : 0}::INTEGER <= ${asOf}::DATE`;
    return sql`WITH numbered AS (
  SELECT customer, day, first_value(split) OVER own AS split, row_number() OVER own AS place, lead(day) OVER own AS next_day
  FROM ${boughtSql(tables, { count, refunds })}
  WHERE day <= ${to}::DATE${forgetful}
  WINDOW own AS (PARTITION BY customer ORDER BY bought_at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
), counted AS (
  ${counted[preset]}
)
SELECT cohort, n::INTEGER AS customers, k::INTEGER AS repurchased, k::DOUBLE / n AS rate,
  ${low} AS low,
  ${high} AS high,
  ${complete} AS complete, split
FROM counted
ORDER BY split NULLS FIRST, cohort`;
  },
  fold: foldRepurchase,
  charts: {
    line: {
      mark: "line",
      x: "cohort",
      y: "rate",
      color: "split",
      band: ["low", "high"],
      n: "customers",
      complete: "complete",
      zero: true,
    },
    intervals: { mark: "intervals", y: "split", x: "rate", low: "low", high: "high", n: "customers" },
  },
  headlines: {
    rate: {
      label: { en: "Repurchase rate", "zh-CN": "复购率" },
      unit: "share",
      n: "customers",
      better: "more",
      from: ({ main }) =>
        pooledShare(
          Array.from({ length: main?.length ?? 0 }, (_, row) => {
            const period = main?.values.cohort?.[row];
            return {
              period: typeof period === "string" ? period : null,
              k: numberAt(main, "repurchased", row) ?? 0,
              n: numberAt(main, "customers", row) ?? 0,
              share: numberAt(main, "rate", row),
              complete: main?.values.complete?.[row] === true,
              counts: true,
            };
          }),
        ),
    },
  },
  variants: {
    headline: "rate",
    presets: [
      { label: { en: "Back within 90 days", "zh-CN": "90 天内回购" }, params: inWindow },
      {
        label: { en: "Back within 90 days, same-day orders merged", "zh-CN": "90 天内回购，同日合并" },
        params: { ...inWindow, count: "days" },
      },
      {
        label: { en: "Back within 90 days, refunds counted as orders", "zh-CN": "90 天内回购，退款算订单" },
        params: { ...inWindow, refunds: "orders" },
      },
      {
        label: { en: "Back within 90 days, open windows included", "zh-CN": "90 天内回购，含未满窗口" },
        params: { ...inWindow, open: "in" },
      },
      {
        label: { en: "Two or more orders", "zh-CN": "两单及以上" },
        params: { ...plainly, preset: "range" },
      },
      {
        label: { en: "Share of repeat orders", "zh-CN": "重复订单占比" },
        params: { ...plainly, preset: "order-share" },
      },
      {
        label: { en: "Orders by earlier customers", "zh-CN": "老客订单占比" },
        params: { ...plainly, preset: "returning-orders" },
      },
    ],
  },
  members: { rate: repurchaseMembers },
  assumptions: ({ preset, count, window, newcomers, open, refunds }) => [
    countingWords.refunds(refunds),
    countingWords.count(count),
    ...(preset === "window"
      ? [
          open === "in"
            ? {
                en: `Who first bought less than ${window} days before the end counts, though there may be time left`,
                "zh-CN": `首购距数据末尾不足 ${window} 天的顾客也计入，尽管窗口还没走完`,
              }
            : {
                en: `Who first bought less than ${window} days before the end is left out`,
                "zh-CN": `首购距数据末尾不足 ${window} 天的顾客不计入`,
              },
          countingWords.newcomers(newcomers),
        ]
      : []),
    ...(preset === "range"
      ? [
          {
            en: "Newer customers have had less time to buy again",
            "zh-CN": "新近的顾客回购的时间更短",
          },
        ]
      : []),
  ],
  note: ({ preset, window, open }) => ({
    en: {
      range: "Customers with two or more orders in the range; Wilson 95 %.",
      window: `New customers with a second order within ${window} days; open windows ${open === "in" ? "included" : "left out"}; Wilson 95 %.`,
      "order-share": "Orders after each customer's first in the range; Wilson 95 %.",
      "returning-orders": "Orders of customers who had bought before; Wilson 95 %.",
    }[preset],
    "zh-CN": {
      range: "范围内两单及以上的顾客；Wilson 95%。",
      window: `${window} 天内下第二单的新客；未走完的窗口${open === "in" ? "也计入" : "不计入"}；Wilson 95%。`,
      "order-share": "范围内每位顾客首单之后的订单；Wilson 95%。",
      "returning-orders": "此前买过的顾客的订单；Wilson 95%。",
    }[preset],
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-01-21 10:00:00,10
3,b,2025-01-05 10:00:00,10
4,b,2025-03-20 10:00:00,10
5,c,2025-03-15 10:00:00,10
6,d,2025-01-10 10:00:00,10`,
    },
    params: { preset: "window", window: 30 },
    // a is back after 20 days, b after 74, d never; c's window is still open.
    result: `cohort,customers,repurchased,rate,complete
,3,1,0.333333,true`,
  },
  sources: [
    "Farris, Bendle, Pfeifer & Reibstein, Marketing Metrics, ch. 5",
    "Shopify documentation (returning customer rate)",
    "Wilson (1927), JASA 22, 209–212 (interval)",
  ],
});
