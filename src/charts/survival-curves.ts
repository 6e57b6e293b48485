import type { Frame } from "../tables/frame.ts";
import { categoriesOf } from "./categories.ts";
import { type ChartOptions, tinyCount } from "./drawing.ts";
import { messages } from "./messages.ts";
import type { SurvivalSpec } from "./spec.ts";
import { nameOf, numberIn, valueIn } from "./values.ts";

/** The level from a day on. */
export interface Step {
  readonly day: number;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
  /** How many were observed just before the day. */
  readonly atRisk: number;
  /** The row of the frame; null for the level at the start. */
  readonly index: number | null;
}
export interface Curve {
  readonly name: string;
  readonly class: string;
  /** Whether it is one of many that share the last colour. */
  readonly other: boolean;
  readonly n: number;
  /** By day, from the level at day 0. */
  readonly steps: readonly Step[];
}

/** The curve of each group; of more than eight groups the largest have a colour, the others are drawn below. */
export function curvesOf(
  spec: SurvivalSpec,
  frame: Frame,
  options: ChartOptions,
): { curves: readonly Curve[]; many: boolean } {
  const groups = new Map<string, Step[]>();
  const names = new Map<string, string>();
  for (let index = 0; index < frame.length; index += 1) {
    const [day, y] = [numberIn(frame, spec.x, index), numberIn(frame, spec.y, index)];
    if (day === null || y === null) continue;
    const value = valueIn(frame, spec.color, index);
    const key = value === null ? "" : String(value);
    const steps = groups.get(key) ?? [];
    groups.set(key, steps);
    if (spec.color !== undefined) names.set(key, nameOf(value, spec.color, frame, options));
    steps.push({
      day,
      y,
      low: numberIn(frame, spec.band?.[0], index),
      high: numberIn(frame, spec.band?.[1], index),
      atRisk: numberIn(frame, spec.atRisk, index) ?? 0,
      index,
    });
  }
  for (const steps of groups.values()) steps.sort((a, b) => a.day - b.day);
  const sizes = new Map([...groups].map(([key, steps]) => [key, steps[0]?.atRisk ?? 0]));
  const { kept, others, classOf } = categoriesOf(sizes, options.categories);
  const curve = (key: string, other: boolean): Curve => {
    const n = sizes.get(key) ?? 0;
    const level = spec.rises ? 0 : 1;
    const start: Step = { day: 0, y: level, low: level, high: level, atRisk: n, index: null };
    return {
      name: names.get(key) ?? messages.all[options.locale],
      class: classOf(key),
      other,
      n,
      steps: [start, ...(groups.get(key) ?? [])],
    };
  };
  return {
    curves: [...kept.map((key) => curve(key, false)), ...others.map((key) => curve(key, true))],
    many: groups.size > 1,
  };
}

/** The level in force on a day; null after the last. */
export function stepAt({ steps }: Curve, day: number): Step | null {
  if (day > (steps.at(-1)?.day ?? 0)) return null;
  return steps.findLast((step) => step.day <= day) ?? null;
}
/** How many were still observed just before a day. */
export function atRiskAt({ steps }: Curve, day: number): number {
  return steps.find((step) => step.day >= day)?.atRisk ?? 0;
}
/** Where the curve passes one half, if it does while enough are at risk to be shown. */
export function halfAt(curve: Curve | undefined, { rises }: SurvivalSpec): Step | null {
  return curve?.steps.find(({ y, atRisk }) => atRisk >= tinyCount && (rises ? y >= 0.5 : y <= 0.5)) ?? null;
}
