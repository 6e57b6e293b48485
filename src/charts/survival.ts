import { type Markish, areaY, dot, line, ruleX } from "@observablehq/plot";
import { formatCount } from "../i18n/format.ts";
import type { Frame } from "../tables/frame.ts";
import { type Area, xLabels, xTitle, yAxis } from "./axes.ts";
import { clearLabel } from "./clear-label.ts";
import { type ChartOptions, type ChartPoint, type Drawing, smallCount, tinyCount } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import type { SurvivalSpec } from "./spec.ts";
import { type Curve, type Step, atRiskAt, curvesOf, halfAt, stepAt } from "./survival-curves.ts";
import { fitText, textWidth } from "./text-width.ts";
import { tickLabels } from "./ticks.ts";
import { figure, labelOf } from "./values.ts";

const rowHeight = 15;
const foot = 36;
const mostStops = 48;
/** Of those that share a colour, so many are drawn; their numbers below are of all. */
const mostOthers = 40;

/** Steps from day 0 by group with their bands, and below each tick how many were still at risk there. */
export function drawSurvival(spec: SurvivalSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width } = options;
  const { curves, many } = curvesOf(spec, frame, options);
  if (curves.length === 0) return drawEmpty(options);
  const named = curves.filter(({ other }) => !other);
  const others = curves.filter(({ other }) => other);
  const end = Math.max(1, ...curves.map(({ steps }) => steps.at(-1)?.day ?? 0));

  // ---- Room: the plot takes what the table of those at risk leaves, and never less than it needs ----
  const heading = messages.atRisk[locale];
  const rows = [
    ...named.map((curve) => ({ name: many ? curve.name : heading, class: curve.class, of: [curve] })),
    ...(others.length
      ? [{ name: messages.other(others.length)[locale], class: others[0]?.class ?? "", of: others }]
      : []),
  ];
  const under = foot + (many ? rowHeight : 0) + rows.length * rowHeight + 2;
  const top = 12;
  const bottom = top + Math.max(Math.min(84, options.height * 0.4), options.height - top - under);
  const height = bottom + under;
  const nameWidth = Math.min(
    Math.max(textWidth(heading), ...rows.map(({ name }) => textWidth(name) + (many ? 12 : 0))),
    width * 0.3,
  );
  const atRisk = (of: readonly Curve[], day: number) =>
    of.reduce((sum, curve) => sum + atRiskAt(curve, day), 0);
  const most = Math.max(...rows.map(({ of }) => textWidth(formatCount(atRisk(of, 0), locale))));
  const area: Area = {
    // Half of the first number at risk stands left of its tick, half of the last one right of it.
    left: Math.max(36, nameWidth + most / 2 + 8),
    right: width - 14,
    top,
    bottom,
  };
  const x = (day: number) => area.left + (day / end) * (area.right - area.left);
  const y = (share: number) => bottom - share * (bottom - top);
  const yTicks = bottom - top >= 130 ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
  const ticks = dayTicks(end, Math.max(1, Math.floor((area.right - area.left) / Math.max(40, most + 14))));

  // ---- Marks ----
  const place = { x, y };
  const half = many ? null : halfAt(curves[0], spec);
  const riskTop = bottom + foot;
  const table: Label[] = many ? [{ x: 0, y: riskTop + 10, text: heading, class: "lab" }] : [];
  const marked: { x: number; y: number; class: string }[] = [];
  rows.forEach(({ name, class: tone, of }, i) => {
    const base = riskTop + (many ? rowHeight : 0) + i * rowHeight + 10;
    table.push({
      x: many ? 12 : 0,
      y: base,
      text: fitText(name, nameWidth - (many ? 12 : 0)),
      class: "lab",
    });
    if (many) marked.push({ x: 4, y: base - 4, class: `bar ${tone}` });
    for (const tick of ticks) {
      const left = atRisk(of, tick);
      table.push({
        x: x(tick),
        y: base,
        text: formatCount(left, locale),
        anchor: "middle",
        class: left < smallCount ? "sm" : "ink",
      });
    }
  });
  const hidden = curves.every(({ n }) => n < tinyCount);
  const summary = summarise(spec, frame, options);
  const svg = drawPlot(options, summary, {
    height,
    marks: [
      ...yAxis(yTicks, tickLabels(yTicks, "share", locale, null), area, y),
      ...xLabels(
        ticks.map((tick) => [x(tick), formatCount(tick, locale)]),
        area,
      ),
      ...xTitle(labelOf(spec.x, options), area),
      ...[...others.slice(0, mostOthers), ...named].flatMap((curve) => curveMarks(curve, spec, place, many)),
      ...(half
        ? [
            ruleX([half], { x: x(half.day), y1: bottom, y2: y(half.y), className: "base dash" }),
            dot([half], { x: x(half.day), y: y(half.y), r: 3, className: "bar s1" }),
            ...labels(halfLabel(half, curves[0], area, place, messages.halfAfter(half.day)[locale])),
          ]
        : []),
      ...(hidden
        ? labels([
            {
              x: (area.left + area.right) / 2,
              y: (top + bottom) / 2,
              text: messages.tooFew[locale],
              anchor: "middle",
              class: "lab halo",
            },
          ])
        : []),
      dot(marked, { x: "x", y: "y", r: 4, ...classed(marked, (each) => each.class) }),
      ...labels(table),
    ],
  });

  // ---- Points: the same days for every group, so that up and down compare ----
  const stops = [
    ...new Set(Array.from({ length: mostStops + 1 }, (_, i) => Math.round((i * end) / mostStops))),
  ];
  const points = named.flatMap((curve, row) =>
    stops.flatMap((day, column): ChartPoint[] => {
      const step = stepAt(curve, day);
      if (!step || step.atRisk < tinyCount) return [];
      const interval: [string, string][] =
        step.low === null || step.high === null || step.index === null
          ? []
          : [
              [
                messages.interval[locale],
                messages.range(figure(step.low, spec.y, options), figure(step.high, spec.y, options))[locale],
              ],
            ];
      return [
        {
          x: x(day),
          y: y(step.y),
          row,
          column,
          title: `${many ? `${curve.name} · ` : ""}${figure(day, spec.x, options)}: ${figure(step.y, spec.y, options)}`,
          lines: [
            [labelOf(spec.atRisk, options), figure(atRiskAt(curve, day), spec.atRisk, options)],
            ...interval,
          ],
          index: step.index,
        },
      ];
    }),
  );
  return { svg, points, summary };
}

