import { expect, it, vi } from "vitest";
import { bgNbd, mbgNbd } from "../../src/models/btyd/beta-geometric.ts";
import { fit } from "../../src/models/btyd/fit.ts";
import { forecast } from "../../src/models/btyd/forecast.ts";
import { expectedSpending } from "../../src/models/btyd/gamma-gamma.ts";
import { distinctHistories } from "../../src/models/btyd/history.ts";
import type { Parameters, PurchaseModel } from "../../src/models/btyd/model.ts";
import { paretoNbd } from "../../src/models/btyd/pareto.ts";
import { scoreHistories, valueIntervals } from "../../src/models/btyd/scores.ts";
import { spendingOfAll } from "../../src/models/btyd/spending.ts";
import { discountedAlive, spendingOf } from "../../src/models/btyd/value.ts";
import { simulate } from "./simulate.ts";

vi.setConfig({ testTimeout: 120_000 });

const money = [6.25, 3.74, 15.44] as const;
const [customers, shops, weeks] = [400, 30, 52];
const rate = Math.log1p(0.1) / (365.25 / 7);

it.each<readonly [string, PurchaseModel, Parameters]>([
  ["bg-nbd", bgNbd, [0.55, 10.6, 0.8, 2.4]],
  ["mbg-nbd", mbgNbd, [0.6, 7, 0.9, 1.8]],
  ["pareto-nbd", paretoNbd, [0.55, 10.6, 0.6, 11.7]],
])("intervals of %s hold what they say about as often as they say", (id, model, truth) => {
  let [held, asked, totals] = [0, 0, 0];
  for (let shop = 0; shop < shops; shop += 1) {
    const made = simulate(customers, model.id, truth, money, 7000 + shop, weeks);
    const histories = distinctHistories(made.x, made.tx, made.age);
    const found = fit(model, histories);
    const spending = spendingOfAll(made.x, made.mean);
    const { parameters } = found;
    const scores = scoreHistories(model, parameters, histories, weeks, rate);
    const interval = valueIntervals(model, found, histories, spending.fit, spending.overall, weeks, rate);

    // A customer's interval is of what the true parameters expect.
    for (let i = 0; i < customers; i += 5) {
      const [x, tx, age, mean] = [made.x, made.tx, made.age, made.mean].map((values) => values[i] ?? 0) as [
        number,
        number,
        number,
        number,
      ];
      const of = histories.of[i] ?? 0;
      const each = spendingOf(spending.fit, spending.fit.parameters, x, mean, spending.overall);
      const ends = interval(of, x, mean, (scores.discounted[of] ?? 0) * each);
      const wanted =
        model.alive(truth, x, tx, age) *
        discountedAlive(model, truth, x, age, weeks, rate) *
        expectedSpending(money, x, mean);
      if (!ends) continue;
      asked += 1;
      if (ends[0] <= wanted && wanted <= ends[1]) held += 1;
    }

    // That of all together is of what they then did buy.
    const bought = made.after.reduce((sum, count) => sum + count, 0);
    const last = forecast(model, found, histories, weeks).at(-1);
    if ((last?.low ?? Infinity) <= bought && bought <= (last?.high ?? -Infinity)) totals += 1;
  }
  expect(asked, id).toBe((customers / 5) * shops);
  expect(held / asked).toBeGreaterThan(0.9);
  expect(held / asked).toBeLessThan(0.995);
  // Of 30 shops 28.5: fewer than 26 would be three standard deviations off.
  expect(totals).toBeGreaterThanOrEqual(26);
});
