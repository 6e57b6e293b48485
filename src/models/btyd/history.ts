/**
 * Purchase histories as BTYD models see them: `x` repeat purchase days, `tx` age at the last of them,
 * `age` (the literature's T) now, both in weeks; `weight` customers share the history.
 */
export interface Histories {
  readonly length: number;
  readonly x: Float64Array;
  readonly tx: Float64Array;
  readonly age: Float64Array;
  readonly weight: Float64Array;
}

/** Distinct histories with their counts: the likelihood needs no more than these. */
export function distinctHistories(
  x: ArrayLike<number>,
  tx: ArrayLike<number>,
  age: ArrayLike<number>,
): Histories & { readonly of: Int32Array } {
  const seen = new Map<number, Map<number, number>>();
  const of = new Int32Array(x.length);
  const rows: number[] = [];
  const counts: number[] = [];
  for (let index = 0; index < x.length; index += 1) {
    const xi = x[index] ?? 0;
    const txi = tx[index] ?? 0;
    const agei = age[index] ?? 0;
    let byAge = seen.get(xi * 4_194_304 + txi * 7);
    if (!byAge) {
      byAge = new Map<number, number>();
      seen.set(xi * 4_194_304 + txi * 7, byAge);
    }
    let row = byAge.get(agei);
    if (row === undefined) {
      row = rows.length;
      byAge.set(agei, row);
      rows.push(index);
      counts.push(0);
    }
    of[index] = row;
    counts[row] = (counts[row] ?? 0) + 1;
  }
  const pick = (source: ArrayLike<number>) => Float64Array.from(rows, (index) => source[index] ?? 0);
  return {
    length: rows.length,
    x: pick(x),
    tx: pick(tx),
    age: pick(age),
    weight: Float64Array.from(counts),
    of,
  };
}
