import type { MeasuredLarge } from "./large.ts";

/** What is asked of a file of ten times as many orders. */
const target = { times: 12, engine: 2.5e9, back: 3000, left: 5e6 };

interface Line {
  readonly step: string;
  readonly value: string;
  readonly target: string;
  readonly met: boolean | null;
}

/** What was measured, line by line, with what meets its target. */
export function largeLines({ usual, large, stops, small }: MeasuredLarge): Line[] {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const mega = (bytes: number) => `${String(Math.round(bytes / 1e6))} MB`;
  const named = (orders: number) => `${String(orders / 1e6)} M orders`;
  const lines: Line[] = [];
  const add = (step: string, value: string, asked = "", met: boolean | null = null) =>
    lines.push({ step, value, target: asked, met });
  for (const one of [usual, large]) {
    add(`${named(one.orders)} (${mega(one.bytes)}): file to loaded`, seconds(one.loaded));
    add(`${named(one.orders)}: file to last tile`, seconds(one.ready));
    add(`${named(one.orders)}: engine memory at most`, mega(one.engine));
    if (one.process !== null) add(`${named(one.orders)}: page's process at most`, mega(one.process));
  }
  const times = large.loaded / usual.loaded;
  add(
    "time to loaded, of the usual file's",
    `${times.toFixed(1)}×`,
    `≤ ${String(target.times)}×`,
    times <= target.times,
  );
  add("engine memory at most", mega(large.engine), `≤ ${mega(target.engine)}`, large.engine <= target.engine);
  const { steps, backward, longest } = large.bar;
  add(
    "bar: steps, and the longest that it stood",
    `${String(steps)}, ${seconds(longest)}`,
    "moves",
    steps > 20 && backward === 0,
  );
  for (const { after, back, tables, before, memory, next, orders } of stops) {
    if (after === null) {
      add("stopped too late", "", "", null);
      continue;
    }
    const left = memory - before;
    const clean = tables === 0 && left <= target.left && orders > 0.9 * small;
    add(
      `stopped after ${seconds(after)}: free again`,
      seconds(back),
      `≤ ${seconds(target.back)}`,
      back <= target.back,
    );
    add(
      "  left behind, and a small file after it",
      `${String(tables)} tables, ${mega(Math.max(0, left))}; ${seconds(next)}`,
      "nothing",
      clean,
    );
  }
  return lines;
}

export function largeTable(measured: MeasuredLarge): string {
  const rows = largeLines(measured).map(({ step, value, target: asked, met }) => [
    step,
    value,
    asked,
    met === null ? "" : met ? "met" : "MISSED",
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
