import { rectX, ruleX } from "@observablehq/plot";
import { formatValue } from "../i18n/format.ts";
import type { Frame } from "../tables/frame.ts";
import type { Unit } from "../tables/unit.ts";
import { type Area, xRules } from "./axes.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import type { TornadoSpec } from "./spec.ts";
import { fitText, textWidth } from "./text-width.ts";
import { niceTicks, tickLabels } from "./ticks.ts";
import { figure, labelOf, nameOf, numberIn, unitOf, valueIn } from "./values.ts";

const mostRow = 40;

/** The figure with one input lower and one higher, beside the figure as it is. */
interface Bar {
  readonly index: number;
  readonly name: string;
  readonly base: number;
  /** The lower input's figure, then the higher one's. */
  readonly ends: readonly [number, number];
  readonly inputs: readonly [string, string];
  readonly y: number;
}

/** A bar each input from the figure with it lower to the figure with it higher; the widest on top. */
export function drawTornado(spec: TornadoSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width, height } = options;
  const sorted = barsOf(spec, frame, options);
  if (sorted.length === 0) return drawEmpty(options);
  const base = sorted[0]?.base ?? 0;
  const foot = 36;
  const head = 18;
  const pitch = Math.min(mostRow, Math.max(17, (height - head - foot) / sorted.length));
  const thick = Math.min(20, pitch * 0.6);
  const bars = sorted.map((bar, i) => ({ ...bar, y: head + (i + 0.5) * pitch }));
  const bottom = head + bars.length * pitch;

  // ---- Room: names on the left, the inputs' words within the plot beside each end ----
  const nameWidth = Math.min(width * 0.32, Math.max(...bars.map(({ name }) => textWidth(name))) + 2);
  const wordsWidth = Math.max(...bars.flatMap(({ inputs }) => inputs.map((text) => textWidth(text)))) + 8;
  const area: Area = { left: nameWidth + 8 + wordsWidth, right: width - wordsWidth - 4, top: head, bottom };
  const inner = Math.max(20, area.right - area.left);
  const ends = [base, ...bars.flatMap((bar) => bar.ends)];
  const unit = unitOf(spec.base, options);
  const ticks = niceTicks(Math.min(...ends), Math.max(...ends), Math.max(2, Math.round(inner / 80)));
  const texts = tickLabels(ticks, unit, locale, options.currency ?? null);
  const [from, to] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (value: number) => area.left + ((value - from) / (to - from)) * inner;

  const halves = bars.flatMap(({ ends: own, y }) =>
    own.map((end, side) => ({ x1: x(base), x2: x(end), y, side })),
  );
  const words = bars.flatMap(({ name, ends: own, inputs, y }): Label[] => [
    { x: nameWidth, y: y + 4, text: fitText(name, nameWidth), anchor: "end", class: "lab" },
    ...own.map((end, side): Label => {
      // Where both ends lie on one side, the words of the nearer one go to the other side of the base.
      const other = own[1 - side] ?? end;
      const rightwards = end === other ? side === 1 : end > other;
      return {
        x: rightwards ? Math.max(x(end), x(base)) + 5 : Math.min(x(end), x(base)) - 5,
        y: y + 4,
        text: inputs[side] ?? "",
        anchor: rightwards ? "start" : "end",
        class: "sm",
      };
    }),
  ]);
  const summary = summarise(spec, frame, options);
  const title = `${labelOf(spec.base, options)}: ${figure(base, spec.base, options)}`;
  const svg = drawPlot(options, summary, {
    height: bottom + foot,
    marks: [
      ...xRules(ticks, texts, area, x),
      rectX(halves, {
        x1: (half: { x1: number; x2: number }) => Math.min(half.x1, half.x2),
        x2: (half: { x1: number; x2: number }) => Math.max(half.x1, half.x2),
        y1: (half: { y: number }) => half.y - thick / 2,
        y2: (half: { y: number }) => half.y + thick / 2,
        // The lower input is the paler half.
        ...classed(halves, ({ side }) => (side === 0 ? "bar lower" : "bar s1")),
      }),
      ruleX([base], { x: () => x(base), y1: area.top - 4, y2: area.bottom, className: "basis" }),
      ...labels([
        ...words,
        {
          x: x(base),
          y: 10,
          text: fitText(title, width),
          anchor: anchorAt(x(base), title, width),
          class: "ink b",
        },
        ...legend(area, bottom + 30, options),
      ]),
      rectX([0, 1], {
        x1: (side: number) => keyAt(side, area, options) - 12,
        x2: (side: number) => keyAt(side, area, options) - 4,
        y1: () => bottom + 22,
        y2: () => bottom + 30,
        ...classed([0, 1], (side) => (side === 0 ? "bar lower" : "bar s1")),
      }),
    ],
  });
  const points = bars.flatMap((bar, row) =>
    bar.ends.map((end, side): ChartPoint => ({
      x: (x(base) + x(end)) / 2,
      y: bar.y,
      width: Math.max(6, Math.abs(x(end) - x(base))),
      height: thick,
      row,
      column: end === bar.ends[1 - side] ? side : end < (bar.ends[1 - side] ?? end) ? 0 : 1,
      title: `${bar.name} ${bar.inputs[side] ?? ""}`,
      lines: [
        [labelOf(spec.base, options), figure(end, spec.base, options)],
        [messages.change[locale], `${end > base ? "+" : ""}${figure(end - base, spec.base, options)}`],
      ],
      index: bar.index,
    })),
  );
  return { svg, points, summary };
}

