import { formatCount } from "../../i18n/format.ts";
import { chiSquareUpper } from "../../models/intervals.ts";
import { type Durations, kaplanMeier, logRank, quantileOf } from "../../models/survival.ts";
import { sql } from "../../sql.ts";
import type { Frame, Row } from "../../tables/frame.ts";
import { countParam, countedTables, countingWords, refundsParam } from "../counting.ts";
import { type HeadlineValue, defineMetric, integer, splitBy } from "../metric.ts";
import { bySplit, frameOf, numberAt } from "../rows.ts";

const count = (en: string, zh: string) =>
  ({ type: "integer", unit: "customers", label: { en, "zh-CN": zh } }) as const;
const end = (en: string, zh: string) =>
  ({ type: "number", unit: "share", label: { en, "zh-CN": zh } }) as const;
const days = (en: string, zh: string) =>
  ({ type: "number", unit: "days", label: { en, "zh-CN": zh } }) as const;
const columns = {
  split: { type: "text", label: { en: "Split", "zh-CN": "拆分" } },
  day: { type: "integer", unit: "days", label: { en: "Days since the order", "zh-CN": "距该单天数" } },
  at_risk: count("At risk", "仍可观察"),
  events: count("Bought again", "再次购买"),
  censored: count("Censored", "删失"),
  survival: {
    type: "number",
    unit: "share",
    label: { en: "Not yet back", "zh-CN": "尚未回来" },
    interval: ["low", "high"],
    n: "at_risk",
  },
  low: end("Low", "下限"),
  high: end("High", "上限"),
  returned: {
    type: "number",
    unit: "share",
    label: { en: "Back by then", "zh-CN": "已回来" },
    interval: ["returned_low", "returned_high"],
    n: "at_risk",
  },
  returned_low: end("Back by then, low", "已回来下限"),
  returned_high: end("Back by then, high", "已回来上限"),
} as const;
const summaryColumns = {
  split: { type: "text", label: { en: "Split", "zh-CN": "拆分" } },
  n: count("Customers", "顾客数"),
  events: count("Bought again", "再次购买"),
  median: { ...days("Median", "中位数"), interval: ["median_low", "median_high"], n: "n" },
  median_low: days("Median, low", "中位数下限"),
  median_high: days("Median, high", "中位数上限"),
  logrank_chi2: { type: "number", label: { en: "Log-rank χ²", "zh-CN": "对数秩 χ²" } },
  logrank_df: { type: "integer", label: { en: "Degrees of freedom", "zh-CN": "自由度" } },
  logrank_p: { type: "number", label: { en: "p value", "zh-CN": "p 值" } },
} as const;

/** The median of all groups together, from the days on which they ended. */
function medianOfAll(main: Frame): HeadlineValue {
  const [time, event, weight]: [number[], number[], number[]] = [[], [], []];
  for (let row = 0; row < main.length; row += 1)
    for (const [column, ended] of [
      ["events", 1],
      ["censored", 0],
    ] as const) {
      time.push(numberAt(main, "day", row) ?? 0);
      event.push(ended);
      weight.push(numberAt(main, column, row) ?? 0);
    }
  const { at, low, high } = quantileOf(kaplanMeier({ length: time.length, time, event, weight }), 0.5);
  return { value: at, low, high, n: weight.reduce((sum, count) => sum + count, 0) };
}
/** A test of more groups would find a difference anywhere, and takes the cube of their number. */
const mostTested = 50;

