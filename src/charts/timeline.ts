import { dot, ruleY } from "@observablehq/plot";
import type { Frame } from "../tables/frame.ts";
import { type Area, xLabels } from "./axes.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import type { TimelineSpec } from "./spec.ts";
import { fitText, textWidth } from "./text-width.ts";
import { timeTicks } from "./time-ticks.ts";
import { labelOf, nameOf, numberIn, show, valueIn } from "./values.ts";

const [leastDot, mostDot] = [4, 11];
const leastLane = 24;
const mostLane = 44;

/** What happened to one customer: a lane a kind, a dot an event; money makes the dot larger. */
export function drawTimeline(spec: TimelineSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width, height } = options;
  const events = Array.from({ length: frame.length }, (_, index) => ({
    index,
    time: timeOf(valueIn(frame, spec.x, index)),
    lane: String(valueIn(frame, spec.lane, index) ?? ""),
    size: Math.abs(numberIn(frame, spec.size, index) ?? 0),
  }))
    .filter(({ time }) => Number.isFinite(time))
    .sort((a, b) => a.time - b.time);
  const [first, last] = [events[0], events.at(-1)];
  if (!first || !last) return drawEmpty(options);
  const known = Object.keys(options.columns[spec.lane]?.values ?? {});
  const lanes = [...new Set([...known, ...events.map(({ lane }) => lane)])].filter((lane) =>
    events.some((event) => event.lane === lane),
  );
  const names = lanes.map((lane) => nameOf(lane, spec.lane, frame, options));
  const counts = lanes.map((lane) => events.filter((event) => event.lane === lane).length);

  // ---- Layout ----
  const foot = 22;
  const pitch = Math.min(mostLane, Math.max(leastLane, (height - foot - 4) / lanes.length));
  const bottom = 4 + pitch * lanes.length;
  const nameWidth = Math.min(
    width * 0.34,
    Math.max(...names.map((name, i) => textWidth(`${name} ${counts[i]}`))),
  );
  const area: Area = { left: nameWidth + 20, right: width - mostDot - 2, top: 4, bottom };
  const span = last.time - first.time;
  const x = (time: number) =>
    span === 0
      ? (area.left + area.right) / 2
      : area.left + mostDot + ((time - first.time) / span) * (area.right - area.left - mostDot);
  const y = (lane: string) => area.top + (lanes.indexOf(lane) + 0.5) * pitch;
  const largest = Math.max(...events.map(({ size }) => size));
  // Area, not radius, stands for money.
  const radius = (size: number) =>
    largest === 0
      ? leastDot
      : Math.max(leastDot, Math.min(mostDot, pitch / 2 - 2) * Math.sqrt(size / largest));
  type Event = (typeof events)[number];
  const classOf = ({ lane }: Event) =>
    `event s${Math.min(8, (known.indexOf(lane) < 0 ? 7 : known.indexOf(lane)) + 1)}`;
  const words = lanes.map((_lane, i): Label => ({
    x: 0,
    y: area.top + (i + 0.5) * pitch + 4,
    text: fitText(`${names[i] ?? ""} ${counts[i] ?? ""}`, nameWidth),
    class: "lab",
  }));
  const ticks = timeTicks(
    first.time,
    last.time,
    Math.max(2, Math.round((area.right - area.left) / 90)),
    locale,
  );
  const summary = summarise(spec, frame, events.length, [first.index, last.index], options);
  const svg = drawPlot(options, summary, {
    height: bottom + foot,
    marks: [
      ruleY(lanes, {
        x1: area.left,
        x2: area.right + mostDot,
        y: (lane: string) => y(lane),
        className: "grid",
      }),
      dot(events, {
        x: ({ time }: Event) => x(time),
        y: ({ lane }: Event) => y(lane),
        r: { value: ({ size }: Event) => radius(size), scale: null },
        ...classed(events, classOf),
      }),
      ...xLabels(
        ticks.map(({ time, text }) => [x(time), text]),
        area,
      ),
      ...labels(words),
    ],
  });
  const points = events.map((event, column): ChartPoint => {
    return {
      x: x(event.time),
      y: y(event.lane),
      width: radius(event.size) * 2,
      height: radius(event.size) * 2,
      row: lanes.indexOf(event.lane),
      column,
      title: `${show(valueIn(frame, spec.x, event.index), options.columns[spec.x], options)} · ${names[lanes.indexOf(event.lane)] ?? ""}`,
      lines: [spec.size, ...spec.facts].flatMap((name): [string, string][] => {
        const value = valueIn(frame, name, event.index);
        return value === null ? [] : [[labelOf(name, options), show(value, options.columns[name], options)]];
      }),
      index: event.index,
    };
  });
  return { svg, points, summary };
}

/** A timestamp as milliseconds; no time zone moves it. */
function timeOf(value: unknown): number {
  if (typeof value !== "string") return NaN;
  const text = value.replace(" ", "T").replace(/(\.\d{3})\d*/, "$1");
  return Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text.endsWith("Z") ? text : `${text}Z`);
}

function summarise(
  spec: TimelineSpec,
  frame: Frame,
  count: number,
  ends: readonly [number, number],
  options: ChartOptions,
): Drawing["summary"] {
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const [first, last] = ends.map((index) =>
      show(
        valueIn(frame, spec.x, index),
        { ...options.columns[spec.x], type: "date", label: messages.n },
        own,
      ),
    );
    return messages.happened(count, first ?? "", last ?? "")[locale];
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
