import { rolesOf } from "../../tables/canonical.ts";
import { type DecimalMark, readNumber } from "../numbers.ts";
import { type MarkReading, type Marks, marksOf, ownMark } from "../decimal-mark.ts";
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

/** A column of numbers whose mark is not plain. */
interface Unsure {
  readonly name: string;
  readonly marks: Marks;
  readonly mark: MarkReading | null;
}

/** Asks whether 1.234 is more than a thousand, where the column itself does not say. */
export function decimalMarks(mapping: Mapping, sample: Sample, fresh: boolean): Question[] {
  const roles = rolesOf(mapping.table);
  const groups = new Map<string, Unsure[]>();
  for (const [index, { name, numbers, type }] of sample.profiles.entries()) {
    const kind = roles[mapping.roles[name] ?? ""]?.type;
    if ((kind !== "number" && kind !== "integer") || numbers?.mark?.sure || type === "empty") continue;
    const marks = numbers?.marks ?? marksOf(sample.rows.map((row) => row[index] ?? ""));
    // What is not mostly numbers is asked about only where its numbers are marked in both ways.
    if (marks.example === null || (!numbers && ownMark(marks) !== null)) continue;
    const { points, commas } = marks;
    const mark = numbers?.mark ?? null;
    // Columns that are written alike are asked about once.
    const key = isMixed(marks)
      ? name
      : `${points > commas ? "." : ","}${mark?.decimal ?? ""}${mark?.by ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), { name, marks, mark }]);
  }
  const order = Object.keys(roles);
  const place = ({ name }: Unsure) => {
    const role = mapping.roles[name] ?? "";
    return role === "amount" ? -1 : order.indexOf(role);
  };
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = [...group].sort((a, b) => place(a) - place(b));
    return first ? [question(mapping, sample, [first, ...others], fresh)] : [];
  });
}

function question(
  mapping: Mapping,
  { headings, rows, fileRows }: Sample,
  columns: readonly [Unsure, ...Unsure[]],
  fresh: boolean,
): Question {
  const [{ name, marks, mark }] = columns;
  const place = headings.indexOf(name);
  const cells = rows.map((row) => row[place] ?? "");
  const example = (marks.example ?? "").trim();
  const share = rows.length ? fileRows / rows.length : 0;
  const isGroup = (decimal: DecimalMark) =>
    !example.replace(/(?<!\p{L})\p{L}{1,20}[.,]/gu, "").includes(decimal);
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
  const count = Math.round((marks.points + marks.commas) * share);
  const format = mapping.formats[name];
  const chosen = !fresh && format?.kind === "number" ? format.decimal : null;
  return {
    id: `${decimalMark}${name}`,
    title: messages.whichMark(example, name),
    detail: isMixed(marks)
      ? messages.mixedMarks(count)
      : mark?.by
        ? messages.decidedMark(mark.by)
        : mark
          ? messages.decidedSmall
          : messages.bothMarks(count),
    options: (isGroup(",") ? ([",", "."] as const) : ([".", ","] as const)).map(option),
    answer: chosen ?? mark?.decimal ?? null,
    columns: columns.map((column) => column.name),
  };
}

/** Whether some numbers are written in one way and others in the other. */
function isMixed({ point, comma, points, commas }: Marks): boolean {
  return (point > 0 && comma > 0) || (points > 0 && commas > 0);
}

/** A number with a point, whatever the mark of the file is: 1,234 and 1.234 are then told apart. */
function text(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 3 });
}
