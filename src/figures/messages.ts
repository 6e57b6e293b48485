import { formatCount } from "../i18n/format.ts";
import type { Text } from "../i18n/text.ts";
import type { Unit } from "../tables/unit.ts";

export const messages = {
  cancel: { en: "Cancel", "zh-CN": "取消" },
  cancelled: {
    en: "Cancelled. Change a setting to compute it again.",
    "zh-CN": "已取消。改动任一设置即可重新计算。",
  },
  failed: { en: "This figure could not be computed.", "zh-CN": "这个数字没能算出来。" },
  engineMessage: { en: "Engine message", "zh-CN": "引擎信息" },
  loading: { en: "Computing", "zh-CN": "正在计算" },
  retry: { en: "Try again", "zh-CN": "重试" },
  unknownMetric: (id: string): Text => ({
    en: `This version has no metric “${id}”. The document may come from a newer one.`,
    "zh-CN": `这个版本没有指标“${id}”。文档可能来自更新的版本。`,
  }),
  needs: {
    column: (table: Text): Text => ({
      en: `Needs a column of ${table.en.toLowerCase()} used as `,
      "zh-CN": `需要${table["zh-CN"]}中有一列用作`,
    }),
    after: { en: ".", "zh-CN": "。" },
    table: (table: Text, columns: Text): Text => ({
      en: `Needs ${table.en.toLowerCase()}, which no file here holds. Add a file with ${columns.en}.`,
      "zh-CN": `需要${table["zh-CN"]}，现有文件里没有。请添加含${columns["zh-CN"]}的文件。`,
    }),
    tableShort: (table: Text): Text => ({
      en: `No file of ${table.en.toLowerCase()}.`,
      "zh-CN": `没有${table["zh-CN"]}文件。`,
    }),
  },
  and: { en: " and ", "zh-CN": "、" },
  chooseColumn: { en: "Choose a column", "zh-CN": "选择列" },
  addFile: { en: "Add a file", "zh-CN": "添加文件" },
  empty: { en: "Nothing in this range.", "zh-CN": "这个范围内没有数据。" },
  noCohort: { en: "No cohort starts in this range.", "zh-CN": "这个范围内没有新的批次。" },
  noLaterPeriod: {
    en: "The cohorts that start in this range have no later period in it.",
    "zh-CN": "这个范围内开始的批次，在范围内还没有后续周期。",
  },
  clearFilters: { en: "Clear filters", "zh-CN": "清除筛选" },
  allDates: { en: "Show all dates", "zh-CN": "显示全部日期" },
  menu: (title: string): Text => ({ en: `Menu of ${title}`, "zh-CN": `“${title}”的菜单` }),
  explain: { en: "Explain", "zh-CN": "解释" },
  showSql: { en: "Show SQL", "zh-CN": "看 SQL" },
  showData: { en: "Show data", "zh-CN": "看数据" },
  configure: { en: "Configure", "zh-CN": "设置" },
  export: { en: "Export", "zh-CN": "导出" },
  duplicate: { en: "Duplicate", "zh-CN": "复制一份" },
  remove: { en: "Remove", "zh-CN": "移除" },
  close: { en: "Close", "zh-CN": "关闭" },
  copy: { en: "Copy", "zh-CN": "复制" },
  copied: { en: "Copied", "zh-CN": "已复制" },
  copyFailed: {
    en: "The browser did not allow copying. Select the text and copy it by hand.",
    "zh-CN": "浏览器不允许复制。请选中文字后手动复制。",
  },
  copyText: { en: "Copy as text", "zh-CN": "复制为文本" },
  n: (count: number): Text => ({
    en: `n = ${formatCount(count, "en")}`,
    "zh-CN": `n = ${formatCount(count, "zh-CN")}`,
  }),
  /** What stands behind a single figure: of orders their number in words, of people as n. */
  count: (count: number, unit: Unit): Text =>
    unit === "orders"
      ? {
          en: `${formatCount(count, "en", true)} ${count === 1 ? "order" : "orders"}`,
          "zh-CN": `${formatCount(count, "zh-CN")} 笔订单`,
        }
      : { en: `n = ${formatCount(count, "en")}`, "zh-CN": `n = ${formatCount(count, "zh-CN")}` },
  interval: (low: string, high: string): Text => ({
    en: `95% CI ${low} to ${high}`,
    "zh-CN": `95% 区间 ${low} 至 ${high}`,
  }),
  /** What a change is measured against, as short as a tile needs it. */
  against: {
    year: (year: string | null): Text =>
      year
        ? { en: `vs ${year}`, "zh-CN": `较 ${year} 同期` }
        : { en: "vs a year before", "zh-CN": "较去年同期" },
    previous: (): Text => ({ en: "vs days before", "zh-CN": "较上一时段" }),
  },
  noChange: { en: "no change", "zh-CN": "没有变化" },
  withinError: { en: "within error", "zh-CN": "在误差内" },
  up: { en: "up", "zh-CN": "上升" },
  down: { en: "down", "zh-CN": "下降" },
  tooFew: (n: number): Text => ({
    en: `too few to show (n = ${n})`,
    "zh-CN": `样本太少，不显示（n = ${n}）`,
  }),
  remarks: { en: "About this result", "zh-CN": "关于这个结果" },
  definition: { en: "Definition", "zh-CN": "定义" },
  value: { en: "Value", "zh-CN": "数值" },
  formula: { en: "Formula", "zh-CN": "公式" },
  matters: { en: "How much the definition matters", "zh-CN": "换个定义差多少" },
  thisOne: { en: "this figure", "zh-CN": "当前" },
  ownVariant: (label: Text): Text => ({
    en: `${label.en} (this figure)`,
    "zh-CN": `${label["zh-CN"]}（当前）`,
  }),
  versus: (own: Text, value: string, other: Text, otherValue: string): Text => ({
    en: `${capital(own.en)}: ${value}. ${other.en}: ${otherValue}.`,
    "zh-CN": `${own["zh-CN"]}：${value}；${other["zh-CN"]}：${otherValue}。`,
  }),
  switchTo: (label: Text): Text => ({
    en: `Switch to “${label.en}”`,
    "zh-CN": `改用“${label["zh-CN"]}”`,
  }),
  sql: { en: "SQL as it runs", "zh-CN": "实际运行的 SQL" },
  assumptions: { en: "Assumptions", "zh-CN": "前提" },
  sources: { en: "Sources", "zh-CN": "来源" },
  changeDefinition: { en: "Change definition", "zh-CN": "更改定义" },
  openAsCell: { en: "Open as SQL cell", "zh-CN": "作为 SQL 单元格打开" },
  window: (from: string, to: string): Text => ({ en: `${from} to ${to}`, "zh-CN": `${from} 至 ${to}` }),
  asOf: (day: string): Text => ({ en: `as of ${day}`, "zh-CN": `截至 ${day}` }),
  rows: (count: number): Text => ({
    en: `${formatCount(count, "en")} ${count === 1 ? "row" : "rows"}`,
    "zh-CN": `${formatCount(count, "zh-CN")} 行`,
  }),
  part: { en: "Part", "zh-CN": "部分" },
  mainPart: { en: "Main table", "zh-CN": "主表" },
  noCustomer: {
    en: "No customer of this number has bought by this date, under these filters.",
    "zh-CN": "在当前日期与筛选下，没有这个编号的客户。",
  },
  noSplit: { en: "No split", "zh-CN": "不拆分" },
  on: { en: "On", "zh-CN": "开" },
  range: (min: number, max: number): Text => ({
    en: `Use ${min} to ${max}.`,
    "zh-CN": `应在 ${min} 到 ${max} 之间。`,
  }),
  exportFailed: { en: "The picture could not be made.", "zh-CN": "图片没能生成。" },
  chartKeys: { en: "Arrow keys move between points", "zh-CN": "方向键在数据点间移动" },
  openExplain: (title: string): Text => ({ en: `Explain ${title}`, "zh-CN": `解释“${title}”` }),
  took: (ms: number): Text => ({
    en: `${Math.max(1, Math.round(ms))} ms`,
    "zh-CN": `${Math.max(1, Math.round(ms))} 毫秒`,
  }),
};

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
