import { type Draw, parameterDraws } from "./draws.ts";
import type { Fit } from "./fit.ts";
import type { SpendingFit } from "./gamma-gamma.ts";
import type { Histories } from "./history.ts";
import type { Parameters, PurchaseModel } from "./model.ts";
import { discountedPurchases, spendingOf } from "./value.ts";

/** What a model expects of each distinct history within a horizon. */
export interface Scores {
  readonly alive: Float64Array;
  readonly orders: Float64Array;
  /** The same purchases, each discounted to now. */
  readonly discounted: Float64Array;
}

export function scoreHistories(
  model: PurchaseModel,
  parameters: Parameters,
  { length, x, tx, age }: Histories,
  weeks: number,
  rate: number,
): Scores {
  const scores = {
    alive: new Float64Array(length),
    orders: new Float64Array(length),
    discounted: new Float64Array(length),
  };
  for (let i = 0; i < length; i += 1) {
    const history = { x: x[i] ?? 0, tx: tx[i] ?? 0, age: age[i] ?? 0 };
    scores.alive[i] = model.alive(parameters, history.x, history.tx, history.age);
    scores.orders[i] = model.expected(parameters, history.x, history.tx, history.age, weeks);
    scores.discounted[i] = discountedPurchases(model, parameters, history, weeks, rate);
  }
  return scores;
}

/** Draws that an interval is read from. */
const drawCount = 40;
/** Above so many distinct histories their intervals are carried over from a part of them. */
const drawnHistories = 4_000;

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
  const known = new Map<string, Float64Array>();
  const all = histories.length <= drawnHistories;
  const keyOf = (row: number) => {
    if (all) return String(row);
    const [x, tx, age] = [histories.x[row] ?? 0, histories.tx[row] ?? 0, histories.age[row] ?? 0];
    const count = x > 12 ? 12 + Math.floor(Math.log2(x / 12) * 3) : x;
    return `${count} ${Math.round((age > 0 ? tx / age : 0) * 12)} ${Math.round(Math.sqrt(age))}`;
  };
  const relativeOf = (row: number): Float64Array => {
    const history = { x: histories.x[row] ?? 0, tx: histories.tx[row] ?? 0, age: histories.age[row] ?? 0 };
    const base = discountedPurchases(model, fit.parameters, history, weeks, rate);
    return Float64Array.from(
      draws,
      (draw: Draw) => discountedPurchases(model, draw.purchases, history, weeks, rate) / base,
    );
  };
  const modelled = spending.status === "ok";
  return (row, x, mean, value) => {
    if (draws.length === 0 || !(value > 0)) return null;
    const key = keyOf(row);
    let relative = known.get(key);
    if (!relative) known.set(key, (relative = relativeOf(row)));
    const each = spendingOf(spending, spending.parameters, x, mean, overall);
    // As intervalOf does, in one pass: this runs for every customer.
    let [low, high, square, used] = [1, 1, 0, 0];
    for (let i = 0; i < draws.length; i += 1) {
      const spent = modelled
        ? spendingOf(spending, draws[i]?.spending ?? spending.parameters, x, mean, overall)
        : each;
      const ratio = ((relative[i] ?? NaN) * spent) / each;
      if (!(ratio > 0) || ratio === Infinity) continue;
      used += 1;
      if (ratio < low) low = ratio;
      if (ratio > high) high = ratio;
      if (!open) square += Math.log(ratio) ** 2;
    }
    if (used < draws.length / 2) return null;
    if (open) return [value * low, value * high];
    const factor = Math.exp(1.96 * Math.sqrt(square / used));
    return [value / factor, value * factor];
  };
}
