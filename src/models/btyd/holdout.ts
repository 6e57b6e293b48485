import { condense } from "./condense.ts";
import type { Histories } from "./history.ts";
import type { Parameters, PurchaseModel } from "./model.ts";
import { overAges } from "./over-ages.ts";

/** Purchases that a model fitted up to a cut expects after it. */
export interface Expected {
  /** Of all customers, by the end of each week after the cut; the cut itself comes first, with 0. */
  readonly cumulative: Float64Array;
  /** Of one customer of each distinct history, over all weeks. */
  readonly each: Float64Array;
}

/** Weeks that a cumulative curve is worked out for; it is smooth, and few points carry it. */
const mostPoints = 60;
/** Histories that it is summed over. */
const mostHistories = 12_000;

/** What customers with these histories at the cut are expected to buy in each week after it. */
export function expectedAfter(
  model: PurchaseModel,
  parameters: Parameters,
  histories: Histories,
  weeks: number,
): Expected {
  const step = Math.max(1, Math.ceil(weeks / mostPoints));
  const cumulative = new Float64Array(weeks + 1);
  const { length, x, tx, age, weight } = condense(histories, mostHistories);
  const alive = new Float64Array(length);
  for (let row = 0; row < length; row += 1)
    alive[row] = (weight[row] ?? 0) * model.alive(parameters, x[row] ?? 0, tx[row] ?? 0, age[row] ?? 0);
  let before = 0;
  for (let week = Math.min(step, weeks); week > before; week = Math.min(week + step, weeks)) {
    let sum = 0;
    for (let row = 0; row < length; row += 1)
      sum += (alive[row] ?? 0) * model.expectedAlive(parameters, x[row] ?? 0, age[row] ?? 0, week);
    const from = cumulative[before] ?? 0;
    for (let k = before + 1; k <= week; k += 1)
      cumulative[k] = from + ((sum - from) * (k - before)) / (week - before);
    before = week;
  }
  const each = new Float64Array(histories.length);
  if (weeks > 0) {
    const expected = overAges(histories, parameters, (xi, ai) =>
      model.expectedAlive(parameters, xi, ai, weeks),
    );
    for (let row = 0; row < histories.length; row += 1) {
      const [xi, ai] = [histories.x[row] ?? 0, histories.age[row] ?? 0];
      each[row] = model.alive(parameters, xi, histories.tx[row] ?? 0, ai) * expected(xi, ai);
    }
  }
  return { cumulative, each };
}

/**
 * Repeat purchases that the model gives customers by each of some days, from the first purchase of each on:
 * how the fit follows the very days that it was made from. `births` counts customers by day of first
 * purchase; days are whole numbers, `ends` in order, each the last day that counts.
 */
export function expectedSince(
  model: PurchaseModel,
  parameters: Parameters,
  births: ReadonlyMap<number, number>,
  ends: readonly number[],
): number[] {
  const known = new Map<number, number>();
  const byAge = (days: number) => {
    let expected = known.get(days);
    if (expected === undefined) known.set(days, (expected = model.expectedNew(parameters, days / 7)));
    return expected;
  };
  return ends.map((end) => {
    let sum = 0;
    for (const [birth, customers] of births) if (end > birth) sum += customers * byAge(end - birth);
    return sum;
  });
}

export interface FrequencyGroup {
  /** Repeat purchases before the cut; the last group has that many or more. */
  readonly frequency: number;
  readonly customers: number;
  readonly actual: number;
  /** The sum of squares of what each bought, for a standard error. */
  readonly squares: number;
  readonly expected: number;
}

/** Purchases after the cut, actual and expected, of customers by what they had bought before. */
export function byFrequency(
  x: ArrayLike<number>,
  actual: ArrayLike<number>,
  expected: (customer: number) => number,
  last = 7,
): FrequencyGroup[] {
  const groups = Array.from({ length: last + 1 }, (_, frequency) => ({
    frequency,
    customers: 0,
    actual: 0,
    squares: 0,
    expected: 0,
  }));
  for (let i = 0; i < x.length; i += 1) {
    const group = groups[Math.min(last, x[i] ?? 0)];
    if (!group) continue;
    group.customers += 1;
    group.actual += actual[i] ?? 0;
    group.squares += (actual[i] ?? 0) ** 2;
    group.expected += expected(i);
  }
  return groups.filter(({ customers }) => customers > 0);
}
