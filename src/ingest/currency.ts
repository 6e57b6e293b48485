import type { Text } from "../i18n/text.ts";
import { columnOf } from "./map.ts";
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
};

export const currencyMessages = {
  label: { en: "Currency", "zh-CN": "币种" },
  none: { en: "Not named", "zh-CN": "不标明" },
};

// The longer signs first: HK$ is no dollar of the United States.
const signs: readonly (readonly [string, RegExp])[] = [
  ["HKD", /HK\$|HKD|港[元币]/i],
  ["TWD", /NT\$|TWD|新台币/i],
  ["USD", /US\$|USD|美元/i],
  ["EUR", /€|\bEUR\b|欧元/i],
  ["GBP", /£|\bGBP\b|英镑/i],
  ["CNY", /￥|CNY|RMB|人民币|[(（]元[)）]|\d\s*元$/i],
];

/**
 * The currency that files write beside their amounts, in the heading or in the cells; null where none or
 * several do. `¥` and `$` alone may be of several countries and say nothing.
 */
export function writtenCurrency(
  files: readonly { readonly mapping: Mapping; readonly sample: Sample | null }[],
): string | null {
  const found = new Set<string>();
  for (const { mapping, sample } of files) {
    const heading = columnOf(mapping, "amount") ?? columnOf(mapping, "unit_price");
    if (heading === undefined || !sample) continue;
    const index = sample.headings.indexOf(heading);
    const cells = sample.rows.slice(0, 50).map((row) => row[index] ?? "");
    for (const text of [heading, ...cells]) {
      const sign = signs.find(([, pattern]) => pattern.test(text));
      if (sign) found.add(sign[0]);
    }
  }
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}
