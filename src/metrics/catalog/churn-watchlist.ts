import { type Draw, intervalOf, parameterDraws } from "../../models/btyd/draws.ts";
import { fit } from "../../models/btyd/fit.ts";
import { distinctHistories } from "../../models/btyd/history.ts";
import { spendingOfAll } from "../../models/btyd/spending.ts";
import { spendingOf } from "../../models/btyd/value.ts";
import { sql } from "../../sql.ts";
import type { Row } from "../../tables/frame.ts";
import { fitColumns, fitRemarks, fitRow, isFitted, seesDropout } from "../fit-words.ts";
import { defineMetric, integer, number } from "../metric.ts";
import {
  modelParam,
  modelVariants,
  numbersOf,
  purchaseDays,
  purchaseModels,
  watching,
  weeksOf,
} from "../purchase-model.ts";
import { frameOf, numberAt } from "../rows.ts";

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
  p_alive: {
    type: "number",
    unit: "share",
    label: { en: "P(active)", "zh-CN": "活跃概率" },
    interval: ["p_alive_low", "p_alive_high"],
  },
  expected_value: money("Expected, next days", "未来预期金额"),
  value_at_risk: { ...money("Value at risk", "风险金额"), interval: ["risk_low", "risk_high"] },
  reason: { type: "text", label: { en: "Why", "zh-CN": "原因" }, values: reasons },
  p_alive_low: { type: "number", unit: "share", label: { en: "P(active), low", "zh-CN": "活跃概率下限" } },
  p_alive_high: { type: "number", unit: "share", label: { en: "P(active), high", "zh-CN": "活跃概率上限" } },
  risk_low: money("Value at risk, low", "风险金额下限"),
  risk_high: money("Value at risk, high", "风险金额上限"),
} as const;
const summaryColumns = {
  at_risk: { type: "integer", unit: "customers", label: { en: "At risk of leaving", "zh-CN": "有流失风险" } },
  customers: { type: "integer", unit: "customers", label: { en: "Repeat customers", "zh-CN": "回头客" } },
  share: { type: "number", unit: "share", label: { en: "Share", "zh-CN": "占比" }, n: "customers" },
  value_at_risk: money("Value at risk", "风险金额"),
  ...fitColumns,
} as const;
/** Draws that the intervals of those listed are read from. */
const drawCount = 40;

