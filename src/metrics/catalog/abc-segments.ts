import { type Sql, id, sql } from "../../sql.ts";
import { type AbcSettings, curvePoints, foldConcentration, rounding } from "../concentration.ts";
import { type Relations, type Window, choice, defineMetric, number } from "../metric.ts";
import { frameOf, numberAt } from "../rows.ts";
import { z95 } from "../wilson.ts";

const columns = {
  class: { type: "text", label: { en: "Class", "zh-CN": "等级" } },
  customers: {
    type: "integer",
    unit: "customers",
    label: { en: "Customers (or items)", "zh-CN": "顾客数（或项数）" },
  },
  value: { type: "number", unit: "money", label: { en: "Value", "zh-CN": "金额" } },
  value_share: {
    type: "number",
    unit: "share",
    label: { en: "Share of value", "zh-CN": "金额占比" },
    n: "customers",
  },
  customer_share: {
    type: "number",
    unit: "share",
    label: { en: "Share of customers", "zh-CN": "人数占比" },
    n: "customers",
  },
} as const;
const share = (en: string, zh: string) =>
  ({ type: "number", unit: "share", label: { en, "zh-CN": zh }, n: "customers" }) as const;
const end = <U extends "share" | "ratio">(en: string, zh: string, unit: U) =>
  ({ type: "number", unit, label: { en, "zh-CN": zh } }) as const;
const summaryColumns = {
  gini: {
    type: "number",
    unit: "ratio",
    label: { en: "Gini coefficient", "zh-CN": "基尼系数" },
    n: "customers",
    interval: ["gini_low", "gini_high"],
  },
  top_1_share: share("Share of the top 1 %", "前 1% 占比"),
  top_5_share: share("Share of the top 5 %", "前 5% 占比"),
  top_10_share: share("Share of the top 10 %", "前 10% 占比"),
  top_20_share: {
    ...share("Share of the top 20 %", "前 20% 占比"),
    interval: ["top_20_low", "top_20_high"],
  },
  customers: {
    type: "integer",
    unit: "customers",
    label: { en: "Customers (or items)", "zh-CN": "顾客数（或项数）" },
  },
  value: { type: "number", unit: "money", label: { en: "Value", "zh-CN": "金额" } },
  a_share: { ...share("Share of customers in A", "A 类人数占比"), interval: ["a_low", "a_high"] },
  a_low: end("Share in A, low", "A 类占比下限", "share"),
  a_high: end("Share in A, high", "A 类占比上限", "share"),
  top_20_low: end("Top 20 %, low", "前 20% 占比下限", "share"),
  top_20_high: end("Top 20 %, high", "前 20% 占比上限", "share"),
  gini_low: end("Gini, low", "基尼系数下限", "ratio"),
  gini_high: end("Gini, high", "基尼系数上限", "ratio"),
} as const;
const curveColumns = {
  rank: { type: "integer", label: { en: "Rank", "zh-CN": "名次" } },
  customer_share: { type: "number", unit: "share", label: { en: "Share of customers", "zh-CN": "人数占比" } },
  value_share: {
    type: "number",
    unit: "share",
    label: { en: "Cumulative share of value", "zh-CN": "累计金额占比" },
  },
  class: { type: "text", label: { en: "Class", "zh-CN": "等级" } },
} as const;
const lorenzColumns = {
  customer_share: {
    type: "number",
    unit: "share",
    label: { en: "Share of customers, least first", "zh-CN": "人数占比（从低到高）" },
  },
  value_share: {
    type: "number",
    unit: "share",
    label: { en: "Cumulative share of value", "zh-CN": "累计金额占比" },
  },
  gini: { type: "number", unit: "ratio", label: { en: "Gini coefficient", "zh-CN": "基尼系数" } },
} as const;
/** Items of whatever is ranked with what they brought in. */
function itemsSql(
  { sales, orders, order_lines }: Relations,
  of: AbcSettings["of"],
  { from, to }: Window,
): Sql {
  const range = sql`day BETWEEN ${from}::DATE AND ${to}::DATE`;
  if (of === "customers")
    return sql`SELECT customer AS item, sum(value) AS value FROM ${sales} WHERE ${range} GROUP BY customer HAVING bool_or(purchase)`;
  if (of === "stores")
    return sql`SELECT store AS item, sum(value) AS value FROM ${sales} WHERE ${range} AND store IS NOT NULL GROUP BY store HAVING bool_or(purchase)`;
  return sql`SELECT l.product AS item, sum(l.amount) AS value
  FROM ${order_lines} l JOIN (SELECT order_id FROM ${orders} WHERE ${range}) o ON o.order_id = l.order_id
  WHERE l.product IS NOT NULL GROUP BY l.product`;
}

