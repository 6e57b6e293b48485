import {
  Bool,
  DataType,
  Float64,
  Int32,
  Table,
  Utf8,
  type Vector,
  makeData,
  makeVector,
  tableFromIPC,
  tableToIPC,
} from "apache-arrow";
import { type ColumnType, type Frame, type Value, isoDay } from "../tables/frame.ts";

/**
 * Decodes Arrow IPC bytes into a frame: dates to ISO text, decimals scaled, 64-bit integers to numbers.
 * `types` are the declared types of columns that crossed as text (dates do).
 */
export function decodeFrame(bytes: Uint8Array, types: Readonly<Record<string, ColumnType>> = {}): Frame {
  const table = tableFromIPC(bytes);
  const values: Record<string, Value[]> = {};
  const columns = table.schema.fields.map((field, index) => {
    const vector = table.getChildAt(index);
    const arrowType = field.type as DataType;
    const type = types[field.name] ?? columnType(arrowType);
    const read = reader(arrowType);
    const list: Value[] = new Array<Value>(table.numRows);
    for (let row = 0; row < table.numRows; row += 1) {
      const value: unknown = vector?.get(row);
      list[row] = value === null || value === undefined ? null : read(value);
    }
    values[field.name] = list;
    return { name: field.name, type };
  });
  return { columns, length: table.numRows, values };
}

/**
 * Encodes a frame as Arrow IPC bytes; dates cross as ISO text, so their type must be known to the reader.
 * The vectors are laid out here: Arrow's builders make functions out of text, which the CSP forbids.
 */
export function encodeFrame(frame: Frame): Uint8Array {
  const vectors: Record<string, Vector> = {};
  for (const { name, type } of frame.columns) vectors[name] = vectorOf(type, frame.values[name] ?? []);
  return tableToIPC(new Table(vectors), "stream");
}

function vectorOf(type: ColumnType, values: readonly Value[]): Vector {
  const length = values.length;
  let nullCount = 0;
  const nullBitmap = bits(values, (value) => value !== null || (nullCount++, false));
  const common = { length, nullCount, nullBitmap };
  if (type === "integer")
    return makeVector(makeData({ ...common, type: new Int32(), data: Int32Array.from(values, Number) }));
  if (type === "number")
    return makeVector(makeData({ ...common, type: new Float64(), data: Float64Array.from(values, Number) }));
  if (type === "boolean")
    return makeVector(makeData({ ...common, type: new Bool(), data: bits(values, Boolean) }));
  const pieces = values.map((value) => (value === null ? "" : String(value)));
  const encoder = new TextEncoder();
  const data = encoder.encode(pieces.join(""));
  const valueOffsets = new Int32Array(length + 1);
  for (const [index, piece] of pieces.entries())
    valueOffsets[index + 1] = (valueOffsets[index] ?? 0) + utf8Length(piece, encoder);
  return makeVector(makeData({ ...common, type: new Utf8(), valueOffsets, data }));
}

function utf8Length(text: string, encoder: TextEncoder): number {
  for (let index = 0; index < text.length; index += 1)
    if (text.charCodeAt(index) > 127) return encoder.encode(text).length;
  return text.length;
}

/** One bit a value, least significant first. */
function bits(values: readonly Value[], set: (value: Value) => boolean): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  for (const [index, value] of values.entries())
    if (set(value)) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  return bytes;
}

function columnType(type: DataType): ColumnType {
  if (DataType.isBool(type)) return "boolean";
  if (DataType.isInt(type)) return "integer";
  if (DataType.isFloat(type) || DataType.isDecimal(type)) return "number";
  if (DataType.isDate(type)) return "date";
  if (DataType.isTimestamp(type)) return "timestamp";
  return "text";
}

function reader(type: DataType): (value: unknown) => Value {
  if (DataType.isBool(type)) return (value) => Boolean(value);
  if (DataType.isInt(type)) return (value) => Number(value);
  if (DataType.isFloat(type)) return (value) => Number(value);
  if (DataType.isDecimal(type)) return (value) => Number(String(value)) / 10 ** type.scale;
  if (DataType.isDate(type)) return (value) => isoDay(Math.floor(Number(value) / 86_400_000));
  if (DataType.isTimestamp(type))
    return (value) => new Date(Number(value)).toISOString().slice(0, 19).replace("T", " ");
  return (value) => (typeof value === "string" ? value : JSON.stringify(value));
}
