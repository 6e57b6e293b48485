import type { Text } from "../i18n/text.ts";
import type { MoneyKind } from "./money-words.ts";

const en = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(", ");
const zh = (names: readonly string[]): string => names.map((name) => `“${name}”`).join("、");

/** What is said of the choice of the amount. */
export const amountMessages = {
  whatWasPaid: (kind: MoneyKind, due: readonly string[]): Text =>
    kind === "paid"
      ? {
          en: `what was paid; ${en(due)} ${due.length === 1 ? "is" : "are"} not`,
          "zh-CN": `顾客实际付的钱，${zh(due)}不是`,
        }
      : {
          en: `what the order comes to; ${en(due)} ${due.length === 1 ? "is" : "are"} before that`,
          "zh-CN": `订单最终的金额，${zh(due)}是之前的`,
        },
  otherAmount: (chosen: string): Text => ({
    en: `an amount, too; “${chosen}” is taken`,
    "zh-CN": `也是金额，已采用“${chosen}”`,
  }),
  madeOf: (quantity: string, price: string): Text => ({
    en: `“${quantity}” × “${price}” makes the amount`,
    "zh-CN": `“${quantity}”乘“${price}”得出金额`,
  }),
} as const;
