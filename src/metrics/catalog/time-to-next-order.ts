import { formatCount } from "../../i18n/format.ts";
import type { Text } from "../../i18n/text.ts";
import { chiSquareUpper } from "../../models/intervals.ts";
import { type Durations, type SurvivalInterval, kaplanMeier, logRank } from "../../models/survival.ts";
import { sql } from "../../sql.ts";
import type { Row } from "../../tables/frame.ts";
import { countParam, countedTables, countingWords, refundsParam } from "../counting.ts";
import { choice, defineMetric, integer, splitBy } from "../metric.ts";
import { bySplit, frameOf, numberAt } from "../rows.ts";
import {
  type Group,
  averageColumns,
  columns,
  emptyGroup,
  summaryColumns,
  summaryOf,
} from "../waiting-times.ts";

const intervalNames = {
  "log-log": { en: "Log-log", "zh-CN": "双对数区间" },
  log: { en: "Log", "zh-CN": "对数区间" },
  plain: { en: "Plain", "zh-CN": "普通区间" },
} satisfies Readonly<Record<SurvivalInterval, Text>>;
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
    en: "Kaplan–Meier curve of the days from order n to order n + 1. A customer who has not come back is censored at the as-of date instead of being left out, so recent orders do not make the curve look worse. The band has Greenwood's variance, on the log-log scale unless another is chosen; groups are compared by the log-rank test. The mean is the area under the curve up to the last day that all groups are known for.",
    "zh-CN":
      "从第 n 单到第 n+1 单天数的 Kaplan–Meier 曲线。尚未回来的顾客在观察日删失，而不是被剔除，因此近期订单不会拉低曲线。区间用 Greenwood 方差，默认在双对数尺度上；组间用对数秩检验比较。均值为曲线下面积，截至各组都有数据的最后一天。",
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
    before: choice(
      { en: "Orders before the range", "zh-CN": "范围之前的订单" },
      {
        out: { en: "Left out", "zh-CN": "不计入" },
        late: { en: "Count from its first day on", "zh-CN": "从范围首日起计入" },
      },
      "out",
      {
        en: "Whether who was still waiting when the range began is watched from then on (late entry).",
        "zh-CN": "范围开始时仍在等待的人是否从那天起计入（延迟进入）。",
      },
    ),
    interval: choice({ en: "Interval", "zh-CN": "区间" }, intervalNames, "log-log"),
    split: splitBy(),
  },
  columns,
  // One row a day count: the curve needs no more than how many ended or were cut off after so many days.
  sql: (tables, { order, count, refunds, before }, window) => {
    const { from, to, asOf } = window;
    const { orders } = countedTables(tables, { count, refunds }, window);
    // Who was still waiting when the range began has been watched since the day before it.
    const late = before === "late";
    const start = late
      ? sql`day <= ${to}::DATE AND coalesce(next_day, ${asOf}::DATE - 1) >= ${from}::DATE`
      : sql`day BETWEEN ${from}::DATE AND ${to}::DATE`;
    const entry = late ? sql`greatest(-1, ${from}::DATE - 1 - day)` : sql`-1`;
    return sql`WITH numbered AS (
  SELECT customer, day, first_value(split) OVER own AS split, row_number() OVER own AS place, lead(day) OVER own AS next_day
  FROM ${orders}
  WINDOW own AS (PARTITION BY customer ORDER BY ordered_at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT split, (coalesce(next_day, ${asOf}::DATE - 1) - day)::INTEGER AS day, (${entry})::INTEGER AS entry,
  (next_day IS NOT NULL) AS back, count(*)::INTEGER AS customers
FROM numbered
WHERE place = ${order} AND ${start}
GROUP BY ALL
ORDER BY split NULLS FIRST, day, entry`;
  },
  model: async (rows, { interval }) => {
    const groups = new Map<string | null, Group>();
    const all = emptyGroup();
    for (let row = 0; row < rows.length; row += 1) {
      const split = (rows.values.split?.[row] ?? null) as string | null;
      const group = groups.get(split) ?? emptyGroup();
      groups.set(split, group);
      for (const into of [group, all]) {
        into.time.push(numberAt(rows, "day", row) ?? 0);
        into.event.push(rows.values.back?.[row] === true ? 1 : 0);
        into.weight.push(numberAt(rows, "customers", row) ?? 0);
        into.entry.push(numberAt(rows, "entry", row) ?? -1);
      }
    }
    const durationsOf = (group: Group): Durations => ({ ...group, length: group.time.length });
    const named = [...groups]
      .sort(([a], [b]) => bySplit(a, b))
      .map(([split, group]) => {
        const durations = durationsOf(group);
        return { split, durations, steps: kaplanMeier(durations, interval) };
      });
    const test =
      named.length > 1 && named.length <= mostTested
        ? logRank(named.map(({ durations }) => durations))
        : null;
    // Means are of the same days in all groups.
    const horizon = named.reduce((least, { steps }) => Math.min(least, steps.at(-1)?.time ?? 0), Infinity);
    const main: Row[] = [];
    const summary: Row[] = [];
    for (const { split, durations, steps } of named) {
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
      summary.push({
        split,
        ...summaryOf(durations, steps, horizon),
        logrank_chi2: test && Number.isFinite(test.chi2) ? test.chi2 : null,
        logrank_df: test?.df ?? null,
        logrank_p: test && Number.isFinite(test.chi2) ? chiSquareUpper(test.chi2, test.df) : null,
      });
    }
    const whole = durationsOf(all);
    const steps = kaplanMeier(whole, interval);
    const average = steps.length > 0 ? [summaryOf(whole, steps, steps.at(-1)?.time ?? 0)] : [];
    return {
      main: frameOf(columns, main),
      summary: frameOf(summaryColumns, summary),
      average: frameOf(averageColumns, average),
    };
  },
  parts: {
    summary: { label: { en: "Summary", "zh-CN": "概要" }, columns: summaryColumns, sql: () => sql`SELECT 1` },
    average: {
      label: { en: "All together", "zh-CN": "全体" },
      columns: averageColumns,
      sql: () => sql`SELECT 1`,
    },
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
      from: ({ average }) => ({
        value: numberAt(average, "median"),
        n: numberAt(average, "n"),
        low: numberAt(average, "median_low"),
        high: numberAt(average, "median_high"),
      }),
    },
    mean: {
      label: {
        en: "Mean days to the next order, up to the last day known",
        "zh-CN": "平均回购天数（截至已知的最后一天）",
      },
      unit: "days",
      n: "customers",
      better: "less",
      from: ({ average }) => ({
        value: numberAt(average, "mean"),
        n: numberAt(average, "n"),
        low: numberAt(average, "mean_low"),
        high: numberAt(average, "mean_high"),
      }),
    },
  },
  variants: {
    headline: "median",
    also: ["mean"],
    presets: [
      {
        label: { en: "Every order counts", "zh-CN": "逐单计数" },
        params: { count: "orders", refunds: "aside", before: "out", interval: "log-log" },
      },
      {
        label: { en: "Every order counts, log interval", "zh-CN": "逐单计数，对数区间" },
        params: { count: "orders", refunds: "aside", before: "out", interval: "log" },
      },
      {
        label: { en: "Every order counts, plain interval", "zh-CN": "逐单计数，普通区间" },
        params: { count: "orders", refunds: "aside", before: "out", interval: "plain" },
      },
      {
        label: { en: "Orders of one day count once", "zh-CN": "同一天的订单算一次" },
        params: { count: "days", refunds: "aside", before: "out", interval: "log-log" },
      },
      {
        label: { en: "Refunds count as orders, too", "zh-CN": "退款也算订单" },
        params: { count: "orders", refunds: "orders", before: "out", interval: "log-log" },
      },
      {
        label: { en: "Who waited when the range began, too", "zh-CN": "含范围开始时仍在等待的人" },
        params: { count: "orders", refunds: "aside", before: "late", interval: "log-log" },
      },
    ],
  },
  assumptions: ({ count, refunds, before }) => [
    countingWords.refunds(refunds),
    before === "late"
      ? {
          en: "Who had ordered before the range and was still waiting counts from its first day on (late entry)",
          "zh-CN": "范围之前下单、范围开始时仍在等待的人，从范围首日起计入（延迟进入）",
        }
      : { en: "Orders before the range begin no duration", "zh-CN": "范围之前的订单不作为起点" },
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
  note: ({ order, interval }) => ({
    en: `Share not yet back by days since order ${order}; Kaplan–Meier with 95 % ${interval} band.`,
    "zh-CN": `第 ${order} 单后尚未回来的比例；Kaplan–Meier，95% ${intervalNames[interval]["zh-CN"]}。`,
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
    "Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data (intervals, late entry)",
    "Mantel (1966), Cancer Chemotherapy Reports 50, 163–170 (log-rank)",
  ],
});
