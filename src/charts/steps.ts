/** Eight steps of colour and the thresholds between them. */
export interface Steps {
  /** The step of a value, 1–8. */
  readonly of: (value: number) => number;
  /** The seven values at which a next step begins. */
  readonly thresholds: readonly number[];
  readonly low: number;
  readonly high: number;
}

/**
 * Quantises values into eight steps, equally wide; where the largest is over six times the smallest, as
 * counts tend to be, each step is the same factor instead, or the small ones would all look alike.
 */
export function stepsOf(values: readonly number[]): Steps {
  const known = values.filter(Number.isFinite);
  const low = known.length ? Math.min(...known) : 0;
  const high = known.length ? Math.max(...known) : 0;
  const positive = known.filter((value) => value > 0);
  const least = positive.length ? Math.min(...positive) : 0;
  const byFactor = low >= 0 && least > 0 && high / least > 6;
  const thresholds = Array.from({ length: 7 }, (_, i) =>
    byFactor ? least * (high / least) ** ((i + 1) / 8) : low + ((high - low) * (i + 1)) / 8,
  );
  return {
    // One value alone says nothing of little or much.
    of: (value) => (high === low ? 4 : 1 + thresholds.filter((threshold) => value >= threshold).length),
    thresholds,
    low,
    high,
  };
}
