import { type Sql, sql } from "../sql.ts";

/**
 * Time zones: of a name such as Asia/Shanghai, or a fixed offset such as +08:00. The engine knows none, so
 * that what a zone's clocks showed is asked of the platform and given to it as plain numbers.
 */

/** A moment from which a zone's clocks are so many seconds ahead of UTC. */
export interface Shift {
  readonly from: number;
  readonly seconds: number;
}

const fixed = /^([+-])(\d{2}):(\d{2})$/;
const dayMs = 86_400_000;
// Before, no shop has orders; after, the rules of now are taken to hold.
const first = Date.UTC(1990, 0, 1);
const last = Date.UTC(2045, 0, 1);
/** Zones of whose clocks a file with changing offsets is tried: one for each rule that many shops live by. */
const common = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Los_Angeles",
  "America/Toronto",
  "America/Mexico_City",
  "America/Sao_Paulo",
  "Europe/London",
  "Europe/Berlin",
  "Europe/Athens",
  "Asia/Jerusalem",
  "Australia/Sydney",
  "Australia/Adelaide",
  "Pacific/Auckland",
];

/** Whether a zone is known here. */
export function isZone(zone: string): boolean {
  const [, , hours, minutes] = fixed.exec(zone) ?? [];
  if (hours !== undefined) return Number(hours) <= 14 && Number(minutes) <= 59;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

/** How far a zone's clocks are ahead of UTC at a moment (ms since 1970), in seconds. */
export function offsetAt(zone: string, moment: number): number {
  return offsets(zone)(moment);
}

function offsets(zone: string): (moment: number) => number {
  const [whole, sign] = fixed.exec(zone) ?? [];
  if (whole !== undefined) {
    const seconds = secondsOf(whole);
    return () => (sign === undefined ? 0 : seconds);
  }
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (moment) => {
    const name = format.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value ?? "";
    return secondsOf(name.replace(/^GMT/, ""));
  };
}

/** `+08:00`, `+0800`, `+08`, `Z`, `UTC`, `GMT` or nothing as seconds. */
export function secondsOf(offset: string): number {
  const [, sign, hours = "0", minutes = "0", seconds = "0"] =
    /^([+-])(\d{2}):?(\d{2})?:?(\d{2})?$/.exec(offset.trim()) ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === "-" ? -total : total;
}

/** When a zone's clocks were changed, in order; the first entry holds for all that was before. */
export function shiftsOf(zone: string): Shift[] {
  const at = offsets(zone);
  const shifts: Shift[] = [{ from: -Infinity, seconds: at(first) }];
  if (fixed.test(zone)) return shifts;
  // No zone's clocks were changed and changed back within three weeks.
  for (let before = first; before < last; before += 21 * dayMs) {
    const after = before + 21 * dayMs;
    if (at(before) === at(after)) continue;
    let [low, high] = [before, after];
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000;
      if (at(middle) === at(before)) low = middle;
      else high = middle;
    }
    shifts.push({ from: high, seconds: at(high) });
  }
  return shifts;
}

/** A TIMESTAMP in UTC as the wall time of a zone. */
export function wallTimeSql(utc: Sql, shifts: readonly Shift[]): Sql {
  const [only] = shifts;
  if (shifts.length === 1) return only?.seconds ? sql`(${utc} + to_seconds(${only.seconds}))` : utc;
  // The moment is worked out once, and looked for by halves.
  return sql`list_transform([${utc}], lambda moment: moment + to_seconds(${lookUp(shifts)}))[1]`;
}

function lookUp(shifts: readonly Shift[]): Sql {
  const [only] = shifts;
  if (shifts.length <= 1) return sql`${only?.seconds ?? 0}`;
  const half = shifts.length >> 1;
  const from = shifts[half]?.from ?? 0;
  return sql`CASE WHEN moment < make_timestamp(${from * 1000}::BIGINT)
    THEN ${lookUp(shifts.slice(0, half))} ELSE ${lookUp(shifts.slice(half))} END`;
}

/** A written time with its offset: what its clock showed, as ms as if in UTC, and how far that was ahead. */
export interface OffsetTime {
  readonly wall: number;
  readonly seconds: number;
}

/**
 * The zone that a shop's times are likely of. Times in UTC say nothing, so that `own` holds, the zone of who
 * looks at them; others say how far the shop's clocks are ahead, and `own` holds where it fits them all.
 */
export function guessZone(times: readonly OffsetTime[], own: string): string {
  const ahead = times.filter(({ seconds }) => seconds !== 0);
  if (ahead.length === 0) return own;
  const fits = (zone: string) => {
    const at = offsets(zone);
    return ahead.every(({ wall, seconds }) => at(wall - seconds * 1000) === seconds);
  };
  if (fits(own)) return own;
  const given = [...new Set(ahead.map(({ seconds }) => seconds))];
  const [only] = given;
  if (given.length === 1 && only !== undefined) return written(only);
  return common.find(fits) ?? own;
}

function written(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${seconds < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
