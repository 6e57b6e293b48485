import { isRoc, rocMark, rocTime, textOf, tidyMark, tidyTime, unmarked } from "./time-words.ts";
import { offset } from "./zone-words.ts";

/**
 * Ways to write a time, as strptime formats of DuckDB, and some that are numbers: what passed since 1970, and
 * the days that spreadsheets count.
 */
export const epochSeconds = "epoch-s";
export const epochMilliseconds = "epoch-ms";
export const epochMicroseconds = "epoch-us";
export const epochNanoseconds = "epoch-ns";
export const spreadsheetDays = "excel-day";
/** Parts the ways of writing where a column has several: the first that reads a cell holds. */
export const alsoMark = "|";

/** So many of these make a millisecond. */
export const perMillisecond: Readonly<Record<string, number>> = {
  [epochSeconds]: 0.001,
  [epochMilliseconds]: 1,
  [epochMicroseconds]: 1e3,
  [epochNanoseconds]: 1e6,
};

/** Whether a format counts what passed since 1970. */
export function isEpoch(format: string): boolean {
  return perMillisecond[format] !== undefined;
}

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
  "%d-%m-%y",
  "%m-%d-%y",
  "%d.%m.%y",
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
  "%B %d %Y",
  "%d-%B-%Y",
  "%a, %d %b %Y",
  "%a %d %b %Y",
  "%a %b %d %Y",
  "%a, %b %d, %Y",
  "%A, %B %d, %Y",
  "%A, %d %B %Y",
  "%A %d %B %Y",
  "%y-%m-%d",
  "%y/%m/%d",
  "%y.%m.%d",
  "%y年%m月%d日",
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
const joints = [" ", "T", ":", ", ", ""];
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const parts: Readonly<Record<string, string>> = {
  Y: "(\\d{4})",
  y: "(\\d{2})",
  m: "(\\d{1,2})",
  d: "(\\d{1,2})",
  b: "([A-Za-z]{3})",
  B: "([A-Za-z]{3,9})",
  a: "([A-Za-z]{3})",
  A: "([A-Za-z]{6,9})",
  H: "(\\d{1,2})",
  I: "(\\d{1,2})",
  M: "(\\d{1,2})",
  S: "(\\d{1,2})",
  f: "(\\d{1,9})",
  p: "([AaPp][Mm])",
};

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
export function hasClock(format: string): boolean {
  return /%[MSfp]$|秒$|分$/.test(format);
}

/** The formats by how they begin: what does not begin so need not be tried with every clock. */
const byDate = dates.map((date) => ({
  begins: new RegExp(compile(date).pattern.source.replace(/\(\?:[^)]*\)\?\$$|\$$/, "")),
  formats: [
    compile(date),
    ...clocks.flatMap((clock) =>
      joints
        .filter((joint) => joint !== "" || date === "%Y%m%d" || date.endsWith("日"))
        .map((joint) => compile(date + joint + clock)),
    ),
  ],
}));
const byFormat = new Map(
  byDate.flatMap(({ formats }) => formats.map((format) => [format.format, format] as const)),
);

/** A time out of a cell as ISO text (`YYYY-MM-DD HH:MM:SS`), or null where the format does not read it. */
export function readTime(cell: string, format: string): string | null {
  const ms = anyTimeOf(textOf(cell, format), format);
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
  const per = perMillisecond[format];
  if (per !== undefined || format === spreadsheetDays) {
    const value = Number(text);
    if (text === "" || !Number.isFinite(value)) return null;
    const ms = per === undefined ? (value - 25_569) * 86_400_000 : value / per;
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
  if (year < 1000 || month < 1 || day < 1 || minute > 59 || second > 59) return null;
  // The end of a day, as standards write it.
  if (hour > 23 && (hour > 24 || minute > 0 || second > 0 || !/^%Y[-/]/.test(format))) return null;
  const start = new Date(Date.UTC(year, month - 1, day));
  // A day such as 31 April rolls over.
  if (start.getUTCMonth() !== month - 1 || start.getUTCDate() !== day) return null;
  return start.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** A file may drop the seconds or the whole clock time where it is midnight: those are read as well. */
export function variants(several: string): readonly string[] {
  const seen = variantsSeen.get(several);
  if (seen) return seen;
  const found = [...new Set(unmarked(several).split(alsoMark).flatMap(variantsOf))];
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
  const texts = cells.map((cell) => cell.trim());
  const plain = formatsOf(texts);
  const first = texts.slice(0, 50).filter((text) => /\p{Nd}/u.test(text));
  if (first.length === 0 || (plain[0]?.read ?? 0) >= cells.length * 0.95) return plain;
  const more = first.some(isRoc)
    ? formatsOf(texts.map(rocTime)).map(({ format, read }) => ({ format: rocMark + format, read }))
    : first.some((text) => tidyTime(text) !== text)
      ? formatsOf(texts.map(tidyTime)).map(({ format, read }) => ({ format: tidyMark + format, read }))
      : [];
  return [...plain, ...more].sort((a, b) => b.read - a.read);
}

function formatsOf(texts: readonly string[]): { format: string; read: number }[] {
  // Only formats that read one of the first cells exactly can be the best.
  const first = [...new Set(texts.slice(0, 50))].filter((text) => /\d/.test(text));
  const candidates = byDate.flatMap(({ begins, formats }) => {
    const like = first.filter((text) => begins.test(text));
    return formats.filter(({ format }) => like.some((text) => timeOf(text, format) !== null));
  });
  return candidates
    .map(({ format }) => {
      let exact = 0;
      let read = 0;
      for (const text of texts) {
        if (timeOf(text, format) !== null) exact += 1;
        else if (anyTimeOf(text, format) === null) continue;
        read += 1;
      }
      return { format, exact, read };
    })
    .filter(({ read }) => read * 2 >= texts.length)
    .sort((a, b) => b.read - a.read || b.exact - a.exact)
    .map(({ format, read }) => ({ format, read }));
}

/** Which of year, month and day comes first where they are written as figures; null where a word or 年 tells. */
export type DayOrder = "day" | "month" | "year";
const orders: Readonly<Record<string, DayOrder>> = { d: "day", m: "month", y: "year" };

/** Which part a format that can be read in several ways begins with. */
export function orderOf(format: string): DayOrder | null {
  return readings(format).length > 1 ? (orders[unmarked(format)[1] ?? ""] ?? null) : null;
}

/** A format in all the ways in which its figures could be read, itself among them: 3/4 may be in March or April. */
export function readings(format: string): readonly string[] {
  const [, tidy = "", mark, last, rest = ""] =
    /^((?:tidy:)?)%[dmy]([/.-])%[dm]\2%([Yyd])(.*)$/s.exec(format) ?? [];
  if (mark === undefined) return [format];
  const written = (...parts: string[]) => tidy + parts.map((part) => `%${part}`).join(mark) + rest;
  if (last === "Y") return mark === "." ? [format] : [written("d", "m", "Y"), written("m", "d", "Y")];
  const all = [written("d", "m", "y"), written("m", "d", "y"), written("y", "m", "d")];
  // Nobody writes the month first with points.
  return mark === "." ? all.filter((one) => !one.includes("%m.%d.%y")) : all;
}
