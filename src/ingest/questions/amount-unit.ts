import type { Text } from "../../i18n/text.ts";
import { rolesOf } from "../../tables/canonical.ts";
import { messages } from "../messages.ts";
import { readNumber } from "../numbers.ts";
import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";

export const amountUnit = "amount-unit";

/** The mapping with the answer in it. */
export function withAmountUnit(mapping: Mapping, question: Question, value: string): Mapping {
  const formats = { ...mapping.formats };
  for (const name of question.columns) {
    const format = formats[name];
    const decimal = format?.kind === "number" ? format.decimal : ".";
    formats[name] = { kind: "number", decimal, scale: value === "0.01" ? 0.01 : 1 };
  }
  return { ...mapping, formats };
}

const hundredthsHeading = /[（(_\s][分][)）]?$|[_\s(（]?(fen|cents?)[)）]?$/i;

/** Whole amounts that mostly end in 00 may be fen: the file itself cannot tell. */
export function amountUnits(mapping: Mapping, { headings, profiles, rows, fileRows }: Sample): Question[] {
  const roles = rolesOf(mapping.table);
  const money = profiles.filter(
    ({ name, numbers }) => roles[mapping.roles[name] ?? ""]?.unit === "money" && numbers?.whole === true,
  );
  const amount = money.find(({ name }) => ["amount", "unit_price"].includes(mapping.roles[name] ?? ""));
  if (!amount) return [];
  const place = headings.indexOf(amount.name);
  const format = mapping.formats[amount.name];
  const decimal = format?.kind === "number" ? format.decimal : ".";
  const values = rows
    .map((row) => Math.abs(readNumber(row[place] ?? "", decimal) ?? 0))
    .filter((value) => value > 0)
    .sort((a, b) => a - b);
  const middle = values[Math.floor(values.length / 2)] ?? 0;
  const share = values.filter((value) => value % 100 === 0).length / Math.max(1, values.length);
  const named = hundredthsHeading.test(amount.name);
  const suspicious = values.length >= 20 && (values[0] ?? 0) >= 100 && middle >= 1000 && share >= 0.6;
  if (!named && !suspicious) return [];
  const option = (value: string, label: Text, scale: number) => ({
    value,
    label,
    detail: messages.usualAmount((middle * scale).toLocaleString("en")),
    rows: fileRows,
  });
  const chosen = format?.kind === "number" ? format.scale : undefined;
  return [
    {
      id: amountUnit,
      title: messages.whichUnit(amount.name),
      detail: named ? messages.namedHundredths : messages.allWhole(middle.toLocaleString("en"), share),
      options: [option("1", messages.wholeUnits, 1), option("0.01", messages.hundredths, 0.01)],
      answer: chosen === undefined ? null : String(chosen),
      columns: money.map(({ name }) => name),
    },
  ];
}
