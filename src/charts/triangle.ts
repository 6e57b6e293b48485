import * as Plot from "@observablehq/plot";
import { formatCount } from "../i18n/format.ts";
import type { Frame } from "../tables/frame.ts";
import {
  type ChartOptions,
  type ChartPoint,
  type Drawing,
  finish,
  hatchFill,
  plotBase,
  smallCount,
  textWidth,
  tinyCount,
} from "./drawing.ts";
import type { TriangleSpec } from "./spec.ts";
import { label, numberIn, pointLines, show } from "./values.ts";

const rowHeight = 18;
const top = 20;

interface Cell {
  readonly row: string;
  readonly column: number;
  readonly value: number;
  readonly size: number;
  readonly complete: boolean;
  readonly at: number;
}

/** A cohort triangle: one row a cohort, its size, a shaded cell a period, the weighted average below. */
export function drawTriangle(spec: TriangleSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, columns } = options;
  const zh = locale === "zh-CN";
  const share = columns[spec.value]?.unit === "share";
  const cells: Cell[] = [];
  const sizes = new Map<string, number>();
  const splits = new Set(frame.values.split ?? []);
  for (let at = 0; at < frame.length; at += 1) {
    const cohort = show(frame.values[spec.row]?.[at] ?? null, columns[spec.row], options);
    const split = frame.values.split?.[at];
    const row = splits.size > 1 ? `${split ?? "—"} ${cohort}` : cohort;
    const size = numberIn(frame, spec.size, at) ?? 0;
    sizes.set(row, size);
    const column = numberIn(frame, spec.column, at) ?? 0;
    // Everyone is there in period 0: a column of 100 % says nothing.
    if (share && column === 0) continue;
    const value = numberIn(frame, spec.value, at);
    if (value === null) continue;
    cells.push({ row, column, value, size, complete: frame.values[spec.complete]?.[at] === true, at });
  }
  const rows = [...sizes.keys()];
  const last = cells.reduce((most, { column }) => Math.max(most, column), share ? 1 : 0);
  const periods = Array.from({ length: last + (share ? 0 : 1) }, (_, k) => k + (share ? 1 : 0));
  const averages = spec.average === "weighted" ? weightedAverages(cells, periods) : [];

  const known = cells.filter(({ complete, size }) => complete && size >= tinyCount).map(({ value }) => value);
  const least = Math.min(...known, Infinity);
  const most = Math.max(...known, -Infinity);
  const step = (value: number) =>
    most > least ? Math.min(8, Math.max(1, 1 + Math.floor(((value - least) / (most - least)) * 8))) : 4;
  const text = (value: number) =>
    share ? (value * 100).toFixed(1) : show(value, columns[spec.value], options, true);

  const nameWidth = Math.max(
    zh ? 56 : 72,
    ...rows.map((row) => textWidth(row) + 8),
    textWidth(zh ? "加权平均" : "Weighted avg", 12) + 8,
  );
  const sizeWidth =
    Math.max(34, ...[...sizes.values()].map((size) => textWidth(formatCount(size, locale)))) + 8;
  const left = nameWidth + sizeWidth;
  const cellWidth = share ? 38 : 56;
  const width = Math.max(options.width, left + periods.length * cellWidth + 4);
  const bottom = averages.length ? 26 : 6;
  const height = top + rows.length * rowHeight + bottom;
  const hatch = hatchFill();
  const prefix = { day: "D", week: "W", month: "M", quarter: "Q" }[options.period] ?? "";
  const unit = { day: "天", week: "周", month: "月", quarter: "季" }[options.period] ?? "期";
  const heading = (k: number) => (zh ? (periods.length > 14 ? `${k}` : `第 ${k} ${unit}`) : `${prefix}${k}`);

  const shown = ({ size }: Cell) => size >= tinyCount;
  const plot = Plot.plot({
    ...plotBase({ width, height }),
    marginLeft: left,
    marginRight: 2,
    marginTop: top,
    marginBottom: bottom,
    x: { type: "band", domain: periods, axis: null, padding: 0.015 },
    y: { type: "band", domain: rows, axis: null, padding: 0.06 },
    color: { type: "identity" },
    marks: [
      Plot.text(periods, {
        x: (k: number) => k,
        text: heading,
        frameAnchor: "top",
        dy: -9,
        fill: "var(--chart-axis)",
      }),
      Plot.text([label(columns, spec.row, options)], {
        text: (name: string) => name,
        frameAnchor: "top-left",
        textAnchor: "start",
        lineAnchor: "bottom",
        dx: -left,
        dy: -4,
        fill: "var(--chart-axis)",
      }),
      Plot.text([label(columns, spec.size, options)], {
        text: (name: string) => name,
        frameAnchor: "top-left",
        textAnchor: "end",
        lineAnchor: "bottom",
        dx: -12,
        dy: -4,
        fill: "var(--chart-axis)",
      }),
      Plot.text(rows, {
        y: (row: string) => row,
        text: (row: string) => row,
        frameAnchor: "left",
        textAnchor: "start",
        dx: -left,
        fill: "var(--text-2)",
      }),
      Plot.text(rows, {
        y: (row: string) => row,
        text: (row: string) => formatCount(sizes.get(row) ?? null, locale),
        frameAnchor: "left",
        textAnchor: "end",
        dx: -12,
        fill: (row: string) => ((sizes.get(row) ?? 0) < smallCount ? "var(--small-n)" : "var(--text)"),
      }),
      Plot.cell(cells, {
        x: "column",
        y: "row",
        rx: 1.5,
        fill: (cell: Cell) =>
          !cell.complete ? hatch.fill : shown(cell) ? `var(--seq-${step(cell.value)})` : "var(--surface-2)",
      }),
      Plot.text(cells, {
        x: "column",
        y: "row",
        text: (cell: Cell) => (shown(cell) ? text(cell.value) : "·"),
        fill: (cell: Cell) =>
          !cell.complete
            ? "var(--text-2)"
            : cell.size < smallCount
              ? "var(--small-n)"
              : `var(--seq-${step(cell.value)}-ink)`,
        stroke: (cell: Cell) => (!cell.complete ? "var(--surface)" : "none"),
        strokeWidth: 4,
      }),
      ...(averages.length
        ? [
            Plot.frame({ anchor: "bottom", stroke: "var(--chart-base)", insetLeft: -left }),
            Plot.text([zh ? "加权平均" : "Weighted avg"], {
              text: (name: string) => name,
              frameAnchor: "bottom-left",
              textAnchor: "start",
              dx: -left,
              dy: 16,
              fill: "var(--text)",
              fontWeight: 600,
            }),
            Plot.text(averages, {
              x: "column",
              text: ({ value }: { value: number | null }) => (value === null ? "–" : text(value)),
              frameAnchor: "bottom",
              dy: 16,
              fill: "var(--text)",
              fontWeight: 600,
            }),
          ]
        : []),
    ],
  });
  const [x, y] = [plot.scale("x"), plot.scale("y")];
  const points: ChartPoint[] = cells.map((cell) => ({
    x: Number(x?.apply(cell.column)) + (x?.bandwidth ?? 0) / 2,
    y: Number(y?.apply(cell.row)) + (y?.bandwidth ?? 0) / 2,
    title: `${cell.row} · ${heading(cell.column)}`,
    lines: pointLines(frame, cell.at, spec.value, options, {
      interval: spec.interval,
      n: spec.size,
      complete: spec.complete,
    }),
  }));
  const summary = summarise(averages, share, text, rows.length);
  const svg = finish(plot as SVGSVGElement, summary[locale]);
  hatch.addTo(svg);
  return { svg, points, summary };
}

function weightedAverages(cells: readonly Cell[], periods: readonly number[]) {
  return periods.map((column) => {
    let sum = 0;
    let size = 0;
    for (const cell of cells) {
      if (cell.column !== column || !cell.complete) continue;
      sum += cell.value * cell.size;
      size += cell.size;
    }
    return { column, value: size > 0 ? sum / size : null };
  });
}

function summarise(
  averages: readonly { column: number; value: number | null }[],
  share: boolean,
  text: (value: number) => string,
  rows: number,
) {
  const known = averages.filter(({ value }) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || first.value === null || last.value === null)
    return { en: `A triangle of ${rows} cohorts.`, "zh-CN": `共 ${rows} 个批次的三角表。` };
  const unit = share ? "%" : "";
  return {
    en: `A triangle of ${rows} cohorts; the weighted average goes from ${text(first.value)}${unit} in period ${first.column} to ${text(last.value)}${unit} in period ${last.column}.`,
    "zh-CN": `共 ${rows} 个批次的三角表；加权平均从第 ${first.column} 期的 ${text(first.value)}${unit} 到第 ${last.column} 期的 ${text(last.value)}${unit}。`,
  };
}
