/** Draws an index by weights. */
export function picker(weights: readonly number[], random: () => number): () => number {
  const ends = cumulative(weights).slice(1);
  const total = ends.at(-1) ?? 0;
  return () => {
    const place = random() * total;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > place) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Sums from 0 to before each weight, and the total. */
export function cumulative(weights: readonly number[]): number[] {
  const sums = [0];
  for (const weight of weights) sums.push((sums.at(-1) ?? 0) + weight);
  return sums;
}
