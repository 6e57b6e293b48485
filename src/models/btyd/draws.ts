import { cholesky } from "../minimise.ts";
import type { Fit } from "./fit.ts";
import type { SpendingFit, SpendingParameters } from "./gamma-gamma.ts";
import type { Parameters } from "./model.ts";

export interface Draw {
  readonly purchases: Parameters;
  readonly spending: SpendingParameters;
}

/**
 * Draws of all parameters as the data leave them: along proper directions from the normal approximation on
 * the log scale, along open ones, one at a time, evenly over all that the likelihood does not rule out. A
 * fixed set of quasi-random points, so that the same fit gives the same intervals.
 */
export function parameterDraws(fit: Fit, spending: SpendingFit | null, count: number): Draw[] {
  if (fit.directions.length === 0) return [];
  const open = fit.directions.flatMap(({ deviation }, i) => (deviation === null ? [i] : []));
  const lower = spending?.logCovariance ? cholesky(spending.logCovariance, 3) : null;
  return Array.from({ length: count }, (_, index) => {
    const { normal, even } = pointOf(index + 1);
    const log = fit.parameters.map(Math.log);
    fit.directions.forEach(({ vector, deviation, from, to }, i) => {
      let far = 0;
      if (deviation !== null) far = (normal[i] ?? 0) * deviation;
      else if (open[index % open.length] === i) {
        // Both ends themselves, then what lies between.
        const round = Math.floor(index / open.length);
        far = round === 0 ? from : round === 1 ? to : from + (to - from) * (even[i] ?? 0.5);
      }
      vector.forEach((part, k) => (log[k] = (log[k] ?? 0) + far * part));
    });
    const spent = (spending?.parameters ?? [NaN, NaN, NaN]).map((value, i) => {
      let shift = 0;
      if (lower) for (let j = 0; j <= i; j += 1) shift += (lower[i * 3 + j] ?? 0) * (normal[4 + j] ?? 0);
      return value * Math.exp(shift);
    });
    return {
      purchases: log.map(Math.exp) as unknown as Parameters,
      spending: spent as unknown as SpendingParameters,
    };
  });
}

/**
 * The ends of a 95 % interval from figures of the draws. Of few draws the 2.5 % points are read off a normal
 * with their spread on the log scale; where a direction is open, the ends are the ends of what was drawn.
 */
export function intervalOf(figures: ArrayLike<number>, at: number, open: boolean): [number, number] | null {
  const known = Array.from(figures).filter((value) => Number.isFinite(value) && value >= 0);
  if (known.length < figures.length / 2 || known.length === 0) return null;
  const sorted = known.sort((a, b) => a - b);
  if (open || !(at > 0) || (sorted[0] ?? 0) <= 0)
    return [Math.min(at, sorted[0] ?? at), Math.max(at, sorted.at(-1) ?? at)];
  let square = 0;
  for (const value of sorted) square += Math.log(value / at) ** 2;
  const deviation = Math.sqrt(square / sorted.length);
  return [at * Math.exp(-1.96 * deviation), at * Math.exp(1.96 * deviation)];
}

/** Normals and evenly spread numbers of the k-th point of a Halton sequence, normals by Box–Muller pairs. */
function pointOf(k: number): { readonly normal: number[]; readonly even: number[] } {
  const even = [2, 3, 5, 7, 11, 13, 17, 19].map((base) =>
    Math.min(1 - 1e-9, Math.max(1e-9, radical(k + 20, base))),
  );
  const normal: number[] = [];
  for (let i = 0; i < 8; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(even[i] ?? 0.5));
    const angle = 2 * Math.PI * (even[i + 1] ?? 0.5);
    normal.push(radius * Math.cos(angle), radius * Math.sin(angle));
  }
  return { normal, even };
}
function radical(index: number, base: number): number {
  let result = 0;
  let part = 1 / base;
  for (let rest = index; rest > 0; rest = Math.floor(rest / base), part /= base)
    result += (rest % base) * part;
  return result;
}
