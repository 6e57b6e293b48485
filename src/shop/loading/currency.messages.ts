import type { Text } from "../../i18n/text.ts";
import { currencies } from "../../ingest/currency.ts";
import { countText as count } from "../../ingest/messages.ts";

/** Rows of one currency, with what they add up to in it. */
export interface CurrencyRows {
  /** Null: none is named beside them. */
  readonly currency: string | null;
  readonly rows: number;
  readonly value: number;
}

const money = (value: number): string =>
  value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const rowsEn = (n: number): string => `${count(n)} ${n === 1 ? "row" : "rows"}`;
const nameOf = ({ currency }: CurrencyRows, locale: keyof Text): string =>
  currency === null ? { en: "no currency named", "zh-CN": "未写币种" }[locale] : currency;

export const currencyTexts = {
  several: (found: readonly CurrencyRows[]): Text => ({
    en: `The amounts are in several currencies, which are never added up: ${found
      .map((one) => `${nameOf(one, "en")} (${rowsEn(one.rows)})`)
      .join(", ")}. Choose under “Currency” which one is kept; rows of the others are set aside.`,
    "zh-CN": `金额有多种币种，不能相加：${found
      .map((one) => `${nameOf(one, "zh-CN")}（${count(one.rows)} 行）`)
      .join("、")}。请在“币种”中选择保留哪一种，其他币种的行会另存。`,
  }),
  aside: (n: number): Text => ({
    en: `${rowsEn(n)} in other currencies not used`,
    "zh-CN": `${count(n)} 行其他币种未采用`,
  }),
  asideDetail: (kept: string, others: readonly CurrencyRows[]): Text => ({
    en: `Only amounts in ${(currencies[kept] ?? { en: kept }).en} are counted. Set aside: ${others
      .map((one) => `${nameOf(one, "en")}, ${rowsEn(one.rows)}, ${money(one.value)}`)
      .join("; ")}.`,
    "zh-CN": `只计算${(currencies[kept] ?? { "zh-CN": ` ${kept} ` })["zh-CN"]}。另存：${others
      .map((one) => `${nameOf(one, "zh-CN")} ${count(one.rows)} 行，合计 ${money(one.value)}`)
      .join("；")}。`,
  }),
} as const;