export default defineMetric({
  id: "time-to-next-order",
  section: "retention",
  label: { en: "Time to the next order", "zh-CN": "回购时间（生存曲线）" },
  question: {
    en: "How many days after an order do customers come back, counting those who have not yet?",
    "zh-CN": "顾客下单后多少天会回来？尚未回来的也算在内。",
  },
  definition: {
    en: "Kaplan–Meier curve of the days from order n to order n + 1. A customer who has not come back is censored at the as-of date instead of being left out, so recent orders do not make the curve look worse. The band is the log-log interval with Greenwood's variance; groups are compared by the log-rank test.",
    "zh-CN":
      "从第 n 单到第 n+1 单天数的 Kaplan–Meier 曲线。尚未回来的顾客在观察日删失，而不是被剔除，因此近期订单不会拉低曲线。区间为 Greenwood 方差的双对数区间；组间用对数秩检验比较。",
  },
  formula: ({ order }) => ({
    name: { en: "S(t)", "zh-CN": "S(t)" },
    over: {
      en: `∏ over days ≤ t of (1 − back that day / at risk), from order ${order}`,
      "zh-CN": `自第 ${order} 单起，对 ≤ t 的每一天连乘（1 − 当天回来 / 仍可观察）`,
    },
  }),
  requires: { orders: ["customer_id", "ordered_at"] },
  params: {
    order: integer({ en: "From order number", "zh-CN": "从第几单起" }, { default: 1, min: 1, max: 100 }),
    count: countParam,
    refunds: refundsParam,
    split: splitBy(),
  },
  columns,
  // One row a day count: the curve needs no more than how many ended or were cut off after so many days.
  sql: (tables, { order, count, refunds }, window) => {
    const { from, to, asOf } = window;
    const { orders } = countedTables(tables, { count, refunds }, window);
    return sql`WITH numbered AS (
  SELECT customer, day, first_value(split) OVER own AS split, row_number() OVER own AS place, lead(day) OVER own AS next_day
  FROM ${orders}
  WINDOW own AS (PARTITION BY customer ORDER BY ordered_at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT split, (coalesce(next_day, ${asOf}::DATE - 1) - day)::INTEGER AS day,
  (next_day IS NOT NULL) AS back, count(*)::INTEGER AS customers
FROM numbered
WHERE place = ${order} AND day BETWEEN ${from}::DATE AND ${to}::DATE
GROUP BY ALL
ORDER BY split NULLS FIRST, day`;
  },
  model: async (rows) => {
    const groups = new Map<string | null, { time: number[]; event: number[]; weight: number[] }>();
    for (let row = 0; row < rows.length; row += 1) {
      const split = (rows.values.split?.[row] ?? null) as string | null;
      const group = groups.get(split) ?? { time: [], event: [], weight: [] };
      groups.set(split, group);
      group.time.push(numberAt(rows, "day", row) ?? 0);
      group.event.push(rows.values.back?.[row] === true ? 1 : 0);
      group.weight.push(numberAt(rows, "customers", row) ?? 0);
    }
    const named = [...groups]
      .sort(([a], [b]) => bySplit(a, b))
      .map(([split, group]) => ({
        split,
        durations: { ...group, length: group.time.length } satisfies Durations,
      }));
    const test =
      named.length > 1 && named.length <= mostTested
        ? logRank(named.map(({ durations }) => durations))
        : null;
    const main: Row[] = [];
    const summary: Row[] = [];
    for (const { split, durations } of named) {
      const steps = kaplanMeier(durations);
      for (const step of steps)
        main.push({
          split,
          day: step.time,
          at_risk: step.atRisk,
          events: step.events,
          censored: step.censored,
          survival: step.survival,
          low: step.low,
          high: step.high,
          returned: 1 - step.survival,
          returned_low: step.high === null ? null : 1 - step.high,
          returned_high: step.low === null ? null : 1 - step.low,
        });
      const median = quantileOf(steps, 0.5);
      summary.push({
        split,
        n: durations.weight.reduce((sum, weight) => sum + weight, 0),
        events: steps.reduce((sum, { events }) => sum + events, 0),
        median: median.at,
        median_low: median.low,
        median_high: median.high,
        logrank_chi2: test && Number.isFinite(test.chi2) ? test.chi2 : null,
        logrank_df: test?.df ?? null,
        logrank_p: test && Number.isFinite(test.chi2) ? chiSquareUpper(test.chi2, test.df) : null,
      });
    }
    return { main: frameOf(columns, main), summary: frameOf(summaryColumns, summary) };
  },
  parts: {
    summary: { label: { en: "Summary", "zh-CN": "概要" }, columns: summaryColumns, sql: () => sql`SELECT 1` },
  },
  charts: {
    survival: {
      mark: "survival",
      x: "day",
      y: "survival",
      atRisk: "at_risk",
      color: "split",
      band: ["low", "high"],
    },
    returned: {
      mark: "survival",
      x: "day",
      y: "returned",
      atRisk: "at_risk",
      color: "split",
      band: ["returned_low", "returned_high"],
      rises: true,
      title: { en: "Back by then", "zh-CN": "已回来" },
    },
  },
  headlines: {
    median: {
      label: { en: "Median days to the next order", "zh-CN": "回购天数中位数" },
      unit: "days",
      n: "customers",
      better: "less",
      from: ({ main, summary }) => {
        if (summary && main && summary.length > 1) return medianOfAll(main);
        return {
          value: numberAt(summary, "median"),
          n: numberAt(summary, "n"),
          low: numberAt(summary, "median_low"),
          high: numberAt(summary, "median_high"),
        };
      },
    },
  },
  variants: {
    headline: "median",
    presets: [
      { label: { en: "Every order counts", "zh-CN": "逐单计数" }, params: { count: "orders" } },
      {
        label: { en: "Orders of one day count once", "zh-CN": "同一天的订单算一次" },
        params: { count: "days" },
      },
      {
        label: { en: "Refunds count as orders, too", "zh-CN": "退款也算订单" },
        params: { count: "orders", refunds: "orders" },
      },
    ],
  },
  assumptions: ({ count, refunds }) => [
    countingWords.refunds(refunds),
    {
      en: "Who has not come back is censored at the last known day",
      "zh-CN": "尚未回来的顾客在最后已知日删失",
    },
    count === "days"
      ? countingWords.count(count)
      : { en: "A next order on the same day counts as 0 days", "zh-CN": "同一天的下一单算 0 天" },
  ],
  remarks: ({ summary }) => {
    const [chi2, df, p] = ["logrank_chi2", "logrank_df", "logrank_p"].map((name) => numberAt(summary, name));
    const groups = summary?.length ?? 0;
    if (groups > mostTested)
      return [
        {
          caution: true,
          text: {
            en: `${formatCount(groups, "en")} groups are too many for a log-rank test (${mostTested} at most): keep fewer by a filter.`,
            "zh-CN": `共 ${formatCount(groups, "zh-CN")} 组，超出对数秩检验的上限（${mostTested} 组）：请用筛选减少分组。`,
          },
        },
      ];
    if (chi2 == null || df == null || p == null) return [];
    const words = `χ²(${df}) = ${chi2.toFixed(2)}, ${p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`}`;
    return [
      {
        caution: false,
        text: { en: `Log-rank test of the groups: ${words}.`, "zh-CN": `各组的对数秩检验：${words}。` },
      },
    ];
  },
  note: ({ order }) => ({
    en: `Share not yet back by days since order ${order}; Kaplan–Meier with 95 % log-log band.`,
    "zh-CN": `第 ${order} 单后尚未回来的比例；Kaplan–Meier，95% 双对数区间。`,
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-01-11 10:00:00,10
3,b,2025-01-01 10:00:00,10
4,b,2025-01-21 10:00:00,10
5,c,2025-01-06 10:00:00,10`,
    },
    // a after 10 days, c censored after 15 (the last known day is the 21st), b after 20.
    result: `split,day,at_risk,events,censored,survival
,10,3,1,0,0.666667
,15,2,0,1,0.666667
,20,1,1,0,0`,
  },
  sources: [
    "Kaplan & Meier (1958), JASA 53, 457–481",
    "Mantel (1966), Cancer Chemotherapy Reports 50, 163–170 (log-rank)",
  ],
});