/** Items ranked by value, each with the share of all value reached with it and before it, and its class. */
function rankedSql(tables: Relations, { of, cut_a, cut_b, rule }: AbcSettings, window: Window): Sql {
  const inside = (cut: number) =>
    rule === "within" ? sql`reached <= ${cut + rounding}` : sql`before < ${cut - rounding}`;
  return sql`WITH items AS (
  ${itemsSql(tables, of, window)}
), ranked AS (
  SELECT item, value, greatest(value, 0) AS positive, row_number() OVER (ORDER BY value DESC, item) AS rank,
    count(*) OVER () AS n, sum(greatest(value, 0)) OVER () AS total,
    sum(greatest(value, 0)) OVER (ORDER BY value DESC, item ROWS UNBOUNDED PRECEDING) AS upto
  FROM items
), shares AS (
  SELECT *, upto / nullif(total, 0) AS reached, (upto - positive) / nullif(total, 0) AS before FROM ranked
), classed AS (
  SELECT *, CASE WHEN value > 0 AND ${inside(cut_a)} THEN 'A' WHEN value > 0 AND ${inside(cut_b)} THEN 'B' ELSE 'C' END AS class
  FROM shares
)`;
}

/** Ends of 95 % intervals by linearisation, to stand after the classes: what each item adds to a figure, squared. */
const spreadSql = sql`wholes AS (
  SELECT any_value(n) AS n, sum(positive) AS total, sum(positive) / any_value(n) AS mean, ceil(any_value(n) * 0.2) AS top,
    (count(*) FILTER (class = 'A'))::DOUBLE / any_value(n) AS a_share, min(positive) FILTER (class = 'A') AS least,
    sum(positive) FILTER (class = 'A') / nullif(sum(positive), 0) AS of_a, min(positive) FILTER (rank <= ceil(n * 0.2)) AS edge,
    sum(positive) FILTER (rank <= ceil(n * 0.2)) / nullif(sum(positive), 0) AS of_top,
    2 * sum((n + 1 - rank) * positive) / nullif(any_value(n) * sum(positive), 0) - (any_value(n) + 1) / any_value(n) AS gini
  FROM classed HAVING count(*) > 0
), moves AS (
  SELECT (class = 'A')::INTEGER - a_share - ((class = 'A')::INTEGER - of_a) * positive / least AS a,
    (CASE WHEN rank <= top THEN positive - edge ELSE 0 END + top / w.n * edge - of_top * positive) / mean AS t,
    (2 * (w.n - rank + 0.5) / w.n - gini - 1) * positive / mean + 2 * (upto - positive / 2) / w.total - gini - 1 AS g
  FROM classed c, wholes w
), spreads AS (
  SELECT any_value(a_share) AS a_share, any_value(of_top) AS of_top, any_value(gini) AS gini,
    CASE WHEN any_value(n) > 1 THEN ${z95} * sqrt(sum(a * a)) / any_value(n) END AS half_a,
    CASE WHEN any_value(n) > 1 THEN ${z95} * sqrt(sum(t * t)) / any_value(n) END AS half_t,
    CASE WHEN any_value(n) > 1 THEN ${z95} * sqrt(sum(g * g)) / any_value(n) END AS half_g
  FROM moves, wholes
)`;
/** A share less and plus half its interval, inside 0 and 1; nothing where there is none. */
const endsSql = (value: Sql, half: Sql, name: string) =>
  sql`CASE WHEN ${half} IS NOT NULL THEN greatest(0, ${value} - ${half}) END AS ${id(`${name}_low`)},
  CASE WHEN ${half} IS NOT NULL THEN least(1, ${value} + ${half}) END AS ${id(`${name}_high`)}`;

const giniSql = sql`2 * sum((n + 1 - rank) * positive) / nullif(any_value(n) * sum(positive), 0) - (any_value(n) + 1) / any_value(n)`;
/** Enough ranks to draw a curve: evenly spaced ones, the ends, and where a class ends. */
const drawnSql = sql`running AS (
  SELECT rank, n, class, lead(class) OVER (ORDER BY rank) AS next_class, reached FROM classed
), drawn AS (
  SELECT rank, rank::DOUBLE / n AS customer_share, reached AS value_share, class FROM running
  WHERE rank % greatest(1, ceil(n::DOUBLE / ${curvePoints})::INTEGER) = 0 OR rank = 1 OR rank = n OR class <> next_class
)`;

