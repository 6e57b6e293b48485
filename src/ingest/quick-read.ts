import { type Sql, id, join, sql } from "../sql.ts";
import { rolesOf } from "../tables/canonical.ts";
import { engineDelimiter } from "./decode.ts";
import { scaledSql } from "./numbers.ts";
import { emptyCells } from "./profile.ts";
import { readColumns, readerSizes, textSql } from "./read.ts";
import type { Mapping } from "./source.ts";

/** Looking into every cell of a very wide file costs more than it spares. */
const mostTexts = 30;

/**
 * A file whose cells are all written plainly can be typed by the reader itself, in about half of the time
 * of reading text and casting it. The first cell, row or value that is not as expected ends the statement:
 * then the file is read with care (see `loadSql`), and nothing of this reading is left.
 * Gives null where the mapping is known to need care. The table is the same as that of `loadSql`, but for
 * `#lines`: whether some text of the row has a line break in it, true as well where that was not looked at.
 */
export function quickLoadSql(
  table: string,
  file: string,
  mapping: Mapping,
  headings: readonly string[],
  codes: ReadonlyMap<string, string>,
): Sql | null {
  // What stands beside a number is no plain number.
  if (mapping.signs) return null;
  const { dialect } = mapping;
  const types = new Map<number, "TIMESTAMP" | "DOUBLE">();
  const times = new Set<string>();
  const selected: Sql[] = [];
  for (const column of readColumns(mapping, headings)) {
    const cell = id(`c${String(column.index)}`);
    const name = id(column.name);
    const type = column.role === "dimension" ? "text" : (rolesOf(mapping.table)[column.role]?.type ?? "text");
    const format = mapping.formats[column.heading];
    if (type === "text") {
      const code = codes.get(column.name);
      selected.push(code ? sql`CAST(${cell} AS ${id(code)}) AS ${name}` : sql`${textSql(cell)} AS ${name}`);
    } else if (type === "timestamp" || type === "date") {
      if (format?.kind !== "time" || !format.format.startsWith("%Y")) return null;
      times.add(format.format);
      types.set(column.index, "TIMESTAMP");
      selected.push(type === "date" ? sql`CAST(${cell} AS DATE) AS ${name}` : sql`${cell} AS ${name}`);
    } else {
      if (format?.kind === "number" && format.decimal !== ".") return null;
      types.set(column.index, "DOUBLE");
      selected.push(sql`${scaledSql(cell, format?.kind === "number" ? format.scale : undefined)} AS ${name}`);
    }
  }
  if (times.size > 1) return null;
  const [time] = times;
  const texts = headings.flatMap((_, index) => (types.has(index) ? [] : [id(`c${String(index)}`)]));
  const lines =
    texts.length > 0 && texts.length <= mostTexts
      ? join(
          texts.map((cell) => sql`contains(${cell}, chr(10))`),
          " OR ",
        )
      : sql`true`;
  const columns = headings.map((_, index) => sql`${`c${String(index)}`}: ${types.get(index) ?? "VARCHAR"}`);
  return sql`CREATE TABLE ${id(table)} AS SELECT ${join(selected)}, false AS "#extra", (${lines})::BOOLEAN AS "#lines"
    FROM read_csv(${`/in/${file}`}, auto_detect=false, header=${dialect.header}, skip=${dialect.skip},
      delim=${engineDelimiter(dialect)}, quote=${dialect.quote}, escape=${dialect.quote}, nullstr=[${emptyCells}],
      parallel=false, ${readerSizes}, ${time === undefined ? sql`` : sql`timestampformat=${time},`}
      columns={${join(columns)}})`;
}
