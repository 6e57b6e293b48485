import { rect } from "@observablehq/plot";
import type { RenderFunction } from "@observablehq/plot";
import type { Frame } from "../tables/frame.ts";
import { spread } from "./axes.ts";
import { mostCategories } from "./categories.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, labels, svgElement } from "./plot-parts.ts";
import type { FlowSpec } from "./spec.ts";
import { fitText, textWidth } from "./text-width.ts";
import { figure, groundsOf, labelOf, nameOf, numberIn, valueIn } from "./values.ts";

/** Between the parts of a stack, and the width of one. */
const gap = 3;
const nodeWidth = 10;
const head = 18;

/** One side of the flow: a part a stage, from the top down. */
interface Node {
  readonly key: string;
  readonly name: string;
  readonly class: string;
  readonly total: number;
  readonly y: number;
  readonly height: number;
}
interface Band {
  readonly index: number;
  readonly value: number;
  readonly from: Node;
  readonly to: Node;
  readonly row: number;
  readonly column: number;
  /** The upper end on either side, and how thick it is. */
  readonly left: number;
  readonly right: number;
  readonly thick: number;
}

/** Two stacks, before and now, joined by bands as thick as the number who moved. */
export function drawFlow(spec: FlowSpec, frame: Frame, options: ChartOptions): Drawing {
  const { width, height } = options;
  const rows = Array.from({ length: frame.length }, (_, index) => index).filter(
    (index) => (numberIn(frame, spec.value, index) ?? 0) > 0,
  );
  if (rows.length === 0) return drawEmpty(options);
  const known = [spec.from, spec.to].flatMap((column) => Object.keys(options.columns[column]?.values ?? {}));
  const found = rows.flatMap((index) => [keyOf(frame, spec.from, index), keyOf(frame, spec.to, index)]);
  // Both sides share colours and order, so that who stays is seen as staying.
  const order = [...new Set([...known, ...found])].filter(
    (key) => known.includes(key) || found.includes(key),
  );
  // What no one can become, as not having been there yet, is grey.
  const stages = [...Object.keys(options.columns[spec.to]?.values ?? {}), ...(known.length ? [] : order)];
  function classOf(key: string): string {
    const place = stages.indexOf(key);
    return `s${place < 0 ? mostCategories : Math.min(mostCategories, place + 1)}`;
  }
  const sides = [spec.from, spec.to].map((column) => {
    const totals = new Map<string, number>();
    for (const index of rows) {
      const key = keyOf(frame, column, index);
      totals.set(key, (totals.get(key) ?? 0) + (numberIn(frame, spec.value, index) ?? 0));
    }
    return stacked(column, totals);
  }) as [Node[], Node[]];
  const [before, now] = sides;

  function stacked(column: string, totals: ReadonlyMap<string, number>): Node[] {
    const keys = order.filter((key) => totals.has(key));
    const all = keys.reduce((sum, key) => sum + (totals.get(key) ?? 0), 0);
    const room = Math.max(20, height - head - 6 - gap * (keys.length - 1));
    let y = head;
    return keys.map((key): Node => {
      const total = totals.get(key) ?? 0;
      const node = {
        key,
        name: nameOf(key === "" ? null : key, column, frame, options),
        class: classOf(key),
        total,
        y,
        height: (room * total) / all,
      };
      y += node.height + gap;
      return node;
    });
  }

  // ---- Bands: each side gives its bands room in the order of the other side ----
  const used = new Map<Node, number>();
  const take = (node: Node, thick: number) => {
    const at = node.y + (used.get(node) ?? 0);
    used.set(node, (used.get(node) ?? 0) + thick);
    return at;
  };
  const placed = rows
    .map((index) => {
      const row = before.findIndex(({ key }) => key === keyOf(frame, spec.from, index));
      const column = now.findIndex(({ key }) => key === keyOf(frame, spec.to, index));
      return { index, row, column, value: numberIn(frame, spec.value, index) ?? 0 };
    })
    .sort((a, b) => a.row - b.row || a.column - b.column);
  const bands = placed.map(({ index, row, column, value }): Band => {
    const [from, to] = [before[row] as Node, now[column] as Node];
    // Both stacks stand for the same customers; the thinner scale fits at both ends.
    const thick = Math.min((from.height * value) / from.total, (to.height * value) / to.total);
    return { index, value, row, column, from, to, left: take(from, thick), right: take(to, thick), thick };
  });

  // ---- Words on the outer sides ----
  const text = (node: Node) => `${node.name} ${figure(node.total, spec.value, options)}`;
  const widthOf = (nodes: readonly Node[]) =>
    Math.min(width * 0.3, Math.max(...nodes.map((node) => textWidth(text(node)))) + 2);
  const [leftWidth, rightWidth] = [widthOf(before), widthOf(now)];
  const [x1, x2] = [leftWidth + 6 + nodeWidth, width - rightWidth - 6 - nodeWidth];
  const middles = (nodes: readonly Node[]) =>
    spread(
      nodes.map(({ y, height: tall }) => y + tall / 2),
      13,
      head + 4,
      height - 6,
    );
  const words: Label[] = [
    { x: 0, y: 10, text: fitText(labelOf(spec.from, options), width * 0.45), class: "lab" },
    { x: width, y: 10, text: fitText(labelOf(spec.to, options), width * 0.45), anchor: "end", class: "lab" },
    ...middles(before).map((y, i): Label => ({
      x: leftWidth,
      y: y + 4,
      text: fitText(text(before[i] as Node), leftWidth),
      anchor: "end",
      class: "ink",
    })),
    ...middles(now).map((y, i): Label => ({
      x: width - rightWidth,
      y: y + 4,
      text: fitText(text(now[i] as Node), rightWidth),
      class: "ink",
    })),
  ];
  const nodes = [
    ...before.map((node) => ({ ...node, x: x1 - nodeWidth })),
    ...now.map((node) => ({ ...node, x: x2 })),
  ];
  const summary = summarise(spec, frame, rows, options);
  const svg = drawPlot(options, summary, {
    marks: [
      ribbons(bands, x1, x2),
      rect(nodes, {
        x1: (node: { x: number }) => node.x,
        x2: (node: { x: number }) => node.x + nodeWidth,
        y1: (node: Node) => node.y,
        y2: (node: Node) => node.y + Math.max(1, node.height),
        ...classed(nodes, (node) => `bar ${node.class}`),
      }),
      ...labels(words),
    ],
  });
  const nodePoint = (node: Node, x: number, row: number, column: number, label: string): ChartPoint => ({
    x,
    y: node.y + node.height / 2,
    width: nodeWidth,
    height: Math.max(6, node.height),
    row,
    column,
    title: `${label} · ${node.name}: ${figure(node.total, spec.value, options)}`,
    lines: [],
    index: null,
  });
  const points = [
    ...bands.map((band): ChartPoint => {
      const share = numberIn(frame, spec.share, band.index);
      const own = spec.share;
      return {
        x: (x1 + x2) / 2,
        y: (band.left + band.right + band.thick) / 2,
        row: band.row,
        column: band.column + 1,
        title: messages.moveOf(band.from.name, band.to.name, figure(band.value, spec.value, options))[
          options.locale
        ],
        lines:
          own === undefined || share === null
            ? []
            : [
                [labelOf(own, options), figure(share, own, options)] as const,
                ...groundsOf(frame, band.index, { value: own }, options),
              ],
        index: band.index,
      };
    }),
    ...before.map((node, row) => nodePoint(node, x1 - nodeWidth / 2, row, 0, labelOf(spec.from, options))),
    ...now.map((node, column) =>
      nodePoint(node, x2 + nodeWidth / 2, before.length, column + 1, labelOf(spec.to, options)),
    ),
  ].sort((a, b) => a.row - b.row || a.column - b.column);
  return { svg, points, summary };
}

