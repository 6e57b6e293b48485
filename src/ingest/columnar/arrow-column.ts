import {
  type Data,
  type DataType,
  type Decimal,
  type Dictionary,
  TimeUnit,
  Type,
  type Vector,
} from "apache-arrow";
import { type Column, type Digits, bytesOf } from "./column.ts";
import { secondsOf } from "./moments.ts";
import { TextBuilder, Validity } from "./text-bytes.ts";
import { type Values, settleNumbers, sevenDigits, textColumn, valuesOf } from "./text-column.ts";

/** What of a type of Arrow cannot be read: nested values and plain bytes. */
export function refusalOf(type: DataType): "nested" | "binary" | null {
  switch (type.typeId) {
    case Type.Dictionary:
      return refusalOf((type as Dictionary).dictionary as DataType);
    case Type.Binary:
    case Type.LargeBinary:
    case Type.FixedSizeBinary:
      return "binary";
    case Type.Timestamp:
    case Type.Date:
    case Type.Float:
    case Type.Decimal:
    case Type.Int:
    case Type.Bool:
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
    case Type.Null:
      return null;
    default:
      return "nested";
  }
}

const units = {
  [TimeUnit.SECOND]: "s",
  [TimeUnit.MILLISECOND]: "ms",
  [TimeUnit.MICROSECOND]: "us",
  [TimeUnit.NANOSECOND]: "ns",
} as const;

/** Rows of a column of a record batch, from one place up to another. */
export function arrowColumn(vector: Vector, from: number, to: number): Column {
  const [data] = vector.data as readonly Data[];
  // A batch of a file is one piece; anything else is read value by value.
  const whole = data && vector.data.length === 1 && data.offset === 0 && data.length === vector.length;
  return (whole ? typed(data, from, to) : null) ?? textColumn(cells(vector, from, to));
}

/** A piece of a column by its buffers; null where they are of no kind known here. */
function typed(data: Data, from: number, to: number): Column | null {
  const length = to - from;
  const validity = new Validity(length);
  if (data.nullCount > 0)
    for (let row = 0; row < length; row += 1) if (!data.getValid(from + row)) validity.clear(row);
  const type = data.type;
  const values: unknown = data.values;
  const number = (numbers: Float64Array, digits: Digits): Column => {
    settleNumbers(numbers, validity);
    return { kind: "number", length, numbers, digits, valid: validity.bits };
  };
  const numbers = (kind: "whole", found: BigInt64Array | Int32Array): Column => ({
    kind,
    length,
    numbers: found,
    valid: validity.bits,
  });
  switch (type.typeId) {
    case Type.Float:
      if (values instanceof Float64Array) return number(values.slice(from, to), "double");
      if (values instanceof Float32Array)
        return number(Float64Array.from(values.subarray(from, to), sevenDigits), "single");
      return null;
    case Type.Int:
      if (values instanceof BigInt64Array || values instanceof Int32Array)
        return numbers("whole", values.slice(from, to));
      if (values instanceof Uint32Array)
        return numbers("whole", BigInt64Array.from(values.subarray(from, to), BigInt));
      if (values instanceof BigUint64Array) return null;
      return numbers("whole", Int32Array.from((values as Uint8Array).subarray(from, to)));
    case Type.Timestamp: {
      const { unit, timezone } = type as DataType & { unit: TimeUnit; timezone?: string | null };
      // With a zone it is a moment, to be brought to the shop's; without, what a clock showed.
      const seconds = secondsOf((values as BigInt64Array).slice(from, to), units[unit]);
      settleNumbers(seconds, validity);
      return { kind: "time", length, seconds, moment: Boolean(timezone), valid: validity.bits };
    }
    case Type.Date:
      if (!(values instanceof Int32Array)) return null;
      return { kind: "day", length, days: values.slice(from, to), valid: validity.bits };
    case Type.Decimal: {
      const { scale, bitWidth } = type as Decimal;
      if (bitWidth !== 128 || !(values instanceof Uint32Array)) return null;
      return number(decimals(values.subarray(from * 4, to * 4), scale), { scale });
    }
    case Type.Utf8:
    case Type.LargeUtf8: {
      const offsets = data.valueOffsets as Int32Array | BigInt64Array;
      const starts = Int32Array.from({ length }, (_, row) => Number(offsets[from + row]));
      const lengths = Int32Array.from({ length }, (_, row) => Number(offsets[from + row + 1]));
      for (let row = 0; row < length; row += 1) lengths[row] = (lengths[row] ?? 0) - (starts[row] ?? 0);
      const built = new TextBuilder(length);
      built.add({ bytes: values as Uint8Array, starts, lengths }, 0, length);
      const texts = built.finish();
      validity.clearEmpty(texts);
      return { kind: "text", length, ...texts, valid: validity.bits };
    }
    case Type.Dictionary: {
      const known = data.dictionary ? knownValues(data.dictionary) : null;
      if (!known || values instanceof BigInt64Array || values instanceof BigUint64Array) return null;
      const codes = Int32Array.from((values as Int32Array).subarray(from, to));
      for (let row = 0; row < length; row += 1) {
        const code = codes[row] ?? 0;
        // A row without a value may have any code.
        const inside = code >= 0 && code < known.empty.length;
        if (inside && !known.empty[code]) continue;
        validity.clear(row);
        codes[row] = 0;
      }
      return { kind: "coded", length, codes, values: known.values, valid: validity.bits };
    }
    default:
      return null;
  }
}

const dictionaries = new WeakMap<Vector, Values>();

/** The values of a dictionary of texts; null for one of anything else. */
function knownValues(vector: Vector): Values | null {
  const type = vector.type as DataType;
  const isText = type.typeId === Type.Utf8 || type.typeId === Type.LargeUtf8 || type.typeId === Type.Utf8View;
  if (!isText || vector.nullCount > 0) return null;
  let found = dictionaries.get(vector);
  if (!found) {
    found = valuesOf(bytesOf(cells(vector, 0, vector.length)));
    dictionaries.set(vector, found);
  }
  return found;
}

/** Decimals of four words each, the lowest first. */
function decimals(words: Uint32Array, scale: number): Float64Array {
  const by = 10 ** scale;
  return Float64Array.from({ length: words.length / 4 }, (_, at) => {
    const negative = ((words[at * 4 + 3] ?? 0) & 0x80000000) !== 0;
    let value = 0;
    // Of a negative number what it lacks to −1 is added up, so that no large number loses small digits.
    for (let word = 3; word >= 0; word -= 1) {
      const digits = words[at * 4 + word] ?? 0;
      value = value * 4_294_967_296 + (negative ? 4_294_967_295 - digits : digits);
    }
    return (negative ? -value - 1 : value) / by;
  });
}

/** Cells as text, for types that are rare. */
function cells(vector: Vector, from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, row) => {
    const value: unknown = vector.get(from + row);
    return value === null || value === undefined ? "" : `${value as string}`;
  });
}
