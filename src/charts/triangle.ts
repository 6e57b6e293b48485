import { rect, ruleY } from "@observablehq/plot";
import { formatCount, formatValue } from "../i18n/format.ts";
import { sameText } from "../i18n/text.ts";
import type { Frame } from "../tables/frame.ts";
import { type Cell, type Cohort, type Cohorts, cohortsOf } from "./cohorts.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { isFaint, isOpen } from "./look.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, hatch, labels } from "./plot-parts.ts";
import { type Scale, scaleBar } from "./scale-bar.ts";
import type { TriangleSpec } from "./spec.ts";
import { stepsOf } from "./steps.ts";
import { fitText, textWidth } from "./text-width.ts";
import { figure, figureShown, footingOf, groundsOf, labelOf, unitOf } from "./values.ts";

const head = 20;
const leastPitch = 17;
const mostPitch = 40;

/**
 * A cohort triangle: one row a cohort with its size, a shaded cell a period, the weighted average last.
 * Columns that do not fit make it wider than asked, to be scrolled; of cohorts that do not fit the latest
 * are shown and the rest is said.
 */
export function drawTriangle(spec: TriangleSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, look: chosen } = options;
  const cohorts = cohortsOf(spec, frame, options);
  if (cohorts.rows.length === 0) return drawEmpty(options);
  const unit = unitOf(spec.value, options);
  const text = (value: number) =>
    unit === "share"
      ? formatValue(value, unit, locale).replace("%", "")
      : formatValue(value, unit, locale, { currency: options.currency ?? null, short: true });
  const all = cohorts.rows.flatMap(({ cells }) => cells);
  // Only columns that hold something; a result without any still shows its cohorts.
  const columns = cohorts.columns;
  const average = cohorts.averages.size > 0 && chosen?.averageRow !== false;

  const foot = average ? 25 : 2;
  const room = options.height - head - foot;
  const crowded = cohorts.rows.length * leastPitch > room;
  const legend = !crowded && room - cohorts.rows.length * leastPitch >= 22 && columns.length > 0;
  const below = crowded || legend ? 20 : 0;
  const fit = Math.max(1, Math.floor((room - below) / leastPitch));
  const shown = crowded
    ? cohorts.split
      ? cohorts.rows.slice(0, fit)
      : cohorts.rows.slice(-fit)
    : cohorts.rows;
  const pitch = Math.min(mostPitch, Math.max(leastPitch, Math.floor((room - below) / shown.length)));

  const sizes = cohorts.rows.reduce((sum, { size }) => sum + size, 0);
  const rowTitle = cohorts.split ? labelOf("split", options) : labelOf(spec.row, options);
  const nameWidth = Math.min(
    Math.max(64, options.width * 0.3),
    Math.max(
      ...[rowTitle, ...shown.map(({ name }) => name)].map((name) => textWidth(name)),
      average ? textWidth(messages.average[locale], 11, true) : 0,
    ),
  );
  const sizeTitle = fitText(labelOf(spec.size, options), 72);
  const sizeWidth = Math.max(textWidth(sizeTitle), textWidth(formatCount(sizes, locale), 11, true));
  const full = (column: number) => messages.since(options.period ?? null, column)[locale];
  const layout = (heading: (column: number) => string, tight: boolean) => {
    const cell = Math.max(
      ...columns.map((column) => textWidth(heading(column)) + (tight ? 3 : 6)),
      ...all.map(({ value }) => textWidth(text(value)) + (tight ? 2 : 8)),
      tight ? 22 : 30,
    );
    const gap = tight ? 8 : 12;
    return { heading, gap, cell, left: nameWidth + gap + sizeWidth + gap };
  };
  const fits = ({ left, cell }: ReturnType<typeof layout>) => left + columns.length * cell <= options.width;
  // Before it scrolls, its number alone does for "第 12 月", and then less room between the cells.
  const choices = [layout(full, false), layout(String, false), layout(String, true)];
  const { heading, gap, cell: cellWidth, left } = choices.find(fits) ?? layout(String, false);
  // A few periods in a wide tile make no huge cells.
  const width = Math.max(
    left + columns.length * cellWidth,
    Math.min(options.width, left + columns.length * Math.max(96, cellWidth)),
  );
  const step = columns.length ? (width - left) / columns.length : 0;
  const bottom = head + shown.length * pitch;
  const height = bottom + foot + below;

  const steps = stepsOf(all.filter((each) => each.complete && !hidden(each)).map(({ value }) => value));
  const place = new Map(columns.map((column, i) => [column, left + i * step]));
  const drawn = shown.flatMap((cohort, row) =>
    cohort.cells.map((each) => ({
      ...each,
      row,
      cohort,
      x: place.get(each.column) ?? 0,
      y: head + row * pitch,
    })),
  );
  type Drawn = (typeof drawn)[number];
  const look = (each: Drawn) =>
    isOpen(each.complete, chosen)
      ? "pending"
      : isFaint(footing(each), chosen)
        ? "hollow"
        : `h${steps.of(each.value)}`;
  const ink = (each: Drawn) =>
    isFaint(footing(each), chosen)
      ? "sm halo"
      : isOpen(each.complete, chosen)
        ? "lab halo"
        : `t${steps.of(each.value)}`;
  const stripes = hatch();
  const baseline = (row: number) => head + row * pitch + pitch / 2 + 4;
  const words: Label[] = [
    { x: 0, y: 12, text: fitText(rowTitle, nameWidth) },
    { x: left - gap, y: 12, text: sizeTitle, anchor: "end" },
    ...columns.map((column) => ({
      x: (place.get(column) ?? 0) + step / 2,
      y: 12,
      text: heading(column),
      anchor: "middle" as const,
    })),
    ...shown.flatMap(({ name, size }, row) => [
      { x: 0, y: baseline(row), text: fitText(name, nameWidth), class: "lab" },
      {
        x: left - gap,
        y: baseline(row),
        text: formatCount(size, locale),
        anchor: "end" as const,
        class: isFaint(footingOf(size, "customers"), chosen) ? "sm" : "ink",
      },
    ]),
    ...drawn.map((each) => ({
      x: each.x + step / 2,
      y: baseline(each.row),
      text: hidden(each) ? "–" : text(each.value),
      anchor: "middle" as const,
      class: ink(each),
    })),
    ...(average ? averageLabels() : []),
  ];
  function averageLabels(): Label[] {
    const y = bottom + 18;
    return [
      { x: 0, y, text: fitText(messages.average[locale], nameWidth, 11, true), class: "ink b" },
      { x: left - gap, y, text: formatCount(sizes, locale), anchor: "end", class: "ink b" },
      ...columns.map((column): Label => {
        const value = cohorts.averages.get(column);
        return {
          x: (place.get(column) ?? 0) + step / 2,
          y,
          text: value === undefined ? "–" : text(value),
          anchor: "middle",
          class: value === undefined ? "" : "ink b",
        };
      }),
    ];
  }
  function footing(each: Cell) {
    return footingOf(each.size, unit);
  }
  function hidden(each: Cell) {
    return footingOf(each.size, unit) === "hidden";
  }

  const summary = summarise(spec, cohorts, options);
  const note = crowded
    ? (average && !cohorts.split
        ? messages.latestCohorts
        : cohorts.split
          ? messages.firstRows
          : messages.latestCohortsPlain)(shown.length, cohorts.rows.length)
    : sameText("");
  const scale: Scale = {
    steps,
    text: (value) => (unit === "share" ? figure(value, spec.value, options) : text(value)),
  };
  const svg = drawPlot(options, summary, {
    width,
    height,
    marks: [
      stripes.mark,
      rect(drawn, {
        x1: (each: Drawn) => each.x + 0.5,
        x2: (each: Drawn) => each.x + step - 0.5,
        y1: (each: Drawn) => each.y + 0.5,
        y2: (each: Drawn) => each.y + pitch - 0.5,
        rx: 1.5,
        ...classed<Drawn>(drawn, look, (element, each) => {
          if (isOpen(each.complete, chosen)) element.setAttribute("style", `fill: ${stripes.fill()}`);
        }),
      }),
      ...(average
        ? [
            ruleY([bottom + 2], {
              x1: 0,
              x2: width,
              y: (at: number) => at,
              className: "base",
            }),
          ]
        : []),
      ...labels(words),
      ...(note[locale]
        ? labels([
            {
              x: 0,
              y: height - 4,
              text: fitText(note[locale], Math.min(width, options.width)),
              class: "lab",
            },
          ])
        : []),
      ...(legend
        ? scaleBar(scale, { right: Math.min(width, options.width), y: height - 4, from: 0 }, options)
        : []),
    ],
  });
  const points = drawn.map((each): ChartPoint => pointOf(each));
  function pointOf(each: Drawn): ChartPoint {
    const since = messages.sinceWord(options.period ?? null, each.column)[locale];
    return {
      x: each.x + step / 2,
      y: each.y + pitch / 2,
      width: step - 1,
      height: pitch - 1,
      row: each.row,
      column: columns.indexOf(each.column),
      title: `${each.cohort.name} · ${since}: ${figureShown(each.value, each.size, spec.value, options)}`,
      lines:
        each.index === null
          ? [[labelOf(spec.size, options), formatCount(each.size, locale)]]
          : groundsOf(
              frame,
              each.index,
              { value: spec.value, n: spec.size, interval: spec.interval, complete: spec.complete },
              options,
            ),
      index: each.index,
    };
  }
  return { svg, points, summary };
}

/** What the triangle says first: how the average goes from its first period to its last. */
function summarise(spec: TriangleSpec, cohorts: Cohorts, options: ChartOptions): Drawing["summary"] {
  const known = cohorts.columns.filter((column) => cohorts.averages.has(column));
  const [first, last] = [known[0], known.at(-1)];
  const open = cohorts.rows.some((row: Cohort) => row.cells.some(({ complete }) => !complete));
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const rest = open ? messages.openLeftOut[locale] : "";
    if (first === undefined || last === undefined)
      return messages.cohortsOnly(cohorts.rows.length)[locale] + rest;
    const say = (column: number) => figure(cohorts.averages.get(column) ?? null, spec.value, own);
    const since = (column: number) => messages.sinceWord(options.period ?? null, column)[locale];
    return (
      messages.averageRuns(
        labelOf(spec.value, own),
        cohorts.rows.length,
        [since(first), say(first)],
        first === last ? null : [since(last), say(last)],
        cohorts.split,
      )[locale] + rest
    );
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
