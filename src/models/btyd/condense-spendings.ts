/**
 * Mean value of `x` repeat purchases; `weight` customers share it, one where it is not given. Customers
 * without a purchase or without any value count for nothing.
 */
export interface Spendings {
  readonly length: number;
  readonly x: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
}

/** Above so many customers those with as many purchases and nearly the same mean are taken together. */
const mostSpendings = 8_000;
/** How far apart the logarithms of means that are taken together may lie. */
const step = 0.04;

/**
 * The same spendings by few points: two for each cell, with the mean and the variance of the cell's
 * log-means. The likelihood is linear and a logistic of log-means, so that these say all but a trace of it.
 */
export function condenseSpendings(spendings: Spendings): Spendings {
  const { length, x, mean, weight } = spendings;
  if (length <= mostSpendings) return spendings;
  const known = new Map<number, number>();
  const cells: { x: number; at: number; weight: number; sum: number; square: number }[] = [];
  for (let i = 0; i < length; i += 1) {
    const [xi, mi] = [x[i] ?? 0, mean[i] ?? 0];
    if (!(xi > 0 && mi > 0)) continue;
    const [wi, log] = [weight?.[i] ?? 1, Math.log(mi)];
    const place = Math.round(log / step);
    const key = xi * 1_048_576 + place;
    let number = known.get(key);
    if (number === undefined) {
      known.set(key, (number = cells.length));
      cells.push({ x: xi, at: place * step, weight: 0, sum: 0, square: 0 });
    }
    const cell = cells[number];
    if (!cell) continue;
    const from = log - cell.at;
    cell.weight += wi;
    cell.sum += wi * from;
    cell.square += wi * from * from;
  }
  const points = cells.flatMap(({ x, at, weight, sum, square }) => {
    const centre = sum / weight;
    const variance = square / weight - centre * centre;
    if (!(variance > 1e-16)) return [{ x, log: at + centre, weight }];
    const away = Math.sqrt(variance);
    return [-away, away].map((by) => ({ x, log: at + centre + by, weight: weight / 2 }));
  });
  return {
    length: points.length,
    x: Float64Array.from(points, (point) => point.x),
    mean: Float64Array.from(points, (point) => Math.exp(point.log)),
    weight: Float64Array.from(points, (point) => point.weight),
  };
}
