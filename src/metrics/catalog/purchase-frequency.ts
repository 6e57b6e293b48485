import { sql } from "../../sql.ts";
import { dayNumber } from "../../tables/frame.ts";
import { type Counting, countParam, countedTables, countingWords, refundsParam } from "../counting.ts";
import { foldMembers } from "../member-fold.ts";
import { defineMetric, integer } from "../metric.ts";
import { wilsonSql } from "../wilson.ts";

const unit = (count: string) => (count === "days" ? sql`count(DISTINCT day)` : sql`count(*)`);

export default defineMetric({
  id: "purchase-frequency",
  section: "repurchase",
  label: { en: "Purchase frequency", "zh-CN": "购买频次分布" },
  question: {
    en: "How many customers bought once, twice, three times …?",
    "zh-CN": "买过一次、两次、三次……的顾客各有多少？",
  },
  definition: {
    en: "Customers with a purchase in the range, grouped by how many they made in it. The last group holds everyone at or above the largest number shown.",
    "zh-CN": "范围内有购买的顾客，按范围内的购买次数分组。最后一组包含达到或超过所示最大次数的所有顾客。",
  },
  formula: () => ({
    name: { en: "share", "zh-CN": "占比" },
    over: { en: "customers with this many purchases", "zh-CN": "购买次数为该值的顾客数" },
    under: { en: "customers with a purchase in the range", "zh-CN": "范围内有购买的顾客数" },
  }),
  requires: { orders: ["customer_id", "ordered_at"] },
  params: {
    count: countParam,
    refunds: refundsParam,
    most: integer({ en: "Largest group", "zh-CN": "最大组" }, { default: 10, min: 2, max: 100 }),
  },
  columns: {
    orders: { type: "integer", unit: "orders", label: { en: "Orders", "zh-CN": "订单数" } },
    or_more: { type: "boolean", label: { en: "Or more", "zh-CN": "及以上" } },
    customers: { type: "integer", unit: "customers", label: { en: "Customers", "zh-CN": "顾客数" } },
    share: {
      type: "number",
      unit: "share",
      label: { en: "Share", "zh-CN": "占比" },
      interval: ["low", "high"],
      n: "customers",
    },
    low: { type: "number", unit: "share", label: { en: "Low", "zh-CN": "下限" } },
    high: { type: "number", unit: "share", label: { en: "High", "zh-CN": "上限" } },
  },
  sql: (tables, { count, most, refunds }, range) => {
    const { from, to } = range;
    const { orders } = countedTables(tables, { refunds }, range);
    const { low, high } = wilsonSql(sql`customers`, sql`total`);
    return sql`WITH buyers AS (
  SELECT customer, ${unit(count)} AS made
  FROM ${orders}
  WHERE day BETWEEN ${from}::DATE AND ${to}::DATE
  GROUP BY customer
), steps AS (
  SELECT unnest(range(1, ${most} + 1))::INTEGER AS orders
), counted AS (
  SELECT least(made, ${most})::INTEGER AS orders, count(*) AS customers
  FROM buyers GROUP BY 1
), filled AS (
  SELECT orders, coalesce(customers, 0) AS customers, (SELECT count(*) FROM buyers) AS total
  FROM steps LEFT JOIN counted USING (orders)
)
SELECT orders, orders = ${most} AS or_more, customers::INTEGER AS customers,
  customers::DOUBLE / nullif(total, 0) AS share, ${low} AS low, ${high} AS high
FROM filled
WHERE total > 0
ORDER BY orders`;
  },
  parts: {
    summary: {
      label: { en: "Summary", "zh-CN": "概要" },
      columns: {
        customers: { type: "integer", unit: "customers", label: { en: "Customers", "zh-CN": "顾客数" } },
        orders: { type: "integer", unit: "orders", label: { en: "Orders", "zh-CN": "订单数" } },
        mean: { type: "number", unit: "ratio", label: { en: "Mean", "zh-CN": "平均" }, n: "customers" },
        median: { type: "number", unit: "ratio", label: { en: "Median", "zh-CN": "中位数" }, n: "customers" },
        one_time_share: {
          type: "number",
          unit: "share",
          label: { en: "One-time buyers", "zh-CN": "只买一次的占比" },
          interval: ["low", "high"],
          n: "customers",
        },
        low: { type: "number", unit: "share", label: { en: "Low", "zh-CN": "下限" } },
        high: { type: "number", unit: "share", label: { en: "High", "zh-CN": "上限" } },
      },
      sql: (tables, { count, refunds }, range) => {
        const { from, to } = range;
        const { orders } = countedTables(tables, { refunds }, range);
        const { low, high } = wilsonSql(sql`once`, sql`customers`);
        return sql`WITH buyers AS (
  SELECT customer, ${unit(count)} AS made
  FROM ${orders}
  WHERE day BETWEEN ${from}::DATE AND ${to}::DATE
  GROUP BY customer
), totals AS (
  SELECT count(*) AS customers, sum(made) AS orders, avg(made) AS mean, median(made) AS median,
    count(*) FILTER (made = 1) AS once
  FROM buyers
)
SELECT customers::INTEGER AS customers, coalesce(orders, 0)::INTEGER AS orders, mean::DOUBLE AS mean, median::DOUBLE AS median,
  once::DOUBLE / nullif(customers, 0) AS one_time_share, ${low} AS low, ${high} AS high
FROM totals`;
      },
    },
  },
  charts: {
    bars: { mark: "bars", x: "orders", y: "customers" },
  },
  headlines: {
    one_time: {
      label: { en: "One-time buyers", "zh-CN": "只买一次的占比" },
      unit: "share",
      n: "customers",
      better: "less",
      from: ({ summary }) => ({
        value: (summary?.values.one_time_share?.[0] as number | null) ?? null,
        n: (summary?.values.customers?.[0] as number | null) ?? null,
        low: (summary?.values.low?.[0] as number | null) ?? null,
        high: (summary?.values.high?.[0] as number | null) ?? null,
      }),
    },
  },
  variants: {
    headline: "one_time",
    presets: [
      { label: { en: "By orders", "zh-CN": "按订单" }, params: { count: "orders" } },
      { label: { en: "By purchase days", "zh-CN": "按购买日" }, params: { count: "days" } },
      {
        label: { en: "By orders, refunds counted as orders", "zh-CN": "按订单，退款算订单" },
        params: { count: "orders", refunds: "orders" },
      },
    ],
  },
  members: {
    one_time: {
      figure: "ratio",
      counted: { en: "Buyers", "zh-CN": "购买人数" },
      hits: { en: "Bought once", "zh-CN": "只买一次" },
      unit: "count",
      settings: ["count", "refunds"],
      sql: (tables, { count, refunds }, range) => {
        const { from, to } = range;
        const { orders } = countedTables(tables, { refunds } as Counting, range);
        return sql`SELECT any_value(customer_id) AS customer_id, 1 AS counted, (${unit(String(count))} = 1)::INTEGER AS hits
FROM ${orders}
WHERE day BETWEEN ${from}::DATE AND ${to}::DATE
GROUP BY customer`;
      },
      fold: (input, { count, refunds }, { from, to }) => {
        const [start, last] = [dayNumber(from), dayNumber(to)];
        let [bought, lastDay] = [0, -Infinity];
        return foldMembers(
          input,
          refunds === "orders" ? "sales" : "purchases",
          () => {
            [bought, lastDay] = [0, -Infinity];
          },
          (day) => {
            if (day < start || day > last || (count === "days" && day === lastDay)) return;
            lastDay = day;
            bought += 1;
          },
          (add) => {
            if (bought > 0) add(1, bought === 1 ? 1 : 0);
          },
        );
      },
    },
  },
  assumptions: ({ count, refunds }) => [
    count === "days"
      ? { en: "Purchases of one day count once", "zh-CN": "同一天的多笔购买算一次" }
      : { en: "A second order on the same day counts", "zh-CN": "同一天的第二单也计数" },
    countingWords.refunds(refunds),
    {
      en: "Newer customers have had less time to buy again",
      "zh-CN": "新近的顾客回购的时间更短",
    },
  ],
  note: ({ most }) => ({
    en: `Customers by purchases in the range; ${most} stands for ${most} or more.`,
    "zh-CN": `按范围内购买次数统计的顾客数；${most} 表示 ${most} 次及以上。`,
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-01-01 12:00:00,10
3,a,2025-02-01 10:00:00,10
4,b,2025-01-05 10:00:00,10
5,c,2025-01-06 10:00:00,10
6,c,2025-01-09 10:00:00,10`,
    },
    params: { most: 3 },
    result: `orders,or_more,customers,share
1,false,1,0.333333
2,false,1,0.333333
3,true,1,0.333333`,
  },
  sources: [
    "Farris, Bendle, Pfeifer & Reibstein, Marketing Metrics, ch. 5",
    "Wilson (1927), JASA 22, 209–212 (interval)",
  ],
});
