import { type Markish, ruleX, ruleY } from "@observablehq/plot";
import { type Label, labels } from "./plot-parts.ts";
import { fitText, textWidth } from "./text-width.ts";

/** The inside of a drawing, in pixels. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Horizontal rules with their labels; the one at zero is solid. */
export function yAxis(
  ticks: readonly number[],
  texts: readonly string[],
  area: Area,
  at: (value: number) => number,
): Markish[] {
  return [
    ...rules(ruleY, ticks, { x1: area.left, x2: area.right }, at, "y"),
    ...labels(
      ticks.map((tick, i) => ({ x: area.left - 6, y: at(tick) + 4, text: texts[i] ?? "", anchor: "end" })),
    ),
  ];
}

/** Vertical rules with their labels below. */
export function xRules(
  ticks: readonly number[],
  texts: readonly string[],
  area: Area,
  at: (value: number) => number,
): Markish[] {
  return [
    ...rules(ruleX, ticks, { y1: area.top, y2: area.bottom }, at, "x"),
    ...xLabels(
      ticks.map((tick, i) => [at(tick), texts[i] ?? ""]),
      area,
    ),
  ];
}

function rules(
  rule: typeof ruleX | typeof ruleY,
  ticks: readonly number[],
  ends: Readonly<Record<string, number>>,
  at: (value: number) => number,
  along: "x" | "y",
): Markish[] {
  const draw = (own: number[], name: string) =>
    own.length === 0 ? [] : [rule(own, { ...ends, [along]: at, className: name })];
  return [
    ...draw(
      ticks.filter((tick) => tick !== 0),
      "grid",
    ),
    ...draw(
      ticks.filter((tick) => tick === 0),
      "base",
    ),
  ];
}

/** Labels under the x axis: those that would touch their left neighbour or stick out are left away. */
export function xLabels(ticks: readonly (readonly [x: number, text: string])[], area: Area): Markish[] {
  const kept: Label[] = [];
  let end = -Infinity;
  for (const [x, text] of ticks) {
    const half = textWidth(text) / 2;
    if (x - half < end + 6) continue;
    kept.push({ x, y: area.bottom + 15, text, anchor: "middle" });
    end = x + half;
  }
  return labels(kept);
}

/** What the x axis stands for, centred below its labels. */
export function xTitle(text: string, area: Area): Markish[] {
  return labels([
    {
      x: (area.left + area.right) / 2,
      y: area.bottom + 29,
      text: fitText(text, area.right - area.left + 24),
      anchor: "middle",
      class: "lab",
    },
  ]);
}

/** Places labels of one height so that none lies on another, moving each as little as needed. */
export function spread(places: readonly number[], pitch: number, from: number, to: number): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  let last = -Infinity;
  for (const each of order) last = each.place = Math.max(each.place, last + pitch, from);
  let next = to + pitch;
  for (const each of [...order].reverse()) next = each.place = Math.min(each.place, next - pitch);
  const result = new Array<number>(places.length).fill(0);
  for (const { place, index } of order) result[index] = place;
  return result;
}
