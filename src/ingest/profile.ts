import { isCodeLike } from "./currency-signs.ts";
import { type MarkReading, type Marks, decidedMark, marksOf, ownMark } from "./decimal-mark.ts";
import { type DecimalMark, readNumber } from "./numbers.ts";
import { timeFormats } from "./time-formats.ts";
import type { ColumnFormat } from "./source.ts";

/** What a sample of a column's cells shows. */
export interface Profile {
  readonly name: string;
  readonly type: "text" | "number" | "time" | "empty";
  readonly format: ColumnFormat;
  /** Cells of the sample, the empty ones among them, and those that the format does not read. */
  readonly cells: number;
  readonly empty: number;
  readonly unread: number;
  readonly distinct: number;
  /** Most frequent values with their counts. */
  readonly top: readonly (readonly [string, number])[];
  readonly samples: readonly string[];
  readonly numbers: {
    readonly least: number;
    /** The least that is not 0, which may stand for nothing. */
    readonly filled: number;
    readonly most: number;
    readonly whole: boolean;
    readonly negative: number;
    readonly decimals: number;
    readonly marks: Marks;
    /** Whether point or comma is the decimal mark; null where nothing decides that. */
    readonly mark: MarkReading | null;
  } | null;
  /** Some value begins with a zero that a number would lose. */
  readonly leadingZeros: boolean;
  /** Mean length of the values, in characters. */
  readonly length: number;
}

/** The words for an empty cell. NA is none of them: it is a region, too. */
export const emptyCells: readonly string[] = [
  "",
  "NULL",
  "null",
  "None",
  "NaN",
  "nan",
  "N/A",
  "\\N",
  "-",
  "—",
];
const emptyWords = new Set(emptyCells);
/** What databases and spreadsheets write for no date. */
const emptyDate = /^(0000[-/.]00[-/.]00|1900[-/.]0?1[-/.]0?0)( 0?0:00(:00)?)?$/;
const decimalsIn = { ".": /[.](\d+)\D*$/, ",": /[,](\d+)\D*$/ };

/** Whether a cell says that there is no value. */
export function isEmpty(cell: string): boolean {
  const word = cell.trim();
  if (emptyWords.has(word)) return true;
  // Nearly no cell begins like an empty date.
  return (word.startsWith("0000") || word.startsWith("1900")) && emptyDate.test(word);
}

/** Profiles the columns of a sample, each with what the others tell of it. */
export function profileColumns(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  delimiter: string,
): Profile[] {
  const cellsOf = (index: number) => rows.map((row) => row[index] ?? "");
  const profiles = headings.map((heading, index) => profileColumn(heading, cellsOf(index)));
  const sure = profiles.flatMap(({ name, numbers }) =>
    numbers?.mark?.sure && numbers.marks.point + numbers.marks.comma > 0
      ? [{ name, decimal: numbers.mark.decimal }]
      : [],
  );
  return profiles.map((profile, index) => {
    if (!profile.numbers || profile.numbers.mark) return profile;
    const mark = decidedMark(profile.numbers.marks, sure, delimiter);
    return mark ? profileColumn(profile.name, cellsOf(index), mark) : profile;
  });
}

/** Profiles a column from a sample of its cells; `mark` says what decides how its numbers are read. */
export function profileColumn(
  name: string,
  cells: readonly string[],
  mark: MarkReading | null = null,
): Profile {
  const counts = new Map<string, number>();
  const values: string[] = [];
  let length = 0;
  for (const cell of cells) {
    const value = cell.trim();
    if (isEmpty(value)) continue;
    values.push(value);
    length += value.length;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const distinct = [...counts.keys()];
  const top = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 50);
  const common = {
    name,
    cells: cells.length,
    empty: cells.length - values.length,
    distinct: counts.size,
    top,
    samples: distinct.slice(0, 5),
    leadingZeros: distinct.some((value) => /^0\d/.test(value)),
    length: values.length ? length / values.length : 0,
  };
  const text = { ...common, type: "text", format: { kind: "text" }, unread: 0, numbers: null } as const;
  if (values.length === 0) return { ...text, type: "empty" };

  const [time] = timeFormats(values);
  if (time && time.read >= values.length * 0.8)
    return {
      ...text,
      type: "time",
      format: { kind: "time", format: time.format },
      unread: values.length - time.read,
    };

  const marks = marksOf(values);
  const own = ownMark(marks);
  const decimal: DecimalMark = mark?.decimal ?? own ?? readsMore(values);
  const numbers = values.map((value) => readNumber(value, decimal)).filter((value) => value !== null);
  if (numbers.length >= values.length * 0.8 && !values.every(isCodeLike))
    return {
      ...text,
      type: "number",
      format: { kind: "number", decimal },
      unread: values.length - numbers.length,
      numbers: {
        least: numbers.reduce((a, b) => Math.min(a, b), Infinity),
        filled: numbers.reduce((a, b) => (b === 0 ? a : Math.min(a, b)), Infinity),
        most: numbers.reduce((a, b) => Math.max(a, b), -Infinity),
        whole: numbers.every(Number.isInteger),
        negative: numbers.filter((value) => value < 0).length,
        decimals: Math.max(
          0,
          ...values.slice(0, 200).map((value) => decimalsIn[decimal].exec(value)?.[1]?.length ?? 0),
        ),
        marks,
        mark: mark ?? (own && { decimal: own, by: null, sure: true }),
      },
    };
  return text;
}

/** The mark that makes numbers of more cells, where these do not agree. */
function readsMore(values: readonly string[]): DecimalMark {
  const reads = (decimal: DecimalMark) =>
    values.filter((value) => readNumber(value, decimal) !== null).length;
  return reads(",") > reads(".") ? "," : ".";
}
