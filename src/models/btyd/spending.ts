import { type SpendingFit, fitSpending } from "./gamma-gamma.ts";

/** How customers spend on their repeat purchases: the model, and what it rests on. */
export interface Spending {
  readonly fit: SpendingFit;
  /** Mean value of a repeat purchase over all customers; NaN where none had any value. */
  readonly overall: number;
  /** Correlation of the number of repeat purchases with their mean value; null where one does not vary. */
  readonly correlation: number | null;
}

/** Fits spending on the customers whose repeat purchases had a value above zero. */
export function spendingOfAll(x: ArrayLike<number>, mean: ArrayLike<number>): Spending {
  const paying = Array.from({ length: x.length }, (_, i) => i).filter((i) => (x[i] ?? 0) > 0 && (mean[i] ?? 0) > 0);
  const counts = Float64Array.from(paying, (i) => x[i] ?? 0);
  const means = Float64Array.from(paying, (i) => mean[i] ?? 0);
  const n = paying.length;
  let [made, spent, sum] = [0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    made += counts[i] ?? 0;
    sum += means[i] ?? 0;
    spent += (counts[i] ?? 0) * (means[i] ?? 0);
  }
  let [xx, mm, xm] = [0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const [dx, dm] = [(counts[i] ?? 0) - made / n, (means[i] ?? 0) - sum / n];
    xx += dx * dx;
    mm += dm * dm;
    xm += dx * dm;
  }
  return {
    fit: fitSpending({ length: n, x: counts, mean: means, weight: new Float64Array(n).fill(1) }),
    overall: spent / made,
    correlation: xx > 0 && mm > 0 ? xm / Math.sqrt(xx * mm) : null,
  };
}
