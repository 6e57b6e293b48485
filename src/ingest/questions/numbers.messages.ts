import type { Text } from "../../i18n/text.ts";
import { countText as count } from "../messages.ts";
import type { Scale } from "../source.ts";

const rowsEn = (n: number): string => `${count(n)} ${n === 1 ? "row" : "rows"}`;

/** Units of amounts as a choice, by what the numbers are multiplied by. */
export const unitNames: Readonly<Record<`${Scale}`, Text>> = {
  "1": { en: "Whole units, such as yuan", "zh-CN": "元" },
  "0.01": { en: "Hundredths, such as fen or cents", "zh-CN": "分" },
  "1000": { en: "Thousands", "zh-CN": "千元" },
  "10000": { en: "Ten thousands (万)", "zh-CN": "万元" },
  "100000": { en: "Lakhs (hundred thousands)", "zh-CN": "十万元" },
  "1000000": { en: "Millions", "zh-CN": "百万元" },
  "10000000": { en: "Crores (ten millions)", "zh-CN": "千万元" },
  "100000000": { en: "Hundred millions (亿)", "zh-CN": "亿元" },
};

/** What is asked about how numbers are written, and in which unit and currency. */
export const numberMessages = {
  whichUnit: (column: string): Text => ({
    en: `In which unit is “${column}”?`,
    "zh-CN": `“${column}”的单位是什么？`,
  }),
  namedUnit: (unit: Text): Text => ({
    en: `The heading says: ${unit.en.charAt(0).toLowerCase()}${unit.en.slice(1)}.`,
    "zh-CN": `列名写的是${unit["zh-CN"]}。`,
  }),
  unsureUnit: {
    en: "The heading may name a unit, or something else.",
    "zh-CN": "列名里像是单位，也可能是别的意思。",
  },
  whichMark: (example: string, column: string): Text => ({
    en: `Which number is ${example} in “${column}”?`,
    "zh-CN": `“${column}”里的 ${example} 是多少？`,
  }),
  bothMarks: (rows: number): Text => ({
    en: `Three digits stand behind the mark in ${rowsEn(rows)}: it may part thousands, or be the decimal mark. Nothing in the file decides.`,
    "zh-CN": `有 ${count(rows)} 行的符号后面正好三位数字：可能是千位分隔符，也可能是小数点，文件本身无法判断。`,
  }),
  mixedMarks: (rows: number): Text => ({
    en: `Some numbers have a decimal point and others a decimal comma; ${rowsEn(rows)} can be read as either.`,
    "zh-CN": `有的数字用小数点，有的用小数逗号；其中 ${count(rows)} 行两种读法都成立。`,
  }),
  decidedMark: (column: string): Text => ({
    en: `Read as the numbers of “${column}” are, which leave no doubt.`,
    "zh-CN": `按“${column}”的写法读取，那一列没有歧义。`,
  }),
  decidedSmall: {
    en: "Other numbers of the column have no mark and are below 1,000, so that it parts thousands.",
    "zh-CN": "该列不带符号的数字都小于 1,000，因此判断为千位分隔符。",
  },
  groups: (value: string): Text => ({
    en: `The mark parts thousands: ${value}`,
    "zh-CN": `千位分隔符：${value}`,
  }),
  decimals: (value: string): Text => ({
    en: `The mark is the decimal mark: ${value}`,
    "zh-CN": `小数点：${value}`,
  }),
  sumOf: (sum: string): Text => ({
    en: `the rows looked at add up to ${sum}`,
    "zh-CN": `抽样各行合计 ${sum}`,
  }),
} as const satisfies Record<string, Text | ((...values: never[]) => Text)>;