interface Place {
  readonly x: (day: number) => number;
  readonly y: (share: number) => number;
}
/** A group's band and line: dashed while fewer than 30 are at risk, and ended where fewer than 10 are. */
function curveMarks(curve: Curve, spec: SurvivalSpec, { x, y }: Place, many: boolean): Markish[] {
  const tone = curve.other ? "ctx" : curve.class;
  const shape = { curve: "step-after" } as const;
  const told = curve.steps.filter(({ atRisk }) => atRisk >= tinyCount);
  const firm = told.filter(({ atRisk }) => atRisk >= smallCount);
  /** Each level lasts until the next step, whatever that one is worth. */
  const lasting = (steps: readonly Step[]) => {
    const last = steps.at(-1);
    const next = last && curve.steps[curve.steps.indexOf(last) + 1];
    return last && next ? [...steps, { ...last, day: next.day }] : steps;
  };
  const banded = lasting(firm).filter(({ low, high }) => low !== null && high !== null);
  const marks: Markish[] = [];
  if (spec.band && banded.length > 1 && !curve.other)
    marks.push(
      areaY(banded, {
        ...shape,
        x: ({ day }: Step) => x(day),
        y1: ({ low }: Step) => y(low ?? 0),
        y2: ({ high }: Step) => y(high ?? 0),
        className: `${many ? "band thin" : "band"} ${tone}`,
      }),
    );
  const from = firm.at(-1);
  const open = told.filter(({ atRisk }) => atRisk < smallCount);
  const runs = [
    { steps: lasting(firm), name: "line" },
    {
      steps: lasting(from && open.length ? [{ ...from, day: open[0]?.day ?? 0 }, ...open] : open),
      name: "line dash",
    },
  ];
  for (const { steps, name } of runs)
    if (steps.length > 1)
      marks.push(
        line(steps, {
          ...shape,
          x: ({ day }: Step) => x(day),
          y: ({ y: share }: Step) => y(share),
          className: `${name} ${tone}`,
        }),
      );
  return marks;
}

/** What half of them reach, by its mark, within the drawing and clear of the curve. */
function halfLabel(half: Step, curve: Curve | undefined, area: Area, { x, y }: Place, text: string): Label[] {
  const steps = curve?.steps ?? [];
  const path = steps.flatMap((step, i) => {
    const own = { x: x(step.day), y: y(step.y) };
    const before = steps[i - 1];
    return before ? [{ x: own.x, y: y(before.y) }, own] : [own];
  });
  const mark = { x: x(half.day), y: y(half.y) };
  // Nor does anything cross the rule from the mark down to the axis.
  const rule = [mark, { x: mark.x, y: area.bottom }];
  return clearLabel(mark, [...path, ...rule], [{ text, class: "acc b halo" }], { ...area, top: 0 });
}

const daySteps = [1, 2, 5, 7, 10, 14, 30, 60, 90, 120, 180, 360, 720, 1800, 3600, 7200, 18_000];
/** Days from 0 in steps that people count in: weeks, tens, months of thirty. */
function dayTicks(end: number, most: number): number[] {
  const step = daySteps.find((days) => end / days <= most) ?? Math.ceil(end / most);
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step);
}

function summarise(spec: SurvivalSpec, frame: Frame, options: ChartOptions): Drawing["summary"] {
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const { curves } = curvesOf(spec, frame, own);
    return messages.halves(
      labelOf(spec.y, own),
      curves
        .filter(({ other }) => !other)
        .map((curve) => [
          curve.name,
          formatCount(curve.n, locale),
          halfAt(curve, spec)?.day.toLocaleString(locale) ?? null,
        ]),
    )[locale];
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
