import type { Fit } from "./fit.ts";

/** A quantity that several parameters make, which the data may know where they do not know those. */
export interface Derived {
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number | null;
}

/**
 * What the parameters say together: purchases a week of a customer who is there, r/α, and how fast they
 * leave: a/(a + b) at each purchase, or s/β a week. On a ridge these are what is known.
 */
export function derivedOf(fit: Fit): Derived[] {
  const [r, alpha, third, fourth] = fit.parameters;
  if (!Number.isFinite(r)) return [];
  /** The standard error of ln(parameter i / parameter j). */
  const logError = (i: number, j: number): number | null => {
    let variance = 0;
    for (const { vector, deviation, from, to } of fit.directions) {
      const part = (vector[i] ?? 0) - (vector[j] ?? 0);
      if (deviation !== null) variance += (part * deviation) ** 2;
      // Along an open direction the ratio is known only if it stays as it is.
      else if (Math.abs(part) * Math.max(-from, to) > 0.2) return null;
    }
    return Math.sqrt(variance);
  };
  const times = (by: number, error: number | null) => (error === null ? null : by * error);
  const rate = r / alpha;
  const pareto = fit.model === "pareto-nbd";
  const share = third / (third + fourth);
  return [
    { name: "r/alpha", estimate: rate, standardError: times(rate, logError(0, 1)) },
    pareto
      ? { name: "s/beta", estimate: third / fourth, standardError: times(third / fourth, logError(2, 3)) }
      : { name: "a/(a+b)", estimate: share, standardError: times(share * (1 - share), logError(2, 3)) },
  ];
}
