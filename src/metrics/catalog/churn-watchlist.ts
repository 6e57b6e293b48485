import { bgNbd, mbgNbd } from "../../models/btyd/beta-geometric.ts";
import { fit } from "../../models/btyd/fit.ts";
import { fitSpending } from "../../models/btyd/gamma-gamma.ts";
import { distinctHistories } from "../../models/btyd/history.ts";
import { paretoNbd } from "../../models/btyd/pareto.ts";
import { spendingOf } from "../../models/btyd/value.ts";
import { sql } from "../../sql.ts";
import type { Row } from "../../tables/frame.ts";
import { choice, defineMetric, integer, number } from "../metric.ts";
import { frameOf, numberAt } from "../rows.ts";

const models = { "bg-nbd": bgNbd, "mbg-nbd": mbgNbd, "pareto-nbd": paretoNbd };
const days = (en: string, zh: string) =>
  ({ type: "number", unit: "days", label: { en, "zh-CN": zh } }) as const;
const money = (en: string, zh: string) =>
  ({ type: "number", unit: "money", label: { en, "zh-CN": zh } }) as const;
const reasons = {
  lapsed: { en: "Three times the usual gap or more", "zh-CN": "超过平时间隔三倍以上" },
  overdue: { en: "Twice the usual gap or more", "zh-CN": "超过平时间隔两倍" },
  late: { en: "Later than usual", "zh-CN": "比平时晚" },
  doubtful: { en: "Unlikely to be still there", "zh-CN": "很可能已离开" },
} as const;
const columns = {
  customer_id: { type: "text", label: { en: "Customer", "zh-CN": "客户" } },
  last_order: { type: "date", label: { en: "Last order", "zh-CN": "最近一单" } },
  days_since: { type: "integer", unit: "days", label: { en: "Now", "zh-CN": "距今" } },
  median_gap: days("Usual gap", "平时间隔"),
  overdue_ratio: { type: "number", unit: "ratio", label: { en: "Overdue", "zh-CN": "逾期倍数" } },
  orders: { type: "integer", unit: "orders", label: { en: "Orders", "zh-CN": "订单数" } },
  value: money("Spent", "累计消费"),
  p_alive: { type: "number", unit: "share", label: { en: "P(active)", "zh-CN": "活跃概率" } },
  expected_value: money("Expected, next days", "未来预期金额"),
  value_at_risk: money("Value at risk", "风险金额"),
  reason: { type: "text", label: { en: "Why", "zh-CN": "原因" }, values: reasons },
} as const;
const summaryColumns = {
  at_risk: { type: "integer", unit: "customers", label: { en: "At risk of leaving", "zh-CN": "有流失风险" } },
  customers: { type: "integer", unit: "customers", label: { en: "Repeat customers", "zh-CN": "回头客" } },
  share: { type: "number", unit: "share", label: { en: "Share", "zh-CN": "占比" }, n: "customers" },
  value_at_risk: money("Value at risk", "风险金额"),
} as const;

