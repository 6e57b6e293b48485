import { gzipSync } from "fflate";
import { snappy } from "./snappy.ts";
import { type ThriftValue, thrift, varint } from "./thrift.ts";

/** What a column holds; times are numbers of their unit since 1970, decimals whole numbers of their last place. */
export type ParquetKind =
  | "string"
  | "double"
  | "float"
  | "int32"
  | "int64"
  | "boolean"
  | "date"
  | { readonly decimal: number; readonly bytes?: number }
  | { readonly time: "ms" | "us" | "ns"; readonly utc: boolean };

export type ParquetValue = string | number | bigint | boolean | null;

export interface ParquetColumn {
  readonly name: string;
  readonly kind: ParquetKind;
  readonly values: readonly ParquetValue[];
}

interface ParquetOptions {
  readonly codec?: "none" | "snappy" | "gzip";
  readonly groupRows?: number;
  readonly pageRows?: number;
  /** Values are written once in a dictionary where there are at most so many. */
  readonly dictionary?: number;
}

const types = { BOOLEAN: 0, INT32: 1, INT64: 2, FLOAT: 4, DOUBLE: 5, BYTE_ARRAY: 6, FIXED: 7 } as const;
const codecs = { none: 0, snappy: 1, gzip: 2 } as const;
const empty: ThriftValue = { struct: [] };

/** A Parquet file as other programs write it: data pages of the first version, columns that may lack values. */
export function writeParquet(
  columns: readonly ParquetColumn[],
  { codec = "snappy", groupRows = 1 << 20, pageRows = 20_000, dictionary = 50_000 }: ParquetOptions = {},
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [ascii("PAR1")];
  let size = 4;
  const rows = columns[0]?.values.length ?? 0;
  const groups: ThriftValue[] = [];
  const pack = (bytes: Uint8Array) =>
    codec === "snappy" ? snappy(bytes) : codec === "gzip" ? gzipSync(bytes) : bytes;
  for (let start = 0; start < rows; start += groupRows) {
    const end = Math.min(rows, start + groupRows);
    const chunks: ThriftValue[] = [];
    const groupStart = size;
    for (const { name, kind, values } of columns) {
      const own = values.slice(start, end);
      const known = kind === "boolean" ? null : dictionaryOf(own, dictionary);
      const chunkStart = size;
      let plainSize = 0;
      const page = (type: number, body: Uint8Array, header: readonly [number, ThriftValue]) => {
        const packed = pack(body);
        const head = thrift([
          [1, { i32: type }],
          [2, { i32: body.length }],
          [3, { i32: packed.length }],
          header,
        ]);
        parts.push(head, packed);
        size += head.length + packed.length;
        plainSize += head.length + body.length;
      };
      if (known)
        page(2, plain(kind, [...known.keys()]), [7, { struct: [[1, { i32: known.size }], [2, { i32: 0 }]] }]); // prettier-ignore
      const dataStart = size;
      for (let from = 0; from < own.length; from += pageRows) {
        const some = own.slice(from, from + pageRows);
        const found = some.filter((value) => value !== null);
        const content = known ? codesOf(found, known) : plain(kind, found);
        page(0, joined([levels(some), content]), [
          5,
          {
            struct: [
              [1, { i32: some.length }],
              [2, { i32: known ? 8 : 0 }],
              [3, { i32: 3 }],
              [4, { i32: 3 }],
            ],
          },
        ]);
      }
      chunks.push({
        struct: [
          [2, { i64: chunkStart }],
          [
            3,
            {
              struct: [
                [1, { i32: types[typeOf(kind)] }],
                [2, { list: [{ i32: known ? 8 : 0 }, { i32: 3 }] }],
                [3, { list: [{ text: name }] }],
                [4, { i32: codecs[codec] }],
                [5, { i64: own.length }],
                [6, { i64: plainSize }],
                [7, { i64: size - chunkStart }],
                [9, { i64: dataStart }],
                ...(known ? [[11, { i64: chunkStart }] as const] : []),
              ],
            },
          ],
        ],
      });
    }
    groups.push({ struct: [[1, { list: chunks }], [2, { i64: size - groupStart }], [3, { i64: end - start }]] }); // prettier-ignore
  }
  const footer = thrift([
    [1, { i32: 2 }],
    [
      2,
      {
        list: [
          {
            struct: [
              [4, { text: "schema" }],
              [5, { i32: columns.length }],
            ],
          },
          ...columns.map(element),
        ],
      },
    ],
    [3, { i64: rows }],
    [4, { list: groups }],
  ]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, footer.length, true);
  return joined([...parts, footer, length, ascii("PAR1")]);
}

