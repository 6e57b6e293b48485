import { expose } from "comlink";
import { bgNbd } from "../../../src/models/btyd/beta-geometric.ts";
import { fit } from "../../../src/models/btyd/fit.ts";
import { distinctHistories } from "../../../src/models/btyd/history.ts";
import { paretoNbd } from "../../../src/models/btyd/pareto.ts";
import { scoreHistories, valueIntervals } from "../../../src/models/btyd/scores.ts";
import { spendingOfAll } from "../../../src/models/btyd/spending.ts";
import { spendingOf } from "../../../src/models/btyd/value.ts";
import { cdnowCustomers } from "../../models/cdnow-text.ts";
import { simulate } from "../../models/simulate.ts";

const truth = [0.9, 6, 0.8, 2.5] as const;
const spendingTruth = [6.2, 3.7, 15] as const;
const weeks = 52;
const rate = 0.002;

const steps = {
  /** Fits purchases and spending of customers made from known parameters, and scores each; in ms. */
  many(customers: number) {
    const { x, tx, age, mean } = simulate(customers, "bg-nbd", truth, spendingTruth, 7);
    const begun = performance.now();
    const histories = distinctHistories(x, tx, age);
    const fitted = fit(bgNbd, histories);
    const spending = spendingOfAll(x, mean);
    const fitDone = performance.now();
    const scores = scoreHistories(bgNbd, fitted.parameters, histories, weeks, rate);
    const interval = valueIntervals(bgNbd, fitted, histories, spending.fit, spending.overall, weeks, rate);
    const result = [0, 0, 0].map(() => new Float64Array(customers));
    for (let i = 0; i < customers; i += 1) {
      const of = histories.of[i] ?? 0;
      const [xi, mi] = [x[i] ?? 0, mean[i] ?? 0];
      const each = spendingOf(spending.fit, spending.fit.parameters, xi, mi, spending.overall);
      const value = (scores.discounted[of] ?? 0) * each;
      const ends = interval(of, xi, mi, value);
      [value, ends?.[0] ?? NaN, ends?.[1] ?? NaN].forEach((figure, k) => ((result[k] ?? [])[i] = figure));
    }
    const done = performance.now();
    /** How many standard errors the worst parameter is off. */
    const off = (found: readonly number[], errors: readonly (number | null)[], of: readonly number[]) =>
      of.map((value, i) => Math.abs((found[i] ?? NaN) - value) / (errors[i] ?? NaN));
    return {
      fit: fitDone - begun,
      score: done - fitDone,
      total: done - begun,
      worst: Math.max(
        ...off(fitted.parameters, fitted.standardErrors, truth),
        ...off(spending.fit.parameters, spending.fit.standardErrors, spendingTruth),
      ),
    };
  },

  /** The CDNOW sample, after warm-up: the middle of nine fits, in ms. */
  cdnow(text: string) {
    const customers = cdnowCustomers(text);
    const histories = distinctHistories(
      customers.map(({ x }) => x),
      customers.map(({ tx }) => tx),
      customers.map(({ age }) => age),
    );
    const middle = (model: typeof bgNbd) => {
      for (let time = 0; time < 3; time += 1) fit(model, histories);
      const took = Array.from({ length: 9 }, () => {
        const begun = performance.now();
        fit(model, histories);
        return performance.now() - begun;
      });
      return took.sort((a, b) => a - b)[4] ?? NaN;
    };
    return { bgNbd: middle(bgNbd), paretoNbd: middle(paretoNbd) };
  },
};

export type ModelSteps = typeof steps;
expose(steps);
