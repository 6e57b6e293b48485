import { cohortRows } from "../cohort-fold.ts";
import { cohortMembers, rollingDays } from "../cohort-members.ts";
import { averagesSql, cohortSql } from "../cohort-sql.ts";
import { countedInput, countingWords, newcomersParam, refundsParam } from "../counting.ts";
import { choice, defineMetric, integer, splitBy } from "../metric.ts";
import { periodParam } from "../period.ts";
import { pooledShare } from "../pooled-share.ts";
import { completeColumn, shareEnds, splitColumn } from "../result-columns.ts";
import { frameOf, numberAt } from "../rows.ts";

const columns = {
  cohort: { type: "date", unit: "period", period: "period", label: { en: "First order", "zh-CN": "首购" } },
  period: { type: "integer", label: { en: "Periods since", "zh-CN": "第几期" } },
  cohort_size: { type: "integer", unit: "customers", label: { en: "New", "zh-CN": "新客" } },
  value: { type: "number", label: { en: "Measure", "zh-CN": "度量" }, n: "cohort_size" },
  share: {
    type: "number",
    unit: "share",
    label: { en: "Retention", "zh-CN": "留存率" },
    interval: ["low", "high"],
    n: "cohort_size",
  },
  ...shareEnds,
  complete: completeColumn,
  split: splitColumn,
} as const;
const averageColumns = {
  split: splitColumn,
  period: columns.period,
  cohorts: { type: "integer", label: { en: "Complete cohorts", "zh-CN": "已满批次" } },
  customers: { type: "integer", unit: "customers", label: { en: "Customers in them", "zh-CN": "其中顾客" } },
  share: {
    type: "number",
    unit: "share",
    label: { en: "Retention, complete cells by size", "zh-CN": "留存率（已满，按人数加权）" },
    interval: ["low", "high"],
    n: "customers",
  },
  ...shareEnds,
  share_all: {
    type: "number",
    unit: "share",
    label: { en: "Incomplete cells included", "zh-CN": "含未满格子" },
  },
  share_mean: {
    type: "number",
    unit: "share",
    label: { en: "Mean of the cohorts, incomplete included", "zh-CN": "各批简单平均（含未满）" },
  },
} as const;

const triangle = {
  mark: "triangle",
  row: "cohort",
  column: "period",
  size: "cohort_size",
  complete: "complete",
} as const;

