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
 * The shifted-beta-geometric model (Fader & Hardie 2007) by maximum likelihood from counts: `survivors[t]`
 * customers are left after t renewals, `survivors[0]` began. Those left at the end are censored.
 */
export function fitContract(survivors: readonly number[]): ContractFit {
  const lost = survivors.slice(1).map((left, t) => (survivors[t] ?? 0) - left);
  const last = survivors.at(-1) ?? 0;
  const none = {
    alpha: NaN,
    beta: NaN,
    standardErrors: [null, null] as const,
    logCovariance: null,
    logLikelihood: NaN,
  };
  if (lost.length < 2 || !lost.some((count) => count > 0)) return { ...none, status: "too-few" };
  const objective = (at: Float64Array) => {
    const alpha = Math.exp(at[0] ?? 0);
    const beta = Math.exp(at[1] ?? 0);
    const base = logBeta(alpha, beta);
    let sum = last > 0 ? last * (logBeta(alpha, beta + lost.length) - base) : 0;
    lost.forEach((count, t) => (sum += count > 0 ? count * (logBeta(alpha + 1, beta + t) - base) : 0));
    const outside = Math.max(0, Math.abs(at[0] ?? 0) - 12) ** 2 + Math.max(0, Math.abs(at[1] ?? 0) - 12) ** 2;
    return -sum / (survivors[0] || 1) + outside;
  };
  const best = minimise(objective, [0, 0]);
  const customers = survivors[0] ?? 0;
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
