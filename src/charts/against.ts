import { dot, rectY, ruleX } from "@observablehq/plot";
import type { Frame } from "../tables/frame.ts";
import { type Area, xLabels, xTitle, yAxis } from "./axes.ts";
import { type ChartOptions, type ChartPoint, type Drawing, smallCount } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import type { AgainstSpec } from "./spec.ts";
import { fitText, textWidth } from "./text-width.ts";
import { niceTicks, tickLabels } from "./ticks.ts";
import {
  figure,
  figureShown,
  footingOf,
  groundsOf,
  labelOf,
  nameOf,
  numberIn,
  unitOf,
  valueIn,
} from "./values.ts";

interface Group {
  readonly index: number;
  readonly name: string;
  readonly actual: number;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** A bar a group of what happened, with its interval, and a point of what was expected of it. */
export function drawAgainst(spec: AgainstSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width, height } = options;
  const groups = groupsOf(spec, frame, options);
  if (groups.length === 0) return drawEmpty(options);
  const titled = height >= 140;
  const legend = messages.actual[locale];
  const area0 = { top: 26, bottom: height - (titled ? 34 : 20) };
  const ends = groups.flatMap(({ actual, expected, high, n }) => [
    actual,
    expected ?? 0,
    // An interval out of a handful of customers must not set the scale.
    n >= smallCount ? (high ?? 0) : 0,
  ]);
  const ticks = niceTicks(0, Math.max(...ends), Math.max(1, Math.round((area0.bottom - area0.top) / 45)));
  const texts = tickLabels(ticks, unitOf(spec.y, options), locale, options.currency ?? null);
  const area: Area = {
    ...area0,
    left: Math.max(34, ...texts.map((text) => textWidth(text) + 8)),
    right: width - 8,
  };
  const pitch = (area.right - area.left) / groups.length;
  const thick = Math.min(44, pitch * 0.62);
  const most = ticks.at(-1) ?? 1;
  const x = (i: number) => area.left + (i + 0.5) * pitch;
  const y = (value: number) => area.bottom - (Math.min(value, most * 1.02) / most) * (area.bottom - area.top);
  // A share of a handful is not shown at all, as anywhere; its place stays.
  const drawn = groups.map((group, i) => ({
    ...group,
    x: x(i),
    footing: footingOf(group.n, unitOf(spec.y, options)),
    small: group.n < smallCount,
  }));
  type Drawn = (typeof drawn)[number];
  const shown = drawn.filter(({ footing }) => footing !== "hidden");
  const spans = shown.filter(({ low, high }) => low !== null && high !== null);
  const dots = shown.filter(({ expected }) => expected !== null);
  const key = [
    { x: area.left, text: legend, bar: true },
    { x: area.left + textWidth(legend) + 34, text: messages.expected[locale], bar: false },
  ];
  const room = width - (key[1]?.x ?? 0) - 13 - textWidth(messages.expected[locale]) - 16;
  const summary = summarise(spec, frame, options);
  const svg = drawPlot(options, summary, {
    marks: [
      ...yAxis(ticks, texts, area, y),
      ...xLabels(
        drawn.map((group): [number, string] => [group.x, group.name]),
        area,
      ),
      ...(titled && room > 60
        ? labels([
            { x: width, y: 12, text: fitText(labelOf(spec.y, options), room), anchor: "end", class: "lab" },
          ])
        : []),
      ...(titled ? xTitle(labelOf(spec.x, options), area) : []),
      rectY(shown, {
        x1: (group: Drawn) => group.x - thick / 2,
        x2: (group: Drawn) => group.x + thick / 2,
        y1: area.bottom,
        y2: (group: Drawn) => y(group.actual),
        rx: 1.5,
        ...classed(shown, ({ small }) => (small ? "hollow" : "bar s1 pale")),
      }),
      ruleX(spans, {
        x: "x",
        y1: (group: Drawn) => y(group.low ?? 0),
        y2: (group: Drawn) => y(group.high ?? 0),
        ...classed(spans, ({ small }) => `span${small ? " small" : ""}`),
      }),
      dot(dots, {
        x: "x",
        y: (group: Drawn) => y(group.expected ?? 0),
        r: 4.5,
        className: "point s2 ring",
      }),
      rectY(key.slice(0, 1), { x1: area.left, x2: area.left + 8, y1: 4, y2: 12, className: "bar s1 pale" }),
      dot(key.slice(1), { x: (own: { x: number }) => own.x + 4, y: 8, r: 4, className: "point s2 ring" }),
      ...labels(key.map((own): Label => ({ x: own.x + 13, y: 12, text: own.text, class: "lab" }))),
    ],
  });
  return {
    svg,
    points: drawn.map((group, column): ChartPoint => ({
      x: group.x,
      y: (y(group.actual) + area.bottom) / 2,
      width: thick,
      height: area.bottom - y(group.actual),
      row: 0,
      column,
      title: `${group.name}: ${figureShown(group.actual, group.n, spec.y, options)}`,
      lines: [
        [labelOf(spec.expected, options), figure(group.expected, spec.expected, options)],
        ...groundsOf(
          frame,
          group.index,
          {
            value: spec.y,
            n: spec.n,
            interval: spec.low !== undefined && spec.high !== undefined ? [spec.low, spec.high] : undefined,
          },
          options,
        ),
      ],
      index: group.index,
    })),
    summary,
  };
}

function groupsOf(spec: AgainstSpec, frame: Frame, options: ChartOptions): Group[] {
  return Array.from({ length: frame.length }, (_, index) => ({
    index,
    name: nameOf(valueIn(frame, spec.x, index), spec.x, frame, options),
    actual: numberIn(frame, spec.y, index),
    expected: numberIn(frame, spec.expected, index),
    low: numberIn(frame, spec.low, index),
    high: numberIn(frame, spec.high, index),
    n: numberIn(frame, spec.n, index) ?? 0,
  })).flatMap((group) => (group.actual === null ? [] : [{ ...group, actual: group.actual }]));
}

function summarise(spec: AgainstSpec, frame: Frame, options: ChartOptions): Drawing["summary"] {
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const groups = groupsOf(spec, frame, own);
    return messages.compared(
      labelOf(spec.x, own),
      groups.map(({ name, actual, expected }) => [
        name,
        figure(actual, spec.y, own),
        figure(expected, spec.expected, own),
      ]),
    )[locale];
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
