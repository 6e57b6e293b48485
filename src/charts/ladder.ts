import { rectX, ruleX, ruleY } from "@observablehq/plot";
import { formatCount } from "../i18n/format.ts";
import type { Frame } from "../tables/frame.ts";
import { type Area, xRules } from "./axes.ts";
import { categoriesOf } from "./categories.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import type { LadderSpec } from "./spec.ts";
import { fitText, textWidth } from "./text-width.ts";
import { niceTicks, tickLabels } from "./ticks.ts";
import type { Footing } from "./look.ts";
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

interface Bar {
  readonly step: number;
  readonly group: string;
  readonly name: string;
  readonly class: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number | null;
  readonly footing: Footing;
  readonly index: number;
}
interface Placed extends Bar {
  readonly y: number;
  /** Whether it is the first of its rung. */
  readonly first: boolean;
}
const leastPitch = 15;
const mostPitch = 34;

/** A rung a step: a bar of the share that went on, its interval, figure and n. */
export function drawLadder(spec: LadderSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width } = options;
  const { bars, groups, left } = barsOf(spec, frame, options);
  if (bars.length === 0) return drawEmpty(options);
  const many = groups.length > 1;

  // ---- Rows: within a rung one a group; rungs stand apart where there are several ----
  const steps = [...new Set(bars.map(({ step }) => step))];
  const gap = many ? 7 : 0;
  const legendLines = many ? legendRows(groups, width) : [];
  const noteHeight = left > 0 ? 16 : 0;
  const head = 16 + legendLines.length * 16;
  const foot = 22 + noteHeight;
  const room = options.height - head - foot - gap * (steps.length - 1);
  const pitch = Math.min(mostPitch, Math.max(leastPitch, room / bars.length));
  const thick = Math.min(18, pitch * 0.62);
  const placed = bars.map((bar, i): Placed => ({
    ...bar,
    y: head + (i + 0.5) * pitch + steps.indexOf(bar.step) * gap,
    first: bars[i - 1]?.step !== bar.step,
  }));
  const bottom = head + bars.length * pitch + (steps.length - 1) * gap;
  const height = bottom + foot;

  // ---- Columns: the rung, the plot, the figure, n ----
  const rung = (step: number) => messages.rung(step)[locale];
  const text = (bar: Bar) => (bar.footing === "hidden" ? "–" : figure(bar.value, spec.x, options));
  const count = (bar: Bar) => (bar.n === null ? "–" : formatCount(bar.n, locale));
  const nWidth = Math.max(14, ...bars.map((bar) => textWidth(count(bar))));
  const figureWidth = Math.max(24, ...bars.map((bar) => textWidth(text(bar), 11, true)));
  const area: Area = {
    left: Math.max(...steps.map((step) => textWidth(rung(step), 11, true))) + 12,
    right: width - nWidth - 14 - figureWidth - 12,
    top: head,
    bottom,
  };
  const counted = width - nWidth - 14;
  const inner = Math.max(20, area.right - area.left);

  const shown = placed.filter(({ footing }) => footing !== "hidden");
  const spans = shown.filter(({ low, high }) => low !== null && high !== null);
  const ends = shown.flatMap(({ value, high, footing }) => [value, footing === "firm" ? (high ?? 0) : 0]);
  const ticks = niceTicks(0, Math.max(0.01, ...ends), Math.max(2, Math.round(inner / 70)));
  const to = ticks.at(-1) ?? 1;
  const x = (value: number) => area.left + (Math.min(value, to) / to) * inner;
  const tone = (bar: Bar) => (bar.footing === "firm" ? `bar ${bar.class} pale` : "hollow");

  const words: Label[] = [
    { x: counted, y: head - 6, text: fitText(labelOf(spec.x, options), inner * 0.9), anchor: "end" },
    { x: width, y: head - 6, text: messages.n[locale], anchor: "end" },
    ...placed.flatMap((bar): Label[] => [
      ...(bar.first ? [{ x: 0, y: bar.y + 4, text: rung(bar.step), class: "ink b" }] : []),
      {
        x: counted,
        y: bar.y + 4,
        text: text(bar),
        anchor: "end",
        class: bar.footing === "firm" ? "ink b" : "sm",
      },
      { x: width, y: bar.y + 4, text: count(bar), anchor: "end", class: bar.footing === "firm" ? "" : "sm" },
    ]),
    ...(left > 0
      ? [
          {
            x: 0,
            y: height - 4,
            text: fitText(messages.largestGroups(groups.length, groups.length + left)[locale], width),
            class: "lab",
          },
        ]
      : []),
  ];
  const key = legendLines.flatMap((line, row) => line.map((each) => ({ ...each, y: row * 16 + 10 })));
  const summary = summarise(spec, frame, options);
  const svg = drawPlot(options, summary, {
    height,
    marks: [
      ...xRules(ticks, tickLabels(ticks, unitOf(spec.x, options), locale, options.currency ?? null), area, x),
      rectX(shown, {
        x1: area.left,
        x2: (bar: Placed) => x(bar.value),
        y1: (bar: Placed) => bar.y - thick / 2,
        y2: (bar: Placed) => bar.y + thick / 2,
        ...classed(shown, tone),
      }),
      ruleY(spans, {
        x1: (bar: Placed) => x(bar.low ?? 0),
        x2: (bar: Placed) => x(bar.high ?? 0),
        y: (bar: Placed) => bar.y,
        ...classed(spans, ({ footing }) => `span${footing === "firm" ? "" : " small"}`),
      }),
      ruleX(
        spans.flatMap((bar) => [bar.low ?? 0, bar.high ?? 0].map((at) => ({ at, y: bar.y }))),
        {
          x: (cap: { at: number }) => x(cap.at),
          y1: (cap: { y: number }) => cap.y - 3,
          y2: (cap: { y: number }) => cap.y + 3,
          className: "cap",
        },
      ),
      rectX(key, {
        x1: (each: { x: number }) => each.x,
        x2: (each: { x: number }) => each.x + 8,
        y1: (each: { y: number }) => each.y - 8,
        y2: (each: { y: number }) => each.y,
        ...classed(key, (each) => `bar ${each.class} pale`),
      }),
      ...labels(key.map((each): Label => ({ x: each.x + 13, y: each.y, text: each.text, class: "lab" }))),
      ...labels(words),
    ],
  });
  const points = placed.map((bar, row): ChartPoint => ({
    x: (area.left + x(bar.footing === "hidden" ? 0 : bar.value)) / 2,
    y: bar.y,
    width: Math.max(6, bar.footing === "hidden" ? 0 : x(bar.value) - area.left),
    height: thick,
    row,
    column: 0,
    title: `${many ? `${bar.name} · ` : ""}${rung(bar.step)}: ${figureShown(bar.value, bar.n, spec.x, options)}`,
    lines: groundsOf(
      frame,
      bar.index,
      { value: spec.x, n: spec.n, interval: [spec.low, spec.high] },
      options,
    ),
    index: bar.index,
  }));
  return { svg, points, summary };
}

