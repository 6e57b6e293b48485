import * as Plot from "@observablehq/plot";
import { formatCount } from "../i18n/format.ts";
import type { Frame } from "../tables/frame.ts";
import {
  type ChartOptions,
  type ChartPoint,
  type Drawing,
  finish,
  fitText,
  plotBase,
  smallCount,
  textWidth,
  tinyCount,
} from "./drawing.ts";
import type { IntervalsSpec } from "./spec.ts";
import { label, numberIn, pointLines, show, showSplit } from "./values.ts";

interface Group {
  readonly name: string;
  readonly x: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly at: number;
}
const mostGroups = 30;

/** A point with its interval for each group; few answers are hollow and dashed, fewer than ten not shown. */
export function drawIntervals(spec: IntervalsSpec, frame: Frame, options: ChartOptions): Drawing {
  const { columns, locale, width } = options;
  const groups: Group[] = [];
  for (let at = 0; at < frame.length; at += 1) {
    const [x, low, high, n] = [spec.x, spec.low, spec.high, spec.n].map((name) => numberIn(frame, name, at));
    if (x == null || low == null || high == null || n == null) continue;
    groups.push({
      name: showSplit(frame.values[spec.y]?.[at] ?? null, columns[spec.y], options),
      x,
      low,
      high,
      n,
      at,
    });
  }
  const kept = [...groups].sort((a, b) => b.n - a.n).slice(0, mostGroups);
  const domain = kept.map(({ name }) => name);
  const enough = kept.filter(({ n }) => n >= tinyCount);
  const sure = enough.filter(({ n }) => n >= smallCount);
  const few = enough.filter(({ n }) => n < smallCount);
  const left = Math.min(width * 0.35, Math.max(40, ...domain.map((name) => textWidth(name) + 12)));
  const height = Math.min(Math.max(options.height, 60), Math.max(90, domain.length * 34 + 54));
  const fitted = Math.max(height, domain.length * 18 + 54);
  const text = (value: number) => show(value, columns[spec.x], options);
  const right = 100;
  const all = enough.flatMap(({ low, high }) => [low, high]);
  const least = Math.min(...all, 0);
  const most = Math.max(...all, 0);
  const rules = (list: Group[], dash?: string) => [
    Plot.ruleY(list, {
      y: "name",
      x1: "low",
      x2: "high",
      stroke: dash ? "var(--small-n)" : "var(--text-2)",
      strokeWidth: 2,
      ...(dash ? { strokeDasharray: dash } : {}),
    }),
    ...(["low", "high"] as const).map((end) =>
      Plot.tickX(list, {
        y: "name",
        x: end,
        stroke: dash ? "var(--small-n)" : "var(--text-2)",
        strokeWidth: 2,
        insetTop: 7,
        insetBottom: 7,
      }),
    ),
  ];
  const grey = ({ n }: Group) => (n < smallCount ? "var(--small-n)" : "var(--text)");
  const plot = Plot.plot({
    ...plotBase({ width, height: fitted }),
    marginLeft: left,
    marginRight: right,
    marginTop: 18,
    marginBottom: 24,
    x: { domain: [least, most], nice: true, label: null },
    y: { type: "band", domain, label: null, padding: 0.2 },
    color: { type: "identity" },
    marks: [
      Plot.gridX({ stroke: "var(--chart-grid)", strokeOpacity: 1, ticks: 4 }),
      Plot.axisX({
        tickSize: 0,
        ticks: Math.max(2, Math.round((width - left - right) / 70)),
        tickFormat: text,
        fill: "var(--chart-axis)",
      }),
      Plot.axisY({
        tickSize: 0,
        tickFormat: (name: string) => fitText(name, left - 10),
        fill: "var(--text-2)",
      }),
      Plot.ruleX([0], { stroke: "var(--chart-base)" }),
      ...rules(sure),
      ...rules(few, "2 3"),
      Plot.dot(sure, { x: "x", y: "name", r: 4.5, fill: "var(--text-2)" }),
      Plot.dot(few, {
        x: "x",
        y: "name",
        r: 4.5,
        fill: "var(--surface)",
        stroke: "var(--small-n)",
        strokeWidth: 1.5,
      }),
      Plot.text([label(columns, spec.x, options)], {
        text: (name: string) => fitText(name, 54),
        frameAnchor: "top-right",
        textAnchor: "end",
        lineAnchor: "bottom",
        dx: 52,
        dy: -4,
        fill: "var(--chart-axis)",
      }),
      Plot.text(["n"], {
        text: () => "n",
        frameAnchor: "top-right",
        textAnchor: "end",
        lineAnchor: "bottom",
        dx: right - 2,
        dy: -4,
        fill: "var(--chart-axis)",
      }),
      Plot.text(kept, {
        y: "name",
        text: ({ x, n }: Group) => (n < tinyCount ? "—" : text(x)),
        frameAnchor: "right",
        textAnchor: "end",
        dx: 52,
        fill: grey,
        fontWeight: 600,
      }),
      Plot.text(kept, {
        y: "name",
        text: ({ n }: Group) => formatCount(n, locale),
        frameAnchor: "right",
        textAnchor: "end",
        dx: right - 2,
        fill: "var(--chart-axis)",
      }),
    ],
  });
  const [x, y] = [plot.scale("x"), plot.scale("y")];
  const points: ChartPoint[] = enough.map((group) => ({
    x: Number(x?.apply(group.x)),
    y: Number(y?.apply(group.name)) + (y?.bandwidth ?? 0) / 2,
    title: group.name,
    lines: pointLines(frame, group.at, spec.x, options, { interval: [spec.low, spec.high], n: spec.n }),
  }));
  const [best] = [...sure].sort((a, b) => b.x - a.x);
  const summary = best
    ? {
        en: `${kept.length} groups; the highest is ${best.name} with ${show(best.x, columns[spec.x], { ...options, locale: "en" })}.`,
        "zh-CN": `共 ${kept.length} 组；最高的是 ${best.name}，${show(best.x, columns[spec.x], { ...options, locale: "zh-CN" })}。`,
      }
    : { en: `${kept.length} groups.`, "zh-CN": `共 ${kept.length} 组。` };
  return { svg: finish(plot as SVGSVGElement, summary[locale]), points, summary };
}
