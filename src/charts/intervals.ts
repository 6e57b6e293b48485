import { endsOf } from "./ends.ts";
import { dot, ruleX, ruleY } from "@observablehq/plot";
import { formatCount } from "../i18n/format.ts";
import type { Frame } from "../tables/frame.ts";
import { type Area, xRules } from "./axes.ts";
import { type ChartOptions, type ChartPoint, type Drawing, tinyCount } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { type Footing, isFaint } from "./look.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import type { IntervalsSpec } from "./spec.ts";
import { fitText, textWidth } from "./text-width.ts";
import { niceTicks, tickLabels } from "./ticks.ts";
import {
  figure,
  figureShown,
  footingOf,
  groundsOf,
  isDate,
  labelOf,
  nameOf,
  numberIn,
  unitOf,
  valueIn,
} from "./values.ts";

interface Group {
  readonly name: string;
  readonly x: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number | null;
  readonly footing: Footing;
  readonly index: number;
  readonly y: number;
  readonly class: string;
}
const leastPitch = 17;
const mostPitch = 40;
/** The pitch of a list that takes the height it needs. */
const listPitch = 28;
/** A name above its row instead of beside it. */
const stackedPitch = 38;
const head = 16;
const foot = 22;

const nameRoom = (width: number) => width * 0.36;
const nameTakes = (name: string) => textWidth(name, 11, true);

/** The height in which rows of these names are all told apart. */
export function intervalsHeight(names: readonly string[], width: number): number {
  const stacked = names.some((name) => nameTakes(name) > nameRoom(width));
  return head + foot + names.length * (stacked ? stackedPitch : listPitch) + 4;
}

/**
 * A point with its interval a row, its figure and n beside it; few answers are hollow and dashed. Names too
 * long to stand beside stand above, where there is room for that.
 */
export function drawIntervals(spec: IntervalsSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width } = options;
  const all = groupsOf(spec, frame, options);
  if (all.length === 0) return drawEmpty(options);
  const room = Math.max(1, Math.floor((options.height - head - foot) / leastPitch));
  const crowded = all.length > room;
  const fit = crowded ? Math.max(1, room - 1) : all.length;
  const kept = new Set([...all].sort((a, b) => (b.n ?? 0) - (a.n ?? 0)).slice(0, fit));
  const noteHeight = crowded ? 16 : 0;
  const rowRoom = (options.height - head - foot - noteHeight) / fit;
  const stacked = rowRoom >= stackedPitch && all.some(({ name }) => nameTakes(name) > nameRoom(width));
  const pitch = stacked ? stackedPitch : Math.min(mostPitch, Math.max(leastPitch, rowRoom));
  const groups: Group[] = all
    .filter((group) => kept.has(group))
    .map((group, i) => ({ ...group, y: head + (stacked ? (i + 1) * pitch - 11 : (i + 0.5) * pitch) }));
  const bottom = head + groups.length * pitch;
  const height = bottom + foot + noteHeight;

  // ---- Columns: names, the plot, the figure, n ----
  const text = (group: Group) => (group.footing === "hidden" ? "–" : figure(group.x, spec.x, options));
  const count = (group: Group) => (group.n === null ? "–" : formatCount(group.n, locale));
  const nameWidth = stacked
    ? width
    : Math.min(nameRoom(width), Math.max(...groups.map(({ name }) => nameTakes(name))));
  const nWidth = Math.max(14, ...groups.map((group) => textWidth(count(group))));
  const figureWidth = Math.max(24, ...groups.map((group) => textWidth(text(group), 11, true)));
  const figureTitle = fitText(labelOf(spec.x, options), figureWidth + 60);
  const unit = unitOf(spec.x, options);
  const nTitle = messages.n[locale];
  const area: Area = {
    left: stacked ? 16 : nameWidth + 14,
    right: width - nWidth - 14 - figureWidth - 14,
    top: head,
    bottom,
  };
  const counted = width - nWidth - 14;
  // What the rows are groups of; one row alone is no group.
  const title = groups.length > 1 ? labelOf(spec.y, options) : "";

  // ---- Scale ----
  const ends = groups
    .filter(({ footing }) => footing !== "hidden")
    .flatMap(({ x, low, high }) => [x, low ?? x, high ?? x]);
  if (ends.length === 0) ends.push(0, 1);
  const inner = Math.max(20, area.right - area.left);
  const ticks = niceTicks(...endsOf(ends), Math.max(2, Math.round(inner / 70)));
  const texts = tickLabels(ticks, unit, locale, options.currency ?? null);
  const [from, to] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (value: number) => area.left + ((value - from) / (to - from)) * inner;
  const inside = (value: number) => Math.min(area.right, Math.max(area.left, x(value)));

  const drawn = groups.filter(({ footing }) => footing !== "hidden");
  const spans = drawn.filter(({ low, high }) => low !== null && high !== null);
  const caps = spans.flatMap((group) =>
    [group.low ?? 0, group.high ?? 0]
      .filter((value) => value >= from && value <= to)
      .map((value) => ({ at: x(value), y: group.y, class: group.class })),
  );
  const faint = ({ footing }: Group) => isFaint(footing, options.look);
  const named = (group: Group) => (faint(group) ? "sm" : group.class.includes("total") ? "ink b" : "lab");
  const words: Label[] = [
    { x: counted, y: 10, text: figureTitle, anchor: "end" },
    { x: width, y: 10, text: nTitle, anchor: "end" },
    ...(title
      ? [
          {
            x: stacked || textWidth(title) > nameWidth ? 0 : nameWidth + 2,
            y: 10,
            text: fitText(title, counted - textWidth(figureTitle) - 8),
            anchor: stacked || textWidth(title) > nameWidth ? ("start" as const) : ("end" as const),
          },
        ]
      : []),
    ...groups.flatMap((group): Label[] => [
      {
        x: stacked ? 0 : nameWidth + 2,
        y: stacked ? group.y - 11 : group.y + 4,
        text: fitText(group.name, nameWidth, 11, named(group).includes("b")),
        anchor: stacked ? "start" : "end",
        class: stacked ? `${named(group)} halo` : named(group),
      },
      {
        x: counted,
        y: group.y + 4,
        text: text(group),
        anchor: "end",
        class: faint(group) ? "sm" : `ink${group.class.includes("total") ? " b" : ""}`,
      },
      {
        x: width,
        y: group.y + 4,
        text: count(group),
        anchor: "end",
        class: faint(group) ? "sm" : "",
      },
    ]),
    ...(crowded
      ? [
          {
            x: 0,
            y: height - 4,
            text: fitText(messages.largestGroups(groups.length, all.length)[locale], width),
            class: "lab",
          },
        ]
      : []),
  ];
  const summary = summarise(spec, frame, options);
  const svg = drawPlot(options, summary, {
    height,
    marks: [
      ...xRules(ticks, texts, area, x),
      ...labels(words),
      ruleY(spans, {
        x1: ({ low }: Group) => inside(low ?? 0),
        x2: ({ high }: Group) => inside(high ?? 0),
        y: ({ y }: Group) => y,
        ...classed(spans, (group) => `span ${group.class}`),
      }),
      ruleX(caps, {
        x: "at",
        y1: (cap: { y: number }) => cap.y - 3,
        y2: (cap: { y: number }) => cap.y + 3,
        ...classed(caps, (cap) => `cap ${cap.class}`),
      }),
      dot(drawn, {
        x: (group: Group) => x(group.x),
        y: ({ y }: Group) => y,
        r: 4,
        ...classed(drawn, (group) => `spot ${group.class}`),
      }),
    ],
  });
  const points = groups.map((group, row): ChartPoint => ({
    x: group.footing === "hidden" ? (area.left + area.right) / 2 : x(group.x),
    y: group.y,
    row,
    column: 0,
    title: `${group.name}: ${figureShown(group.x, group.n, spec.x, options)}`,
    lines: groundsOf(
      frame,
      group.index,
      { value: spec.x, n: spec.n, interval: [spec.low, spec.high] },
      options,
    ),
    index: group.index,
  }));
  return { svg, points, summary };
}

