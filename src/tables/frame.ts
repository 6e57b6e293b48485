/** What a result column holds. Dates and timestamps are ISO text, so that no time zone can shift them. */
export type ColumnType = "text" | "integer" | "number" | "date" | "timestamp" | "boolean";
export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

/** A small result in memory, by column. */
export interface Frame {
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  readonly length: number;
  readonly values: Readonly<Record<string, readonly Value[]>>;
}

/** The rows of a frame as objects. */
export function frameRows(frame: Frame): Row[] {
  return Array.from({ length: frame.length }, (_, index) => {
    const row: Row = {};
    for (const { name } of frame.columns) row[name] = frame.values[name]?.[index] ?? null;
    return row;
  });
}

/** A frame from rows; a missing value is null. */
export function frameFromRows(columns: Frame["columns"], rows: readonly Row[]): Frame {
  const values: Record<string, Value[]> = {};
  for (const { name } of columns) values[name] = rows.map((row) => row[name] ?? null);
  return { columns, length: rows.length, values };
}

const dayMs = 86_400_000;
/** Days since 1970-01-01 of an ISO day. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / dayMs);
}
/** The ISO day of a number of days since 1970-01-01. */
export function isoDay(days: number): string {
  return new Date(days * dayMs).toISOString().slice(0, 10);
}
