import type { Text } from "../../i18n/text.ts";

const count = (n: number): string => n.toLocaleString("en");
const money = (value: number): string =>
  value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 }).replace("-", "−");
const en = (names: readonly string[], last = "and"): string => {
  const quoted = names.map((name) => `“${name}”`);
  return quoted.length < 2
    ? (quoted[0] ?? "")
    : `${quoted.slice(0, -1).join(", ")} ${last} ${quoted.at(-1) ?? ""}`;
};
const zh = (names: readonly string[]): string => names.map((name) => `“${name}”`).join("、");

/** What is asked about amounts. */
export const amountQuestions = {
  sumIs: (sum: number): Text => ({
    en: `${money(sum)} in the rows looked at`,
    "zh-CN": `所看的行合计 ${money(sum)}`,
  }),

  whichAmount: { en: "Which column is the amount of an order?", "zh-CN": "哪一列是订单金额？" } as Text,
  differ: (names: readonly string[]): Text => ({
    en: `${en(names)} ${names.length === 1 ? "speaks" : "speak"} of money, and the numbers differ. Revenue is what customers paid, after discounts.`,
    "zh-CN": `${zh(names)}都是金额，数字却不同。收入按顾客实付、扣除优惠之后计算。`,
  }),
  notMade: (names: readonly string[]): Text => ({
    en: `${en(names)} ${names.length === 1 ? "is" : "are"} not what quantity and unit price add up to. Revenue is what customers paid, after discounts.`,
    "zh-CN": `${zh(names)}与数量乘单价的合计不同。收入按顾客实付、扣除优惠之后计算。`,
  }),
  pricedOption: { en: "Quantity × unit price", "zh-CN": "数量乘单价" } as Text,

  lineOrOrder: (column: string): Text => ({
    en: `Is “${column}” the amount of each line, or of the whole order?`,
    "zh-CN": `“${column}”是每行的金额，还是整单的金额？`,
  }),
  sameInAll: (same: number, orders: number, adds: boolean): Text => ({
    en: `It is the same in all rows of ${count(same)} of ${count(orders)} ${orders === 1 ? "order" : "orders"} with several rows${adds ? ", and the lines add up to it" : ""}.`,
    "zh-CN": `${count(orders)} 个多行订单中，有 ${count(same)} 个的各行数字完全相同${adds ? "，并且各行明细加起来正好等于它" : ""}。`,
  }),
  inOneRow: (orders: number): Text => ({
    en: `${count(orders)} ${orders === 1 ? "order has" : "orders have"} it in one of their rows only; the other rows are empty.`,
    "zh-CN": `有 ${count(orders)} 个多行订单只在其中一行写了这个数字，其他行为空。`,
  }),
  ofLine: { en: "Of each line: added up", "zh-CN": "每行的金额，逐行相加" } as Text,
  ofOrder: { en: "Of the order: counted once", "zh-CN": "整单的金额，每单只计一次" } as Text,

  priceOfWhat: (column: string): Text => ({
    en: `Is “${column}” for one piece, or for all of the row?`,
    "zh-CN": `“${column}”是一件的价格，还是整行的金额？`,
  }),
  severalPieces: (rows: number, quantity: string): Text => ({
    en: `In ${count(rows)} ${rows === 1 ? "row" : "rows"} “${quantity}” is not 1, so that the two readings differ.`,
    "zh-CN": `有 ${count(rows)} 行的“${quantity}”不是 1，两种读法结果不同。`,
  }),
  ofPiece: (quantity: string): Text => ({
    en: `For one piece: times “${quantity}”`,
    "zh-CN": `一件的价格，乘以“${quantity}”`,
  }),
  ofWhole: { en: "For all of the row", "zh-CN": "整行的金额" } as Text,

  whatAreRefunds: (column: string, words: readonly string[]): Text => ({
    en: `What are the rows with ${en(words.slice(0, 3), "or")} in “${column}”?`,
    "zh-CN": `“${column}”为${zh(words.slice(0, 3))}的行是什么？`,
  }),
  positiveRefunds: (rows: number, matched: number): Text => ({
    en: `The amounts of ${count(rows)} such ${rows === 1 ? "row" : "rows"} are positive; ${count(matched)} ${matched === 1 ? "has" : "have"} a sale of the same amount in another row.`,
    "zh-CN": `这样的行有 ${count(rows)} 行金额为正，其中 ${count(matched)} 行在别的行里有同额的销售。`,
  }),
  givenBack: { en: "Money given back: taken off revenue", "zh-CN": "退回的钱，从收入中减去" } as Text,
  undone: {
    en: "Orders that were undone: they count as nothing",
    "zh-CN": "被撤销的订单本身，按 0 计",
  } as Text,
  leftOut: { en: "No part of sales: left out", "zh-CN": "与销售无关，不参与计算" } as Text,
  whatKind: (column: string, word: string): Text => ({
    en: `What are the rows with “${word}” in “${column}”?`,
    "zh-CN": `“${column}”为“${word}”的行是什么？`,
  }),
  otherKinds: {
    en: "Other rows of this column are sales. Money that is no sale must not count as one.",
    "zh-CN": "这一列里有的行是销售。不是销售的收支不能算进收入。",
  } as Text,
  sale: { en: "Sales", "zh-CN": "销售" } as Text,
  noSale: { en: "No part of sales: left out", "zh-CN": "与销售无关，不参与计算" } as Text,
  refund: { en: "Refunds", "zh-CN": "退款" } as Text,
  revenueBy: (worth: number): Text => ({
    en: worth === 0 ? "Revenue of other rows stays as it is" : `${money(worth)} in the rows looked at`,
    "zh-CN": worth === 0 ? "其他行的收入不变" : `所看的行 ${money(worth)}`,
  }),
} as const;
