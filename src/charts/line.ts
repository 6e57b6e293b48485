import { type Markish, areaY, dot, line, ruleX } from "@observablehq/plot";
import type { Frame } from "../tables/frame.ts";
import { type Area, spread, xLabels, xTitle, yAxis } from "./axes.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import { type Lines, type Series, type SeriesPoint, linesOf } from "./series.ts";
import type { LineSpec } from "./spec.ts";
import { fitText, textWidth } from "./text-width.ts";
import { everyNth, niceTicks, tickLabels } from "./ticks.ts";
import { figure, figureShown, groundsOf, isDate, labelOf, nameOf, unitOf, valueIn } from "./values.ts";

const pitch = 13;

/** Lines by series with bands; what is not over is dashed, what few stand behind is hollow. */
export function drawLine(spec: LineSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale } = options;
  const lines = linesOf(spec, frame, options);
  const shown = lines.series.map((series) => ({
    ...series,
    points: series.points.filter(({ footing }) => footing !== "hidden"),
  }));
  const all = shown.flatMap(({ points }) => points);
  if (all.length === 0) return drawEmpty(options);
  const unit = unitOf(spec.y, options);
  const narrow = options.width < 200;

  // ---- Scales ----
  const title = isDate(frame, spec.x) ? "" : labelOf(spec.x, options);
  const top = 12;
  const bottom = options.height - (title && options.height >= 120 ? 34 : 20);
  const firm = all.filter(({ footing }) => footing === "firm");
  const ends = all.map(({ y }) => y);
  // An interval out of a handful of customers may span the whole axis; it must not set the scale.
  for (const { low, high } of firm) ends.push(low ?? high ?? 0, high ?? low ?? 0);
  if (!spec.band) ends.length = all.length;
  if (spec.zero ?? true) ends.push(0);
  const whole = ["customers", "orders", "responses", "points"].includes(unit ?? "");
  const ticks = niceTicks(
    Math.min(...ends),
    Math.max(...ends),
    Math.max(1, Math.round((bottom - top) / 45)),
    whole,
  );
  const texts = tickLabels(ticks, unit, locale, options.currency ?? null);
  const many = shown.length > 1;
  const names = [...new Set(shown.map(({ name }) => name))];
  const endWidth = many
    ? Math.min(options.width * 0.3, Math.max(...names.map((name) => textWidth(name))) + 16)
    : 0;
  const last = lines.xs.at(-1);
  const lastWidth = last ? textWidth(xName(spec, frame, last.index, options)) : 0;
  const single = many ? null : closing(shown[0]?.points ?? []);
  const singleText = single ? figure(single.y, spec.y, options) : "";
  const area: Area = {
    left: Math.max(34, ...texts.map((text) => textWidth(text) + 8)),
    right:
      options.width -
      Math.max(
        8,
        endWidth,
        narrow ? 8 : Math.min(lastWidth / 2, 30),
        single ? textWidth(singleText, 11, true) + 10 : 0,
      ),
    top,
    bottom,
  };
  const [from, to] = [lines.xs[0]?.x ?? 0, last?.x ?? 1];
  const alone = from === to;
  const x = (value: number) =>
    alone
      ? (area.left + area.right) / 2
      : area.left + ((value - from) / (to - from)) * (area.right - area.left);
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const y = (value: number) => area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top);

  // ---- Marks ----
  const curve = spec.step ? ("step-after" as const) : ("linear" as const);
  const plain = shown.length > 12 || all.length > 60 * shown.length;
  const marks: Markish[] = [
    ...yAxis(ticks, texts, area, y),
    ...xLabels(xTicks(spec, frame, lines, area, x, options), area),
  ];
  if (title && options.height >= 120) marks.push(...xTitle(title, area));
  for (const series of shown) marks.push(...seriesMarks(series, spec, curve, many));
  const dots = shown.flatMap((series) =>
    series.points
      .filter(
        (point, i, own) =>
          point.footing === "small" ||
          !point.complete ||
          own.length === 1 ||
          (!plain && own.length <= 24 && !many) ||
          i === own.length - 1,
      )
      .filter(({ footing, complete }) => !series.other || (footing === "firm" && complete && false))
      .map((point) => ({ ...point, class: dotClass(series, point) })),
  );
  marks.push(
    dot(dots, {
      x: "x",
      y: "y",
      r: 3,
      ...classed(dots, (each) => each.class),
    }),
  );
  const words: Label[] = [];
  if (single) {
    words.push({
      x: x(single.x) + (single.x === to ? 7 : 0),
      y: single.x === to ? y(single.y) + 4 : Math.max(10, y(single.y) - 8),
      text: singleText,
      anchor: single.x === to ? "start" : x(single.x) - area.left < 24 ? "start" : "middle",
      class: "acc b halo",
    });
  }
  if (many) words.push(...endLabels(shown, area, y, endWidth));
  marks.push(...labels(words));
  if (many) {
    const marked = words.map((word) => ({ x: word.x - 6, y: word.y - 4, class: (word as EndLabel).series }));
    marks.push(
      dot(marked, {
        x: { value: (each: { x: number }) => each.x, scale: null } as never,
        y: { value: (each: { y: number }) => each.y, scale: null } as never,
        r: 3,
        ...classed(marked, (each) => `bar ${each.class}`),
      }),
    );
  }

  const summary = summarise(spec, frame, lines, options);
  const svg = drawPlot(options, summary, {
    x: {
      type: "linear",
      domain: alone ? [from - 1, to + 1] : [from, to],
      range: [area.left, area.right],
      axis: null,
    },
    y: { type: "linear", domain: [low, high], range: [area.bottom, area.top], axis: null },
    marks,
  });
  return { svg, points: pointsOf(), summary };

  function pointsOf(): ChartPoint[] {
    const columns = new Map(lines.xs.map((each, i) => [each.x, i]));
    return lines.series
      .filter(({ other }) => !other)
      .flatMap((series, row) =>
        series.points.map((point): ChartPoint => {
          const place = xName(spec, frame, point.index, options, true);
          const value = figureShown(point.y, point.n, spec.y, options);
          return {
            x: x(point.x),
            y: point.footing === "hidden" ? area.bottom : y(point.y),
            row,
            column: columns.get(point.x) ?? 0,
            title: `${series.name && many ? `${series.name} · ` : ""}${place}: ${value}`,
            lines: groundsOf(
              frame,
              point.index,
              { value: spec.y, n: spec.n, interval: spec.band, complete: spec.complete },
              options,
            ),
            index: point.index,
          };
        }),
      );
  }
}

