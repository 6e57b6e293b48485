import { logAdd, risingRatioSeries } from "../series.ts";
import { logDropoutIntegral } from "./dropout-integral.ts";
import { logGamma, logGammas } from "./gamma-cache.ts";
import type { Parameters, PurchaseModel } from "./model.ts";

/**
 * ln of ∫ from t onwards of the dropout term, up to factors that do not depend on t: one positive series
 * without a power inside (Hardie's note 009, eq. 18–20, after Euler's transformation of its ₂F₁).
 */
function logTail([r, alpha, s, beta]: Parameters, x: number, t: number): number {
  const c = r + s + x + 1;
  if (alpha >= beta)
    return (
      -(r + x) * Math.log(alpha + t) -
      s * Math.log(beta + t) +
      Math.log(risingRatioSeries(r + x, c, (alpha - beta) / (alpha + t)))
    );
  return (
    -(s + 1) * Math.log(beta + t) +
    (1 - r - x) * Math.log(alpha + t) +
    Math.log(risingRatioSeries(s + 1, c, (beta - alpha) / (beta + t)))
  );
}

/** ln of (dropped out between the last purchase and now) over (still there). */
function logGone(parameters: Parameters, x: number, tx: number, age: number): number {
  const [r, alpha, s, beta] = parameters;
  // With much of β the series would need more terms than the integral itself needs points.
  if (beta > 20 * alpha || (beta > alpha && s > 50))
    return (
      Math.log(s) +
      logDropoutIntegral(parameters, x, tx, age) +
      (r + x) * Math.log(alpha + age) +
      s * Math.log(beta + age)
    );
  const early = logTail(parameters, x, tx);
  const late = logTail(parameters, x, age);
  const difference = late - early;
  if (!(difference < 0)) return -Infinity;
  return (
    Math.log(s) -
    Math.log(r + s + x) +
    early +
    Math.log(-Math.expm1(difference)) +
    (r + x) * Math.log(alpha + age) +
    s * Math.log(beta + age)
  );
}

/** Pareto/NBD (Schmittlein, Morrison & Colombo 1987; Hardie's notes 008 and 009). */
export const paretoNbd: PurchaseModel = {
  id: "pareto-nbd",
  parameters: ["r", "alpha", "s", "beta"],

  logLikelihood(parameters, { length, x, tx, age, weight }) {
    const [r, alpha, s, beta] = parameters;
    const gammaR = logGammas(r);
    const constant = r * Math.log(alpha) + s * Math.log(beta) - logGamma(r);
    let sum = 0;
    for (let i = 0; i < length; i += 1) {
      const xi = x[i] as number;
      const agei = age[i] as number;
      const still = -(r + xi) * Math.log(alpha + agei) - s * Math.log(beta + agei);
      const gone = logGone(parameters, xi, tx[i] as number, agei);
      sum += (weight[i] as number) * (gammaR(xi) + constant + still + logAdd(0, gone));
    }
    return sum;
  },

  alive(parameters, x, tx, age) {
    const odds = logGone(parameters, x, tx, age);
    return odds > 0 ? Math.exp(-odds) / (1 + Math.exp(-odds)) : 1 / (1 + Math.exp(odds));
  },

  expectedAlive([r, alpha, s, beta], x, age, weeks) {
    const mean = ((r + x) * (beta + age)) / (alpha + age);
    return mean * lifetimeShare(s, (beta + age) / (beta + age + weeks));
  },

  expected: (parameters, x, tx, age, weeks) =>
    paretoNbd.expectedAlive(parameters, x, age, weeks) * paretoNbd.alive(parameters, x, tx, age),

  quiet(parameters, x, tx, age, weeks) {
    const [r, alpha, s, beta] = parameters;
    const still = paretoNbd.alive(parameters, x, tx, age);
    // Still there without buying, or gone before the first purchase of those weeks.
    const stays =
      (r + x) * (Math.log(alpha + age) - Math.log(alpha + age + weeks)) +
      s * (Math.log(beta + age) - Math.log(beta + age + weeks));
    const none = Math.exp(logAdd(stays, stays + logGone(parameters, x, age, age + weeks)));
    return 1 - still + still * Math.min(1, none);
  },

  expectedNew([r, alpha, s, beta], weeks) {
    return ((r * beta) / alpha) * lifetimeShare(s, beta / (beta + weeks));
  },
};

/** (1 − qˢ⁻¹)/(s − 1), continuous at s = 1. */
function lifetimeShare(s: number, q: number): number {
  const log = Math.log(q);
  return Math.abs(s - 1) < 1e-12 ? -log : -Math.expm1((s - 1) * log) / (s - 1);
}
