import { type Markish, dot, line, ruleX } from "@observablehq/plot";
import { formatDay } from "../i18n/format.ts";
import { type Frame, dayNumber } from "../tables/frame.ts";
import { type Area, spread, xLabels, xTitle, yAxis } from "./axes.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import type { TrackingSpec } from "./spec.ts";
import { fitText, textWidth } from "./text-width.ts";
import { timeTicks } from "./time-ticks.ts";
import { everyNth, niceTicks, tickLabels } from "./ticks.ts";
import { figure, isDate, labelOf, nameOf, numberIn, unitOf, valueIn } from "./values.ts";

const dayMs = 86_400_000;

interface Place {
  readonly index: number;
  readonly x: number;
  readonly actual: number | null;
  readonly expected: number | null;
  readonly heldOut: boolean;
}

/**
 * Actual against expected along time: a solid line of what happened, a dashed one of what the model says.
 * Before the cut it follows the days that it was fitted to; after it, it starts from where they ended.
 */
export function drawTracking(spec: TrackingSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width, height } = options;
  const dates = isDate(frame, spec.x);
  const places = placesOf(spec, frame, dates);
  const values = places
    .flatMap(({ actual, expected }) => [actual, expected])
    .filter((value) => value !== null);
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last || values.length === 0) return drawEmpty(options);
  const cut = spec.heldOut === undefined ? null : (places.findLast(({ heldOut }) => !heldOut) ?? null);
  const tested = cut !== null && cut !== last;

  // ---- Scales ----
  const titled = !dates && height >= 120;
  const bottom = height - (titled ? 34 : 20);
  const top = tested ? 26 : 12;
  const ticks = niceTicks(0, Math.max(...values), Math.max(1, Math.round((bottom - top) / 45)));
  const texts = tickLabels(ticks, unitOf(spec.y, options), locale, options.currency ?? null);
  const names = { actual: messages.actual[locale], expected: messages.expected[locale] };
  const right = Math.min(
    width * 0.3,
    Math.max(textWidth(names.actual, 11, true), textWidth(names.expected)) + 22,
  );
  const area: Area = {
    left: Math.max(34, ...texts.map((text) => textWidth(text) + 8)),
    right: width - right,
    top,
    bottom,
  };
  const span = last.x - first.x;
  const x = (value: number) =>
    span === 0
      ? (area.left + area.right) / 2
      : area.left + ((value - first.x) / span) * (area.right - area.left);
  const high = ticks.at(-1) ?? 1;
  const y = (value: number) => area.bottom - (value / high) * (area.bottom - area.top);
  const name = (place: Place) => placeName(spec, frame, place, options);

  // ---- Lines ----
  const path = (own: readonly { readonly x: number; readonly value: number | null }[], classes: string) =>
    line(
      own.filter(({ value }) => value !== null),
      { x: (at: { x: number }) => x(at.x), y: (at: { value: number }) => y(at.value), className: classes },
    );
  const expectedRun = (own: readonly Place[]) => own.map((place) => ({ x: place.x, value: place.expected }));
  const before = tested ? places.filter(({ heldOut }) => !heldOut) : spec.heldOut ? places : [];
  const after = places.filter(({ heldOut }) => heldOut || !spec.heldOut);
  const marks: Markish[] = [
    ...yAxis(ticks, texts, area, y),
    ...xLabels(xTexts(places, dates, name, x, area, options), area),
    ...(titled ? xTitle(labelOf(spec.x, options), area) : []),
    ...(cut && tested
      ? [ruleX([0], { x: () => x(cut.x), y1: area.top - 4, y2: area.bottom, className: "cut" })]
      : []),
    path(
      places.map((place) => ({ x: place.x, value: place.actual })),
      "line s1",
    ),
    path(expectedRun(before), "line s2 dash"),
    path([...(cut && tested ? [{ x: cut.x, value: cut.actual }] : []), ...expectedRun(after)], "line s2"),
  ];

  // ---- Words: the lines at their ends, and the two sides of the cut ----
  const ends = [
    {
      text: names.actual,
      value: places.findLast(({ actual }) => actual !== null)?.actual ?? 0,
      class: "s1",
    },
    {
      text: names.expected,
      value: places.findLast(({ expected }) => expected !== null)?.expected ?? 0,
      class: "s2",
    },
  ];
  const heights = spread(
    ends.map(({ value }) => y(value)),
    14,
    area.top,
    area.bottom,
  );
  const words: Label[] = ends.map((end, i) => ({
    x: area.right + 14,
    y: (heights[i] ?? 0) + 4,
    text: fitText(end.text, right - 16),
    class: i === 0 ? "ink b" : "lab",
  }));
  const keys = ends.map((end, i) => ({ x: area.right + 8, y: heights[i] ?? 0, class: end.class }));
  marks.push(dot(keys, { x: "x", y: "y", r: 3, ...classed(keys, (key) => `bar ${key.class}`) }));
  if (cut && tested) {
    const at = x(cut.x);
    const [fitted, held] = [messages.fittedSide[locale], messages.heldOutSide(name(cut))[locale]];
    if (at - area.left > textWidth(fitted) + 10)
      words.push({ x: at - 6, y: area.top - 8, text: fitted, anchor: "end", class: "lab" });
    const room = area.right - at + right - 6;
    words.push(
      room > 70
        ? { x: at + 6, y: area.top - 8, text: fitText(held, room), class: "lab" }
        : { x: at - 6, y: area.top - 8, text: messages.cutAt[locale], anchor: "end", class: "lab" },
    );
  }
  marks.push(...labels(words));
  const summary = summarise(spec, frame, places, cut && tested ? cut : null, options);
  const svg = drawPlot(options, summary, { marks });
  const side = (place: Place) => (place.heldOut ? messages.heldOutDay : messages.fittedDay)[locale];
  return {
    svg,
    points: places.map((place, column): ChartPoint => ({
      x: x(place.x),
      y: y(place.actual ?? place.expected ?? 0),
      row: 0,
      column,
      title: `${name(place)}: ${figure(place.actual, spec.y, options)}`,
      lines: [
        [labelOf(spec.expected, options), figure(place.expected, spec.expected, options)],
        ...(place.actual !== null && place.expected !== null && place.actual > 0
          ? [[messages.difference[locale], percent(place.expected / place.actual - 1)] as const]
          : []),
        ...(spec.heldOut === undefined ? [] : [[messages.period[locale], side(place)] as const]),
      ],
      index: place.index,
    })),
    summary,
  };
}

