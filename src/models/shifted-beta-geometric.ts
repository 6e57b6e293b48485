import { logBeta, logGamma } from "./btyd/gamma-cache.ts";
import { hessian, inverseOf, minimise } from "./minimise.ts";

export interface ContractFit {
  readonly alpha: number;
  readonly beta: number;
  readonly standardErrors: readonly [number | null, number | null];
  readonly logCovariance: Float64Array | null;
  readonly logLikelihood: number;
  readonly status: "ok" | "boundary" | "too-few" | "not-converged";
}

/** Share of customers still under contract after `t` renewals: B(α, β + t)/B(α, β). */
export function contractSurvival(alpha: number, beta: number, t: number): number {
  return Math.exp(logGamma(beta + t) - logGamma(beta) + logGamma(alpha + beta) - logGamma(alpha + beta + t));
}
/** Share of those who were there at t − 1 who renew. */
export function contractRetention(alpha: number, beta: number, t: number): number {
  return (beta + t - 1) / (alpha + beta + t - 1);
}

/**
 * Renewals still to come of one who has renewed `t` times and is about to be asked again, the first of them now
 * and each later one discounted by `rate` a period (DERL; Fader & Hardie 2010). NaN where that has no end.
 */
export function discountedRenewals(alpha: number, beta: number, t: number, rate: number): number {
  if (rate === 0) return alpha > 1 ? (beta + t) / (alpha - 1) : NaN;
  let sum = 0;
  let term = contractRetention(alpha, beta, t + 1);
  for (let k = 2; k < mostTerms; k += 1) {
    sum += term;
    if (term < sum * 1e-17) return sum;
    term *= contractRetention(alpha, beta, t + k) / (1 + rate);
  }
  return NaN;
}
/** A discount so small that more are needed says nothing. */
const mostTerms = 2_000_000;

/** Periods that a new customer pays for, discounted by `rate` a period, the first undiscounted (DEL). */
export function discountedLifetime(alpha: number, beta: number, rate: number): number {
  return 1 + discountedRenewals(alpha, beta, 0, rate) / (1 + rate);
}

/** The log-likelihood of renewals under given parameters. */
export function contractLikelihood(alpha: number, beta: number, { lost, censored }: Renewals): number {
  const base = logBeta(alpha, beta);
  let sum = 0;
  censored.forEach((count, t) => (sum += count > 0 ? count * (logBeta(alpha, beta + t) - base) : 0));
  lost.forEach((count, t) => (sum += count > 0 ? count * (logBeta(alpha + 1, beta + t) - base) : 0));
  return sum;
}

/** What became of customers at each renewal: index 0 is the first one that they could leave at. */
export interface Renewals {
  readonly lost: readonly number[];
  /** Still there when last seen, after so many renewals. */
  readonly censored: readonly number[];
}

/** Renewals of one cohort from a survival table: `survivors[t]` are left after t renewals. */
export function renewalsOf(survivors: readonly number[]): Renewals {
  const lost = survivors.slice(1).map((left, t) => (survivors[t] ?? 0) - left);
  return { lost, censored: survivors.map((left, t) => (t === survivors.length - 1 ? left : 0)) };
}

/**
 * The shifted-beta-geometric model (Fader & Hardie 2007) by maximum likelihood from counts; cohorts seen
 * for different times may be pooled, each customer censored after the renewals seen.
 */
export function fitContract({ lost, censored }: Renewals): ContractFit {
  const customers = [...lost, ...censored].reduce((sum, count) => sum + count, 0);
  const none = {
    alpha: NaN,
    beta: NaN,
    standardErrors: [null, null] as const,
    logCovariance: null,
    logLikelihood: NaN,
  };
  if (lost.length < 2 || !lost.some((count) => count > 0) || customers < 3)
    return { ...none, status: "too-few" };
  const objective = (at: Float64Array) => {
    const alpha = Math.exp(at[0] ?? 0);
    const beta = Math.exp(at[1] ?? 0);
    const outside = Math.max(0, Math.abs(at[0] ?? 0) - 12) ** 2 + Math.max(0, Math.abs(at[1] ?? 0) - 12) ** 2;
    return -contractLikelihood(alpha, beta, { lost, censored }) / customers + outside;
  };
  const best = minimise(objective, [0, 0]);
  const covariance = inverseOf(
    hessian((at) => objective(at) * customers, best.at),
    2,
  );
  const [alpha, beta] = [Math.exp(best.at[0] ?? 0), Math.exp(best.at[1] ?? 0)];
  const error = (value: number, variance: number | undefined) =>
    variance !== undefined && variance > 0 ? value * Math.sqrt(variance) : null;
  return {
    alpha,
    beta,
    standardErrors: [error(alpha, covariance?.[0]), error(beta, covariance?.[3])],
    logCovariance: covariance,
    logLikelihood: -best.value * customers,
    status: best.at.some((value) => Math.abs(value) > 9)
      ? "boundary"
      : best.converged
        ? "ok"
        : "not-converged",
  };
}
