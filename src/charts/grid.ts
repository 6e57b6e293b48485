import { rect } from "@observablehq/plot";
import type { Frame, Value } from "../tables/frame.ts";
import { formatValue } from "../i18n/format.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import { scaleBar } from "./scale-bar.ts";
import type { GridSpec } from "./spec.ts";
import { stepsOf } from "./steps.ts";
import { fitText, textWidth } from "./text-width.ts";
import { everyNth } from "./ticks.ts";
import { figure, groundsOf, labelOf, nameOf, numberIn, unitOf, valueIn } from "./values.ts";

/** Between cells. */
const gap = 1.5;

/** A shaded cell for each pair of two ordered axes, with its value and share where they fit. */
export function drawGrid(spec: GridSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width, height } = options;
  const rows = Array.from({ length: frame.length }, (_, index) => index).filter(
    (index) => numberIn(frame, spec.value, index) !== null,
  );
  if (rows.length === 0) return drawEmpty(options);
  const [xs, ys] = [ordered(spec.x, frame, spec.xOrder), ordered(spec.y, frame)];
  const xNames = xs.map((value) => nameOf(value, spec.x, frame, options));
  const yNames = ys.map((value) => nameOf(value, spec.y, frame, options));
  const unit = unitOf(spec.value, options);
  const short = (value: number) =>
    formatValue(value, unit, locale, { currency: options.currency ?? null, short: true });

  // ---- Layout: the vertical axis names itself above, the horizontal one below ----
  const [yTitle, xTitle] = [labelOf(spec.y, options), labelOf(spec.x, options)];
  const left = Math.min(width * 0.32, Math.max(...yNames.map((name) => textWidth(name))) + 12);
  const top = 18;
  const titled = height >= 130;
  const bottom = height - (titled ? 34 : 18);
  const stepX = (width - left) / xs.length;
  const stepY = (bottom - top) / ys.length;
  const values = rows.map((index) => numberIn(frame, spec.value, index) ?? 0);
  const steps = stepsOf(values);
  const cells = rows.map((index) => {
    const value = numberIn(frame, spec.value, index) ?? 0;
    return {
      index,
      value,
      share: numberIn(frame, spec.share, index),
      label:
        spec.label === undefined ? "" : nameOf(valueIn(frame, spec.label, index), spec.label, frame, options),
      column: xs.indexOf(valueIn(frame, spec.x, index)),
      row: ys.indexOf(valueIn(frame, spec.y, index)),
      step: steps.of(value),
    };
  });
  type Cell = (typeof cells)[number];
  const center = (cell: Cell) => ({
    x: left + (cell.column + 0.5) * stepX,
    y: top + (cell.row + 0.5) * stepY,
  });
  const shares = spec.share !== undefined;
  const shareText = (cell: Cell) =>
    cell.share === null || spec.share === undefined ? "" : formatValue(cell.share, "share", locale);
  const widest = Math.max(...cells.map(({ value }) => textWidth(short(value), 11, true)));
  const shareWidest = Math.max(...cells.map((cell) => textWidth(shareText(cell))));
  const one = widest + 4 <= stepX && stepY >= 14;
  const two = one && shares && stepY >= 29 && shareWidest + 4 <= stepX;
  const named = two && cells.some(({ label }) => label !== "") && stepY >= 43;
  const words: Label[] = cells.flatMap((cell): Label[] => {
    const at = center(cell);
    const ink = `t${cell.step}`;
    if (!one) return [];
    const first = at.y + (two ? (named ? -9 : -2) : 4);
    const lines: Label[] = [
      { x: at.x, y: first, text: short(cell.value), anchor: "middle", class: `${ink} b` },
    ];
    if (two) lines.push({ x: at.x, y: first + 13, text: shareText(cell), anchor: "middle", class: ink });
    if (named)
      lines.push({
        x: at.x,
        y: first + 26,
        text: fitText(cell.label, stepX - 6),
        anchor: "middle",
        class: ink,
      });
    return lines;
  });
  const every = everyNth(
    xs.length,
    width - left,
    Math.max(...xNames.map((name) => Math.min(textWidth(name), 90))) + 6,
  );
  const everyRow = everyNth(ys.length, bottom - top, 13);
  const furniture: Label[] = [
    { x: 0, y: 10, text: fitText(yTitle, width * 0.6), class: "lab" },
    ...yNames.flatMap((name, i): Label[] =>
      i % everyRow === 0
        ? [{ x: left - 10, y: top + (i + 0.5) * stepY + 4, text: fitText(name, left - 10), anchor: "end" }]
        : [],
    ),
    ...xNames.flatMap((name, i): Label[] =>
      i % every === 0
        ? [
            {
              x: left + (i + 0.5) * stepX,
              y: bottom + 14,
              text: fitText(name, Math.max(stepX * every - 4, 12)),
              anchor: "middle",
            },
          ]
        : [],
    ),
    ...(titled
      ? [
          {
            x: left + (width - left) / 2,
            y: bottom + 29,
            text: fitText(xTitle, width - left),
            anchor: "middle" as const,
            class: "lab",
          },
        ]
      : []),
  ];
  const summary = summarise(spec, frame, rows, options);
  const svg = drawPlot(options, summary, {
    marks: [
      rect(cells, {
        x1: (cell: Cell) => left + cell.column * stepX + gap / 2,
        x2: (cell: Cell) => left + (cell.column + 1) * stepX - gap / 2,
        y1: (cell: Cell) => top + cell.row * stepY + gap / 2,
        y2: (cell: Cell) => top + (cell.row + 1) * stepY - gap / 2,
        rx: 2,
        ...classed<Cell>(cells, (cell) => `h${cell.step}`),
      }),
      ...labels(words),
      ...labels(furniture),
      // Where cells are too small for figures, the scale tells what their colours mean.
      ...(one
        ? []
        : scaleBar({ steps, text: short }, { right: width, y: 10, from: textWidth(yTitle) + 12 }, options)),
    ],
  });
  const points = cells.map((cell): ChartPoint => {
    const share = spec.share;
    const lines: [string, string][] = [];
    if (share !== undefined && cell.share !== null)
      lines.push([labelOf(share, options), figure(cell.share, share, options)]);
    return {
      ...center(cell),
      width: stepX - 1.5,
      height: stepY - 1.5,
      row: cell.row,
      column: cell.column,
      title: `${yTitle} ${yNames[cell.row] ?? ""} · ${xTitle} ${xNames[cell.column] ?? ""}: ${figure(cell.value, spec.value, options)}`,
      lines: [...lines, ...groundsOf(frame, cell.index, { value: spec.value }, options)],
      index: cell.index,
    };
  });
  return { svg, points, summary };
}

