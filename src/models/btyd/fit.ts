import { type Minimum, hessian, inverseOf, minimise } from "../minimise.ts";
import type { Histories } from "./history.ts";
import type { Parameters, PurchaseModel } from "./model.ts";

/** How far the data decide the parameters. */
export type FitStatus =
  /** A proper maximum. */
  | "ok"
  /** A parameter runs to zero or beyond bounds: only some of the model is in the data. */
  | "boundary"
  /** Two parameters move together without end; only their ratio is known. */
  | "ridge"
  /** Too little to fit at all. */
  | "too-few"
  | "not-converged";

export interface Fit {
  readonly model: PurchaseModel["id"];
  readonly parameters: Parameters;
  readonly standardErrors: readonly (number | null)[];
  /** Covariance of the log-parameters, row by row; null where the maximum is not a proper one. */
  readonly logCovariance: Float64Array | null;
  readonly logLikelihood: number;
  readonly customers: number;
  readonly status: FitStatus;
  readonly steps: number;
}

export interface FitOptions {
  readonly onStep?: (step: number, logLikelihood: number) => void;
}

const starts: readonly Parameters[] = [
  [1, 1, 1, 1],
  [0.3, 0.3, 0.6, 2],
  [2, 2, 0.3, 5],
];
const logBound = 14;
/** Above this many distinct histories a sample of them finds the way first. */
const sampleFrom = 40_000;
const sampleSize = 10_000;

/**
 * Maximum likelihood over distinct histories: log-parameters, mean log-likelihood, ages scaled to a
 * largest of 1, several starts. Standard errors come from the Hessian at the maximum.
 */
export function fit(model: PurchaseModel, histories: Histories, options: FitOptions = {}): Fit {
  const customers = sum(histories.weight);
  const repeaters = histories.x.some((x) => x > 0);
  if (customers < 3 || !repeaters)
    return {
      model: model.id,
      parameters: [NaN, NaN, NaN, NaN],
      standardErrors: [null, null, null, null],
      logCovariance: null,
      logLikelihood: NaN,
      customers,
      status: "too-few",
      steps: 0,
    };
  const scale = histories.age.reduce((longest, age) => Math.max(longest, age), 0) || 1;
  const repeats = histories.x.reduce((total, x, i) => total + x * (histories.weight[i] ?? 0), 0);
  // Which parameters carry time: α, and β of Pareto/NBD.
  const timed = model.parameters.map((name) => name === "alpha" || name === "beta");
  const scaled = scaleAges(histories, 1 / scale);

  const search = (rows: Histories, from: Float64Array, inverse?: Float64Array): Minimum => {
    const total = sum(rows.weight);
    const objective = (at: Float64Array) => {
      let outside = 0;
      for (const component of at) outside += Math.max(0, Math.abs(component) - logBound) ** 2;
      return -model.logLikelihood(natural(at), rows) / total + outside;
    };
    return minimise(objective, from, {
      tolerance: 1e-9,
      maxSteps: 200,
      ...(inverse && { inverse }),
      ...(options.onStep && {
        onStep: (step: number, value: number) => options.onStep?.(step, -value * total),
      }),
    });
  };

  const few = histories.length > sampleFrom ? sample(scaled, sampleSize) : scaled;
  let best: Minimum | null = null;
  for (const start of starts) {
    const found = search(few, Float64Array.from(start, Math.log));
    if (!best || found.value < best.value - 1e-10) best = found;
    // One proper maximum inside the bounds needs no second start.
    if (found.converged && found.at.every((component) => Math.abs(component) < 6)) break;
  }
  if (!best) throw new Error("no start");
  if (few !== scaled) {
    const total = sum(few.weight);
    const curvature = hessian((at) => -model.logLikelihood(natural(at), few) / total, best.at);
    best = search(scaled, best.at, inverseOf(curvature, 4) ?? undefined);
  }

  const curvature = hessian((at) => -model.logLikelihood(natural(at), scaled), best.at);
  const covariance = inverseOf(curvature, 4);
  const parameters = natural(best.at).map((value, i) =>
    timed[i] ? value * scale : value,
  ) as unknown as Parameters;
  const errors = parameters.map((value, i) => {
    const variance = covariance?.[i * 5];
    return variance !== undefined && variance > 0 ? value * Math.sqrt(variance) : null;
  });
  return {
    model: model.id,
    parameters,
    standardErrors: errors,
    logCovariance: covariance,
    logLikelihood: -best.value * customers - repeats * Math.log(scale),
    customers,
    status: statusOf(best, covariance),
    steps: best.steps,
  };
}

function statusOf(minimum: Minimum, covariance: Float64Array | null): FitStatus {
  if (minimum.at.some((component) => Math.abs(component) > 9)) return "boundary";
  if (!covariance) return minimum.converged ? "ridge" : "not-converged";
  // A log-parameter known no better than to a factor of e² is not known.
  const vague = [0, 1, 2, 3].filter((i) => Math.sqrt(covariance[i * 5] ?? 0) > 2);
  if (vague.length > 0) return vague.length > 1 ? "ridge" : "boundary";
  return minimum.converged ? "ok" : "not-converged";
}

function natural(at: Float64Array): Parameters {
  return [Math.exp(at[0] ?? 0), Math.exp(at[1] ?? 0), Math.exp(at[2] ?? 0), Math.exp(at[3] ?? 0)];
}
function scaleAges(histories: Histories, by: number): Histories {
  return { ...histories, tx: histories.tx.map((t) => t * by), age: histories.age.map((t) => t * by) };
}
/** Every n-th history: they come in the order of customers, which knows nothing of their buying. */
function sample(histories: Histories, size: number): Histories {
  const step = histories.length / size;
  const pick = (source: Float64Array) =>
    Float64Array.from({ length: size }, (_, i) => source[Math.floor(i * step)] ?? 0);
  return {
    length: size,
    x: pick(histories.x),
    tx: pick(histories.tx),
    age: pick(histories.age),
    weight: pick(histories.weight),
  };
}
function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
