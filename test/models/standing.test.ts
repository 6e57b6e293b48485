import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { bgNbd, mbgNbd } from "../../src/models/btyd/beta-geometric.ts";
import { derivedOf } from "../../src/models/btyd/derived.ts";
import { intervalOf, parameterDraws } from "../../src/models/btyd/draws.ts";
import { logDropoutIntegral } from "../../src/models/btyd/dropout-integral.ts";
import { fit } from "../../src/models/btyd/fit.ts";
import { distinctHistories } from "../../src/models/btyd/history.ts";
import type { Parameters, PurchaseModel } from "../../src/models/btyd/model.ts";
import { fitWithoutDropout } from "../../src/models/btyd/no-dropout.ts";
import { paretoNbd } from "../../src/models/btyd/pareto.ts";
import { spendingOfAll } from "../../src/models/btyd/spending.ts";
import { axesOf } from "../../src/models/eigen.ts";
import { nelderMead } from "../../src/models/nelder-mead.ts";
import { decilesOf } from "../../src/models/ranking.ts";
import { testScore } from "../../src/models/score-test.ts";
import { risingRatioSeries } from "../../src/models/series.ts";

const models: readonly PurchaseModel[] = [bgNbd, mbgNbd, paretoNbd];

/** Uniform numbers from a seed (mulberry32), so that a run is always the same. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
/** Customers who buy at a rate of their own, and leave after each purchase with a chance, or never. */
function shop(customers: number, leave: number, seed: number, likeBuying = false) {
  const random = uniform(seed);
  const [x, tx, age] = [[], [], []] as [number[], number[], number[]];
  for (let i = 0; i < customers; i += 1) {
    const rate = likeBuying ? 0.15 : 0.05 + 0.3 * random() * random();
    const end = Math.floor(20 + 60 * random());
    let [count, last, now] = [0, 0, 0];
    for (;;) {
      if (random() < leave) break;
      now += -Math.log(1 - random()) / rate;
      if (now > end) break;
      const day = Math.ceil(now * 7) / 7;
      if (day > end || day === last) continue;
      count += 1;
      last = day;
    }
    x.push(count);
    tx.push(last);
    age.push(end);
  }
  return distinctHistories(x, tx, age);
}

describe("whether the data show that customers leave", () => {
  it.each(models.map((model) => [model.id, model] as const))("%s sees none where nobody does", (_, model) => {
    const found = fit(model, shop(2500, 0, 5));
    expect(found.status).toBe("boundary");
    expect(found.dropoutSeen).toBe(false);
    expect(found.dropoutEvidence).toBeLessThan(2.706);
    // Never less likely than the model without dropout, which it holds.
    expect(found.logLikelihood).toBeGreaterThan(fitWithoutDropout(shop(2500, 0, 5)).logLikelihood - 0.01);
    // No standard error for what runs away.
    const open = found.open.map((name) => model.parameters.indexOf(name));
    expect(open.length).toBeGreaterThan(0);
    for (const i of open) expect(found.standardErrors[i]).toBe(null);
  });

  it.each(models.map((model) => [model.id, model] as const))("%s sees it where a third leave", (_, model) => {
    const found = fit(model, shop(2500, 0.3, 6));
    expect(found.dropoutSeen).toBe(true);
    expect(found.dropoutEvidence).toBeGreaterThan(50);
  });

  it("knows the ratio on a ridge, and covers all that fits by its draws", () => {
    // Everyone leaves alike: a and b have no end, a/(a + b) is 0.3.
    const found = fit(mbgNbd, shop(4000, 0.3, 8));
    expect(found.status).toBe("ridge");
    expect(found.open).toEqual(expect.arrayContaining(["a", "b"]));
    const ratio = derivedOf(found).find(({ name }) => name === "a/(a+b)");
    expect(ratio?.estimate).toBeCloseTo(0.3, 1);
    const spending = spendingOfAll([], []);
    const draws = parameterDraws(found, spending.fit, 40).map(({ purchases: [, , a, b] }) => a / (a + b));
    expect(Math.min(...draws)).toBeGreaterThan(0.2);
    expect(Math.max(...draws)).toBeLessThan(0.4);
    expect(parameterDraws(found, null, 40)).toEqual(parameterDraws(found, null, 40));
  });
});

describe("intervals of draws", () => {
  it("hold the figure itself, and every draw where a direction is open", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 2, maxLength: 40 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (figures, at) => {
          const open = intervalOf(figures, at, true);
          expect(open?.[0]).toBe(Math.min(at, ...figures));
          expect(open?.[1]).toBe(Math.max(at, ...figures));
          const [low = NaN, high = NaN] = intervalOf(figures, at, false) ?? [];
          expect(low).toBeLessThanOrEqual(at * (1 + 1e-12));
          expect(high).toBeGreaterThanOrEqual(at * (1 - 1e-12));
        },
      ),
    );
  });
  it("are none where most draws gave nothing", () => {
    expect(intervalOf([NaN, NaN, 1], 1, false)).toBe(null);
  });
});

