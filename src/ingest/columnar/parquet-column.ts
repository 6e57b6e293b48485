import type { Compressors, SchemaElement } from "hyparquet";
import type { CompressionCodec } from "hyparquet/src/types.js";
import { type Column, type Digits, bytesOf } from "./column.ts";
import { type TimeUnit, secondsOf } from "./moments.ts";
import { type Page, type PageValues, Pages, type Slices } from "./parquet-pages.ts";
import { TextBuilder, Validity } from "./text-bytes.ts";
import { type Values as TextValues, settleNumbers, sevenDigits, textsOf, valuesOf } from "./text-column.ts";

/** How a column's values are to be taken. */
export type ColumnKind =
  | { readonly kind: "text" }
  | { readonly kind: "flag" }
  | { readonly kind: "whole"; readonly unsigned: boolean }
  | { readonly kind: "number"; readonly digits: Digits }
  | { readonly kind: "time"; readonly unit: TimeUnit | "int96"; readonly moment: boolean }
  | { readonly kind: "day" };

/** How a flat column is read here; null where another reader must. */
export function kindOf(element: SchemaElement): ColumnKind | null {
  const { type, converted_type: converted, logical_type: logical } = element;
  const decimal = converted === "DECIMAL" || logical?.type === "DECIMAL";
  if (decimal)
    return type === "FLOAT" || type === "DOUBLE" || type === "INT96"
      ? null
      : {
          kind: "number",
          digits: { scale: element.scale ?? (logical?.type === "DECIMAL" ? logical.scale : 0) },
        };
  switch (type) {
    case "BOOLEAN":
      return { kind: "flag" };
    case "FLOAT":
      return { kind: "number", digits: "single" };
    case "DOUBLE":
      return { kind: "number", digits: "double" };
    case "INT96":
      return { kind: "time", unit: "int96", moment: false };
    case "INT32":
      if (converted === "DATE" || logical?.type === "DATE") return { kind: "day" };
      return { kind: "whole", unsigned: converted === "UINT_32" };
    case "INT64":
      if (logical?.type === "TIMESTAMP")
        return { kind: "time", unit: units[logical.unit], moment: logical.isAdjustedToUTC };
      if (converted === "TIMESTAMP_MILLIS") return { kind: "time", unit: "ms", moment: false };
      if (converted === "TIMESTAMP_MICROS") return { kind: "time", unit: "us", moment: false };
      return converted === "UINT_64" ? null : { kind: "whole", unsigned: false };
    case "BYTE_ARRAY":
      return converted === "JSON" || logical?.type === "JSON" ? null : { kind: "text" };
    default:
      return null;
  }
}

const units = { MILLIS: "ms", MICROS: "us", NANOS: "ns" } as const;

/** Values of a page or dictionary as a column of the kind holds them. */
type Values = Slices | Float64Array | Int32Array | BigInt64Array;

interface Part {
  readonly page: Page;
  readonly values: Values | null;
  readonly from: number;
  readonly to: number;
  /** The place of the first value among the page's. */
  readonly at: number;
}

/** A column of a row group, read from its beginning on. */
export class ParquetColumn {
  readonly #pages: Pages;
  readonly #kind: ColumnKind;
  #page: Page | null = null;
  #values: Values | null = null;
  #row = 0;
  #at = 0;
  #known: { readonly of: PageValues; readonly values: Values; readonly texts: TextValues | null } | null =
    null;

  constructor(
    content: ArrayBuffer,
    element: SchemaElement,
    kind: ColumnKind,
    codec: CompressionCodec,
    compressors: Compressors,
  ) {
    this.#pages = new Pages(content, element, codec, compressors);
    this.#kind = kind;
  }

  /** Passes over rows. */
  skip(rows: number): void {
    let left = rows;
    while (left > 0) {
      if (!this.#page) {
        const next = this.#pages.nextRows();
        if (next <= left) {
          this.#pages.skip();
          left -= next;
          continue;
        }
      }
      left -= this.#part(left).taken;
    }
  }

  /** The next rows. */
  take(rows: number): Column {
    const parts: Part[] = [];
    for (let left = rows; left > 0;) {
      const { part, taken } = this.#part(left);
      parts.push(part);
      left -= taken;
    }
    return this.#column(parts, rows);
  }