/** A label over a place near an edge hangs towards the middle. */
function anchorAt(x: number, text: string, width: number): "start" | "middle" | "end" {
  const half = textWidth(text, 11, true) / 2;
  return x - half < 0 ? "start" : x + half > width ? "end" : "middle";
}

const sideNames = (options: ChartOptions) => [
  messages.lowerInput[options.locale],
  messages.higherInput[options.locale],
];
/** Where the words of either colour begin, below the axis. */
function keyAt(side: number, area: Area, options: ChartOptions): number {
  const [lower = ""] = sideNames(options);
  return area.left + 12 + (side === 0 ? 0 : textWidth(lower) + 32);
}
function legend(area: Area, y: number, options: ChartOptions): Label[] {
  return sideNames(options).map((text, side) => ({ x: keyAt(side, area, options), y, text, class: "lab" }));
}

/** The rows with a figure at both ends, by how far these lie apart. */
function barsOf(spec: TornadoSpec, frame: Frame, options: ChartOptions): Bar[] {
  const { locale, currency = null } = options;
  const bars: Bar[] = [];
  for (let index = 0; index < frame.length; index += 1) {
    const [base, low, high] = [spec.base, spec.low, spec.high].map((name) => numberIn(frame, name, index));
    if (base == null || low == null || high == null) continue;
    const unit = valueIn(frame, spec.unit, index) as Unit | null;
    const words = spec.inputs.map((name) =>
      formatValue(numberIn(frame, name, index), unit ?? undefined, locale, { currency, short: true }),
    ) as [string, string];
    bars.push({
      index,
      name: nameOf(valueIn(frame, spec.y, index), spec.y, frame, options),
      base,
      ends: [low, high],
      inputs: words,
      y: 0,
    });
  }
  return bars.sort((a, b) => spanOf(b) - spanOf(a));
}
const spanOf = ({ base, ends }: Bar) => Math.max(base, ...ends) - Math.min(base, ...ends);

function summarise(spec: TornadoSpec, frame: Frame, options: ChartOptions): Drawing["summary"] {
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const [most] = barsOf(spec, frame, own);
    const say = (value: number) => figure(value, spec.base, own);
    return messages.tornado(
      labelOf(spec.base, own),
      most ? say(most.base) : "—",
      most && spanOf(most) > 0 ? [most.name, say(Math.min(...most.ends)), say(Math.max(...most.ends))] : null,
    )[locale];
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
