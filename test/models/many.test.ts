import { describe, expect, it } from "vitest";
import { bgNbd, mbgNbd } from "../../src/models/btyd/beta-geometric.ts";
import { condense } from "../../src/models/btyd/condense.ts";
import { fit } from "../../src/models/btyd/fit.ts";
import { spendingLogLikelihood } from "../../src/models/btyd/gamma-gamma.ts";
import { distinctHistories } from "../../src/models/btyd/history.ts";
import { expectedAfter } from "../../src/models/btyd/holdout.ts";
import type { Parameters, PurchaseModel } from "../../src/models/btyd/model.ts";
import { paretoNbd } from "../../src/models/btyd/pareto.ts";
import { scoreHistories, valueIntervals } from "../../src/models/btyd/scores.ts";
import { spendingOfAll } from "../../src/models/btyd/spending.ts";
import { simulate } from "./simulate.ts";

const customers = 100_000;
const spendingTruth = [6.2, 3.7, 15] as const;
const cases: readonly (readonly [string, PurchaseModel, Parameters])[] = [
  ["bg-nbd", bgNbd, [0.9, 6, 0.8, 2.5]],
  ["mbg-nbd", mbgNbd, [0.5, 6, 0.9, 1.6]],
  ["pareto-nbd", paretoNbd, [0.55, 10.6, 0.6, 11.7]],
];
/** One of twenty estimates lies further off by chance; these seeds have none that does. */
const expectNear = (found: readonly number[], truth: readonly number[], errors: readonly (number | null)[]) =>
  truth.forEach((value, i) => {
    const error = errors[i] ?? 0;
    expect(error).toBeGreaterThan(0);
    expect(Math.abs((found[i] ?? NaN) - value) / error, `${found[i]} for ${value}`).toBeLessThan(2);
  });

describe.each(cases)("a hundred thousand customers made by %s", (id, model, truth) => {
  const made = simulate(customers, model.id, truth, spendingTruth, 1);
  const histories = distinctHistories(made.x, made.tx, made.age);
  const begun = performance.now();
  const found = fit(model, histories);
  const took = performance.now() - begun;

  it("give its parameters back within two standard errors", () => {
    expect(found.status).toBe("ok");
    expectNear(found.parameters, truth, found.standardErrors);
    // A quarter of a second to a second when nothing else runs.
    expect(took).toBeLessThan(20_000);
  });

  it("are fitted at the maximum of all, not of the points that stand for them", () => {
    expect(histories.length).toBeGreaterThan(80_000);
    const level = model.logLikelihood(found.parameters, histories);
    expect(found.logLikelihood).toBeCloseTo(level, 6);
    found.parameters.forEach((value, i) => {
      for (const sign of [-1, 1]) {
        const moved = [...found.parameters];
        moved[i] = value + sign * 0.1 * (found.standardErrors[i] ?? 0);
        expect(model.logLikelihood(moved as unknown as Parameters, histories), `${id} ${i}`).toBeLessThan(
          level,
        );
      }
    });
  });

  it("are scored as each would be alone", () => {
    const { parameters } = found;
    const scores = scoreHistories(model, parameters, histories, 52, 0);
    const after = expectedAfter(model, parameters, histories, 26);
    let sum = 0;
    for (let row = 0; row < histories.length; row += 1) {
      const [x, tx, age] = [histories.x[row] ?? 0, histories.tx[row] ?? 0, histories.age[row] ?? 0];
      sum += (after.each[row] ?? 0) * (histories.weight[row] ?? 0);
      if (row % 97 !== 0) continue;
      const alone = model.expected(parameters, x, tx, age, 52);
      expect(Math.abs((scores.orders[row] ?? NaN) / alone - 1)).toBeLessThan(1e-10);
      expect(scores.discounted[row]).toBe(scores.orders[row]);
      expect(scores.alive[row]).toBe(model.alive(parameters, x, tx, age));
    }
    expect((after.cumulative[26] ?? 0) / sum).toBeCloseTo(1, 4);
  });
});

describe("very many customers", () => {
  const made = simulate(customers, "bg-nbd", [0.9, 6, 0.8, 2.5], spendingTruth, 3);

  it("give the parameters of spending back within two standard errors, at the maximum of all", () => {
    const { fit: spending } = spendingOfAll(made.x, made.mean);
    expect(spending.status).toBe("ok");
    expectNear(spending.parameters, spendingTruth, spending.standardErrors);
    const all = { length: customers, x: made.x, mean: made.mean };
    const level = spendingLogLikelihood(spending.parameters, all);
    spending.parameters.forEach((value, i) => {
      for (const sign of [-1, 1]) {
        const moved: [number, number, number] = [...spending.parameters];
        moved[i] = value + sign * 0.1 * (spending.standardErrors[i] ?? 0);
        expect(spendingLogLikelihood(moved, all)).toBeLessThan(level);
      }
    });
  });

  it("are condensed to no more points than asked for, with nobody and no purchase lost", () => {
    const histories = distinctHistories(made.x, made.tx, made.age);
    for (const most of [500, 4000, 16_000]) {
      const points = condense(histories, most);
      expect(points.length).toBeLessThanOrEqual(most);
      const sum = (of: (row: number) => number) => {
        let total = 0;
        for (let row = 0; row < points.length; row += 1) total += (points.weight[row] ?? 0) * of(row);
        return total;
      };
      const total = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
      expect(sum(() => 1)).toBeCloseTo(customers, 5);
      expect(sum((row) => points.x[row] ?? 0)).toBeCloseTo(total(made.x), 4);
      expect(sum((row) => points.age[row] ?? 0) / total(made.age)).toBeCloseTo(1, 12);
      const squares = total(made.age.map((t) => t * t));
      expect(sum((row) => (points.age[row] ?? 0) ** 2) / squares).toBeCloseTo(1, 3);
      expect(sum((row) => points.tx[row] ?? 0) / total(made.tx)).toBeCloseTo(1, 12);
      for (let row = 0; row < points.length; row += 1) {
        expect(points.tx[row]).toBeGreaterThanOrEqual(0);
        expect((points.age[row] ?? 0) - (points.tx[row] ?? 0)).toBeGreaterThanOrEqual(-1e-12);
      }
    }
  });

  it("have intervals like those that each would have alone", () => {
    const [few, many] = [2000, 40_000].map((length) => {
      const part = {
        x: made.x.slice(0, length),
        tx: made.tx.slice(0, length),
        age: made.age.slice(0, length),
      };
      return distinctHistories(part.x, part.tx, part.age);
    });
    if (!few || !many) throw new Error("nothing was made");
    const fitted = fit(bgNbd, many);
    const spending = spendingOfAll(made.x, made.mean);
    const [own, shared] = [few, many].map((histories) =>
      valueIntervals(bgNbd, fitted, histories, spending.fit, spending.overall, 52, 0.002),
    );
    let [worst, sum] = [0, 0];
    for (let row = 0; row < 1000; row += 1) {
      const [x, mean] = [made.x[row] ?? 0, made.mean[row] ?? 0];
      const [, alone = NaN] = own?.(few.of[row] ?? 0, x, mean, 100) ?? [];
      const [, carried = NaN] = shared?.(many.of[row] ?? 0, x, mean, 100) ?? [];
      const off = Math.abs(Math.log(carried / 100) / Math.log(alone / 100) - 1);
      worst = Math.max(worst, off);
      sum += off;
    }
    expect(sum / 1000).toBeLessThan(0.05);
    expect(worst).toBeLessThan(1);
  });
});
