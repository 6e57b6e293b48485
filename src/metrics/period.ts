import { type Sql, sql } from "../sql.ts";
import { choice } from "./metric.ts";

export type Period = "day" | "week" | "month" | "quarter" | "year";

/** The period param that several metrics share: weeks are ISO weeks, Monday first. */
export const periodValues = {
  day: { en: "Day", "zh-CN": "日" },
  week: { en: "Week", "zh-CN": "周" },
  month: { en: "Month", "zh-CN": "月" },
  quarter: { en: "Quarter", "zh-CN": "季" },
} as const;
export const periodParam = choice({ en: "Period", "zh-CN": "周期" }, periodValues, "month");

/** The first day of the period that a day lies in, as SQL. */
export function periodStartSql(period: string, day: Sql): Sql {
  return period === "day" ? sql`(${day})` : sql`date_trunc(${period}, ${day})::DATE`;
}

/** The first day of the next period, from the first day of one. */
export function nextPeriodSql(period: string, start: Sql): Sql {
  const step = {
    day: sql`INTERVAL 1 DAY`,
    week: sql`INTERVAL 7 DAY`,
    month: sql`INTERVAL 1 MONTH`,
    quarter: sql`INTERVAL 3 MONTH`,
    year: sql`INTERVAL 1 YEAR`,
  }[period as Period];
  return sql`(${start} + ${step})::DATE`;
}

/** The first day of the period that comes `count` (SQL) periods after the one that begins on `start`. */
export function laterPeriodSql(period: string, start: Sql, count: Sql): Sql {
  const months = { month: 1, quarter: 3, year: 12 }[period];
  // Adding whole months keeps the first day of a period the first day of another.
  return months === undefined
    ? sql`${start} + ${count} * ${period === "week" ? 7 : 1}`
    : sql`(${start} + to_months(${months} * ${count}))::DATE`;
}

/** A running number of the period that a day lies in, as SQL: consecutive periods differ by 1. */
export function periodNumberSql(period: string, day: Sql): Sql {
  switch (period as Period) {
    case "day":
      return sql`(${day} - DATE '1970-01-01')`;
    case "week":
      // 1969-12-29 is a Monday.
      return sql`((${day} - DATE '1969-12-29') // 7)`;
    case "month":
      return sql`(year(${day}) * 12 + month(${day}) - 1)`;
    case "quarter":
      return sql`(year(${day}) * 4 + quarter(${day}) - 1)`;
    case "year":
      return sql`year(${day})`;
  }
}

/** `periodNumberSql` for a day number (days since 1970-01-01). */
export function periodNumber(period: Period, day: number): number {
  if (period === "day") return day;
  if (period === "week") return Math.floor((day + 3) / 7);
  const date = new Date(day * 86_400_000);
  if (period === "year") return date.getUTCFullYear();
  return period === "month"
    ? date.getUTCFullYear() * 12 + date.getUTCMonth()
    : date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3);
}

/** The first day of a numbered period, as days since 1970-01-01. */
export function periodStart(period: Period, number: number): number {
  if (period === "day") return number;
  if (period === "week") return number * 7 - 3;
  const months = number * { month: 1, quarter: 3, year: 12 }[period];
  return Math.round(Date.UTC(Math.floor(months / 12), ((months % 12) + 12) % 12, 1) / 86_400_000);
}

/** Period numbers by day from `first` on: a lookup instead of calendar sums a row. */
export function periodNumbers(period: Period, first: number, last: number): (day: number) => number {
  const numbers = new Int32Array(Math.max(1, last - first + 1));
  for (let i = 0; i < numbers.length; i += 1) numbers[i] = periodNumber(period, first + i);
  return (day) => numbers[day - first] ?? periodNumber(period, day);
}