/** An axis' values in order: by another column, numbers by size, anything else as the result has them. */
function ordered(column: string, frame: Frame, by?: string): Value[] {
  const own = frame.values[column] ?? [];
  const values = [...new Set(own)];
  if (by !== undefined) {
    const place = new Map(own.map((value, row) => [value, numberIn(frame, by, row) ?? 0]));
    return values.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  }
  return values.every((value) => typeof value === "number") ? values.sort((a, b) => a - b) : values;
}

function summarise(
  spec: GridSpec,
  frame: Frame,
  rows: readonly number[],
  options: ChartOptions,
): Drawing["summary"] {
  const value = (index: number) => numberIn(frame, spec.value, index) ?? 0;
  const best = rows.reduce((most, index) => (value(index) > value(most) ? index : most), rows[0] ?? 0);
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const say = (column: string) =>
      `${labelOf(column, own)} ${nameOf(valueIn(frame, column, best), column, frame, own)}`;
    const share = numberIn(frame, spec.share, best);
    return messages.largestCell(
      rows.length,
      say(spec.y),
      say(spec.x),
      `${figure(value(best), spec.value, own)}${share === null || spec.share === undefined ? "" : locale === "en" ? ` (${figure(share, spec.share, own)})` : `（${figure(share, spec.share, own)}）`}`,
    )[locale];
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
