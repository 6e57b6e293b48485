import { type Sql, sql } from "../sql.ts";

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

const offsetAfter = " ?(Z|UTC|GMT|[+-]\\d{2}:?\\d{2})$";

export interface TimeFormat {
  readonly format: string;
  readonly pattern: RegExp;
  readonly fields: readonly string[];
}

/** A format ready to be matched. An offset such as Z or +08:00 after it is passed over: wall time is kept. */
function compile(format: string): TimeFormat {
  const fields: string[] = [];
  const compact = format.includes("%Y%m%d") || format.includes("%H%M%S");
  const pattern = format.replace(/%([A-Za-z])|[.()+]/g, (match, field: string | undefined) => {
    if (!field) return `\\${match}`;
    fields.push(field);
    const part = parts[field] ?? "";
    return compact ? part.replace("{1,2}", "{2}") : part;
  });
  const offset = /^%Y-%m-%d.*%S/.test(format) ? `(${offsetAfter.slice(0, -1)})?` : "";
  return { format, fields, pattern: new RegExp(`^${pattern}${offset}$`) };
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
  const text = cell.trim();
  for (const variant of variants(format)) {
    const time = readExactly(text, variant);
    if (time) return time;
  }
  return null;
}

function readExactly(text: string, format: string): string | null {
  if (format === epochSeconds || format === epochMilliseconds || format === spreadsheetDays) {
    const value = Number(text);
    if (text === "" || !Number.isFinite(value)) return null;
    const ms =
      format === epochSeconds
        ? value * 1000
        : format === epochMilliseconds
          ? value
          : (value - 25_569) * 86_400_000;
    return Math.abs(ms) < 8e15 ? new Date(Math.round(ms)).toISOString().slice(0, 19).replace("T", " ") : null;
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
  return time.toISOString().slice(0, 19).replace("T", " ");
}

/** A file may drop the seconds or the whole clock time where it is midnight: those are read as well. */
function variants(several: string): string[] {
  return [...new Set(several.split(alsoMark).flatMap(variantsOf))];
}
function variantsOf(format: string): string[] {
  const date = dates.filter((start) => format.startsWith(start)).sort((a, b) => b.length - a.length)[0];
  if (!date) return [format];
  return [...new Set([format, `${date} %H:%M:%S`, `${date} %H:%M`, date])];
}

/** The formats that read the most of `cells`, best first, with how many; none that reads under half. */
export function timeFormats(cells: readonly string[]): { format: string; read: number }[] {
  // Only formats that read one of the first cells exactly can be the best.
  const first = cells.slice(0, 50).map((cell) => cell.trim());
  const candidates = known.filter(({ format }) => first.some((cell) => readExactly(cell, format) !== null));
  return candidates
    .map(({ format }) => ({
      format,
      exact: cells.filter((cell) => readExactly(cell.trim(), format) !== null).length,
      read: cells.filter((cell) => readTime(cell, format) !== null).length,
    }))
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

/** A TIMESTAMP out of a text column; null where the format does not read it. Offsets are passed over. */
export function timeSql(cell: Sql, format: string): Sql {
  if (format === epochSeconds) return sql`make_timestamp((TRY_CAST(${cell} AS DOUBLE) * 1e6)::BIGINT)`;
  if (format === epochMilliseconds) return sql`make_timestamp((TRY_CAST(${cell} AS DOUBLE) * 1e3)::BIGINT)`;
  if (format === spreadsheetDays)
    return sql`make_timestamp(round((TRY_CAST(${cell} AS DOUBLE) - 25569) * 86400)::BIGINT * 1000000)`;
  // Most are read at once; an offset written without a colon is cut off first.
  if (/^%Y[-/]%m[-/]%d/.test(format))
    return sql`coalesce(TRY_CAST(${cell} AS TIMESTAMP),
      try_strptime(regexp_replace(trim(${cell}), ${offsetAfter}, ''), [${variants(format)}]))`;
  return sql`try_strptime(trim(${cell}), [${variants(format)}])`;
}
