import { formatCount, formatPeriod, formatValue } from "../i18n/format.ts";
import type { ResultColumn } from "../metrics/metric.ts";
import type { Frame, Value } from "../tables/frame.ts";
import type { ChartOptions } from "./drawing.ts";

/** A value of a result column as people read it. */
export function show(
  value: Value,
  column: ResultColumn | undefined,
  options: Omit<ChartOptions, "width" | "height">,
  short = false,
): string {
  if (value === null || value === undefined) return "—";
  if (typeof value === "string") {
    const named = column?.values?.[value];
    if (named) return named[options.locale];
    return column?.type === "date"
      ? formatPeriod(value, column.unit === "period" ? options.period : "day", options.locale)
      : value;
  }
  if (typeof value === "boolean") {
    if (options.locale === "zh-CN") return value ? "是" : "否";
    return value ? "yes" : "no";
  }
  return formatValue(value, column?.unit, options.locale, { currency: options.currency, short });
}

/** The value of a split, with words for its absence. */
export function showSplit(
  value: Value,
  column: ResultColumn | undefined,
  options: Omit<ChartOptions, "width" | "height">,
): string {
  if (value === null) return options.locale === "zh-CN" ? "全部" : "All";
  return show(value, column, options);
}

export function label(
  columns: ChartOptions["columns"],
  name: string,
  options: Pick<ChartOptions, "locale">,
): string {
  return columns[name]?.label[options.locale] ?? name;
}

/** A number out of a row, or null. */
export function numberIn(frame: Frame, name: string | undefined, row: number): number | null {
  const value = name === undefined ? null : frame.values[name]?.[row];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The lines of a tooltip: the value with its interval and n. */
export function pointLines(
  frame: Frame,
  row: number,
  value: string,
  options: ChartOptions,
  more: {
    readonly interval?: readonly [string, string] | undefined;
    readonly n?: string | undefined;
    readonly complete?: string | undefined;
  } = {},
): [string, string][] {
  const { columns, locale } = options;
  const column = columns[value];
  const lines: [string, string][] = [
    [label(columns, value, options), show(frame.values[value]?.[row] ?? null, column, options)],
  ];
  const [low, high] = more.interval ?? column?.interval ?? [];
  const [from, to] = [numberIn(frame, low, row), numberIn(frame, high, row)];
  if (from !== null && to !== null)
    lines.push([
      locale === "zh-CN" ? "95% 区间" : "95% CI",
      `${show(from, column, options)} ${locale === "zh-CN" ? "至" : "to"} ${show(to, column, options)}`,
    ]);
  const n = numberIn(frame, more.n ?? column?.n, row);
  if (n !== null) lines.push(["n", formatCount(n, locale)]);
  if (more.complete && frame.values[more.complete]?.[row] === false)
    lines.push(locale === "zh-CN" ? ["周期", "未满"] : ["Period", "incomplete"]);
  return lines;
}

/** An axis tick of a unit. */
export function tickFormat(
  column: ResultColumn | undefined,
  options: ChartOptions,
): (value: number) => string {
  return (value) =>
    column?.unit === "share"
      ? `${Math.round(value * 1000) / 10}%`
      : column?.unit === "ratio"
        ? String(Math.round(value * 100) / 100)
        : show(value, column, options, true);
}
