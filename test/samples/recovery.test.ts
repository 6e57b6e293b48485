import { describe, expect, it } from "vitest";
import { sampleShops } from "../../samples/catalog.ts";
import { shops } from "../../samples/generate.ts";
import { simulateShop } from "../../samples/simulate.ts";
import { bgNbd } from "../../src/models/btyd/beta-geometric.ts";
import { fit } from "../../src/models/btyd/fit.ts";
import { distinctHistories } from "../../src/models/btyd/history.ts";

const day = 86_400;

describe.each(sampleShops)("BG/NBD on the sample shop $id", ({ id }) => {
  it("finds the parameters that it was made with", () => {
    const { truth } = shops[id];
    const x: number[] = [];
    const tx: number[] = [];
    const age: number[] = [];
    const days = new Map<number, Set<number>>();
    const { orders } = simulateShop(shops[id]);
    for (const { customer, status, time } of orders)
      // Who came for the promotion alone has parameters of their own.
      if (status === "completed" && !customer.lured) {
        const own = days.get(customer.index) ?? new Set();
        days.set(customer.index, own.add(Math.floor(time / day)));
      }
    for (const own of days.values()) {
      const first = Math.min(...own);
      x.push(own.size - 1);
      tx.push((Math.max(...own) - first) / 7);
      age.push((truth.weeks * 7 - first) / 7);
    }
    const found = fit(bgNbd, distinctHistories(x, tx, age));
    expect(found.status).toBe("ok");
    const { r, alpha, a, b } = truth.purchases;
    for (const [index, expected] of [r, alpha, a, b].entries()) {
      const error = found.standardErrors[index] ?? 0;
      // Days instead of moments lose a little: purchases of one day are one.
      expect(Math.abs((found.parameters[index] ?? 0) - expected)).toBeLessThan(3 * error + 0.08 * expected);
      expect(error).toBeLessThan(0.15 * expected);
    }
  });
});
