import { hypergeometric } from "../series.ts";
import { logGammas } from "./gamma-cache.ts";
import type { PurchaseModel } from "./model.ts";

/**
 * BG/NBD (Fader, Hardie & Lee 2005, "Counting your customers" the easy way) and MBG/NBD (Batislam,
 * Denizel & Filiztekin 2007). They differ in one thing: in the modified model a customer may drop out
 * right after the first purchase too, which puts b + 1 where BG has b and drops δ(x > 0).
 */
function betaGeometric(modified: boolean): PurchaseModel {
  /** ln of (dropped out after the last purchase) over (still there), within the likelihood. */
  const logGone = (r: number, alpha: number, a: number, b: number, x: number, tx: number, age: number) =>
    Math.log(a) -
    Math.log(b + x - (modified ? 0 : 1)) +
    (r + x) * (Math.log(alpha + age) - Math.log(alpha + tx));
  const alive: PurchaseModel["alive"] = ([r, alpha, a, b], x, tx, age) => {
    if (x === 0 && !modified) return 1;
    const odds = logGone(r, alpha, a, b, x, tx, age);
    return odds > 0 ? Math.exp(-odds) / (1 + Math.exp(-odds)) : 1 / (1 + Math.exp(odds));
  };
  const expectedAlive: PurchaseModel["expectedAlive"] = ([r, alpha, a, b], x, age, weeks) =>
    growth(r, alpha + age, a, modified ? b + 1 : b, x, weeks / (alpha + age + weeks), weeks);
  return {
    id: modified ? "mbg-nbd" : "bg-nbd",
    parameters: ["r", "alpha", "a", "b"],

    logLikelihood([r, alpha, a, b], { length, x, tx, age, weight }) {
      const gammaR = logGammas(r);
      // B(a, b + x) needs Γ(b + x) and Γ(a + b + x); the modified model has x + 1 in place of x.
      const gammaB = logGammas(b);
      const gammaAB = logGammas(a + b);
      const shift = modified ? 1 : 0;
      const byCount: (number | undefined)[] = [];
      const constant = r * Math.log(alpha) - gammaR(0) - gammaB(0) + gammaAB(0);
      const logA = Math.log(a);
      let sum = 0;
      for (let i = 0; i < length; i += 1) {
        const xi = x[i] as number;
        const txi = tx[i] as number;
        const agei = age[i] as number;
        const still = (byCount[xi] ??= constant + gammaR(xi) + gammaB(xi + shift) - gammaAB(xi + shift));
        const logAge = Math.log(alpha + agei);
        let gone = 0;
        if (modified || xi > 0) {
          const odds = logA - Math.log(b + xi - 1 + shift) + (r + xi) * (logAge - Math.log(alpha + txi));
          gone = odds > 30 ? odds + Math.exp(-odds) : Math.log1p(Math.exp(odds));
        }
        sum += (weight[i] as number) * (still - (r + xi) * logAge + gone);
      }
      return sum;
    },

    alive,

    expectedAlive,

    expected: (parameters, x, tx, age, weeks) =>
      expectedAlive(parameters, x, age, weeks) * alive(parameters, x, tx, age),

    quiet(parameters, x, tx, age, weeks) {
      const [r, alpha] = parameters;
      // Who is still there leaves at a purchase only, so that being silent means not buying.
      const none = Math.exp((r + x) * (Math.log(alpha + age) - Math.log(alpha + age + weeks)));
      const still = alive(parameters, x, tx, age);
      return 1 - still + still * none;
    },

    expectedNew([r, alpha, a, b], weeks) {
      const z = weeks / (alpha + weeks);
      // A new customer of the modified model is still there with probability b / (a + b).
      return modified
        ? (b / (a + b)) * growth(r, alpha, a, b + 1, 0, z, weeks)
        : growth(r, alpha, a, b, 0, z, weeks);
    },
  };
}

/** Expected purchases within `weeks` of a customer who is still there. */
function growth(r: number, rate: number, a: number, b: number, x: number, z: number, weeks: number): number {
  // (A − c·F)/(a − 1) loses all digits near a = 1: take the mean of both sides there.
  if (Math.abs(a - 1) < 1e-6)
    return (growth(r, rate, 1 - 2e-6, b, x, z, weeks) + growth(r, rate, 1 + 2e-6, b, x, z, weeks)) / 2;
  const f = hypergeometric(r + x, b + x, a + b + x - 1, z);
  const shrink = Math.exp((r + x) * (Math.log(rate) - Math.log(rate + weeks)));
  return ((a + b + x - 1) / (a - 1)) * (1 - shrink * f);
}

export const bgNbd = betaGeometric(false);
export const mbgNbd = betaGeometric(true);
