import { millisecondText, numberText } from "../value-text.ts";

/** Text cells as their bytes: the one at `i` lies from `offsets[i]` to `offsets[i + 1]`. */
export interface Bytes {
  readonly offsets: Int32Array;
  readonly bytes: Uint8Array;
}

interface Rows {
  readonly length: number;
  /** One bit a row, least significant first, set where there is a value; null where all rows have one. */
  readonly valid: Uint8Array | null;
}

/**
 * Some rows of a column of a file with typed columns. Each kind has one reading as the text that the same
 * value is in a file of text (`cellsOf`), so that both kinds of files mean the same.
 */
export type Column = Rows &
  (
    | ({ readonly kind: "text" } & Bytes)
    | { readonly kind: "coded"; readonly codes: Int32Array; readonly values: Bytes }
    | { readonly kind: "whole"; readonly numbers: BigInt64Array | Int32Array }
    | { readonly kind: "number"; readonly numbers: Float64Array; readonly digits: Digits }
    /** Seconds since 1970: of a moment, or as a clock showed it. */
    | { readonly kind: "time"; readonly seconds: Float64Array; readonly moment: boolean }
    /** Days since 1970. */
    | { readonly kind: "day"; readonly days: Int32Array }
  );

/** How a number is written: as it is, with seven digits (single precision), or with so many decimals. */
export type Digits = "double" | "single" | { readonly scale: number };

/** Chunks of a file with typed columns. */
export interface Chunk {
  readonly start: number;
  readonly length: number;
  /** In the order that they were asked for. */
  readonly columns: readonly Column[];
}

/** Rows from `start` on, before `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A file whose columns have types of their own, such as Parquet: read column by column, some rows at a time. */
export interface ColumnFile {
  readonly headings: readonly string[];
  readonly rows: number;
  /**
   * Rows of some columns (by place), in pieces of at most so many (`first`: in the first); of all rows, or of
   * ranges in order.
   * @throws TextError where the file is damaged
   */
  chunks(
    columns: readonly number[],
    options?: {
      readonly ranges?: readonly Range[];
      readonly rows?: number | undefined;
      readonly first?: number | undefined;
      readonly signal?: AbortSignal | undefined;
    },
  ): AsyncGenerator<Chunk>;
}

/**
 * So many rows of a file are in memory at a time; fewer at first, so that whoever takes them in can begin soon.
 * The engine keeps rows in groups of 122,880, and a table that begins with less than one is slow to grow.
 */
export const chunkRows = 245_760;
export const firstRows = 122_880;

export function isValid(valid: Uint8Array | null, row: number): boolean {
  return valid === null || (((valid[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
}

const decoder = new TextDecoder();

/** The cells of a column as the text that a file of text would have; nothing for no value. */
export function cellsOf(column: Column): string[] {
  const { length, valid } = column;
  const write = writer(column);
  const cells = new Array<string>(length);
  for (let row = 0; row < length; row += 1) cells[row] = isValid(valid, row) ? write(row) : "";
  return cells;
}

function writer(column: Column): (row: number) => string {
  switch (column.kind) {
    case "text":
      return (row) => textAt(column, row);
    case "coded": {
      const values = Array.from({ length: column.values.offsets.length - 1 }, (_, code) =>
        textAt(column.values, code),
      );
      return (row) => values[column.codes[row] ?? 0] ?? "";
    }
    case "whole":
      return (row) => String(column.numbers[row]);
    case "number": {
      const write = numberWriter(column.digits);
      return (row) => write(column.numbers[row] ?? NaN);
    }
    case "time": {
      const mark = column.moment ? "Z" : "";
      return (row) => timeText(column.seconds[row] ?? NaN, mark);
    }
    case "day":
      return (row) => dayText(column.days[row] ?? NaN);
  }
}

export function textAt({ offsets, bytes }: Bytes, at: number): string {
  return decoder.decode(bytes.subarray(offsets[at], offsets[at + 1]));
}

/** Writes numbers as text. */
export function numberWriter(digits: Digits): (value: number) => string {
  if (digits === "double") return (value) => numberText(value);
  if (digits === "single") return (value) => numberText(value, 7);
  return (value) => value.toFixed(digits.scale);
}

export function timeText(seconds: number, mark: string): string {
  const text = millisecondText(seconds * 1000);
  return text === "" ? "" : text + mark;
}

export function dayText(days: number): string {
  return millisecondText(days * 86_400_000).slice(0, 10);
}

const encoder = new TextEncoder();

/** Texts as bytes. */
export function bytesOf(texts: readonly string[]): Bytes {
  const offsets = new Int32Array(texts.length + 1);
  let bytes = new Uint8Array(1024);
  let end = 0;
  for (const [at, text] of texts.entries()) {
    // A character is three bytes at most.
    if (end + text.length * 3 > bytes.length) {
      const larger = new Uint8Array((end + text.length * 3) * 2);
      larger.set(bytes.subarray(0, end));
      bytes = larger;
    }
    end += encoder.encodeInto(text, bytes.subarray(end)).written;
    offsets[at + 1] = end;
  }
  return { offsets, bytes: bytes.subarray(0, end) };
}
