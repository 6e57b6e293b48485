import type { Text } from "../i18n/text.ts";

function listed(values: readonly (string | null)[], empty: string, separator: string): string {
  const shown = values.slice(0, 8).map((value) => value ?? empty);
  return [...shown, ...(values.length > 8 ? ["…"] : [])].join(separator);
}

export const messages = {
  received: (title: string): Text => ({ en: `Someone shared ${title}`, "zh-CN": `收到分享：“${title}”` }),
  untitled: { en: "an untitled document", "zh-CN": "未命名的文档" },
  noData: {
    en: "It holds settings and texts, no rows. It works on your own data, which stay in this browser.",
    "zh-CN": "里面只有设置和文字，没有数据行。它会用你自己的数据，数据只留在这个浏览器里。",
  },
  holds: (dashboards: number, tiles: number, cells: number): Text => ({
    en: `${dashboards} ${dashboards === 1 ? "dashboard" : "dashboards"} with ${tiles} ${tiles === 1 ? "tile" : "tiles"}; ${cells} notebook ${cells === 1 ? "cell" : "cells"}.`,
    "zh-CN": `${dashboards} 个看板，共 ${tiles} 张卡片；笔记本有 ${cells} 个单元格。`,
  }),
  needs: { en: "What it asks of your data", "zh-CN": "它需要的数据" },
  sql: (count: number): Text => ({
    en: count === 1 ? "It carries 1 piece of SQL" : `It carries ${count} pieces of SQL`,
    "zh-CN": `它带有 ${count} 段 SQL`,
  }),
  sqlHow: {
    en: "Read it before it runs. It can read what you load here, and reach neither the network nor other files.",
    "zh-CN": "运行前请先看一遍。它能读你在这里载入的数据，但连不了网络，也读不到其他文件。",
  },
  addData: { en: "Add your data", "zh-CN": "添加你的数据" },
  useLoaded: { en: "Use the data loaded here", "zh-CN": "用这里已载入的数据" },
  sample: { en: "Practise with the sample shop", "zh-CN": "用示例店练习" },
  cancel: { en: "Do not open", "zh-CN": "不打开" },
  failed: { en: "This link cannot be opened", "zh-CN": "这个链接无法打开" },
  close: { en: "Close", "zh-CN": "关闭" },
  opened: (title: string): Text => ({ en: `${title} is open.`, "zh-CN": `已打开“${title}”。` }),
  strange: (column: string): Text => ({
    en: `This document splits or filters by ${column}, which your data do not have. Use instead:`,
    "zh-CN": `这个文档按“${column}”拆分或筛选，你的数据里没有这一列。改用：`,
  }),
  strangeColumns: { en: "Columns that your data do not have", "zh-CN": "你的数据里没有的列" },
  instead: (column: string): Text => ({ en: `Instead of ${column}`, "zh-CN": `代替“${column}”` }),
  choose: { en: "Choose a column", "zh-CN": "选择一列" },
  leaveOut: { en: "Leave it out", "zh-CN": "不使用" },
  rebound: (from: string, to: string): Text => ({
    en: `Use ${to} instead of ${from}`,
    "zh-CN": `用“${to}”代替“${from}”`,
  }),
  strangeValues: (column: string, values: readonly (string | null)[]): Text => ({
    en: `Filters by ${column} name what your data do not have: ${listed(values, "(empty)", ", ")}.`,
    "zh-CN": `按“${column}”的筛选里有你的数据没有的值：${listed(values, "（空）", "、")}。`,
  }),
  dropValues: { en: "Remove from the filters", "zh-CN": "从筛选里去掉" },
  droppedValues: (column: string): Text => ({
    en: `Remove unknown values of ${column} from the filters`,
    "zh-CN": `从筛选里去掉“${column}”的未知值`,
  }),
  left: (column: string): Text => ({ en: `Leave out ${column}`, "zh-CN": `不使用“${column}”` }),
} satisfies Record<string, Text | ((...values: never[]) => Text)>;
