import { expect, it } from "vitest";
import { foldConcentration } from "../../src/metrics/concentration.ts";
import { dayNumber } from "../../src/tables/frame.ts";
import { uniform } from "../models/simulate.ts";

it("has intervals that hold the figures of the population about as often as they say", () => {
  const random = uniform(20_260);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const shop = (customers: number) => ({
    length: customers,
    customers,
    customer: Int32Array.from({ length: customers }, (_, i) => i),
    day: new Int32Array(customers).fill(dayNumber("2025-01-01")),
    purchase: new Uint8Array(customers).fill(1),
    value: Float64Array.from({ length: customers }, () => Math.exp(3 + 0.8 * normal())),
    split: null,
  });
  const settings = { of: "customers", cut_a: 0.8, cut_b: 0.95, rule: "crossing" } as const;
  const window = { from: "2025-01-01", to: "2025-12-31", asOf: "2026-01-01" };
  const figures = (customers: number) => {
    const input = { orders: shop(customers), keepOrders: null, answers: null, keepAnswers: null };
    return foldConcentration(input, settings, window)?.summary[0] ?? {};
  };
  const truth = figures(300_000);
  const held = { a: 0, top_20: 0, gini: 0 };
  const shops = 400;
  for (let i = 0; i < shops; i += 1) {
    const found = figures(500);
    for (const [name, figure] of [
      ["a", "a_share"],
      ["top_20", "top_20_share"],
      ["gini", "gini"],
    ] as const) {
      const wanted = Number(truth[figure]);
      if (Number(found[`${name}_low`]) <= wanted && wanted <= Number(found[`${name}_high`])) held[name] += 1;
    }
  }
  // Of 95 %, with the noise of 400 shops; heavy tails cost a little.
  for (const times of Object.values(held)) {
    expect(times / shops).toBeGreaterThan(0.91);
    expect(times / shops).toBeLessThan(0.98);
  }
});