const physical = {
  string: "BYTE_ARRAY",
  double: "DOUBLE",
  float: "FLOAT",
  int32: "INT32",
  int64: "INT64",
  boolean: "BOOLEAN",
  date: "INT32",
} as const;

function typeOf(kind: ParquetKind): keyof typeof types {
  if (typeof kind !== "object") return physical[kind];
  return "decimal" in kind && kind.bytes ? "FIXED" : "INT64";
}

function element({ name, kind }: ParquetColumn): ThriftValue {
  const bytes = typeof kind === "object" && "decimal" in kind ? kind.bytes : undefined;
  return {
    struct: [
      [1, { i32: types[typeOf(kind)] }],
      ...(bytes ? [[2, { i32: bytes }] as const] : []),
      [3, { i32: 1 }],
      [4, { text: name }],
      ...meaning(kind),
    ],
  };
}

/** The converted and the logical type. */
function meaning(kind: ParquetKind): (readonly [number, ThriftValue])[] {
  if (kind === "string") return [[6, { i32: 0 }], [10, { struct: [[1, empty]] }]]; // prettier-ignore
  if (kind === "date") return [[6, { i32: 6 }], [10, { struct: [[6, empty]] }]]; // prettier-ignore
  if (typeof kind !== "object") return [];
  if ("decimal" in kind) return [[6, { i32: 5 }], [7, { i32: kind.decimal }], [8, { i32: 18 }]]; // prettier-ignore
  const unit = { ms: 1, us: 2, ns: 3 }[kind.time];
  const time: ThriftValue = {
    struct: [
      [1, { flag: kind.utc }],
      [2, { struct: [[unit, empty]] }],
    ],
  };
  return [[10, { struct: [[8, time]] }]];
}

function dictionaryOf(values: readonly ParquetValue[], most: number): Map<ParquetValue, number> | null {
  const known = new Map<ParquetValue, number>();
  for (const value of values) {
    if (value === null || known.has(value)) continue;
    if (known.size === most) return null;
    known.set(value, known.size);
  }
  return known.size > 0 ? known : null;
}

/** Which of the rows have a value, by runs. */
function levels(values: readonly ParquetValue[]): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < values.length;) {
    const has = values[at] !== null;
    let end = at + 1;
    while (end < values.length && (values[end] !== null) === has) end += 1;
    varint(out, (end - at) * 2);
    out.push(has ? 1 : 0);
    at = end;
  }
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, out.length, true);
  return joined([length, Uint8Array.from(out)]);
}

/** Places in a dictionary, packed in groups of eight. */
function codesOf(values: readonly ParquetValue[], known: ReadonlyMap<ParquetValue, number>): Uint8Array {
  const width = Math.max(1, 32 - Math.clz32(known.size - 1));
  const groups = Math.ceil(values.length / 8);
  const head: number[] = [width];
  varint(head, groups * 2 + 1);
  const bits = new Uint8Array(groups * width);
  for (const [at, value] of values.entries()) {
    const code = known.get(value) ?? 0;
    for (let bit = 0; bit < width; bit += 1) {
      const place = at * width + bit;
      if ((code >> bit) & 1) bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
    }
  }
  return joined([Uint8Array.from(head), bits]);
}

function plain(kind: ParquetKind, values: readonly ParquetValue[]): Uint8Array {
  if (kind === "string") return strings(values as readonly string[]);
  if (kind === "boolean") {
    const bits = new Uint8Array(Math.ceil(values.length / 8));
    for (const [at, value] of values.entries())
      if (value) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
    return bits;
  }
  if (kind === "double") return bytesOf(Float64Array.from(values, Number));
  if (kind === "float") return bytesOf(Float32Array.from(values, Number));
  if (kind === "int32" || kind === "date") return bytesOf(Int32Array.from(values, Number));
  const whole = BigInt64Array.from(values as readonly (number | bigint)[], BigInt);
  if (typeof kind !== "object" || !("decimal" in kind) || !kind.bytes) return bytesOf(whole);
  const size = kind.bytes;
  const out = new Uint8Array(values.length * size);
  for (const [at, value] of whole.entries())
    for (let byte = 0; byte < size; byte += 1)
      out[at * size + byte] = Number((value >> BigInt((size - 1 - byte) * 8)) & 255n);
  return out;
}

function strings(values: readonly string[]): Uint8Array {
  const all = new TextEncoder().encode(values.join(""));
  const out = new Uint8Array(all.length + values.length * 4);
  const view = new DataView(out.buffer);
  const encoder = new TextEncoder();
  let at = 0;
  for (const value of values) {
    const { written } = encoder.encodeInto(value, out.subarray(at + 4));
    view.setUint32(at, written, true);
    at += 4 + written;
  }
  return out;
}

function bytesOf({ buffer }: Float64Array | Float32Array | Int32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(buffer);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
