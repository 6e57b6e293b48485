import { areaY, dot, line, ruleX } from "@observablehq/plot";
import { formatCount } from "../i18n/format.ts";
import type { Frame } from "../tables/frame.ts";
import { type Area, xLabels, xTitle, yAxis } from "./axes.ts";
import type { ChartOptions, ChartPoint, Drawing } from "./drawing.ts";
import { drawEmpty } from "./empty.ts";
import { messages } from "./messages.ts";
import { type Label, drawPlot, labels } from "./plot-parts.ts";
import type { ParetoSpec } from "./spec.ts";
import { textWidth } from "./text-width.ts";
import { tickLabels } from "./ticks.ts";
import { figure, labelOf, nameOf, numberIn, valueIn } from "./values.ts";

interface Share {
  readonly x: number;
  readonly y: number;
}
interface Place extends Share {
  readonly class: string;
  readonly index: number;
}
/** A class of items: from where to where it reaches, and how many are in it where ranks are known. */
interface Class {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly items: number | null;
}

/** Cumulative share of value, best items first, with the cuts between the classes and what they say. */
export function drawPareto(spec: ParetoSpec, frame: Frame, options: ChartOptions): Drawing {
  const { locale, width, height } = options;
  const places: Place[] = [];
  for (let index = 0; index < frame.length; index += 1) {
    const [x, y] = [numberIn(frame, spec.x, index), numberIn(frame, spec.y, index)];
    if (x !== null && y !== null)
      places.push({
        x,
        y,
        class: nameOf(valueIn(frame, spec.class, index), spec.class, frame, options),
        index,
      });
  }
  if (places.length === 0) return drawEmpty(options);
  const cuts = places.filter(
    (place, i) => places[i + 1] !== undefined && places[i + 1]?.class !== place.class,
  );
  const classes = classesOf(places, cuts, frame);
  const percent = (share: number) =>
    tickLabels([Math.round(share * 100) / 100], "share", locale, null)[0] ?? "";

  // ---- Axes ----
  const titled = height >= 130;
  const area: Area = { left: 40, right: width - 14, top: 12, bottom: height - (titled ? 34 : 20) };
  const x = (share: number) => area.left + share * (area.right - area.left);
  const y = (share: number) => area.bottom - share * (area.bottom - area.top);
  const yTicks = area.bottom - area.top >= 130 ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
  const xTicks = area.right - area.left >= 280 ? [0, 0.2, 0.4, 0.6, 0.8, 1] : [0, 0.5, 1];
  const texts = (ticks: readonly number[]) => ticks.map((tick) => `${Math.round(tick * 100)}%`);

  // ---- Words, each only where it has room ----
  const words: Label[] = [];
  const [first, second] = cuts;
  // No word crosses the line of a cut.
  const taken = cuts.map((cut) => ({
    left: x(cut.x),
    right: x(cut.x),
    top: y(cut.y),
    bottom: area.bottom,
  }));
  /** The height of the curve over a point of the axis, in pixels. */
  const curveOver = (left: number) => {
    const next = places.find((place) => x(place.x) >= left);
    return y(next?.y ?? 1);
  };
  const put = (lines: readonly string[], at: { x: number; y: number }, name: string) => {
    const box = {
      left: at.x,
      right: at.x + widthOf(lines, name),
      top: at.y - 10,
      bottom: at.y + (lines.length - 1) * 14 + 3,
    };
    const clash = taken.some(
      (own) =>
        box.left < own.right + 4 && own.left < box.right + 4 && box.top < own.bottom && own.top < box.bottom,
    );
    if (clash || box.left < area.left || box.right > area.right || box.bottom > area.bottom - 2) return false;
    if (box.top < curveOver(box.left) + 6) return false;
    taken.push(box);
    lines.forEach((text, i) => words.push({ x: at.x, y: at.y + i * 14, text, class: `${name} halo` }));
    return true;
  };
  const widthOf = (lines: readonly string[], name: string) =>
    Math.max(...lines.map((text) => textWidth(text, 11, name.includes("b"))));
  /** Puts what a cut says beside its line: after it, else before it and well below the curve. */
  const putBeside = (cut: Place, variants: readonly (readonly string[])[], name: string) => {
    const under = y(cut.y) + 16;
    for (const lines of variants) if (put(lines, { x: x(cut.x) + 8, y: under }, name)) return;
    for (let at = under + (area.bottom - area.top) * 0.3; at < area.bottom; at += 14)
      for (const lines of variants)
        if (put(lines, { x: x(cut.x) - 8 - widthOf(lines, name), y: at }, name)) return;
  };
  const namesTop = area.bottom - 34;
  for (const each of classes) {
    const room = x(each.to) - x(each.from);
    const middle = (x(each.from) + x(each.to)) / 2;
    const count = each.items === null ? percent(each.to - each.from) : formatCount(each.items, locale);
    const counted = textWidth(count) + 6 <= room && area.bottom - area.top >= 90;
    if (textWidth(each.name, 11, true) + 4 > room) continue;
    const base = counted ? namesTop + 1 : area.bottom - 20;
    words.push({ x: middle, y: base, text: each.name, anchor: "middle", class: "ink b halo" });
    if (counted) words.push({ x: middle, y: base + 14, text: count, anchor: "middle", class: "lab halo" });
    taken.push({ left: x(each.from), right: x(each.to), top: base - 10, bottom: area.bottom });
  }
  const [one, other] = [first, second].map((cut) => {
    if (!cut) return null;
    const [items, value] = [percent(cut.x), percent(cut.y)];
    return [messages.cutLines, messages.cutShort, messages.cut].map((say) =>
      say(items, value)[locale].split("\n"),
    );
  });
  if (first && one) putBeside(first, one, "ink b");
  if (second && other) putBeside(second, other.slice(1).toReversed(), "lab");

  const summary = summarise(spec, frame, cuts, options);
  const curve = [{ x: 0, y: 0 }, ...places];
  const svg = drawPlot(options, summary, {
    marks: [
      ...yAxis(yTicks, texts(yTicks), area, y),
      ...xLabels(
        xTicks.map((tick) => [x(tick), texts([tick])[0] ?? ""]),
        area,
      ),
      ...(titled ? xTitle(labelOf(spec.x, options), area) : []),
      ...(first
        ? [
            areaY(
              curve.filter((place) => place.x <= first.x),
              {
                x: ({ x: share }: Share) => x(share),
                y1: area.bottom,
                y2: ({ y: share }: Share) => y(share),
                className: "reach",
              },
            ),
          ]
        : []),
      line(curve, {
        x: ({ x: share }: Share) => x(share),
        y: ({ y: share }: Share) => y(share),
        className: "line",
      }),
      ruleX(cuts, {
        x: (cut: Place) => x(cut.x),
        y1: area.bottom,
        y2: (cut: Place) => y(cut.y),
        className: "base dash",
      }),
      dot(cuts, { x: (cut: Place) => x(cut.x), y: (cut: Place) => y(cut.y), r: 3, className: "bar" }),
      ...labels(words),
    ],
  });

  // Some forty stops are enough to walk the curve; the cuts are always among them.
  const every = Math.max(1, Math.floor(places.length / 40));
  const stops = places.filter(
    (place, i) => i % every === 0 || i === places.length - 1 || cuts.includes(place),
  );
  const points = stops.map((place, column): ChartPoint => ({
    x: x(place.x),
    y: y(place.y),
    row: 0,
    column,
    title: messages.reach(figure(place.x, spec.x, options), figure(place.y, spec.y, options))[locale],
    lines: [
      [labelOf(spec.class, options), place.class],
      [labelOf(spec.x, options), figure(place.x, spec.x, options)],
      [labelOf(spec.y, options), figure(place.y, spec.y, options)],
    ],
    index: place.index,
  }));
  return { svg, points, summary };
}

