import { type BinUnit, binOf, numberEdges, timeEdges } from "./bins.ts";
import { readNumber, scaledNumber } from "./numbers.ts";
import { isEmpty } from "./profile.ts";
import type { ColumnFormat } from "./source.ts";
import { readTime } from "./time-formats.ts";

/** A bar of a histogram: values from `from` on and before `to`; null where the bar is open at that end. */
export interface Bin {
  readonly from: number | string | null;
  readonly to: number | string | null;
  readonly rows: number;
}

/** What a column holds. */
export interface ColumnProfile {
  readonly type: "text" | "number" | "time" | "empty";
  /** Rows that were looked at; `whole` says that these are all of them. */
  readonly rows: number;
  readonly whole: boolean;
  readonly empty: number;
  /** Cells with something in them that the column's format does not read. */
  readonly unread: number;
  readonly distinct: number;
  /** There may be more distinct values than were counted. */
  readonly capped: boolean;
  /** The least and greatest value: numbers, or times as ISO text. */
  readonly range: { readonly least: number | string; readonly most: number | string } | null;
  /** Of numbers. */
  readonly numbers: { readonly mean: number; readonly median: number; readonly negative: number } | null;
  readonly unit: BinUnit;
  readonly bins: readonly Bin[];
  /** Most frequent values, as they are written. */
  readonly top: readonly { readonly value: string; readonly rows: number }[];
}

/** Which cells of a column are looked for. */
export type CellTest =
  | { readonly kind: "value"; readonly value: string }
  | { readonly kind: "range"; readonly from: Bin["from"]; readonly to: Bin["to"] }
  | { readonly kind: "empty" }
  | { readonly kind: "unread" };

const distinctLimit = 500_000;
const topLimit = 12;
/** What is shown of a very long value. */
const valueLength = 200;

/** Gathers a column's profile from its cells, one by one. */
export class ProfileTally {
  readonly #format: ColumnFormat;
  readonly #counts = new Map<string, number>();
  /** Values that came when no more distinct ones could be kept. */
  readonly #further: number[] = [];
  #rows = 0;
  #empty = 0;
  #unread = 0;
  #capped = false;

  constructor(format: ColumnFormat) {
    this.#format = format;
  }

  add(cell: string): void {
    this.#rows += 1;
    const value = cell.trim();
    if (isEmpty(value)) {
      this.#empty += 1;
      return;
    }
    const count = this.#counts.get(value);
    if (count !== undefined) this.#counts.set(value, count + 1);
    else if (this.#counts.size < distinctLimit) this.#counts.set(value, 1);
    else {
      this.#capped = true;
      const read = this.#measure(value);
      if (read !== null) this.#further.push(read);
      else if (this.#format.kind !== "text") this.#unread += 1;
    }
  }

  /** A value as a number on the axis: itself, or a time in milliseconds. */
  #measure(value: string): number | null {
    const read = readCell(value, this.#format);
    return typeof read === "string" ? Date.parse(`${read.replace(" ", "T")}Z`) : read;
  }

  /** The profile of what was added. */
  profile(whole: boolean): ColumnProfile {
    const { kind } = this.#format;
    const measured: { at: number; rows: number }[] = this.#further.map((at) => ({ at, rows: 1 }));
    let unread = this.#unread;
    if (kind !== "text")
      for (const [value, rows] of this.#counts) {
        const at = this.#measure(value);
        if (at === null) unread += rows;
        else measured.push({ at, rows });
      }
    const filled = this.#rows - this.#empty;
    const common = {
      type: filled === 0 ? "empty" : kind,
      rows: this.#rows,
      whole,
      empty: this.#empty,
      unread,
      distinct: this.#counts.size,
      capped: this.#capped,
      top: this.#top(),
    } as const;
    const none = { ...common, range: null, numbers: null, unit: "number", bins: [] } as const;
    if (measured.length === 0) return none;
    return kind === "time" ? { ...none, ...timesOf(measured) } : { ...none, ...numbersOf(measured) };
  }

  #top(): ColumnProfile["top"] {
    const found = [...this.#counts].map(([value, rows]) => ({ value, rows }));
    // Where every value stands once, none is more frequent than another.
    if (found.length > topLimit && !found.some(({ rows }) => rows > 1)) return [];
    return found
      .sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1))
      .slice(0, topLimit)
      .map(({ value, rows }) => ({ value: value.slice(0, valueLength), rows }));
  }
}

