import type { Text } from "../i18n/text.ts";

/** What is said of files that look like orders and hold none. */
export const noOrdersMessages = {
  refunds: {
    en: "This is a list of refunds, not of orders: its amounts would be added as sales. Leave it out, and put the refunded amount beside each order in the file of orders, as a column “refund_amount”, or export the orders with their refunds.",
    "zh-CN":
      "这是退款记录，不是订单，它的金额会被算成销售额。请不要导入它；请在订单文件的每笔订单旁加一列“退款金额”，或导出带退款金额的订单。",
  } as Text,
  summed: (columns: readonly string[]): Text => ({
    en: `This file is summed up already: one row a customer, with ${columns.slice(0, 3).join(", ")}. Export the orders themselves, one order a row, with customer, time and amount.`,
    "zh-CN": `这个文件已按客户汇总：每位客户一行，列有${columns.slice(0, 3).join("、")}。请导出汇总前的订单，每行一单，包含客户、时间和金额。`,
  }),
} as const;
