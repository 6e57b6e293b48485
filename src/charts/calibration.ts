import { dot, line, ruleX } from "@observablehq/plot";
import { formatCount } from "../i18n/format.ts";
import type { Frame } from "../tables/frame.ts";
import { type Area, xRules, xTitle, yAxis } from "./axes.ts";
import { type ChartOptions, type ChartPoint, type Drawing, smallCount, tinyCount } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { classed, drawPlot, labels } from "./plot-parts.ts";
import type { CalibrationSpec } from "./spec.ts";
import { fitText, textWidth } from "./text-width.ts";
import { figure, groundsOf, labelOf, numberIn } from "./values.ts";

interface Bin {
  readonly index: number;
  readonly told: number;
  readonly happened: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** Shares that happened over the probabilities that were told: on the diagonal both agree. */
export function drawCalibration(spec: CalibrationSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width, height } = options;
  const bins = binsOf(spec, frame);
  if (bins.length === 0) return drawEmpty(options);
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const texts = ticks.map((tick) => `${Math.round(tick * 100)}%`);
  const titled = height >= 120;
  const area: Area = {
    left: 40,
    right: width - 12,
    top: 24,
    bottom: height - (titled ? 34 : 20),
  };
  const x = (value: number) => area.left + value * (area.right - area.left);
  const y = (value: number) => area.bottom - value * (area.bottom - area.top);
  const most = Math.max(...bins.map(({ n }) => n));
  // Area stands for customers.
  const radius = ({ n }: Bin) => Math.max(3, 9 * Math.sqrt(n / most));
  const classOf = ({ n }: Bin) => (n < smallCount ? "small" : "s1");
  const spans = bins.filter(({ low, high }) => low !== null && high !== null);
  const agree = messages.agreement[locale];
  const summary = {
    en: messages.calibrated(bins.length, sums(bins)).en,
    "zh-CN": messages.calibrated(bins.length, sums(bins))["zh-CN"],
  };
  const svg = drawPlot(options, summary, {
    marks: [
      ...yAxis(ticks, texts, area, y),
      ...xRules(ticks, texts, area, x),
      ...(titled ? xTitle(labelOf(spec.x, options), area) : []),
      line([0, 1], { x: (at: number) => x(at), y: (at: number) => y(at), className: "cut" }),
      ...labels([
        { x: 0, y: 10, text: fitText(labelOf(spec.y, options), width), class: "lab" },
        {
          x: x(0.99),
          y: y(0.99) + 28,
          text: textWidth(agree) < (area.right - area.left) / 3 ? agree : "",
          anchor: "end",
          class: "lab halo",
        },
      ]),
      ruleX(spans, {
        x: ({ told }: Bin) => x(told),
        y1: ({ low }: Bin) => y(low ?? 0),
        y2: ({ high }: Bin) => y(high ?? 0),
        ...classed(spans, (bin) => `span ${classOf(bin)}`),
      }),
      dot(bins, {
        x: ({ told }: Bin) => x(told),
        y: ({ happened }: Bin) => y(happened),
        r: radius,
        ...classed(bins, (bin) => `point ${classOf(bin)}`),
      }),
    ],
  });
  return {
    svg,
    points: bins.map((bin, column): ChartPoint => ({
      x: x(bin.told),
      y: y(bin.happened),
      row: 0,
      column,
      title: `${labelOf(spec.y, options)}: ${figure(bin.happened, spec.y, options)}`,
      lines: [
        [labelOf(spec.x, options), figure(bin.told, spec.x, options)],
        ...groundsOf(
          frame,
          bin.index,
          { value: spec.y, n: spec.n, interval: [spec.low, spec.high] },
          options,
        ),
      ],
      index: bin.index,
    })),
    summary,
  };
}

/** Bins with enough in them for a share to say something. */
function binsOf(spec: CalibrationSpec, frame: Frame): Bin[] {
  return Array.from({ length: frame.length }, (_, index) => ({
    index,
    told: numberIn(frame, spec.x, index),
    happened: numberIn(frame, spec.y, index),
    low: numberIn(frame, spec.low, index),
    high: numberIn(frame, spec.high, index),
    n: numberIn(frame, spec.n, index) ?? 0,
  })).flatMap(({ told, happened, ...bin }) =>
    told === null || happened === null || bin.n < tinyCount ? [] : [{ ...bin, told, happened }],
  );
}

function sums(bins: readonly Bin[]) {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  const mean = (of: "told" | "happened") => bins.reduce((sum, bin) => sum + bin[of] * bin.n, 0) / n;
  const share = (value: number) => `${(value * 100).toFixed(1)}%`;
  return { told: share(mean("told")), happened: share(mean("happened")), n: formatCount(n, "en") };
}