function classesOf(places: readonly Place[], cuts: readonly Place[], frame: Frame): Class[] {
  const ends = [...cuts, places.at(-1)].filter((place) => place !== undefined);
  // A curve that states its ranks tells how many items each class has.
  const rank = (place: Place) => numberIn(frame, "rank", place.index);
  return ends.map((place, i) => {
    const before = ends[i - 1];
    const [from, to] = [before ? rank(before) : 0, rank(place)];
    return {
      name: place.class,
      from: before?.x ?? 0,
      to: place.x,
      items: from === null || to === null ? null : to - from,
    };
  });
}

function summarise(
  spec: ParetoSpec,
  frame: Frame,
  cuts: readonly Place[],
  options: ChartOptions,
): Drawing["summary"] {
  const both = (locale: ChartOptions["locale"]) => {
    const own = { ...options, locale };
    if (cuts.length === 0) return messages.oneClass[locale];
    return cuts
      .map(
        (cut) =>
          messages.reachOf(
            nameOf(valueIn(frame, spec.class, cut.index), spec.class, frame, own),
            figure(cut.x, spec.x, own),
            figure(cut.y, spec.y, own),
          )[locale],
      )
      .join(locale === "en" ? " " : "");
  };
  return { en: both("en"), "zh-CN": both("zh-CN") };
}
