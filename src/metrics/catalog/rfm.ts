import { type Sql, id, join, sql } from "../../sql.ts";
import { type Row, dayNumber } from "../../tables/frame.ts";
import { type FoldInput, type Relations, type Window, choice, defineMetric } from "../metric.ts";
import {
  customerIdColumn,
  customerShareColumn,
  customersColumn,
  daysSinceColumn,
  revenueColumn,
  revenueShareColumn,
} from "../result-columns.ts";
import { groupNames, groups, meanNames, segmentNames } from "../rfm-segments.ts";
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

interface Settings {
  readonly preset: "quintiles" | "mean" | "groups";
  readonly frequency: "orders" | "days";
}

/** Customers with their three figures, scores and segment. */
function scoredSql({ sales }: Relations, { preset, frequency }: Settings, { from, to, asOf }: Window): Sql {
  const range = sql`day BETWEEN ${from}::DATE AND ${to}::DATE`;
  const figures = ["recency_days", "frequency", "monetary"];
  const above = (column: string) =>
    join(
      [1, 2, 3, 4].map((at) => sql`(${id(column)} > ${id(`${column}_cuts`)}[${at}])::INTEGER`),
      " + ",
    );
  const scores =
    preset === "mean"
      ? sql`(recency_days < recency_days_mean)::INTEGER AS r, (frequency > frequency_mean)::INTEGER AS f, (monetary > monetary_mean)::INTEGER AS m`
      : sql`5 - (${above("recency_days")}) AS r, 1 + ${above("frequency")} AS f, 1 + ${above("monetary")} AS m`;
  const limits = join(
    figures.map((column) =>
      preset === "mean"
        ? sql`round(avg(${id(column)}), 6) AS ${id(`${column}_mean`)}`
        : sql`quantile_cont(${id(column)}, [0.2, 0.4, 0.6, 0.8]) AS ${id(`${column}_cuts`)}`,
    ),
  );
  const named =
    preset === "mean"
      ? sql`[${[...meanNames]}][r * 4 + f * 2 + m + 1]`
      : preset === "groups"
        ? sql`[${groups.flat()}][(r - 1) * 5 + (f + m + 1) // 2]`
        : sql`concat(r, f, m)`;
  return sql`WITH figured AS (
  SELECT customer, (${asOf}::DATE - max(day) FILTER (purchase))::INTEGER AS recency_days,
    ${frequency === "days" ? sql`count(DISTINCT day)` : sql`count(*)`} FILTER (purchase) AS frequency,
    round(sum(value), 6) AS monetary
  FROM ${sales} WHERE ${range} GROUP BY customer HAVING bool_or(purchase)
), limits AS (
  SELECT ${limits} FROM figured
), scored AS (
  SELECT figured.*, ${scores} FROM figured, limits
), named AS (
  SELECT *, ${named} AS segment FROM scored
)`;
}

/** The quantile of type 7 (linear interpolation) of sorted values. */
function quantile(sorted: Float64Array | Int32Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const a = sorted[low] ?? NaN;
  const b = sorted[Math.min(low + 1, sorted.length - 1)] ?? NaN;
  return a + (b - a) * (at - low);
}

