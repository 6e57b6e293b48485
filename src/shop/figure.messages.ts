import type { Text } from "../i18n/text.ts";

export const figureMessages = {
  noData: {
    en: "There are no data yet. Choose files first.",
    "zh-CN": "还没有数据。请先选择文件。",
  },
  readingHistories: { en: "Reading purchase histories", "zh-CN": "读取购买历史" },
  comparing: { en: "Comparing both figures", "zh-CN": "正在比较两个数字" },
  noMetric: (id: string): Text => ({
    en: `There is no metric ${id}. The document may come from a newer version.`,
    "zh-CN": `没有指标 ${id}。文档可能来自更新的版本。`,
  }),
  noPart: (metric: string, part: string, known: readonly string[]): Text => ({
    en: `${metric} has no part ${part}; it has ${known.join(", ")}.`,
    "zh-CN": `${metric} 没有部分 ${part}，只有 ${known.join("、")}。`,
  }),
  noMembers: (metric: string, headline: string, known: readonly string[]): Text => ({
    en: `The customers behind ${headline} of ${metric} cannot be told.${known.length ? ` Choose from ${known.join(", ")}.` : ""}`,
    "zh-CN": `${metric} 的 ${headline} 无法细分到客户。${known.length ? `可用：${known.join("、")}。` : ""}`,
  }),
  noTable: (table: Text, columns: readonly string[]): Text => ({
    en: `Needs ${table.en.toLowerCase()} with a column used as ${columns.join(" and ")}. Add such a file, or choose the columns at import.`,
    "zh-CN": `需要${table["zh-CN"]}，其中有用作 ${columns.join("、")} 的列。请添加文件，或在导入时指定列。`,
  }),
  noColumn: (table: Text, column: string): Text => ({
    en: `Needs a column of ${table.en.toLowerCase()} used as ${column}. Choose one at import.`,
    "zh-CN": `需要${table["zh-CN"]}中用作 ${column} 的列。请在导入时指定。`,
  }),
  noSplit: (column: string, known: readonly string[]): Text => ({
    en: `The data have no column ${column} to split by.${known.length ? ` Choose from ${known.join(", ")}.` : ""}`,
    "zh-CN": `数据里没有可拆分的列 ${column}。${known.length ? `可用：${known.join("、")}。` : ""}`,
  }),
};
