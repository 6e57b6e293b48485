import type { Text } from "../i18n/text.ts";
import type { CanonicalType } from "../tables/canonical.ts";

/** What kind of values a column holds, as people say it. */
export const typeNames: Readonly<Record<CanonicalType, Text>> = {
  text: { en: "text", "zh-CN": "文本" },
  number: { en: "number", "zh-CN": "数字" },
  integer: { en: "whole number", "zh-CN": "整数" },
  date: { en: "date", "zh-CN": "日期" },
  timestamp: { en: "date or time", "zh-CN": "日期或时间" },
};
