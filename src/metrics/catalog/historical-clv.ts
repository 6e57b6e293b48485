import { type Sql, sql } from "../../sql.ts";
import { type Row, dayNumber, isoDay } from "../../tables/frame.ts";
import { type Counting, countedInput, countedTables, countingWords, newcomersParam } from "../counting.ts";
import { firstPurchase } from "../first-purchase.ts";
import { foldMembers } from "../member-fold.ts";
import { type FoldInput, type Relations, type Window, choice, defineMetric, integer } from "../metric.ts";
import { type Period, periodNumberSql, periodNumbers, periodStart, periodStartSql } from "../period.ts";
import { frameOf, numberAt } from "../rows.ts";

const columns = {
  cohort: { type: "date", unit: "period", period: "period", label: { en: "First order", "zh-CN": "首购" } },
  period: { type: "integer", label: { en: "Periods since", "zh-CN": "第几期" } },
  cohort_size: { type: "integer", unit: "customers", label: { en: "New", "zh-CN": "新客" } },
  cumulative_value: {
    type: "number",
    unit: "money",
    label: { en: "Cumulative value", "zh-CN": "累计价值" },
    n: "cohort_size",
  },
  value_per_customer: {
    type: "number",
    unit: "money",
    label: { en: "Value per customer", "zh-CN": "人均价值" },
    n: "cohort_size",
  },
  complete: { type: "boolean", label: { en: "Complete", "zh-CN": "已满" } },
} as const;
const averageColumns = {
  period: { type: "integer", label: { en: "Periods since", "zh-CN": "第几期" } },
  customers: { type: "integer", unit: "customers", label: { en: "Customers", "zh-CN": "顾客数" } },
  value_per_customer: {
    type: "number",
    unit: "money",
    label: { en: "Value per customer", "zh-CN": "人均价值" },
    n: "customers",
  },
} as const;

interface Settings {
  readonly period: "month" | "quarter";
  readonly measure: "revenue" | "margin";
  readonly newcomers: "ever" | "range";
  readonly periods: number;
}

function averageOf(rows: readonly Row[]) {
  const sums = new Map<number, { n: number; value: number }>();
  for (const row of rows) {
    if (row.complete !== true) continue;
    const known = sums.get(Number(row.period)) ?? { n: 0, value: 0 };
    sums.set(Number(row.period), {
      n: known.n + Number(row.cohort_size),
      value: known.value + Number(row.cumulative_value),
    });
  }
  return frameOf(
    averageColumns,
    [...sums]
      .sort(([a], [b]) => a - b)
      .map(([period, { n, value }]) => ({ period, customers: n, value_per_customer: value / n })),
  );
}

function fold(all: FoldInput, settings: Settings, window: Window) {
  const { from, to, asOf } = window;
  const input = countedInput(all, { newcomers: settings.newcomers }, window);
  const { orders, keepOrders } = input;
  if (settings.measure === "margin") return null;
  const { customer, day, value, length } = orders;
  const [first, last, end] = [dayNumber(from), dayNumber(to), dayNumber(asOf)];
  const period: Period = settings.period;
  const periodOf = periodNumbers(period, first - 1, end);
  const groups = new Map<number, { size: number; value: number[] }>();
  let i = 0;
  while (i < length) {
    const own = customer[i] as number;
    const at0 = firstPurchase(input, i);
    const firstDay = at0 < 0 ? -Infinity : (day[at0] as number);
    let group: { size: number; value: number[] } | null = null;
    let cohort = 0;
    if (firstDay >= first && firstDay <= last) {
      cohort = periodOf(firstDay);
      group = groups.get(cohort) ?? null;
      if (!group) groups.set(cohort, (group = { size: 0, value: [] }));
      group.size += 1;
    }
    for (; i < length && customer[i] === own; i += 1) {
      const at = day[i] as number;
      if (!group || (keepOrders && !keepOrders[i]) || at < firstDay || at > last) continue;
      const k = periodOf(at) - cohort;
      group.value[k] = (group.value[k] ?? 0) + (value[i] as number);
    }
  }
  const rows: Row[] = [];
  for (const [cohort, { size, value: values }] of [...groups].sort(([a], [b]) => a - b)) {
    const most = periodOf(last) - cohort;
    let total = 0;
    for (let k = 0; k <= (settings.periods > 0 ? Math.min(most, settings.periods) : most); k += 1) {
      total += values[k] ?? 0;
      rows.push({
        cohort: isoDay(periodStart(period, cohort)),
        period: k,
        cohort_size: size,
        cumulative_value: total,
        value_per_customer: total / size,
        complete: periodStart(period, cohort + k + 1) <= end,
      });
    }
  }
  return { main: frameOf(columns, rows), average: averageOf(rows) };
}

/** What a row's cost takes from its value. */
const costSql = (measure: unknown) =>
  measure === "margin" ? sql` - CASE WHEN s.purchase THEN coalesce(s.cost, 0) ELSE 0 END` : sql``;