/** A row each; where names repeat since rows differ by period, the period is part of the name. */
function groupsOf(spec: IntervalsSpec, frame: Frame, options: ChartOptions): Group[] {
  const values = frame.values[spec.y] ?? [];
  const repeated = new Set(values).size < values.length;
  const period = repeated
    ? frame.columns.find(({ name }) => name !== spec.y && isDate(frame, name))?.name
    : undefined;
  const unit = unitOf(spec.x, options);
  const groups: Group[] = [];
  for (let index = 0; index < frame.length; index += 1) {
    const x = numberIn(frame, spec.x, index);
    const n = numberIn(frame, spec.n, index);
    // A hidden rate needs no value, only its n.
    if (x === null && !(n !== null && n < tinyCount)) continue;
    const own = valueIn(frame, spec.y, index);
    const when = valueIn(frame, period, index);
    const name = nameOf(own, spec.y, frame, options);
    const dated = period !== undefined && when !== null ? nameOf(when, period, frame, options) : "";
    const footing = x === null ? "hidden" : footingOf(n, unit);
    const total = own === null && values.every((value) => value === null) && !dated;
    groups.push({
      name: dated ? (own === null ? dated : `${name} · ${dated}`) : name,
      x: x ?? 0,
      low: numberIn(frame, spec.low, index),
      high: numberIn(frame, spec.high, index),
      n,
      footing,
      index,
      y: 0,
      class: isFaint(footing, options.look) ? "small" : total ? "total" : "",
    });
  }
  return groups;
}

function summarise(spec: IntervalsSpec, frame: Frame, options: ChartOptions): Drawing["summary"] {
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const groups = groupsOf(spec, frame, own);
    const ranked = groups.filter(({ footing }) => footing === "firm").sort((a, b) => b.x - a.x);
    const [best, worst] = [ranked[0], ranked.at(-1)];
    const value = labelOf(spec.x, own);
    if (!best || !worst) return messages.groupsOf(value, groups.length)[locale];
    const say = (group: Group): [string, string, string] => [
      group.name,
      figure(group.x, spec.x, own),
      `n = ${formatCount(group.n, locale)}`,
    ];
    return messages.highestGroup(value, groups.length, say(best), best === worst ? null : say(worst))[locale];
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
