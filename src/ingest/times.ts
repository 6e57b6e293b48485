import { type Sql, join, sql } from "../sql.ts";
import { hasClock, isEpoch, perMillisecond, readTime, spreadsheetDays, variants } from "./time-formats.ts";
import { marksTextSql, textOf } from "./time-words.ts";
import { chinaSeconds, clockAndOffset, offsetSeconds, offsetSecondsSql } from "./zone-words.ts";
import { type OffsetTime, type Shift, wallTimeSql } from "./zones.ts";

const withOffset = new RegExp(clockAndOffset);

/** A written time with an offset such as Z or +08:00, or a number of epoch; null where it has none. */
export function offsetTime(cell: string, format: string, cst = chinaSeconds): OffsetTime | null {
  const wall = readTime(cell, format);
  if (wall === null) return null;
  const ms = Date.parse(`${wall.replace(" ", "T")}Z`);
  if (isEpoch(format)) return { wall: ms, seconds: 0 };
  const match = withOffset.exec(textOf(cell, format));
  return match ? { wall: ms, seconds: offsetSeconds(match[2] ?? "", cst) } : null;
}

/** The zone that times with an offset are brought to, and whether a sample of the column has such. */
export interface ToZone {
  readonly shifts: readonly Shift[];
  readonly seen: boolean;
  /** What CST is taken for, in seconds ahead of UTC. */
  readonly cst?: number | undefined;
}

/**
 * A TIMESTAMP out of a text column; null where the format does not read it. A time with an offset is brought
 * to a zone's wall time; without a zone it stays as written.
 */
export function timeSql(cell: Sql, format: string, zone: ToZone | null = null): Sql {
  return ofText(cell, format, (text) => textTimeSql(text, format, zone));
}

/** What is made of the text that a format is of, which is worked out once. */
function ofText(cell: Sql, format: string, made: (text: Sql) => Sql): Sql {
  const text = marksTextSql(cell, format);
  return text ? sql`list_transform([${text}], lambda tidied: ${made(sql`tidied`)})[1]` : made(cell);
}

function textTimeSql(cell: Sql, format: string, zone: ToZone | null): Sql {
  const wall = writtenSql(cell, format);
  const told = zone && offsetTold(cell, format, zone);
  if (!told) return wall;
  if (isEpoch(format)) return wallTimeSql(wall, zone.shifts);
  return sql`CASE WHEN ${told} THEN ${wallTimeSql(sql`(${wall} - to_seconds(${offsetSecondsSql(sql`trim(${cell})`, zone.cst ?? chinaSeconds)}))`, zone.shifts)} ELSE ${wall} END`;
}

/** Whether a cell's time was brought to the zone from another; null where a column has no such times. */
export function movedSql(cell: Sql, format: string, zone: ToZone): Sql | null {
  if (!offsetTold(cell, format, zone)) return null;
  return ofText(cell, format, (text) => {
    const told = offsetTold(text, format, zone) ?? sql`false`;
    return sql`CASE WHEN ${told} THEN coalesce(${textTimeSql(text, format, zone)} <> ${writtenSql(text, format)}, false) ELSE false END`;
  });
}

/** The condition under which a cell has an offset; null where the column is known to have none. */
function offsetTold(cell: Sql, format: string, { seen }: ToZone): Sql | null {
  if (isEpoch(format)) return sql`true`;
  const matches = sql`regexp_matches(trim(${cell}), ${clockAndOffset})`;
  if (seen) return matches;
  if (!variants(format).some(hasClock)) return null;
  // A sample may have missed them. How a cell ends is quick to see, and tells of nearly all that have none.
  const end = sql`right(${cell}, 7)`;
  const likely = join(
    ["%Z%", "%T%", "%+%", "%-%", "% "].map((pattern) => sql`${end} LIKE ${pattern}`),
    " OR ",
  );
  return sql`CASE WHEN strlen(${cell}) > 10 AND (${likely}) THEN ${matches} ELSE false END`;
}

function writtenSql(cell: Sql, format: string): Sql {
  const per = perMillisecond[format];
  if (per !== undefined) return sql`make_timestamp((TRY_CAST(${cell} AS DOUBLE) * ${1000 / per})::BIGINT)`;
  if (format === spreadsheetDays)
    return sql`make_timestamp(round((TRY_CAST(${cell} AS DOUBLE) - 25569) * 86400)::BIGINT * 1000000)`;
  // Most are read at once; an offset is cut off where they are not.
  const formats = variants(format);
  const read = /^%Y[-/]%m[-/]%d/.test(format)
    ? sql`TRY_CAST(${cell} AS TIMESTAMP)`
    : sql`try_strptime(trim(${cell}), [${formats}])`;
  if (!formats.some(hasClock)) return read;
  return sql`coalesce(${read}, try_strptime(regexp_replace(trim(${cell}), ${clockAndOffset}, '\\1'), [${formats}]))`;
}
