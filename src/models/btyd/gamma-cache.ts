import gammaln from "@stdlib/math-base-special-gammaln";

/** lnΓ(base + x) for whole x, computed once each: histories share few counts. */
export function logGammas(base: number): (x: number) => number {
  const known: (number | undefined)[] = [];
  return (x) => (known[x] ??= gammaln(base + x));
}
export const logGamma: (value: number) => number = gammaln;
export const logBeta = (a: number, b: number): number => gammaln(a) + gammaln(b) - gammaln(a + b);
