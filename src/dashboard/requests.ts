import type { Dashboard } from "../document/document.ts";
import type { Filter, Window } from "../metrics/metric.ts";
import type { Extent } from "../tables/facts.ts";
import { dayNumber, isoDay } from "../tables/frame.ts";

type Filters = Dashboard["filters"];

/** Data may begin so many days later than the window that is compared with: not every day has an order. */
const lateDays = 7;

/** What all tiles of a dashboard look through. */
export interface View {
  readonly window: Window;
  readonly filters: readonly Filter[];
  /** The window that figures are compared with; null where there is none to compare with. */
  readonly compare: Window | null;
}

/** The view that a dashboard's filters give over data of this extent; null while there are no orders. */
export function viewOf(filters: Filters, extent: Extent, asOf: string | null): View | null {
  const window = windowOf(filters, extent, asOf);
  if (!window) return null;
  return {
    window,
    filters: filters.columns.filter(({ values }) => values.length > 0),
    compare: comparedWith(window, filters.compare, extent),
  };
}

type Dates = Pick<Filters, "from" | "to">;
/** The first and last day that are known; null while there are none. */
export interface Days {
  readonly from: string;
  readonly to: string;
}
export function knownDays({ firstDay, lastDay }: Extent, asOf: string | null): Days | null {
  if (!firstDay || !lastDay) return null;
  return { from: firstDay, to: asOf ? isoDay(dayNumber(asOf) - 1) : lastDay };
}

/** The days that the filters ask for; dates in the wrong order are taken as meant. */
function askedDays({ from, to }: Dates, known: Days): Days {
  if (from && to && from > to) return { from: to, to: from };
  return { from: from ?? known.from, to: to ?? known.to };
}

/** The dates of the filters inside what is known; where they meet none of it, the day nearest to them. */
export function windowOf(filters: Dates, extent: Extent, asOf: string | null): Window | null {
  const known = knownDays(extent, asOf);
  if (!known) return null;
  const asked = askedDays(filters, known);
  const within = (day: string) => (day < known.from ? known.from : day > known.to ? known.to : day);
  const to = within(asked.to);
  const from = within(asked.from) > to ? to : within(asked.from);
  return { from, to, asOf: isoDay(dayNumber(to) + 1) };
}

/** The days that a dashboard asks for where no known day is among them; else null. */
export function missedDays(filters: Dates, extent: Extent, asOf: string | null): Days | null {
  const known = knownDays(extent, asOf);
  if (!known) return null;
  const asked = askedDays(filters, known);
  return asked.from > known.to || asked.to < known.from ? asked : null;
}

/**
 * The dates after one end of the range was set to a day, or to none. Null where the day lies outside of what
 * is known. The other end stays as it is in force.
 */
export function withDay(filters: Dates, end: "from" | "to", day: string | null, known: Days): Dates | null {
  if (day !== null && (day < known.from || day > known.to)) return null;
  const { from, to } = filters;
  // In force is what is shown, and that has the earlier date first.
  const sorted = from && to && from > to ? { from: to, to: from } : { from, to };
  const next = { ...sorted, [end]: day };
  return next.from && next.to && next.from > next.to ? { from: next.to, to: next.from } : next;
}

/** The window to compare with, where the data reach back that far; it knows nothing of what came after it. */
export function comparedWith(window: Window, compare: Filters["compare"], extent: Extent): Window | null {
  if (compare === "none" || !extent.firstDay) return null;
  const [first, last] = [dayNumber(window.from), dayNumber(window.to)];
  const from = compare === "year" ? yearEarlier(window.from) : isoDay(first - (last - first + 1));
  const to = compare === "year" ? yearEarlier(window.to) : isoDay(first - 1);
  if (dayNumber(extent.firstDay) - dayNumber(from) > lateDays || extent.firstDay > to) return null;
  return { from, to, asOf: isoDay(dayNumber(to) + 1) };
}

/** The same day a year earlier; 29 February becomes the 28th. */
export function yearEarlier(day: string): string {
  const year = Number(day.slice(0, 4)) - 1;
  const rest = day.slice(4);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return `${String(year).padStart(4, "0")}${rest === "-02-29" && !leap ? "-02-28" : rest}`;
}

export type Preset = "all" | "year-to-date" | "twelve-months" | "ninety-days";

/** The dates of a preset, counted back from the last known day rather than from today. */
export function presetDates(preset: Preset, lastKnown: string): Pick<Filters, "from" | "to"> {
  switch (preset) {
    case "all":
      return { from: null, to: null };
    case "year-to-date":
      return { from: `${lastKnown.slice(0, 4)}-01-01`, to: null };
    case "twelve-months": {
      // Whole months, this one among them: half a first month would be a cohort of its own.
      const [year = 0, month = 1] = lastKnown.split("-").map(Number);
      const first = new Date(Date.UTC(year, month - 12, 1));
      return { from: first.toISOString().slice(0, 10), to: null };
    }
    case "ninety-days":
      return { from: isoDay(dayNumber(lastKnown) - 89), to: null };
  }
}

/** The filters with one column's values replaced; null or no value takes the filter out. */
export function withValues(
  filters: Filters,
  { table, column }: Pick<Filter, "table" | "column">,
  values: readonly (string | null)[] | null,
): Filters {
  const at = filters.columns.findIndex((one) => one.table === table && one.column === column);
  const next = values === null ? [] : [{ table, column, values: [...values] }];
  if (at < 0) return { ...filters, columns: [...filters.columns, ...next] };
  return { ...filters, columns: filters.columns.flatMap((one, index) => (index === at ? next : [one])) };
}
