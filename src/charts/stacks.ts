import type { Frame } from "../tables/frame.ts";
import { categoriesOf } from "./categories.ts";
import type { ChartOptions } from "./drawing.ts";
import { messages } from "./messages.ts";
import type { BarsSpec } from "./spec.ts";
import { completeIn, isDate, nameOf, numberIn, valueIn } from "./values.ts";

/** A part of a bar, from one value to another. */
export interface Part {
  readonly bar: string;
  readonly series: string;
  readonly class: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly complete: boolean;
  readonly index: number | null;
}
export interface Bar {
  readonly key: string;
  readonly name: string;
  readonly total: number;
  readonly parts: readonly Part[];
}
export interface Stacks {
  readonly bars: readonly Bar[];
  /** The series in the order in which they are stacked. */
  readonly series: readonly { readonly name: string; readonly class: string }[];
  readonly dates: boolean;
}

/** Stacks a result's values by bar and colour; negative ones below zero. */
export function stacksOf(spec: BarsSpec, frame: Frame, options: ChartOptions): Stacks {
  const weights = new Map<string, number>();
  const keyOf = (index: number) => {
    const value = valueIn(frame, spec.color, index);
    return value === null ? "" : String(value);
  };
  for (let index = 0; index < frame.length; index += 1)
    weights.set(
      keyOf(index),
      (weights.get(keyOf(index)) ?? 0) + Math.abs(numberIn(frame, spec.y, index) ?? 0),
    );
  const stated = spec.color ? Object.keys(options.columns[spec.color]?.values ?? {}) : [];
  const categories = categoriesOf(weights, options.categories ?? stated);
  const other = messages.other(categories.others.length)[options.locale];
  const nameOfSeries = (index: number) =>
    spec.color === undefined ? "" : nameOf(valueIn(frame, spec.color, index), spec.color, frame, options);

  const bars = new Map<
    string,
    { name: string; cells: Map<string, { value: number; complete: boolean; index: number | null }> }
  >();
  const names = new Map<string, string>();
  for (let index = 0; index < frame.length; index += 1) {
    const value = numberIn(frame, spec.y, index);
    if (value === null) continue;
    const x = valueIn(frame, spec.x, index);
    const key = String(x);
    let bar = bars.get(key);
    if (!bar) bars.set(key, (bar = { name: nameOf(x, spec.x, frame, options), cells: new Map() }));
    const own = keyOf(index);
    const series = categories.others.includes(own) ? other : own;
    names.set(series, series === other && categories.others.length > 0 ? other : nameOfSeries(index));
    const before = bar.cells.get(series);
    const complete = completeIn(frame, spec.complete, index) && (before?.complete ?? true);
    bar.cells.set(series, { value: value + (before?.value ?? 0), complete, index: before ? null : index });
  }
  const order = [...categories.kept, ...(categories.others.length ? [other] : [])].filter((key) =>
    names.has(key),
  );
  return {
    bars: [...bars].map(([key, { name, cells }]) => {
      let [up, down] = [0, 0];
      const parts = order.flatMap((series): Part[] => {
        const cell = cells.get(series);
        if (!cell) return [];
        const from = cell.value < 0 ? down : up;
        const to = from + cell.value;
        if (cell.value < 0) down = to;
        else up = to;
        return [
          {
            bar: key,
            series: names.get(series) ?? "",
            class: categories.classOf(series),
            value: cell.value,
            from,
            to,
            complete: cell.complete,
            index: cell.index,
          },
        ];
      });
      return { key, name, total: up + down, parts };
    }),
    series: order.map((key) => ({ name: names.get(key) ?? "", class: categories.classOf(key) })),
    dates: isDate(frame, spec.x),
  };
}

/** At most `room` bars: the rest, from the smallest, becomes one bar of others at the end. */
export function gathered(bars: readonly Bar[], room: number, options: ChartOptions): Bar[] {
  if (bars.length <= room) return [...bars];
  const ranked = [...bars].sort((a, b) => Math.abs(b.total) - Math.abs(a.total));
  const kept = new Set(ranked.slice(0, Math.max(1, room - 1)).map(({ key }) => key));
  const rest = bars.filter(({ key }) => !kept.has(key));
  const total = rest.reduce((sum, bar) => sum + bar.total, 0);
  const name = messages.other(rest.length)[options.locale];
  const key = `other ${rest.length}`;
  const part: Part = {
    bar: key,
    series: "",
    class: "s8",
    value: total,
    from: 0,
    to: total,
    complete: rest.every((bar) => bar.parts.every(({ complete }) => complete)),
    index: null,
  };
  return [...bars.filter((bar) => kept.has(bar.key)), { key, name, total, parts: [part] }];
}
