import { type Sql, id, join, sql } from "../../sql.ts";
import { type Relations, type Window, choice, defineMetric } from "../metric.ts";
import {
  customerIdColumn,
  customerShareColumn,
  customersColumn,
  daysSinceColumn,
  revenueColumn,
  revenueShareColumn,
} from "../result-columns.ts";
import { foldRfm } from "../rfm-fold.ts";
import {
  type RfmSettings,
  bestSegments,
  groupNames,
  groups,
  groupsByFrequency,
  isGrouped,
  meanNames,
  segmentNames,
} from "../rfm-segments.ts";
import { frameOf, numberAt } from "../rows.ts";

const score = (en: string, zh: string) => ({ type: "integer", label: { en, "zh-CN": zh } }) as const;
const segment = { type: "text", label: { en: "Segment", "zh-CN": "分群" }, values: segmentNames } as const;
const columns = {
  segment,
  r: score("R", "R"),
  f: score("F", "F"),
  m: score("M", "M"),
  customers: customersColumn,
  value: revenueColumn,
  value_share: revenueShareColumn,
} as const;
const customerColumns = {
  customer_id: customerIdColumn,
  recency_days: daysSinceColumn,
  frequency: { type: "integer", unit: "orders", label: { en: "Frequency", "zh-CN": "购买次数" } },
  monetary: { type: "number", unit: "money", label: { en: "Monetary", "zh-CN": "消费金额" } },
  r: score("R", "R"),
  f: score("F", "F"),
  m: score("M", "M"),
  segment,
} as const;
const gridColumns = {
  r: score("R", "R"),
  f: score("F", "F"),
  recency: { type: "text", label: { en: "Days since last order (R)", "zh-CN": "距上次购买天数（R）" } },
  frequency: { type: "text", label: { en: "Orders (F)", "zh-CN": "购买次数（F）" } },
  customers: customersColumn,
  customer_share: customerShareColumn,
  value: revenueColumn,
} as const;

/** Customers with their three figures, scores and segment. */
function scoredSql(
  { sales }: Relations,
  { preset, frequency }: RfmSettings,
  { from, to, asOf }: Window,
): Sql {
  const range = sql`day BETWEEN ${from}::DATE AND ${to}::DATE`;
  const figures = ["recency_days", "frequency", "monetary"];
  const byRank = preset === "groups-rf" ? "frequency_rank" : "frequency";
  const above = (column: string) =>
    join(
      [1, 2, 3, 4].map((at) => sql`(${id(column)} > ${id(`${column}_cuts`)}[${at}])::INTEGER`),
      " + ",
    );
  // Equal values fall to either side of a cut by the customers' own order.
  const fifth = (order: Sql) => sql`ntile(5) OVER (ORDER BY ${order}, customer)`;
  const scores =
    preset === "mean"
      ? sql`(recency_days < recency_days_mean)::INTEGER AS r, (frequency > frequency_mean)::INTEGER AS f, (monetary > monetary_mean)::INTEGER AS m`
      : preset === "ntile"
        ? sql`${fifth(sql`recency_days DESC`)} AS r, ${fifth(sql`frequency`)} AS f, ${fifth(sql`monetary`)} AS m`
        : sql`5 - (${above("recency_days")}) AS r, 1 + ${above(byRank)} AS f, 1 + ${above("monetary")} AS m`;
  const limits = join(
    figures.map((figure) => {
      const column = figure === "frequency" ? byRank : figure;
      return preset === "mean"
        ? sql`round(avg(${id(column)}), 6) AS ${id(`${column}_mean`)}`
        : sql`quantile_cont(${id(column)}, [0.2, 0.4, 0.6, 0.8]) AS ${id(`${column}_cuts`)}`;
    }),
  );
  const named =
    preset === "mean"
      ? sql`[${[...meanNames]}][r * 4 + f * 2 + m + 1]`
      : preset === "groups"
        ? sql`[${groups.flat()}][(r - 1) * 5 + (f + m + 1) // 2]`
        : preset === "groups-rf"
          ? sql`[${groupsByFrequency.flat()}][(r - 1) * 5 + f]`
          : sql`concat(r, f, m)`;
  const [ranked, base] =
    byRank === "frequency"
      ? [sql``, sql`figured`]
      : [
          sql`ranked AS (
  SELECT *, row_number() OVER (ORDER BY frequency, customer) AS frequency_rank FROM figured
), `,
          sql`ranked`,
        ];
  return sql`WITH figured AS (
  SELECT customer, (${asOf}::DATE - max(day) FILTER (purchase))::INTEGER AS recency_days,
    ${frequency === "days" ? sql`count(DISTINCT day)` : sql`count(*)`} FILTER (purchase) AS frequency,
    round(sum(value), 6) AS monetary
  FROM ${sales} WHERE ${range} GROUP BY customer HAVING bool_or(purchase)
), ${ranked}limits AS (
  SELECT ${limits} FROM ${base}
), scored AS (
  SELECT ${base}.*, ${scores} FROM ${base}, limits
), named AS (
  SELECT *, ${named} AS segment FROM scored
)`;
}

