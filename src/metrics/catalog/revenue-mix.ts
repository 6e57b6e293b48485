import { sql } from "../../sql.ts";
import { type Row, dayNumber, isoDay } from "../../tables/frame.ts";
import { firstPurchase } from "../first-purchase.ts";
import { type FoldInput, type Relations, type Window, defineMetric } from "../metric.ts";
import {
  type Period,
  nextPeriodSql,
  periodNumbers,
  periodParam,
  periodStart,
  periodStartSql,
} from "../period.ts";
import { revenueMembers } from "../revenue-members.ts";
import { frameOf, numberAt } from "../rows.ts";

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
} as const;

interface Totals {
  readonly buyers: number;
  readonly orders: number;
  readonly value: number;
}

/** Shapley's split of the change of buyers × frequency × order value: the three parts add up exactly. */
export function changeOf(before: Totals, now: Totals) {
  const factors = ({ buyers, orders, value }: Totals) =>
    buyers > 0 && orders > 0 ? ([buyers, orders / buyers, value / orders] as const) : ([0, 0, 0] as const);
  const [b0, f0, v0] = factors(before);
  const [b1, f1, v1] = factors(now);
  return {
    change: now.value - before.value,
    from_buyers: (b1 - b0) * ((f0 * v0 + f1 * v1) / 3 + (f0 * v1 + f1 * v0) / 6),
    from_frequency: (f1 - f0) * ((b0 * v0 + b1 * v1) / 3 + (b0 * v1 + b1 * v0) / 6),
    from_order_value: (v1 - v0) * ((b0 * f0 + b1 * f1) / 3 + (b0 * f1 + b1 * f0) / 6),
  };
}

function fold(input: FoldInput, { period }: { readonly period: Period }, { from, to, asOf }: Window) {
  const { orders, keepOrders } = input;
  const { customer, day, purchase, value, length } = orders;
  const [first, last, end] = [dayNumber(from), dayNumber(to), dayNumber(asOf)];
  const periodOf = periodNumbers(period, first, end);
  const start = periodOf(first);
  const cells = Math.max(0, periodOf(last) - start + 1);
  const kinds = [0, 1].map(() => ({
    buyers: new Int32Array(cells),
    orders: new Int32Array(cells),
    value: new Float64Array(cells),
    rows: new Uint8Array(cells),
  }));
  const all = { buyers: 0, fresh: 0, orders: 0, value: 0 };
  // The first period is cut short where the range begins after the data do, within it.
  let earlier = false;
  let i = 0;
  while (i < length) {
    const own = customer[i] as number;
    const at0 = firstPurchase(input, i);
    const firstDay = at0 < 0 ? Infinity : (day[at0] as number);
    const fresh = firstDay >= first && firstDay <= last;
    const firstCell = fresh ? periodOf(firstDay) - start : -1;
    if (fresh) all.fresh += 1;
    if (firstDay < first) earlier = true;
    let counted = -1;
    let bought = false;
    for (; i < length && customer[i] === own; i += 1) {
      const at = day[i] as number;
      if ((keepOrders && !keepOrders[i]) || at < first || at > last) continue;
      const buys = purchase[i] === 1;
      const cell = periodOf(at) - start;
      // A refund before any known purchase belongs to somebody who bought earlier than the data begin.
      const kind = kinds[cell === firstCell && at >= firstDay ? 0 : 1];
      if (!kind) continue;
      kind.rows[cell] = 1;
      kind.value[cell] = (kind.value[cell] as number) + (value[i] as number);
      all.value += value[i] as number;
      if (!buys) continue;
      kind.orders[cell] = (kind.orders[cell] as number) + 1;
      all.orders += 1;
      if (!bought) all.buyers += 1;
      bought = true;
      if (counted !== cell) kind.buyers[cell] = (kind.buyers[cell] as number) + 1;
      counted = cell;
    }
  }
  const main: Row[] = [];
  const change: Row[] = [];
  let before: Totals | null = null;
  for (let cell = 0; cell < cells; cell += 1) {
    const day0 = isoDay(periodStart(period, start + cell));
    const complete =
      periodStart(period, start + cell + 1) <= end &&
      (!earlier || periodStart(period, start + cell) >= first);
    kinds.forEach((kind, index) => {
      if (!kind.rows[cell]) return;
      const made = kind.orders[cell] as number;
      main.push({
        period: day0,
        customer_kind: index === 0 ? "new" : "returning",
        buyers: kind.buyers[cell] as number,
        orders: made,
        value: kind.value[cell] as number,
        average_order_value: made > 0 ? (kind.value[cell] as number) / made : null,
        complete,
      });
    });
    if (!kinds.some((kind) => kind.rows[cell])) continue;
    const sum = (read: (kind: (typeof kinds)[number]) => number) =>
      kinds.reduce((total, kind) => total + read(kind), 0);
    const now: Totals = {
      buyers: sum((kind) => kind.buyers[cell] as number),
      orders: sum((kind) => kind.orders[cell] as number),
      value: sum((kind) => kind.value[cell] as number),
    };
    change.push({
      period: day0,
      buyers: now.buyers,
      orders_per_buyer: now.buyers > 0 ? now.orders / now.buyers : null,
      average_order_value: now.orders > 0 ? now.value / now.orders : null,
      value: now.value,
      ...(before ? changeOf(before, now) : {}),
      complete,
    });
    before = now;
  }
  const summary: Row = {
    buyers: all.buyers,
    new_buyers: all.fresh,
    orders: all.orders,
    value: all.value,
    average_order_value: all.orders > 0 ? all.value / all.orders : null,
    orders_per_buyer: all.buyers > 0 ? all.orders / all.buyers : null,
  };
  return {
    main: frameOf(columns, main),
    change: frameOf(changeColumns, change),
    summary: frameOf(summaryColumns, [summary]),
  };
}

