import type { Parameters, PurchaseModel } from "./model.ts";
import { paretoNbd } from "./pareto.ts";

/**
 * Expected purchases of all time to come under Pareto/NBD, each discounted to now at a continuous rate a week
 * (DERT; Fader, Hardie & Lee 2005b): P(alive) (r + x) ÷ (α + T) ∫ e^(−δt) ((β + T) ÷ (β + T + t))^s dt. NaN
 * where the rate is not positive: without discount the sum need not be finite.
 */
export function discountedResidual(
  parameters: Parameters,
  x: number,
  tx: number,
  age: number,
  rate: number,
): number {
  return paretoNbd.alive(parameters, x, tx, age) * residualAlive(paretoNbd, parameters, x, age, rate);
}

/** The trapezoids' width in ln t; the integrand is smooth and dies on both sides. */
const step = 0.4;
const last = Math.log(38);
/** Down to where a part in 10⁻¹² is left out. */
const points = 44;

/**
 * The same of one who is still there, under any of the models: in closed form under Pareto/NBD, else by
 * δ ∫ E(t) e^(−δt) dt over ln t, where E is what is expected until t.
 */
export function residualAlive(
  model: PurchaseModel,
  parameters: Parameters,
  x: number,
  age: number,
  rate: number,
): number {
  if (!(rate > 0)) return NaN;
  const [r, alpha, s, beta] = parameters;
  const scale = beta + age;
  // For a discount near nothing the fraction takes too long. All ages go one way, so that they are on one curve.
  if (model.id === "pareto-nbd" && rate * beta > 0.02) {
    return ((r + x) / (alpha + age)) * scale * scaledExponentialIntegral(s, rate * scale);
  }
  // Always the same points: what is read off a polynomial over ages must be smooth.
  let sum = 0;
  for (let point = 0; point < points; point += 1) {
    const share = Math.exp(last - step * point);
    sum += model.expectedAlive(parameters, x, age, share / rate) * Math.exp(-share) * share;
  }
  return sum * step;
}

/**
 * e^z E_s(z) = ∫ e^(−zt) (1 + t)^(−s) dt from 0 on, by its continued fraction (Abramowitz & Stegun 5.1.22 in
 * even form) with Lentz's method; it converges for every z > 0, the slower the smaller z.
 */
export function scaledExponentialIntegral(s: number, z: number): number {
  let b = z + s;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i <= 2_000_000; i += 1) {
    const a = -i * (s + i - 1);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return value;
}
