import type { Text } from "../i18n/text.ts";

const many = (count: number, one: string, more: string) => (count === 1 ? one : more);
const shown = (count: number, locale: "en" | "zh-CN") => count.toLocaleString(locale);

export const messages = {
  share: (title: string): Text => ({ en: `Share ${title}`, "zh-CN": `分享“${title}”` }),
  close: { en: "Close", "zh-CN": "关闭" },
  done: { en: "Done", "zh-CN": "完成" },
  tabs: { en: "Ways to share", "zh-CN": "分享方式" },
  linkTab: { en: "Link", "zh-CN": "链接" },
  fileTab: { en: "Document file", "zh-CN": "文档文件" },
  linkLabel: { en: "Link to this document", "zh-CN": "这个文档的链接" },
  copy: { en: "Copy link", "zh-CN": "复制链接" },
  copied: { en: "Copied", "zh-CN": "已复制" },
  copiedLong: { en: "The link is on the clipboard.", "zh-CN": "链接已复制到剪贴板。" },
  copyFailed: {
    en: "The browser did not allow copying. Select the link and press Ctrl C.",
    "zh-CN": "浏览器不允许复制。请选中链接后按 Ctrl C。",
  },
  length: (count: number): Text => ({
    en: `${shown(count, "en")} characters. Everything travels after the #, which browsers do not send to any server. Nothing is uploaded.`,
    "zh-CN": `${shown(count, "zh-CN")} 个字符。全部内容都在 # 之后，浏览器不会把它发给任何服务器。没有上传任何东西。`,
  }),
  tooLong: (limit: number): Text => ({
    en: `The link is longer than ${shown(limit, "en")} characters; some chat and mail programs cut such links. The document file is safer.`,
    "zh-CN": `链接超过 ${shown(limit, "zh-CN")} 个字符，有些聊天和邮件软件会截断。用文档文件更稳妥。`,
  }),
  making: { en: "Making the link…", "zh-CN": "正在生成链接…" },
  inLink: { en: "In the link", "zh-CN": "链接里有" },
  inFile: { en: "In the file", "zh-CN": "文件里有" },
  notInLink: { en: "Never in the link", "zh-CN": "链接里从不会有" },
  notInFile: { en: "Never in the file", "zh-CN": "文件里从不会有" },
  title: (title: string): Text => ({ en: `Title: ${title}`, "zh-CN": `标题：${title}` }),
  notebook: { en: "Notebook: text, SQL, metric settings", "zh-CN": "笔记本：文字、SQL、指标设置" },
  cells: (count: number): Text => ({
    en: `${count} ${many(count, "cell", "cells")}`,
    "zh-CN": `${count} 个单元格`,
  }),
  dashboards: { en: "Dashboards: layout and titles", "zh-CN": "看板：布局和标题" },
  dashboardCount: (count: number, tiles: number): Text => ({
    en: `${count}, ${tiles} ${many(tiles, "tile", "tiles")}`,
    "zh-CN": `${count} 个，${tiles} 张卡片`,
  }),
  filters: { en: "Filters with their values, dates", "zh-CN": "筛选及所选的值、日期" },
  segments: { en: "Segments, as rules", "zh-CN": "分群（规则）" },
  roles: {
    en: "Column names and roles, status words, cleaning choices",
    "zh-CN": "列名和用途、状态词、清洗规则",
  },
  fileNames: { en: "Names of the files", "zh-CN": "文件名" },
  count: (count: number): Text => ({ en: shown(count, "en"), "zh-CN": shown(count, "zh-CN") }),
  rows: { en: "Rows of any file", "zh-CN": "任何文件的行" },
  rowCount: (count: number): Text => ({
    en: `${shown(count, "en")} ${many(count, "row stays", "rows stay")} here`,
    "zh-CN": `${shown(count, "zh-CN")} 行留在这里`,
  }),
  customers: { en: "Customer numbers and lists", "zh-CN": "客户编号和名单" },
  customerCount: (count: number): Text => ({
    en: `${shown(count, "en")} ${many(count, "customer", "customers")}`,
    "zh-CN": `${shown(count, "zh-CN")} 位客户`,
  }),
  results: { en: "Results: figures, charts, query output", "zh-CN": "结果：数字、图表、查询输出" },
  all: { en: "all", "zh-CN": "全部" },
  contents: { en: "File contents", "zh-CN": "文件内容" },
  contentsAndNames: { en: "File contents and names", "zh-CN": "文件内容和文件名" },
  contentsOfFile: { en: "File contents and locations", "zh-CN": "文件内容和位置" },
  files: (count: number): Text => ({
    en: `${count} ${many(count, "file", "files")}`,
    "zh-CN": `${count} 个文件`,
  }),
  titleOfFile: (file: string): Text => ({
    en: `The title tells the name of a file, ${file}. It travels with the document.`,
    "zh-CN": `标题里有文件名“${file}”，会随文档一起发出。`,
  }),
  rename: { en: "Rename document", "zh-CN": "重命名文档" },
  named: (customers: readonly string[]): Text => ({
    en: `A text of this document names ${many(customers.length, "customer", "customers")} ${customers.join(", ")}. It travels with the document.`,
    "zh-CN": `这个文档的文字里提到客户 ${customers.join("、")}，会随文档一起发出。`,
  }),
  asked: { en: "What the recipient will be asked for", "zh-CN": "对方需要提供什么" },
  askedHow: {
    en: "They open the link, drop their own export, and confirm these roles.",
    "zh-CN": "对方打开链接，拖入自己的导出表，再确认这些列的用途。",
  },
  role: { en: "Role", "zh-CN": "用途" },
  neededBy: { en: "Needed by", "zh-CN": "用到它的" },
  yourColumn: { en: "Your column", "zh-CN": "你的列" },
  noColumn: { en: "none", "zh-CN": "没有" },
  columnOf: (table: Text): Text => ({
    en: `of ${table.en.toLowerCase()}`,
    "zh-CN": `在${table["zh-CN"]}里`,
  }),
  ifMissing: { en: "If missing", "zh-CN": "没有时" },
  required: { en: "Required", "zh-CN": "必需" },
  asksFor: (table: Text): Text => ({
    en: `Its tiles ask for a file of ${table.en.toLowerCase()}`,
    "zh-CN": `相关卡片会要求${table["zh-CN"]}文件`,
  }),
  leftOut: { en: "Splits and filters by it are left out", "zh-CN": "不做相关拆分和筛选" },
  uses: (tiles: number, cells: number, filters: number): Text => {
    const en: string[] = [];
    const zh: string[] = [];
    if (tiles) {
      en.push(`${tiles} ${many(tiles, "tile", "tiles")}`);
      zh.push(`${tiles} 张卡片`);
    }
    if (cells) {
      en.push(`${cells} ${many(cells, "cell", "cells")}`);
      zh.push(`${cells} 个单元格`);
    }
    if (filters) {
      en.push(`${filters} ${many(filters, "filter", "filters")}`);
      zh.push(`${filters} 个筛选`);
    }
    return { en: en.join(", "), "zh-CN": zh.join("，") };
  },
  nothingAsked: {
    en: "This document uses no data.",
    "zh-CN": "这个文档没有用到数据。",
  },
  openOn: (title: string): Text => ({ en: `Open on ${title}`, "zh-CN": `打开时显示“${title}”` }),
  practise: {
    en: "Let them practise with the sample shop",
    "zh-CN": "让对方先用示例店练习",
  },
  preview: { en: "Preview as recipient", "zh-CN": "以对方的视角预览" },
  download: { en: "Download document", "zh-CN": "下载文档" },
  fileWhat: (name: string, bytes: number): Text => ({
    en: `${name}, ${(bytes / 1000).toFixed(1)} kB: readable JSON that any copy of Regulars opens, now and later.`,
    "zh-CN": `${name}，${(bytes / 1000).toFixed(1)} kB：可读的 JSON，任何常客都能打开，以后也能。`,
  }),
  fileSchema: {
    en: "Its format is published as a JSON Schema beside this page.",
    "zh-CN": "格式以 JSON Schema 公开，就在本页旁边。",
  },
  saved: (name: string): Text => ({ en: `Saved as ${name}.`, "zh-CN": `已保存为 ${name}。` }),
} satisfies Record<string, Text | ((...values: never[]) => Text)>;
