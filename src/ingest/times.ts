import { type Sql, join, sql } from "../sql.ts";
import { type OffsetTime, type Shift, secondsOf, wallTimeSql } from "./zones.ts";

/**
 * Ways to write a time, as strptime formats of DuckDB, and three that are numbers: seconds and
 * milliseconds since 1970 and the days that spreadsheets count.
 */
export const epochSeconds = "epoch-s";
export const epochMilliseconds = "epoch-ms";
export const spreadsheetDays = "excel-day";
/** Parts the ways of writing where a column has several: the first that reads a cell holds. */
export const alsoMark = "|";

const dates = [
  "%Y-%m-%d",
  "%Y/%m/%d",
  "%Y.%m.%d",
  "%Y年%m月%d日",
  "%Y%m%d",
  "%d/%m/%Y",
  "%m/%d/%Y",
  "%d-%m-%Y",
  "%m-%d-%Y",
  "%d.%m.%Y",
  "%d/%m/%y",
  "%m/%d/%y",
  "%d%b%y",
  "%d%b%Y",
  "%d %b %Y",
  "%d-%b-%Y",
  "%d-%b-%y",
  "%b %d, %Y",
  "%b %d %Y",
  "%d %B %Y",
  "%B %d, %Y",
];
const clocks = [
  "%H:%M:%S",
  "%H:%M",
  "%H:%M:%S.%f",
  "%I:%M %p",
  "%I:%M:%S %p",
  "%H时%M分%S秒",
  "%H时%M分",
  "%H%M%S",
];
const joints = [" ", "T", ":", ""];
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const parts: Readonly<Record<string, string>> = {
  Y: "(\\d{4})",
  y: "(\\d{2})",
  m: "(\\d{1,2})",
  d: "(\\d{1,2})",
  b: "([A-Za-z]{3})",
  B: "([A-Za-z]{3,9})",
  H: "(\\d{1,2})",
  I: "(\\d{1,2})",
  M: "(\\d{1,2})",
  S: "(\\d{1,2})",
  f: "(\\d{1,9})",
  p: "([AaPp][Mm])",
};

const offset = " ?(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)";
/** A time of day with an offset behind it: without the clock, 2025-03-04 would end in one. */
const clockAndOffset = `(:\\d{2}(?:[.,]\\d+)?(?: ?[AaPp][Mm])?|T\\d{6}|\\d{14})${offset}$`;
const withOffset = new RegExp(clockAndOffset);

export interface TimeFormat {
  readonly format: string;
  readonly pattern: RegExp;
  readonly fields: readonly string[];
}

/** A format ready to be matched. An offset such as Z or +08:00 after its clock is passed over. */
function compile(format: string): TimeFormat {
  const fields: string[] = [];
  const compact = format.includes("%Y%m%d") || format.includes("%H%M%S");
  const pattern = format.replace(/%([A-Za-z])|[.()+]/g, (match, field: string | undefined) => {
    if (!field) return `\\${match}`;
    fields.push(field);
    const part = parts[field] ?? "";
    return compact ? part.replace("{1,2}", "{2}") : part;
  });
  return { format, fields, pattern: new RegExp(`^${pattern}${hasClock(format) ? `(?:${offset})?` : ""}$`) };
}

/** Whether a format ends in a time of day that an offset can follow. */
function hasClock(format: string): boolean {
  return /%[MSfp]$/.test(format);
}

const known: readonly TimeFormat[] = dates.flatMap((date) => [
  compile(date),
  ...clocks.flatMap((clock) =>
    joints
      .filter((joint) => joint !== "" || date === "%Y%m%d" || date.endsWith("日"))
      .map((joint) => compile(date + joint + clock)),
  ),
]);
const byFormat = new Map(known.map((format) => [format.format, format]));

/** A time out of a cell as ISO text (`YYYY-MM-DD HH:MM:SS`), or null where the format does not read it. */
export function readTime(cell: string, format: string): string | null {
  const ms = anyTimeOf(cell.trim(), format);
  return ms === null ? null : new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

/** The time that a text or one of its format's variants gives, in ms since 1970. */
function anyTimeOf(text: string, format: string): number | null {
  for (const variant of variants(format)) {
    const ms = timeOf(text, variant);
    if (ms !== null) return ms;
  }
  return null;
}

function timeOf(text: string, format: string): number | null {
  if (format === epochSeconds || format === epochMilliseconds || format === spreadsheetDays) {
    const value = Number(text);
    if (text === "" || !Number.isFinite(value)) return null;
    const ms =
      format === epochSeconds
        ? value * 1000
        : format === epochMilliseconds
          ? value
          : (value - 25_569) * 86_400_000;
    return Math.abs(ms) < 8e15 ? Math.round(ms) : null;
  }
  const compiled = byFormat.get(format) ?? compile(format);
  const match = compiled.pattern.exec(text);
  if (!match) return null;
  let [year, month, day, hour, minute, second] = [0, 1, 1, 0, 0, 0];
  let afternoon: boolean | null = null;
  compiled.fields.forEach((field, index) => {
    const value = match[index + 1] ?? "";
    if (field === "Y") year = Number(value);
    else if (field === "y") year = Number(value) + (Number(value) < 69 ? 2000 : 1900);
    else if (field === "m") month = Number(value);
    else if (field === "b" || field === "B") month = months.indexOf(value.slice(0, 3).toLowerCase()) + 1;
    else if (field === "d") day = Number(value);
    else if (field === "H" || field === "I") hour = Number(value);
    else if (field === "M") minute = Number(value);
    else if (field === "S") second = Number(value);
    else if (field === "p") afternoon = value.toLowerCase() === "pm";
  });
  if (afternoon !== null) hour = (hour % 12) + (afternoon ? 12 : 0);
  if (year < 1000 || month < 1 || day < 1 || hour > 23 || minute > 59 || second > 59) return null;
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // A day such as 31 April rolls over.
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) return null;
  return time.getTime();
}

