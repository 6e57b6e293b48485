import * as Plot from "@observablehq/plot";
import type { Frame } from "../tables/frame.ts";
import { type ChartOptions, type ChartPoint, type Drawing, finish, plotBase, textWidth } from "./drawing.ts";
import type { GridSpec } from "./spec.ts";
import { label, numberIn, pointLines, show } from "./values.ts";

interface Cell {
  readonly x: string;
  readonly y: string;
  readonly value: number;
  readonly share: number | null;
  readonly at: number;
}

/** Two ordered axes; a cell shows its value, shaded by it, with its share below. */
export function drawGrid(spec: GridSpec, frame: Frame, options: ChartOptions): Drawing {
  const { columns, locale, width, height } = options;
  const cells: Cell[] = [];
  for (let at = 0; at < frame.length; at += 1) {
    const value = numberIn(frame, spec.value, at);
    if (value === null) continue;
    cells.push({
      x: show(frame.values[spec.x]?.[at] ?? null, columns[spec.x], options),
      y: show(frame.values[spec.y]?.[at] ?? null, columns[spec.y], options),
      value,
      share: numberIn(frame, spec.share, at),
      at,
    });
  }
  const byNumber = (a: string, b: string) => parseFloat(a) - parseFloat(b) || 0;
  const xs = [...new Set(cells.map(({ x }) => x))].sort(byNumber);
  const ys = [...new Set(cells.map(({ y }) => y))].sort(byNumber);
  const most = Math.max(...cells.map(({ value }) => value), 0);
  // The largest cell is far above the rest: shades by the square root keep the small ones apart.
  const step = (value: number) =>
    most > 0 ? Math.min(8, Math.max(1, Math.ceil(Math.sqrt(value / most) * 8))) : 1;
  const left = Math.max(40, ...ys.map((name) => textWidth(name) + 12));
  const cellHeight = (height - 56) / Math.max(1, ys.length);
  const cellWidth = (width - left) / Math.max(1, xs.length);
  const two = spec.share !== undefined && cellHeight >= 32 && cellWidth >= 40;
  const one = cellHeight >= 14 && cellWidth >= 26;
  const ink = ({ value }: Cell) => `var(--seq-${step(value)}-ink)`;
  const plot = Plot.plot({
    ...plotBase({ width, height }),
    marginLeft: left,
    marginRight: 2,
    marginTop: 20,
    marginBottom: 36,
    x: { type: "band", domain: xs, padding: 0.02, label: null },
    y: { type: "band", domain: ys, padding: 0.03, label: null },
    color: { type: "identity" },
    marks: [
      Plot.axisX({
        tickSize: 0,
        fill: "var(--chart-axis)",
        ...(cellWidth < 24 ? { tickValues: xs.filter((_, i) => i % 3 === 0) } : {}),
      }),
      Plot.axisY({ tickSize: 0, fill: "var(--chart-axis)" }),
      Plot.text([label(columns, spec.y, options)], {
        text: (name: string) => name,
        frameAnchor: "top-left",
        textAnchor: "start",
        lineAnchor: "bottom",
        dx: -left,
        dy: -5,
        fill: "var(--chart-axis)",
      }),
      Plot.text([label(columns, spec.x, options)], {
        text: (name: string) => name,
        frameAnchor: "bottom",
        dy: 32,
        fill: "var(--chart-axis)",
      }),
      Plot.cell(cells, { x: "x", y: "y", rx: 2, fill: ({ value }: Cell) => `var(--seq-${step(value)})` }),
      ...(one
        ? [
            Plot.text(cells, {
              x: "x",
              y: "y",
              dy: two ? -6 : 0,
              text: ({ value }: Cell) => show(value, columns[spec.value], options, true),
              fill: ink,
              fontWeight: 600,
            }),
          ]
        : []),
      ...(two
        ? [
            Plot.text(cells, {
              x: "x",
              y: "y",
              dy: 8,
              text: ({ share }: Cell) => (share === null ? "" : `${(share * 100).toFixed(1)}%`),
              fill: ink,
            }),
          ]
        : []),
    ],
  });
  const [x, y] = [plot.scale("x"), plot.scale("y")];
  const points: ChartPoint[] = cells.map((cell) => ({
    x: Number(x?.apply(cell.x)) + (x?.bandwidth ?? 0) / 2,
    y: Number(y?.apply(cell.y)) + (y?.bandwidth ?? 0) / 2,
    title: `${label(columns, spec.y, options)} ${cell.y} · ${label(columns, spec.x, options)} ${cell.x}`,
    lines: [
      ...pointLines(frame, cell.at, spec.value, options),
      ...(spec.share ? pointLines(frame, cell.at, spec.share, options).slice(0, 1) : []),
    ],
  }));
  const [best] = [...cells].sort((a, b) => b.value - a.value);
  const summary = best
    ? {
        en: `A grid of ${cells.length} cells; the largest, ${best.y} by ${best.x}, holds ${show(best.value, columns[spec.value], { ...options, locale: "en" })}.`,
        "zh-CN": `共 ${cells.length} 格；最大的一格为 ${best.y} × ${best.x}，${show(best.value, columns[spec.value], { ...options, locale: "zh-CN" })}。`,
      }
    : { en: "An empty grid.", "zh-CN": "空网格。" };
  return { svg: finish(plot as SVGSVGElement, summary[locale]), points, summary };
}