export default defineMetric({
  id: "churn-watchlist",
  section: "retention",
  label: { en: "At-risk customers", "zh-CN": "流失预警名单" },
  question: {
    en: "Which customers worth keeping are about to leave?",
    "zh-CN": "哪些值得留住的顾客快要走了？",
  },
  definition: {
    en: "Customers with at least two purchase days whose time since the last one exceeds their own median gap by the stated factor. P(active) and expected purchases come from the chosen model, fitted to all customers; value at risk is what a customer who is still there would spend in the coming days, times the probability of having left. Highest first.",
    "zh-CN":
      "至少有两个购买日、且距上次购买已超过自己间隔中位数若干倍的顾客。活跃概率与预期购买来自对全部顾客拟合的模型；风险金额 = 若仍活跃在未来若干天的预期消费 × 已离开的概率。从高到低排列。",
  },
  formula: ({ horizon }) => ({
    name: { en: "value at risk", "zh-CN": "风险金额" },
    over: {
      en: `(1 − P(active)) × value expected in ${horizon} days if active`,
      "zh-CN": `（1 − 活跃概率）× 若活跃 ${horizon} 天内的预期金额`,
    },
  }),
  requires: { orders: ["customer_id", "ordered_at", "amount"] },
  params: {
    model: choice(
      { en: "Model", "zh-CN": "模型" },
      {
        "bg-nbd": { en: "BG/NBD", "zh-CN": "BG/NBD" },
        "mbg-nbd": { en: "MBG/NBD", "zh-CN": "MBG/NBD" },
        "pareto-nbd": { en: "Pareto/NBD", "zh-CN": "Pareto/NBD" },
      },
      "mbg-nbd",
    ),
    overdue: number(
      { en: "Overdue from (times the usual gap)", "zh-CN": "逾期倍数起点" },
      { default: 1.5, min: 1, max: 20 },
    ),
    horizon: integer({ en: "Days ahead", "zh-CN": "未来天数" }, { default: 90, min: 1, max: 730 }),
    most: integer({ en: "Customers shown", "zh-CN": "显示人数" }, { default: 200, min: 1, max: 10_000 }),
  },
  columns,
  sql: ({ orders, sales }, _params, { from, to, asOf }) => sql`WITH days AS (
  SELECT customer, any_value(customer_id) AS customer_id, day, count(*) AS orders,
    day - lag(day) OVER (PARTITION BY customer ORDER BY day) AS gap
  FROM ${orders} WHERE day <= ${to}::DATE GROUP BY customer, day
), spent AS (
  SELECT customer, day, sum(value) AS value FROM ${sales} WHERE day <= ${to}::DATE GROUP BY customer, day
)
SELECT any_value(d.customer_id) AS customer_id, max(d.day) AS last_order, (${asOf}::DATE - max(d.day))::INTEGER AS days_since,
  median(d.gap)::DOUBLE AS median_gap, sum(d.orders)::INTEGER AS orders, sum(s.value)::DOUBLE AS value,
  (count(*) - 1)::INTEGER AS x, (max(d.day) - min(d.day))::INTEGER AS tx, (${asOf}::DATE - 1 - min(d.day))::INTEGER AS age,
  avg(s.value) FILTER (d.gap IS NOT NULL)::DOUBLE AS mean
FROM days d LEFT JOIN spent s ON s.customer = d.customer AND s.day = d.day
GROUP BY d.customer
HAVING max(d.day) >= ${from}::DATE
ORDER BY customer_id`,
  model: async (rows, { model: name, overdue, horizon, most }, _window, task) => {
    const model = models[name];
    const numbers = (column: string) =>
      Float64Array.from(rows.values[column] ?? [], (value) => Number(value ?? 0));
    const [x, mean] = [numbers("x"), numbers("mean")];
    const tx = numbers("tx").map((value) => value / 7);
    const age = numbers("age").map((value) => value / 7);
    const fitted = fit(model, distinctHistories(x, tx, age), {
      onStep: (step) => {
        task.signal?.throwIfAborted();
        task.progress(step, 200, { en: "Fitting purchases", "zh-CN": "拟合购买" });
      },
    });
    const paying = Array.from(x.keys()).filter((i) => (x[i] ?? 0) > 0 && (mean[i] ?? 0) > 0);
    const spending = fitSpending({
      length: paying.length,
      x: Float64Array.from(paying, (i) => x[i] ?? 0),
      mean: Float64Array.from(paying, (i) => mean[i] ?? 0),
      weight: new Float64Array(paying.length).fill(1),
    });
    const overall = paying.reduce((sum, i) => sum + (mean[i] ?? 0), 0) / Math.max(1, paying.length);
    const known = Number.isFinite(fitted.parameters[0]);
    const found: Row[] = [];
    let repeat = 0;
    let atRisk = 0;
    for (let row = 0; row < rows.length; row += 1) {
      const gap = numberAt(rows, "median_gap", row);
      if ((x[row] ?? 0) < 1 || gap === null) continue;
      repeat += 1;
      const since = numberAt(rows, "days_since", row) ?? 0;
      const ratio = since / Math.max(1, gap);
      if (ratio < overdue) continue;
      const alive = known ? model.alive(fitted.parameters, x[row] ?? 0, tx[row] ?? 0, age[row] ?? 0) : null;
      const orders = known
        ? model.expected(fitted.parameters, x[row] ?? 0, tx[row] ?? 0, age[row] ?? 0, horizon / 7)
        : null;
      const each = spendingOf(spending, spending.parameters, x[row] ?? 0, mean[row] ?? 0, overall);
      const expected = orders === null ? null : orders * each;
      const risk =
        expected === null || alive === null || alive <= 0 ? null : (expected / alive) * (1 - alive);
      atRisk += risk ?? 0;
      found.push({
        customer_id: String(rows.values.customer_id?.[row] ?? ""),
        last_order: rows.values.last_order?.[row] ?? null,
        days_since: since,
        median_gap: gap,
        overdue_ratio: ratio,
        orders: numberAt(rows, "orders", row),
        value: numberAt(rows, "value", row),
        p_alive: alive,
        expected_value: expected,
        value_at_risk: risk,
        reason:
          ratio >= 3
            ? "lapsed"
            : ratio >= 2
              ? "overdue"
              : alive !== null && alive < 0.3
                ? "doubtful"
                : "late",
      });
    }
    found.sort(
      (a, b) =>
        Number(b.value_at_risk ?? -1) - Number(a.value_at_risk ?? -1) ||
        (String(a.customer_id) < String(b.customer_id) ? -1 : 1),
    );
    return {
      main: frameOf(columns, found.slice(0, most)),
      summary: frameOf(summaryColumns, [
        {
          at_risk: found.length,
          customers: repeat,
          share: repeat > 0 ? found.length / repeat : null,
          value_at_risk: atRisk,
        },
      ]),
    };
  },
  parts: {
    summary: { label: { en: "Summary", "zh-CN": "概要" }, columns: summaryColumns, sql: () => sql`SELECT 1` },
  },
  charts: {
    list: {
      mark: "table",
      columns: ["customer_id", "last_order", "median_gap", "days_since", "value", "p_alive", "value_at_risk"],
    },
  },
  headlines: {
    at_risk: {
      label: { en: "At risk of leaving", "zh-CN": "流失风险" },
      unit: "customers",
      n: "customers",
      better: "less",
      from: ({ summary }) => ({ value: numberAt(summary, "at_risk"), n: numberAt(summary, "customers") }),
    },
    value: {
      label: { en: "Value at risk", "zh-CN": "风险金额" },
      unit: "money",
      n: "customers",
      better: "less",
      from: ({ summary }) => ({ value: numberAt(summary, "value_at_risk"), n: numberAt(summary, "at_risk") }),
    },
  },
  assumptions: ({ overdue }) => [
    {
      en: `Listed from ${overdue} times a customer's own median gap`,
      "zh-CN": `从自己间隔中位数的 ${overdue} 倍起列入`,
    },
    {
      en: "Who bought on one day only has no gap of their own and is not listed",
      "zh-CN": "只在一天买过的顾客没有自己的间隔，不列入",
    },
    { en: "Purchases of one day count once", "zh-CN": "同一天的购买算一次" },
  ],
  note: ({ horizon, most }) => ({
    en: `Sorted by value at risk over ${horizon} days; at most ${most} customers.`,
    "zh-CN": `按 ${horizon} 天内的风险金额排序；最多 ${most} 人。`,
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-01-11 10:00:00,10
3,a,2025-01-21 10:00:00,10
4,b,2025-01-05 10:00:00,10
5,b,2025-03-31 10:00:00,10
6,c,2025-02-05 10:00:00,10`,
    },
    // As of 1 April: a's gap is 10 days, 70 have passed; b's is 85, one has; c bought once.
    result: `customer_id,last_order,days_since,median_gap,overdue_ratio,orders,value
a,2025-01-21,70,10,7,3,30`,
  },
  sources: [
    "Batislam, Denizel & Filiztekin (2007) and Fader, Hardie & Lee (2005), as in predicted customer value",
  ],
});
