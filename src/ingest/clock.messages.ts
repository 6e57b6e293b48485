import type { Text } from "../i18n/text.ts";
import { countText as count } from "./messages.ts";

/** What is said of times of day that stand in a column of their own. */
export const clockTexts = {
  beside: (day: string): Text => ({
    en: `the times of day of “${day}”`,
    "zh-CN": `“${day}”的时刻`,
  }),
  none: (n: number): Text => ({
    en: `${count(n)} ${n === 1 ? "row" : "rows"} without a time of day`,
    "zh-CN": `${count(n)} 行没有时刻`,
  }),
  noneDetail: (column: string, day: string): Text => ({
    en: `“${column}” is empty or not readable there. The day in “${day}” counts; figures by hour of day show midnight.`,
    "zh-CN": `“${column}”为空或无法读取。“${day}”的日期照常计入，按小时看的指标把它们算在 0 点。`,
  }),
};
