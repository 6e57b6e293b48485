import type { Frame } from "../tables/frame.ts";
import { type Area, spread } from "./axes.ts";
import type { ChartOptions } from "./drawing.ts";
import { messages } from "./messages.ts";
import type { Label } from "./plot-parts.ts";
import type { Lines, Series, SeriesPoint } from "./series.ts";
import type { LineSpec } from "./spec.ts";
import { fitText, textWidth } from "./text-width.ts";
import { everyNth, niceTicks } from "./ticks.ts";
import { isDate, nameOf, valueIn } from "./values.ts";

const pitch = 13;

/** The last point whose period is over. */
export function closing(points: readonly SeriesPoint[]): SeriesPoint | null {
  return (
    [...points].reverse().find(({ complete, footing, gap }) => complete && !gap && footing === "firm") ?? null
  );
}

/** A place on the x axis: a period, "M3" where periods are counted, or the value itself. */
export function xName(
  spec: LineSpec,
  frame: Frame,
  index: number,
  options: ChartOptions,
  full = false,
): string {
  const value = valueIn(frame, spec.x, index);
  if (spec.x === "period" && typeof value === "number" && options.period)
    return (full ? messages.sinceWord : messages.since)(options.period, value)[options.locale];
  return nameOf(value, spec.x, frame, options);
}

export function xTicks(
  spec: LineSpec,
  frame: Frame,
  lines: Lines,
  area: Area,
  x: (value: number) => number,
  options: ChartOptions,
): [number, string][] {
  const named = lines.xs.map(({ x: at, index }): [number, string] => [
    x(at),
    xName(spec, frame, index, options),
  ]);
  const room = area.right - area.left;
  const widest = Math.max(...named.map(([, text]) => textWidth(text)));
  const numbers = lines.metric && !isDate(frame, spec.x);
  // Every place has its tick while they are few; beyond that numbers get round ticks of their own.
  if (numbers && named.length > 16 && spec.x !== "period") {
    const [from, to] = [lines.xs[0]?.x ?? 0, lines.xs.at(-1)?.x ?? 1];
    return niceTicks(from, to, Math.max(1, Math.round(room / 70)))
      .filter((tick) => tick >= from && tick <= to)
      .map((tick) => [x(tick), tick.toLocaleString(options.locale)]);
  }
  const each = Math.max(widest + 14, numbers ? 36 : Math.min(70, widest + 22));
  const step = everyNth(named.length, room + each * 0.6, each);
  return named.filter((_, i) => i % step === 0);
}

export interface EndLabel extends Label {
  readonly series: string;
}
/** Names at the ends of the lines, apart from one another; where not all fit, every k-th. */
export function endLabels(
  series: readonly Series[],
  area: Area,
  y: (value: number) => number,
  width: number,
): EndLabel[] {
  const seen = new Set<string>();
  const ends = series.flatMap((each) => {
    const last = each.points.findLast(({ gap }) => !gap);
    if (!last || seen.has(each.name)) return [];
    seen.add(each.name);
    return [{ name: each.name, class: each.class, y: y(last.y) }];
  });
  const fit = Math.max(1, Math.floor((area.bottom - area.top) / pitch) + 1);
  const step = Math.ceil(ends.length / fit);
  // The last series counts most: the latest cohort, or the one drawn on top.
  const kept = ends.filter((_, i) => (ends.length - 1 - i) % step === 0);
  const places = spread(
    kept.map((end) => end.y),
    pitch,
    area.top,
    area.bottom,
  );
  return kept.map((end, i) => ({
    x: area.right + 14,
    y: (places[i] ?? end.y) + 4,
    text: fitText(end.name, width - 16),
    class: "lab",
    series: end.class,
  }));
}
