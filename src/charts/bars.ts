import { endsOf } from "./ends.ts";
import { rectX, rectY } from "@observablehq/plot";
import type { Frame } from "../tables/frame.ts";
import { type Text, sameText } from "../i18n/text.ts";
import { type Area, spread, xLabels, xTitle, yAxis } from "./axes.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { type ChartLook, isOpen } from "./look.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, hatch, labels } from "./plot-parts.ts";
import type { BarsSpec } from "./spec.ts";
import { type Bar, type Part, type Stacks, gathered, stacksOf } from "./stacks.ts";
import { fitText, textWidth } from "./text-width.ts";
import { everyNth, niceTicks, tickLabels } from "./ticks.ts";
import { figure, groundsOf, labelOf, unitOf } from "./values.ts";
import { formatValue } from "../i18n/format.ts";

const leastBar = 5;
const leastRow = 17;
const mostRow = 30;

/** A part with its place in the drawing. */
interface Placed extends Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly row: number;
  readonly column: number;
  readonly name: string;
}

/** Bars stacked by colour, what is not over hatched; lying on their side where their names ask for it. */
export function drawBars(spec: BarsSpec, frame: Frame, options: ChartOptions): Drawing {
  const stacks = stacksOf(spec, frame, options);
  if (stacks.bars.length === 0) return drawEmpty(options);
  const summary = summarise(spec, frame, options);
  const widest = Math.max(...stacks.bars.map(({ name }) => textWidth(name)));
  const named = !stacks.dates && frame.columns.find(({ name }) => name === spec.x)?.type === "text";
  const cramped = named && (widest + 10) * stacks.bars.length > options.width - 60;
  return (spec.horizontal ?? cramped)
    ? lying(spec, frame, stacks, summary, options)
    : standing(spec, frame, stacks, summary, options);
}

function standing(
  spec: BarsSpec,
  frame: Frame,
  stacks: Stacks,
  summary: Text,
  options: ChartOptions,
): Drawing {
  const { locale, width, height } = options;
  const most = Math.max(1, Math.floor((width - 60) / leastBar));
  // Of periods the latest are kept, for a sum of the earlier ones would be no period.
  const late = stacks.dates && stacks.bars.length > most;
  const bars = late
    ? stacks.bars.slice(-most)
    : stacks.dates
      ? stacks.bars
      : gathered(stacks.bars, Math.min(most, 60), options);
  const note = late ? messages.latestPeriods(bars.length, stacks.bars.length) : sameText("");
  const title = stacks.dates ? note[locale] : labelOf(spec.x, options);
  const titled = title !== "" && height >= 120;
  const top = 12;
  const bottom = height - (titled ? 34 : 20);
  const ends = [0, ...bars.flatMap(({ parts }) => parts.map(({ to }) => to))];
  const unit = unitOf(spec.y, options);
  const whole = ["customers", "orders", "responses", "points"].includes(unit ?? "");
  const ticks = niceTicks(...endsOf(ends), Math.max(1, Math.round((bottom - top) / 45)), whole);
  const texts = tickLabels(ticks, unit, locale, options.currency ?? null);
  const many = stacks.series.length > 1;
  const endWidth = many
    ? Math.min(width * 0.3, Math.max(...stacks.series.map(({ name }) => textWidth(name))) + 22)
    : 0;
  const area: Area = {
    left: Math.max(34, ...texts.map((text) => textWidth(text) + 8)),
    right: width - Math.max(8, endWidth),
    top,
    bottom,
  };
  const pitch = (area.right - area.left) / bars.length;
  const thick = Math.min(48, Math.max(1, pitch * (pitch > 12 ? 0.72 : 0.84)));
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const y = (value: number) => area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top);
  const middle = (i: number) => area.left + pitch * (i + 0.5);
  const parts = bars.flatMap((bar, column) =>
    bar.parts.map((part): Placed => ({
      ...part,
      name: bar.name,
      column,
      row: stacks.series.findIndex(({ name }) => name === part.series),
      x: middle(column) - thick / 2,
      width: thick,
      y: Math.min(y(part.from), y(part.to)),
      height: Math.abs(y(part.from) - y(part.to)),
    })),
  );
  const each = Math.max(...bars.map(({ name }) => textWidth(name))) + 14;
  const step = everyNth(bars.length, area.right - area.left, Math.max(pitch, each));
  const stripes = hatch(stacks.series.map((series) => series.class));
  const svg = drawPlot(options, summary, {
    marks: [
      stripes.mark,
      ...yAxis(
        ticks.filter((tick) => tick !== 0),
        texts.filter((_, i) => ticks[i] !== 0),
        area,
        y,
      ),
      rectY(parts, {
        x1: (part: Placed) => part.x,
        x2: (part: Placed) => part.x + part.width,
        // A hairline of ground keeps stacked parts apart.
        y1: (part: Placed) => part.y + (many && part.height > 3 ? 0.5 : 0),
        y2: (part: Placed) => part.y + part.height - (many && part.height > 3 ? 0.5 : 0),
        ...painted(parts, stripes.fill, options.look),
      }),
      ...yAxis([0], [texts[ticks.indexOf(0)] ?? "0"], area, y),
      ...xLabels(
        bars.flatMap((bar, i): [number, string][] => (i % step === 0 ? [[middle(i), bar.name]] : [])),
        area,
      ),
      ...(titled ? xTitle(title, area) : []),
      ...(many ? endNames(stacks, bars, area, y, endWidth) : []),
    ],
  });
  return { svg, points: parts.map((part) => pointOf(part, spec, frame, options)), summary };
}