/** A cell's number, or its time as ISO text; null where the format does not read it. */
function readCell(value: string, format: ColumnFormat): number | string | null {
  if (format.kind === "time") return readTime(value, format.format);
  if (format.kind === "text") return null;
  const number = readNumber(value, format.decimal);
  return number === null ? null : scaledNumber(number, format.scale);
}

type Measured = readonly { readonly at: number; readonly rows: number }[];
type Shape = Pick<ColumnProfile, "range" | "numbers" | "unit" | "bins">;

function numbersOf(measured: Measured): Shape {
  const sorted = [...measured].sort((a, b) => a.at - b.at);
  const spread = spreadOf(sorted);
  const whole = sorted.every(({ at }) => Number.isInteger(at));
  const { unit, edges } = numberEdges(spread, whole);
  const total = sorted.reduce((sum, { rows }) => sum + rows, 0);
  const bins = edges.slice(1).map(() => 0);
  let sum = 0;
  let negative = 0;
  for (const { at, rows } of sorted) {
    const bin = binOf(at, edges);
    bins[bin] = (bins[bin] ?? 0) + rows;
    sum += at * rows;
    if (at < 0) negative += rows;
  }
  return {
    range: { least: spread.least, most: spread.most },
    numbers: { mean: sum / total, median: quantile(sorted, total, 0.5), negative },
    unit,
    bins: binsOf(edges, bins, spread.least, spread.most),
  };
}

function timesOf(measured: Measured): Shape {
  const sorted = [...measured].sort((a, b) => a.at - b.at);
  const spread = spreadOf(sorted);
  const { unit, edges } = timeEdges(spread);
  const bins = edges.slice(1).map(() => 0);
  for (const { at, rows } of sorted) {
    const bin = binOf(isoTime(at), edges);
    bins[bin] = (bins[bin] ?? 0) + rows;
  }
  const [least, most] = [isoTime(spread.least), isoTime(spread.most)];
  return { range: { least, most }, numbers: null, unit, bins: binsOf(edges, bins, least, most) };
}

/** Bars with their edges; the outermost ones are open where values lie beyond them. */
export function binsOf<V extends number | string>(
  edges: readonly V[],
  rows: readonly number[],
  least: V,
  most: V,
): Bin[] {
  return rows.map((count, index) => {
    const from = edges[index] as V;
    const to = edges[index + 1] as V;
    return {
      from: index === 0 && least < from ? null : from,
      to: index === rows.length - 1 && most >= to ? null : to,
      rows: count,
    };
  });
}

function isoTime(at: number): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

function spreadOf(sorted: Measured) {
  const total = sorted.reduce((sum, { rows }) => sum + rows, 0);
  return {
    least: sorted[0]?.at ?? 0,
    most: sorted.at(-1)?.at ?? 0,
    low: quantile(sorted, total, 0.005),
    high: quantile(sorted, total, 0.995),
  };
}

function quantile(sorted: Measured, total: number, share: number): number {
  let seen = 0;
  for (const { at, rows } of sorted) {
    seen += rows;
    if (seen >= share * total) return at;
  }
  return sorted.at(-1)?.at ?? 0;
}

/** Says of a cell whether it is one that is looked for, as the profile counts it. */
export function cellTest(test: CellTest, format: ColumnFormat): (cell: string) => boolean {
  const read = (value: string) => readCell(value, format);
  switch (test.kind) {
    case "empty":
      return isEmpty;
    case "unread":
      return (cell) => !isEmpty(cell) && read(cell.trim()) === null;
    case "value":
      return (cell) => cell.trim().slice(0, valueLength) === test.value;
    case "range":
      return (cell) => {
        const value = isEmpty(cell) ? null : read(cell.trim());
        return (
          value !== null &&
          (test.from === null || value >= test.from) &&
          (test.to === null || value < test.to)
        );
      };
  }
}