/** A file may drop the seconds or the whole clock time where it is midnight: those are read as well. */
function variants(several: string): readonly string[] {
  const seen = variantsSeen.get(several);
  if (seen) return seen;
  const found = [...new Set(several.split(alsoMark).flatMap(variantsOf))];
  // Formats come from documents as well, and there is no end of those.
  if (variantsSeen.size < 1000) variantsSeen.set(several, found);
  return found;
}
const variantsSeen = new Map<string, readonly string[]>();
function variantsOf(format: string): string[] {
  const date = dates.filter((start) => format.startsWith(start)).sort((a, b) => b.length - a.length)[0];
  if (!date) return [format];
  return [...new Set([format, `${date} %H:%M:%S`, `${date} %H:%M`, date])];
}

/** The formats that read the most of `cells`, best first, with how many; none that reads under half. */
export function timeFormats(cells: readonly string[]): { format: string; read: number }[] {
  // Only formats that read one of the first cells exactly can be the best.
  const first = [...new Set(cells.slice(0, 50).map((cell) => cell.trim()))].filter((cell) => /\d/.test(cell));
  const candidates = known.filter(({ format }) => first.some((cell) => timeOf(cell, format) !== null));
  return candidates
    .map(({ format }) => {
      let exact = 0;
      let read = 0;
      for (const cell of cells) {
        const text = cell.trim();
        if (timeOf(text, format) !== null) exact += 1;
        else if (anyTimeOf(text, format) === null) continue;
        read += 1;
      }
      return { format, exact, read };
    })
    .filter(({ read }) => read * 2 >= cells.length)
    .sort((a, b) => b.read - a.read || b.exact - a.exact)
    .map(({ format, read }) => ({ format, read }));
}

/** The other reading of a format in which day and month could be exchanged; null where there is none. */
export function exchanged(format: string): string | null {
  if (format.startsWith("%d/%m/") || format.startsWith("%d-%m-")) return format.replace(/^%d(.)%m/, "%m$1%d");
  if (format.startsWith("%m/%d/") || format.startsWith("%m-%d-")) return format.replace(/^%m(.)%d/, "%d$1%m");
  return null;
}

/** A written time with an offset such as Z or +08:00, or a number of epoch; null where it has none. */
export function offsetTime(cell: string, format: string): OffsetTime | null {
  const wall = readTime(cell, format);
  if (wall === null) return null;
  const ms = Date.parse(`${wall.replace(" ", "T")}Z`);
  if (isEpoch(format)) return { wall: ms, seconds: 0 };
  const match = withOffset.exec(cell.trim());
  return match ? { wall: ms, seconds: secondsOf(match[2] ?? "") } : null;
}

function isEpoch(format: string): boolean {
  return format === epochSeconds || format === epochMilliseconds;
}

/** The zone that times with an offset are brought to, and whether a sample of the column has such. */
export interface ToZone {
  readonly shifts: readonly Shift[];
  readonly seen: boolean;
}

/**
 * A TIMESTAMP out of a text column; null where the format does not read it. A time with an offset is brought
 * to a zone's wall time; without a zone it stays as written.
 */
export function timeSql(cell: Sql, format: string, zone: ToZone | null = null): Sql {
  const wall = writtenSql(cell, format);
  const told = zone && offsetTold(cell, format, zone);
  if (!told) return wall;
  if (isEpoch(format)) return wallTimeSql(wall, zone.shifts);
  return sql`CASE WHEN ${told} THEN ${wallTimeSql(sql`(${wall} - to_seconds(${aheadSql(cell)}))`, zone.shifts)} ELSE ${wall} END`;
}

/** Whether a cell's time was brought to the zone from another; null where a column has no such times. */
export function movedSql(cell: Sql, format: string, zone: ToZone): Sql | null {
  const told = offsetTold(cell, format, zone);
  if (!told) return null;
  return sql`CASE WHEN ${told} THEN coalesce(${timeSql(cell, format, zone)} <> ${writtenSql(cell, format)}, false) ELSE false END`;
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

/** How far the clock of a cell's offset is ahead of UTC, in seconds. */
function aheadSql(cell: Sql): Sql {
  const sign = sql`regexp_extract(trim(${cell}), '([+-])\\d{2}(?::?\\d{2})?$', 1)`;
  const digits = sql`rpad(replace(regexp_extract(trim(${cell}), '[+-](\\d{2}(?::?\\d{2})?)$', 1), ':', ''), 4, '0')::INTEGER`;
  return sql`(CASE ${sign} WHEN '-' THEN -60 WHEN '+' THEN 60 ELSE 0 END * (${digits} // 100 * 60 + ${digits} % 100))`;
}

function writtenSql(cell: Sql, format: string): Sql {
  if (format === epochSeconds) return sql`make_timestamp((TRY_CAST(${cell} AS DOUBLE) * 1e6)::BIGINT)`;
  if (format === epochMilliseconds) return sql`make_timestamp((TRY_CAST(${cell} AS DOUBLE) * 1e3)::BIGINT)`;
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
