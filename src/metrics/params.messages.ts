import type { Text } from "../i18n/text.ts";

export const paramMessages = {
  unknown: (name: string, known: readonly string[]): Text => ({
    en: `There is no param ${name}. ${known.length ? `Choose from ${known.join(", ")}.` : "This metric has none."}`,
    "zh-CN": `没有参数 ${name}。${known.length ? `可用：${known.join("、")}。` : "这个指标没有参数。"}`,
  }),
  notNumber: (name: string, value: string, whole: boolean): Text => ({
    en: `${name} is “${value}”; it must be a ${whole ? "whole number" : "number"}.`,
    "zh-CN": `${name} 为“${value}”，应为${whole ? "整数" : "数字"}。`,
  }),
  outside: (name: string, value: number, min: number, max: number): Text => ({
    en: `${name} is ${value}; use ${min} to ${max}.`,
    "zh-CN": `${name} 为 ${value}，应在 ${min} 到 ${max} 之间。`,
  }),
  notChoice: (name: string, value: string, known: readonly string[]): Text => ({
    en: `${name} is “${value}”; choose from ${known.join(", ")}.`,
    "zh-CN": `${name} 为“${value}”，可用：${known.join("、")}。`,
  }),
  onOff: (on: boolean): Text => (on ? { en: "On", "zh-CN": "开" } : { en: "Off", "zh-CN": "关" }),
};
