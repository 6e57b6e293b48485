import type { Text } from "../i18n/text.ts";

export const messages = {
  close: { en: "Close", "zh-CN": "关闭" },
  definitions: { en: "Metric definitions", "zh-CN": "指标定义" },
  search: { en: "Search metrics", "zh-CN": "搜索指标" },
  nothing: (words: string): Text => ({
    en: `No metric matches “${words}”.`,
    "zh-CN": `没有符合“${words}”的指标。`,
  }),
  question: { en: "Question", "zh-CN": "回答的问题" },
  definition: { en: "Definition", "zh-CN": "定义" },
  needs: { en: "Needs", "zh-CN": "需要" },
  sources: { en: "Sources", "zh-CN": "来源" },
  numbers: { en: "Compare with published results", "zh-CN": "与已发表结果的数值对照" },
  numbersPage: { en: "reference-numbers.html", "zh-CN": "reference-numbers.zh-CN.html" },
  sections: {
    retention: { en: "Retention", "zh-CN": "留存" },
    repurchase: { en: "Repurchase", "zh-CN": "复购" },
    value: { en: "Value", "zh-CN": "价值" },
    voice: { en: "Voice of customers", "zh-CN": "顾客反馈" },
    programme: { en: "Loyalty programme", "zh-CN": "会员计划" },
  },
} as const;
