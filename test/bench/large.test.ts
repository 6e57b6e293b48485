import { expect, test } from "vitest";
import { largeLines, largeTable } from "./large-report.ts";
import type { Arrival, MeasuredLarge } from "./large.ts";

const arrival: Arrival = {
  orders: 1e6,
  bytes: 58e6,
  loaded: 3000,
  ready: 4000,
  engine: 300e6,
  process: 900e6,
  bar: { steps: 0, backward: 0, longest: 0 },
};
const stop = { after: 5000, back: 400, tables: 0, before: 0, memory: 0, next: 300, orders: 1945 };
const measured: MeasuredLarge = {
  usual: arrival,
  large: {
    ...arrival,
    orders: 1e7,
    bytes: 591e6,
    loaded: 33_000,
    engine: 2.4e9,
    bar: { steps: 90, backward: 0, longest: 2000 },
  },
  stops: [stop],
  small: 2000,
};
const missed = (changed: Partial<MeasuredLarge>) =>
  largeLines({ ...measured, ...changed })
    .filter(({ met }) => met === false)
    .map(({ step }) => step.trim());

test("a large file that meets what is asked misses nothing", () => {
  expect(missed({})).toEqual([]);
  expect(largeTable(measured)).toMatch(/time to loaded, of the usual file's +11\.0× +≤ 12× +met/);
});

test("each target can be missed", () => {
  const { large } = measured;
  const withLarge = (changed: Partial<Arrival>) => ({ large: { ...large, ...changed } });
  expect(missed(withLarge({ loaded: 37_000 }))).toEqual(["time to loaded, of the usual file's"]);
  expect(missed(withLarge({ engine: 2.6e9 }))).toEqual(["engine memory at most"]);
  expect(missed(withLarge({ bar: { steps: 90, backward: 1, longest: 2000 } }))).toHaveLength(1);
  expect(missed(withLarge({ bar: { steps: 2, backward: 0, longest: 9000 } }))).toHaveLength(1);
  expect(missed({ stops: [{ ...stop, back: 9000 }] })).toEqual(["stopped after 5.0 s: free again"]);
  for (const left of [{ tables: 1 }, { memory: 9e6 }, { orders: 3 }])
    expect(missed({ stops: [{ ...stop, ...left }] })).toEqual(["left behind, and a small file after it"]);
});
