import * as Plot from "@observablehq/plot";
import type { Frame } from "../tables/frame.ts";
import { type ChartOptions, type ChartPoint, type Drawing, finish, plotBase } from "./drawing.ts";
import type { ParetoSpec } from "./spec.ts";
import { label, numberIn } from "./values.ts";

interface Point {
  readonly x: number;
  readonly y: number;
  readonly name: string;
}
const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;
const whole = (share: number) => `${Math.round(share * 100)}%`;

/** Cumulative share of value against share of customers, with the cuts between the classes. */
export function drawPareto(spec: ParetoSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width, height, columns } = options;
  const zh = locale === "zh-CN";
  const points: Point[] = [{ x: 0, y: 0, name: String(frame.values[spec.class]?.[0] ?? "") }];
  for (let at = 0; at < frame.length; at += 1) {
    const [x, y] = [numberIn(frame, spec.x, at), numberIn(frame, spec.y, at)];
    if (x !== null && y !== null) points.push({ x, y, name: String(frame.values[spec.class]?.[at] ?? "") });
  }
  const cuts = points.filter(
    (point, index) => index > 0 && points[index + 1] && points[index + 1]?.name !== point.name,
  );
  const bounds = [0, ...cuts.map(({ x }) => x), 1];
  const classes = [...new Set(points.map(({ name }) => name))];
  const spans = classes.map((name, index) => ({
    name,
    from: bounds[index] ?? 0,
    to: bounds[index + 1] ?? 1,
  }));
  const inner = width - 46 - 16;
  const [first, second] = cuts;
  const sentence = (cut: Point) =>
    zh
      ? [`${whole(cut.x)} 的顾客`, `贡献 ${whole(cut.y)} 收入`]
      : [`${whole(cut.x)} of customers`, `${whole(cut.y)} of revenue`];
  const plot = Plot.plot({
    ...plotBase({ width, height }),
    marginLeft: 40,
    marginRight: 18,
    marginTop: 12,
    marginBottom: 34,
    x: { domain: [0, 1], label: null },
    y: { domain: [0, 1], label: null },
    color: { type: "identity" },
    marks: [
      Plot.gridY({ stroke: "var(--chart-grid)", strokeOpacity: 1, ticks: 4 }),
      Plot.axisY({ tickSize: 0, ticks: 4, tickFormat: whole, fill: "var(--chart-axis)" }),
      Plot.axisX({ tickSize: 0, ticks: width < 320 ? 3 : 5, tickFormat: whole, fill: "var(--chart-axis)" }),
      Plot.text([label(columns, spec.x, options)], {
        text: (name: string) => name,
        frameAnchor: "bottom",
        dy: 32,
        fill: "var(--chart-axis)",
      }),
      Plot.ruleY([0], { stroke: "var(--chart-base)" }),
      ...(first
        ? [
            Plot.areaY(
              points.filter(({ x }) => x <= first.x),
              { x: "x", y: "y", fill: "var(--cat-1)", fillOpacity: 0.12 },
            ),
          ]
        : []),
      Plot.ruleX(cuts, { x: "x", y1: 0, y2: "y", stroke: "var(--chart-base)", strokeDasharray: "3 3" }),
      Plot.lineY(points, { x: "x", y: "y", stroke: "var(--cat-1)", strokeWidth: 1.75 }),
      Plot.dot(cuts, { x: "x", y: "y", r: 3.5, fill: "var(--cat-1)" }),
      ...(first && height >= 150
        ? sentence(first).map((text, line) =>
            Plot.text([first], {
              x: "x",
              y: "y",
              dx: 9,
              dy: 12 + line * 14,
              text: () => text,
              textAnchor: "start",
              fill: "var(--text)",
              fontWeight: 600,
              stroke: "var(--surface)",
              strokeWidth: 4,
            }),
          )
        : []),
      ...(second && height >= 190 && (1 - second.x) * inner > 40
        ? [
            Plot.text([second], {
              x: "x",
              y: "y",
              dx: second.x > 0.5 ? -6 : 9,
              dy: 20,
              text: (cut: Point) => sentence(cut).join(zh ? "，" : ", "),
              textAnchor: second.x > 0.5 ? "end" : "start",
              fill: "var(--text-2)",
              stroke: "var(--surface)",
              strokeWidth: 4,
            }),
          ].filter(() => (second.x - (first?.x ?? 0)) * inner > 150)
        : []),
      Plot.text(
        spans.filter(({ from, to }) => (to - from) * inner > 16),
        {
          x: ({ from, to }: { from: number; to: number }) => (from + to) / 2,
          y: 0,
          dy: -10,
          text: "name",
          fill: "var(--text)",
          fontWeight: 600,
          stroke: "var(--surface)",
          strokeWidth: 4,
        },
      ),
    ],
  });
  const [x, y] = [plot.scale("x"), plot.scale("y")];
  const places: ChartPoint[] = points
    .filter(
      (point, index) =>
        index > 0 && (cuts.includes(point) || index % Math.max(1, Math.floor(points.length / 40)) === 0),
    )
    .map((point) => ({
      x: Number(x?.apply(point.x)),
      y: Number(y?.apply(point.y)),
      title: point.name,
      lines: [
        [label(columns, spec.x, options), percent(point.x)],
        [label(columns, spec.y, options), percent(point.y)],
      ],
    }));
  const summary = first
    ? {
        en: `${percent(first.x)} of customers bring ${percent(first.y)} of revenue.`,
        "zh-CN": `${percent(first.x)} 的顾客贡献 ${percent(first.y)} 的收入。`,
      }
    : { en: "Cumulative share of value by customers.", "zh-CN": "顾客的累计金额占比。" };
  return { svg: finish(plot as SVGSVGElement, summary[locale]), points: places, summary };
}
