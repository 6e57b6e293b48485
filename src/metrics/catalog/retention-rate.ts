import { wilson } from "../../models/intervals.ts";
import { type Sql, sql } from "../../sql.ts";
import { dayNumber, type Frame, isoDay, type Row } from "../../tables/frame.ts";
import { type Counting, countedInput, countedTables, countingWords, refundsParam } from "../counting.ts";
import { foldMembers } from "../member-fold.ts";
import { choice, defineMetric, type FoldInput, type ResultColumns, type Window } from "../metric.ts";
import { type Period, nextPeriodSql, periodNumber, periodNumbers, periodStart } from "../period.ts";
import { frameOf } from "../rows.ts";
import { wilsonSql } from "../wilson.ts";

type Fold = Readonly<Record<string, Frame>> & { readonly main: Frame };

const columns = {
  period: { type: "date", unit: "period", period: "period", label: { en: "Period", "zh-CN": "周期" } },
  previous: { type: "integer", unit: "customers", label: { en: "Active before", "zh-CN": "上期活跃" } },
  retained: { type: "integer", unit: "customers", label: { en: "Retained", "zh-CN": "留存" } },
  rate: {
    type: "number",
    unit: "share",
    label: { en: "Retention", "zh-CN": "留存率" },
    interval: ["low", "high"],
    n: "previous",
  },
  low: { type: "number", unit: "share", label: { en: "Low", "zh-CN": "下限" } },
  high: { type: "number", unit: "share", label: { en: "High", "zh-CN": "上限" } },
  churn: { type: "number", unit: "share", label: { en: "Churn", "zh-CN": "流失率" }, n: "previous" },
  active: { type: "integer", unit: "customers", label: { en: "Active", "zh-CN": "活跃" } },
  new: { type: "integer", unit: "customers", label: { en: "New", "zh-CN": "新客" } },
  reactivated: { type: "integer", unit: "customers", label: { en: "Came back", "zh-CN": "回流" } },
  lost: { type: "integer", unit: "customers", label: { en: "Not active again", "zh-CN": "流失" } },
  complete: { type: "boolean", label: { en: "Complete", "zh-CN": "已满" } },
} satisfies ResultColumns;

/** One pass: orders stand by customer and time, so that each customer's periods follow one another. */
function fold(
  input: FoldInput,
  { period, ...counting }: { readonly period: Period } & Counting,
  window: Window,
): Fold {
  const { from, to, asOf } = window;
  const { orders, keepOrders } = countedInput(input, counting, window);
  const { length, customer, day, purchase } = orders;
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < length; i += 1) {
    first = Math.min(first, day[i] as number);
    last = Math.max(last, day[i] as number);
  }
  if (first > last) return { main: frameOf(columns, []) };
  const numberOf = periodNumbers(period, first, last);
  const base = numberOf(first);
  const size = numberOf(last) - base + 1;
  const active = new Uint32Array(size);
  const fresh = new Uint32Array(size);
  const retained = new Uint32Array(size);
  const count = (counts: Uint32Array, at: number) => (counts[at] = (counts[at] as number) + 1);
  let own = -1;
  let before = -1;
  let begun = size;
  for (let i = 0; i < length; i += 1) {
    if (!purchase[i] || (keepOrders && !keepOrders[i])) continue;
    const at = numberOf(day[i] as number) - base;
    if (customer[i] !== own) {
      own = customer[i] as number;
      count(fresh, at);
      begun = Math.min(begun, at);
    } else if (at === before) continue;
    else if (at === before + 1) count(retained, at);
    count(active, at);
    before = at;
  }
  const rows: Row[] = [];
  const end = periodNumber(period, dayNumber(to)) - base;
  for (
    let at = Math.max(begun, periodNumber(period, dayNumber(from)) - base);
    at <= end && begun < size;
    at += 1
  ) {
    const previous = active[at - 1] ?? 0;
    const kept = retained[at] ?? 0;
    const interval = wilson(kept, previous);
    const made = active[at] ?? 0;
    const firsts = fresh[at] ?? 0;
    rows.push({
      period: isoDay(periodStart(period, base + at)),
      previous,
      retained: kept,
      rate: previous ? kept / previous : null,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      churn: previous ? 1 - kept / previous : null,
      active: made,
      new: firsts,
      reactivated: made - firsts - kept,
      lost: previous - kept,
      complete: periodStart(period, base + at + 1) <= dayNumber(asOf),
    });
  }
  return { main: frameOf(columns, rows) };
}

