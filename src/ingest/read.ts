import { type Sql, id, join, sql } from "../sql.ts";
import { rolesOf } from "../tables/canonical.ts";
import { moneyColumn } from "./currency.ts";
import { signSql } from "./currency-signs.ts";
import { engineDelimiter } from "./decode.ts";
import { numberSql, scaledSql } from "./numbers.ts";
import { emptyCells } from "./profile.ts";
import type { ColumnFormat, Mapping } from "./source.ts";
import { type ToZone, movedSql, timeSql } from "./times.ts";

/**
 * The longest row, and what the reader takes of the file at a time: if not told, sixteen times as much, of
 * which it holds several pieces.
 */
export const readerSizes = sql`max_line_size=${16 << 20}, buffer_size=${17 << 20}`;

/** Names that the loaded tables need for themselves; a column of the file that is called so gets a number. */
const reserved = [
  "customer",
  "customer_id",
  "day",
  "month",
  "purchase",
  "value",
  "split",
  "first_at",
  "second_at",
  "last_at",
  "first_channel",
  "orders",
  "file",
  "row",
  "rowid",
];

/** A column as it is read: where it stands in the file, and under which name it is loaded. */
export interface ReadColumn {
  readonly heading: string;
  readonly index: number;
  readonly role: string;
  /** The role, or for a dimension its own heading. */
  readonly name: string;
}

/** What stands for a currency beside a row's amount. */
export const signColumn = "#currency";

/** The columns of a mapping that are read, in the file's order. */
export function readColumns(mapping: Mapping, headings: readonly string[]): ReadColumn[] {
  const taken = new Set([...reserved, ...Object.keys(rolesOf(mapping.table))]);
  const columns: ReadColumn[] = [];
  headings.forEach((heading, index) => {
    const role = mapping.roles[heading] ?? "ignore";
    if (role === "ignore") return;
    let name = role;
    if (role === "dimension") {
      name = heading;
      for (let n = 2; taken.has(name.toLowerCase()) || name.startsWith("#"); n += 1)
        name = `${heading.replace(/^#+/, "")} ${String(n)}`;
      taken.add(name.toLowerCase());
    }
    columns.push({ heading, index, role, name });
  });
  const money = mapping.signs ? headings.indexOf(moneyColumn(mapping) ?? "") : -1;
  if (money >= 0)
    columns.push({ heading: headings[money] ?? "", index: money, role: signColumn, name: signColumn });
  return columns;
}

/**
 * A file as a relation of text columns `c0`, `c1`, … with one more, `extra`, that is filled where a row
 * has more cells than the header: the reader would drop them without a word. The file's own names never
 * reach the reader. Rows that cannot be read at all end the statement, unless `rejects` names a table
 * that they are told to (`skip`: none, they are passed over).
 */
export function fileSql(
  file: string,
  { dialect }: Mapping,
  width: number,
  rejects: string | null = null,
): Sql {
  const columns = Array.from({ length: width }, (_, index) => sql`${`c${String(index)}`}: 'VARCHAR'`);
  const faults =
    rejects === null
      ? sql``
      : rejects === "skip"
        ? sql` ignore_errors=true,`
        : sql` store_rejects=true, rejects_limit=0, rejects_table=${rejects}, rejects_scan=${`${rejects}_scans`},`;
  return sql`read_csv(${`/in/${file}`}, auto_detect=false, header=${dialect.header}, skip=${dialect.skip},
    delim=${engineDelimiter(dialect)}, quote=${dialect.quote}, escape=${dialect.quote},
    nullstr=[${emptyCells}], null_padding=true, strict_mode=false, parallel=false, ${readerSizes},${faults}
    columns={${join([...columns, sql`'extra': 'VARCHAR'`])}})`;
}

/** Text without spaces around it; nothing left is no value. Most cells have none, and looking is quicker. */
export function textSql(cell: Sql): Sql {
  return sql`CASE WHEN ${cell} LIKE ' %' OR ${cell} LIKE '% ' THEN nullif(trim(${cell}), '') ELSE ${cell} END`;
}

/** The zone of a column's times, and whether its sample has any with an offset; null where none is given. */
function zoneOf(heading: string, { zone }: Mapping): ToZone | null {
  return zone ? { shifts: zone.shifts, seen: zone.seen.includes(heading), cst: zone.cst } : null;
}