  /** Up to so many rows of the page that is read. */
  #part(most: number): { readonly part: Part; readonly taken: number } {
    const page = (this.#page ??= this.#open());
    const taken = Math.min(most, page.rows - this.#row);
    const part = { page, values: this.#values, from: this.#row, to: this.#row + taken, at: this.#at };
    this.#at += page.defined ? countOf(page.defined, part.from, part.to) : taken;
    this.#row += taken;
    if (this.#row === page.rows) this.#page = null;
    return { part, taken };
  }

  #open(): Page {
    const page = this.#pages.next();
    this.#values = page.values ? convert(page.values, this.#kind) : (this.#dictionary()?.values ?? null);
    this.#row = 0;
    this.#at = 0;
    return page;
  }

  #dictionary() {
    const { dictionary } = this.#pages;
    if (!dictionary) return null;
    if (this.#known?.of !== dictionary) {
      const values = convert(dictionary, this.#kind);
      this.#known = { of: dictionary, values, texts: "starts" in values ? valuesOf(textsOf(values)) : null };
    }
    return this.#known;
  }

  #column(parts: readonly Part[], length: number): Column {
    const validity = new Validity(length);
    const numbers = <T extends Float64Array | Int32Array | BigInt64Array>(out: T): T => {
      let row = 0;
      for (const part of parts) {
        copy(part, out, row, validity);
        row += part.to - part.from;
      }
      if (out instanceof Float64Array) settleNumbers(out, validity);
      return out;
    };
    const kind = this.#kind;
    switch (kind.kind) {
      case "number": {
        const values = numbers(new Float64Array(length));
        return { kind: "number", length, numbers: values, digits: kind.digits, valid: validity.bits };
      }
      case "time": {
        const seconds = numbers(new Float64Array(length));
        return { kind: "time", length, seconds, moment: kind.moment, valid: validity.bits };
      }
      case "day": {
        const days = numbers(new Int32Array(length));
        return { kind: "day", length, days, valid: validity.bits };
      }
      case "whole": {
        const long = kind.unsigned || parts.some(({ values }) => values instanceof BigInt64Array);
        const values = numbers(long ? new BigInt64Array(length) : new Int32Array(length));
        return { kind: "whole", length, numbers: values, valid: validity.bits };
      }
      case "flag": {
        const codes = numbers(new Int32Array(length));
        return { kind: "coded", length, codes, values: flags, valid: validity.bits };
      }
      case "text":
        return this.#texts(parts, length, validity);
    }
  }

  #texts(parts: readonly Part[], length: number, validity: Validity): Column {
    const texts = this.#known?.texts;
    if (texts && parts.every(({ page }) => page.codes) && texts.empty.length <= Math.max(256, length / 8)) {
      const codes = new Int32Array(length);
      let row = 0;
      for (const { page, from, to, at } of parts) {
        let next = at;
        for (let each = from; each < to; each += 1, row += 1) {
          if (page.defined && !page.defined[each]) {
            validity.clear(row);
            continue;
          }
          const code = page.codes?.[next] ?? 0;
          next += 1;
          if (code >= texts.empty.length) throw new Error("a value is not in its dictionary");
          codes[row] = code;
          if (texts.some && texts.empty[code]) validity.clear(row);
        }
      }
      return { kind: "coded", length, codes, values: texts.values, valid: validity.bits };
    }
    const built = new TextBuilder(length);
    let row = 0;
    for (const { page, values, from, to, at } of parts) {
      const dense = values ? inOrder(values as Slices, page.codes, at) : null;
      let next = page.codes ? 0 : at;
      if (!page.defined && dense) built.add(dense, next, next + to - from);
      else
        for (let each = from; each < to; each += 1) {
          if (dense && (!page.defined || page.defined[each])) {
            built.add(dense, next, next + 1);
            next += 1;
          } else {
            built.skip();
            validity.clear(row + each - from);
          }
        }
      row += to - from;
    }
    const bytes = built.finish();
    validity.clearEmpty(bytes);
    return { kind: "text", length, ...bytes, valid: validity.bits };
  }
}

/** Values in the order of the rows: as they are, or as codes from a place on name them. */
function inOrder(values: Slices, codes: Int32Array | null, from: number): Slices {
  if (!codes) return values;
  const count = codes.length - from;
  const starts = new Int32Array(count);
  const lengths = new Int32Array(count);
  for (let at = 0; at < count; at += 1) {
    const code = codes[from + at] ?? 0;
    if (code >= values.starts.length) throw new Error("a value is not in its dictionary");
    starts[at] = values.starts[code] ?? 0;
    lengths[at] = values.lengths[code] ?? 0;
  }
  return { bytes: values.bytes, starts, lengths };
}

