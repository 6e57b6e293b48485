import { areaY, line } from "@observablehq/plot";
import type { Frame } from "../tables/frame.ts";
import { type Area, xLabels, xTitle, yAxis } from "./axes.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { drawPlot, labels } from "./plot-parts.ts";
import type { LorenzSpec } from "./spec.ts";
import { figure, labelOf, numberIn } from "./values.ts";

interface Place {
  readonly x: number;
  readonly y: number;
  readonly index: number | null;
}

/** Cumulative share of value from the least item upwards, below the line on which all are equal. */
export function drawLorenz(spec: LorenzSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width, height } = options;
  const places = placesOf(spec, frame);
  if (places.length === 0) return drawEmpty(options);
  const curve: Place[] = [{ x: 0, y: 0, index: null }, ...places.filter(({ x }) => x > 0)];
  const titled = height >= 130;
  const area: Area = { left: 40, right: width - 14, top: 12, bottom: height - (titled ? 34 : 20) };
  const x = (share: number) => area.left + share * (area.right - area.left);
  const y = (share: number) => area.bottom - share * (area.bottom - area.top);
  const yTicks = area.bottom - area.top >= 130 ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
  const xTicks = area.right - area.left >= 280 ? [0, 0.2, 0.4, 0.6, 0.8, 1] : [0, 0.5, 1];
  const texts = (ticks: readonly number[]) => ticks.map((tick) => `${Math.round(tick * 100)}%`);
  const at = {
    x: (place: Place) => x(place.x),
    y: (place: Place) => y(place.y),
  };
  const gini = numberIn(frame, spec.gini, places[0]?.index ?? 0);
  const summary = summarise(spec, frame, places, options);
  const svg = drawPlot(options, summary, {
    marks: [
      ...yAxis(yTicks, texts(yTicks), area, y),
      ...xLabels(
        xTicks.map((tick) => [x(tick), texts([tick])[0] ?? ""]),
        area,
      ),
      ...(titled ? xTitle(labelOf(spec.x, options), area) : []),
      // The coefficient is this area's share of the whole triangle.
      areaY(curve, { x: at.x, y1: at.y, y2: (place: Place) => y(place.x), className: "reach" }),
      line([0, 1], { x, y, className: "cut" }),
      line(curve, { ...at, className: "line" }),
      ...labels([
        {
          x: x(0.5) - 8,
          y: y(0.5) - 8,
          text: messages.equality[locale],
          anchor: "end",
          class: "lab halo",
        },
        ...(gini === null
          ? []
          : [
              {
                x: area.left + 12,
                y: area.top + 14,
                text: messages.gini(figure(gini, spec.gini, options))[locale],
                class: "ink b halo",
              },
            ]),
      ]),
    ],
  });
  // Some forty stops are enough to walk the curve.
  const every = Math.max(1, Math.floor(places.length / 40));
  const points = places
    .filter((_, i) => i % every === 0 || i === places.length - 1)
    .map((place, column): ChartPoint => ({
      x: x(place.x),
      y: y(place.y),
      row: 0,
      column,
      title: messages.least(figure(place.x, spec.x, options), figure(place.y, spec.y, options))[locale],
      lines: [
        [labelOf(spec.x, options), figure(place.x, spec.x, options)],
        [labelOf(spec.y, options), figure(place.y, spec.y, options)],
      ],
      index: place.index,
    }));
  return { svg, points, summary };
}

function placesOf(spec: LorenzSpec, frame: Frame): Place[] {
  const places: Place[] = [];
  for (let index = 0; index < frame.length; index += 1) {
    const [x, y] = [numberIn(frame, spec.x, index), numberIn(frame, spec.y, index)];
    if (x !== null && y !== null) places.push({ x, y, index });
  }
  return places.sort((a, b) => a.x - b.x || a.y - b.y);
}

function summarise(
  spec: LorenzSpec,
  frame: Frame,
  places: readonly Place[],
  options: ChartOptions,
): Drawing["summary"] {
  const half = places.findLast(({ x }) => x <= 0.5)?.y ?? 0;
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const gini = numberIn(frame, spec.gini, places[0]?.index ?? 0);
    return messages.lorenz(figure(gini, spec.gini, own), figure(half, spec.y, own))[locale];
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
