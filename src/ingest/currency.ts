import type { Text } from "../i18n/text.ts";
import { currencyInHeading, currencyOfWord, settleSigns, signIn } from "./currency-signs.ts";
import { columnOf, fillsOrders } from "./map.ts";
import { isEmpty } from "./profile.ts";
import type { Sample } from "./sample.ts";
import type { Mapping } from "./source.ts";

/** Currencies that are offered, by ISO 4217 code; a document may name any other. */
export const currencies: Readonly<Record<string, Text>> = {
  CNY: { en: "Chinese yuan (¥)", "zh-CN": "人民币（¥）" },
  USD: { en: "US dollar ($)", "zh-CN": "美元（$）" },
  EUR: { en: "Euro (€)", "zh-CN": "欧元（€）" },
  GBP: { en: "Pound sterling (£)", "zh-CN": "英镑（£）" },
  JPY: { en: "Japanese yen (¥)", "zh-CN": "日元（¥）" },
  HKD: { en: "Hong Kong dollar (HK$)", "zh-CN": "港元（HK$）" },
  TWD: { en: "New Taiwan dollar (NT$)", "zh-CN": "新台币（NT$）" },
  KRW: { en: "South Korean won (₩)", "zh-CN": "韩元（₩）" },
  SGD: { en: "Singapore dollar (S$)", "zh-CN": "新加坡元（S$）" },
  AUD: { en: "Australian dollar (A$)", "zh-CN": "澳大利亚元（A$）" },
  CAD: { en: "Canadian dollar (C$)", "zh-CN": "加拿大元（C$）" },
  CHF: { en: "Swiss franc (CHF)", "zh-CN": "瑞士法郎（CHF）" },
  SEK: { en: "Swedish krona (kr)", "zh-CN": "瑞典克朗（kr）" },
  NOK: { en: "Norwegian krone (kr)", "zh-CN": "挪威克朗（kr）" },
  DKK: { en: "Danish krone (kr)", "zh-CN": "丹麦克朗（kr）" },
  PLN: { en: "Polish złoty (zł)", "zh-CN": "波兰兹罗提（zł）" },
  TRY: { en: "Turkish lira (₺)", "zh-CN": "土耳其里拉（₺）" },
  BRL: { en: "Brazilian real (R$)", "zh-CN": "巴西雷亚尔（R$）" },
  INR: { en: "Indian rupee (₹)", "zh-CN": "印度卢比（₹）" },
  THB: { en: "Thai baht (฿)", "zh-CN": "泰铢（฿）" },
  MYR: { en: "Malaysian ringgit (RM)", "zh-CN": "马来西亚林吉特（RM）" },
};
const signNames: Readonly<Record<string, Text>> = {
  $: { en: "Amounts with $", "zh-CN": "带 $ 的金额" },
  "¥": { en: "Amounts with ¥", "zh-CN": "带 ¥ 的金额" },
  kr: { en: "Amounts in kr", "zh-CN": "带 kr 的金额" },
};

/** What a currency is called that may be of several countries, or is not among those offered. */
export function currencyName(currency: string): Text {
  return currencies[currency] ?? signNames[currency] ?? { en: currency, "zh-CN": currency };
}

export const currencyMessages = {
  label: { en: "Currency", "zh-CN": "币种" },
  none: { en: "Not named", "zh-CN": "不标明" },
};

/** The column whose numbers are money, by its heading. */
export function moneyColumn(mapping: Mapping): string | undefined {
  return columnOf(mapping, "amount") ?? columnOf(mapping, "unit_price");
}

/** Whether the amounts of a file have currencies beside them, as its sample shows it. */
export function hasSigns(mapping: Mapping, sample: Sample | null): boolean {
  const heading = moneyColumn(mapping);
  if (!sample || heading === undefined || columnOf(mapping, "currency") !== undefined) return false;
  const index = sample.headings.indexOf(heading);
  return sample.rows.some((row) => isSigned(row[index] ?? ""));
}

/** A plain number has no currency, and needs no further look. */
function isSigned(cell: string): boolean {
  return /[^\d.,\s()'+-]/.test(cell) && signIn(cell) !== null;
}

/** The currencies that a file writes, with about how many of its rows have them. */
export function currenciesIn(
  mapping: Mapping,
  sample: Sample,
): { readonly currency: string; readonly rows: number }[] {
  const money = moneyColumn(mapping);
  if (!fillsOrders(mapping) || money === undefined) return [];
  const named = columnOf(mapping, "currency");
  const index = sample.headings.indexOf(named ?? money);
  const ofHeading = currencyInHeading(money);
  const counts = new Map<string, number>();
  const words = new Map<string, string | null>();
  for (const row of sample.rows) {
    const cell = row[index] ?? "";
    let found = words.get(cell);
    if (found === undefined) {
      found = named === undefined ? (isSigned(cell) ? signIn(cell) : null) : wordCurrency(cell);
      words.set(cell, found);
    }
    const currency = found ?? ofHeading;
    if (currency !== null) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  const share = sample.rows.length ? sample.fileRows / sample.rows.length : 0;
  return [...counts].map(([currency, rows]) => ({ currency, rows: Math.round(rows * share) }));
}

/** The currency that a cell of a column of currencies names: a word that is not known stands for itself. */
export function wordCurrency(word: string): string | null {
  if (isEmpty(word)) return null;
  return currencyOfWord(word) ?? word.trim().toUpperCase();
}

/** The one currency of what was found; null where there is none or several, or where its sign is of several countries. */
export function onlyCurrency(found: Iterable<string>): string | null {
  const kinds = new Set(settleSigns(found).values());
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined && /^[A-Z]{3}$/.test(only) ? only : null;
}
