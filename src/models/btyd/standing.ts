import { axesOf } from "../eigen.ts";
import { hessian } from "../minimise.ts";

/**
 * A direction in the space of log-parameters, at the maximum. Along a proper one the likelihood is a peak
 * with a standard deviation; along an open one it stays nearly level up to `from` or `to`, which are as far
 * as one may go before it falls by 1.92, the end of a 95 % interval, or out of all sense.
 */
export interface Direction {
  /** A unit vector. */
  readonly vector: readonly number[];
  readonly deviation: number | null;
  readonly from: number;
  readonly to: number;
}

/** Below this many powers of e no parameter means anything. */
const least = -14;
/** A direction known no better than to a factor of e has no proper peak. */
const vague = 1;
const drop = 1.92;

/**
 * What the data decide: the axes of the likelihood at its maximum, each with how far it holds. `bounds` are
 * the largest log-parameters that mean anything.
 */
export function directionsAt(
  minusLogLikelihood: (at: Float64Array) => number,
  at: Float64Array,
  bounds: readonly number[],
): Direction[] {
  const n = at.length;
  const level = minusLogLikelihood(at);
  const reach = (vector: Float64Array, sign: 1 | -1): number => {
    // Along this axis until a parameter leaves all sense, or the likelihood says no.
    const most = Math.min(
      ...at.map((component, i) => {
        const slope = sign * (vector[i] ?? 0);
        return Math.abs(slope) < 1e-3
          ? Infinity
          : ((slope > 0 ? (bounds[i] ?? -least) : least) - component) / slope;
      }),
    );
    const limit = Math.max(0, Math.min(most, 50));
    const falls = (far: number) => {
      const value = minusLogLikelihood(at.map((component, i) => component + sign * far * (vector[i] ?? 0)));
      return !(value - level <= drop);
    };
    if (!falls(limit)) return limit;
    let [low, high] = [0, limit];
    for (let step = 0; step < 18; step += 1) {
      const middle = (low + high) / 2;
      if (falls(middle)) high = middle;
      else low = middle;
    }
    return low;
  };
  return axesOf(hessian(minusLogLikelihood, at), n).map(({ value, vector }): Direction => {
    const deviation = value > 0 ? 1 / Math.sqrt(value) : Infinity;
    const proper = deviation <= vague;
    return {
      vector: [...vector],
      deviation: proper ? deviation : null,
      from: proper ? -1.96 * deviation : -reach(vector, -1),
      to: proper ? 1.96 * deviation : reach(vector, 1),
    };
  });
}

/** Standard errors of the log-parameters; null for those that an open direction moves. */
export function logErrors(directions: readonly Direction[], n: number): (number | null)[] {
  return Array.from({ length: n }, (_, i) => {
    let variance = 0;
    for (const { vector, deviation } of directions) {
      const part = vector[i] ?? 0;
      if (deviation === null) {
        if (Math.abs(part) > 0.05) return null;
      } else variance += (part * deviation) ** 2;
    }
    return variance > 0 ? Math.sqrt(variance) : null;
  });
}

/** The parameters, by place, that open directions move: those that the data leave open. */
export function openParameters(directions: readonly Direction[], n: number): number[] {
  return Array.from({ length: n }, (_, i) => i).filter((i) =>
    directions.some(({ vector, deviation }) => deviation === null && Math.abs(vector[i] ?? 0) > 0.2),
  );
}
