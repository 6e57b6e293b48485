import { type Minimum, hessian, inverseOf, minimise } from "../minimise.ts";
import { nelderMead } from "../nelder-mead.ts";
import { condense } from "./condense.ts";
import type { Histories } from "./history.ts";
import type { Parameters, PurchaseModel } from "./model.ts";
import { fitWithoutDropout } from "./no-dropout.ts";
import { type Direction, directionsAt, logErrors, openParameters } from "./standing.ts";

/** How far the data decide the parameters. */
export type FitStatus =
  /** A proper maximum. */
  | "ok"
  /** The data show no dropout, or a parameter runs to zero or without end: only some of the model is in them. */
  | "boundary"
  /** Two parameters or more move together without end; only how they relate is known. */
  | "ridge"
  /** Too little to fit at all. */
  | "too-few"
  | "not-converged";

export interface Fit {
  readonly model: PurchaseModel["id"];
  readonly parameters: Parameters;
  readonly standardErrors: readonly (number | null)[];
  /** What the data decide of the log-parameters, direction by direction; empty without a fit. */
  readonly directions: readonly Direction[];
  /** Names of the parameters that the data leave open. */
  readonly open: readonly string[];
  readonly logLikelihood: number;
  /**
   * Twice what dropout adds to the log-likelihood of buying for ever. Below 2.71, the 5 % point of the
   * likelihood ratio at a boundary, nobody can be said to have left.
   */
  readonly dropoutEvidence: number;
  readonly dropoutSeen: boolean;
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
/** A shape this large spreads by 2 %: all customers alike. Nothing is gained beyond, but much time is lost. */
const logShapeBound = 7.5;
/** Chernoff (1954): half a point mass at 0 and half a χ² of one degree of freedom. */
const dropoutFrom = 2.706;
/** More distinct histories than this are condensed; the likelihood that is told is still that of all. */
const mostHistories = 16_000;
/** So many points find the way. */
const roughHistories = 2_000;
/** And so many tell whether there is another way. */
const exploringHistories = 128;
/** A peak whose log-likelihood lies further below the best is not climbed. */
const farBelow = 5;

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
      directions: [],
      open: [],
      logLikelihood: NaN,
      dropoutEvidence: 0,
      dropoutSeen: false,
      customers,
      status: "too-few",
      steps: 0,
    };
  const scale = histories.age.reduce((longest, age) => Math.max(longest, age), 0) || 1;
  const repeats = histories.x.reduce((total, x, i) => total + x * (histories.weight[i] ?? 0), 0);
  // Which parameters carry time: α, and β of Pareto/NBD.
  const timed = model.parameters.map((name) => name === "alpha" || name === "beta");
  const scaled = scaleAges(condense(histories, mostHistories), 1 / scale);

  const bounds = timed.map((time) => (time ? logBound : logShapeBound));
  const objectiveOver = (rows: Histories) => {
    const total = sum(rows.weight);
    return (at: Float64Array) => {
      let outside = 0;
      at.forEach((component, i) => {
        outside += Math.max(0, component - (bounds[i] ?? logBound), -component - logBound) ** 2;
      });
      return -model.logLikelihood(natural(at), rows) / total + outside;
    };
  };
  const search = (
    rows: Histories,
    from: Float64Array,
    { inverse, tolerance = 1e-9 }: { inverse?: Float64Array | null; tolerance?: number } = {},
  ): Minimum => {
    const total = sum(rows.weight);
    return minimise(objectiveOver(rows), from, {
      tolerance,
      maxSteps: 200,
      ...(inverse && { inverse }),
      ...(options.onStep && {
        onStep: (step: number, value: number) => options.onStep?.(step, -value * total),
      }),
    });
  };

  const few = histories.length > mostHistories ? condense(scaled, roughHistories) : scaled;
  // The likelihood may have several peaks, and the first that is reached is not always the highest.
  const [first, ...others] = starts.map((start) => Float64Array.from(start, Math.log));
  let best = search(few, first as Float64Array);
  const rough = condense(few, exploringHistories);
  for (const start of others) {
    const peak = search(rough, start, { tolerance: 1e-4 });
    if (near(peak.at, best.at)) continue;
    const level = objectiveOver(few)(peak.at);
    if (level > best.value + farBelow / sum(few.weight)) continue;
    const found = search(few, peak.at);
    if (found.value < best.value - 1e-10) best = found;
  }
  if (few !== scaled) {
    const total = sum(few.weight);
    const curvature = hessian((at) => -model.logLikelihood(natural(at), few) / total, best.at);
    best = search(scaled, best.at, { inverse: inverseOf(curvature, 4) });
  }

  if (!best.converged) {
    const found = nelderMead(objectiveOver(scaled), best.at);
    if (found.value <= best.value) best = { ...best, ...found, steps: best.steps + found.steps };
  }

  const minus = (at: Float64Array) => -model.logLikelihood(natural(at), scaled);
  const directions = directionsAt(minus, best.at, bounds);
  const level = -minus(best.at);
  const dropoutEvidence = Math.max(0, 2 * (level - fitWithoutDropout(scaled).logLikelihood));
  const dropoutSeen = dropoutEvidence >= dropoutFrom;
  const parameters = natural(best.at).map((value, i) =>
    timed[i] ? value * scale : value,
  ) as unknown as Parameters;
  const errors = logErrors(directions, 4);
  // What stands at its bound would have gone on, and took its partner along: r and α, a and b, s and β.
  const bound = best.at.map((component, i) => (component > (bounds[i] ?? logBound) - 0.1 ? 1 : 0));
  const open = [
    ...new Set([...openParameters(directions, 4), ...[0, 1, 2, 3].filter((i) => bound[i] || bound[i ^ 1])]),
  ].sort((a, b) => a - b);
  return {
    model: model.id,
    parameters,
    standardErrors: parameters.map((value, i) => {
      const error = errors[i] ?? null;
      return error === null || open.includes(i) ? null : value * error;
    }),
    directions,
    open: open.map((i) => model.parameters[i] ?? ""),
    logLikelihood:
      few === scaled ? level - repeats * Math.log(scale) : model.logLikelihood(parameters, histories),
    dropoutEvidence,
    dropoutSeen,
    customers,
    status: !best.converged
      ? "not-converged"
      : !dropoutSeen
        ? "boundary"
        : open.length > 1
          ? "ridge"
          : open.length === 1
            ? "boundary"
            : "ok",
    steps: best.steps,
  };
}

/** Whether two places are on the same peak, as far as few points can tell. */
function near(a: Float64Array, b: Float64Array): boolean {
  return a.every((component, i) => Math.abs(component - (b[i] ?? 0)) < 0.3);
}
function natural(at: Float64Array): Parameters {
  return [Math.exp(at[0] ?? 0), Math.exp(at[1] ?? 0), Math.exp(at[2] ?? 0), Math.exp(at[3] ?? 0)];
}
function scaleAges(histories: Histories, by: number): Histories {
  return { ...histories, tx: histories.tx.map((t) => t * by), age: histories.age.map((t) => t * by) };
}
function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
