import { formatCount, formatDay } from "../i18n/format.ts";
import type { Text } from "../i18n/text.ts";

const dayRange = (from: string, to: string): Text => ({
  en: `${formatDay(from, "en")} – ${formatDay(to, "en")}`,
  "zh-CN": `${formatDay(from, "zh-CN")} – ${formatDay(to, "zh-CN")}`,
});

export const messages = {
  tabs: { en: "Explanation", "zh-CN": "解释" },
  meaning: { en: "What it means", "zh-CN": "什么意思" },
  why: { en: "Why do two numbers differ?", "zh-CN": "两个数为什么不同？" },
  figure: { en: "Figure", "zh-CN": "数字" },
  compareWith: { en: "Compare this figure with", "zh-CN": "把当前数字与之比较" },
  definition: { en: "Definition", "zh-CN": "定义" },
  sameDefinition: { en: "The same definition", "zh-CN": "同一定义" },
  otherSettings: { en: "Other settings …", "zh-CN": "其他设置…" },
  dates: { en: "Dates", "zh-CN": "日期" },
  sameDates: { en: "The same dates", "zh-CN": "同一日期" },
  previous: { en: "The days before", "zh-CN": "之前的同样天数" },
  year: { en: "A year before", "zh-CN": "去年同期" },
  otherDates: { en: "Other dates …", "zh-CN": "其他日期…" },
  from: { en: "From", "zh-CN": "从" },
  to: { en: "To", "zh-CN": "至" },
  outside: { en: "Not within the data.", "zh-CN": "不在数据范围内。" },
  people: { en: "Customers and orders", "zh-CN": "客户与订单" },
  samePeople: { en: "The same customers and orders", "zh-CN": "同样的客户与订单" },
  asShown: { en: "As shown", "zh-CN": "与当前一样" },
  valueOf: (column: string, side: "A" | "B"): Text => ({
    en: `${column} of ${side}`,
    "zh-CN": `${side} 的${column}`,
  }),
  notStated: { en: "Not stated", "zh-CN": "未填写" },
  same: {
    en: "Choose another definition, other dates or other customers to compare with.",
    "zh-CN": "请选择另一个定义、另一段日期或另一群客户来比较。",
  },
  nobody: (side: "A" | "B"): Text => ({
    en: `Nobody is counted in ${side}, so that there is nothing to compare.`,
    "zh-CN": `${side} 中没有可计入的客户，无从比较。`,
  }),
  asItIs: { en: "A · as shown", "zh-CN": "A · 当前" },
  other: { en: "B · compared", "zh-CN": "B · 对比" },
  difference: { en: "Difference", "zh-CN": "差异" },
  stopped: { en: "The comparison was cancelled.", "zh-CN": "已取消比较。" },
  causes: { en: "The causes, which add up to the difference", "zh-CN": "各个原因，合计等于差异" },
  cause: { en: "Cause", "zh-CN": "原因" },
  part: { en: "Part", "zh-CN": "影响" },
  moves: {
    en: "+ and −: customers who come in and who drop out.",
    "zh-CN": "+ 与 −：新计入与不再计入的客户数。",
  },
  weighed: {
    en: "Each part is the mean over all orders in which the settings can be changed (Shapley 1953). Who comes and goes is told in the order shown.",
    "zh-CN": "每个原因的影响，是按所有可能的更改顺序取的平均（Shapley 1953）。进出的客户按表中的顺序统计。",
  },
  inOrder: {
    en: "The settings are changed one by one in the order shown; another order would give other parts.",
    "zh-CN": "按表中的顺序逐个更改设置；换一种顺序，各原因的影响会不同。",
  },
  equal: { en: "Both figures are the same.", "zh-CN": "两个数相同。" },
  equalYet: (n: number): Text => ({
    en: `Both figures are the same, though ${formatCount(n, "en")} ${n === 1 ? "customer differs" : "customers differ"}.`,
    "zh-CN": `两个数相同，但有 ${formatCount(n, "zh-CN")} 位客户不同。`,
  }),
  customers: { en: "Customers", "zh-CN": "客户" },
  make: (n: number, cause: string | null): Text => ({
    en: `${formatCount(n, "en")} ${n === 1 ? "customer makes" : "customers make"} ${cause === null ? "the difference" : `the part of “${cause}”`}`,
    "zh-CN": `${formatCount(n, "zh-CN")} 位客户造成${cause === null ? "差异" : `“${cause}”的影响`}`,
  }),
  first: (n: number): Text => ({
    en: `The ${formatCount(n, "en")} with the largest part are shown; the file has all.`,
    "zh-CN": `显示影响最大的 ${formatCount(n, "zh-CN")} 位；下载的文件包含全部。`,
  }),
  allCauses: { en: "All causes", "zh-CN": "全部原因" },
  download: { en: "Download as CSV", "zh-CN": "下载 CSV" },
  downloadFailed: { en: "The list could not be made.", "zh-CN": "名单没能生成。" },
  customer: { en: "Customer", "zh-CN": "客户" },
  nobodyKnown: { en: "No customer stated", "zh-CN": "未注明客户" },
  orders: { en: "Orders", "zh-CN": "订单数" },
  changed: { en: "What changed", "zh-CN": "变化" },
  comesIn: { en: "comes in", "zh-CN": "新计入" },
  dropsOut: { en: "drops out", "zh-CN": "不再计入" },
  gains: (hits: string): Text => ({ en: `now: ${hits.toLowerCase()}`, "zh-CN": `变为${hits}` }),
  loses: (hits: string): Text => ({ en: `no longer: ${hits.toLowerCase()}`, "zh-CN": `不再${hits}` }),
  counts: { en: "counts otherwise", "zh-CN": "计数不同" },
  onTheWay: { en: "only on the way", "zh-CN": "仅在途中" },
  over: (hits: string, counted: string): Text => ({
    en: `${hits} / ${counted.toLowerCase()}`,
    "zh-CN": `${hits}/${counted}`,
  }),
  range: dayRange,
  day: (day: string): Text => ({ en: formatDay(day, "en"), "zh-CN": formatDay(day, "zh-CN") }),
  start: { en: "Start of the range", "zh-CN": "起始日" },
  end: { en: "End of the range", "zh-CN": "截止日" },
  all: { en: "all", "zh-CN": "全部" },
  several: (n: number): Text => ({ en: `${n} values`, "zh-CN": `${n} 个值` }),
  together: { en: "All settings together", "zh-CN": "所有设置一起" },
  apart: {
    en: "With only some of the settings changed nobody is counted, so that the causes cannot be told apart.",
    "zh-CN": "只改其中一部分设置时没有可计入的客户，因此各原因无法分开。",
  },
  /** Who came in and who dropped out. */
  comesAndGoes: (into: number, out: number): Text => {
    const told = (locale: "en" | "zh-CN") =>
      [into ? `+${formatCount(into, locale)}` : "", out ? `−${formatCount(out, locale)}` : ""]
        .filter(Boolean)
        .join(" ") || "0";
    return { en: told("en"), "zh-CN": told("zh-CN") };
  },
};
