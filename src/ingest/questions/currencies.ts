import type { Text } from "../../i18n/text.ts";
import { currencies, currencyName } from "../currency.ts";
import { mayBe, settleSigns } from "../currency-signs.ts";
import { countText as count } from "../messages.ts";
import type { Question, Recognition } from "../source.ts";

/** The id of the question which of several currencies is kept. It is asked once, of all files together. */
export const whichCurrency = "currency";

const messages = {
  title: {
    en: "The amounts are in several currencies. Which one is kept?",
    "zh-CN": "金额有多种币种，保留哪一种？",
  },
  detail: {
    en: "They are never added up. Rows of the others are set aside, counted, and can be downloaded.",
    "zh-CN": "不同币种不会相加。其他币种的行会另存，写明行数和金额，可以下载。",
  },
  others: (others: readonly string[]): Text => ({
    en: `without ${others.join(", ")}`,
    "zh-CN": `不含 ${others.join("、")}`,
  }),
  rows: (label: Text, n: number, about: boolean): Text => ({
    en: `${label.en}: ${about ? "about " : ""}${count(n)} ${n === 1 ? "row" : "rows"}`,
    "zh-CN": `${label["zh-CN"]}：${about ? "约 " : ""}${count(n)} 行`,
  }),
} as const satisfies Record<string, Text | ((...values: never[]) => Text)>;

/** The one of the found currencies that a choice means; null where it means none of them, or several. */
export function chosenOf(found: readonly string[], choice: string | undefined): string | null {
  if (choice === undefined || choice === "") return null;
  if (found.includes(choice)) return choice;
  const meant = found.filter((one) => mayBe(one, choice));
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

/** Asks which currency is kept, where the files have several; `choice` is what was answered. */
export function currencyQuestion(
  recognitions: readonly Recognition[],
  choice: string | undefined,
): Question | null {
  const written = recognitions.flatMap((one) =>
    (one.currencies ?? []).map((found) => ({
      ...found,
      about: one.about === true || one.sampled !== undefined,
    })),
  );
  const settled = settleSigns(written.map(({ currency }) => currency));
  const found = new Map<string, { rows: number; about: boolean }>();
  for (const { currency, rows, about } of written) {
    const key = settled.get(currency) ?? currency;
    const before = found.get(key);
    found.set(key, { rows: rows + (before?.rows ?? 0), about: about || (before?.about ?? false) });
  }
  if (found.size < 2) return null;
  const names = [...found.keys()];
  const all = [...found.values()].reduce((sum, { rows }) => sum + rows, 0);
  return {
    id: whichCurrency,
    title: messages.title,
    detail: messages.detail,
    options: [...found]
      .sort(([, a], [, b]) => b.rows - a.rows)
      .map(([currency, { rows, about }]) => ({
        value: currency,
        label: messages.rows(currencies[currency] ?? currencyName(currency), rows, about),
        detail: messages.others(names.filter((other) => other !== currency)),
        // Every row can be read; how many are of a currency stands in its label.
        rows: all,
      })),
    answer: chosenOf(names, choice),
    columns: [],
  };
}