/** The names of the series beside the last bar, each at the height of its part. */
function endNames(
  stacks: Stacks,
  bars: readonly Bar[],
  area: Area,
  y: (value: number) => number,
  width: number,
) {
  const last = bars.at(-1);
  const fit = Math.max(1, Math.floor((area.bottom - area.top) / 13));
  const series = stacks.series.slice(0, fit);
  let running = 0;
  const places = spread(
    series.map(({ name }) => {
      const part = last?.parts.find((own) => own.series === name);
      if (part) running = (part.from + part.to) / 2;
      return y(running);
    }),
    13,
    area.top + 4,
    area.bottom - 4,
  );
  const words = series.map(({ name }, i): Label => ({
    x: area.right + 18,
    y: (places[i] ?? 0) + 4,
    text: fitText(name, width - 20),
    class: "lab",
  }));
  return [
    rectY(series, {
      x1: () => area.right + 6,
      x2: () => area.right + 14,
      y1: (_: unknown, i: number) => (places[i] ?? 0) - 4,
      y2: (_: unknown, i: number) => (places[i] ?? 0) + 4,
      rx: 1.5,
      ...classed(series, (own) => `bar ${own.class}`),
    }),
    ...labels(words),
  ];
}

function lying(spec: BarsSpec, frame: Frame, stacks: Stacks, summary: Text, options: ChartOptions): Drawing {
  const { width, height } = options;
  const many = stacks.series.length > 1;
  const head = many ? 20 : 4;
  const room = Math.max(1, Math.floor((height - head - 4) / leastRow));
  const bars = gathered(stacks.bars, room, options);
  const pitch = Math.min(mostRow, Math.max(leastRow, (height - head - 4) / bars.length));
  const text = (value: number) =>
    formatValue(value, unitOf(spec.y, options), options.locale, {
      currency: options.currency ?? null,
      short: true,
    });
  const left = Math.min(width * 0.4, Math.max(...bars.map(({ name }) => textWidth(name)))) + 8;
  const values = bars.map(({ total }) => textWidth(text(total)));
  const from = Math.min(0, ...bars.flatMap(({ parts }) => parts.map((part) => part.to)));
  const to = Math.max(0, ...bars.flatMap(({ parts }) => parts.map((part) => part.to))) || 1;
  const right = width - Math.max(...values) - 8;
  const x = (value: number) => left + ((value - from) / (to - from)) * Math.max(8, right - left);
  const thick = Math.min(20, pitch * 0.66);
  const parts = bars.flatMap((bar, row) =>
    bar.parts.map((part, column): Placed => ({
      ...part,
      name: bar.name,
      row,
      column,
      x: Math.min(x(part.from), x(part.to)),
      width: Math.abs(x(part.to) - x(part.from)),
      y: head + row * pitch + (pitch - thick) / 2,
      height: thick,
    })),
  );
  const stripes = hatch(stacks.series.map((series) => series.class));
  const words = bars.flatMap((bar, row): Label[] => {
    const y = head + (row + 0.5) * pitch + 4;
    const end = Math.max(0, ...bar.parts.map((part) => part.to));
    return [
      { x: left - 8, y, text: fitText(bar.name, left - 8), anchor: "end", class: "lab" },
      { x: x(end) + 5, y, text: text(bar.total), class: "ink" },
    ];
  });
  let at = left;
  const legend = many
    ? stacks.series.flatMap((series) => {
        const start = at;
        at += textWidth(series.name) + 28;
        return at - 12 > width ? [] : [{ ...series, at: start }];
      })
    : [];
  const svg = drawPlot(options, summary, {
    height: Math.min(height, head + bars.length * pitch + 4),
    marks: [
      stripes.mark,
      rectX(parts, {
        x1: (part: Placed) => part.x,
        x2: (part: Placed) => part.x + part.width,
        y1: (part: Placed) => part.y,
        y2: (part: Placed) => part.y + part.height,
        ...painted(parts, stripes.fill, options.look),
      }),
      rectX([0], {
        x1: () => x(0) - 0.5,
        x2: () => x(0) + 0.5,
        y1: () => head,
        y2: () => head + bars.length * pitch,
        className: "zero",
      }),
      ...labels(words),
      rectX(legend, {
        x1: (own: { at: number }) => own.at,
        x2: (own: { at: number }) => own.at + 8,
        y1: () => 4,
        y2: () => 12,
        ...classed(legend, (own) => `bar ${own.class}`),
      }),
      ...labels(legend.map((own): Label => ({ x: own.at + 12, y: 12, text: own.name, class: "lab" }))),
    ],
  });
  return { svg, points: parts.map((part) => pointOf(part, spec, frame, options)), summary };
}

