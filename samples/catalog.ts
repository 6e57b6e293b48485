import type { Locale, Text } from "../src/i18n/text.ts";
import type { SampleId } from "./generate.ts";

/** A sample shop as the start page offers it. Its counts are those of the generated files. */
export interface SampleEntry {
  readonly id: SampleId;
  readonly label: Text;
  readonly detail: Text;
  /** The language of its files. */
  readonly language: Locale;
  /** The currency of its amounts, by ISO 4217 code. */
  readonly currency: string;
  readonly orders: number;
  readonly customers: number;
  readonly answers: number;
  readonly postings: number;
}

function entry(
  id: SampleId,
  language: Locale,
  currency: string,
  label: Text,
  counts: Omit<SampleEntry, "id" | "language" | "currency" | "label" | "detail">,
): SampleEntry {
  const { orders, customers } = counts;
  const shown = (count: number) => count.toLocaleString("en");
  const detail: Text = {
    en: `${shown(orders)} orders, ${shown(customers)} customers, 2 years; with answers and points`,
    "zh-CN": `${shown(orders)} 笔订单，${shown(customers)} 位客户，2 年；含问卷和积分`,
  };
  return { id, language, currency, label, detail, ...counts };
}

export const sampleShops: readonly SampleEntry[] = [
  entry(
    "tea",
    "zh-CN",
    "CNY",
    { en: "Qinghe Tea (in Chinese)", "zh-CN": "青禾茶铺" },
    { orders: 98_724, customers: 25_000, answers: 3_010, postings: 80_465 },
  ),
  entry(
    "coffee",
    "en",
    "GBP",
    { en: "Millrace Coffee", "zh-CN": "Millrace 咖啡（英文）" },
    { orders: 100_788, customers: 25_000, answers: 2_475, postings: 77_259 },
  ),
];

/** The sample shop of an id, or null: a document may name one that a newer version has. */
export function sampleShop(id: string | null): SampleEntry | null {
  return sampleShops.find((shop) => shop.id === id) ?? null;
}
