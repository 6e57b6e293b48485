import { hessian, inverseOf, minimise } from "../minimise.ts";
import { logGammas } from "./gamma-cache.ts";
import type { Histories } from "./history.ts";

/** Buying at a gamma-distributed rate for ever: what all three models become where nobody drops out. */
export interface NoDropoutFit {
  readonly r: number;
  readonly alpha: number;
  readonly standardErrors: readonly [number | null, number | null];
  readonly logLikelihood: number;
}

/** Fits the negative binomial model (Ehrenberg 1959) on counts and ages alone. */
export function fitWithoutDropout(histories: Histories): NoDropoutFit {
  // When the last purchase was says nothing where nobody leaves: fewer distinct rows.
  const rows = new Map<number, Map<number, number>>();
  let customers = 0;
  let repeats = 0;
  let exposure = 0;
  for (let i = 0; i < histories.length; i += 1) {
    const [x, age, weight] = [histories.x[i] ?? 0, histories.age[i] ?? 0, histories.weight[i] ?? 0];
    let byAge = rows.get(x);
    if (!byAge) rows.set(x, (byAge = new Map<number, number>()));
    byAge.set(age, (byAge.get(age) ?? 0) + weight);
    customers += weight;
    repeats += weight * x;
    exposure += weight * age;
  }
  if (!(repeats > 0) || !(exposure > 0))
    return { r: NaN, alpha: NaN, standardErrors: [null, null], logLikelihood: NaN };
  const logLikelihood = (r: number, alpha: number) => {
    const gamma = logGammas(r);
    const constant = r * Math.log(alpha) - gamma(0);
    let sum = 0;
    for (const [x, byAge] of rows)
      for (const [age, weight] of byAge)
        sum += weight * (gamma(x) + constant - (r + x) * Math.log(alpha + age));
    return sum;
  };
  // r and r/α: the mean rate is what the data know best.
  const rate = repeats / exposure;
  const objective = (at: Float64Array) => {
    const [r, mean] = [Math.exp(at[0] ?? 0), rate * Math.exp(at[1] ?? 0)];
    const outside = Math.max(0, Math.abs(at[0] ?? 0) - 12) ** 2;
    return -logLikelihood(r, r / mean) / customers + outside;
  };
  const found = minimise(objective, [0, 0]);
  const r = Math.exp(found.at[0] ?? 0);
  const alpha = r / (rate * Math.exp(found.at[1] ?? 0));
  const covariance = inverseOf(
    hessian((at) => objective(at) * customers, found.at),
    2,
  );
  const [rr = 0, rm = 0, , mm = 0] = covariance ?? [];
  // ln α is ln r less ln of the mean rate.
  const error = (value: number, variance: number) =>
    covariance && variance > 0 && Math.abs(found.at[0] ?? 0) < 7.5 ? value * Math.sqrt(variance) : null;
  return {
    r,
    alpha,
    standardErrors: [error(r, rr), error(alpha, rr + mm - 2 * rm)],
    logLikelihood: logLikelihood(r, alpha),
  };
}
