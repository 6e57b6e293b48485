import type { Text } from "../i18n/text.ts";

const list = (names: readonly string[], mark: string): string =>
  names.slice(0, 5).join(mark) + (names.length > 5 ? `${mark}…` : "");

export const openMessages = {
  leftOut: (names: readonly string[]): Text => ({
    en: `Left out, since ${names.length === 1 ? "it holds" : "they hold"} no table of orders, customers or answers: ${list(names, ", ")}.`,
    "zh-CN": `以下内容不是订单、客户或问卷表，没有读取：${list(names, "、")}。`,
  }),
  nested: (column: string): Text => ({
    en: `“${column}” is left out: its values are lists or records, not single values.`,
    "zh-CN": `没有读取“${column}”列：它的值是列表或嵌套结构，不是单个值。`,
  }),
  binary: (column: string): Text => ({
    en: `“${column}” is left out: its values are bytes, not text.`,
    "zh-CN": `没有读取“${column}”列：它的值是二进制数据，不是文本。`,
  }),
  jsonDamaged: (name: string, where: string): Text => ({
    en: `“${name}” is not complete JSON: ${where}. Export it again.`,
    "zh-CN": `“${name}”不是完整的 JSON：${where}。请重新导出。`,
  }),
  jsonNoRows: (name: string): Text => ({
    en: `“${name}” has no list of records in it. Export one record a row, as a JSON array or as JSON Lines.`,
    "zh-CN": `“${name}”里没有记录列表。请导出为 JSON 数组或 JSON Lines，每条记录一行。`,
  }),
  jsonTooLarge: (name: string, limit: number): Text => ({
    en: `“${name}” is one JSON value of more than ${String(Math.round(limit / 1024 ** 2))} MB. Export it as JSON Lines or CSV, which are read piece by piece.`,
    "zh-CN": `“${name}”是一个超过 ${String(Math.round(limit / 1024 ** 2))} MB 的 JSON。请导出为 JSON Lines 或 CSV，可以分段读取。`,
  }),
  jsonLines: (n: number, line: number): Text => ({
    en: `${n === 1 ? "One line is" : `${n.toLocaleString("en")} lines are`} not JSON and left out, the first is line ${line.toLocaleString("en")}.`,
    "zh-CN": `${n.toLocaleString("en")} 行不是 JSON，没有读取，第一处在第 ${line.toLocaleString("en")} 行。`,
  }),
  unreadable: (name: string, kind: Text, reason: string): Text => ({
    en: `“${name}” cannot be read as ${kind.en}: ${reason}. Export it again, or export it as CSV.`,
    "zh-CN": `“${name}”无法作为${kind["zh-CN"]}读取：${reason}。请重新导出，或导出为 CSV。`,
  }),
  zeros: (n: number) => ({
    title: {
      en: `${n.toLocaleString("en")} ${n === 1 ? "byte" : "bytes"} of zero left out`,
      "zh-CN": `去掉了 ${n.toLocaleString("en")} 个零字节`,
    } as Text,
    detail: {
      en: "They are no text; the export has filled cells with them. All else is read as it is.",
      "zh-CN": "它们不是文本，是导出时填充进去的。其余内容原样读取。",
    } as Text,
  }),
  wholeLines: {
    title: { en: "Each line was in quotation marks", "zh-CN": "每一行都整行加了引号" } as Text,
    detail: {
      en: "The marks around whole lines are taken off, so that the columns stand apart.",
      "zh-CN": "已去掉整行的引号，以便分出各列。",
    } as Text,
  },
  parquet: { en: "Parquet", "zh-CN": " Parquet " } as Text,
  arrow: { en: "Arrow", "zh-CN": " Arrow " } as Text,
  oldFeather: (name: string): Text => ({
    en: `“${name}” is in the first version of Feather. Save it as Feather version 2, Parquet or CSV.`,
    "zh-CN": `“${name}”是第一版 Feather 格式。请另存为第二版 Feather、Parquet 或 CSV。`,
  }),
  workbookTooLarge: (name: string, limit: number): Text => ({
    en: `“${name}” is a workbook of more than ${String(Math.round(limit / 1024 ** 2))} MB, too large to open in a browser. Save its sheet as CSV and open that.`,
    "zh-CN": `“${name}”是超过 ${String(Math.round(limit / 1024 ** 2))} MB 的工作簿，浏览器打不开。请把工作表另存为 CSV 再打开。`,
  }),
  tooDeep: (name: string): Text => ({
    en: `“${name}” holds archives within archives. Unpack it on your computer and drop the files inside.`,
    "zh-CN": `“${name}”里是多层压缩包。请先在电脑上解压，再拖入里面的文件。`,
  }),
};
