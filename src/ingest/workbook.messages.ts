import type { Text } from "../i18n/text.ts";

export const workbookMessages = {
  password: (file: string): Text => ({
    en: `“${file}” is protected by a password. Save a copy without one and drop that.`,
    "zh-CN": `“${file}”设有密码。请另存一份不带密码的副本再拖进来。`,
  }),
  unreadable: (file: string, reason: string): Text => ({
    en: `“${file}” cannot be read as a workbook: ${reason}. Open it in your spreadsheet program and save it again, or export it as CSV.`,
    "zh-CN": `“${file}”无法作为工作簿读取：${reason}。请用表格软件打开后重新保存，或导出为 CSV。`,
  }),
  empty: (file: string): Text => ({
    en: `“${file}” has no sheet with cells.`,
    "zh-CN": `“${file}”里没有含内容的工作表。`,
  }),
};