export default defineMetric({
  id: "rfm",
  section: "value",
  label: { en: "Recency, frequency, monetary (RFM)", "zh-CN": "RFM 客户分层" },
  question: {
    en: "Who bought recently, often and much, and who is drifting away?",
    "zh-CN": "谁最近买过、买得勤、花得多，谁在疏远？",
  },
  definition: {
    en: "For each customer with a purchase in the range: R, days from the last order to the as-of date; F, number of orders; M, value after refunds. Fifths: scores 1–5 at the quintiles (5 is best), equal values always share a score. Fifths of equal size: as many customers in each, equal values split by customer number. Means: each above or below the average gives eight classes. Groups: eleven names on R against (F + M)/2, or ten on R against F alone, where F is a fifth of equal size.",
    "zh-CN":
      "对范围内有购买的每位顾客：R 为最近一单距观察日的天数，F 为订单数，M 为扣除退款后的金额。五分位：按五分位点打 1–5 分（5 最好），相同的值分数相同。等人数五分：每档人数相等，相同的值按客户编号拆开。均值法：各自高于或低于平均，得八类。命名分组：按 R 与 (F+M)/2 分为十一组；或只按 R 与 F 分为十组，其中 F 用等人数五分。",
  },
  formula: () => ({
    name: { en: "R, F, M", "zh-CN": "R、F、M" },
    over: {
      en: "as-of date − last order, number of orders, value after refunds",
      "zh-CN": "观察日 − 最近一单、订单数、扣退款后的金额",
    },
  }),
  requires: { orders: ["customer_id", "ordered_at", "amount"] },
  params: {
    preset: choice(
      { en: "Scores", "zh-CN": "分法" },
      {
        quintiles: { en: "Fifths", "zh-CN": "五分位" },
        ntile: { en: "Fifths of equal size, ties split", "zh-CN": "等人数五分（拆分并列）" },
        mean: { en: "Above or below the mean", "zh-CN": "均值法（八类）" },
        groups: { en: "Named groups", "zh-CN": "命名分组" },
        "groups-rf": { en: "Named groups on R and F", "zh-CN": "命名分组（只看 R 与 F）" },
      },
      "quintiles",
    ),
    frequency: choice(
      { en: "Frequency", "zh-CN": "频次" },
      {
        orders: { en: "Orders", "zh-CN": "订单" },
        days: { en: "Purchase days", "zh-CN": "购买日（同日合并）" },
      },
      "orders",
    ),
  },
  columns,
  sql: (tables, settings, window) => {
    const axes = isGrouped(settings.preset)
      ? sql`NULL::INTEGER AS r, NULL::INTEGER AS f, NULL::INTEGER AS m`
      : sql`any_value(r)::INTEGER AS r, any_value(f)::INTEGER AS f, any_value(m)::INTEGER AS m`;
    const order =
      settings.preset === "mean"
        ? sql`any_value(r * 4 + f * 2 + m) DESC`
        : isGrouped(settings.preset)
          ? sql`list_position([${Object.keys(groupNames)}], segment)`
          : sql`segment DESC`;
    return sql`${scoredSql(tables, settings, window)}
SELECT segment, ${axes}, count(*)::INTEGER AS customers, sum(monetary)::DOUBLE AS value,
  sum(monetary)::DOUBLE / nullif(sum(sum(monetary)) OVER (), 0) AS value_share
FROM named
GROUP BY segment
ORDER BY ${order}`;
  },
  parts: {
    customers: {
      label: { en: "Customers", "zh-CN": "顾客" },
      columns: customerColumns,
      sql: (tables, settings, window) => sql`${scoredSql(tables, settings, window)}
SELECT customer_id, recency_days, frequency::INTEGER AS frequency, monetary::DOUBLE AS monetary, r::INTEGER AS r, f::INTEGER AS f,
  m::INTEGER AS m, segment
FROM named JOIN customer_facts USING (customer)
ORDER BY customer_id`,
    },
    grid: {
      label: { en: "Recency × frequency", "zh-CN": "R × F 网格" },
      columns: gridColumns,
      sql: (tables, settings, window) => {
        // Where equal values are split, neighbours may span the same: the score tells them apart.
        const span = (axis: "r" | "f") => {
          const [low, high] = [id(`${axis}0`), id(`${axis}1`)];
          const told = sql`CASE WHEN ${low} = ${high} THEN ${low}::VARCHAR ELSE concat(${low}, '–', ${high}) END`;
          const split = settings.preset === "ntile" || (settings.preset === "groups-rf" && axis === "f");
          return split ? sql`concat(${axis.toUpperCase()}, ${id(axis)}, ': ', ${told})` : told;
        };
        return sql`${scoredSql(tables, settings, window)}, spans AS (
  SELECT *, min(recency_days) OVER (PARTITION BY r) AS r0, max(recency_days) OVER (PARTITION BY r) AS r1,
    min(frequency) OVER (PARTITION BY f) AS f0, max(frequency) OVER (PARTITION BY f) AS f1
  FROM named
)
SELECT r::INTEGER AS r, f::INTEGER AS f, ${span("r")} AS recency, ${span("f")} AS frequency, count(*)::INTEGER AS customers,
  count(*)::DOUBLE / (SELECT count(*) FROM named) AS customer_share, sum(monetary)::DOUBLE AS value
FROM spans
GROUP BY r, f, r0, r1, f0, f1
ORDER BY r DESC, f`;
      },
    },
  },
  fold: (input, settings, window) => {
    const found = foldRfm(input, settings, window);
    return found && { main: frameOf(columns, found.main), grid: frameOf(gridColumns, found.grid) };
  },
  charts: {
    grid: {
      part: "grid",
      mark: "grid",
      x: "frequency",
      xOrder: "f",
      y: "recency",
      value: "customers",
      share: "customer_share",
    },
    segments: { mark: "bars", x: "segment", y: "customers", horizontal: true },
    revenue: { mark: "bars", x: "segment", y: "value", horizontal: true },
  },
  headlines: {
    best: {
      label: { en: "Customers in the best class", "zh-CN": "最好一档的顾客" },
      unit: "customers",
      n: "customers",
      better: "more",
      from: ({ main }) => {
        let [all, best] = [0, 0];
        (main?.values.segment ?? []).forEach((segment, row) => {
          const count = numberAt(main, "customers", row) ?? 0;
          all += count;
          if (bestSegments.has(String(segment))) best += count;
        });
        return { value: all > 0 ? best : null, n: all };
      },
    },
  },
  variants: {
    headline: "best",
    presets: [
      {
        label: { en: "555 by fifths", "zh-CN": "五分位 555" },
        params: { preset: "quintiles", frequency: "orders" },
      },
      {
        label: { en: "555 by fifths, F by purchase days", "zh-CN": "五分位 555，F 按购买日" },
        params: { preset: "quintiles", frequency: "days" },
      },
      {
        label: { en: "555 by fifths of equal size", "zh-CN": "等人数五分 555" },
        params: { preset: "ntile", frequency: "orders" },
      },
      {
        label: { en: "Above the mean in R, F and M", "zh-CN": "均值法“重要价值”" },
        params: { preset: "mean", frequency: "orders" },
      },
      {
        label: { en: "Champions", "zh-CN": "核心常客" },
        params: { preset: "groups", frequency: "orders" },
      },
      {
        label: { en: "Champions by R and F alone", "zh-CN": "核心常客（只看 R 与 F）" },
        params: { preset: "groups-rf", frequency: "orders" },
      },
    ],
  },
  assumptions: ({ frequency, preset }) => [
    { en: "Refunds are not purchases; they reduce M", "zh-CN": "退款不算购买，只扣减 M" },
    frequency === "days"
      ? { en: "Orders of one day count once in F", "zh-CN": "F 中同一天的订单算一次" }
      : { en: "Every order counts in F", "zh-CN": "F 中每一单都计数" },
    preset === "mean"
      ? { en: "Exactly the mean counts as below", "zh-CN": "等于均值算低" }
      : preset === "ntile"
        ? {
            en: "Equal values are split by customer number, so that every fifth has as many customers",
            "zh-CN": "相同的值按客户编号拆开，使每档人数相等",
          }
        : {
            en: "Quintiles of type 7; equal values are never split",
            "zh-CN": "五分位按第 7 类算法；相同的值不拆分",
          },
    ...(preset === "groups-rf"
      ? [
          {
            en: "In F alone, equal values are split by customer number",
            "zh-CN": "只有 F 会把相同的值按客户编号拆开",
          },
        ]
      : []),
  ],
  note: ({ preset }) => ({
    en:
      preset === "mean"
        ? "Customers per class; above or below the mean of R, F and M."
        : preset === "groups"
          ? "Customers per group, by R and the mean of F and M."
          : preset === "groups-rf"
            ? "Customers per group, by R and F; F in fifths of equal size."
            : preset === "ntile"
              ? "Customers per cell; recency and frequency in fifths of equal size, equal values split."
              : "Customers per cell; recency and frequency in fifths, equal values together.",
    "zh-CN":
      preset === "mean"
        ? "各类顾客数；按 R、F、M 高于或低于平均划分。"
        : preset === "groups"
          ? "各组顾客数；按 R 与 F、M 的平均划分。"
          : preset === "groups-rf"
            ? "各组顾客数；按 R 与 F 划分，F 用等人数五分。"
            : preset === "ntile"
              ? "每格顾客数；R 与 F 按等人数五分，相同的值会被拆开。"
              : "每格顾客数；R 与 F 按五分位，相同的值归在一起。",
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-01-30 10:00:00,50
3,b,2025-01-10 10:00:00,20
4,c,2025-01-28 10:00:00,10`,
    },
    params: { preset: "mean" },
    // As of 31 January: R 1, 21, 3 (mean 8.3); F 2, 1, 1 (1.33); M 60, 20, 10 (30).
    result: `segment,r,f,m,customers,value,value_share
重要价值,1,1,1,1,60,0.666667
一般发展,1,0,0,1,10,0.111111
一般挽留,0,0,0,1,20,0.222222`,
  },
  sources: [
    "Hughes (1994), Strategic Database Marketing",
    "Shopify documentation (named groups)",
    "Hyndman & Fan (1996), The American Statistician 50, 361–365 (quantiles of type 7)",
  ],
});
