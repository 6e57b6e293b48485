import { type Sql, sql } from "../sql.ts";
import { plainHeading } from "../tables/synonyms.ts";
import { type Candidate, numericTime } from "./candidates.ts";
import { clockTexts } from "./clock.messages.ts";
import type { Profile } from "./profile.ts";
import { readTime } from "./time-formats.ts";
import { marksTextSql, tidyMark, tidyTime } from "./time-words.ts";

/** Exports of tills write the day of an order in one column and its time of day in another. */
export const clockRole = "ordered_time";

const clock = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?( [AP]M)?$/i;
/** The clocks as strptime formats; the last is how a workbook's midnight is written. */
const midnight = "1899-12-31";
const formats = ["%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M:%S %p", "%I:%M %p", midnight];

/** What a heading of days and one of times of day have beside what they are of. */
const dayWords = /date|day|日期/g;
const clockWords = /timeofday|time|clock|uhrzeit|hora|heure|时间|時間|时刻|時刻/g;
const purchase =
  /^(order|transaction|sales?|purchase|payment|下单|订单|交易|销售|消费|支付|付款|购买|成交)?$/;

/**
 * The column with the time of day of each order, where the time that was chosen has days alone. A time of
 * anything but the purchase, such as a delivery, is none.
 */
export function clockCandidate(
  profiles: readonly Profile[],
  chosen: ReadonlyMap<number, Candidate>,
): Candidate | null {
  const [, days] = [...chosen].find(([, { role }]) => role === "ordered_at") ?? [];
  const day = profiles[days?.column ?? -1];
  if (!days || !day || !areDays(day)) return null;
  const of = plainHeading(day.name).replace(dayWords, "").replace(clockWords, "");
  const clocks = profiles.flatMap((profile, column) => {
    const heading = plainHeading(profile.name);
    const without = heading.replace(clockWords, "");
    const rest = without.replace(dayWords, "");
    const named = without !== heading && (rest === of || purchase.test(rest));
    return named && !chosen.has(column) && areClocks(profile) ? [{ column, profile, rest }] : [];
  });
  const found =
    clocks.find(({ rest }) => rest === of) ??
    clocks.find(({ column }) => Math.abs(column - days.column) === 1) ??
    clocks[0];
  if (!found) return null;
  return {
    column: found.column,
    role: clockRole,
    score: 0.9,
    reason: clockTexts.beside(day.name),
    format: { kind: "text" },
  };
}

/** Whether the values of a column are days without a time of day. */
function areDays(profile: Profile): boolean {
  const format = profile.format.kind === "time" ? profile.format.format : numericTime(profile);
  if (!format) return false;
  return profile.top.every(([value]) => readTime(value, format)?.endsWith(" 00:00:00") ?? true);
}

function areClocks({ type, top }: Profile): boolean {
  let all = 0;
  let read = 0;
  for (const [value, seen] of top) {
    all += seen;
    if (clockOf(value) !== null) read += seen;
  }
  return type === "text" && read >= all * 0.8;
}

/** A time of day as `HH:MM:SS`; null where a cell has none. */
export function clockOf(cell: string): string | null {
  const text = tidyTime(cell.trim());
  if (text === midnight) return "00:00:00";
  const match = clock.exec(text);
  if (!match) return null;
  const [, written = "", minute = "", second = "0", half] = match;
  let hour = Number(written);
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half.trim().toUpperCase() === "PM" ? 12 : 0);
  if (hour > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return [hour, minute, second].map((part) => String(part).padStart(2, "0")).join(":");
}

/** A TIME out of a text column; null where it has no time of day. */
export function clockSql(cell: Sql): Sql {
  const read = (text: Sql) => sql`try_strptime(${text}, [${formats}])`;
  // Most are read at once; words such as 下午 are looked for where they are not.
  const tidy = marksTextSql(cell, tidyMark);
  return sql`CAST(coalesce(${read(cell)}${tidy ? sql`, ${read(tidy)}` : sql``}) AS TIME)`;
}