function painted(parts: readonly Placed[], fill: (series?: string) => string, look: ChartLook | undefined) {
  return classed(
    parts,
    (part) => `bar ${part.class}${isOpen(part.complete, look) ? " open" : ""}`,
    (element, part) => {
      if (isOpen(part.complete, look)) element.setAttribute("style", `fill: ${fill(part.class)}`);
    },
  );
}

function pointOf(part: Placed, spec: BarsSpec, frame: Frame, options: ChartOptions): ChartPoint {
  return {
    x: part.x + part.width / 2,
    y: part.y + part.height / 2,
    width: part.width,
    height: part.height,
    row: part.row,
    column: part.column,
    title: `${[part.series, part.name].filter(Boolean).join(" · ")}: ${figure(part.value, spec.y, options)}`,
    lines:
      part.index === null
        ? part.complete
          ? []
          : [[messages.period[options.locale], messages.incomplete[options.locale]]]
        : groundsOf(frame, part.index, { value: spec.y, complete: spec.complete }, options),
    index: part.index,
  };
}

function summarise(spec: BarsSpec, frame: Frame, options: ChartOptions): Text {
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const { bars } = stacksOf(spec, frame, own);
    const closed = bars.filter(({ parts }) => parts.every(({ complete }) => complete));
    const ranked = [...closed].sort((a, b) => b.total - a.total);
    const [best, worst] = [ranked[0], ranked.at(-1)];
    const rest = closed.length < bars.length ? messages.openLeftOut[locale] : "";
    if (!best || !worst) return messages.noneComplete[locale];
    const say = (bar: Bar): [string, string] => [bar.name, figure(bar.total, spec.y, own)];
    return (
      messages.barsRange(labelOf(spec.y, own), say(best), best === worst ? null : say(worst))[locale] + rest
    );
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
