import { endsOf } from "./ends.ts";
import { dot } from "@observablehq/plot";
import type { Frame } from "../tables/frame.ts";
import { type Area, xLabels, xTitle, yAxis } from "./axes.ts";
import { categoriesOf } from "./categories.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import { linesOf } from "./series.ts";
import { fitText, textWidth } from "./text-width.ts";
import { niceTicks, tickLabels } from "./ticks.ts";
import { figure, isDate, labelOf, nameOf, unitOf, valueIn } from "./values.ts";

/** One point a row, at two values of it. */
export interface PointsSpec {
  readonly mark: "points";
  readonly x: string;
  readonly y: string;
  readonly color?: string;
}
/** More points than this cannot be told apart by arrow keys; those beyond are drawn but not stopped at. */
const mostStops = 500;

/** A cloud of points by colour, with the names of the colours at the right. */
export function drawPoints(spec: PointsSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width, height } = options;
  const lines = linesOf({ ...spec, mark: "line" }, frame, options);
  const all = lines.series.flatMap((series) => series.points.map((point) => ({ ...point, series })));
  if (all.length === 0) return drawEmpty(options);
  const ys = all.map(({ y }) => y);
  const titled = height >= 120;
  const bottom = height - (titled ? 34 : 20);
  const ticks = niceTicks(...endsOf(ys), Math.max(1, Math.round((bottom - 24) / 45)));
  const texts = tickLabels(ticks, unitOf(spec.y, options), locale, options.currency ?? null);
  const weights = new Map(lines.series.map(({ name, points }) => [name, points.length]));
  const names = weights.size > 1 ? categoriesOf(weights).kept : [];
  const nameWidth = names.length
    ? Math.min(width * 0.3, Math.max(...names.map((name) => textWidth(name))) + 22)
    : 8;
  const area: Area = {
    left: Math.max(34, ...texts.map((text) => textWidth(text) + 8)),
    right: width - nameWidth,
    top: 24,
    bottom,
  };
  const dates = isDate(frame, spec.x);
  const [first, last] = [lines.xs[0], lines.xs.at(-1)];
  const xTicks =
    dates || !lines.metric
      ? null
      : niceTicks(first?.x ?? 0, last?.x ?? 1, Math.max(1, Math.round((area.right - area.left) / 70)));
  const [from, to] = xTicks ? [xTicks[0] ?? 0, xTicks.at(-1) ?? 1] : [first?.x ?? 0, last?.x ?? 1];
  const x = (value: number) =>
    from === to
      ? (area.left + area.right) / 2
      : area.left + 6 + ((value - from) / (to - from)) * (area.right - area.left - 12);
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const y = (value: number) => area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top);
  const xTexts = xTicks ? tickLabels(xTicks, unitOf(spec.x, options), locale, options.currency ?? null) : [];
  type Point = (typeof all)[number];
  const shown = lines.series.filter(({ name }) => names.includes(name));
  const summary = {
    en: messages.pointsOf(all.length, labelOf(spec.x, options), labelOf(spec.y, options)).en,
    "zh-CN": messages.pointsOf(all.length, labelOf(spec.x, options), labelOf(spec.y, options))["zh-CN"],
  };
  const svg = drawPlot(options, summary, {
    marks: [
      ...yAxis(ticks, texts, area, y),
      ...xLabels(
        xTicks
          ? xTicks.map((tick, i): [number, string] => [x(tick), xTexts[i] ?? ""])
          : lines.xs.map((each): [number, string] => [
              x(each.x),
              nameOf(valueIn(frame, spec.x, each.index), spec.x, frame, options),
            ]),
        area,
      ),
      ...(titled ? xTitle(labelOf(spec.x, options), area) : []),
      ...labels([{ x: 0, y: 10, text: fitText(labelOf(spec.y, options), width), class: "lab" }]),
      dot(all, {
        x: (point: Point) => x(point.x),
        y: (point: Point) => y(point.y),
        r: all.length > 400 ? 2 : 3,
        ...classed<Point>(all, ({ series }) => `scatter ${series.other ? "s8" : series.class}`),
      }),
      ...labels(
        shown.map((series, i): Label => ({
          x: area.right + 18,
          y: area.top + 8 + i * 14,
          text: fitText(series.name, nameWidth - 20),
          class: "lab",
        })),
      ),
      dot(shown, {
        x: () => area.right + 10,
        y: (_: unknown, i: number) => area.top + 4 + i * 14,
        r: 3,
        ...classed(shown, (series) => `bar ${series.class}`),
      }),
    ],
  });
  const stops = [...all].sort((a, b) => a.x - b.x || a.y - b.y).slice(0, mostStops);
  return {
    svg,
    points: stops.map((point, column): ChartPoint => ({
      x: x(point.x),
      y: y(point.y),
      row: 0,
      column,
      title: point.series.name,
      lines: [
        [labelOf(spec.x, options), nameOf(valueIn(frame, spec.x, point.index), spec.x, frame, options)],
        [labelOf(spec.y, options), figure(point.y, spec.y, options)],
      ],
      index: point.index,
    })),
    summary,
  };
}
