import type { ColumnType, Frame, Row, Value } from "../tables/frame.ts";
import { frameFromRows } from "../tables/frame.ts";
import type { ResultColumns } from "./metric.ts";

/** A frame with the columns that a part declares, in their order. */
export function frameOf(columns: ResultColumns, rows: readonly Row[]): Frame {
  return frameFromRows(
    Object.entries(columns).map(([name, { type }]) => ({ name, type })),
    rows,
  );
}

/** The declared types of a part's columns. */
export function typesOf(columns: ResultColumns): Record<string, ColumnType> {
  return Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, type]));
}

/** A number out of a frame, or null. */
export function numberAt(frame: Frame | undefined, column: string, row = 0): number | null {
  const value: Value | undefined = frame?.values[column]?.[row];
  return typeof value === "number" ? value : null;
}

/** Order of split values: the absent one first, then by text. */
export function bySplit(a: string | null, b: string | null): number {
  return a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1;
}
