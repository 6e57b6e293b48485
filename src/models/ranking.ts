/**
 * Tenths by rank, highest score first: 1 to 10 by the place at which a score first occurs, so that ties are
 * never split and a tenth may be larger than another, or empty.
 */
export function decilesOf(scores: ArrayLike<number>): Int32Array {
  const n = scores.length;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const deciles = new Int32Array(n);
  let first = 0;
  order.forEach((index, place) => {
    const before = order[place - 1];
    if (before === undefined || scores[before] !== scores[index]) first = place;
    deciles[index] = Math.floor((10 * first) / n) + 1;
  });
  return deciles;
}
