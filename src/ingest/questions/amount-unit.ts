import type { Text } from "../../i18n/text.ts";
import { rolesOf } from "../../tables/canonical.ts";
import { headingUnit } from "../../tables/heading-unit.ts";
import { messages } from "../messages.ts";
import { readNumber, scaledNumber } from "../numbers.ts";
import type { Profile } from "../profile.ts";
import type { Sample } from "../sample.ts";
import { type Mapping, type Question, type Scale, scales } from "../source.ts";
import { numberMessages, unitNames } from "./numbers.messages.ts";

/** Begins the id of a question about the unit of amounts; the first of its columns follows. */
export const amountUnit = "amount-unit:";

/** The mapping with the answer in it. */
export function withAmountUnit(mapping: Mapping, { columns }: Question, value: string): Mapping {
  const scale = scales.find((one) => String(one) === value) ?? 1;
  const formats = { ...mapping.formats };
  for (const name of columns) {
    const format = formats[name];
    const decimal = format?.kind === "number" ? format.decimal : ".";
    formats[name] = { kind: "number", decimal, scale };
  }
  return { ...mapping, formats };
}

/**
 * In which unit amounts are: a heading such as 金额(万元) says it, and is believed until the user says
 * otherwise. Whole amounts that mostly end in 00 may be fen: there the file itself cannot tell.
 */
export function amountUnits(mapping: Mapping, sample: Sample): Question[] {
  const roles = rolesOf(mapping.table);
  const roleOf = ({ name }: Profile) => mapping.roles[name] ?? "";
  // How a column's numbers are read comes before what they count.
  const money = sample.profiles.filter(
    (profile) =>
      roles[roleOf(profile)]?.unit === "money" &&
      profile.numbers !== null &&
      mapping.formats[profile.name]?.kind === "number",
  );
  const amount = money.find((profile) => roleOf(profile) === "amount");
  const price = money.find((profile) => roleOf(profile) === "unit_price");
  const units = new Map(money.map((profile) => [profile, headingUnit(profile.name)]));
  const groups = new Map<string, { columns: Profile[]; scale: Scale; sure: boolean }>();
  for (const [profile, unit] of units) {
    if (!unit || (unit.scale === 1 && unit.sure)) continue;
    const key = `${String(unit.scale)} ${String(unit.sure)}`;
    const group = groups.get(key) ?? { columns: [], scale: unit.scale, sure: unit.sure };
    group.columns.push(profile);
    groups.set(key, group);
  }
  // What stands beside the amount and names no unit is taken to have the same.
  const follows = (profile: Profile, whole: boolean) =>
    !units.get(profile) && (!whole || profile.numbers?.whole === true) && profile !== amount;
  for (const group of groups.values())
    if (amount && group.columns.includes(amount))
      group.columns.push(
        ...money.filter(
          (profile) => follows(profile, group.scale === 0.01) && (group.scale === 0.01 || profile !== price),
        ),
      );
  const found = [...groups.values()].map(({ columns, scale, sure }) =>
    question(mapping, sample, columns, sure ? scale : null, {
      detail: sure ? numberMessages.namedUnit(unitNames[`${scale}`]) : numberMessages.unsureUnit,
      scale,
    }),
  );
  const first = amount ?? price;
  if (!first || units.get(first) || first.numbers?.whole !== true) return found;
  const columns = money.filter((profile) => profile === first || follows(profile, true));
  const { middle, share, suspicious } = wholeAmounts(mapping, sample, first);
  if (suspicious)
    found.push(
      question(mapping, sample, columns, null, {
        detail: messages.allWhole(middle.toLocaleString("en"), share),
        scale: 0.01,
      }),
    );
  return found;
}

/** Amounts of a column, as they are written, without their sign. */
function sizes(mapping: Mapping, { headings, rows }: Sample, name: string): number[] {
  const place = headings.indexOf(name);
  const format = mapping.formats[name];
  const decimal = format?.kind === "number" ? format.decimal : ".";
  return rows
    .map((row) => Math.abs(readNumber(row[place] ?? "", decimal) ?? 0))
    .filter((value) => value > 0)
    .sort((a, b) => a - b);
}

function middleOf(values: readonly number[]): number {
  return values[Math.floor(values.length / 2)] ?? 0;
}

function wholeAmounts(mapping: Mapping, sample: Sample, { name }: Profile) {
  const values = sizes(mapping, sample, name);
  const middle = middleOf(values);
  const share = values.filter((value) => value % 100 === 0).length / Math.max(1, values.length);
  const suspicious = values.length >= 20 && (values[0] ?? 0) >= 100 && middle >= 1000 && share >= 0.6;
  return { middle, share, suspicious };
}

function question(
  mapping: Mapping,
  sample: Sample,
  columns: readonly Profile[],
  named: Scale | null,
  { detail, scale }: { readonly detail: Text; readonly scale: Scale },
): Question {
  const name = columns[0]?.name ?? "";
  const format = mapping.formats[name];
  const chosen = (format?.kind === "number" ? format.scale : undefined) ?? named;
  const middle = middleOf(sizes(mapping, sample, name));
  const offered = new Set<Scale>([1, scale, ...(chosen === null ? [] : [chosen])]);
  return {
    id: `${amountUnit}${name}`,
    title: scale === 0.01 ? messages.whichUnit(name) : numberMessages.whichUnit(name),
    detail,
    options: [...offered].map((value) => ({
      value: String(value),
      label: unitNames[`${value}`],
      detail: messages.usualAmount(scaledNumber(middle, value).toLocaleString("en")),
      rows: sample.fileRows,
    })),
    answer: chosen === null ? null : String(chosen),
    columns: columns.map((column) => column.name),
  };
}
