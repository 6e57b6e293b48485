import * as Plot from "@observablehq/plot";
import type { Frame, Value } from "../tables/frame.ts";
import {
  type ChartOptions,
  type ChartPoint,
  type Drawing,
  categoryColor,
  categoryDash,
  finish,
  fitText,
  plotBase,
  smallCount,
  textWidth,
  tinyCount,
} from "./drawing.ts";
import type { LineSpec } from "./spec.ts";
import { label, numberIn, pointLines, show, showSplit, tickFormat } from "./values.ts";

interface Point {
  readonly x: Date | number;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number | null;
  readonly complete: boolean;
  readonly series: string;
  readonly at: number;
}
const mostSeries = 8;

/** Lines by series with bands; what is not over is dashed, what few stand behind is hollow. */
export function drawLine(spec: LineSpec, frame: Frame, options: ChartOptions): Drawing {
  const { columns, locale, width, height } = options;
  const dates = columns[spec.x]?.type === "date" || columns[spec.x]?.type === "timestamp";
  const column = columns[spec.y];
  const colored = spec.color !== undefined && new Set(frame.values[spec.color] ?? []).size > 1;
  const seriesOf = (at: number) =>
    colored && spec.color
      ? showSplit(frame.values[spec.color]?.[at] ?? null, columns[spec.color], options)
      : "";
  const weight = new Map<string, number>();
  for (let at = 0; at < frame.length; at += 1)
    weight.set(seriesOf(at), (weight.get(seriesOf(at)) ?? 0) + (numberIn(frame, spec.n, at) ?? 1));
  const present = [...weight.keys()];
  const kept = new Set(
    [...present].sort((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0)).slice(0, mostSeries),
  );
  const series = present.filter((name) => kept.has(name));
  const points: Point[] = [];
  for (let at = 0; at < frame.length; at += 1) {
    const y = numberIn(frame, spec.y, at);
    const n = numberIn(frame, spec.n, at);
    const given: Value = frame.values[spec.x]?.[at] ?? null;
    const name = seriesOf(at);
    if (
      y === null ||
      given === null ||
      !kept.has(name) ||
      (n !== null && n < tinyCount && column?.unit === "share")
    )
      continue;
    points.push({
      x: dates ? new Date(`${String(given).slice(0, 10)}T00:00:00Z`) : Number(given),
      y,
      low: numberIn(frame, spec.band?.[0], at),
      high: numberIn(frame, spec.band?.[1], at),
      n,
      complete: spec.complete === undefined || frame.values[spec.complete]?.[at] !== false,
      series: name,
      at,
    });
  }
  const colors = new Map(series.map((name, index) => [name, categoryColor(index)]));
  const color = ({ series: name }: Point) => colors.get(name) ?? categoryColor(7);
  const labelWidth = colored ? Math.min(110, Math.max(...series.map((name) => textWidth(name))) + 10) : 12;
  const lines = series.flatMap((name, index) => {
    const own = points.filter((point) => point.series === name);
    const complete = own.filter((point) => point.complete);
    const open = own.filter(
      (point, place) => !point.complete || (own[place + 1] && !own[place + 1]?.complete),
    );
    const stroke = colors.get(name) ?? categoryColor(7);
    const curve = spec.step ? ("step-after" as const) : ("linear" as const);
    return [
      Plot.lineY(complete, {
        x: "x",
        y: "y",
        stroke,
        strokeWidth: 1.75,
        curve,
        ...(colored && categoryDash(index) ? { strokeDasharray: categoryDash(index) } : {}),
      }),
      ...(open.length > 1
        ? [Plot.lineY(open, { x: "x", y: "y", stroke, strokeWidth: 1.75, strokeDasharray: "3 3", curve })]
        : []),
    ];
  });
  const ends = colored ? endLabels(series, points, height) : [];
  const values = points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]);
  const extent: [number, number] = values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
  const plot = Plot.plot({
    ...plotBase({ width, height }),
    marginLeft: 46,
    marginRight: labelWidth,
    marginTop: 12,
    marginBottom: 34,
    x: { type: dates ? "utc" : "linear", label: null },
    y: {
      domain: spec.zero ? [Math.min(0, extent[0]), extent[1] === 0 ? 1 : extent[1] * 1.05] : undefined,
      nice: true,
      label: null,
    },
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
        tickFormat: tickFormat(column, options),
        fill: "var(--chart-axis)",
      }),
      Plot.axisX({
        tickSize: 0,
        ticks: Math.max(2, Math.round((width - 60) / 70)),
        fill: "var(--chart-axis)",
        ...(dates
          ? { tickFormat: (at: Date) => show(at.toISOString().slice(0, 10), columns[spec.x], options) }
          : {}),
      }),
      Plot.text([label(columns, spec.x, options)], {
        text: (name: string) => name,
        frameAnchor: "bottom",
        dy: 32,
        fill: "var(--chart-axis)",
      }),
      ...(spec.zero === false ? [] : [Plot.ruleY([0], { stroke: "var(--chart-base)" })]),
      ...(spec.band
        ? series.map((name) =>
            Plot.areaY(
              points.filter((point) => point.series === name && point.low !== null && point.complete),
              { x: "x", y1: "low", y2: "high", fill: colors.get(name), fillOpacity: 0.14 },
            ),
          )
        : []),
      ...lines,
      Plot.dot(points, {
        x: "x",
        y: "y",
        r: points.length > 40 ? 1.5 : 3,
        fill: (point: Point) =>
          point.complete && (point.n === null || point.n >= smallCount) ? color(point) : "var(--surface)",
        stroke: color,
        strokeWidth: 1.5,
      }),
      ...(ends.length
        ? [
            Plot.text(ends, {
              x: "x",
              y: "y",
              dx: 7,
              dy: 0,
              text: ({ name }: { name: string }) => fitText(name, labelWidth - 10),
              textAnchor: "start",
              fill: ({ name }: { name: string }) => colors.get(name) ?? "var(--text-2)",
              stroke: "var(--surface)",
              strokeWidth: 4,
              fontWeight: 600,
            }),
          ]
        : []),
    ],
  });
  const [x, y] = [plot.scale("x"), plot.scale("y")];
  const places: ChartPoint[] = points.map((point) => ({
    x: Number(x?.apply(point.x)),
    y: Number(y?.apply(point.y)),
    title: [point.series, show(frame.values[spec.x]?.[point.at] ?? null, columns[spec.x], options)]
      .filter(Boolean)
      .join(" · "),
    lines: pointLines(frame, point.at, spec.y, options, {
      interval: spec.band,
      n: spec.n,
      complete: spec.complete,
    }),
  }));
  const summary = summarise(points, series, (value) => show(value, column, options));
  return { svg: finish(plot as SVGSVGElement, summary[locale]), points: places, summary };
}

