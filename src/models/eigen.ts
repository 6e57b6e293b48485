/** An axis of a symmetric matrix: a unit vector and what the matrix stretches it by. */
export interface Axis {
  readonly value: number;
  readonly vector: Float64Array;
}

/** The axes of a small symmetric matrix, given row by row, by Jacobi's rotations; largest value first. */
export function axesOf(matrix: Float64Array, n: number): Axis[] {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) v[i * n + i] = 1;
  const at = (m: Float64Array, i: number, j: number) => m[i * n + j] ?? 0;
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let off = 0;
    let on = 0;
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < n; j += 1)
        if (i === j) on += at(a, i, j) ** 2;
        else off += at(a, i, j) ** 2;
    if (!(off > 1e-30 * on)) break;
    for (let p = 0; p < n; p += 1)
      for (let q = p + 1; q < n; q += 1) {
        if (at(a, p, q) === 0) continue;
        const theta = (at(a, q, q) - at(a, p, p)) / (2 * at(a, p, q));
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k += 1) {
          const [kp, kq] = [at(a, k, p), at(a, k, q)];
          a[k * n + p] = c * kp - s * kq;
          a[k * n + q] = s * kp + c * kq;
        }
        for (let k = 0; k < n; k += 1) {
          const [pk, qk] = [at(a, p, k), at(a, q, k)];
          a[p * n + k] = c * pk - s * qk;
          a[q * n + k] = s * pk + c * qk;
          const [kp, kq] = [at(v, k, p), at(v, k, q)];
          v[k * n + p] = c * kp - s * kq;
          v[k * n + q] = s * kp + c * kq;
        }
      }
  }
  return Array.from({ length: n }, (_, i) => ({
    value: at(a, i, i),
    vector: Float64Array.from({ length: n }, (_, k) => at(v, k, i)),
  })).sort((x, y) => y.value - x.value);
}
