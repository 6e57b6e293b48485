import { type Sql, sql } from "../../sql.ts";
import { type Row, dayNumber } from "../../tables/frame.ts";
import { type FoldInput, type Relations, type Window, choice, defineMetric, number } from "../metric.ts";
import { frameOf, numberAt } from "../rows.ts";

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
const summaryColumns = {
  gini: {
    type: "number",
    unit: "ratio",
    label: { en: "Gini coefficient", "zh-CN": "基尼系数" },
    n: "customers",
  },
  top_1_share: share("Share of the top 1 %", "前 1% 占比"),
  top_5_share: share("Share of the top 5 %", "前 5% 占比"),
  top_10_share: share("Share of the top 10 %", "前 10% 占比"),
  top_20_share: share("Share of the top 20 %", "前 20% 占比"),
  customers: {
    type: "integer",
    unit: "customers",
    label: { en: "Customers (or items)", "zh-CN": "顾客数（或项数）" },
  },
  value: { type: "number", unit: "money", label: { en: "Value", "zh-CN": "金额" } },
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
/** So many points draw a curve without a visible corner. */
const curvePoints = 300;

interface Settings {
  readonly of: "customers" | "products" | "stores";
  readonly cut_a: number;
  readonly cut_b: number;
  readonly rule: "within" | "crossing";
}

/** Items of whatever is ranked with what they brought in. */
function itemsSql({ sales, orders, order_lines }: Relations, of: Settings["of"], { from, to }: Window): Sql {
  const range = sql`day BETWEEN ${from}::DATE AND ${to}::DATE`;
  if (of === "customers")
    return sql`SELECT customer AS item, sum(value) AS value FROM ${sales} WHERE ${range} GROUP BY customer HAVING bool_or(purchase)`;
  if (of === "stores")
    return sql`SELECT store AS item, sum(value) AS value FROM ${sales} WHERE ${range} AND store IS NOT NULL GROUP BY store HAVING bool_or(purchase)`;
  return sql`SELECT l.product AS item, sum(l.amount) AS value
  FROM ${order_lines} l JOIN (SELECT order_id FROM ${orders} WHERE ${range}) o ON o.order_id = l.order_id
  WHERE l.product IS NOT NULL GROUP BY l.product`;
}

/** A share that equals a cut but for rounding counts as equal. */
const rounding = 1e-12;

/** Items ranked by value, each with the share of all value reached with it and before it, and its class. */
function rankedSql(tables: Relations, { of, cut_a, cut_b, rule }: Settings, window: Window): Sql {
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

const giniSql = sql`2 * sum((n + 1 - rank) * positive) / nullif(any_value(n) * sum(positive), 0) - (any_value(n) + 1) / any_value(n)`;
/** Enough ranks to draw a curve: evenly spaced ones, the ends, and where a class ends. */
const drawnSql = sql`running AS (
  SELECT rank, n, class, lead(class) OVER (ORDER BY rank) AS next_class, reached FROM classed
), drawn AS (
  SELECT rank, rank::DOUBLE / n AS customer_share, reached AS value_share, class FROM running
  WHERE rank % greatest(1, ceil(n::DOUBLE / ${curvePoints})::INTEGER) = 0 OR rank = 1 OR rank = n OR class <> next_class
)`;

/** The same from values sorted falling. */
function concentration(sorted: Float64Array, settings: Settings) {
  const n = sorted.length;
  let total = 0;
  let net = 0;
  for (let i = 0; i < n; i += 1) {
    const value = sorted[i] as number;
    if (value > 0) total += value;
    net += value;
  }
  const counts = [0, 0, 0];
  const values = [0, 0, 0];
  const names = new Uint8Array(n);
  const within = settings.rule === "within";
  const [endA, endB] = within
    ? [settings.cut_a + rounding, settings.cut_b + rounding]
    : [settings.cut_a - rounding, settings.cut_b - rounding];
  let upto = 0;
  for (let i = 0; i < n; i += 1) {
    const own = sorted[i] as number;
    const before = upto / total;
    if (own > 0) upto += own;
    const reached = upto / total;
    const inA = own > 0 && (within ? reached <= endA : before < endA);
    const inB = own > 0 && (within ? reached <= endB : before < endB);
    const name = inA ? 0 : inB ? 1 : 2;
    counts[name] = (counts[name] as number) + 1;
    values[name] = (values[name] as number) + own;
    names[i] = name;
  }
  const main: Row[] = ["A", "B", "C"].flatMap((name, index) => {
    const count = counts[index] ?? 0;
    const value = values[index] ?? 0;
    if (count === 0) return [];
    const value_share = net === 0 ? null : value / net;
    return [{ class: name, customers: count, value, value_share, customer_share: count / n }];
  });
  const step = Math.max(1, Math.ceil(n / curvePoints));
  const curve: Row[] = [];
  let running = 0;
  let weighted = 0;
  const counted = [0.01, 0.05, 0.1, 0.2].map((share) => Math.ceil(n * share));
  const tops = counted.map(() => 0);
  for (let i = 0; i < n; i += 1) {
    const positive = Math.max(sorted[i] as number, 0);
    running += positive;
    weighted += (n - i) * positive;
    for (let top = 0; top < tops.length; top += 1)
      if (i < (counted[top] as number)) tops[top] = (tops[top] as number) + positive;
    if ((i + 1) % step === 0 || i === 0 || i === n - 1 || names[i] !== names[i + 1])
      curve.push({
        rank: i + 1,
        customer_share: (i + 1) / n,
        value_share: total === 0 ? null : running / total,
        class: "ABC"[names[i] as number] ?? "C",
      });
  }
  const gini = total === 0 ? null : (2 * weighted) / (n * total) - (n + 1) / n;
  // The same curve from its other end.
  const lorenz: Row[] = curve
    .map(({ customer_share, value_share }) => ({
      customer_share: 1 - Number(customer_share),
      value_share: value_share === null ? null : 1 - Number(value_share),
      gini,
    }))
    .reverse();
  if (n > 0) lorenz.push({ customer_share: 1, value_share: total === 0 ? null : 1, gini });
  const over = (sum: number) => (total === 0 ? null : sum / total);
  const summary: Row[] =
    n === 0
      ? []
      : [
          {
            gini,
            top_1_share: over(tops[0] ?? 0),
            top_5_share: over(tops[1] ?? 0),
            top_10_share: over(tops[2] ?? 0),
            top_20_share: over(tops[3] ?? 0),
            customers: n,
            value: net,
          },
        ];
  return {
    main: frameOf(columns, main),
    summary: frameOf(summaryColumns, summary),
    curve: frameOf(curveColumns, curve),
    lorenz: frameOf(lorenzColumns, lorenz),
  };
}

function fold({ orders, keepOrders }: FoldInput, settings: Settings, { from, to }: Window) {
  if (settings.of !== "customers") return null;
  const { customer, day, purchase, value, length, customers } = orders;
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const sums = new Float64Array(customers);
  const bought = new Uint8Array(customers);
  for (let i = 0; i < length; i += 1) {
    const at = day[i] as number;
    if (at < first || at > last || (keepOrders && !keepOrders[i])) continue;
    const own = customer[i] as number;
    sums[own] = (sums[own] as number) + (value[i] as number);
    if (purchase[i]) bought[own] = 1;
  }
  let n = 0;
  for (let own = 0; own < customers; own += 1) if (bought[own]) sums[n++] = sums[own] as number;
  return concentration(sums.subarray(0, n).sort().reverse(), settings);
}

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
      sql: (tables, settings, window) => sql`${rankedSql(tables, settings, window)}
SELECT ${giniSql} AS gini,
  sum(positive) FILTER (rank <= ceil(n * 0.01)) / nullif(sum(positive), 0) AS top_1_share,
  sum(positive) FILTER (rank <= ceil(n * 0.05)) / nullif(sum(positive), 0) AS top_5_share,
  sum(positive) FILTER (rank <= ceil(n * 0.1)) / nullif(sum(positive), 0) AS top_10_share,
  sum(positive) FILTER (rank <= ceil(n * 0.2)) / nullif(sum(positive), 0) AS top_20_share,
  count(*)::INTEGER AS customers, sum(value)::DOUBLE AS value
FROM classed
HAVING count(*) > 0`,
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
  fold,
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
      }),
    },
    gini: {
      label: { en: "Gini coefficient", "zh-CN": "基尼系数" },
      unit: "ratio",
      n: "customers",
      better: null,
      from: ({ summary }) => ({ value: numberAt(summary, "gini"), n: numberAt(summary, "customers") }),
    },
  },
  assumptions: () => [
    { en: "Customers with a purchase in the range", "zh-CN": "范围内有购买的顾客" },
    { en: "Refunds reduce a customer's value", "zh-CN": "退款扣减顾客金额" },
    {
      en: "Values below zero count as nothing in the cumulative share",
      "zh-CN": "负值在累计占比中按零计",
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
  sources: ["Lorenz (1905), Publications of the American Statistical Association 9, 209–219", "Gini (1912)"],
});