function fold({ orders, keepOrders }: FoldInput, settings: Settings, { from, to, asOf }: Window) {
  const { customer, day, purchase, value, length, customers } = orders;
  const [first, last, end] = [dayNumber(from), dayNumber(to), dayNumber(asOf)];
  const lastDay = new Int32Array(customers).fill(-2_147_483_648);
  const made = new Int32Array(customers);
  const sums = new Float64Array(customers);
  for (let i = 0; i < length; i += 1) {
    const at = day[i] as number;
    if (at < first || at > last || (keepOrders && !keepOrders[i])) continue;
    const own = customer[i] as number;
    sums[own] = (sums[own] as number) + (value[i] as number);
    if (!purchase[i]) continue;
    if (settings.frequency === "orders" || lastDay[own] !== at) made[own] = (made[own] as number) + 1;
    lastDay[own] = at;
  }
  let n = 0;
  for (let own = 0; own < customers; own += 1) if ((made[own] as number) > 0) n += 1;
  const recency = new Int32Array(n);
  const frequency = new Int32Array(n);
  const monetary = new Float64Array(n);
  for (let own = 0, at = 0; own < customers; own += 1) {
    if ((made[own] as number) === 0) continue;
    recency[at] = end - (lastDay[own] as number);
    frequency[at] = made[own] as number;
    // Sums that differ by rounding alone are a tie.
    monetary[at] = Math.round((sums[own] as number) * 1e6) / 1e6;
    at += 1;
  }
  const mean = settings.preset === "mean";
  const limits = (values: Float64Array | Int32Array) => {
    if (mean) {
      let sum = 0;
      for (let i = 0; i < n; i += 1) sum += values[i] as number;
      return [Math.round((sum / n) * 1e6) / 1e6];
    }
    const sorted = values.slice().sort();
    return [0.2, 0.4, 0.6, 0.8].map((share) => quantile(sorted, share));
  };
  const [rCuts, fCuts, mCuts] = [limits(recency), limits(frequency), limits(monetary)];
  const above = (cuts: readonly number[], x: number) => {
    let count = 0;
    for (let i = 0; i < cuts.length; i += 1) if (x > (cuts[i] as number)) count += 1;
    return count;
  };
  interface Cell {
    customers: number;
    value: number;
    lowR: number;
    highR: number;
    lowF: number;
    highF: number;
  }
  // By the three scores as digits.
  const cells: (Cell | undefined)[] = Array.from({ length: 600 });
  let total = 0;
  for (let i = 0; i < n; i += 1) {
    const rec = recency[i] as number;
    const fre = frequency[i] as number;
    const mon = monetary[i] as number;
    const r = mean ? (rec < (rCuts[0] as number) ? 1 : 0) : 5 - above(rCuts, rec);
    const f = above(fCuts, fre) + (mean ? 0 : 1);
    const m = above(mCuts, mon) + (mean ? 0 : 1);
    const key = r * 100 + f * 10 + m;
    const cell = cells[key];
    total += mon;
    if (!cell) cells[key] = { customers: 1, value: mon, lowR: rec, highR: rec, lowF: fre, highF: fre };
    else {
      cell.customers += 1;
      cell.value += mon;
      cell.lowR = Math.min(cell.lowR, rec);
      cell.highR = Math.max(cell.highR, rec);
      cell.lowF = Math.min(cell.lowF, fre);
      cell.highF = Math.max(cell.highF, fre);
    }
  }
  const scoresOf = (key: number) => ({ r: Math.floor(key / 100), f: Math.floor(key / 10) % 10, m: key % 10 });
  const segments = new Map<string, { row: Row; customers: number; value: number }>();
  for (const [key, cell] of cells.entries()) {
    if (!cell) continue;
    const { customers: count, value: spent } = cell;
    const { r, f, m } = scoresOf(key);
    const segment = mean
      ? (meanNames[r * 4 + f * 2 + m] ?? "")
      : settings.preset === "groups"
        ? (groups[r - 1]?.[Math.floor((f + m + 1) / 2) - 1] ?? "")
        : `${r}${f}${m}`;
    const axes = settings.preset === "groups" ? { r: null, f: null, m: null } : { r, f, m };
    const known = segments.get(segment);
    if (known) {
      known.customers += count;
      known.value += spent;
    } else segments.set(segment, { row: { segment, ...axes }, customers: count, value: spent });
  }
  const order = (segment: string) =>
    settings.preset === "groups" ? Object.keys(groupNames).indexOf(segment) : -Number(segment);
  const main: Row[] = [...segments.values()]
    .map(({ row, customers: count, value: spent }) => ({
      ...row,
      customers: count,
      value: spent,
      value_share: total === 0 ? null : spent / total,
    }))
    .sort((a: Row, b: Row) =>
      mean
        ? Number(b.r) * 4 + Number(b.f) * 2 + Number(b.m) - Number(a.r) * 4 - Number(a.f) * 2 - Number(a.m)
        : order(String(a.segment)) - order(String(b.segment)),
    );
  const byR = new Map<number, [number, number]>();
  const byF = new Map<number, [number, number]>();
  const grid = new Map<number, { customers: number; value: number }>();
  const widen = (map: Map<number, [number, number]>, at: number, low: number, high: number) => {
    const known = map.get(at);
    map.set(at, known ? [Math.min(known[0], low), Math.max(known[1], high)] : [low, high]);
  };
  for (const [key, cell] of cells.entries()) {
    if (!cell) continue;
    const { r, f } = scoresOf(key);
    widen(byR, r, cell.lowR, cell.highR);
    widen(byF, f, cell.lowF, cell.highF);
    const known = grid.get(r * 10 + f) ?? { customers: 0, value: 0 };
    grid.set(r * 10 + f, { customers: known.customers + cell.customers, value: known.value + cell.value });
  }
  const span = (range: [number, number] | undefined) =>
    !range ? "" : range[0] === range[1] ? String(range[0]) : `${range[0]}–${range[1]}`;
  const gridRows: Row[] = [...grid]
    .map(([key, cell]) => ({ r: Math.floor(key / 10), f: key % 10, ...cell }))
    .sort((a, b) => b.r - a.r || a.f - b.f)
    .map(({ r, f, customers: count, value: spent }) => ({
      r,
      f,
      recency: span(byR.get(r)),
      frequency: span(byF.get(f)),
      customers: count,
      customer_share: count / n,
      value: spent,
    }));
  return { main: frameOf(columns, main), grid: frameOf(gridColumns, gridRows) };
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
    en: "For each customer with a purchase in the range: R, days from the last order to the as-of date; F, number of orders; M, value after refunds. Fifths: scores 1–5 at the quintiles (5 is best), equal values always share a score. Means: each above or below the average gives eight classes. Groups: eleven names on R against (F + M)/2.",
    "zh-CN":
      "对范围内有购买的每位顾客：R 为最近一单距观察日的天数，F 为订单数，M 为扣除退款后的金额。五分位：按五分位点打 1–5 分（5 最好），相同的值分数相同。均值法：各自高于或低于平均，得八类。命名分组：按 R 与 (F+M)/2 分为十一组。",
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
        mean: { en: "Above or below the mean", "zh-CN": "均值法（八类）" },
        groups: { en: "Named groups", "zh-CN": "命名分组" },
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
    const axes =
      settings.preset === "groups"
        ? sql`NULL::INTEGER AS r, NULL::INTEGER AS f, NULL::INTEGER AS m`
        : sql`any_value(r)::INTEGER AS r, any_value(f)::INTEGER AS f, any_value(m)::INTEGER AS m`;
    const order =
      settings.preset === "mean"
        ? sql`any_value(r * 4 + f * 2 + m) DESC`
        : settings.preset === "groups"
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
      sql: (tables, settings, window) => sql`${scoredSql(tables, settings, window)}, spans AS (
  SELECT *, min(recency_days) OVER (PARTITION BY r) AS r0, max(recency_days) OVER (PARTITION BY r) AS r1,
    min(frequency) OVER (PARTITION BY f) AS f0, max(frequency) OVER (PARTITION BY f) AS f1
  FROM named
)
SELECT r::INTEGER AS r, f::INTEGER AS f, CASE WHEN r0 = r1 THEN r0::VARCHAR ELSE concat(r0, '–', r1) END AS recency,
  CASE WHEN f0 = f1 THEN f0::VARCHAR ELSE concat(f0, '–', f1) END AS frequency, count(*)::INTEGER AS customers,
  count(*)::DOUBLE / (SELECT count(*) FROM named) AS customer_share, sum(monetary)::DOUBLE AS value
FROM spans
GROUP BY r, f, r0, r1, f0, f1
ORDER BY r DESC, f`,
    },
  },
  fold,
  charts: {
    grid: {
      part: "grid",
      mark: "grid",
      x: "frequency",
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
        const all = (main?.values.customers ?? []).reduce<number>((sum, count) => sum + Number(count), 0);
        return { value: numberAt(main, "customers"), n: all };
      },
    },
  },
  assumptions: ({ frequency, preset }) => [
    { en: "Refunds are not purchases; they reduce M", "zh-CN": "退款不算购买，只扣减 M" },
    frequency === "days"
      ? { en: "Orders of one day count once in F", "zh-CN": "F 中同一天的订单算一次" }
      : { en: "Every order counts in F", "zh-CN": "F 中每一单都计数" },
    preset === "mean"
      ? { en: "Exactly the mean counts as below", "zh-CN": "等于均值算低" }
      : {
          en: "Quintiles of type 7; equal values are never split",
          "zh-CN": "五分位按第 7 类算法；相同的值不拆分",
        },
  ],
  note: ({ preset }) => ({
    en:
      preset === "mean"
        ? "Customers per class; above or below the mean of R, F and M."
        : preset === "groups"
          ? "Customers per group, by R and the mean of F and M."
          : "Customers per cell; recency and frequency in fifths, equal values together.",
    "zh-CN":
      preset === "mean"
        ? "各类顾客数；按 R、F、M 高于或低于平均划分。"
        : preset === "groups"
          ? "各组顾客数；按 R 与 F、M 的平均划分。"
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
