import type { Text } from "../i18n/text.ts";

const shown = (count: number, locale: "en" | "zh-CN") => count.toLocaleString(locale);

export const messages = {
  data: { en: "Data", "zh-CN": "数据" },
  find: { en: "Find a table or column", "zh-CN": "查找数据表或列" },
  rows: (count: number): Text => ({
    en: `${shown(count, "en")} ${count === 1 ? "row" : "rows"}`,
    "zh-CN": `${shown(count, "zh-CN")} 行`,
  }),
  kinds: {
    derived: { en: "derived", "zh-CN": "派生" },
    cell: { en: "cell", "zh-CN": "单元格" },
  },
  insert: (name: string): Text => ({
    en: `Insert ${name} at the cursor`,
    "zh-CN": `在光标处插入 ${name}`,
  }),
  columnsOf: (name: string): Text => ({ en: `Columns of ${name}`, "zh-CN": `${name} 的列` }),
  profileOf: (column: string): Text => ({ en: `What ${column} holds`, "zh-CN": `查看 ${column} 的概况` }),
  reading: (column: string): Text => ({ en: `Reading ${column}…`, "zh-CN": `正在读取 ${column}……` }),
  insertCondition: { en: "Insert as SQL condition", "zh-CN": "插入为 SQL 条件" },
  filterBoard: (title: string): Text => ({ en: `Filter “${title}” by it`, "zh-CN": `用它筛选“${title}”` }),
  filterBy: (what: Text): Text => ({
    en: `Filter by ${what.en}`,
    "zh-CN": `筛选 ${what["zh-CN"]}`,
  }),
  filtered: (title: Text, what: Text): Text => ({
    en: `“${title.en}” is filtered: ${what.en}`,
    "zh-CN": `“${title["zh-CN"]}”已筛选：${what["zh-CN"]}`,
  }),
  nothing: (wanted: string): Text => ({
    en: `No table or column is called anything like “${wanted}”.`,
    "zh-CN": `没有名称含“${wanted}”的数据表或列。`,
  }),
  noTables: { en: "No data are open.", "zh-CN": "没有打开数据。" },
  noEditor: {
    en: "Put the cursor into a SQL cell first; names are inserted there.",
    "zh-CN": "请先把光标放进一个 SQL 单元格，名称会插入到那里。",
  },
  receipts: (used: number, aside: number): Text => ({
    en: `${shown(used, "en")} rows in use, ${shown(aside, "en")} set aside.`,
    "zh-CN": `使用 ${shown(used, "zh-CN")} 行，搁置 ${shown(aside, "zh-CN")} 行。`,
  }),
  more: { en: "; ", "zh-CN": "；" },
  stop: { en: ".", "zh-CN": "。" },
} satisfies Record<string, unknown>;
