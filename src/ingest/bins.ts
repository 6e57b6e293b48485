/** How the bars of a histogram lie: numbers in equal steps, times by the calendar. */
export type BinUnit = "number" | "hour" | "day" | "week" | "month" | "quarter" | "year";

/** Edges of bars, rising: bar `i` holds what is from `edges[i]` on and before `edges[i + 1]`. */
export interface Edges<V> {
  readonly unit: BinUnit;
  readonly edges: readonly V[];
}

/** What the edges follow from: the extremes, and the values that half a per cent lies beyond at each end. */
export interface Spread {
  readonly least: number;
  readonly most: number;
  readonly low: number;
  readonly high: number;
}

const bars = 16;
/** Extremes are given bars of their own unless they stretch the axis more than this. */
const stretch = 5;
const hour = 3_600_000;
const day = 24 * hour;

/** The part of the axis that gets bars; what lies beyond goes into the outermost ones. */
function shown({ least, most, low, high }: Spread): [from: number, to: number] {
  return high > low && most - least > stretch * (high - low) ? [low, high] : [least, most];
}

/** Edges at round numbers; `whole` numbers get bars no narrower than one. */
export function numberEdges(spread: Spread, whole: boolean): Edges<number> {
  const [from, to] = shown(spread);
  if (!(to > from)) return { unit: "number", edges: [from, from + 1] };
  if (whole && to - from <= 30) {
    const count = Math.floor(to) - Math.ceil(from) + 1;
    return {
      unit: "number",
      edges: Array.from({ length: count + 1 }, (_, index) => Math.ceil(from) + index),
    };
  }
  const rough = (to - from) / bars;
  const power = 10 ** Math.floor(Math.log10(rough));
  const times = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10;
  const step = whole ? Math.max(1, Math.ceil(times * power)) : times * power;
  const first = Math.floor(from / step);
  const edges: number[] = [];
  for (let index = first; ; index += 1) {
    // Steps such as 0.1 add up to 0.30000000000000004.
    const edge = Number((index * step).toPrecision(12));
    edges.push(edge);
    if (edge > to || edges.length > 3 * bars) break;
  }
  return { unit: "number", edges };
}

/** Edges at the beginnings of days, weeks, months, quarters or years, as ISO days; or at full hours. */
export function timeEdges(spread: Spread): Edges<string> {
  const [from, to] = shown(spread);
  const days = (to - from) / day;
  const unit =
    days < 2
      ? "hour"
      : days <= 31
        ? "day"
        : days <= 26 * 7
          ? "week"
          : days <= 3 * 366
            ? "month"
            : days <= 10 * 366
              ? "quarter"
              : "year";
  const edges: string[] = [];
  let at = beginning(from, unit);
  for (;;) {
    edges.push(isoText(at, unit));
    if (at > to || edges.length > 400) return { unit, edges };
    at = next(at, unit);
  }
}

function beginning(time: number, unit: BinUnit): number {
  if (unit === "hour") return Math.floor(time / hour) * hour;
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const today = Math.floor(time / day) * day;
  if (unit === "day") return today;
  if (unit === "week") return today - ((date.getUTCDay() + 6) % 7) * day;
  if (unit === "month") return Date.UTC(year, month, 1);
  return Date.UTC(year, unit === "quarter" ? month - (month % 3) : 0, 1);
}

function next(time: number, unit: BinUnit): number {
  if (unit === "hour") return time + hour;
  if (unit === "day") return time + day;
  if (unit === "week") return time + 7 * day;
  const date = new Date(time);
  const months = unit === "month" ? 1 : unit === "quarter" ? 3 : 12;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
}

/** A moment as ISO text that sorts among timestamps: an hour with its time, else a day. */
function isoText(time: number, unit: BinUnit): string {
  const iso = new Date(time).toISOString();
  return unit === "hour" ? `${iso.slice(0, 10)} ${iso.slice(11, 19)}` : iso.slice(0, 10);
}

/** The bar that a value belongs to; beyond the edges it is the outermost one. */
export function binOf<V extends number | string>(value: V, edges: readonly V[]): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (value >= (edges[middle] as V)) low = middle;
    else high = middle - 1;
  }
  return low;
}
