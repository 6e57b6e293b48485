import { type Bytes, type Column, bytesOf } from "./column.ts";
import { type Slices } from "./parquet-pages.ts";
import { TextBuilder, Validity, isEmptyAt } from "./text-bytes.ts";

/** Text cells as a column. */
export function textColumn(cells: readonly string[]): Column {
  const texts = bytesOf(cells);
  const validity = new Validity(cells.length);
  validity.clearEmpty(texts);
  return { kind: "text", length: cells.length, ...texts, valid: validity.bits };
}

/** The values that codes stand for, and which of them say that there is none. */
export interface Values {
  readonly values: Bytes;
  readonly empty: Uint8Array;
  readonly some: boolean;
}

export function valuesOf(values: Bytes): Values {
  const empty = Uint8Array.from({ length: values.offsets.length - 1 }, (_, at) =>
    Number(isEmptyAt(values.bytes, values.offsets[at] ?? 0, values.offsets[at + 1] ?? 0)),
  );
  return { values, empty, some: empty.includes(1) };
}

/** Slices as texts. */
export function textsOf(slices: Slices): Bytes {
  const count = slices.starts.length;
  const built = new TextBuilder(count);
  built.add(slices, 0, count);
  return built.finish();
}

/** A number of single precision as it is written: with seven digits, of which none is noise. */
export function sevenDigits(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(7));
}

/** What is no number is no value, and zero has no sign: written, it has none. */
export function settleNumbers(numbers: Float64Array, validity: Validity): void {
  for (let row = 0; row < numbers.length; row += 1) {
    const value = numbers[row] ?? NaN;
    if (value === 0) numbers[row] = 0;
    else if (!Number.isFinite(value)) validity.clear(row);
  }
}
