import { hessian, inverseOf, minimise } from "../minimise.ts";
import { type Spendings, condenseSpendings } from "./condense-spendings.ts";
import { logGamma } from "./gamma-cache.ts";

export type SpendingParameters = readonly [p: number, q: number, v: number];

export interface SpendingFit {
  readonly parameters: SpendingParameters;
  readonly standardErrors: readonly (number | null)[];
  readonly logCovariance: Float64Array | null;
  readonly logLikelihood: number;
  readonly customers: number;
  /**
   * "no-mean": q ≤ 1, so that the expected value per purchase does not exist. "boundary": a parameter runs
   * without end, as where all purchases are worth the same.
   */
  readonly status: "ok" | "no-mean" | "boundary" | "too-few" | "not-converged";
}

/** Gamma–Gamma log-likelihood (Fader & Hardie, note 025). */
export function spendingLogLikelihood(
  [p, q, v]: SpendingParameters,
  { length, x, mean, weight }: Spendings,
): number {
  const gammaQ = logGamma(q);
  const logV = Math.log(v);
  const byCount: (number | undefined)[] = [];
  let sum = 0;
  for (let i = 0; i < length; i += 1) {
    const xi = x[i] as number;
    const m = mean[i] as number;
    if (!(xi > 0 && m > 0)) continue;
    const px = p * xi;
    const constant = (byCount[xi] ??=
      logGamma(px + q) - logGamma(px) - gammaQ + q * logV + px * Math.log(xi));
    sum +=
      (weight ? (weight[i] as number) : 1) *
      (constant + (px - 1) * Math.log(m) - (px + q) * Math.log(xi * m + v));
  }
  return sum;
}

/** Expected value per purchase of a customer with `x` purchases of mean `mean`; NaN where q ≤ 1 leaves none. */
export function expectedSpending([p, q, v]: SpendingParameters, x: number, mean: number): number {
  const under = p * x + q - 1;
  return under > 0 ? (p * (v + x * mean)) / under : NaN;
}

/** Fits by maximum likelihood, money scaled to a mean of 1. */
export function fitSpending(spendings: Spendings, onStep?: (step: number) => void): SpendingFit {
  let customers = 0;
  let total = 0;
  let purchases = 0;
  for (let i = 0; i < spendings.length; i += 1) {
    const [x, mean] = [spendings.x[i] ?? 0, spendings.mean[i] ?? 0];
    if (!(x > 0 && mean > 0)) continue;
    const weight = spendings.weight?.[i] ?? 1;
    customers += weight;
    purchases += weight * x;
    total += weight * x * mean;
  }
  const none = { standardErrors: [null, null, null], logCovariance: null, customers } as const;
  if (customers < 3) return { ...none, parameters: [NaN, NaN, NaN], logLikelihood: NaN, status: "too-few" };
  const scale = total / purchases;
  const points = condenseSpendings(spendings);
  const scaled: Spendings = { ...points, mean: Float64Array.from(points.mean, (mean) => mean / scale) };
  const natural = (at: Float64Array): SpendingParameters => [
    Math.exp(at[0] ?? 0),
    Math.exp(at[1] ?? 0),
    Math.exp(at[2] ?? 0),
  ];
  const objective = (at: Float64Array) => {
    let outside = 0;
    for (const component of at) outside += Math.max(0, Math.abs(component) - 14) ** 2;
    return -spendingLogLikelihood(natural(at), scaled) / customers + outside;
  };
  let best = minimise(objective, [1, 1, 0], onStep && { onStep });
  if (!best.converged) {
    const other = minimise(objective, [0, 0.5, 0.5], onStep && { onStep });
    if (other.value < best.value) best = other;
  }
  const covariance = inverseOf(
    hessian((at) => objective(at) * customers, best.at),
    3,
  );
  const [p, q, v] = natural(best.at);
  const parameters: SpendingParameters = [p, q, v * scale];
  return {
    parameters,
    standardErrors: parameters.map((value, i) => {
      const variance = covariance?.[i * 4];
      return variance !== undefined && variance > 0 ? value * Math.sqrt(variance) : null;
    }),
    logCovariance: covariance,
    // The density is per unit of money: back to the file's unit.
    logLikelihood:
      points === spendings
        ? -best.value * customers - customers * Math.log(scale)
        : spendingLogLikelihood(parameters, spendings),
    customers,
    status: best.at.some((component) => Math.abs(component) > 9)
      ? "boundary"
      : !best.converged
        ? "not-converged"
        : q <= 1
          ? "no-mean"
          : "ok",
  };
}
