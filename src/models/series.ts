/**
 * Σ (a)ₙ/(c)ₙ zⁿ for n ≥ 0, which is ₂F₁(a, 1; c; z): every term positive for a, c > 0 and 0 ≤ z < 1,
 * so nothing cancels. `c > a` keeps it finite as z nears 1, where Gauss's continued fraction takes over:
 * the series would need 1/(1 − z) times as many terms, the fraction no more than the root of that.
 */
export function risingRatioSeries(a: number, c: number, z: number): number {
  if (z > 0.9 && c > a && c > 1) return gaussFraction(a, c - 1, z);
  let term = 1;
  let sum = 1;
  for (let n = 0; n < 2_000_000; n += 1) {
    const ratio = ((a + n) / (c + n)) * z;
    term *= ratio;
    sum += term;
    // What is left is below a geometric series in the present ratio or z, whichever is larger.
    const bound = Math.max(ratio, z);
    if (bound < 1 && (term * bound) / (1 - bound) < sum * 1e-17) break;
  }
  return sum;
}

/** ₂F₁(a, 1; c + 1; z) as a continued fraction (DLMF 15.7.1 with b = 0), by Lentz's method as Steed changed it. */
function gaussFraction(a: number, c: number, z: number): number {
  // c / F = c − u₁z / (c + 1 − u₂z / (c + 2 − …)), evaluated from the front.
  let value = c;
  let d = 1 / (c + 1);
  let step = -a * c * z * d;
  value += step;
  for (let n = 1; n < 2_000_000; n += 1) {
    const half = n >> 1;
    const u = n % 2 === 1 ? (1 + half) * (c - a + half + 1) : (a + half) * (c + half);
    const over = -u * z * d;
    d = 1 / (c + n + 1 + over);
    step *= (c + n + 1) * d - 1;
    value += step;
    if (Math.abs(step) < Math.abs(value) * 1e-16) break;
  }
  return c / value;
}

/**
 * Gauss's ₂F₁(a, b; c; z) for c > 0 and 0 ≤ z < 1, by its series after Euler's transformation wherever
 * that one converges faster (Abramowitz & Stegun 15.3.3).
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  if (z === 0) return 1;
  if (a + b > c) return (1 - z) ** (c - a - b) * powerSeries(c - a, c - b, c, z);
  return powerSeries(a, b, c, z);
}

function powerSeries(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < 2_000_000; n += 1) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    term *= ratio;
    sum += term;
    if (term === 0) break;
    const bound = Math.max(Math.abs(ratio), z);
    if (bound < 1 && Math.abs((term * bound) / (1 - bound)) < Math.abs(sum) * 1e-17) break;
  }
  return sum;
}

/** ln(eᵃ + eᵇ) without overflow. */
export function logAdd(a: number, b: number): number {
  if (a === -Infinity) return b;
  if (b === -Infinity) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}
