import fc from "../property.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { multipleOf } from "../../src/metrics/margin-multiple.ts";
import { csvFiles, openFigures } from "../shop/figures.ts";
import { ownMapping, smallShop } from "../shop/small-shop.ts";

// Each run loads a shop of its own.
vi.setConfig({ testTimeout: 300_000 });

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

describe("the margin multiple", () => {
  // Gupta & Lehmann (2003), table of r / (1 + i − r) by retention and discount rate.
  it.each([
    [0.6, [1.2, 1.15, 1.11, 1.07]],
    [0.7, [1.75, 1.67, 1.59, 1.52]],
    [0.8, [2.67, 2.5, 2.35, 2.22]],
    [0.9, [4.5, 4.09, 3.75, 3.46]],
  ] as const)("at a retention of %d is that of the published table", (retention, row) => {
    for (const [index, expected] of row.entries())
      expect(
        multipleOf(retention, [0.1, 0.12, 0.14, 0.16][index] ?? 0, { preset: "later", period: "year" }),
      ).toBeCloseTo(expected, 2);
  });

  it("is the sum of its discounted margins, by any period", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.constantFrom("month", "quarter", "year" as const),
        (retention, yearly, period) => {
          const each = (1 + yearly) ** ({ month: 1, quarter: 3, year: 12 }[period] / 12);
          let later = 0;
          for (let t = 1; t < 2000; t += 1) later += (retention / each) ** t;
          expect(multipleOf(retention, yearly, { preset: "later", period })).toBeCloseTo(later, 6);
          expect(multipleOf(retention, yearly, { preset: "all", period })).toBeCloseTo(later + 1, 6);
        },
      ),
    );
  });
});

describe("retention economics", () => {
  it("takes retention from the periods that the retention rate shows, and gains nothing from no change", async () => {
    await fc.assert(
      fc.asyncProperty(smallShop, async (shop) => {
        const figures = await openFigures(engine, csvFiles({ ...shop }), ownMapping);
        for (const period of ["month", "quarter", "year"]) {
          const rates = (await figures.rows("retention-rate", { params: { period } })).filter(
            ({ complete }) => complete,
          );
          const sum = (column: string) => rates.reduce((total, row) => total + Number(row[column]), 0);
          const [now] = await figures.rows("retention-economics", { params: { period } });
          if (sum("previous") === 0 || sum("active") === 0) {
            expect(now).toBeUndefined();
            continue;
          }
          expect(now?.previous).toBe(sum("previous"));
          expect(now?.retention).toBeCloseTo(sum("retained") / sum("previous"), 12);
          expect(now?.customers).toBe(rates.at(-1)?.active);
          const none = await figures.rows("retention-economics", {
            params: { period, points: 0 },
            part: "summary",
          });
          expect(none[0]).toMatchObject({ gain_per_customer: 0, gain: 0 });
          const params = { period, points: 5, cost: 3 };
          const tornado = await figures.rows("retention-economics", { params, part: "tornado" });
          const [base] = await figures.rows("retention-economics", { params });
          for (const row of tornado) {
            expect(Number(row.low_input)).toBeLessThanOrEqual(Number(row.input_value));
            expect(Number(row.high_input)).toBeGreaterThanOrEqual(Number(row.input_value));
            expect(row.net_value).toBeCloseTo(Number(base?.net_value), 9);
            // Each end is the figure with that input, computed anew.
            if (row.input === "margin") {
              const [again] = await figures.rows("retention-economics", {
                params: { ...params, margin: Number(row.high_input) * 100 },
              });
              expect(row.high_value).toBeCloseTo(Number(again?.net_value), 6);
            }
          }
        }
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 6), endOnFailure: true },
    );
  });
});