export default defineMetric({
  id: "churn-watchlist",
  section: "retention",
  label: { en: "At-risk customers", "zh-CN": "流失预警名单" },
  question: {
    en: "Which customers worth keeping are about to leave?",
    "zh-CN": "哪些值得留住的顾客快要走了？",
  },
  definition: {
    en: "Customers with at least two purchase days whose time since the last one exceeds their own median gap by the stated factor. P(active) and expected purchases come from the chosen model, fitted to all customers; value at risk is what a customer who is still there would spend in the coming days, times the probability of having left. Highest first. Where the data do not show that anyone leaves, there is no value at risk, and the list says so.",
    "zh-CN":
      "至少有两个购买日、且距上次购买已超过自己间隔中位数若干倍的顾客。活跃概率与预期购买来自对全部顾客拟合的模型；风险金额 = 若仍活跃在未来若干天的预期消费 × 已离开的概率。从高到低排列。如果数据看不出有人流失，就没有风险金额，名单上会说明。",
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
    model: modelParam("mbg-nbd"),
    overdue: number(
      { en: "Overdue from (times the usual gap)", "zh-CN": "逾期倍数起点" },
      { default: 1.5, min: 1, max: 20 },
    ),
    horizon: integer({ en: "Days ahead", "zh-CN": "未来天数" }, { default: 90, min: 1, max: 730 }),
    most: integer({ en: "Customers shown", "zh-CN": "显示人数" }, { default: 200, min: 1, max: 10_000 }),
  },
  columns,
  sql: (tables, _params, { from, to, asOf }) => sql`WITH ${purchaseDays(tables)}, gaps AS (
  SELECT *, day - lag(day) OVER (PARTITION BY customer ORDER BY day) AS gap FROM bought
)
-- Everyone tells the model how customers buy; those who bought in the range may be listed.
SELECT any_value(customer_id) AS customer_id, max(day) BETWEEN ${from}::DATE AND ${to}::DATE AS reported,
  max(day) AS last_order, (${asOf}::DATE - max(day))::INTEGER AS days_since,
  median(gap)::DOUBLE AS median_gap, sum(orders)::INTEGER AS orders, sum(value)::DOUBLE AS value,
  (count(*) - 1)::INTEGER AS x, (max(day) - min(day))::INTEGER AS tx, (${asOf}::DATE - 1 - min(day))::INTEGER AS age,
  avg(value) FILTER (gap IS NOT NULL)::DOUBLE AS mean
FROM gaps
GROUP BY customer
ORDER BY customer_id`,
  model: (rows, { model: name, overdue, horizon, most }, _window, task) => {
    const model = purchaseModels[name];
    const [x, tx, age, mean] = [
      numbersOf(rows, "x"),
      weeksOf(rows, "tx"),
      weeksOf(rows, "age"),
      numbersOf(rows, "mean"),
    ];
    const fitted = fit(
      model,
      distinctHistories(x, tx, age),
      watching(task, { en: "Fitting purchases", "zh-CN": "拟合购买" }),
    );
    const spending = spendingOfAll(x, mean);
    const known = isFitted(fitted);
    const weeks = horizon / 7;
    /** P(active), and what who is still there would spend times the chance of having left. */
    const riskBy = (row: number, { purchases, spending: spent }: Draw) => {
      const [xi, txi, agei] = [x[row] ?? 0, tx[row] ?? 0, age[row] ?? 0];
      const alive = model.alive(purchases, xi, txi, agei);
      const expected =
        model.expected(purchases, xi, txi, agei, weeks) *
        spendingOf(spending.fit, spent, xi, mean[row] ?? 0, spending.overall);
      return { alive, expected, risk: alive > 0 ? (expected / alive) * (1 - alive) : NaN };
    };
    const best: Draw = { purchases: fitted.parameters, spending: spending.fit.parameters };
    const finite = (value: number | undefined) => (Number.isFinite(value) ? (value ?? null) : null);
    const found: { row: number; shown: Row; by: number }[] = [];
    let repeat = 0;
    let atRisk = 0;
    for (let row = 0; row < rows.length; row += 1) {
      const gap = numberAt(rows, "median_gap", row);
      if ((x[row] ?? 0) < 1 || gap === null || rows.values.reported?.[row] !== true) continue;
      repeat += 1;
      const since = numberAt(rows, "days_since", row) ?? 0;
      const ratio = since / Math.max(1, gap);
      if (ratio < overdue) continue;
      const told = known ? riskBy(row, best) : null;
      // Without any sign of leaving P(active) is no finding, and neither is what rests on it.
      const alive = told && fitted.dropoutSeen ? told.alive : null;
      const risk = told && fitted.dropoutSeen ? finite(told.risk) : null;
      const expected = finite(told?.expected);
      atRisk += risk ?? 0;
      found.push({
        row,
        by: (fitted.dropoutSeen ? risk : expected) ?? -1,
        shown: {
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
        },
      });
    }
    found.sort((a, b) => b.by - a.by || (String(a.shown.customer_id) < String(b.shown.customer_id) ? -1 : 1));
    const listed = found.slice(0, most);
    const draws = known && fitted.dropoutSeen ? parameterDraws(fitted, spending.fit, drawCount) : [];
    const open = fitted.directions.some(({ deviation }) => deviation === null);
    for (const { row, shown } of draws.length > 0 ? listed : []) {
      const drawn = draws.map((draw) => riskBy(row, draw));
      const alive = intervalOf(
        drawn.map((one) => one.alive),
        Number(shown.p_alive),
        open,
      );
      const risk =
        shown.value_at_risk === null
          ? null
          : intervalOf(
              drawn.map((one) => one.risk),
              Number(shown.value_at_risk),
              open,
            );
      shown.p_alive_low = alive?.[0] ?? null;
      shown.p_alive_high = alive ? Math.min(1, alive[1]) : null;
      shown.risk_low = risk?.[0] ?? null;
      shown.risk_high = risk?.[1] ?? null;
    }
    return Promise.resolve({
      main: frameOf(
        columns,
        listed.map(({ shown }) => shown),
      ),
      summary: frameOf(summaryColumns, [
        {
          at_risk: found.length,
          customers: repeat,
          share: repeat > 0 ? found.length / repeat : null,
          value_at_risk: known && fitted.dropoutSeen ? atRisk : null,
          ...fitRow(fitted, spending),
        },
      ]),
    });
  },
  parts: {
    summary: { label: { en: "Summary", "zh-CN": "概要" }, columns: summaryColumns, sql: () => sql`SELECT 1` },
  },
  charts: {
    list: {
      mark: "table",
      columns: [
        "customer_id",
        "value_at_risk",
        "reason",
        "p_alive",
        "expected_value",
        "days_since",
        "median_gap",
        "overdue_ratio",
        "last_order",
        "orders",
        "value",
      ],
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
      from: ({ summary }) => {
        const [reason] = fitRemarks(summary, "risk");
        return {
          value: numberAt(summary, "value_at_risk"),
          n: numberAt(summary, "at_risk"),
          ...(!seesDropout(summary) && reason && { absent: reason.text }),
        };
      },
    },
  },
  variants: {
    headline: "value",
    also: ["at_risk"],
    presets: [
      ...modelVariants.map(({ label, params }) => ({ label, params: { ...params, overdue: 1.5 } })),
      ...[2, 3].map((overdue) => ({
        label: { en: `MBG/NBD, ${overdue} times the gap`, "zh-CN": `MBG/NBD，间隔的 ${overdue} 倍` },
        params: { model: "mbg-nbd" as const, overdue },
      })),
    ],
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
    {
      en: "The model is fitted to all customers known; the date range picks whom to list, by last purchase",
      "zh-CN": "模型用全部已知顾客拟合；日期范围只决定列出哪些顾客（按最近购买日）",
    },
    {
      en: "Intervals carry the uncertainty of the parameters, not of chance purchases",
      "zh-CN": "区间只含参数的不确定性，不含购买的随机性",
    },
  ],
  note: ({ horizon, most }) => ({
    en: `Expected over the next ${horizon} days; at most ${most} customers.`,
    "zh-CN": `预期金额为未来 ${horizon} 天；最多 ${most} 人。`,
  }),
  remarks: ({ summary }) => [
    ...fitRemarks(summary, "risk"),
    ...(seesDropout(summary)
      ? [{ caution: false, text: { en: "Sorted by value at risk.", "zh-CN": "按风险金额排序。" } }]
      : []),
  ],
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
