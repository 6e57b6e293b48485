import { type Frame, dayNumber } from "../tables/frame.ts";
import { type Categories, categoriesOf, mostCategories } from "./categories.ts";
import type { ChartOptions } from "./drawing.ts";
import { messages } from "./messages.ts";
import type { LineSpec } from "./spec.ts";
import type { Footing } from "./look.ts";
import { completeIn, footingOf, isDate, nameOf, numberIn, unitOf, valueIn } from "./values.ts";

export interface SeriesPoint {
  readonly x: number;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number | null;
  readonly footing: Footing;
  readonly complete: boolean;
  /** Nothing is drawn here, and the line breaks: no figure, or too few behind it. */
  readonly gap: boolean;
  readonly index: number;
}
export interface Series {
  readonly name: string;
  /** The class of its colour. */
  readonly class: string;
  /** Whether it is one of many that share the last colour. */
  readonly other: boolean;
  readonly points: readonly SeriesPoint[];
}
export interface Lines {
  readonly series: readonly Series[];
  /** Places along the x axis, in order, with a row of the frame that names each. */
  readonly xs: readonly { readonly x: number; readonly index: number }[];
  /** Whether places are values to count along, or names in a row. */
  readonly metric: boolean;
}

/** A result's lines: by colour, points in order of x, rows without x left out. */
export function linesOf(spec: LineSpec, frame: Frame, options: ChartOptions): Lines {
  const dates = isDate(frame, spec.x);
  const values = frame.values[spec.x] ?? [];
  const metric = dates || values.every((value) => value === null || typeof value === "number");
  const names = metric ? [] : [...new Set(values.map(String))];
  const xOf = (index: number): number | null => {
    const value = valueIn(frame, spec.x, index);
    if (value === null) return null;
    if (!metric) return names.indexOf(String(value));
    if (typeof value === "number") return Number.isFinite(value) ? value : null;
    const time = /T|\s/.test(String(value))
      ? Date.parse(String(value).replace(" ", "T").replace(/Z?$/, "Z")) / 86_400_000
      : NaN;
    return Number.isFinite(time) ? time : dayNumber(String(value));
  };
  const unit = unitOf(spec.y, options);
  // Everyone is there in period 0: a point at 100 % would only flatten the rest.
  const whole =
    unit === "share" &&
    spec.x === "period" &&
    values.every((value, index) => value !== 0 || frame.values[spec.y]?.[index] === 1);
  const keyed = new Map<string, SeriesPoint[]>();
  const weights = new Map<string, number>();
  const xs = new Map<number, number>();
  for (let index = 0; index < frame.length; index += 1) {
    const [x, y] = [xOf(index), numberIn(frame, spec.y, index)];
    if (x === null || !Number.isFinite(x) || (x === 0 && whole)) continue;
    if (!xs.has(x)) xs.set(x, index);
    const key = keyOf(spec, frame, index);
    const n = numberIn(frame, spec.n, index);
    weights.set(key, (weights.get(key) ?? 0) + (n ?? Math.abs(y ?? 0)));
    const footing = footingOf(n, unit);
    const point: SeriesPoint = {
      x,
      y: y ?? 0,
      low: numberIn(frame, spec.band?.[0], index),
      high: numberIn(frame, spec.band?.[1], index),
      n,
      footing,
      gap: y === null || footing === "hidden",
      complete: completeIn(frame, spec.complete, index),
      index,
    };
    const own = keyed.get(key);
    if (own) own.push(point);
    else keyed.set(key, [point]);
  }
  for (const points of keyed.values()) points.sort((a, b) => a.x - b.x);
  const nameOfKey = (points: readonly SeriesPoint[]) => {
    const index = points[0]?.index ?? 0;
    return spec.color === undefined
      ? ""
      : nameOf(valueIn(frame, spec.color, index), spec.color, frame, options);
  };
  const series =
    spec.color !== undefined && isDate(frame, spec.color)
      ? byAge([...keyed].map(([key, points]) => ({ key, name: nameOfKey(points), points })))
      : byName(categoriesOf(weights, options.categories), keyed, nameOfKey, options);
  return {
    series,
    xs: [...xs].map(([x, index]) => ({ x, index })).sort((a, b) => a.x - b.x),
    metric,
  };
}

/** The series of a row: its colour, and its split where the colour is another column. */
function keyOf(spec: LineSpec, frame: Frame, index: number): string {
  const color = valueIn(frame, spec.color, index);
  const split = spec.color === "split" ? null : valueIn(frame, "split", index);
  const own = color === null ? "" : String(color);
  return split === null ? own : `${own} ${String(split)}`;
}

function byName(
  categories: Categories,
  keyed: ReadonlyMap<string, readonly SeriesPoint[]>,
  name: (points: readonly SeriesPoint[]) => string,
  options: ChartOptions,
): Series[] {
  const of = (key: string, other: boolean): Series => {
    const points = keyed.get(key) ?? [];
    return {
      name: other ? messages.other(categories.others.length)[options.locale] : name(points),
      class: categories.classOf(key),
      other,
      points,
    };
  };
  // Those that share a colour are drawn first, below the rest.
  return [...categories.others.map((key) => of(key, true)), ...categories.kept.map((key) => of(key, false))];
}

/** Cohorts are not eight unlike things but steps of age: the later, the stronger. */
function byAge(
  all: readonly { readonly key: string; readonly name: string; readonly points: readonly SeriesPoint[] }[],
): Series[] {
  const sorted = [...all].sort((a, b) => (a.key < b.key ? -1 : 1));
  return sorted.map(({ name, points }, i) => ({
    name,
    points,
    class: sorted.length === 1 ? "s1" : `a${4 + Math.round((4 * i) / (sorted.length - 1))}`,
    other: sorted.length > 4 * mostCategories,
  }));
}
