import { type Sql, join, sql } from "../sql.ts";
import { secondsOf } from "./zones.ts";

const hour = 3600;
/** Abbreviations of zones that are written behind times, with how far their clocks are ahead of UTC. */
const named: Readonly<Record<string, number>> = {
  EST: -5 * hour,
  EDT: -4 * hour,
  CDT: -5 * hour,
  MST: -7 * hour,
  MDT: -6 * hour,
  PST: -8 * hour,
  PDT: -7 * hour,
  BRT: -3 * hour,
  WET: 0,
  WEST: hour,
  BST: hour,
  CET: hour,
  CEST: 2 * hour,
  EET: 2 * hour,
  EEST: 3 * hour,
  TRT: 3 * hour,
  MSK: 3 * hour,
  IST: 5.5 * hour,
  WIB: 7 * hour,
  HKT: 8 * hour,
  SGT: 8 * hour,
  AWST: 8 * hour,
  JST: 9 * hour,
  KST: 9 * hour,
  AEST: 10 * hour,
  AEDT: 11 * hour,
  NZST: 12 * hour,
  NZDT: 13 * hour,
};
/** CST is the time of China, and of the middle of America. */
export const chinaSeconds = 8 * hour;
export const centralSeconds = -6 * hour;
const american = /(?:EST|EDT|CDT|MST|MDT|PST|PDT)$/;

/** What may stand behind a time of day. */
export const offset = ` ?(Z|(?:UTC|GMT)?[+-]\\d{2}(?::?\\d{2})?|UTC|GMT|CST|${Object.keys(named).join("|")})`;
/** A time of day with an offset behind it: without the clock, 2025-03-04 would end in one. */
export const clockAndOffset = `(:\\d{2}(?:[.,]\\d+)?(?: ?[AaPp][Mm])?|T\\d{6}|\\d{14})${offset}$`;

/** How far the clock of an offset is ahead of UTC, in seconds; `cst` is what CST is taken for. */
export function offsetSeconds(written: string, cst: number): number {
  if (written === "CST") return cst;
  return named[written] ?? secondsOf(written.replace(/^(?:UTC|GMT)(?=[+-])/, ""));
}

/** The same of a column's cells. */
export function offsetSecondsSql(cell: Sql, cst: number): Sql {
  const sign = sql`regexp_extract(${cell}, '([+-])\\d{2}(?::?\\d{2})?$', 1)`;
  const digits = sql`rpad(replace(regexp_extract(${cell}, '[+-](\\d{2}(?::?\\d{2})?)$', 1), ':', ''), 4, '0')::INTEGER`;
  const words = Object.entries({ ...named, CST: cst }).map(
    ([word, seconds]) => sql`WHEN ${word} THEN ${seconds}`,
  );
  return sql`(CASE regexp_extract(${cell}, '([A-Z]{3,4})$', 1) ${join(words, " ")}
    ELSE CASE ${sign} WHEN '-' THEN -60 WHEN '+' THEN 60 ELSE 0 END * (${digits} // 100 * 60 + ${digits} % 100) END)`;
}

/** What CST is in some times: American where others beside it are, or where the shop is there. */
export function cstOf(cells: Iterable<string>, zone: string): number {
  for (const cell of cells) if (american.test(cell)) return centralSeconds;
  return /^(America|US|Canada)\//.test(zone) || /^-0[4-8]:/.test(zone) ? centralSeconds : chinaSeconds;
}

/** Whether a time is in CST. */
export function isCst(cell: string): boolean {
  return /:\d{2}(?: ?[AaPp][Mm])? ?CST$/.test(cell);
}
