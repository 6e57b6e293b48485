import {
  Bool,
  type Data,
  DateDay,
  Dictionary,
  Float64,
  Int32,
  Int64,
  Int8,
  Table,
  TimestampSecond,
  Utf8,
  type Vector,
  makeData,
  makeVector,
  tableToIPC,
} from "apache-arrow";
import { type Bytes, type Column, bytesOf, cellsOf, numberWriter } from "./column.ts";
import { wholeSeconds } from "./moments.ts";
import { textColumn } from "./text-column.ts";

/** Columns under their names as bytes of an Arrow IPC stream, with one more that is false in all rows. */
export function encodeColumns(columns: readonly (readonly [string, Column])[], none?: string): Uint8Array {
  const vectors: Record<string, Vector> = {};
  for (const [place, [name, column]] of columns.entries())
    vectors[name] = makeVector(dataOf(column, place)) as Vector;
  const length = columns[0]?.[1].length ?? 0;
  const falses = new Uint8Array(Math.ceil(length / 8));
  if (none !== undefined) vectors[none] = makeVector(makeData({ type: new Bool(), length, data: falses }));
  return tableToIPC(new Table(vectors), "stream");
}

function dataOf(column: Column, place: number): Data {
  const { length, valid } = column;
  const common = { length, nullCount: nullsOf(valid, length), nullBitmap: valid ?? undefined };
  switch (column.kind) {
    case "text":
      return makeData({ ...common, type: new Utf8(), valueOffsets: column.offsets, data: column.bytes });
    case "coded": {
      const { codes, values } = column;
      const dictionary = makeVector(textData(values));
      const type = <K extends Int8 | Int32>(keys: K) => new Dictionary(new Utf8(), keys, place);
      return values.offsets.length <= 128
        ? makeData({ ...common, type: type(new Int8()), data: Int8Array.from(codes), dictionary })
        : makeData({ ...common, type: type(new Int32()), data: codes, dictionary });
    }
    case "whole":
      return column.numbers instanceof Int32Array
        ? makeData({ ...common, type: new Int32(), data: column.numbers })
        : makeData({ ...common, type: new Int64(), data: column.numbers });
    case "number":
      return makeData({ ...common, type: new Float64(), data: column.numbers });
    case "time":
      return makeData({ ...common, type: new TimestampSecond(), data: wholeSeconds(column.seconds) });
    case "day":
      return makeData({ ...common, type: new DateDay(), data: column.days });
  }
}

function textData({ offsets, bytes }: Bytes): Data<Utf8> {
  return makeData({ type: new Utf8(), length: offsets.length - 1, valueOffsets: offsets, data: bytes });
}

function nullsOf(valid: Uint8Array | null, length: number): number {
  if (!valid) return 0;
  let nulls = 0;
  for (let row = 0; row < length; row += 1) nulls += 1 - (((valid[row >> 3] ?? 0) >> (row & 7)) & 1);
  return nulls;
}

/** So many different numbers at most are written once each. */
const written = 4096;

/** A column as the text that a file of text would have. */
export function asText(column: Column): Column {
  switch (column.kind) {
    case "text":
    case "coded":
      return column;
    case "number":
      return fewNumbers(column) ?? textColumn(cellsOf(column));
    default:
      return textColumn(cellsOf(column));
  }
}

/** Numbers of which there are few, each written once; null where they are many. */
function fewNumbers(column: Column & { readonly kind: "number" }): Column | null {
  const known = new Map<number, number>();
  const codes = new Int32Array(column.length);
  for (let row = 0; row < column.length; row += 1) {
    const value = column.numbers[row] ?? NaN;
    let code = known.get(value);
    if (code === undefined) {
      if (known.size === written) return null;
      code = known.size;
      known.set(value, code);
    }
    codes[row] = code;
  }
  const values = bytesOf([...known.keys()].map(numberWriter(column.digits)));
  return { kind: "coded", length: column.length, codes, values, valid: column.valid };
}