export default defineMetric({
  id: "retention-rate",
  section: "retention",
  label: { en: "Retention and churn by period", "zh-CN": "客户留存率与流失率" },
  question: {
    en: "Of the customers active in the period before, what share was active again?",
    "zh-CN": "上一周期活跃的顾客，这一周期还有多少活跃？",
  },
  definition: {
    en: "A customer is active in a period with at least one order in it. Retention is the share of the previous period's active customers who are active in this one; churn is 1 − retention. Active = new (first order ever) + retained (active before) + reactivated (came back after a gap).",
    "zh-CN":
      "周期内至少一单即为活跃。留存率是上一周期的活跃顾客中本周期仍活跃的比例；流失率 = 1 − 留存率。活跃 = 新客（首单）+ 留存（上期活跃）+ 回流（隔期回来）。",
  },
  formula: () => ({
    name: { en: "retention", "zh-CN": "留存率" },
    over: { en: "customers active in this period and the one before", "zh-CN": "本期与上期都活跃的顾客" },
    under: { en: "customers active in the period before", "zh-CN": "上期活跃的顾客" },
  }),
  requires: { orders: ["customer_id", "ordered_at"] },
  params: {
    period: choice(
      { en: "Period", "zh-CN": "周期" },
      {
        week: { en: "Week", "zh-CN": "周" },
        month: { en: "Month", "zh-CN": "月" },
        quarter: { en: "Quarter", "zh-CN": "季" },
        year: { en: "Year", "zh-CN": "年" },
      },
      "month",
    ),
    refunds: refundsParam,
  },
  columns,
  sql: (tables, { period, refunds }, range) => {
    const { from, to, asOf } = range;
    const { orders } = countedTables(tables, { refunds }, range);
    const length = {
      week: sql`INTERVAL 7 DAY`,
      month: sql`INTERVAL 1 MONTH`,
      quarter: sql`INTERVAL 3 MONTH`,
      year: sql`INTERVAL 1 YEAR`,
    }[period];
    const { low, high } = wilsonSql(sql`retained`, sql`previous`);
    return sql`WITH activity AS (
  SELECT DISTINCT customer, date_trunc(${period}, day)::DATE AS period
  FROM ${orders}
), linked AS (
  SELECT customer, period,
    lag(period) OVER own AS before, row_number() OVER own AS n
  FROM activity
  WINDOW own AS (PARTITION BY customer ORDER BY period)
), periods AS (
  SELECT unnest(generate_series((SELECT min(period) FROM activity), date_trunc(${period}, ${to}::DATE)::DATE, ${length}))::DATE AS period
), counted AS (
  SELECT period, count(*) AS active, count(*) FILTER (n = 1) AS new,
    count(*) FILTER (before = (period - ${length})::DATE) AS retained
  FROM linked GROUP BY period
), joined AS (
  SELECT p.period, coalesce(c.active, 0) AS active, coalesce(c.new, 0) AS new, coalesce(c.retained, 0) AS retained,
    coalesce(b.active, 0) AS previous
  FROM periods p
  LEFT JOIN counted c ON c.period = p.period
  LEFT JOIN counted b ON (b.period + ${length})::DATE = p.period
)
SELECT period, previous::INTEGER AS previous, retained::INTEGER AS retained, retained::DOUBLE / nullif(previous, 0) AS rate,
  ${low} AS low, ${high} AS high, 1 - retained::DOUBLE / nullif(previous, 0) AS churn, active::INTEGER AS active, new::INTEGER AS new,
  (active - new - retained)::INTEGER AS reactivated, (previous - retained)::INTEGER AS lost,
  (period + ${length})::DATE <= ${asOf}::DATE AS complete
FROM joined
WHERE period >= date_trunc(${period}, ${from}::DATE)::DATE
ORDER BY period`;
  },
  fold,
  charts: {
    rate: {
      mark: "line",
      x: "period",
      y: "rate",
      band: ["low", "high"],
      n: "previous",
      complete: "complete",
      zero: true,
    },
    active: { mark: "bars", x: "period", y: "active", complete: "complete" },
  },
  headlines: {
    retention: {
      label: { en: "Retention, last full period", "zh-CN": "最近完整周期留存率" },
      unit: "share",
      n: "customers",
      better: "more",
      from: ({ main }, { from }) => {
        const complete = main?.values.complete ?? [];
        const rates = main?.values.rate ?? [];
        // A period that began before the range is in the result, and is none of the range's full ones.
        const isFull = (row: number) =>
          complete[row] === true && rates[row] !== null && String(main?.values.period?.[row]) >= from;
        let row = complete.length - 1;
        while (row >= 0 && !isFull(row)) row -= 1;
        const read = (name: string) =>
          row < 0 ? null : ((main?.values[name]?.[row] as number | null) ?? null);
        return {
          value: read("rate"),
          ...(row < 0 && {
            absent: { en: "No full period in this range", "zh-CN": "这个范围里没有完整周期" },
          }),
          n: read("previous"),
          low: read("low"),
          high: read("high"),
          series: rates.map((value, index) => ({
            period: String(main?.values.period?.[index] ?? ""),
            value: value as number | null,
            complete: complete[index] === true,
          })),
        };
      },
    },
  },
  variants: {
    headline: "retention",
    presets: [
      { label: { en: "By week", "zh-CN": "按周" }, params: { period: "week" } },
      { label: { en: "By month", "zh-CN": "按月" }, params: { period: "month" } },
      { label: { en: "By quarter", "zh-CN": "按季" }, params: { period: "quarter" } },
      { label: { en: "By year", "zh-CN": "按年" }, params: { period: "year" } },
      {
        label: { en: "By month, refunds counted as orders", "zh-CN": "按月，退款算订单" },
        params: { period: "month", refunds: "orders" },
      },
    ],
  },
  members: {
    retention: {
      figure: "ratio",
      counted: { en: "Active before", "zh-CN": "上期活跃" },
      hits: { en: "Retained", "zh-CN": "留存" },
      unit: "count",
      settings: ["period", "refunds"],
      sql: (tables, { period, ...counting }, range) => {
        const { from, to, asOf } = range;
        const { orders } = countedTables(tables, counting as Counting, range);
        const next = (start: Sql) => nextPeriodSql(String(period), start);
        return sql`WITH activity AS (
  SELECT customer, any_value(customer_id) AS customer_id, date_trunc(${period as string}, day)::DATE AS period
  FROM ${orders} GROUP BY ALL
), last_full AS (
  SELECT max(before) AS before FROM (SELECT DISTINCT period AS before FROM activity)
  WHERE ${next(sql`before`)} BETWEEN ${from}::DATE AND ${to}::DATE AND ${next(next(sql`before`))} <= ${asOf}::DATE
)
SELECT any_value(customer_id) AS customer_id, 1 AS counted, count(*) - 1 AS hits
FROM activity, last_full
WHERE period = before OR period = ${next(sql`before`)}
GROUP BY customer HAVING bool_or(period = before)`;
      },
      fold: (all, { period, ...counting }, range) => {
        const { from, to, asOf } = range;
        const input = countedInput(all, counting, range);
        const unit = period as Period;
        const [start, last, end] = [from, to, asOf].map(dayNumber) as [number, number, number];
        const { day, purchase, length } = input.orders;
        const number = periodNumbers(unit, 0, end);
        let before = -Infinity;
        for (let i = 0; i < length; i += 1) {
          if (!purchase[i] || (input.keepOrders && !input.keepOrders[i])) continue;
          const own = number(day[i] as number);
          if (own <= before) continue;
          const next = periodStart(unit, own + 1);
          if (next >= start && next <= last && periodStart(unit, own + 2) <= end) before = own;
        }
        let [was, back] = [false, false];
        return foldMembers(
          input,
          "purchases",
          () => {
            [was, back] = [false, false];
          },
          (at) => {
            const own = number(at);
            if (own === before) was = true;
            else if (own === before + 1) back = true;
          },
          (add) => {
            if (was) add(1, back ? 1 : 0);
          },
        );
      },
    },
  },
  assumptions: ({ period, refunds }) => [
    {
      en: period === "week" ? "Weeks begin on Monday" : "Calendar periods",
      "zh-CN": period === "week" ? "每周从周一开始" : "自然周期",
    },
    { en: "A new customer never bought before the period", "zh-CN": "新客在该周期前从未购买" },
    countingWords.refunds(refunds),
  ],
  note: () => ({
    en: "Share of the previous period's active customers who bought again; Wilson 95 % band; an open period is dashed.",
    "zh-CN": "上期活跃顾客中本期再次购买的比例；Wilson 95% 区间；未满周期用虚线。",
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-02-11 10:00:00,10
3,b,2025-01-05 10:00:00,10
4,b,2025-03-31 10:00:00,10
5,c,2025-02-05 10:00:00,10
6,c,2025-03-06 10:00:00,10`,
    },
    result: `period,previous,retained,rate,churn,active,new,reactivated,lost,complete
2025-01-01,0,0,,,2,2,0,0,true
2025-02-01,2,1,0.5,0.5,2,1,0,1,true
2025-03-01,2,1,0.5,0.5,2,0,1,1,true`,
  },
  sources: [
    "Farris, Bendle, Pfeifer & Reibstein, Marketing Metrics, ch. 5",
    "Wilson (1927), JASA 22, 209–212 (interval)",
  ],
});
