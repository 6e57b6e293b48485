import { type Side, settingsOf } from "../metrics/difference.ts";
import type { Filter, Metric, ParamValues, Window } from "../metrics/metric.ts";
import type { Dimension, Loaded } from "../shop/shop.ts";
import { dayNumber, isoDay } from "../tables/frame.ts";
import { paramsOf } from "./reading.ts";

/** What another figure is compared with the one at hand by: each "same" leaves that as it is. */
export interface Choice {
  /** The number of a variant as text, or the params themselves. */
  readonly definition: "same" | "own" | `${number}`;
  readonly params: ParamValues;
  readonly dates: "same" | "previous" | "year" | "own";
  readonly from: string;
  readonly to: string;
  readonly column: Pick<Filter, "table" | "column"> | null;
  /** The value of the column in A, or null for what the figure has; and in B. */
  readonly values: readonly [one: Picked, other: Picked];
}
/** One value of a column (null: not stated), or undefined for whatever the figure has. */
export type Picked = string | null | undefined;

/** The days before a range, as many as it has. */
export function previousDays({ from, to }: Window): Window {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  return windowTo(isoDay(first - (last - first + 1)), isoDay(first - 1));
}
/** The same days a year before; 29 February becomes the 28th. */
export function yearBefore({ from, to }: Window): Window {
  return windowTo(aYearBefore(from), aYearBefore(to));
}
function aYearBefore(day: string): string {
  const before = `${String(Number(day.slice(0, 4)) - 1).padStart(4, "0")}${day.slice(4)}`;
  return isoDay(dayNumber(before)) === before ? before : `${before.slice(0, 8)}28`;
}
/** A range that knows nothing of what came after it. */
export function windowTo(from: string, to: string): Window {
  return { from, to, asOf: isoDay(dayNumber(to) + 1) };
}

/** The numbers of the variants that give another definition of a figure than the params do. */
export function otherDefinitions(metric: Metric, headline: string, params: ParamValues): number[] {
  const members = metric.members?.[headline];
  if (!members || !metric.variants) return [];
  if (![metric.variants.headline, ...(metric.variants.also ?? [])].includes(headline)) return [];
  const settled = (values: ParamValues) => {
    const settings = Object.entries(settingsOf(metric, members, paramsOf(metric, values)));
    return JSON.stringify(settings.map(([name, { value }]) => [name, value]));
  };
  const own = settled(params);
  return metric.variants.presets.flatMap((preset, index) =>
    settled({ ...params, ...(preset.params as ParamValues) }) === own ? [] : [index],
  );
}

/** The columns whose values can be compared: not too many to pick one from, and told of what is counted. */
export function comparableColumns(metric: Metric, dimensions: readonly Dimension[]): Dimension[] {
  return dimensions.filter(
    ({ table, values }) =>
      values.length > 1 &&
      values.length <= mostValues &&
      (table !== "surveys" || metric.requires.surveys !== undefined),
  );
}
const mostValues = 60;

/**
 * The comparison to begin with: another definition, else the days before, else the two most frequent values
 * of a column, where the data have any of these.
 */
export function firstChoice(
  metric: Metric,
  own: Side,
  others: readonly number[],
  loaded: Pick<Loaded, "extent" | "dimensions"> | null,
): Choice {
  const [other] = others;
  const { from, to } = own.window;
  const choice: Choice = {
    definition: other === undefined ? "same" : `${other}`,
    params: own.params,
    dates: "same",
    from,
    to,
    column: null,
    values: [undefined, undefined],
  };
  if (other !== undefined || !loaded) return choice;
  const { extent, dimensions } = loaded;
  if (extent.firstDay !== null && previousDays(own.window).from >= extent.firstDay)
    return { ...choice, dates: "previous" };
  const usable = comparableColumns(metric, dimensions).filter(({ column }) => column !== "status");
  const first = usable.find(({ column }) => column === "channel") ?? usable[0];
  if (!first) return choice;
  return {
    ...choice,
    column: { table: first.table, column: first.column },
    values: [first.values[0]?.value, first.values[1]?.value],
  };
}

/** Params without what only splits the figure into groups. */
export function wholeParams(metric: Metric, params: ParamValues): ParamValues {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      metric.params[name]?.kind === "column" ? null : value,
    ]),
  );
}

/** Both sides of a comparison. */
export function sidesOf(metric: Metric, own: Side, choice: Choice): readonly [Side, Side] {
  const params = wholeParams(metric, own.params);
  const preset = metric.variants?.presets[Number(choice.definition)];
  const other =
    choice.definition === "same"
      ? params
      : choice.definition === "own"
        ? { ...params, ...wholeParams(metric, choice.params) }
        : { ...params, ...(preset?.params as ParamValues | undefined) };
  const window =
    choice.dates === "previous"
      ? previousDays(own.window)
      : choice.dates === "year"
        ? yearBefore(own.window)
        : choice.dates === "own"
          ? windowTo(choice.from, choice.to)
          : own.window;
  const [one, two] = choice.values;
  return [
    { params, window: own.window, filters: withValue(own.filters, choice.column, one) },
    { params: other, window, filters: withValue(own.filters, choice.column, two) },
  ];
}

function withValue(filters: readonly Filter[], column: Choice["column"], value: Picked): readonly Filter[] {
  if (!column || value === undefined) return filters;
  const rest = filters.filter((one) => one.table !== column.table || one.column !== column.column);
  return [...rest, { table: column.table, column: column.column, values: [value] }];
}