/** The last point whose period is over. */
function closing(points: readonly SeriesPoint[]): SeriesPoint | null {
  return [...points].reverse().find(({ complete, footing }) => complete && footing === "firm") ?? null;
}

/** A place on the x axis: a period, "M3" where periods are counted, or the value itself. */
function xName(spec: LineSpec, frame: Frame, index: number, options: ChartOptions, full = false): string {
  const value = valueIn(frame, spec.x, index);
  if (spec.x === "period" && typeof value === "number" && options.period)
    return (full ? messages.sinceWord : messages.since)(options.period, value)[options.locale];
  return nameOf(value, spec.x, frame, options);
}

function xTicks(
  spec: LineSpec,
  frame: Frame,
  lines: Lines,
  area: Area,
  x: (value: number) => number,
  options: ChartOptions,
): [number, string][] {
  const named = lines.xs.map(({ x: at, index }): [number, string] => [
    x(at),
    xName(spec, frame, index, options),
  ]);
  const room = area.right - area.left;
  const widest = Math.max(...named.map(([, text]) => textWidth(text)));
  const numbers = lines.metric && !isDate(frame, spec.x);
  // Every place has its tick while they are few; beyond that numbers get round ticks of their own.
  if (
    numbers &&
    named.length > 16 &&
    !lines.xs.every(({ x: at }, i) => i === 0 || at - (lines.xs[i - 1]?.x ?? 0) === 1)
  ) {
    const [from, to] = [lines.xs[0]?.x ?? 0, lines.xs.at(-1)?.x ?? 1];
    return niceTicks(from, to, Math.max(1, Math.round(room / 70)))
      .filter((tick) => tick >= from && tick <= to)
      .map((tick) => [x(tick), tick.toLocaleString(options.locale)]);
  }
  const each = Math.max(widest + 14, numbers ? 36 : Math.min(70, widest + 22));
  const step = everyNth(named.length, room + each * 0.6, each);
  return named.filter((_, i) => i % step === 0);
}

