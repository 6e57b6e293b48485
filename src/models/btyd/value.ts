import { cholesky } from "../minimise.ts";
import type { Fit } from "./fit.ts";
import { type SpendingFit, type SpendingParameters, expectedSpending } from "./gamma-gamma.ts";
import type { Parameters, PurchaseModel } from "./model.ts";

/** Nodes and weights of five-point Gauss–Legendre on [0, 1]. */
const nodes = [0.04691007703066802, 0.23076534494715845, 0.5, 0.7692346550528415, 0.9530899229693319];
const weights = [
  0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324, 0.11846344252809454,
];

/**
 * Expected purchases within `weeks`, each discounted to now at a continuous rate a week: by parts,
 * e^(−δH) E(H) + δ ∫ E(t) e^(−δt) dt, since E is what the model gives in closed form.
 */
export function discountedPurchases(
  model: PurchaseModel,
  parameters: Parameters,
  history: { readonly x: number; readonly tx: number; readonly age: number },
  weeks: number,
  rate: number,
): number {
  const { x, tx, age } = history;
  const atEnd = Math.exp(-rate * weeks) * model.expected(parameters, x, tx, age, weeks);
  if (rate === 0) return atEnd;
  let sum = 0;
  nodes.forEach((node, i) => {
    const t = node * weeks;
    sum += (weights[i] ?? 0) * model.expected(parameters, x, tx, age, t) * Math.exp(-rate * t);
  });
  return atEnd + rate * weeks * sum;
}

/**
 * Draws of all parameters from their normal approximation on the log scale, of purchases and spending:
 * a fixed set of quasi-random points, so that the same fit gives the same intervals.
 */
export function parameterDraws(
  fit: Fit,
  spending: SpendingFit,
  count: number,
): { readonly purchases: Parameters; readonly spending: SpendingParameters }[] {
  if (!fit.logCovariance) return [];
  const lowerP = cholesky(fit.logCovariance, 4);
  const lowerS = spending.logCovariance ? cholesky(spending.logCovariance, 3) : null;
  if (!lowerP) return [];
  const shifted = (values: readonly number[], lower: Float64Array | null, n: number, z: readonly number[]) =>
    values.map((value, i) => {
      let shift = 0;
      if (lower) for (let j = 0; j <= i; j += 1) shift += (lower[i * n + j] ?? 0) * (z[j] ?? 0);
      return value * Math.exp(shift);
    });
  return Array.from({ length: count }, (_, draw) => {
    const z = normals(draw + 1);
    return {
      purchases: shifted(fit.parameters, lowerP, 4, z.slice(0, 4)) as unknown as Parameters,
      spending: shifted(spending.parameters, lowerS, 3, z.slice(4)) as unknown as SpendingParameters,
    };
  });
}

/** Seven standard normals of the k-th point of a Halton sequence, by Box–Muller pairs. */
function normals(k: number): number[] {
  const uniform = [2, 3, 5, 7, 11, 13, 17, 19].map((base) =>
    Math.min(1 - 1e-9, Math.max(1e-9, radical(k + 20, base))),
  );
  const list: number[] = [];
  for (let i = 0; i < 8; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(uniform[i] ?? 0.5));
    const angle = 2 * Math.PI * (uniform[i + 1] ?? 0.5);
    list.push(radius * Math.cos(angle), radius * Math.sin(angle));
  }
  return list;
}
function radical(index: number, base: number): number {
  let result = 0;
  let part = 1 / base;
  for (let rest = index; rest > 0; rest = Math.floor(rest / base), part /= base)
    result += (rest % base) * part;
  return result;
}

/** Expected value per purchase, or the plain mean where the spending model has no right to one. */
export function spendingOf(
  spending: SpendingFit,
  parameters: SpendingParameters,
  x: number,
  mean: number,
  overall: number,
): number {
  if (spending.status !== "ok") return x > 0 && mean > 0 ? mean : overall;
  const value = expectedSpending(parameters, x, mean);
  return Number.isFinite(value) && value > 0 ? value : overall;
}
