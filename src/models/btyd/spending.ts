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
  const length = x.length;
  let n = 0;
  let [made, spent, sum] = [0, 0, 0];
  const each = (take: (x: number, mean: number) => void) => {
    for (let i = 0; i < length; i += 1) {
      const [xi, mi] = [x[i] ?? 0, mean[i] ?? 0];
      if (xi > 0 && mi > 0) take(xi, mi);
    }
  };
  each((xi, mi) => {
    n += 1;
    made += xi;
    sum += mi;
    spent += xi * mi;
  });
  let [xx, mm, xm] = [0, 0, 0];
  each((xi, mi) => {
    const [dx, dm] = [xi - made / n, mi - sum / n];
    xx += dx * dx;
    mm += dm * dm;
    xm += dx * dm;
  });
  return {
    fit: fitSpending({ length, x, mean }),
    overall: spent / made,
    correlation: xx > 0 && mm > 0 ? xm / Math.sqrt(xx * mm) : null,
  };
}
