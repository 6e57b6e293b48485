import { logBeta, logGamma as gammaln } from "./gamma-cache.ts";
import type { Histories } from "./history.ts";
import type { Parameters, PurchaseModel } from "./model.ts";

/**
 * The probability that a new customer makes just `count` repeat purchases within `weeks` of the first one.
 * BG/NBD: Fader, Hardie & Lee (2005), eq. 8; MBG/NBD by the same steps, with a chance to leave at once;
 * Pareto/NBD: purchases until dropout, summed over when that comes.
 */
export function countOfNew(
  model: PurchaseModel["id"],
  parameters: Parameters,
  weeks: number,
  count: number,
): number {
  if (!(weeks > 0)) return count === 0 ? 1 : 0;
  if (model === "pareto-nbd") return paretoCount(parameters, weeks, count);
  const [r, alpha, a, b] = parameters;
  const modified = model === "mbg-nbd";
  const place = modified ? count + 1 : count;
  const still = Math.exp(logBeta(a, b + place) - logBeta(a, b)) * stayed(r, alpha, weeks, count);
  if (!modified && count === 0) return still;
  const left = Math.exp(logBeta(a + 1, b + place - 1) - logBeta(a, b));
  return still + left * (count === 0 ? 1 : atLeast(r, alpha, weeks, count));
}

/** The probability of just so many purchases of one who stays: negative binomial. */
function stayed(r: number, alpha: number, weeks: number, count: number): number {
  const choose = gammaln(r + count) - gammaln(r) - gammaln(count + 1);
  return Math.exp(choose - r * Math.log1p(weeks / alpha) + count * Math.log(weeks / (alpha + weeks)));
}

/** Of so many or more; summed from there on, as one less the rest would lose the digits of what is rare. */
function atLeast(r: number, alpha: number, weeks: number, count: number): number {
  const ratio = weeks / (alpha + weeks);
  let term = stayed(r, alpha, weeks, count);
  let sum = 0;
  for (let at = count; term > sum * 1e-17; at += 1) {
    sum += term;
    term *= (ratio * (r + at)) / (at + 1);
  }
  return sum;
}

const intervals = 128;
function paretoCount([r, alpha, s, beta]: Parameters, weeks: number, count: number): number {
  const staying = (at: number) => Math.exp(-s * Math.log1p(at / beta));
  // Over ln(β + t) the chance to leave is smooth, however near dropout is: Simpson's rule.
  const [from, to] = [Math.log(beta), Math.log(beta + weeks)];
  const width = (to - from) / intervals;
  let sum = 0;
  for (let i = 0; i <= intervals; i += 1) {
    const at = Math.exp(from + i * width) - beta;
    const of = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    const bought = at > 0 ? stayed(r, alpha, at, count) : count === 0 ? 1 : 0;
    sum += of * bought * s * staying(at);
  }
  return (sum * width) / 3 + staying(weeks) * stayed(r, alpha, weeks, count);
}

/** Customers expected with 0, 1, … repeat purchases at their age; the last figure is of `last` or more. */
export function expectedCounts(
  model: PurchaseModel["id"],
  parameters: Parameters,
  { length, age, weight }: Histories,
  last: number,
): Float64Array {
  const byAge = new Map<number, number>();
  for (let row = 0; row < length; row += 1) {
    const at = age[row] ?? 0;
    byAge.set(at, (byAge.get(at) ?? 0) + (weight[row] ?? 0));
  }
  const counts = new Float64Array(last + 1);
  for (const [at, customers] of byAge) {
    let rest = 1;
    for (let count = 0; count < last; count += 1) {
      const share = countOfNew(model, parameters, at, count);
      rest -= share;
      counts[count] = (counts[count] ?? 0) + customers * share;
    }
    counts[last] = (counts[last] ?? 0) + customers * Math.max(0, rest);
  }
  return counts;
}
