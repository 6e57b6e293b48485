import { endsOf } from "./ends.ts";
import { type Markish, areaY, dot, line, ruleX } from "@observablehq/plot";
import { formatCount } from "../i18n/format.ts";
import type { Frame } from "../tables/frame.ts";
import { type Area, xLabels, xTitle, yAxis } from "./axes.ts";
import { clearLabel } from "./clear-label.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { type ChartLook, isFaint, isOpen } from "./look.ts";
import { messages } from "./messages.ts";
import { summariseLines } from "./line-summary.ts";
import { closing, endLabels, xName, xTicks } from "./line-words.ts";
import { type Label, classed, drawPlot, labels } from "./plot-parts.ts";
import { type Series, type SeriesPoint, linesOf } from "./series.ts";
import type { LineSpec } from "./spec.ts";
import { textWidth } from "./text-width.ts";
import { niceTicks, tickLabels } from "./ticks.ts";
import { figure, figureShown, groundsOf, isDate, labelOf, unitOf } from "./values.ts";

/** Lines by series with bands; what is not over is dashed, what few stand behind is hollow. */
export function drawLine(spec: LineSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale } = options;
  const lines = linesOf(spec, frame, options);
  const shown = lines.series.filter(({ points }) => points.some(({ gap }) => !gap));
  const all = shown.flatMap(({ points }) => points.filter(({ gap }) => !gap));
  if (all.length === 0) {
    const hidden = lines.series.some(({ points }) => points.some(({ footing }) => footing === "hidden"));
    return drawEmpty(options, hidden ? messages.allHidden : undefined);
  }
  const unit = unitOf(spec.y, options);
  const narrow = options.width < 200;

  // ---- Scales ----
  const title = isDate(frame, spec.x) ? "" : labelOf(spec.x, options);
  const top = 12;
  const bottom = options.height - (title && options.height >= 120 ? 34 : 20);
  const firm = all.filter(({ footing }) => footing === "firm");
  const ends = all.map(({ y }) => y);
  // An interval out of a handful of customers may span the whole axis; it must not set the scale.
  for (const { y, low, high } of firm) ends.push(low ?? y, high ?? y);
  if (spec.zero) ends.push(0);
  const whole = ["customers", "orders", "responses", "points"].includes(unit ?? "");
  const ticks = niceTicks(...endsOf(ends), Math.max(1, Math.round((bottom - top) / 45)), whole);
  const texts = tickLabels(ticks, unit, locale, options.currency ?? null);
  const many = shown.length > 1;
  const names = [...new Set(shown.map(({ name }) => name))];
  const endWidth = many
    ? Math.min(options.width * 0.3, Math.max(...names.map((name) => textWidth(name))) + 16)
    : 0;
  const last = lines.xs.at(-1);
  const lastWidth = last ? textWidth(xName(spec, frame, last.index, options)) : 0;
  const single = many ? null : closing(shown[0]?.points ?? []);
  // Where most of those at the start are no longer behind the last point, it says how many still are.
  const most = Math.max(0, ...(shown[0]?.points ?? []).map(({ n }) => n ?? 0));
  const fewer =
    single?.n != null && single.n < most * 0.8 ? `n = ${formatCount(single.n, options.locale)}` : "";
  const singleText = single ? figure(single.y, spec.y, options) : "";
  const area: Area = {
    left: Math.max(34, ...texts.map((text) => textWidth(text) + 8)),
    right:
      options.width -
      Math.max(
        8,
        endWidth,
        narrow ? 8 : Math.min(lastWidth / 2, 30),
        single ? Math.max(textWidth(singleText, 11, true), textWidth(fewer)) + 10 : 0,
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
  const plain = shown.length > 12 || all.length > 60 * shown.length;
  const marks: Markish[] = [
    ...yAxis(ticks, texts, area, y),
    ...xLabels(xTicks(spec, frame, lines, area, x, options), area),
  ];
  if (title && options.height >= 120) marks.push(...xTitle(title, area));
  for (const series of shown) marks.push(...seriesMarks(series, spec, { x, y, area }, many, options.look));
  const dots = shown.flatMap((series) => {
    const own = series.other ? [] : series.points.filter(({ gap }) => !gap);
    return own
      .filter(
        (point, i) =>
          isFaint(point.footing, options.look) ||
          isOpen(point.complete, options.look) ||
          (!many && (i === own.length - 1 || (!plain && own.length <= 24))),
      )
      .map((point) => ({ x: x(point.x), y: y(point.y), class: dotClass(series, point, options.look) }));
  });
  marks.push(dot(dots, { x: "x", y: "y", r: 3, ...classed(dots, (each) => each.class) }));
  const words: Label[] = [];
  if (single) {
    const said = [
      { text: singleText, class: "acc b halo" },
      { text: fewer, class: "faint halo" },
    ];
    const at = { x: x(single.x), y: y(single.y) };
    if (single.x === to)
      words.push(...said.map((word, i): Label => ({ ...word, x: at.x + 7, y: at.y + 4 + i * 13 })));
    else
      words.push(
        ...clearLabel(at, pathOf(shown[0]?.points ?? []), said, { ...area, top: 0, right: options.width }),
      );
  }
  const lasts = many ? endLabels(shown, area, y, endWidth) : [];
  marks.push(...labels([...words, ...lasts]));
  if (many) {
    const marked = lasts.map((word) => ({ x: word.x - 6, y: word.y - 4, class: word.series }));
    marks.push(
      dot(marked, {
        x: "x",
        y: "y",
        r: 3,
        ...classed(marked, (each) => `bar ${each.class}`),
      }),
    );
  }

  const summary = summariseLines(spec, frame, lines, options);
  const svg = drawPlot(options, summary, {
    marks,
  });
  return { svg, points: pointsOf(), summary };

  /** The line as it is drawn, corners of its steps included. */
  function pathOf(points: readonly SeriesPoint[]): { x: number; y: number }[] {
    const known = points.filter(({ gap }) => !gap).map((point) => ({ x: x(point.x), y: y(point.y) }));
    if (!spec.step) return known;
    return known.flatMap((own, i) => {
      const before = known[i - 1];
      return before ? [{ x: own.x, y: before.y }, own] : [own];
    });
  }
  function pointsOf(): ChartPoint[] {
    const columns = new Map(lines.xs.map((each, i) => [each.x, i]));
    return lines.series
      .filter(({ other }) => !other)
      .flatMap((series, row) =>
        series.points
          .filter(({ gap, footing }) => !gap || footing === "hidden")
          .map((point): ChartPoint => {
            const place = xName(spec, frame, point.index, options, true);
            const value = figureShown(point.y, point.n, spec.y, options);
            return {
              x: x(point.x),
              y: point.gap ? area.bottom : y(point.y),
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

/** A series' band, and its line in runs: what leads to or from a period that is not over is dashed. */
function seriesMarks(
  series: Series,
  spec: LineSpec,
  {
    x,
    y,
    area,
  }: {
    readonly x: (value: number) => number;
    readonly y: (value: number) => number;
    readonly area: Area;
  },
  many: boolean,
  look: ChartLook | undefined,
): Markish[] {
  const { points } = series;
  const marks: Markish[] = [];
  const curve = spec.step ? ("step-after" as const) : ("linear" as const);
  const style = (kind: string) => `${kind} ${series.other ? "ctx" : series.class}`;
  const hasEnds = ({ low, high, gap }: SeriesPoint) => low !== null && high !== null && !gap;
  // A band joins neighbours only; few customers have an interval of their own, dashed.
  const bands: SeriesPoint[][] = [];
  points.forEach((point, i) => {
    if (!isBanded(point)) return;
    const before = points[i - 1];
    if (before && isBanded(before)) bands.at(-1)?.push(point);
    else bands.push([point]);
  });
  function isBanded(point: SeriesPoint): boolean {
    return hasEnds(point) && point.complete && point.footing === "firm";
  }
  // An interval out of few customers may leave the scale, which it does not set.
  const within = (place: number) => Math.min(area.bottom, Math.max(area.top, place));
  const ends = {
    x: (point: SeriesPoint) => x(point.x),
    y1: (point: SeriesPoint) => within(y(point.low ?? 0)),
    y2: (point: SeriesPoint) => within(y(point.high ?? 0)),
  };
  if (spec.band && !series.other) {
    for (const band of bands.filter((each) => each.length > 1))
      marks.push(areaY(band, { ...ends, curve, className: style(many ? "band thin" : "band") }));
    const lone = bands.filter((each) => each.length === 1).flat();
    marks.push(ruleX(lone, { ...ends, className: style("stem") }));
    const few = many ? [] : points.filter((point) => hasEnds(point) && point.footing === "small");
    marks.push(ruleX(few, { ...ends, className: `${style("stem")} dash` }));
  }
  for (const run of runsOf(points, look))
    marks.push(
      line(run.points, {
        x: ends.x,
        y: (point: SeriesPoint) => y(point.y),
        curve,
        className: `${style("line")}${run.open ? " dash" : ""}`,
      }),
    );
  return marks;
}

function runsOf(
  points: readonly SeriesPoint[],
  look: ChartLook | undefined,
): { open: boolean; points: SeriesPoint[] }[] {
  const runs: { open: boolean; points: SeriesPoint[] }[] = [];
  let last: { open: boolean; points: SeriesPoint[] } | null = null;
  points.forEach((own, i) => {
    const before = points[i - 1];
    if (!before || before.gap || own.gap) {
      last = null;
      return;
    }
    const open = isOpen(before.complete && own.complete, look);
    if (last?.open === open) last.points.push(own);
    else runs.push((last = { open, points: [before, own] }));
  });
  return runs;
}

function dotClass(series: Series, point: SeriesPoint, look: ChartLook | undefined): string {
  if (isFaint(point.footing, look)) return "point small";
  return `point ${series.class}${isOpen(point.complete, look) ? " open" : ""}`;
}