const flags = bytesOf(["false", "true"]);

function countOf(defined: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let row = from; row < to; row += 1) count += defined[row] ?? 0;
  return count;
}

/** Copies the values of a part behind `row`; rows without one are cleared. */
function copy(
  { page, values, from, to, at }: Part,
  out: Float64Array | Int32Array | BigInt64Array,
  row: number,
  validity: Validity,
): void {
  const { defined, codes } = page;
  if (!values || "starts" in values) {
    for (let each = from; each < to; each += 1) validity.clear(row + each - from);
    return;
  }
  if (!defined && !codes && values.constructor === out.constructor) {
    out.set(values.subarray(at, at + to - from) as never, row);
    return;
  }
  if (values instanceof BigInt64Array !== out instanceof BigInt64Array)
    throw new Error("values of two kinds");
  // Whole numbers of 64 bits are copied by halves: as numbers of their own they are slow.
  const wide = values instanceof BigInt64Array ? 2 : 1;
  const source = halvesOf(values);
  const target = halvesOf(out);
  const known = values.length;
  let next = at;
  for (let each = from; each < to; each += 1) {
    const place = row + each - from;
    if (defined && !defined[each]) {
      validity.clear(place);
      continue;
    }
    const value = codes ? (codes[next] ?? 0) : next;
    next += 1;
    if (value >= known) throw new Error("a value is not in its dictionary");
    if (wide === 1) target[place] = source[value] ?? 0;
    else {
      target[place * 2] = source[value * 2] ?? 0;
      target[place * 2 + 1] = source[value * 2 + 1] ?? 0;
    }
  }
}

function halvesOf(values: Float64Array | Int32Array | BigInt64Array): Float64Array | Int32Array {
  return values instanceof BigInt64Array
    ? new Int32Array(values.buffer, values.byteOffset, values.length * 2)
    : values;
}

/** Values as a page has them, as the column's kind holds them. */
function convert(values: PageValues, kind: ColumnKind): Values {
  if ("starts" in values) {
    if (kind.kind === "number") return decimals(values, scaleOf(kind.digits));
    if (kind.kind === "time") return secondsOf(nanoseconds(values), "ns");
    return values;
  }
  if (kind.kind === "flag") return Int32Array.from(values as readonly boolean[], Number);
  if (values instanceof BigInt64Array) {
    if (kind.kind === "time" && kind.unit !== "int96") return secondsOf(values, kind.unit);
    return kind.kind === "number" ? scaled(values, scaleOf(kind.digits)) : values;
  }
  if (values instanceof Int32Array) {
    if (kind.kind === "number") return scaled(values, scaleOf(kind.digits));
    // Pages without a sign are widened, so that the largest numbers stay what they are.
    return kind.kind === "whole" && kind.unsigned
      ? BigInt64Array.from(values, (value) => BigInt(value >>> 0))
      : values;
  }
  if (values instanceof Float32Array) return Float64Array.from(values, sevenDigits);
  return values as Float64Array;
}

function scaleOf(digits: Digits): number {
  return typeof digits === "object" ? digits.scale : 0;
}

function scaled(values: BigInt64Array | Int32Array, scale: number): Float64Array {
  const by = 10 ** scale;
  return Float64Array.from(values as ArrayLike<bigint | number>, (value) => Number(value) / by);
}

/** Decimals as signed numbers of any length, the first byte first. */
function decimals({ bytes, starts, lengths }: Slices, scale: number): Float64Array {
  const by = 10 ** scale;
  return Float64Array.from(starts, (start, index) => {
    const end = start + (lengths[index] ?? 0);
    const negative = ((bytes[start] ?? 0) & 0x80) !== 0;
    let value = 0;
    // Of a negative number what it lacks to −1 is added up, so that no large number loses small digits.
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      value = value * 256 + (negative ? 255 - byte : byte);
    }
    return (negative ? -value - 1 : value) / by;
  });
}

/** Times of 96 bits: nanoseconds of a day, then the day as astronomers count. */
function nanoseconds({ bytes, starts }: Slices): BigInt64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const times = new BigInt64Array(starts.length);
  for (let index = 0; index < starts.length; index += 1) {
    const at = starts[index] ?? 0;
    const days = BigInt(view.getInt32(at + 8, true)) - 2_440_588n;
    times[index] = days * 86_400_000_000_000n + view.getBigInt64(at, true);
  }
  return times;
}
