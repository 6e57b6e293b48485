import { type Sql, id, sql } from "../../sql.ts";
import { rolesOf } from "../../tables/canonical.ts";
import { scaledSql } from "../numbers.ts";
import { type ReadColumn, columnMovedSql, signColumn, textSql, valueSql } from "../read.ts";
import type { Mapping } from "../source.ts";
import { isEpoch, spreadsheetDays } from "../time-formats.ts";
import { wallTimeSql } from "../zones.ts";
import type { Bytes, Column } from "./column.ts";
import { asText } from "./encode.ts";

/** A column as it is handed to the engine, under `c` and its place, and what is made of it there. */
export interface TypedValue {
  readonly data: Column;
  readonly value: Sql;
  /** Whether a row's time was brought to the zone from another; null where none can be. */
  readonly moved: Sql | null;
  /** Whether the value is the given one, cast to the type of its column. */
  readonly plain: boolean;
}

/**
 * How a piece of a file's column becomes the typed value that its mapping asks for: the same value as the
 * one of `valueSql` over the column's text. Where its type is of no use for that, its text is taken.
 */
export function typedValue(column: ReadColumn, data: Column, mapping: Mapping): TypedValue {
  if (column.role === signColumn) return textual(column, data, mapping);
  const type = column.role === "dimension" ? "text" : (rolesOf(mapping.table)[column.role]?.type ?? "text");
  const found =
    type === "text"
      ? textValue(column, data)
      : type === "timestamp" || type === "date"
        ? timeValue(column, data, mapping, type)
        : numberValue(column, data, mapping);
  return found ?? textual(column, data, mapping);
}

/** Any column by its text, as a file of text is read. */
export function textual(column: ReadColumn, data: Column, mapping: Mapping): TypedValue {
  return {
    data: asText(data),
    value: valueSql(column, mapping),
    moved: columnMovedSql(column, mapping),
    plain: false,
  };
}

function cellOf({ index }: ReadColumn): Sql {
  return id(`c${String(index)}`);
}

function textValue(column: ReadColumn, data: Column): TypedValue | null {
  const cell = cellOf(column);
  if (data.kind === "coded" || data.kind === "text") {
    const padded = hasSpaces(data.kind === "coded" ? data.values : data);
    return { data, value: padded ? textSql(cell) : cell, moved: null, plain: !padded };
  }
  const whole = data.kind === "number" ? wholeOf(data) : data.kind === "whole" ? data : null;
  return whole && { data: whole, value: sql`CAST(${cell} AS VARCHAR)`, moved: null, plain: true };
}

/** Whether some text begins or ends with a space. */
function hasSpaces({ offsets, bytes }: Bytes): boolean {
  const space = 0x20;
  for (let at = 1; at < offsets.length; at += 1) {
    const start = offsets[at - 1] ?? 0;
    const end = offsets[at] ?? 0;
    if (start < end && (bytes[start] === space || bytes[end - 1] === space)) return true;
  }
  return false;
}

/** Numbers without decimals as whole ones, as identifiers often come; null where one has some. */
function wholeOf({ numbers, digits, length, valid }: Column & { readonly kind: "number" }): Column | null {
  if (typeof digits === "object") return null;
  const whole = new BigInt64Array(length);
  const halves = new Int32Array(whole.buffer);
  for (let row = 0; row < length; row += 1) {
    const value = numbers[row] ?? NaN;
    // What is no number is no value, either.
    if (!Number.isFinite(value)) continue;
    if (!Number.isSafeInteger(value)) return null;
    halves[row * 2] = value | 0;
    halves[row * 2 + 1] = Math.floor(value / 4_294_967_296);
  }
  return { kind: "whole", length, numbers: whole, valid };
}

function numberValue(column: ReadColumn, data: Column, mapping: Mapping): TypedValue | null {
  if (data.kind !== "number" && data.kind !== "whole") return null;
  const format = mapping.formats[column.heading];
  if (format?.kind === "number" && format.decimal !== ".") return null;
  const cell = cellOf(column);
  const value = data.kind === "whole" ? sql`CAST(${cell} AS DOUBLE)` : cell;
  const scaled = scaledSql(value, format?.kind === "number" ? format.scale : undefined);
  return { data, value: scaled, moved: null, plain: scaled === value };
}

function timeValue(
  column: ReadColumn,
  data: Column,
  mapping: Mapping,
  type: "timestamp" | "date",
): TypedValue | null {
  const format = mapping.formats[column.heading];
  if (format?.kind !== "time") return null;
  // Numbers that count seconds or days are read from numbers as from their text.
  if (
    (data.kind === "whole" || data.kind === "number") &&
    (isEpoch(format.format) || format.format === spreadsheetDays)
  )
    return {
      data,
      value: valueSql(column, mapping),
      moved: columnMovedSql(column, mapping),
      plain: false,
    };
  if ((data.kind !== "time" && data.kind !== "day") || !/^%Y-%m-%d/.test(format.format)) return null;
  const own = sql`CAST(${cellOf(column)} AS TIMESTAMP)`;
  const moment = data.kind === "time" && data.moment && mapping.zone !== undefined;
  const time = moment ? wallTimeSql(own, mapping.zone.shifts) : own;
  return {
    data,
    value: type === "date" ? sql`CAST(${time} AS DATE)` : time,
    moved: moment ? sql`coalesce(${time} <> ${own}, false)` : null,
    plain: !moment,
  };
}
