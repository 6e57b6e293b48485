import { readNumber } from "./numbers.ts";
import { timeFormats } from "./times.ts";
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
    readonly most: number;
    readonly whole: boolean;
    readonly negative: number;
    readonly decimals: number;
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
const decimalsIn = /[.](\d+)\D*$/;

/** Whether a cell says that there is no value. */
export function isEmpty(cell: string): boolean {
  return emptyWords.has(cell.trim());
}

/** Profiles a column from a sample of its cells. */
export function profileColumn(name: string, cells: readonly string[]): Profile {
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

  const decimal = decimalMark(values);
  const numbers = values.map((value) => readNumber(value, decimal)).filter((value) => value !== null);
  if (numbers.length >= values.length * 0.8)
    return {
      ...text,
      type: "number",
      format: { kind: "number", decimal },
      unread: values.length - numbers.length,
      numbers: {
        least: numbers.reduce((a, b) => Math.min(a, b), Infinity),
        most: numbers.reduce((a, b) => Math.max(a, b), -Infinity),
        whole: numbers.every(Number.isInteger),
        negative: numbers.filter((value) => value < 0).length,
        decimals: Math.max(
          0,
          ...values.slice(0, 200).map((value) => decimalsIn.exec(value)?.[1]?.length ?? 0),
        ),
      },
    };
  return text;
}

/** A comma is the decimal mark where that reads more, or where it is never followed by three digits. */
function decimalMark(values: readonly string[]): "." | "," {
  const marked = values.filter((value) => value.includes(","));
  if (marked.length === 0) {
    // 1.234.567 has its groups parted by points.
    return values.some((value) => /^-?\d{1,3}(\.\d{3}){2,}$/.test(value)) ? "," : ".";
  }
  const reads = (decimal: "." | ",") => values.filter((value) => readNumber(value, decimal) !== null).length;
  return reads(",") > reads(".") ? "," : ".";
}