const keptSql = ({ orders, sales }: Relations, period: string, { from, to }: Window) => sql`WITH firsts AS (
  SELECT customer, ${periodStartSql(period, sql`min(day)`)} AS first_period, min(day) AS first_day, min(day) < ${from}::DATE AS earlier FROM ${orders} WHERE day <= ${to}::DATE GROUP BY customer
), kept AS (
  SELECT s.customer, s.purchase, s.value, ${periodStartSql(period, sql`s.day`)} AS period,
    CASE WHEN f.first_period = ${periodStartSql(period, sql`s.day`)} AND f.first_day >= ${from}::DATE AND s.day >= f.first_day THEN 'new' ELSE 'returning' END AS customer_kind
  FROM ${sales} s LEFT JOIN firsts f ON f.customer = s.customer
  WHERE s.day BETWEEN ${from}::DATE AND ${to}::DATE
)`;

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
  params: { period: periodParam },
  columns,
  sql: (tables, { period }, window) => sql`${keptSql(tables, period, window)}
SELECT period, customer_kind, (count(DISTINCT customer) FILTER (purchase))::INTEGER AS buyers, (count(*) FILTER (purchase))::INTEGER AS orders,
  sum(value)::DOUBLE AS value, sum(value)::DOUBLE / nullif(count(*) FILTER (purchase), 0) AS average_order_value,
  ${nextPeriodSql(period, sql`period`)} <= ${window.asOf}::DATE AND (period >= ${window.from}::DATE OR NOT coalesce((SELECT bool_or(earlier) FROM firsts), false)) AS complete
FROM kept
GROUP BY period, customer_kind
ORDER BY period, customer_kind`,
  parts: {
    change: {
      label: { en: "What changed", "zh-CN": "变化来源" },
      columns: changeColumns,
      sql: (tables, { period }, window) => sql`${keptSql(tables, period, window)}, totals AS (
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
  ${nextPeriodSql(period, sql`period`)} <= ${window.asOf}::DATE AND (period >= ${window.from}::DATE OR NOT coalesce((SELECT bool_or(earlier) FROM firsts), false)) AS complete
FROM pairs
ORDER BY period`,
    },
    summary: {
      label: { en: "Whole range", "zh-CN": "整个范围" },
      columns: summaryColumns,
      sql: (tables, { period }, window) => sql`${keptSql(tables, period, window)}
SELECT (count(DISTINCT customer) FILTER (purchase))::INTEGER AS buyers,
  (SELECT count(*) FROM firsts WHERE first_day >= ${window.from}::DATE)::INTEGER AS new_buyers,
  (count(*) FILTER (purchase))::INTEGER AS orders, coalesce(sum(value), 0)::DOUBLE AS value,
  sum(value)::DOUBLE / nullif(count(*) FILTER (purchase), 0) AS average_order_value,
  (count(*) FILTER (purchase))::DOUBLE / nullif(count(DISTINCT customer) FILTER (purchase), 0) AS orders_per_buyer
FROM kept`,
    },
  },
  fold,
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
  },
  members: revenueMembers,
  assumptions: () => [
    {
      en: "Refunds reduce revenue when they happen and are not purchases",
      "zh-CN": "退款在发生时扣减收入，不算购买",
    },
    { en: "Cancelled orders count nowhere", "zh-CN": "取消的订单不计入" },
    { en: "Who bought before the range is a returning customer", "zh-CN": "范围之前买过的是老客" },
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