describe("the probability of buying nothing", () => {
  const parameters: Record<string, Parameters> = {
    "bg-nbd": [0.24, 4.4, 0.79, 2.43],
    "mbg-nbd": [0.52, 6.2, 0.89, 1.61],
    "pareto-nbd": [0.55, 10.6, 0.61, 11.7],
  };
  it.each(models.map((model) => [model.id, model] as const))(
    "%s: one at once, falling, never below leaving",
    (_, model) => {
      const own = parameters[model.id] as Parameters;
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 30 }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.double({ min: 5, max: 80, noNaN: true }),
          (x, part, age) => {
            const tx = x === 0 ? 0 : part * age;
            const quiet = (weeks: number) => model.quiet(own, x, tx, age, weeks);
            expect(quiet(1e-9)).toBeCloseTo(1, 6);
            const weeks = [1, 5, 13, 52, 200];
            weeks.forEach((week, i) => {
              expect(quiet(week)).toBeLessThanOrEqual(quiet(weeks[i - 1] ?? 1e-9) + 1e-12);
              expect(quiet(week)).toBeGreaterThanOrEqual(1 - model.alive(own, x, tx, age) - 1e-12);
            });
            // So short a time holds one purchase or none: P(some) is what is expected.
            const expected = model.expected(own, x, tx, age, 1e-4);
            expect(1 - quiet(1e-4)).toBeCloseTo(expected, 7);
          },
        ),
      );
    },
  );

  it("agrees with customers simulated from Pareto/NBD", () => {
    const random = uniform(3);
    const [r, alpha, s, beta] = [1, 8, 1, 20];
    // Shapes of one make gamma rates exponential ones.
    let [told, happened, n] = [0, 0, 0];
    for (let i = 0; i < 40_000; i += 1) {
      const rate = -Math.log(1 - random()) / alpha;
      const life = -Math.log(1 - random()) / (-Math.log(1 - random()) / beta);
      let [x, tx, now, later] = [0, 0, 0, 0];
      while (now < 46) {
        now += -Math.log(1 - random()) / rate;
        if (now > life) break;
        if (now <= 30) [x, tx] = [x + 1, now];
        else if (now <= 46) later += 1;
      }
      told += paretoNbd.quiet([r, alpha, s, beta], x, tx, 30, 16);
      happened += later === 0 ? 1 : 0;
      n += 1;
    }
    expect(told / n).toBeCloseTo(happened / n, 2);
  });
});

describe("numbers underneath", () => {
  it("finds the axes of a symmetric matrix", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 10, maxLength: 10 }),
        (list) => {
          const matrix = new Float64Array(16);
          let next = 0;
          for (let i = 0; i < 4; i += 1)
            for (let j = 0; j <= i; j += 1) matrix[i * 4 + j] = matrix[j * 4 + i] = list[next++] ?? 0;
          for (const { value, vector } of axesOf(matrix, 4))
            for (let i = 0; i < 4; i += 1) {
              let sum = 0;
              for (let j = 0; j < 4; j += 1) sum += (matrix[i * 4 + j] ?? 0) * (vector[j] ?? 0);
              expect(sum).toBeCloseTo(value * (vector[i] ?? 0), 8);
            }
        },
      ),
    );
  });

  it("walks down a bent valley without being told its slope", () => {
    const found = nelderMead(([a = 0, b = 0]) => 100 * (b - a * a) ** 2 + (1 - a) ** 2, [-1, 2]);
    expect(found.value).toBeLessThan(1e-8);
    expect(nelderMead(([a = 0, b = 0]) => (a - 3) ** 2 + (b + 1) ** 2, [0, 0])).toMatchObject({
      converged: true,
    });
  });

  it("sums the same near 1 by fraction as by series", () => {
    for (const [a, c] of [
      [1.5, 3.2],
      [0.55, 2.2],
      [30.5, 32.7],
      [1.6, 1000],
    ] as const)
      for (const z of [0.901, 0.95, 0.99, 0.999]) {
        let [term, sum] = [1, 1];
        for (let n = 0; n < 200_000; n += 1) sum += term *= ((a + n) / (c + n)) * z;
        expect(risingRatioSeries(a, c, z) / sum).toBeCloseTo(1, 11);
      }
  });

  it("integrates dropout as the midpoint rule does", () => {
    for (const parameters of [
      [0.46, 0.5, 60, 900],
      [0.7, 5, 0.001, 600],
      [2, 0.1, 100, 3],
    ] as const)
      for (const [x, from, to] of [
        [0, 0, 1],
        [2, 0.5, 0.9],
        [12, 3, 39],
      ] as const) {
        const [r, alpha, s, beta] = parameters;
        const steps = 200_000;
        const width = (to - from) / steps;
        const base = -(r + x) * Math.log(alpha + from) - (s + 1) * Math.log(beta + from);
        let sum = 0;
        for (let i = 0; i < steps; i += 1) {
          const u = from + (i + 0.5) * width;
          sum += Math.exp(-(r + x) * Math.log(alpha + u) - (s + 1) * Math.log(beta + u) - base);
        }
        expect(logDropoutIntegral(parameters, x, from, to)).toBeCloseTo(base + Math.log(sum * width), 5);
      }
  });
});

describe("a score tested", () => {
  it("splits no tie into tenths, and counts all once", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean(), fc.boolean()), { maxLength: 60 }),
        (list) => {
          const items = list.map(([score, happened, listed]) => ({
            score,
            told: score / 6,
            happened,
            listed,
          }));
          const found = testScore(items);
          items.forEach((a, i) =>
            items.forEach((b, j) => {
              if (a.score === b.score) expect(found.deciles[i]).toBe(found.deciles[j]);
              if (a.score > b.score) expect(found.deciles[i]).toBeLessThanOrEqual(found.deciles[j] ?? 0);
            }),
          );
          for (const groups of [found.tenths, found.bins]) {
            expect(groups.reduce((sum, { customers }) => sum + customers, 0)).toBe(items.length);
            expect(groups.reduce((sum, { left }) => sum + left, 0)).toBe(found.happened);
            for (const { low, rate, high } of groups) {
              expect(low).toBeLessThanOrEqual(rate + 1e-12);
              expect(high).toBeGreaterThanOrEqual(rate - 1e-12);
            }
          }
          if (found.brier !== null) expect(found.brier).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
  it("puts ten different scores into ten tenths", () => {
    expect([...decilesOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])]).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });
});
