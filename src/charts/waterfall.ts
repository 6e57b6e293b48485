import { rectX, ruleX, ruleY } from "@observablehq/plot";
import { formatPart } from "../i18n/format.ts";
import type { Frame } from "../tables/frame.ts";
import { type Area, xRules } from "./axes.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import { fitText, textWidth } from "./text-width.ts";
import { niceTicks, tickLabels } from "./ticks.ts";
import { figure, nameOf, numberIn, unitOf, valueIn } from "./values.ts";
import { messages } from "./waterfall.messages.ts";

/** From one figure to another: a bar each part from where the one before it ended; both figures as lines. */
export interface WaterfallSpec<C extends string = string> {
  readonly y: C;
  /** Where a row begins and ends; the same for a row that is a figure. */
  readonly from: C;
  readonly to: C;
  /** Whether the row is one of the two figures, and no part. */
  readonly whole: C;
}

interface Step {
  readonly index: number;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly whole: boolean;
  readonly y: number;
}

const head = 8;
const foot = 22;
const pitch = 26;

/** The height that so many rows take. */
export const waterfallHeight = (rows: number): number => head + rows * pitch + foot;

export function drawWaterfall(spec: WaterfallSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width, currency = null } = options;
  const steps = stepsOf(spec, frame, options);
  if (steps.length === 0) return drawEmpty(options);
  const unit = unitOf(spec.to, options);
  const bottom = head + steps.length * pitch;
  const words = ({ whole, from, to }: Step) =>
    whole ? figure(to, spec.to, options) : formatPart(to - from, unit, locale, { currency });

  // ---- Columns: names, the plot, the figure or the part ----
  const nameWidth = Math.min(
    width * 0.4,
    Math.max(...steps.map(({ name, whole }) => textWidth(name, 11, whole))) + 2,
  );
  const valueWidth = Math.max(...steps.map((step) => textWidth(words(step), 11, true)));
  const area: Area = { left: nameWidth + 14, right: width - valueWidth - 14, top: head, bottom };
  const inner = Math.max(20, area.right - area.left);
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const ticks = niceTicks(Math.min(...ends), Math.max(...ends), Math.max(2, Math.round(inner / 70)));
  const [least, most] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (value: number) => area.left + ((value - least) / (most - least || 1)) * inner;

  const parts = steps.filter(({ whole }) => !whole);
  const wholes = steps.filter(({ whole }) => whole);
  const links = steps.slice(0, -1).map(({ to, y }) => ({ at: x(to), y1: y, y2: y + pitch }));
  const summary = summarise(steps, words);
  const svg = drawPlot(options, summary, {
    height: bottom + foot,
    marks: [
      ...xRules(ticks, tickLabels(ticks, unit, locale, currency), area, x),
      ruleX(links, { x: "at", y1: "y1", y2: "y2", className: "base" }),
      rectX(parts, {
        // A part of nothing is a line.
        x1: ({ from, to }: Step) => Math.min(x(from), x(to)) - (from === to ? 0.5 : 0),
        x2: ({ from, to }: Step) => Math.max(x(from), x(to)) + (from === to ? 0.5 : 0),
        y1: ({ y }: Step) => y - 7,
        y2: ({ y }: Step) => y + 7,
        ...classed(parts, ({ from, to }) => (to < from ? "bar lower" : "bar s1")),
      }),
      ruleY(wholes, {
        y: "y",
        x1: area.left,
        x2: ({ to }: Step) => x(to),
        className: "base",
      }),
      ruleX(wholes, {
        x: ({ to }: Step) => x(to),
        y1: ({ y }: Step) => y - 8,
        y2: ({ y }: Step) => y + 8,
        className: "basis",
      }),
      ...labels(
        steps.flatMap((step): Label[] => [
          {
            x: nameWidth,
            y: step.y + 4,
            text: fitText(step.name, nameWidth, 11, step.whole),
            anchor: "end",
            class: step.whole ? "ink b" : "lab",
          },
          {
            x: width,
            y: step.y + 4,
            text: words(step),
            anchor: "end",
            class: step.whole ? "ink b" : "ink",
          },
        ]),
      ),
    ],
  });
  const points = steps.map((step, row): ChartPoint => {
    const [left, right] = [Math.min(x(step.from), x(step.to)), Math.max(x(step.from), x(step.to))];
    return {
      x: (left + right) / 2,
      y: step.y,
      width: Math.max(8, right - left),
      height: 16,
      row,
      column: 0,
      title: `${step.name}: ${words(step)}`,
      lines: step.whole ? [] : [[messages.after[locale], figure(step.to, spec.to, options)]],
      index: step.index,
    };
  });
  return { svg, points, summary };
}

function stepsOf(spec: WaterfallSpec, frame: Frame, options: ChartOptions): Step[] {
  const steps: Step[] = [];
  for (let index = 0; index < frame.length; index += 1) {
    const [from, to] = [numberIn(frame, spec.from, index), numberIn(frame, spec.to, index)];
    if (from === null || to === null) continue;
    const name = nameOf(valueIn(frame, spec.y, index), spec.y, frame, options);
    const whole = valueIn(frame, spec.whole, index) === true;
    steps.push({ index, name, from, to, whole, y: head + (steps.length + 0.5) * pitch });
  }
  return steps;
}

function summarise(steps: readonly Step[], words: (step: Step) => string): Drawing["summary"] {
  const [first, last] = [steps[0], steps.at(-1)];
  const parts = steps.filter(({ whole, from, to }) => !whole && from !== to);
  const [most] = [...parts].sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
  const told = (step: Step | undefined) => [step?.name ?? "", step ? words(step) : ""] as const;
  return messages.waterfall(told(first), told(last), most ? told(most) : null);
}
