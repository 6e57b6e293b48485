import {
  Bool,
  DataType,
  Float64,
  Int32,
  Table,
  Utf8,
  type Vector,
  tableFromIPC,
  tableToIPC,
  vectorFromArray,
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
    const type = types[field.name] ?? columnType(field.type);
    const read = reader(field.type);
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

/** Encodes a frame as Arrow IPC bytes; dates cross as ISO text, so their type must be known to the reader. */
export function encodeFrame(frame: Frame): Uint8Array {
  const vectors: Record<string, Vector> = {};
  for (const { name, type } of frame.columns) {
    const list = frame.values[name] ?? [];
    if (type === "integer") vectors[name] = vectorFromArray(list as (number | null)[], new Int32());
    else if (type === "number") vectors[name] = vectorFromArray(list as (number | null)[], new Float64());
    else if (type === "boolean") vectors[name] = vectorFromArray(list as (boolean | null)[], new Bool());
    else vectors[name] = vectorFromArray(list as (string | null)[], new Utf8());
  }
  return tableToIPC(new Table(vectors), "stream");
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
