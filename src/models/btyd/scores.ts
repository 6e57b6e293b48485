import { parameterDraws } from "./draws.ts";
import type { Fit } from "./fit.ts";
import type { SpendingFit, SpendingParameters } from "./gamma-gamma.ts";
import type { Histories } from "./history.ts";
import type { Parameters, PurchaseModel } from "./model.ts";
import { overAges } from "./over-ages.ts";
import { residualAlive } from "./residual.ts";
import { discountedAlive, spendingOf } from "./value.ts";

/** What a model expects of each distinct history within a horizon. */
export interface Scores {
  readonly alive: Float64Array;
  readonly orders: Float64Array;
  /** The same purchases, each discounted to now. */
  readonly discounted: Float64Array;
  /** All purchases to come, discounted alike; NaN without a discount. */
  readonly residual: Float64Array;
}

export function scoreHistories(
  model: PurchaseModel,
  parameters: Parameters,
  histories: Histories,
  weeks: number,
  rate: number,
): Scores {
  const { length, x, tx, age } = histories;
  const scores = {
    alive: new Float64Array(length),
    orders: new Float64Array(length),
    discounted: new Float64Array(length),
    residual: new Float64Array(length),
  };
  const orders = overAges(histories, parameters, (xi, ai) => model.expectedAlive(parameters, xi, ai, weeks));
  const discounted =
    rate === 0
      ? orders
      : overAges(histories, parameters, (xi, ai) => discountedAlive(model, parameters, xi, ai, weeks, rate));
  const residual = overAges(histories, parameters, (xi, ai) =>
    residualAlive(model, parameters, xi, ai, rate),
  );
  for (let i = 0; i < length; i += 1) {
    const [xi, ai] = [x[i] ?? 0, age[i] ?? 0];
    const alive = model.alive(parameters, xi, tx[i] ?? 0, ai);
    scores.alive[i] = alive;
    scores.orders[i] = alive * orders(xi, ai);
    scores.discounted[i] = alive * discounted(xi, ai);
    scores.residual[i] = rate > 0 ? alive * residual(xi, ai) : NaN;
  }
  return scores;
}

/** Draws that an interval is read from. */
const drawCount = 40;
/** Above so many distinct histories their intervals are carried over from a part of them. */
const drawnHistories = 4_000;
/** How far apart the logarithms of means may lie that are taken to be as uncertain as one another. */
const meanStep = 0.05;

/** The interval of a customer's value: its history, repeat purchases, their mean value, and the value itself. */
export type ValueInterval = (
  history: number,
  x: number,
  mean: number,
  value: number,
) => [number, number] | null;

/**
 * Intervals of customer value under the parameters' uncertainty. With many distinct histories the relative
 * spread of purchases is worked out for a part of them and carried over to those most like them.
 */
export function valueIntervals(
  model: PurchaseModel,
  fit: Fit,
  histories: Histories,
  spending: SpendingFit,
  /** What a purchase is worth where the spending model has no say. */
  overall: number,
  weeks: number,
  rate: number,
): ValueInterval {
  const draws = parameterDraws(fit, spending, drawCount);
  const open = fit.directions.some(({ deviation }) => deviation === null);
  const all = histories.length <= drawnHistories;
  const kindOf = (row: number) => {
    if (all) return row;
    const [x, tx, age] = [histories.x[row] ?? 0, histories.tx[row] ?? 0, histories.age[row] ?? 0];
    const count = x > 12 ? 12 + Math.floor(Math.log2(x / 12) * 3) : x;
    return (count * 64 + Math.round((age > 0 ? tx / age : 0) * 12)) * 4096 + Math.round(Math.sqrt(age));
  };
  const modelled = spending.status === "ok";
  const spent = (parameters: SpendingParameters, x: number, mean: number) =>
    spendingOf(spending, parameters, x, mean, overall);

  // ln of the purchases, and of the value of each, that a draw gives, over those of the fit.
  const purchases = new Map<number, Float64Array>();
  const purchasesOf = (row: number) => {
    const [x, tx, age] = [histories.x[row] ?? 0, histories.tx[row] ?? 0, histories.age[row] ?? 0];
    const told = (parameters: Parameters) =>
      model.alive(parameters, x, tx, age) * discountedAlive(model, parameters, x, age, weeks, rate);
    const base = told(fit.parameters);
    return Float64Array.from(draws, (draw) => Math.log(told(draw.purchases) / base));
  };
  const values = new Map<number, Float64Array>();
  const valuesOf = (x: number, mean: number) => {
    const base = spent(spending.parameters, x, mean);
    return Float64Array.from(draws, (draw) => Math.log(spent(draw.spending, x, mean) / base));
  };
  const none = new Float64Array(draws.length);
  return (row, x, mean, value) => {
    if (draws.length === 0 || !(value > 0)) return null;
    const kind = kindOf(row);
    let made = purchases.get(kind);
    if (!made) purchases.set(kind, (made = purchasesOf(row)));
    let worth: Float64Array = none;
    if (modelled) {
      const place = mean > 0 ? Math.round(Math.log(mean) / meanStep) : 0;
      const key = x * 1_048_576 + place;
      const known = all ? undefined : values.get(key);
      worth = known ?? valuesOf(x, all || !(mean > 0) ? mean : Math.exp(place * meanStep));
      if (!all && !known) values.set(key, worth);
    }
    // As intervalOf does, in one pass: this runs for every customer.
    let [low, high, square, used] = [0, 0, 0, 0];
    for (let i = 0; i < draws.length; i += 1) {
      const log = (made[i] ?? NaN) + (worth[i] ?? NaN);
      if (!(Math.abs(log) < Infinity)) continue;
      used += 1;
      if (log < low) low = log;
      if (log > high) high = log;
      square += log * log;
    }
    if (used < draws.length / 2) return null;
    if (open) return [value * Math.exp(low), value * Math.exp(high)];
    const factor = Math.exp(1.96 * Math.sqrt(square / used));
    return [value / factor, value * factor];
  };
}
