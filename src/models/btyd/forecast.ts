import { intervalOf, parameterDraws } from "./draws.ts";
import type { Fit } from "./fit.ts";
import { condense } from "./condense.ts";
import type { Histories } from "./history.ts";
import type { PurchaseModel } from "./model.ts";
import { nodes, weights } from "./value.ts";

export interface ForecastPoint {
  readonly week: number;
  /** Purchases of all customers from now until the end of that week. */
  readonly expected: number;
  /** A 95 % interval of what will be bought: of the parameters' uncertainty and of chance together. */
  readonly low: number | null;
  readonly high: number | null;
}

const drawCount = 24;
/** Histories that the spread of the total is worked out over; it moves as the parameters do, in all alike. */
const spreadOver = 400;
const mostPoints = 13;
/** Histories that the total itself is summed over. */
const mostHistories = 12_000;

/**
 * The variance of one customer's purchases in the coming weeks. Who is there buys at a gamma-distributed rate
 * over an exposure L that ends with the horizon or before: E[X(X − 1)] = E[λ²] E[L²], where E[L²] follows
 * from how what is expected grows, as if rate and exposure were independent.
 */
function varianceOf(
  model: PurchaseModel,
  parameters: Fit["parameters"],
  [x, tx, age]: readonly [number, number, number],
  weeks: number,
): number {
  const [r, alpha] = parameters;
  const alive = model.alive(parameters, x, tx, age);
  const expected = (ahead: number) => model.expectedAlive(parameters, x, age, ahead);
  const mean = expected(weeks);
  const rate = (r + x) / (alpha + age);
  let area = 0;
  for (const [i, node] of nodes.entries()) area += (weights[i] ?? 0) * weeks * expected(node * weeks);
  const exposure = Math.max(0, (2 / rate) * (weeks * mean - area));
  const pairs = rate * rate * (1 + 1 / (r + x)) * exposure;
  return alive * (mean + pairs) - (alive * mean) ** 2;
}

/** What all these customers are expected to buy in the coming weeks. */
export function forecast(model: PurchaseModel, fit: Fit, all: Histories, weeks: number): ForecastPoint[] {
  const histories = condense(all, mostHistories);
  const points = Math.min(weeks, mostPoints);
  const asked = Array.from({ length: points }, (_, i) => Math.round(((i + 1) * weeks) / points));
  const draws = parameterDraws(fit, null, drawCount);
  const open = fit.directions.some(({ deviation }) => deviation === null);
  const customers = histories.weight.reduce((sum, weight) => sum + weight, 0);
  const step = Math.max(1, Math.floor(histories.length / spreadOver));
  const total = (parameters: Fit["parameters"], week: number, every: number) => {
    let sum = 0;
    for (let i = 0; i < histories.length; i += every)
      sum +=
        (histories.weight[i] ?? 0) *
        model.expected(parameters, histories.x[i] ?? 0, histories.tx[i] ?? 0, histories.age[i] ?? 0, week);
    return sum;
  };
  return asked.map((week) => {
    const expected = total(fit.parameters, week, 1);
    const base = step === 1 ? expected : total(fit.parameters, week, step);
    const ends = draws.length
      ? intervalOf(
          draws.map((draw) => (expected * total(draw.purchases, week, step)) / base),
          expected,
          open,
        )
      : null;
    if (!ends) return { week, expected, low: null, high: null };
    let [variance, sampled] = [0, 0];
    for (let i = 0; i < histories.length; i += step) {
      const weight = histories.weight[i] ?? 0;
      const own = [histories.x[i] ?? 0, histories.tx[i] ?? 0, histories.age[i] ?? 0] as const;
      sampled += weight;
      variance += weight * varianceOf(model, fit.parameters, own, week);
    }
    const chance = 1.96 * Math.sqrt(Math.max(0, (variance * customers) / Math.max(1, sampled)));
    return {
      week,
      expected,
      low: Math.max(0, expected - Math.hypot(expected - ends[0], chance)),
      high: expected + Math.hypot(ends[1] - expected, chance),
    };
  });
}
