import * as Plot from "@observablehq/plot";
import type { Frame, Value } from "../tables/frame.ts";
import {
  type ChartOptions,
  type ChartPoint,
  type Drawing,
  categoryColor,
  finish,
  fitText,
  hatchFill,
  plotBase,
  textWidth,
} from "./drawing.ts";
import type { BarsSpec } from "./spec.ts";
import { label, numberIn, pointLines, show, showSplit, tickFormat } from "./values.ts";

interface Bar {
  readonly x: string;
  readonly y: number;
  readonly series: string;
  readonly complete: boolean;
  readonly at: number;
}
const mostSeries = 8;

/** Bars stacked by series; what is not over is hatched. */
export function drawBars(spec: BarsSpec, frame: Frame, options: ChartOptions): Drawing {
  const { columns, locale, width, height } = options;
  const named = (value: Value) => show(value, columns[spec.x], options);
  const colored = spec.color !== undefined && new Set(frame.values[spec.color] ?? []).size > 0;
  const names: string[] = [];
  const bars: Bar[] = [];
  for (let at = 0; at < frame.length; at += 1) {
    const y = numberIn(frame, spec.y, at);
    if (y === null) continue;
    const own =
      colored && spec.color
        ? showSplit(frame.values[spec.color]?.[at] ?? null, columns[spec.color], options)
        : "";
    let series = own;
    if (!names.includes(own)) {
      if (names.length < mostSeries - 1) names.push(own);
      else {
        series = locale === "zh-CN" ? "其他" : "Other";
        if (!names.includes(series)) names.push(series);
      }
    }
    bars.push({
      x: named(frame.values[spec.x]?.[at] ?? null),
      y,
      series,
      complete: spec.complete === undefined || frame.values[spec.complete]?.[at] !== false,
      at,
    });
  }
  const domain = [...new Set(bars.map(({ x }) => x))];
  const colors = new Map(names.map((name, index) => [name, categoryColor(index)]));
  const fill = ({ series }: Bar) => colors.get(series) ?? categoryColor(7);
  const hatch = hatchFill();
  const open = bars.filter(({ complete }) => !complete);
  const legend = names.length > 1;
  const summary = summarise(bars, domain.length, (value) => show(value, columns[spec.y], options));
  const plot = spec.horizontal ? horizontal() : vertical();
  const [x, y] = [plot.scale("x"), plot.scale("y")];
  const stacked = new Map<string, number>();
  const points: ChartPoint[] = bars.map((bar) => {
    const before = stacked.get(bar.x) ?? 0;
    stacked.set(bar.x, before + bar.y);
    const middle = before + bar.y / 2;
    const [along, across] = spec.horizontal ? [y, x] : [x, y];
    const place = Number(along?.apply(bar.x)) + (along?.bandwidth ?? 0) / 2;
    return {
      x: spec.horizontal ? Number(across?.apply(middle)) : place,
      y: spec.horizontal ? place : Number(across?.apply(middle)),
      title: [bar.series, bar.x].filter(Boolean).join(" · "),
      lines: pointLines(frame, bar.at, spec.y, options, { complete: spec.complete }),
    };
  });
  const svg = finish(plot as SVGSVGElement, summary[locale]);
  hatch.addTo(svg);
  return { svg, points, summary };

  function vertical() {
    const every = Math.max(1, Math.ceil((domain.length * 62) / Math.max(60, width - 60)));
    return Plot.plot({
      ...plotBase({ width, height }),
      marginLeft: 50,
      marginRight: 8,
      marginTop: legend ? 26 : 12,
      marginBottom: 34,
      x: { type: "band", domain, padding: 0.2, label: null },
      y: { nice: true, label: null },
      color: { type: "identity" },
      marks: [
        Plot.gridY({
          stroke: "var(--chart-grid)",
          strokeOpacity: 1,
          ticks: Math.max(2, Math.round(height / 45)),
        }),
        Plot.axisY({
          tickSize: 0,
          ticks: Math.max(2, Math.round(height / 45)),
          tickFormat: tickFormat(columns[spec.y], options),
          fill: "var(--chart-axis)",
        }),
        Plot.axisX({
          tickSize: 0,
          tickValues: domain.filter((_, index) => index % every === 0),
          fill: "var(--chart-axis)",
        }),
        Plot.text([label(columns, spec.x, options)], {
          text: (name: string) => name,
          frameAnchor: "bottom",
          dy: 32,
          fill: "var(--chart-axis)",
        }),
        Plot.barY(bars, {
          x: "x",
          y: "y",
          fill,
          order: names.length ? null : undefined,
          fillOpacity: (bar: Bar) => (bar.complete ? 1 : 0.35),
        }),
        ...(open.length ? [Plot.barY(open, { x: "x", y: "y", fill: hatch.fill })] : []),
        Plot.ruleY([0], { stroke: "var(--chart-base)" }),
        ...(legend ? legendMarks(names, colors) : []),
      ],
    });
  }

  function horizontal() {
    const left = Math.min(150, Math.max(40, ...domain.map((name) => textWidth(name) + 10)));
    return Plot.plot({
      ...plotBase({ width, height: Math.max(height, domain.length * 20 + 16) }),
      marginLeft: left,
      marginRight: 60,
      marginTop: 4,
      marginBottom: 8,
      x: { label: null, axis: null },
      y: { type: "band", domain, padding: 0.25, label: null },
      color: { type: "identity" },
      marks: [
        Plot.axisY({
          tickSize: 0,
          tickFormat: (name: string) => fitText(name, left - 8),
          fill: "var(--text-2)",
        }),
        Plot.barX(bars, { x: "y", y: "x", fill }),
        Plot.ruleX([0], { stroke: "var(--chart-base)" }),
        Plot.text(bars, {
          x: "y",
          y: "x",
          text: (bar: Bar) => show(bar.y, columns[spec.y], options, true),
          textAnchor: "start",
          dx: 5,
          fill: "var(--text-2)",
        }),
      ],
    });
  }
}

/** Names of the stacked colours in one line above the bars. */
function legendMarks(names: readonly string[], colors: ReadonlyMap<string, string>) {
  let at = 0;
  return names.flatMap((name) => {
    const dx = at;
    at += textWidth(fitText(name, 110)) + 26;
    return [
      Plot.dot([name], {
        frameAnchor: "top-left",
        dx: dx + 4,
        dy: -14,
        r: 4,
        symbol: "square",
        fill: colors.get(name),
      }),
      Plot.text([name], {
        text: () => fitText(name, 110),
        frameAnchor: "top-left",
        textAnchor: "start",
        lineAnchor: "middle",
        dx: dx + 13,
        dy: -14,
        fill: "var(--text-2)",
      }),
    ];
  });
}

function summarise(bars: readonly Bar[], groups: number, text: (value: number) => string) {
  const sums = new Map<string, number>();
  for (const { x, y, complete } of bars) if (complete) sums.set(x, (sums.get(x) ?? 0) + y);
  const [best] = [...sums].sort((a, b) => b[1] - a[1]);
  if (!best) return { en: `${groups} bars.`, "zh-CN": `共 ${groups} 根柱。` };
  return {
    en: `${groups} bars; the largest is ${best[0]} with ${text(best[1])}.`,
    "zh-CN": `共 ${groups} 根柱；最大的是 ${best[0]}，${text(best[1])}。`,
  };
}