/** `filled`: each cohort's cumulative value by the end of each period since its first. */
function spentSql(tables: Relations, { period, measure, periods, newcomers }: Settings, range: Window): Sql {
  const { from, to } = range;
  const { orders, sales } = countedTables(tables, { newcomers }, range);
  const most = sql`(${periodNumberSql(period, sql`${to}::DATE`)} - ${periodNumberSql(period, sql`cohort`)})`;
  return sql`WITH members AS (
  SELECT customer, min(day) AS first_day, ${periodStartSql(period, sql`min(day)`)} AS cohort
  FROM ${orders}
  GROUP BY customer
  HAVING min(day) BETWEEN ${from}::DATE AND ${to}::DATE
), cells AS (
  SELECT *, unnest(range(0, ${periods > 0 ? sql`least(${most}, ${periods})` : most} + 1))::INTEGER AS period
  FROM (SELECT cohort, count(*) AS cohort_size FROM members GROUP BY cohort)
), spent AS (
  SELECT m.cohort, (${periodNumberSql(period, sql`s.day`)} - ${periodNumberSql(period, sql`m.cohort`)})::INTEGER AS period,
    sum(s.value${costSql(measure)}) AS value
  FROM ${sales} s JOIN members m ON m.customer = s.customer
  WHERE s.day BETWEEN m.first_day AND ${to}::DATE
  GROUP BY ALL
), filled AS (
  SELECT cohort, period, cohort_size, sum(coalesce(value, 0)) OVER (PARTITION BY cohort ORDER BY period) AS value
  FROM cells LEFT JOIN spent USING (cohort, period)
)`;
}

