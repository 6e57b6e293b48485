import { type SpendingFit, type SpendingParameters, expectedSpending } from "./gamma-gamma.ts";
import type { Parameters, PurchaseModel } from "./model.ts";

/** Nodes and weights of five-point Gauss–Legendre on [0, 1]. */
export const nodes = [0.04691007703066802, 0.23076534494715845, 0.5, 0.7692346550528415, 0.9530899229693319];
export const weights = [
  0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324, 0.11846344252809454,
];

/**
 * Expected purchases within `weeks` of one who is still there, each discounted to now at a continuous rate a
 * week: by parts, e^(−δH) E(H) + δ ∫ E(t) e^(−δt) dt, since E is what the model gives in closed form.
 */
export function discountedAlive(
  model: PurchaseModel,
  parameters: Parameters,
  x: number,
  age: number,
  weeks: number,
  rate: number,
): number {
  const atEnd = Math.exp(-rate * weeks) * model.expectedAlive(parameters, x, age, weeks);
  if (rate === 0) return atEnd;
  let sum = 0;
  for (let i = 0; i < nodes.length; i += 1) {
    const t = (nodes[i] ?? 0) * weeks;
    sum += (weights[i] ?? 0) * model.expectedAlive(parameters, x, age, t) * Math.exp(-rate * t);
  }
  return atEnd + rate * weeks * sum;
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