/** A day in full, though the other dates of a figure may stand for months. */
function placeName(spec: TrackingSpec, frame: Frame, place: Place, options: ChartOptions): string {
  const value = valueIn(frame, spec.x, place.index);
  return isDate(frame, spec.x) && typeof value === "string"
    ? formatDay(value, options.locale)
    : nameOf(value, spec.x, frame, options);
}

function placesOf(spec: TrackingSpec, frame: Frame, dates: boolean): Place[] {
  return Array.from({ length: frame.length }, (_, index): Place => {
    const at = valueIn(frame, spec.x, index);
    return {
      index,
      x: dates ? (at === null ? NaN : dayNumber(String(at))) : Number(at ?? NaN),
      actual: numberIn(frame, spec.y, index),
      expected: numberIn(frame, spec.expected, index),
      heldOut: spec.heldOut !== undefined && valueIn(frame, spec.heldOut, index) === true,
    };
  })
    .filter((place) => Number.isFinite(place.x))
    .sort((a, b) => a.x - b.x);
}

/** Round dates along the time, or every k-th place. */
function xTexts(
  places: readonly Place[],
  dates: boolean,
  name: (place: Place) => string,
  x: (value: number) => number,
  area: Area,
  options: ChartOptions,
): [number, string][] {
  const [first, last] = [places[0], places.at(-1)];
  const width = area.right - area.left;
  if (dates && first && last)
    return timeTicks(first.x * dayMs, last.x * dayMs, Math.max(1, width / 90), options.locale).map(
      ({ time, text }) => [x(time / dayMs), text],
    );
  const named = places.map((place): [number, string] => [x(place.x), name(place)]);
  const each = Math.max(...named.map(([, text]) => textWidth(text))) + 22;
  const step = everyNth(named.length, width + each * 0.6, each);
  return named.filter((_, i) => i % step === 0);
}

function percent(share: number): string {
  return `${share < 0 ? "−" : "+"}${(Math.abs(share) * 100).toFixed(1)}%`;
}

function summarise(
  spec: TrackingSpec,
  frame: Frame,
  places: readonly Place[],
  cut: Place | null,
  options: ChartOptions,
): Drawing["summary"] {
  const last = places.at(-1);
  const sum = (of: "actual" | "expected") => places.reduce((total, place) => total + (place[of] ?? 0), 0);
  // Cumulative lines are compared by what each gained since the cut, others by their totals.
  const base = cut?.actual ?? 0;
  const [actual, expected] =
    spec.heldOut === undefined
      ? [sum("actual"), sum("expected")]
      : [(last?.actual ?? 0) - base, (last?.expected ?? 0) - base];
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    return messages.tracked(
      figure(actual, spec.y, own),
      figure(expected, spec.expected, own),
      cut ? placeName(spec, frame, cut, own) : null,
    )[locale];
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