function seriesMarks(
  series: Series,
  spec: LineSpec,
  curve: "linear" | "step-after",
  many: boolean,
): Markish[] {
  const { points } = series;
  const marks: Markish[] = [];
  const name = series.other ? "ctx" : series.class;
  const style = (kind: string) => `${kind} ${name}`;
  // Where bands would lie on one another they hide what they explain: only one series or two have them.
  const banded = points.filter(
    (point) => point.low !== null && point.high !== null && point.complete && point.footing === "firm",
  );
  if (spec.band && banded.length > 1 && !series.other)
    marks.push(
      areaY(banded, {
        x: "x",
        y1: "low",
        y2: "high",
        curve,
        className: many ? style("band thin") : style("band"),
      }),
    );
  if (spec.band && banded.length === 1)
    marks.push(ruleX(banded, { x: "x", y1: "low", y2: "high", className: style("stem") }));
  // Runs of segments: one that ends in a period that is not over is dashed.
  for (const run of runsOf(points))
    marks.push(
      line(run.points, { x: "x", y: "y", curve, className: `${style("line")}${run.open ? " dash" : ""}` }),
    );
  return marks;
}

function runsOf(points: readonly SeriesPoint[]): { open: boolean; points: SeriesPoint[] }[] {
  const runs: { open: boolean; points: SeriesPoint[] }[] = [];
  for (let i = 1; i < points.length; i += 1) {
    const [before, own] = [points[i - 1] as SeriesPoint, points[i] as SeriesPoint];
    const open = !before.complete || !own.complete;
    const last = runs.at(-1);
    if (last && last.open === open) last.points.push(own);
    else runs.push({ open, points: [before, own] });
  }
  return runs;
}

function dotClass(series: Series, point: SeriesPoint): string {
  if (point.footing === "small") return "point small";
  return `point ${series.class}${point.complete ? "" : " open"}`;
}

interface EndLabel extends Label {
  readonly series: string;
}
/** Names at the ends of the lines, apart from one another; where not all fit, every k-th. */
function endLabels(
  series: readonly Series[],
  area: Area,
  y: (value: number) => number,
  width: number,
): EndLabel[] {
  const seen = new Set<string>();
  const ends = series.flatMap((each) => {
    const last = each.points.at(-1);
    if (!last || seen.has(each.name)) return [];
    seen.add(each.name);
    return [{ name: each.name, class: each.class, y: y(last.y) }];
  });
  const fit = Math.max(1, Math.floor((area.bottom - area.top) / pitch) + 1);
  const step = Math.ceil(ends.length / fit);
  // The last series counts most: the latest cohort, or the one drawn on top.
  const kept = ends.filter((_, i) => (ends.length - 1 - i) % step === 0);
  const places = spread(
    kept.map((end) => end.y),
    pitch,
    area.top,
    area.bottom,
  );
  return kept.map((end, i) => ({
    x: area.right + 14,
    y: (places[i] ?? end.y) + 4,
    text: fitText(end.name, width - 16),
    class: "lab",
    series: end.class,
  }));
}

function summarise(spec: LineSpec, frame: Frame, lines: Lines, options: ChartOptions): Drawing["summary"] {
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    const told = lines.series.filter(({ other }) => !other);
    const value = labelOf(spec.y, own);
    const open = lines.series.some(({ points }) => points.some(({ complete }) => !complete));
    const rest = open ? messages.openLeftOut[locale] : "";
    if (told.length > 1) {
      const lasts = told
        .flatMap((series) => {
          const last = closing(series.points);
          return last ? [{ series, last }] : [];
        })
        .sort((a, b) => b.last.y - a.last.y);
      const [best, worst] = [lasts[0], lasts.at(-1)];
      if (!best || !worst || best === worst) return messages.groupsOf(value, told.length)[locale];
      const name = (series: Series) =>
        spec.color
          ? nameOf(valueIn(frame, spec.color, series.points[0]?.index ?? 0), spec.color, frame, own)
          : "";
      return (
        messages.groupsRange(
          value,
          told.length,
          [name(best.series), figure(best.last.y, spec.y, own)],
          [name(worst.series), figure(worst.last.y, spec.y, own)],
        )[locale] + rest
      );
    }
    const points = (told[0]?.points ?? []).filter(
      ({ complete, footing }) => complete && footing !== "hidden",
    );
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return messages.noneComplete[locale];
    return (
      messages.runs(
        value,
        [xName(spec, frame, first.index, own, true), figure(first.y, spec.y, own)],
        first === last ? null : [xName(spec, frame, last.index, own, true), figure(last.y, spec.y, own)],
        last.y - first.y,
      )[locale] + rest
    );
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
