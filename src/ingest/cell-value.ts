import { numberText } from "./value-text.ts";

const day = 86_400_000;
/** What spreadsheets count days from. */
const epoch = Date.UTC(1899, 11, 30);
/** Days between the two calendars that workbooks have. */
const laterCalendar = 1462;

const twoDigits = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, "0"));
const dayTexts = new Map<number, string>();

/** A moment as text: to the second, since serials carry errors of a fraction of one; at midnight the day alone. */
export function momentText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const days = Math.floor(seconds / 86_400);
  let text = dayTexts.get(days);
  if (text === undefined) {
    const date = new Date(days * day);
    text = Number.isFinite(date.getTime()) ? date.toISOString().slice(0, 10) : "";
    if (dayTexts.size < 50_000) dayTexts.set(days, text);
  }
  const left = seconds - days * 86_400;
  if (left === 0 || text === "") return text;
  const clock = clockText(left);
  return clockDays.has(days) ? clock : `${text} ${clock}`;
}

/** Times of day alone: workbooks count them from their first day. */
const clockDays = new Set([0, 1].map((days) => epoch / 86_400_000 + days));

function clockText(left: number): string {
  const two = (n: number) => twoDigits[Math.floor(n)] ?? "";
  return `${two(left / 3600)}:${two((left / 60) % 60)}:${two(left % 60)}`;
}

/** A number under a format of dates: the moment that it counts to. */
export function serialText(serial: number, later: boolean): string {
  const value = later ? serial + laterCalendar : serial;
  // The 29th of February 1900, which spreadsheets have and the calendar has not.
  if (value >= 60 && value < 61) return amountText(serial);
  return momentText((value > 60 ? value : value + 1) * day + epoch);
}

/** A number: spreadsheets keep 15 digits, and a plain sum of cents must not come out as 0.30000000000000004. */
export function amountText(value: number): string {
  return numberText(value, 15);
}

/**
 * Formats of dates and times that programs for East Asia and Thailand know by number and need not write
 * down in the file.
 */
export function isUnwrittenDate(format: number): boolean {
  return (format >= 27 && format <= 36) || (format >= 50 && format <= 58) || (format >= 71 && format <= 81);
}
