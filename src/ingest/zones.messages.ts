import type { Text } from "../i18n/text.ts";

const count = (n: number): string => n.toLocaleString("en");

/** What is said of time zones. */
export const zoneMessages = {
  unknown: (zone: string): Text => ({
    en: `The time zone “${zone}” is not known here. Choose another, such as Asia/Shanghai, UTC or +08:00.`,
    "zh-CN": `不认识时区“${zone}”。请换一个，例如 Asia/Shanghai、UTC 或 +08:00。`,
  }),
  moved: (n: number, zone: string): Text => ({
    en: `${count(n)} ${n === 1 ? "row has its time" : "rows have their times"} brought to ${zone}`,
    "zh-CN": `${count(n)} 行的时间已换算到 ${zone}`,
  }),
  movedDetail: (example: string): Text => ({
    en: `${example ? `The file gives them in another zone, for example “${example}”.` : "The file gives them in another zone."} Days and hours are the shop's; change its zone under the rules.`,
    "zh-CN": `${example ? `文件里是另一个时区的时间，例如“${example}”。` : "文件里是另一个时区的时间。"}日期和时段按店铺所在时区计算，可在规则里更改时区。`,
  }),
  cst: (china: boolean): Text => ({
    en: `CST is read as ${china ? "China time, +08:00" : "Central time of America, −06:00"}`,
    "zh-CN": `CST 按${china ? "中国时间 +08:00" : "美国中部时间 −06:00"}读取`,
  }),
  cstDetail: (example: string): Text => ({
    en: `Both are called so, for example “${example}”. If it is the other, choose the shop's time zone under the rules: Asia/Shanghai or America/Chicago.`,
    "zh-CN": `两个时区都叫 CST，例如“${example}”。如果不对，请在规则里选择店铺所在时区：Asia/Shanghai 或 America/Chicago。`,
  }),
  label: { en: "The shop's time zone", "zh-CN": "店铺所在时区" },
  how: {
    en: "Times that the file gives with an offset, such as Z or +08:00, are brought to it.",
    "zh-CN": "文件里带时差的时间（如 Z、+08:00）会换算到这个时区。",
  },
  here: (zone: string): Text => ({ en: `${zone} (here)`, "zh-CN": `${zone}（本机）` }),
} as const;