/** The typed value of a column under its format. */
export function valueSql(column: ReadColumn, mapping: Mapping): Sql {
  const cell = id(`c${String(column.index)}`);
  if (column.role === signColumn) return signSql(cell);
  const type = column.role === "dimension" ? "text" : (rolesOf(mapping.table)[column.role]?.type ?? "text");
  const format = mapping.formats[column.heading];
  switch (type) {
    case "text":
      return textSql(cell);
    case "number":
    case "integer": {
      if (format?.kind !== "number") return numberSql(cell, ".");
      return scaledSql(numberSql(cell, format.decimal), format.scale);
    }
    case "timestamp":
      return timeSql(cell, timeFormat(format), zoneOf(column.heading, mapping));
    case "date":
      return sql`CAST(${timeSql(cell, timeFormat(format), zoneOf(column.heading, mapping))} AS DATE)`;
  }
}

function timeFormat(format: ColumnFormat | undefined): string {
  return format?.kind === "time" ? format.format : "%Y-%m-%d";
}

/** Whether a column's time was brought to the zone from another; null where it has no such times. */
export function columnMovedSql({ heading, index, role }: ReadColumn, mapping: Mapping): Sql | null {
  const type = role === "dimension" ? undefined : rolesOf(mapping.table)[role]?.type;
  const zone = zoneOf(heading, mapping);
  if (!zone || (type !== "timestamp" && type !== "date")) return null;
  return movedSql(id(`c${String(index)}`), timeFormat(mapping.formats[heading]), zone);
}

/** Whether a row has a time that was brought to the zone from another; null where no column can. */
export function anyMovedSql(mapping: Mapping, headings: readonly string[]): Sql | null {
  const moved = readColumns(mapping, headings).flatMap((column) => columnMovedSql(column, mapping) ?? []);
  return moved.length ? sql`(${join(moved, " OR ")})` : null;
}

/**
 * Reads a file's mapped columns, typed, in one pass, into `table`. Every row is there, in the file's
 * order (so `rowid` counts its rows), with nulls where a cell could not be read; `#extra` marks rows
 * with more cells than the header. Columns in `codes` are read as the ENUM that is named there, and
 * `#unseen` marks rows with a value that the ENUM lacks. With `whole`, `#cells` is a hash of all of a row's
 * cells, by which equal rows are known. `#moved` marks rows with a time that came from another zone. With
 * `only`, a condition over the raw cells and `#row`, the other rows are left out; `rowid` counts the
 * file's rows all the same.
 */
export function loadSql(
  table: string,
  file: string,
  mapping: Mapping,
  headings: readonly string[],
  {
    codes = new Map(),
    rejects = null,
    whole = false,
    only = null,
  }: {
    codes?: ReadonlyMap<string, string>;
    rejects?: string | null;
    whole?: boolean;
    only?: Sql | null;
  } = {},
): Sql {
  const unseen: Sql[] = [];
  const columns = readColumns(mapping, headings).map((column) => {
    const value = valueSql(column, mapping);
    const type = codes.get(column.name);
    if (!type) return sql`${value} AS ${id(column.name)}`;
    const coded = sql`TRY_CAST(${value} AS ${id(type)})`;
    unseen.push(sql`(${value} IS NOT NULL AND ${coded} IS NULL)`);
    return sql`${coded} AS ${id(column.name)}`;
  });
  const moved = anyMovedSql(mapping, headings);
  const marks = [
    ...(moved ? [sql`${moved} AS "#moved"`] : []),
    sql`extra IS NOT NULL AS "#extra"`,
    ...(whole ? [sql`hash(${join(headings.map((_, index) => id(`c${String(index)}`)))}) AS "#cells"`] : []),
    ...(unseen.length ? [sql`(${join(unseen, " OR ")}) AS "#unseen"`] : []),
  ];
  const rows = fileSql(file, mapping, headings.length, rejects);
  if (!only)
    return sql`CREATE TABLE ${id(table)} AS SELECT ${join([...columns, ...marks])}
    FROM ${rows}`;
  return sql`CREATE TABLE ${id(table)} AS SELECT ${join([...columns, ...marks])}, "#row" AS rowid
    FROM (SELECT row_number() OVER () - 1 AS "#row", * FROM ${rows}) WHERE ${only}`;
}
