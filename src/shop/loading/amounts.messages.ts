import type { Text } from "../../i18n/text.ts";
import { countText as count } from "../../ingest/messages.ts";

const rows = (n: number): string => `${count(n)} ${n === 1 ? "row" : "rows"}`;
const money = (value: number): string =>
  value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** What the receipts say of how amounts are read. */
export const amountReceipts = {
  once: (column: string): Text => ({
    en: `“${column}” counts once per order`,
    "zh-CN": `“${column}”每单只计一次`,
  }),
  onceDetail: (n: number, value: number): Text => ({
    en: `${rows(n)} ${n === 1 ? "repeats" : "repeat"} the amount of the order. Added up, revenue would be higher by ${money(value)}.`,
    "zh-CN": `有 ${count(n)} 行重复了整单金额。如果逐行相加，收入会多出 ${money(value)}。`,
  }),
  added: (column: string): Text => ({
    en: `“${column}” is added up over the lines of an order`,
    "zh-CN": `“${column}”按订单明细逐行相加`,
  }),
  addedDetail: (n: number, value: number): Text => ({
    en: `${rows(n)} ${n === 1 ? "has" : "have"} an amount that another line of the order has as well. Counted once, revenue would be lower by ${money(value)}.`,
    "zh-CN": `有 ${count(n)} 行的金额与同一单的其他行相同。如果每单只计一次，收入会减少 ${money(value)}。`,
  }),
  made: (quantity: string, price: string): Text => ({
    en: `The amount is “${quantity}” × “${price}”`,
    "zh-CN": `金额由“${quantity}”乘“${price}”得出`,
  }),
  madeDetail: { en: "The file has no column for the amount.", "zh-CN": "文件里没有金额列。" } as Text,
  givenBack: (n: number): Text => ({
    en: `${rows(n)} of money given back`,
    "zh-CN": `${count(n)} 行是退回的钱`,
  }),
  givenBackDetail: (column: string, value: number): Text => ({
    en: `“${column}” calls them refunds, though their amounts are positive: ${money(value)} in all is taken off revenue.`,
    "zh-CN": `“${column}”标明是退款，金额却写成正数，合计 ${money(value)} 已从收入中减去。`,
  }),
  undoneRows: (n: number): Text => ({
    en: `${rows(n)} of orders that were undone`,
    "zh-CN": `${count(n)} 行是被撤销的订单`,
  }),
  undoneDetail: (column: string): Text => ({
    en: `“${column}” calls them refunds. Each is the order itself and counts as nothing; no other row is lower for it.`,
    "zh-CN": `“${column}”标明是退款。这些行就是订单本身，按 0 计，不影响其他行。`,
  }),
  leftOutRows: (n: number): Text => ({
    en: `${rows(n)} of money out, left out`,
    "zh-CN": `${count(n)} 行支出不参与计算`,
  }),
  leftOutDetail: (column: string): Text => ({
    en: `“${column}” says that money went out; as you chose, that is no part of sales.`,
    "zh-CN": `“${column}”标明是支出。按你的选择，与销售无关。`,
  }),
  amountOf: (column: string): Text => ({ en: `What “${column}” is`, "zh-CN": `“${column}”是什么` }),
  ofLine: { en: "The amount of each line", "zh-CN": "每行的金额" } as Text,
  ofOrder: { en: "The amount of the order", "zh-CN": "整单的金额" } as Text,
  refundsOf: (column: string): Text => ({
    en: `What refunds of “${column}” are`,
    "zh-CN": `“${column}”里的退款是什么`,
  }),
  asGivenBack: { en: "Money given back", "zh-CN": "退回的钱" } as Text,
  asUndone: { en: "Orders that were undone", "zh-CN": "被撤销的订单" } as Text,
  asLeftOut: { en: "No part of sales", "zh-CN": "与销售无关" } as Text,
} as const;
