import type { Text } from "../i18n/text.ts";
import { countText as count } from "./messages.ts";

const rowsEn = (n: number): string => `${count(n)} ${n === 1 ? "row" : "rows"}`;
const quoted = (names: readonly string[]) => ({
  en: names.map((name) => `“${name}”`).join(", "),
  zh: names.map((name) => `“${name}”`).join("、"),
});

/** What is said of rows whose empty cells mean what stands above them. */
export const filledTexts = {
  merged: (rows: number): Text => ({
    en: `${rowsEn(rows)} filled from merged cells above`,
    "zh-CN": `${count(rows)} 行由上方的合并单元格补全`,
  }),
  underMerged: (rows: number): Text => ({
    en: `${rowsEn(rows)} under merged cells left as ${rows === 1 ? "it is" : "they are"}`,
    "zh-CN": `合并单元格下的 ${count(rows)} 行保持原样`,
  }),
  mergedDetail: (columns: readonly string[]): Text => ({
    en: `A cell of ${quoted(columns).en} that is merged over several rows stands for each of them. Merged amounts stay in the first row.`,
    "zh-CN": `${quoted(columns).zh}中跨多行的合并单元格对每一行都有效。合并的金额只保留在第一行。`,
  }),
  mergedKept: (columns: readonly string[]): Text => ({
    en: `Cells of ${quoted(columns).en} that are merged over several rows stand for the first of them only, as you chose.`,
    "zh-CN": `按你的选择，${quoted(columns).zh}中跨多行的合并单元格只对第一行有效。`,
  }),
  question: (column: string): Text => ({
    en: `Do empty cells of “${column}” mean what stands above them?`,
    "zh-CN": `“${column}”的空单元格是否与上一行相同？`,
  }),
  questionDetail: (rows: number): Text => ({
    en: `About ${rowsEn(rows)} below others have none, as in a list that names each customer in the first row only.`,
    "zh-CN": `约 ${count(rows)} 行没有填写，像是每位客户只在第一行写出的分组清单。`,
  }),
  above: { en: "Yes, the same as above", "zh-CN": "是，与上一行相同" } as Text,
  aboveDetail: (customers: number): Text => ({
    en: `about ${count(customers)} customers with several rows`,
    "zh-CN": `约 ${count(customers)} 位客户有多行`,
  }),
  empty: { en: "No, nobody is known", "zh-CN": "否，没有客户" } as Text,
  emptyDetail: { en: "These rows are set aside", "zh-CN": "这些行另存" } as Text,
  filled: (rows: number): Text => ({
    en: `${rowsEn(rows)} filled from the row above`,
    "zh-CN": `${count(rows)} 行按上一行补全`,
  }),
  filledDetail: (columns: readonly string[]): Text => ({
    en: `Empty cells of ${quoted(columns).en} mean what stands above them, as you said.`,
    "zh-CN": `按你的回答，${quoted(columns).zh}的空单元格与上一行相同。`,
  }),
  blanks: (column: string): Text => ({ en: `Empty cells of ${column}`, "zh-CN": `“${column}”的空单元格` }),
} as const;