export default defineMetric({
  id: "historical-clv",
  section: "value",
  label: { en: "Historical customer value", "zh-CN": "历史客户价值" },
  question: {
    en: "How much has a new customer brought in by so many months after the first order?",
    "zh-CN": "一位新客在首单之后的若干个月里累计带来了多少？",
  },
  definition: {
    en: "Everything that a cohort of new customers has spent by the end of each period since their first, over the customers acquired (bought again or not). Refunds reduce it when they happen.",
    "zh-CN": "一批新客从首购到每个周期末的累计消费 ÷ 该批获得的顾客数（无论是否再买）。退款在发生时扣减。",
  },
  formula: ({ measure }) => ({
    name: { en: "value per customer", "zh-CN": "人均价值" },
    over:
      measure === "margin"
        ? { en: "cumulative revenue − cost of the cohort", "zh-CN": "该批顾客累计收入 − 成本" }
        : { en: "cumulative revenue of the cohort", "zh-CN": "该批顾客累计收入" },
    under: { en: "customers of the cohort", "zh-CN": "该批顾客人数" },
  }),
  requires: { orders: ["customer_id", "ordered_at", "amount"] },
  requiresFor: ({ measure }) => (measure === "margin" ? { orders: ["cost"] } : {}),
  params: {
    period: choice(
      { en: "Period", "zh-CN": "周期" },
      { month: { en: "Month", "zh-CN": "月" }, quarter: { en: "Quarter", "zh-CN": "季" } },
      "month",
    ),
    measure: choice(
      { en: "Measure", "zh-CN": "度量" },
      {
        revenue: { en: "Revenue", "zh-CN": "收入" },
        margin: { en: "Margin (revenue − cost)", "zh-CN": "毛利（收入 − 成本）" },
      },
      "revenue",
    ),
    newcomers: newcomersParam,
    periods: integer(
      { en: "Periods shown (0: all)", "zh-CN": "看多久（0 为全部）" },
      { default: 0, min: 0, max: 1000 },
    ),
  },
  columns,
  sql: (tables, settings, window) => {
    const { asOf } = window;
    const months = settings.period === "month" ? 1 : 3;
    return sql`${spentSql(tables, settings, window)}
SELECT cohort, period, cohort_size::INTEGER AS cohort_size, value::DOUBLE AS cumulative_value,
  (value / cohort_size)::DOUBLE AS value_per_customer,
  (cohort + to_months(${months} * (period + 1)))::DATE <= ${asOf}::DATE AS complete
FROM filled
ORDER BY cohort, period`;
  },
  parts: {
    average: {
      label: { en: "Weighted average", "zh-CN": "加权平均" },
      columns: averageColumns,
      sql: (tables, settings, window) => {
        const { asOf } = window;
        const months = settings.period === "month" ? 1 : 3;
        return sql`${spentSql(tables, settings, window)}
SELECT period, sum(cohort_size)::INTEGER AS customers, (sum(value) / sum(cohort_size))::DOUBLE AS value_per_customer
FROM filled
WHERE (cohort + to_months(${months} * (period + 1)))::DATE <= ${asOf}::DATE
GROUP BY period
ORDER BY period`;
      },
    },
  },
  fold,
  charts: {
    average: {
      part: "average",
      mark: "line",
      x: "period",
      y: "value_per_customer",
      n: "customers",
      zero: true,
    },
    triangle: {
      mark: "triangle",
      row: "cohort",
      column: "period",
      size: "cohort_size",
      value: "value_per_customer",
      complete: "complete",
      average: "weighted",
    },
  },
  headlines: {
    latest: {
      label: { en: "Value per new customer", "zh-CN": "新客人均价值" },
      unit: "money",
      n: "customers",
      better: "more",
      params: { periods: 0 },
      from: ({ main }) => {
        const newest = new Map<string, { size: number; value: number }>();
        for (let row = 0; row < (main?.length ?? 0); row += 1)
          newest.set(String(main?.values.cohort?.[row]), {
            size: numberAt(main, "cohort_size", row) ?? 0,
            value: numberAt(main, "cumulative_value", row) ?? 0,
          });
        const size = [...newest.values()].reduce((sum, cohort) => sum + cohort.size, 0);
        const value = [...newest.values()].reduce((sum, cohort) => sum + cohort.value, 0);
        return { value: size > 0 ? value / size : null, n: size };
      },
    },
  },
  variants: {
    headline: "latest",
    presets: [
      { label: { en: "First order ever", "zh-CN": "有史以来首单" }, params: { newcomers: "ever" } },
      { label: { en: "First order in the range", "zh-CN": "范围内首单" }, params: { newcomers: "range" } },
    ],
  },
  members: {
    latest: {
      figure: "ratio",
      counted: { en: "New customers", "zh-CN": "新客" },
      hits: { en: "Value", "zh-CN": "价值" },
      unit: "money",
      settings: ["period", "measure", "newcomers", "periods"],
      sql: (tables, { period, measure, periods, newcomers }, range) => {
        const { from, to } = range;
        const { orders, sales } = countedTables(tables, { newcomers } as Counting, range);
        const since = sql`${periodNumberSql(String(period), sql`s.day`)} - ${periodNumberSql(String(period), sql`m.first_day`)}`;
        return sql`WITH members AS (
  SELECT customer, min(day) AS first_day FROM ${orders} GROUP BY customer
  HAVING min(day) BETWEEN ${from}::DATE AND ${to}::DATE
)
SELECT any_value(s.customer_id) AS customer_id, 1 AS counted,
  sum(s.value${costSql(measure)})${Number(periods) > 0 ? sql` FILTER (${since} <= ${Number(periods)})` : sql``} AS hits
FROM ${sales} s JOIN members m ON m.customer = s.customer
WHERE s.day BETWEEN m.first_day AND ${to}::DATE
GROUP BY s.customer`;
      },
      fold: (all, { period, measure, periods, newcomers }, range) => {
        if (measure === "margin") return null;
        const { from, to } = range;
        const input = countedInput(all, { newcomers } as Counting, range);
        const [start, last] = [dayNumber(from), dayNumber(to)];
        const number = periodNumbers(period as Period, start, last);
        const most = Number(periods) > 0 ? Number(periods) : Infinity;
        const { purchase, value } = input.orders;
        let [first, sum, early, earlyDay] = [NaN, 0, 0, NaN];
        return foldMembers(
          input,
          "sales",
          () => {
            [first, sum, early, earlyDay] = [NaN, 0, 0, NaN];
          },
          (day, row) => {
            const own = value[row] as number;
            if (Number.isNaN(first)) {
              // A refund of the day of the first purchase counts, also where it comes before it.
              if (earlyDay !== day) [early, earlyDay] = [0, day];
              early += own;
              if (!purchase[row]) return;
              first = day;
              sum = early;
            } else if (first >= start && day <= last && number(day) - number(first) <= most) sum += own;
          },
          (add) => {
            if (first >= start && first <= last) add(1, sum);
          },
        );
      },
    },
  },
  assumptions: ({ measure, newcomers }) => [
    countingWords.newcomers(newcomers),
    {
      en: "All acquired customers count, also those who never came back",
      "zh-CN": "包含所有获得的顾客，未回购的也算",
    },
    { en: "Refunds reduce value in the period they happen", "zh-CN": "退款在发生的周期扣减" },
    { en: "No discounting, no forecast", "zh-CN": "不折现，不预测" },
    ...(measure === "margin"
      ? [{ en: "An order without a cost costs nothing", "zh-CN": "没有成本的订单按零成本计" }]
      : []),
  ],
  note: () => ({
    en: "Cumulative value per acquired customer by periods since the first order; weighted by size, incomplete periods left out. Later periods rest on the older cohorts alone.",
    "zh-CN": "首购后各周期的人均累计价值；按人数加权，未满周期不计入；越往后，只剩较早的批次。",
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-05 10:00:00,10
2,b,2025-01-20 10:00:00,20
3,a,2025-02-03 10:00:00,30
4,c,2025-02-28 10:00:00,40`,
    },
    result: `cohort,period,cohort_size,cumulative_value,value_per_customer,complete
2025-01-01,0,2,30,15,true
2025-01-01,1,2,60,30,true
2025-02-01,0,1,40,40,true`,
  },
  sources: ["Gupta et al. (2006), Journal of Service Research 9, 139–155 (value of past cohorts)"],
});
