import type { Text } from "../i18n/text.ts";

const shown = (count: number): string => count.toLocaleString("en");

export const messages = {
  rows: (count: number): Text => ({
    en: `${shown(count)} row${count === 1 ? "" : "s"}`,
    "zh-CN": `${shown(count)} 行`,
  }),
  whole: (count: number): Text => ({
    en: `All ${shown(count)} rows`,
    "zh-CN": `全部 ${shown(count)} 行`,
  }),
  sampled: (count: number): Text => ({
    en: `A sample of ${shown(count)} rows, since the file is large: its beginning and four places further on`,
    "zh-CN": `文件较大，取样 ${shown(count)} 行：开头和后面四处`,
  }),
  type: { en: "Type", "zh-CN": "类型" },
  types: {
    text: { en: "text", "zh-CN": "文本" },
    number: { en: "number", "zh-CN": "数字" },
    time: { en: "date or time", "zh-CN": "日期或时间" },
    empty: { en: "empty", "zh-CN": "空列" },
  },
  empty: { en: "Empty", "zh-CN": "空值" },
  unread: { en: "Not readable", "zh-CN": "无法读取" },
  distinct: { en: "Distinct", "zh-CN": "不同取值" },
  capped: (count: string): Text => ({ en: `more than ${count}`, "zh-CN": `超过 ${count}` }),
  each: { en: "every value differs", "zh-CN": "每个值都不同" },
  range: { en: "Range", "zh-CN": "范围" },
  median: { en: "Median", "zh-CN": "中位数" },
  mean: { en: "Mean", "zh-CN": "平均" },
  negative: { en: "Negative", "zh-CN": "负数" },
  between: (from: string, to: string): Text => ({ en: `${from} to ${to}`, "zh-CN": `${from} 至 ${to}` }),
  bin: (from: string, to: string): Text => ({
    en: `${from} to under ${to}`,
    "zh-CN": `${from} 至不满 ${to}`,
  }),
  under: (to: string): Text => ({ en: `under ${to}`, "zh-CN": `不满 ${to}` }),
  over: (from: string): Text => ({ en: `${from} or more`, "zh-CN": `${from} 及以上` }),
  before: (to: string): Text => ({ en: `before ${to}`, "zh-CN": `${to} 之前` }),
  since: (from: string): Text => ({ en: `${from} and later`, "zh-CN": `${from} 及以后` }),
  counted: (name: Text, rows: number): Text => ({
    en: `${name.en}: ${shown(rows)} row${rows === 1 ? "" : "s"}`,
    "zh-CN": `${name["zh-CN"]}：${shown(rows)} 行`,
  }),
  histogram: (column: string): Text => ({
    en: `How ${column} is spread`,
    "zh-CN": `${column} 的分布`,
  }),
  top: (column: string): Text => ({
    en: `Most frequent values of ${column}`,
    "zh-CN": `${column} 最常见的取值`,
  }),
  topShort: { en: "Most frequent", "zh-CN": "最常见的取值" },
  spread: { en: "Spread", "zh-CN": "分布" },
} as const;
