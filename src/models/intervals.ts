/** The 97.5 % point of the normal distribution. */
export const z95 = 1.959963984540054;

/** Wilson's 95 % interval of k of n (Wilson 1927), 0–1; null where n is 0. */
export function wilson(k: number, n: number): { low: number; high: number } | null {
  if (!(n > 0)) return null;
  const z2 = z95 * z95;
  const centre = (k + z2 / 2) / (n + z2);
  const half = (z95 * Math.sqrt(Math.max(0, k * (1 - k / n)) + z2 / 4)) / (n + z2);
  // At the ends the interval ends with the share, whatever the rounding.
  return { low: k <= 0 ? 0 : Math.max(0, centre - half), high: k >= n ? 1 : Math.min(1, centre + half) };
}

export type NpsInterval = "adjusted" | "wald" | "goodman";
/** χ² of two degrees of freedom at 95 %: −2 ln 0.05. */
const chi95 = -2 * Math.log(0.05);

/** Net promoter score, −1…1, with its standard error as the chosen interval counts it. */
export function npsScore(
  promoters: number,
  passives: number,
  detractors: number,
  interval: NpsInterval,
): { nps: number; centre: number; standardError: number; low: number; high: number } | null {
  const n = promoters + passives + detractors;
  if (!(n > 0)) return null;
  // The adjusted Wald interval adds ¾, 1½ and ¾ responses (Rocks 2016).
  const extra = interval === "adjusted" ? 0.75 : 0;
  const size = n + 4 * extra;
  const p = (promoters + extra) / size;
  const d = (detractors + extra) / size;
  const centre = p - d;
  const standardError = Math.sqrt(Math.max(0, p + d - centre * centre) / size);
  const reach = (interval === "goodman" ? Math.sqrt(chi95) : z95) * standardError;
  return {
    nps: (promoters - detractors) / n,
    centre,
    standardError,
    low: Math.max(-1, centre - reach),
    high: Math.min(1, centre + reach),
  };
}

/** The standard normal distribution function, by erfc's continued fraction and series; to 1e-14. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const t = Math.abs(x);
  if (t > 38) return x > 0 ? 1 : 0;
  let upper: number;
  if (t < 3) {
    let term = t;
    let sum = t;
    for (let k = 1; k < 200 && Math.abs(term) > 1e-18 * sum; k += 1) {
      term *= (t * t) / (2 * k + 1);
      sum += term;
    }
    upper = 0.5 - sum * density(t);
  } else {
    let fraction = 0;
    for (let k = 120; k >= 1; k -= 1) fraction = k / (t + fraction);
    upper = density(t) / (t + fraction);
  }
  return x > 0 ? 1 - upper : upper;
}
function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** P(X > x) for χ² with whole degrees of freedom: the upper regularised gamma function by its recurrence. */
export function chiSquareUpper(x: number, df: number): number {
  if (!(x > 0)) return 1;
  // Q(a + 1, y) = Q(a, y) + yᵃ e⁻ʸ / Γ(a + 1), from a = ½ (twice the normal tail) or a = 1 (e⁻ʸ).
  const y = x / 2;
  const odd = df % 2 === 1;
  let q = odd ? 2 * normalCdf(-Math.sqrt(x)) : Math.exp(-y);
  let a = odd ? 0.5 : 1;
  // ln Γ(3/2) and ln Γ(2).
  let logTerm = a * Math.log(y) - y - (odd ? Math.log(Math.sqrt(Math.PI) / 2) : 0);
  for (; a < df / 2; a += 1) {
    q += Math.exp(logTerm);
    logTerm += Math.log(y) - Math.log(a + 1);
  }
  return Math.min(1, q);
}