function keyOf(frame: Frame, column: string, index: number): string {
  const value = valueIn(frame, column, index);
  return value === null ? "" : String(value);
}

/** The bands as one mark: each a curve from its place on the left to its place on the right. */
function ribbons(bands: readonly Band[], x1: number, x2: number): RenderFunction {
  return (_index, _scales, _values, _dimensions, { document }) => {
    const group = svgElement(document, "g");
    const half = (x1 + x2) / 2;
    for (const { left, right, thick, from } of bands) {
      const lower = Math.max(0.75, thick);
      const d = [
        `M${x1},${left}C${half},${left} ${half},${right} ${x2},${right}`,
        `v${lower}`,
        `C${half},${right + lower} ${half},${left + lower} ${x1},${left + lower}Z`,
      ].join("");
      group.append(svgElement(document, "path", { d, class: `ribbon ${from.class}` }));
    }
    return group;
  };
}

function summarise(
  spec: FlowSpec,
  frame: Frame,
  rows: readonly number[],
  options: ChartOptions,
): Drawing["summary"] {
  const value = (index: number) => numberIn(frame, spec.value, index) ?? 0;
  const same = (index: number) => keyOf(frame, spec.from, index) === keyOf(frame, spec.to, index);
  const total = (list: readonly number[]) => list.reduce((sum, index) => sum + value(index), 0);
  const moves = rows.filter((index) => !same(index)).sort((a, b) => value(b) - value(a));
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const say = (sum: number) => figure(sum, spec.value, own);
    const name = (column: string, index: number) => nameOf(valueIn(frame, column, index), column, frame, own);
    const [most] = moves;
    return messages.flows(
      say(total(rows)),
      say(total(rows.filter(same))),
      most === undefined ? null : [name(spec.from, most), name(spec.to, most), say(value(most))],
    )[locale];
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
