import type { Text } from "../i18n/text.ts";

const shown = (count: number): string => count.toLocaleString("en");

export const messages = {
  open: (column: string): Text => ({ en: `What ${column} holds`, "zh-CN": `查看 ${column} 的概况` }),
  reading: (column: string): Text => ({ en: `Reading ${column}…`, "zh-CN": `正在读取 ${column}……` }),
  again: { en: "Try again", "zh-CN": "重试" },
  clear: { en: "Show the first rows again", "zh-CN": "恢复显示前几行" },
  looking: { en: "Looking for the rows…", "zh-CN": "正在查找这些行……" },
  shown: (rows: number): Text => ({
    en: `${shown(rows)} row${rows === 1 ? "" : "s"} shown`,
    "zh-CN": `显示 ${shown(rows)} 行`,
  }),
  of: (rows: number, all: number): Text => ({
    en:
      rows < all
        ? `first ${shown(rows)} of ${shown(all)} rows`
        : `${shown(rows)} row${rows === 1 ? "" : "s"}`,
    "zh-CN": rows < all ? `共 ${shown(all)} 行，显示前 ${shown(rows)} 行` : `${shown(rows)} 行`,
  }),
  first: (rows: number): Text => ({
    en: `the first ${shown(rows)} of them`,
    "zh-CN": `显示其中前 ${shown(rows)} 行`,
  }),
  none: (searched: number): Text => ({
    en: `None in the first ${shown(searched)} rows.`,
    "zh-CN": `前 ${shown(searched)} 行里没有。`,
  }),
  matching: (name: string): Text => ({
    en: `Rows of ${name} that are filtered`,
    "zh-CN": `“${name}”中筛选出的行`,
  }),
} as const;
