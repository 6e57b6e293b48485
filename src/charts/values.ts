import { formatDay, formatPeriod, formatTimestamp, formatValue } from "../i18n/format.ts";
import type { ResultColumn, ResultColumns } from "../metrics/metric.ts";
import type { Unit } from "../tables/unit.ts";
import { type Frame, type Value, dayNumber } from "../tables/frame.ts";
import { type ChartOptions, smallCount, tinyCount } from "./drawing.ts";
import type { Footing } from "./look.ts";
import { messages } from "./messages.ts";

/** A figure of a frame; null where there is none. */
export function numberIn(frame: Frame, column: string | undefined, row: number): number | null {
  const value = column === undefined ? null : frame.values[column]?.[row];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
export function valueIn(frame: Frame, column: string | undefined, row: number): Value {
  return column === undefined ? null : (frame.values[column]?.[row] ?? null);
}
/** Whether a row's period was over; where nothing is said it was. */
export function completeIn(frame: Frame, column: string | undefined, row: number): boolean {
  return column === undefined || frame.values[column]?.[row] !== false;
}

export function labelOf(column: string, options: ChartOptions): string {
  return options.columns[column]?.label[options.locale] ?? column;
}
export function unitOf(column: string, options: ChartOptions): Unit | undefined {
  return options.columns[column]?.unit;
}
/** The name of a column, or its own where it has none. */
export function label(columns: ResultColumns, name: string, options: Pick<ChartOptions, "locale">): string {
  return columns[name]?.label[options.locale] ?? name;
}
/** A value of a column as people read it, as in a table; null is a dash. */
export function show(
  value: Value,
  column: ResultColumn | undefined,
  options: Pick<ChartOptions, "locale" | "currency" | "period">,
  short = false,
): string {
  const { locale } = options;
  if (value === null) return "—";
  if (typeof value === "boolean") return (value ? messages.yes : messages.no)[locale];
  if (typeof value === "number")
    return formatValue(value, column?.unit, locale, { currency: options.currency ?? null, short });
  const named = column?.values?.[value];
  if (named) return named[locale];
  if (column?.type === "timestamp") return formatTimestamp(value, locale);
  return column?.type === "date"
    ? formatPeriod(value, column.unit === "period" ? (options.period ?? "day") : "day", locale)
    : value;
}

/** A figure in words, with full digits. */
export function figure(value: number | null, column: string, options: ChartOptions): string {
  return formatValue(value, unitOf(column, options), options.locale, { currency: options.currency ?? null });
}

export function footingOf(n: number | null, unit: Unit | undefined): Footing {
  if (n === null || n >= smallCount) return "firm";
  return n < tinyCount && (unit === "share" || unit === "nps") ? "hidden" : "small";
}

export function isDate(frame: Frame, column: string): boolean {
  const type = frame.columns.find(({ name }) => name === column)?.type;
  return type === "date" || type === "timestamp";
}

/** The period that the days of a column stand for, as told or else by their smallest distance. */
export function periodOf(frame: Frame, column: string, options: ChartOptions): string {
  if (options.period) return options.period;
  const days = [...new Set(frame.values[column] ?? [])]
    .filter((day) => typeof day === "string")
    .map(dayNumber)
    .sort((a, b) => a - b);
  let gap = Infinity;
  for (let i = 1; i < days.length; i += 1) gap = Math.min(gap, (days[i] ?? 0) - (days[i - 1] ?? 0));
  if (gap === Infinity || gap < 7) return "day";
  return gap < 27 ? "week" : gap < 80 ? "month" : gap < 360 ? "quarter" : "year";
}

/**
 * A value of a column as a label. A null is "All" where the column holds nothing else, since then it is
 * not split; otherwise it was not stated.
 */
export function nameOf(value: Value, column: string, frame: Frame, options: ChartOptions): string {
  const { locale } = options;
  if (value === null) {
    const alone = (frame.values[column] ?? []).every((other) => other === null);
    return (alone ? messages.all : messages.notStated)[locale];
  }
  const named = options.columns[column]?.values?.[String(value)];
  if (named) return named[locale];
  if (typeof value === "string" && isDate(frame, column)) {
    const period =
      options.columns[column]?.period || options.period ? periodOf(frame, column, options) : "day";
    return period === "day" ? formatDay(value, locale) : formatPeriod(value, period, locale);
  }
  if (typeof value === "number") return figure(value, column, options);
  if (typeof value === "boolean") return (value ? messages.yes : messages.no)[locale];
  return value;
}

/** The tooltip's lines on what a figure rests on: n, interval, and whether the period is over. */
export function groundsOf(
  frame: Frame,
  row: number,
  channels: {
    readonly value: string;
    readonly n?: string | undefined;
    readonly interval?: readonly [string, string] | undefined;
    readonly complete?: string | undefined;
  },
  options: ChartOptions,
): [string, string][] {
  const { locale } = options;
  const column = options.columns[channels.value];
  const n = channels.n ?? column?.n;
  const interval = channels.interval ?? column?.interval;
  const facts: [string, string][] = [];
  if (n !== undefined) facts.push([labelOf(n, options), figure(numberIn(frame, n, row), n, options)]);
  const count = numberIn(frame, n, row);
  const hidden = footingOf(count, column?.unit) === "hidden";
  const [low, high] = [numberIn(frame, interval?.[0], row), numberIn(frame, interval?.[1], row)];
  if (!hidden && low !== null && high !== null)
    facts.push([
      messages.interval[locale],
      messages.range(figure(low, channels.value, options), figure(high, channels.value, options))[locale],
    ]);
  if (!completeIn(frame, channels.complete, row))
    facts.push([messages.period[locale], messages.incomplete[locale]]);
  if (count !== null && count < smallCount) facts.push([messages.note[locale], messages.fewBehind[locale]]);
  return facts;
}

/** A figure, or a word for why it is not shown. */
export function figureShown(
  value: number | null,
  n: number | null,
  column: string,
  options: ChartOptions,
): string {
  return footingOf(n, unitOf(column, options)) === "hidden"
    ? messages.tooFew[options.locale]
    : figure(value, column, options);
}
