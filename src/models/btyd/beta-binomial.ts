import { type Minimum, hessian, inverseOf, minimise } from "../minimise.ts";
import { logBeta, logGamma } from "./gamma-cache.ts";

/**
 * BG/BB (Fader, Hardie & Shang 2010): at each opportunity a customer who is there buys with a probability of
 * their own, and leaves before the next with another; both differ between customers by beta distributions.
 */
export type BetaBinomial = readonly [alpha: number, beta: number, gamma: number, delta: number];
export const betaBinomialNames = ["alpha", "beta", "gamma", "delta"] as const;

/** Distinct histories: purchases at `x` of `n` opportunities, the last at opportunity `tx` (0: none). */
export interface Opportunities {
  readonly length: number;
  readonly x: ArrayLike<number>;
  readonly tx: ArrayLike<number>;
  readonly n: ArrayLike<number>;
  readonly weight: ArrayLike<number>;
}

export interface BetaBinomialFit {
  readonly parameters: BetaBinomial;
  readonly standardErrors: readonly (number | null)[];
  readonly logLikelihood: number;
  readonly customers: number;
  readonly status: "ok" | "boundary" | "too-few" | "not-converged";
}

/** The log-likelihood of one history. */
export function logLikelihoodOf([a, b, g, d]: BetaBinomial, x: number, tx: number, n: number): number {
  const [buying, staying] = [logBeta(a, b), logBeta(g, d)];
  let largest = logBeta(a + x, b + n - x) - buying + logBeta(g, d + n) - staying;
  const terms = [largest];
  for (let i = 0; i < n - tx; i += 1) {
    const term = logBeta(a + x, b + tx - x + i) - buying + logBeta(g + 1, d + tx + i) - staying;
    terms.push(term);
    if (term > largest) largest = term;
  }
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
}

/** The probability of still being there at the next opportunity. */
export function aliveNext(parameters: BetaBinomial, x: number, tx: number, n: number): number {
  const [a, b, g, d] = parameters;
  return Math.exp(
    logBeta(a + x, b + n - x) -
      logBeta(a, b) +
      logBeta(g, d + n + 1) -
      logBeta(g, d) -
      logLikelihoodOf(parameters, x, tx, n),
  );
}

/** The probability of being there at an opportunity, summed over those after `from`, up to `to`. */
function staying(g: number, d: number, from: number, to: number): number {
  let sum = 0;
  // Term by term, since the closed sum divides by γ − 1.
  for (let k = from + 1; k <= to; k += 1)
    sum += Math.exp(logGamma(d + k) - logGamma(g + d + k) + logGamma(g + d) - logGamma(d));
  return sum;
}

/** Expected purchases of a new customer at the first `n` opportunities. */
export function expectedPurchases([a, b, g, d]: BetaBinomial, n: number): number {
  return (a / (a + b)) * staying(g, d, 0, n);
}

/** Expected purchases at the next `ahead` opportunities, by what was seen. */
export function expectedNext(
  parameters: BetaBinomial,
  x: number,
  tx: number,
  n: number,
  ahead: number,
): number {
  const [a, b, g, d] = parameters;
  const buying = Math.exp(
    logBeta(a + x + 1, b + n - x) - logBeta(a, b) - logLikelihoodOf(parameters, x, tx, n),
  );
  return buying * staying(g, d, n, n + ahead);
}

/** Maximum likelihood from distinct histories with weights, over log-parameters. */
export function fitBetaBinomial(rows: Opportunities): BetaBinomialFit {
  let [customers, purchases] = [0, 0];
  let most = 0;
  for (let i = 0; i < rows.length; i += 1) {
    customers += rows.weight[i] ?? 0;
    purchases += (rows.weight[i] ?? 0) * (rows.x[i] ?? 0);
    most = Math.max(most, rows.n[i] ?? 0);
  }
  const none = {
    parameters: [NaN, NaN, NaN, NaN] as const,
    standardErrors: [null, null, null, null],
    logLikelihood: NaN,
    customers,
  };
  // Of two opportunities buying and leaving cannot be told apart.
  if (customers < 5 || purchases === 0 || most < 3) return { ...none, status: "too-few" };
  const objective = (at: Float64Array) => {
    const parameters = at.map(Math.exp) as unknown as BetaBinomial;
    let sum = 0;
    for (let i = 0; i < rows.length; i += 1)
      sum +=
        (rows.weight[i] ?? 0) * logLikelihoodOf(parameters, rows.x[i] ?? 0, rows.tx[i] ?? 0, rows.n[i] ?? 0);
    const outside = at.reduce((total, part) => total + Math.max(0, Math.abs(part) - 9) ** 2, 0);
    return -sum / customers + outside;
  };
  let best: Minimum | null = null;
  for (const start of [
    [0, 0, 0, 0],
    [0, -0.5, -0.5, 1],
    [-1, 0, 0, 2],
  ]) {
    const found = minimise(objective, start);
    if (!best || found.value < best.value) best = found;
  }
  if (!best) return { ...none, status: "not-converged" };
  const covariance = inverseOf(
    hessian((at) => objective(at) * customers, best.at),
    4,
  );
  const parameters = [...best.at].map(Math.exp) as unknown as BetaBinomial;
  return {
    parameters,
    standardErrors: parameters.map((value, i) => {
      const variance = covariance?.[i * 5];
      return variance !== undefined && variance > 0 ? value * Math.sqrt(variance) : null;
    }),
    logLikelihood: -objective(best.at) * customers,
    customers,
    status: best.at.some((part) => Math.abs(part) > 7) ? "boundary" : best.converged ? "ok" : "not-converged",
  };
}
