import type { Parameters, PurchaseModel } from "../../src/models/btyd/model.ts";
import type { SpendingParameters } from "../../src/models/btyd/gamma-gamma.ts";

/** Uniform numbers from a seed (mulberry32), so that a run is always the same. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Simulated {
  readonly x: Float64Array;
  readonly tx: Float64Array;
  readonly age: Float64Array;
  /** Mean value of the repeat purchases; 0 without one. */
  readonly mean: Float64Array;
  /** Purchases in the weeks ahead. */
  readonly after: Float64Array;
}

/** Customers as a model with known parameters makes them, first seen between 20 and 100 weeks ago, and further on. */
export function simulate(
  customers: number,
  model: PurchaseModel["id"],
  [r, alpha, third, fourth]: Parameters,
  [p, q, v]: SpendingParameters,
  seed: number,
  ahead = 0,
): Simulated {
  const random = uniform(seed);
  const gamma = gammaFrom(random);
  const wait = (rate: number) => -Math.log(1 - random()) / rate;
  const all = {
    x: new Float64Array(customers),
    tx: new Float64Array(customers),
    age: new Float64Array(customers),
    mean: new Float64Array(customers),
    after: new Float64Array(customers),
  };
  for (let i = 0; i < customers; i += 1) {
    const rate = gamma(r) / alpha;
    const age = 20 + 80 * random();
    let [end, leave] = [age + ahead, 0];
    if (model === "pareto-nbd") end = Math.min(end, wait(gamma(third) / fourth));
    else {
      const one = gamma(third);
      leave = one / (one + gamma(fourth));
    }
    let [count, last] = [0, 0];
    if (model !== "mbg-nbd" || random() >= leave)
      for (let now = wait(rate); now <= end; now += wait(rate)) {
        if (now > age) all.after[i] = (all.after[i] ?? 0) + 1;
        else {
          count += 1;
          last = now;
        }
        if (random() < leave) break;
      }
    all.x[i] = count;
    all.tx[i] = last;
    all.age[i] = age;
    if (count > 0) all.mean[i] = gamma(p * count) / (count * (gamma(q) / v));
  }
  return all;
}

/** Gamma-distributed numbers of a shape (Marsaglia & Tsang 2000). */
function gammaFrom(random: () => number): (shape: number) => number {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - random()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const z = normal();
      const cube = (1 + c * z) ** 3;
      if (cube > 0 && Math.log(1 - random()) < 0.5 * z * z + d - d * cube + d * Math.log(cube))
        return d * cube;
    }
  };
  return gamma;
}
