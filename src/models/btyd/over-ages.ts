import type { Histories } from "./history.ts";
import type { Parameters } from "./model.ts";

/** Chebyshev polynomials that a curve over ages is written in. */
const degree = 32;
/** With fewer histories of a count than this each is worked out by itself. */
const worthIt = 4 * degree;
const exact = 1e-13;

/**
 * A function of purchases and age for very many histories: where many share a number of purchases, the
 * function is worked out at a few ages and read off their polynomial, which gives it to the last digits or
 * is not used. `evaluate` must be smooth in ln(α + age), as all that a model expects of who is there is.
 */
export function overAges(
  histories: Histories,
  [, alpha]: Parameters,
  evaluate: (x: number, age: number) => number,
): (x: number, age: number) => number {
  const spans = new Map<number, { count: number; low: number; high: number }>();
  for (let row = 0; row < histories.length; row += 1) {
    const [x, age] = [histories.x[row] ?? 0, histories.age[row] ?? 0];
    let span = spans.get(x);
    if (!span) spans.set(x, (span = { count: 0, low: age, high: age }));
    span.count += 1;
    span.low = Math.min(span.low, age);
    span.high = Math.max(span.high, age);
  }
  const curves = new Map<number, ((age: number) => number) | null>();
  return (x, age) => {
    let curve = curves.get(x);
    if (curve === undefined) {
      const span = spans.get(x);
      const many = span && span.count > worthIt && span.high > span.low;
      curve = many ? curveOver(alpha, span.low, span.high, (at) => evaluate(x, at)) : null;
      curves.set(x, curve);
    }
    return curve ? curve(age) : evaluate(x, age);
  };
}

/** The polynomial through a function at Chebyshev's points in ln(α + age); null where it does not hold it. */
function curveOver(alpha: number, low: number, high: number, f: (age: number) => number) {
  const from = Math.log(alpha + low);
  const half = (Math.log(alpha + high) - from) / 2;
  const values = Array.from({ length: degree }, (_, k) =>
    f(Math.exp(from + half * (1 + Math.cos((Math.PI * (k + 0.5)) / degree))) - alpha),
  );
  const terms = Float64Array.from({ length: degree }, (_, j) => {
    let sum = 0;
    for (let k = 0; k < degree; k += 1)
      sum += (values[k] ?? 0) * Math.cos((Math.PI * j * (k + 0.5)) / degree);
    return ((j === 0 ? 1 : 2) * sum) / degree;
  });
  const size = Math.abs(terms[0] ?? 0);
  // The last terms tell how much is missing; a NaN fails too.
  const left = Math.max(...[1, 2, 3, 4].map((back) => Math.abs(terms[degree - back] ?? NaN)));
  if (!(left <= exact * size * 10)) return null;
  // Terms that say nothing need not be summed.
  let count = degree;
  while (count > 1 && Math.abs(terms[count - 1] ?? 0) <= exact * size) count -= 1;
  return (age: number) => {
    const at = (Math.log(alpha + age) - from) / half - 1;
    let [next, after] = [0, 0];
    for (let j = count - 1; j > 0; j -= 1) [next, after] = [2 * at * next - after + (terms[j] ?? 0), next];
    return at * next - after + (terms[0] ?? 0);
  };
}
