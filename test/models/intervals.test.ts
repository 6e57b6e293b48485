import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { normalCdf, npsScore, wilson } from "../../src/models/intervals.ts";
import { describeWithReference, referenceJson } from "../reference.ts";

describe("Wilson's interval", () => {
  it("gives Newcombe's published examples", () => {
    // Newcombe (1998), Statistics in Medicine 17, table I.
    for (const [k, n, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      expect(wilson(k, n)?.low).toBeCloseTo(low, 4);
      expect(wilson(k, n)?.high).toBeCloseTo(high, 4);
    }
  });
  it("has none without observations", () => expect(wilson(0, 0)).toBeNull());
  it("holds the share and stays between 0 and 1", () => {
    const counts = fc
      .integer({ min: 1, max: 1e7 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const { low, high } = wilson(k, n) ?? { low: NaN, high: NaN };
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(k / n + 1e-15);
        expect(high).toBeGreaterThanOrEqual(k / n - 1e-15);
      }),
    );
  });
});

describe("the normal distribution", () => {
  it("gives known values, far out too", () => {
    for (const [x, p] of [
      [0, 0.5],
      [1.959963984540054, 0.975],
      [-1, 0.15865525393145707],
      [3, 0.9986501019683699],
      [-6, 9.865876450376981e-10],
      [-20, 2.7536241186062337e-89],
    ] as const)
      expect(normalCdf(x) / p).toBeCloseTo(1, 10);
    expect(normalCdf(-Infinity)).toBe(0);
    expect(normalCdf(Infinity)).toBe(1);
    expect(normalCdf(NaN)).toBeNaN();
  });
});

describeWithReference("the net promoter score of the R package", () => {
  interface Case {
    readonly detractors: number;
    readonly passives: number;
    readonly promoters: number;
    readonly nps: number;
    readonly wald: readonly [number, number];
    readonly "adjusted.wald": readonly [number, number];
  }
  const {
    definitions: _,
    two_sample_30_40_30_vs_20_40_40: twoSample,
    ...cases
  } = referenceJson<
    Record<string, Case> & {
      two_sample_30_40_30_vs_20_40_40: Record<string, { delta: number; int: [number, number]; p: number }>;
    }
  >("package_run_NPS.json");
  const clip = (value: number) => Math.min(1, Math.max(-1, value));

  it.each(Object.entries(cases as Record<string, Case>))("%s", (_name, expected) => {
    for (const [interval, [low, high]] of [
      ["wald", expected.wald],
      ["adjusted", expected["adjusted.wald"]],
    ] as const) {
      const found = npsScore(expected.promoters, expected.passives, expected.detractors, interval);
      expect(found?.nps).toBeCloseTo(expected.nps, 12);
      expect(found?.low).toBeCloseTo(clip(low), 11);
      expect(found?.high).toBeCloseTo(clip(high), 11);
    }
  });
  it("compares two samples", () => {
    for (const interval of ["wald", "adjusted"] as const) {
      const [one, other] = [npsScore(40, 40, 20, interval), npsScore(30, 40, 30, interval)];
      const { delta, int, p } = twoSample[interval] ?? { delta: NaN, int: [NaN, NaN], p: NaN };
      const difference = (one?.centre ?? NaN) - (other?.centre ?? NaN);
      const error = Math.hypot(one?.standardError ?? NaN, other?.standardError ?? NaN);
      expect(difference).toBeCloseTo(delta, 12);
      expect(difference - 1.959963984540054 * error).toBeCloseTo(int[0], 10);
      expect(2 * normalCdf(-Math.abs(difference) / error)).toBeCloseTo(p, 10);
    }
  });
});
