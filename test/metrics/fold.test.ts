import fc from "../property.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { metrics } from "../../src/metrics/catalog.ts";
import type { Filter, Metric, Param, ParamValue, ParamValues } from "../../src/metrics/metric.ts";
import { dayNumber, isoDay, type Row } from "../../src/tables/frame.ts";
import { csvFiles, openFigures } from "../shop/figures.ts";
import { ownMapping, smallShop } from "../shop/small-shop.ts";

// Each run loads a shop of its own.
vi.setConfig({ testTimeout: 300_000 });

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

function paramValue(param: Param): fc.Arbitrary<ParamValue> {
  switch (param.kind) {
    case "choice":
      return fc.constantFrom(...Object.keys(param.values).filter((value) => value !== "products"));
    case "integer":
      return fc.constantFrom(param.default, param.min, Math.min(param.max, 7), Math.min(param.max, 45));
    case "number":
      return fc.constantFrom(param.default, param.min, param.max, (param.min + param.max) / 2);
    case "switch":
      return fc.boolean();
    case "customer":
      return fc.constantFrom(null, "C1", "nobody");
    case "column":
      return fc.constantFrom(null, "tier", ...(param.table === "orders" ? ["channel"] : ["region", "store"]));
  }
}
const paramsOf = (metric: Metric): fc.Arbitrary<ParamValues> =>
  fc.record(
    Object.fromEntries(Object.entries(metric.params).map(([name, param]) => [name, paramValue(param)])),
  );

const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    table: fc.constant("orders" as const),
    column: fc.constant("channel"),
    values: fc.subarray(["web", "app", "store", null]),
  }),
  fc.record({
    table: fc.constant("customers" as const),
    column: fc.constant("tier"),
    values: fc.subarray(["gold", "plain", null]),
  }),
  fc.record({
    table: fc.constant("surveys" as const),
    column: fc.constant("region"),
    values: fc.subarray(["east", null]),
  }),
);
const asked = fc.record({
  filters: fc.oneof(fc.constant([]), fc.array(filter, { maxLength: 2 })),
  /** Days cut off the start and the end, as shares of the whole. */
  cut: fc.oneof(
    fc.constant([0, 0] as const),
    fc.tuple(fc.double({ min: 0, max: 0.6, noNaN: true }), fc.double({ min: 0, max: 0.4, noNaN: true })),
  ),
  /** Known for longer than reported. */
  after: fc.constantFrom(1, 1, 20),
});

function expectSame(folded: readonly Row[], exact: readonly Row[], told: string): void {
  expect(folded.length, told).toBe(exact.length);
  folded.forEach((row, index) => {
    const other = exact[index] ?? {};
    expect(Object.keys(row), told).toEqual(Object.keys(other));
    for (const [name, value] of Object.entries(row)) {
      const against = other[name];
      const at = `${told}: row ${index}, ${name}`;
      if (typeof value === "number" && typeof against === "number")
        expect(Math.abs(value - against), `${at}: ${value} ${against}`).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(against)),
        );
      else expect(value, at).toBe(against);
    }
  });
}

describe("a fold gives what the SQL defines", () => {
  const folding = metrics.filter((metric) => metric.fold);
  it.each(folding.map((metric) => [metric.id, metric] as const))("%s", async (id, metric) => {
    await fc.assert(
      fc.asyncProperty(
        smallShop,
        fc.array(fc.tuple(paramsOf(metric), asked), { minLength: 6, maxLength: 6 }),
        async (shop, asks) => {
          const figures = await openFigures(engine, csvFiles({ ...shop }), ownMapping);
          const [first, last] = [figures.window.from, figures.window.to].map(dayNumber) as [number, number];
          for (const [params, { filters, cut, after }] of asks) {
            const days = last - first;
            const to = last - Math.round(cut[1] * days);
            const window = {
              from: isoDay(first + Math.round(cut[0] * days)),
              to: isoDay(to),
              asOf: isoDay(to + after),
            };
            const told = JSON.stringify({ params, window, filters });
            const parts = Object.keys(metric.parts ?? {});
            for (const part of ["main", ...parts]) {
              const exact = await figures.rows(id, { params, filters, window, part, exact: true });
              const folded = await figures.rows(id, { params, filters, window, part });
              expectSame(folded, exact, `${part} ${told}`);
            }
          }
        },
      ),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 12), endOnFailure: true },
    );
  });
});
