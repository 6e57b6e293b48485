import { id, join, type Sql, sql } from "../sql.ts";
import { type ColumnType, type Frame, frameRows } from "../tables/frame.ts";

export interface CellColumns {
  /** Names for the columns of the cell's result, by place. */
  readonly names: Sql;
  /** The columns as they cross: in types that Arrow's readers take, under their own names. */
  readonly selected: Sql;
  readonly types: Readonly<Record<string, ColumnType>>;
}

/** How the columns of any statement cross the worker's border. `described` is the result of DESCRIBE. */
export function cellColumns(described: Frame): CellColumns {
  const columns = frameRows(described).map((row, index) => {
    const { type, cast } = crossing(String(row["column_type"]));
    const place = id(`c${String(index)}`);
    return { name: String(row["column_name"]), type, place, value: cast ? sql`${place}::${cast}` : place };
  });
  return {
    names: join(columns.map(({ place }) => place)),
    selected: join(columns.map(({ value, name }) => sql`${value} AS ${id(name)}`)),
    types: Object.fromEntries(columns.map(({ name, type }) => [name, type])),
  };
}

function crossing(type: string): { type: ColumnType; cast: Sql | null } {
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$/.test(type)) return { type: "integer", cast: null };
  if (/^U?HUGEINT$/.test(type)) return { type: "integer", cast: sql`DOUBLE` };
  if (type === "FLOAT" || type === "DOUBLE") return { type: "number", cast: null };
  if (/^DECIMAL\(\d+,\d+\)$/.test(type)) return { type: "number", cast: sql`DOUBLE` };
  if (type === "BOOLEAN") return { type: "boolean", cast: null };
  if (type === "DATE") return { type: "date", cast: null };
  if (type === "TIMESTAMP") return { type: "timestamp", cast: null };
  if (/^TIMESTAMP_(S|MS|NS)$/.test(type)) return { type: "timestamp", cast: sql`TIMESTAMP` };
  return { type: "text", cast: type === "VARCHAR" ? null : sql`VARCHAR` };
}
