import { type Minimum, hessian, inverseOf, minimise } from "../minimise.ts";
import { logBeta, logGamma, logGammas } from "./gamma-cache.ts";

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

/** The log-likelihood of each history. Those that share n and x share their sums over when they may have left. */
export function logLikelihoods([a, b, g, d]: BetaBinomial, rows: Opportunities): Float64Array {
  const [ofA, ofB, ofAB] = [logGammas(a), logGammas(b), logGammas(a + b)];
  const [ofG, ofD, ofGD] = [logGammas(g), logGammas(d), logGammas(g + d)];
  const base = logBeta(a, b) + logBeta(g, d);
  const result = new Float64Array(rows.length);
  for (const { n, x, places } of groupsOf(rows)) {
    // At first of who is still there, then of who left before the opportunities, the last one first.
    let top = ofA(x) + ofB(n - x) - ofAB(n) + ofG(0) + ofD(n) - ofGD(n) - base;
    let sum = 1;
    let left = n;
    for (const place of places) {
      for (const tx = rows.tx[place] ?? 0; left > tx;) {
        left -= 1;
        const term = ofA(x) + ofB(left - x) - ofAB(left) + ofG(1) + ofD(left) - ofGD(left + 1) - base;
        if (term > top) {
          sum = sum * Math.exp(top - term) + 1;
          top = term;
        } else sum += Math.exp(term - top);
      }
      result[place] = top + Math.log(sum);
    }
  }
  return result;
}

interface Group {
  readonly n: number;
  readonly x: number;
  /** Rows, those with the latest purchase first. */
  readonly places: readonly number[];
}
const known = new WeakMap<Opportunities, readonly Group[]>();
function groupsOf(rows: Opportunities): readonly Group[] {
  const made = known.get(rows);
  if (made) return made;
  const groups = new Map<string, { n: number; x: number; places: number[] }>();
  for (let i = 0; i < rows.length; i += 1) {
    const [n, x] = [rows.n[i] ?? 0, rows.x[i] ?? 0];
    const group = groups.get(`${n} ${x}`) ?? { n, x, places: [] };
    groups.set(`${n} ${x}`, group);
    group.places.push(i);
  }
  const sorted = [...groups.values()];
  for (const { places } of sorted) places.sort((i, j) => (rows.tx[j] ?? 0) - (rows.tx[i] ?? 0));
  known.set(rows, sorted);
  return sorted;
}

/** The log-likelihood of one history. */
const logLikelihoodOf = (parameters: BetaBinomial, x: number, tx: number, n: number): number =>
  logLikelihoods(parameters, { length: 1, x: [x], tx: [tx], n: [n], weight: [1] })[0] ?? NaN;

/** The probability of still being there at the next opportunity. */
export function aliveNext(
  parameters: BetaBinomial,
  x: number,
  tx: number,
  n: number,
  likelihood = logLikelihoodOf(parameters, x, tx, n),
): number {
  const [a, b, g, d] = parameters;
  return Math.exp(
    logBeta(a + x, b + n - x) - logBeta(a, b) + logBeta(g, d + n + 1) - logBeta(g, d) - likelihood,
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
  likelihood = logLikelihoodOf(parameters, x, tx, n),
): number {
  const [a, b, g, d] = parameters;
  const buying = Math.exp(logBeta(a + x + 1, b + n - x) - logBeta(a, b) - likelihood);
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
    const each = logLikelihoods(parameters, rows);
    let sum = 0;
    for (let i = 0; i < rows.length; i += 1) sum += (rows.weight[i] ?? 0) * (each[i] ?? 0);
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
