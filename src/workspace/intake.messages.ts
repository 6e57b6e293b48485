import type { Text } from "../i18n/text.ts";

const count = (n: number): string => n.toLocaleString("en");
const rows = (n: number): string => `${count(n)} ${n === 1 ? "row" : "rows"}`;

/** What is said of files on their way in. */
export const intakeMessages = {
  looking: { en: "Looking at it", "zh-CN": "正在查看" },
  // Folders
  openFolder: { en: "Open a folder", "zh-CN": "选择文件夹" },
  addFolder: { en: "Add a folder", "zh-CN": "再加文件夹" },
  tooMany: (most: number): Text => ({
    en: `The folder holds more than ${count(most)} files. Choose the one that holds the exports.`,
    "zh-CN": `文件夹里超过 ${count(most)} 个文件。请选择只放导出文件的文件夹。`,
  }),
  noData: (folder: string, skipped: number): Text => ({
    en: `There is no data in “${folder}”: ${skipped === 1 ? "its one file was" : `its ${count(skipped)} files were`} skipped.`,
    "zh-CN": `“${folder}”里没有数据：其中 ${count(skipped)} 个文件已跳过。`,
  }),
  emptyFolder: (folder: string): Text => ({
    en: `“${folder}” holds no files.`,
    "zh-CN": `“${folder}”里没有文件。`,
  }),
  skipped: (n: number): Text => ({
    en: `${n === 1 ? "One file" : `${count(n)} files`} skipped`,
    "zh-CN": `跳过 ${count(n)} 个文件`,
  }),
  hidden: { en: "a hidden or temporary file", "zh-CN": "隐藏文件或临时文件" },
  emptyFile: { en: "empty", "zh-CN": "空文件" },
  noKnownTable: {
    en: "no table of orders, customers or answers",
    "zh-CN": "不是订单、客户或问卷表",
  },
  otherKind: (kind: string): Text => ({ en: `${kind}, no data`, "zh-CN": `${kind} 文件，不是数据` }),

  // Paste
  paste: { en: "Paste a table", "zh-CN": "粘贴表格" },
  pasteTitle: { en: "Paste a table", "zh-CN": "粘贴表格" },
  pasteHow: {
    en: "Copy cells in your spreadsheet, heading row included, then press Ctrl+V (⌘V) here. It works anywhere on this page, too.",
    "zh-CN": "在表格软件里连同表头一起复制单元格，然后在这里按 Ctrl+V（⌘V）。在本页任何地方粘贴也可以。",
  },
  pasteField: { en: "Cells", "zh-CN": "单元格" },
  readClipboard: { en: "Read the clipboard", "zh-CN": "读取剪贴板" },
  clipboardClosed: {
    en: "The browser does not let this page read the clipboard. Press Ctrl+V (⌘V) in the field.",
    "zh-CN": "浏览器不允许本页读取剪贴板。请在输入框里按 Ctrl+V（⌘V）。",
  },
  add: { en: "Add", "zh-CN": "添加" },
  pastedName: (n: number): Text => ({ en: `Pasted table ${String(n)}`, "zh-CN": `粘贴的表格 ${String(n)}` }),
  noTable: {
    en: "There is no table in what was pasted. Copy cells with their headings, two rows at least.",
    "zh-CN": "粘贴的内容里没有表格。请连同表头一起复制单元格，至少两行。",
  },

  // A file given again
  againName: (name: string): Text => ({
    en: `“${name}” is here already`,
    "zh-CN": `“${name}”已经在这里`,
  }),
  againShape: (name: string): Text => ({
    en: `“${name}” has the columns of data that is here`,
    "zh-CN": `“${name}”与现有数据的列相同`,
  }),
  againSeveral: (n: number): Text => ({
    en: `${count(n)} files are here already, or have the columns of data that is`,
    "zh-CN": `${count(n)} 个文件已经在这里，或与现有数据的列相同`,
  }),
  given: { en: "Given now", "zh-CN": "新给的" },
  there: { en: "Here already", "zh-CN": "已有的" },
  fileRows: (name: string, n: number): Text => ({
    en: `${name}, ${rows(n)}`,
    "zh-CN": `${name}，${count(n)} 行`,
  }),
  more: (n: number): Text => ({ en: `and ${count(n)} more`, "zh-CN": `等，另有 ${count(n)} 个` }),
  replace: { en: "Replace", "zh-CN": "替换" },
  replaceHow: (n: number): Text => ({
    en: `${n === 1 ? "The file that is here leaves" : `The ${count(n)} files that are here leave`}; the new one takes its place.`,
    "zh-CN": `移除已有的 ${count(n)} 个文件，由新文件代替。`,
  }),
  append: { en: "Append", "zh-CN": "追加" },
  appendHow: {
    en: "All count as one table, with the columns of both. Rows that stand in both count once, and a receipt says how many.",
    "zh-CN": "合成一张表，包含两边的列。两边都有的行只计一次，收据会写明有多少行。",
  },
  cancel: { en: "Cancel", "zh-CN": "取消" },
  cancelHow: { en: "Everything stays as it is.", "zh-CN": "保持原样。" },
  close: { en: "Close", "zh-CN": "关闭" },
  appended: (name: string, n: number): Text => ({
    en: `“${name}” is appended: ${rows(n)}.`,
    "zh-CN": `已追加“${name}”：${count(n)} 行。`,
  }),
  replaced: (name: string, n: number): Text => ({
    en: `“${name}” took the place of the old file: ${rows(n)}.`,
    "zh-CN": `已用“${name}”替换旧文件：${count(n)} 行。`,
  }),
  unchanged: { en: "Nothing was changed.", "zh-CN": "没有改动。" },
} as const;
