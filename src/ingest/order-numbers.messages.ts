import type { Text } from "../i18n/text.ts";
import { countText as count } from "./messages.ts";

type Taken = "number" | "day" | "row";

/** How orders are told apart whose numbers do not tell. */
const ways: Readonly<Record<Taken, Text>> = {
  number: {
    en: "The rows of one number and customer count as one order, as you chose.",
    "zh-CN": "按你的选择，同一订单号和客户的行算作一单。",
  },
  day: {
    en: "The rows of one number, customer and day count as one order.",
    "zh-CN": "同一订单号、客户和日期的行算作一单。",
  },
  row: { en: "Each of these rows counts as an order of its own.", "zh-CN": "这些行每行算作一单。" },
};

/** What is said of order numbers that stand in several rows. */
export const numberReceipts = {
  rounded: (rows: number, numbers: number): Text => ({
    en: `${count(rows)} ${rows === 1 ? "row" : "rows"} with rounded order numbers, ${count(numbers)} different ${numbers === 1 ? "one" : "ones"} left`,
    "zh-CN": `${count(rows)} 行的订单号被取整，只剩 ${count(numbers)} 个不同的订单号`,
  }),
  roundedDetail: (example: string, taken: Taken): Text => ({
    en: `A spreadsheet kept fifteen digits of long numbers at most, such as “${example}”, so that different orders have one number. ${ways[taken].en} Export again with the column as text to tell them apart.`,
    "zh-CN": `表格软件最多保留长数字的前 15 位，例如“${example}”，不同的订单变成了同一个号码。${ways[taken]["zh-CN"]}把该列设为文本后重新导出，即可准确区分。`,
  }),
  again: (numbers: number): Text => ({
    en: `${count(numbers)} order ${numbers === 1 ? "number stands" : "numbers stand"} with different customers`,
    "zh-CN": `${count(numbers)} 个订单号对应不同的客户`,
  }),
  againDetail: (example: string, taken: Taken): Text => ({
    en: `The numbers seem to begin again, for example “${example}”: a number alone is no order. ${ways[taken].en}`,
    "zh-CN": `订单号似乎会重新编起，例如“${example}”，只凭订单号不能区分订单。${ways[taken]["zh-CN"]}`,
  }),
  lines: (orders: number): Text => ({
    en: `${count(orders)} ${orders === 1 ? "order" : "orders"} with several rows`,
    "zh-CN": `${count(orders)} 单有多行`,
  }),
  linesDetail: {
    en: "The order number stands in several rows with different content, so these are taken as lines of one order and their amounts are added up.",
    "zh-CN": "同一订单号出现在内容不同的多行里，按同一单的明细处理，金额相加。",
  } as Text,
  linesOnce: {
    en: "The order number stands in several rows with different content, so these are taken as lines of one order.",
    "zh-CN": "同一订单号出现在内容不同的多行里，按同一单的明细处理。",
  } as Text,
  linesDiffer: (shared: number, spread: number): Text => {
    const en = [
      "Rows of one number and customer are taken as lines of one order and their amounts are added up.",
    ];
    const zh = ["同一订单号和客户的行按同一单的明细处理，金额相加。"];
    if (shared > 0) {
      en.push(
        `${count(shared)} ${shared === 1 ? "number stands" : "numbers stand"} with several customers, and ${shared === 1 ? "is" : "are"} an order of each.`,
      );
      zh.push(`${count(shared)} 个订单号对应多位客户，每位客户各算一单。`);
    }
    if (spread > 0) {
      en.push(
        `${count(spread)} ${spread === 1 ? "has" : "have"} rows of several days: if the numbers begin again, choose one order a day.`,
      );
      zh.push(`${count(spread)} 个订单号的行不在同一天：如果订单号会重新编起，请选择按天算一单。`);
    }
    return { en: en.join(" "), "zh-CN": zh.join("") };
  },
  chosen: (taken: Taken): Text => ({
    en: `The order number stands in several rows with different content. ${ways[taken].en}`,
    "zh-CN": `同一订单号出现在内容不同的多行里。${ways[taken]["zh-CN"]}`,
  }),
} as const;