export default defineMetric({
  id: "retention-cohorts",
  section: "retention",
  label: { en: "Retention cohorts", "zh-CN": "留存同期群" },
  question: {
    en: "Of the customers who first bought in a period, what share bought again in each period after?",
    "zh-CN": "同一时期首购的顾客，之后每个周期还有多少人购买？",
  },
  definition: {
    en: "Customers are grouped by the period of their first order. A cell is the share of the group with at least one order in the period so many periods later. Cells whose period is not over are marked and left out of the average, which is weighted by cohort size.",
    "zh-CN":
      "按首单所在周期把顾客分批。每一格是这一批中在之后第 k 个周期至少下过一单的比例。未满周期的格子会标出，且不进入按人数加权的平均。",
  },
  formula: ({ window }) => ({
    name: { en: "retention", "zh-CN": "留存率" },
    over:
      window === "unbounded"
        ? {
            en: "customers of the cohort with an order in period k or later",
            "zh-CN": "该批顾客中第 k 期或之后有订单的人数",
          }
        : {
            en: "customers of the cohort with an order in period k",
            "zh-CN": "该批顾客中第 k 期有订单的人数",
          },
    under: { en: "customers of the cohort", "zh-CN": "该批顾客人数" },
  }),
  requires: { orders: ["customer_id", "ordered_at"] },
  requiresFor: ({ measure }) =>
    measure === "revenue" || measure === "cumulative" ? { orders: ["amount"] } : {},
  params: {
    period: periodParam,
    window: choice(
      { en: "Window", "zh-CN": "算法" },
      {
        calendar: { en: "Calendar periods", "zh-CN": "自然周期" },
        rolling: { en: "Rolling from each first day", "zh-CN": "从各自首购日滚动" },
        unbounded: { en: "Then or later", "zh-CN": "当期或之后" },
      },
      "calendar",
      {
        en: "Rolling periods have 1, 7, 30 or 90 days. Then or later counts a customer as kept until the last order.",
        "zh-CN": "滚动周期为 1、7、30 或 90 天。“当期或之后”把顾客算作留存直到最后一单。",
      },
    ),
    measure: choice(
      { en: "Measure", "zh-CN": "度量" },
      {
        customers: { en: "Customers", "zh-CN": "顾客数" },
        orders: { en: "Orders", "zh-CN": "订单数" },
        revenue: { en: "Revenue", "zh-CN": "收入" },
        cumulative: { en: "Cumulative revenue per customer", "zh-CN": "人均累计收入" },
      },
      "customers",
    ),
    newcomers: newcomersParam,
    refunds: refundsParam,
    periods: integer(
      { en: "Periods shown (0: all)", "zh-CN": "看多久（0 为全部）" },
      { default: 0, min: 0, max: 1000 },
    ),
    split: splitBy(),
  },
  columns,
  sql: cohortSql,
  parts: {
    averages: {
      label: { en: "Average of the cohorts", "zh-CN": "各批平均" },
      columns: averageColumns,
      sql: averagesSql,
    },
  },
  fold: (input, settings, window) => ({
    main: frameOf(columns, cohortRows(countedInput(input, settings, window), settings, window)),
  }),
  charts: {
    triangle: { ...triangle, value: "share", interval: ["low", "high"], average: "weighted" },
    measure: { ...triangle, value: "value", average: "none" },
    line: {
      mark: "line",
      x: "period",
      y: "share",
      color: "cohort",
      complete: "complete",
      n: "cohort_size",
      zero: true,
    },
    averages: {
      part: "averages",
      mark: "line",
      x: "period",
      y: "share",
      color: "split",
      band: ["low", "high"],
      n: "customers",
      zero: true,
    },
  },
  headlines: {
    first_period: {
      label: { en: "Retention after one period", "zh-CN": "次期留存率" },
      unit: "share",
      n: "customers",
      better: "more",
      from: ({ main }) => {
        const rows = Array.from({ length: main?.length ?? 0 }, (_, row) => row);
        return pooledShare(
          rows
            .filter((row) => numberAt(main, "period", row) === 1)
            .map((row) => {
              const complete = main?.values.complete?.[row] === true;
              const share = numberAt(main, "share", row);
              const n = numberAt(main, "cohort_size", row) ?? 0;
              const period = String(main?.values.cohort?.[row]);
              return { period, k: (share ?? 0) * n, n, share, complete, counts: complete && share !== null };
            }),
        );
      },
    },
  },
  variants: {
    headline: "first_period",
    presets: [
      {
        label: { en: "Calendar months", "zh-CN": "自然月" },
        params: { period: "month", window: "calendar" },
      },
      {
        label: { en: "Rolling 30 days", "zh-CN": "滚动 30 天" },
        params: { period: "month", window: "rolling" },
      },
      {
        label: { en: "Then or later", "zh-CN": "当期或之后" },
        params: { period: "month", window: "unbounded" },
      },
      {
        label: { en: "Calendar quarters", "zh-CN": "自然季" },
        params: { period: "quarter", window: "calendar" },
      },
      {
        label: { en: "Calendar months, refunds counted as orders", "zh-CN": "自然月，退款算订单" },
        params: { period: "month", window: "calendar", refunds: "orders" },
      },
      {
        label: { en: "Calendar months, first order in the range", "zh-CN": "自然月，以范围内首单为准" },
        params: { period: "month", window: "calendar", newcomers: "range" },
      },
    ],
  },
  members: { first_period: cohortMembers },
  assumptions: ({ window, period, refunds, newcomers }) => [
    countingWords.refunds(refunds),
    countingWords.newcomers(newcomers),
    window === "rolling"
      ? {
          en: `Period k is days ${rollingDays[period]}·k to ${rollingDays[period]}·(k + 1) − 1 of each customer's own`,
          "zh-CN": `第 k 期是每位顾客自己的第 ${rollingDays[period]}·k 至 ${rollingDays[period]}·(k+1)−1 天`,
        }
      : { en: "Periods by order time as the file states it", "zh-CN": "周期按文件所记下单时间划分" },
    ...(window === "unbounded"
      ? [
          {
            en: "Recent periods look lower: there has been less time to come back",
            "zh-CN": "越近的周期越低：顾客回来的时间更短",
          },
        ]
      : []),
  ],
  note: ({ measure, window }) => ({
    en: `${
      measure === "customers"
        ? "% of the cohort ordering in that period"
        : measure === "orders"
          ? "Orders of the cohort in that period"
          : measure === "revenue"
            ? "Revenue of the cohort in that period"
            : "Cumulative revenue per customer of the cohort"
    }${window === "rolling" ? ", rolling from each first day" : window === "unbounded" ? " or later" : ""}. Average weighted by size, incomplete periods left out.`,
    "zh-CN": `${
      measure === "customers"
        ? "该批顾客在该周期下单的比例（%）"
        : measure === "orders"
          ? "该批顾客在该周期的订单数"
          : measure === "revenue"
            ? "该批顾客在该周期的收入"
            : "该批顾客人均累计收入"
    }${window === "rolling" ? "，从各自首购日滚动" : window === "unbounded" ? "（或之后）" : ""}。平均按人数加权，未满周期不计入。`,
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-05 10:00:00,10
2,b,2025-01-20 10:00:00,20
3,a,2025-02-03 10:00:00,30
4,c,2025-02-10 10:00:00,40
5,a,2025-03-01 10:00:00,50
6,c,2025-03-31 10:00:00,60`,
    },
    // January: a and b; February: a of 2; March: a of 2. February: c; March: c.
    result: `cohort,period,cohort_size,value,share,complete
2025-01-01,0,2,2,1,true
2025-01-01,1,2,1,0.5,true
2025-01-01,2,2,1,0.5,true
2025-02-01,0,1,1,1,true
2025-02-01,1,1,1,1,true`,
  },
  sources: [
    "Amplitude and PostHog documentation (meanings of the windows)",
    "Wilson (1927), JASA 22, 209–212 (interval)",
  ],
});