export default defineMetric({
  id: "abc-segments",
  section: "value",
  label: { en: "Revenue concentration (ABC)", "zh-CN": "ABC 客户分级" },
  question: {
    en: "How much of the revenue comes from how few customers?",
    "zh-CN": "多少收入来自多少顾客？",
  },
  definition: {
    en: "Customers ranked by what they spent in the range, best first. A are those who bring the cumulative share of value up to the first cut (80 %), B up to the second (95 %), C the rest; the one who crosses a cut goes to the better class, or to the lower by the rule. Values of zero and below belong to C and count as nothing in the cumulative share.",
    "zh-CN":
      "按范围内的消费金额从高到低排列顾客。累计占比达到第一道线（80%）为止是 A，达到第二道线（95%）为止是 B，其余为 C；恰好跨线的顾客归入较高等级，也可按规则归入较低等级。零和负值归入 C，累计占比中按零计。",
  },
  formula: () => ({
    name: { en: "cumulative share", "zh-CN": "累计占比" },
    over: { en: "value of this and all better customers", "zh-CN": "该顾客及更高者的金额之和" },
    under: { en: "value of all customers", "zh-CN": "全部顾客的金额" },
  }),
  requires: { orders: ["customer_id", "ordered_at", "amount"] },
  requiresFor: ({ of }) =>
    of === "products" ? { order_lines: ["product"] } : of === "stores" ? { orders: ["store"] } : {},
  params: {
    of: choice(
      { en: "Ranked", "zh-CN": "对象" },
      {
        customers: { en: "Customers", "zh-CN": "顾客" },
        products: { en: "Products", "zh-CN": "商品" },
        stores: { en: "Stores", "zh-CN": "门店" },
      },
      "customers",
    ),
    cut_a: number({ en: "A up to", "zh-CN": "A 到" }, { default: 0.8, min: 0.01, max: 0.999 }),
    cut_b: number({ en: "B up to", "zh-CN": "B 到" }, { default: 0.95, min: 0.01, max: 0.9999 }),
    rule: choice(
      { en: "The one who crosses a cut", "zh-CN": "跨线者" },
      {
        within: { en: "goes to the lower class", "zh-CN": "归入较低等级" },
        crossing: { en: "goes to the better class", "zh-CN": "归入较高等级" },
      },
      "crossing",
    ),
  },
  columns,
  sql: (tables, settings, window) => sql`${rankedSql(tables, settings, window)}
SELECT class, count(*)::INTEGER AS customers, sum(value)::DOUBLE AS value,
  sum(value)::DOUBLE / nullif(sum(sum(value)) OVER (), 0) AS value_share, count(*)::DOUBLE / any_value(n) AS customer_share
FROM classed
GROUP BY class
ORDER BY class`,
  parts: {
    summary: {
      label: { en: "Concentration", "zh-CN": "集中度" },
      columns: summaryColumns,
      sql: (
        tables,
        settings,
        window,
      ) => sql`${rankedSql(tables, settings, window)}, ${spreadSql}, figures AS (
SELECT ${giniSql} AS gini,
  sum(positive) FILTER (rank <= ceil(n * 0.01)) / nullif(sum(positive), 0) AS top_1_share,
  sum(positive) FILTER (rank <= ceil(n * 0.05)) / nullif(sum(positive), 0) AS top_5_share,
  sum(positive) FILTER (rank <= ceil(n * 0.1)) / nullif(sum(positive), 0) AS top_10_share,
  sum(positive) FILTER (rank <= ceil(n * 0.2)) / nullif(sum(positive), 0) AS top_20_share,
  count(*)::INTEGER AS customers, sum(value)::DOUBLE AS value
FROM classed
HAVING count(*) > 0
)
SELECT f.*, a_share, ${endsSql(sql`a_share`, sql`half_a`, "a")},
  ${endsSql(sql`of_top`, sql`half_t`, "top_20")}, ${endsSql(sql`s.gini`, sql`half_g`, "gini")}
FROM figures f, spreads s`,
    },
    curve: {
      label: { en: "Pareto curve", "zh-CN": "帕累托曲线" },
      columns: curveColumns,
      sql: (tables, settings, window) => sql`${rankedSql(tables, settings, window)}, ${drawnSql}
SELECT rank::INTEGER AS rank, customer_share, value_share, class
FROM drawn
ORDER BY rank`,
    },
    lorenz: {
      label: { en: "Lorenz curve", "zh-CN": "洛伦兹曲线" },
      columns: lorenzColumns,
      sql: (
        tables,
        settings,
        window,
      ) => sql`${rankedSql(tables, settings, window)}, ${drawnSql}, concentration AS (
  SELECT ${giniSql} AS gini, sum(positive) AS total FROM classed HAVING count(*) > 0
), points AS (
  SELECT 1 - customer_share AS customer_share, 1 - value_share AS value_share FROM drawn
  UNION ALL SELECT 1, CASE WHEN total > 0 THEN 1 END FROM concentration
)
SELECT customer_share::DOUBLE AS customer_share, value_share::DOUBLE AS value_share, gini FROM points, concentration
ORDER BY customer_share`,
    },
  },
  fold: (input, settings, window) => {
    const found = foldConcentration(input, settings, window);
    return (
      found && {
        main: frameOf(columns, found.main),
        summary: frameOf(summaryColumns, found.summary),
        curve: frameOf(curveColumns, found.curve),
        lorenz: frameOf(lorenzColumns, found.lorenz),
      }
    );
  },
  charts: {
    pareto: { part: "curve", mark: "pareto", x: "customer_share", y: "value_share", class: "class" },
    lorenz: { part: "lorenz", mark: "lorenz", x: "customer_share", y: "value_share", gini: "gini" },
    concentration: { mark: "page", facts: false, charts: ["pareto", "lorenz"] },
    classes: { mark: "bars", x: "class", y: "value" },
  },
  headlines: {
    top_20: {
      label: { en: "Revenue of the top 20 %", "zh-CN": "前 20% 顾客的收入占比" },
      unit: "share",
      n: "customers",
      better: null,
      from: ({ summary }) => ({
        value: numberAt(summary, "top_20_share"),
        n: numberAt(summary, "customers"),
        low: numberAt(summary, "top_20_low"),
        high: numberAt(summary, "top_20_high"),
      }),
    },
    gini: {
      label: { en: "Gini coefficient", "zh-CN": "基尼系数" },
      unit: "ratio",
      n: "customers",
      better: null,
      from: ({ summary }) => ({
        value: numberAt(summary, "gini"),
        n: numberAt(summary, "customers"),
        low: numberAt(summary, "gini_low"),
        high: numberAt(summary, "gini_high"),
      }),
    },
    a_share: {
      label: { en: "Share of customers in class A", "zh-CN": "A 类顾客占比" },
      unit: "share",
      n: "customers",
      better: null,
      from: ({ summary }) => ({
        value: numberAt(summary, "a_share"),
        n: numberAt(summary, "customers"),
        low: numberAt(summary, "a_low"),
        high: numberAt(summary, "a_high"),
      }),
    },
  },
  variants: {
    headline: "a_share",
    presets: [
      {
        label: { en: "80 % and 95 %, crossing counts in", "zh-CN": "80% 与 95%，跨线者计入" },
        params: { cut_a: 0.8, cut_b: 0.95, rule: "crossing" },
      },
      {
        label: { en: "80 % and 95 %, crossing left out", "zh-CN": "80% 与 95%，跨线者不计入" },
        params: { cut_a: 0.8, cut_b: 0.95, rule: "within" },
      },
      {
        label: { en: "70 % and 90 %", "zh-CN": "70% 与 90%" },
        params: { cut_a: 0.7, cut_b: 0.9, rule: "crossing" },
      },
      {
        label: { en: "50 % and 80 %", "zh-CN": "50% 与 80%" },
        params: { cut_a: 0.5, cut_b: 0.8, rule: "crossing" },
      },
    ],
  },
  assumptions: () => [
    { en: "Customers with a purchase in the range", "zh-CN": "范围内有购买的顾客" },
    { en: "Refunds reduce a customer's value", "zh-CN": "退款扣减顾客金额" },
    {
      en: "Values below zero count as nothing in the cumulative share",
      "zh-CN": "负值在累计占比中按零计",
    },
    {
      en: "Intervals as if these were drawn from a larger population (linearisation)",
      "zh-CN": "区间把这些对象看作从更大总体中抽取（线性化法）",
    },
  ],
  note: ({ cut_a, cut_b }) => ({
    en: `Customers by value in the range, highest first; cuts at ${Math.round(cut_a * 1000) / 10} % and ${Math.round(cut_b * 1000) / 10} % of value.`,
    "zh-CN": `按范围内金额从高到低；分界线为累计金额的 ${Math.round(cut_a * 1000) / 10}% 与 ${Math.round(cut_b * 1000) / 10}%。`,
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,60
2,b,2025-01-02 10:00:00,20
3,c,2025-01-03 10:00:00,12
4,d,2025-01-04 10:00:00,4
5,e,2025-01-05 10:00:00,4`,
    },
    // Of 100: a and b reach 80; c starts at 80 and d at 92, before 95; e starts at 96.
    result: `class,customers,value,value_share,customer_share
A,2,80,0.8,0.4
B,2,16,0.16,0.4
C,1,4,0.04,0.2`,
  },
  sources: [
    "Lorenz (1905), Publications of the American Statistical Association 9, 209–219",
    "Gini (1912)",
    "Langel & Tillé (2013), Journal of the Royal Statistical Society A 176, 521–540 (intervals)",
  ],
});
