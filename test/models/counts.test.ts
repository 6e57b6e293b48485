import { describe, expect, it } from "vitest";
import { bgNbd, mbgNbd } from "../../src/models/btyd/beta-geometric.ts";
import { countOfNew, expectedCounts } from "../../src/models/btyd/counts.ts";
import { distinctHistories } from "../../src/models/btyd/history.ts";
import type { Parameters, PurchaseModel } from "../../src/models/btyd/model.ts";
import { paretoNbd } from "../../src/models/btyd/pareto.ts";
import { simulate } from "./simulate.ts";

const models: readonly (readonly [PurchaseModel, Parameters])[] = [
  [bgNbd, [0.8, 6, 0.8, 2.4]],
  [mbgNbd, [0.8, 6, 0.9, 1.6]],
  [paretoNbd, [0.55, 10.6, 0.6, 11.7]],
];

describe.each(models)("repeat purchases of a new customer", (model, parameters) => {
  it(`add up to one, and to what ${model.id} expects`, () => {
    for (const weeks of [1, 12, 52]) {
      let [all, mean] = [0, 0];
      for (let count = 0; count < 400; count += 1) {
        const share = countOfNew(model.id, parameters, weeks, count);
        all += share;
        mean += count * share;
      }
      expect(all).toBeCloseTo(1, 8);
      expect(mean / model.expectedNew(parameters, weeks)).toBeCloseTo(1, 6);
      expect(countOfNew(model.id, parameters, weeks, 0)).toBeCloseTo(
        model.quiet(parameters, 0, 0, 0, weeks),
        8,
      );
    }
  });

  it(`of ${model.id} are those of customers that are made by it`, () => {
    const customers = 20_000;
    const { x, tx, age } = simulate(customers, model.id, parameters, [4, 4, 15], 11);
    const expected = expectedCounts(model.id, parameters, distinctHistories(x, tx, age), 7);
    expected.forEach((wanted, count) => {
      const seen = x.filter((own) => Math.min(own, 7) === count).length;
      expect(Math.abs(seen - wanted)).toBeLessThan(4 * Math.sqrt(wanted));
    });
  });
});
