import { rolesOf } from "../../tables/canonical.ts";
import { type DecimalMark, readNumber } from "../numbers.ts";
import type { Profile } from "../profile.ts";
import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";
import { numberMessages as messages } from "./numbers.messages.ts";

/** Begins the id of a question about how numbers are marked; the first of its columns follows. */
export const decimalMark = "decimal-mark:";

/** Whether nothing in the file says how a column's numbers are read. */
export function hasOpenMark({ numbers }: Profile): boolean {
  return numbers !== null && numbers.mark === null;
}

/** The mapping with the answer in it. */
export function withDecimalMark(mapping: Mapping, { columns }: Question, value: string): Mapping {
  const formats = { ...mapping.formats };
  for (const name of columns) {
    const format = formats[name];
    const scale = format?.kind === "number" ? format.scale : undefined;
    formats[name] = {
      kind: "number",
      decimal: value === "," ? "," : ".",
      ...(scale !== undefined && { scale }),
    };
  }
  return { ...mapping, formats };
}

/** Asks whether 1.234 is more than a thousand, where the column itself does not say. */
export function decimalMarks(mapping: Mapping, sample: Sample, fresh: boolean): Question[] {
  const roles = rolesOf(mapping.table);
  const groups = new Map<string, Profile[]>();
  for (const profile of sample.profiles) {
    const type = roles[mapping.roles[profile.name] ?? ""]?.type;
    const { numbers } = profile;
    if ((type !== "number" && type !== "integer") || !numbers || numbers.mark?.sure) continue;
    // Columns that are written alike are asked about once.
    const { points, commas, point, comma } = numbers.marks;
    const mixed = point + comma > 0 || (points > 0 && commas > 0);
    const key = mixed
      ? profile.name
      : `${points > 0 ? "." : ","}${numbers.mark?.decimal ?? ""}${numbers.mark?.by ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), profile]);
  }
  const order = Object.keys(roles);
  return [...groups.values()].map((profiles) => {
    const place = ({ name }: Profile) => {
      const role = mapping.roles[name] ?? "";
      return role === "amount" ? -1 : order.indexOf(role);
    };
    return question(
      mapping,
      sample,
      [...profiles].sort((a, b) => place(a) - place(b)),
      fresh,
    );
  });
}

function question(
  mapping: Mapping,
  { headings, rows, fileRows }: Sample,
  profiles: readonly Profile[],
  fresh: boolean,
): Question {
  const [first] = profiles;
  const name = first?.name ?? "";
  const { marks, mark } = first?.numbers ?? {};
  const place = headings.indexOf(name);
  const cells = rows.map((row) => row[place] ?? "");
  const example = (marks?.example ?? "").trim();
  const either = (marks?.points ?? 0) + (marks?.commas ?? 0);
  const share = rows.length ? fileRows / rows.length : 0;
  const isGroup = (decimal: DecimalMark) => !example.includes(decimal);
  const option = (decimal: DecimalMark) => {
    const read = cells.map((cell) => readNumber(cell, decimal)).filter((value) => value !== null);
    const shown = text(readNumber(example, decimal) ?? 0);
    return {
      value: decimal,
      label: isGroup(decimal) ? messages.groups(shown) : messages.decimals(shown),
      detail: messages.sumOf(text(read.reduce((sum, value) => sum + value, 0))),
      rows: Math.round(read.length * share),
    };
  };
  const mixed = ((marks?.point ?? 0) > 0 && (marks?.comma ?? 0) > 0) || isMixed(marks);
  const count = Math.round(either * share);
  const format = mapping.formats[name];
  const chosen = !fresh && format?.kind === "number" ? format.decimal : null;
  return {
    id: `${decimalMark}${name}`,
    title: messages.whichMark(example, name),
    detail: mixed
      ? messages.mixedMarks(count)
      : mark?.by
        ? messages.decidedMark(mark.by)
        : mark
          ? messages.decidedSmall
          : messages.bothMarks(count),
    options: (isGroup(",") ? ([".", ","] as const) : ([",", "."] as const)).map(option).reverse(),
    answer: chosen ?? mark?.decimal ?? null,
    columns: profiles.map((profile) => profile.name),
  };
}

function isMixed(marks: { readonly points: number; readonly commas: number } | undefined): boolean {
  return marks !== undefined && marks.points > 0 && marks.commas > 0;
}

/** A number with a point, whatever the mark of the file is: 1,234 and 1.234 are then told apart. */
function text(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 3 });
}
