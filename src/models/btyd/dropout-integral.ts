import type { Parameters } from "./model.ts";

/** Twelve-point Gauss–Legendre on [0, 1]; symmetric, so half of it. */
const nodes = [
  0.009219682876640378, 0.0479413718147626, 0.11504866290284765, 0.20634102285669126, 0.31608425050090994,
  0.43738329574426554,
];
const weights = [
  0.023587668193255706, 0.05346966299765953, 0.08003916427167321, 0.10158371336153287, 0.1167462682691773,
  0.12457352290670134,
];

/**
 * ln ∫ (α + u)^(−r−x) (β + u)^(−s−1) du from `from` to `to`: dropping out between two ages without a
 * purchase, in Pareto/NBD. By quadrature over ln(α + u), in steps over which the integrand changes by a few
 * powers of e at most, until what is left no longer counts. For β > α, where the integrand falls gently.
 */
export function logDropoutIntegral(
  [r, alpha, s, beta]: Parameters,
  x: number,
  from: number,
  to: number,
): number {
  if (!(to > from)) return -Infinity;
  const power = 1 - r - x;
  const distance = beta - alpha;
  const logAt = (w: number) => power * w - (s + 1) * Math.log(distance + Math.exp(w));
  const end = Math.log(alpha + to);
  let w = Math.log(alpha + from);
  const origin = logAt(w);
  let sum = 0;
  let most = 0;
  while (w < end) {
    const near = Math.exp(w);
    const slope = Math.abs(power) + ((s + 1) * near) / (distance + near);
    const step = Math.min(end - w, 1, 4 / Math.max(1e-9, slope));
    let part = 0;
    for (let i = 0; i < 6; i += 1) {
      const node = nodes[i] ?? 0;
      part +=
        (weights[i] ?? 0) *
        (Math.exp(logAt(w + node * step) - origin) + Math.exp(logAt(w + (1 - node) * step) - origin));
    }
    sum += part * step;
    w += step;
    most = Math.max(most, part);
    // From here on it only falls.
    if (part < most && part * (end - w) < sum * 1e-18) break;
  }
  return origin + Math.log(sum);
}
