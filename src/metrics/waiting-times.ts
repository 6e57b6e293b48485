import { type Durations, type SurvivalStep, quantileOf, restrictedMean } from "../models/survival.ts";
import { z95 } from "./wilson.ts";

const count = (en: string, zh: string) =>
  ({ type: "integer", unit: "customers", label: { en, "zh-CN": zh } }) as const;
const end = (en: string, zh: string) =>
  ({ type: "number", unit: "share", label: { en, "zh-CN": zh } }) as const;
const days = (en: string, zh: string) =>
  ({ type: "number", unit: "days", label: { en, "zh-CN": zh } }) as const;
export const columns = {
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
export const summaryColumns = {
  split: { type: "text", label: { en: "Split", "zh-CN": "拆分" } },
  n: count("Customers", "顾客数"),
  events: count("Bought again", "再次购买"),
  median: { ...days("Median", "中位数"), interval: ["median_low", "median_high"], n: "n" },
  median_low: days("Median, low", "中位数下限"),
  median_high: days("Median, high", "中位数上限"),
  logrank_chi2: { type: "number", label: { en: "Log-rank χ²", "zh-CN": "对数秩 χ²" } },
  logrank_df: { type: "integer", label: { en: "Degrees of freedom", "zh-CN": "自由度" } },
  logrank_p: { type: "number", label: { en: "p value", "zh-CN": "p 值" } },
  horizon: days("Mean taken up to", "均值截至"),
  mean: { ...days("Mean up to there", "截至该日的均值"), interval: ["mean_low", "mean_high"], n: "n" },
  mean_low: days("Mean, low", "均值下限"),
  mean_high: days("Mean, high", "均值上限"),
} as const;

export const averageColumns = {
  n: count("Customers", "顾客数"),
  events: count("Bought again", "再次购买"),
  median: { ...days("Median", "中位数"), interval: ["median_low", "median_high"], n: "n" },
  median_low: days("Median, low", "中位数下限"),
  median_high: days("Median, high", "中位数上限"),
  horizon: days("Mean taken up to", "均值截至"),
  mean: { ...days("Mean up to there", "截至该日的均值"), interval: ["mean_low", "mean_high"], n: "n" },
  mean_low: days("Mean, low", "均值下限"),
  mean_high: days("Mean, high", "均值上限"),
} as const;

/** Durations of one group, as they come in rows. */
export interface Group {
  readonly time: number[];
  readonly event: number[];
  readonly weight: number[];
  readonly entry: number[];
}
export const emptyGroup = (): Group => ({ time: [], event: [], weight: [], entry: [] });

/** What a curve says in one row. The mean is taken up to a horizon that the data reach. */
export function summaryOf(durations: Durations, steps: readonly SurvivalStep[], horizon: number) {
  const median = quantileOf(steps, 0.5);
  const { mean, standardError } = restrictedMean(steps, horizon);
  const half = z95 * standardError;
  return {
    n: Array.from({ length: durations.length }, (_, i) => durations.weight?.[i] ?? 1).reduce(
      (a, b) => a + b,
      0,
    ),
    events: steps.reduce((sum, { events }) => sum + events, 0),
    median: median.at,
    median_low: median.low,
    median_high: median.high,
    horizon,
    mean,
    mean_low: Math.max(0, mean - half),
    mean_high: Math.min(horizon, mean + half),
  };
}