interface Group {
  readonly name: string;
  readonly class: string;
}
/** Bars by step, within a step by group; beyond eight groups the largest alone, with how many are left out. */
function barsOf(
  spec: LadderSpec,
  frame: Frame,
  options: ChartOptions,
): { bars: Bar[]; groups: Group[]; left: number } {
  const found: Bar[] = [];
  const weights = new Map<string, number>();
  for (let index = 0; index < frame.length; index += 1) {
    const [step, value] = [numberIn(frame, spec.step, index), numberIn(frame, spec.x, index)];
    if (step === null || value === null) continue;
    const own = valueIn(frame, spec.color, index);
    const group = own === null ? "" : String(own);
    const n = numberIn(frame, spec.n, index);
    weights.set(group, (weights.get(group) ?? 0) + (n ?? 0));
    found.push({
      step,
      group,
      name: spec.color === undefined ? "" : nameOf(own, spec.color, frame, options),
      class: "",
      value,
      low: numberIn(frame, spec.low, index),
      high: numberIn(frame, spec.high, index),
      n,
      footing: footingOf(n, unitOf(spec.x, options)),
      index,
    });
  }
  const { kept, others, classOf } = categoriesOf(weights, options.categories);
  const bars = found
    .filter(({ group }) => kept.includes(group))
    .map((bar) => ({ ...bar, class: classOf(bar.group) }))
    .sort((a, b) => a.step - b.step || kept.indexOf(a.group) - kept.indexOf(b.group));
  const groups = kept.flatMap((group) => bars.find((bar) => bar.group === group) ?? []);
  return { bars, groups, left: others.length };
}

/** Names beside their colours, in as many lines as they need. */
function legendRows(groups: readonly Group[], width: number) {
  const lines: { x: number; text: string; class: string }[][] = [[]];
  let x = 0;
  for (const { name, class: tone } of groups) {
    const text = fitText(name, Math.min(140, width - 16));
    const taken = 13 + textWidth(text) + 14;
    if (x > 0 && x + taken > width) {
      lines.push([]);
      x = 0;
    }
    lines.at(-1)?.push({ x, text, class: tone });
    x += taken;
  }
  return lines;
}

function summarise(spec: LadderSpec, frame: Frame, options: ChartOptions): Drawing["summary"] {
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const { bars, groups } = barsOf(spec, frame, own);
    return groups
      .map((group) => {
        const firm = bars.filter(({ name, footing }) => name === group.name && footing === "firm");
        const [first, last] = [firm[0], firm.at(-1)];
        if (!first || !last) return labelOf(spec.x, own);
        const say = (bar: Bar): [string, string] => [
          messages.rung(bar.step)[locale],
          figure(bar.value, spec.x, own),
        ];
        const value = labelOf(spec.x, own);
        const name = groups.length > 1 ? `${value}, ${group.name}` : value;
        return messages.climbs(name, say(first), first === last ? null : say(last))[locale];
      })
      .filter(Boolean)
      .join(locale === "en" ? " " : "");
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