/** The last point of each series, spread so that their labels do not lie on one another. */
function endLabels(series: readonly string[], points: readonly Point[], height: number) {
  const ends = series.flatMap((name) => {
    const own = points.filter((point) => point.series === name);
    const last = own.at(-1);
    return last ? [{ name, x: last.x, y: last.y }] : [];
  });
  const all = points.map(({ y }) => y);
  const range = Math.max(...all, 0) - Math.min(...all, 0) || 1;
  const gap = (13 / Math.max(60, height - 46)) * range;
  const sorted = [...ends].sort((a, b) => a.y - b.y);
  for (let i = 1; i < sorted.length; i += 1) {
    const [below, own] = [sorted[i - 1], sorted[i]];
    if (below && own && own.y - below.y < gap) sorted[i] = { ...own, y: below.y + gap };
  }
  const last = points.reduce<Date | number | null>((far, { x }) => (far === null || x > far ? x : far), null);
  return sorted.map((end) => ({ ...end, x: last ?? end.x }));
}

function summarise(points: readonly Point[], series: readonly string[], text: (value: number) => string) {
  const complete = points.filter((point) => point.complete);
  const [first, last] = [complete[0], complete.at(-1)];
  if (series.length > 1)
    return { en: `Lines of ${series.length} groups.`, "zh-CN": `共 ${series.length} 组的折线。` };
  if (!first || !last) return { en: "No complete period yet.", "zh-CN": "还没有完整的周期。" };
  return {
    en: `From ${text(first.y)} to ${text(last.y)} over ${complete.length} points.`,
    "zh-CN": `从 ${text(first.y)} 到 ${text(last.y)}，共 ${complete.length} 个点。`,
  };
}
