import { type Row, dayNumber } from "../tables/frame.ts";
import type { FoldInput, Window } from "./metric.ts";
import { z95 } from "./wilson.ts";

export interface AbcSettings {
  readonly of: "customers" | "products" | "stores";
  readonly cut_a: number;
  readonly cut_b: number;
  readonly rule: "within" | "crossing";
}

/** So many points draw a curve without a visible corner. */
export const curvePoints = 300;
/** A share that equals a cut but for rounding counts as equal. */
export const rounding = 1e-12;

/** Classes, concentration and curves from values sorted falling: the same as by SQL. */
function concentration(sorted: Float64Array, settings: AbcSettings) {
  const n = sorted.length;
  let total = 0;
  let net = 0;
  for (let i = 0; i < n; i += 1) {
    const value = sorted[i] as number;
    if (value > 0) total += value;
    net += value;
  }
  const counts = [0, 0, 0];
  const values = [0, 0, 0];
  const names = new Uint8Array(n);
  const within = settings.rule === "within";
  const [endA, endB] = within
    ? [settings.cut_a + rounding, settings.cut_b + rounding]
    : [settings.cut_a - rounding, settings.cut_b - rounding];
  let upto = 0;
  for (let i = 0; i < n; i += 1) {
    const own = sorted[i] as number;
    const before = upto / total;
    if (own > 0) upto += own;
    const reached = upto / total;
    const inA = own > 0 && (within ? reached <= endA : before < endA);
    const inB = own > 0 && (within ? reached <= endB : before < endB);
    const name = inA ? 0 : inB ? 1 : 2;
    counts[name] = (counts[name] as number) + 1;
    values[name] = (values[name] as number) + own;
    names[i] = name;
  }
  const main = ["A", "B", "C"].flatMap((name, index) => {
    const count = counts[index] ?? 0;
    const value = values[index] ?? 0;
    if (count === 0) return [];
    const value_share = net === 0 ? null : value / net;
    return [{ class: name, customers: count, value, value_share, customer_share: count / n } satisfies Row];
  });
  const step = Math.max(1, Math.ceil(n / curvePoints));
  const curve: Row[] = [];
  let running = 0;
  let weighted = 0;
  const counted = [0.01, 0.05, 0.1, 0.2].map((share) => Math.ceil(n * share));
  const tops = counted.map(() => 0);
  for (let i = 0; i < n; i += 1) {
    const positive = Math.max(sorted[i] as number, 0);
    running += positive;
    weighted += (n - i) * positive;
    for (let top = 0; top < tops.length; top += 1)
      if (i < (counted[top] as number)) tops[top] = (tops[top] as number) + positive;
    if ((i + 1) % step === 0 || i === 0 || i === n - 1 || names[i] !== names[i + 1])
      curve.push({
        rank: i + 1,
        customer_share: (i + 1) / n,
        value_share: total === 0 ? null : running / total,
        class: "ABC"[names[i] as number] ?? "C",
      });
  }
  const gini = total === 0 ? null : (2 * weighted) / (n * total) - (n + 1) / n;
  // The same curve from its other end.
  const lorenz: Row[] = curve
    .map(({ customer_share, value_share }) => ({
      customer_share: 1 - Number(customer_share),
      value_share: value_share === null ? null : 1 - Number(value_share),
      gini,
    }))
    .reverse();
  if (n > 0) lorenz.push({ customer_share: 1, value_share: total === 0 ? null : 1, gini });
  const over = (sum: number) => (total === 0 ? null : sum / total);
  const summary: Row[] =
    n === 0
      ? []
      : [
          {
            gini,
            top_1_share: over(tops[0] ?? 0),
            top_5_share: over(tops[1] ?? 0),
            top_10_share: over(tops[2] ?? 0),
            top_20_share: over(tops[3] ?? 0),
            customers: n,
            value: net,
            ...spreadOf(sorted, total, counts[0] ?? 0, tops[3] ?? 0, gini),
          },
        ];
  return { main, summary, curve, lorenz };
}

/** Customers in one pass over the facts; null for anything else, which the facts do not hold. */
export function foldConcentration(
  { orders, keepOrders }: FoldInput,
  settings: AbcSettings,
  { from, to }: Window,
) {
  if (settings.of !== "customers") return null;
  const { customer, day, purchase, value, length, customers } = orders;
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const sums = new Float64Array(customers);
  const bought = new Uint8Array(customers);
  for (let i = 0; i < length; i += 1) {
    const at = day[i] as number;
    if (at < first || at > last || (keepOrders && !keepOrders[i])) continue;
    const own = customer[i] as number;
    sums[own] = (sums[own] as number) + (value[i] as number);
    if (purchase[i]) bought[own] = 1;
  }
  let n = 0;
  for (let own = 0; own < customers; own += 1) if (bought[own]) sums[n++] = sums[own] as number;
  return concentration(sums.subarray(0, n).sort().reverse(), settings);
}

/**
 * 95 % intervals by linearisation (Langel & Tillé 2013): each figure moves by the mean of what every item adds
 * to it, whose spread is that of the figure. As if the items were drawn from a larger population.
 */
function spreadOf(
  sorted: Float64Array,
  total: number,
  classA: number,
  topFifth: number,
  gini: number | null,
): Row {
  const n = sorted.length;
  const a_share = classA / n;
  const none = { a_share, a_low: null, a_high: null, top_20_low: null, top_20_high: null };
  if (n < 2 || total <= 0 || gini === null) return { ...none, gini_low: null, gini_high: null };
  const mean = total / n;
  const top = Math.ceil(n * 0.2);
  const [least, edge] = [sorted[classA - 1] ?? NaN, Math.max(sorted[top - 1] ?? 0, 0)];
  let inA = 0;
  for (let i = 0; i < classA; i += 1) inA += sorted[i] as number;
  const [ofA, ofTop] = [inA / total, topFifth / total];
  let [squaresA, squaresTop, squaresGini, upto] = [0, 0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const x = Math.max(sorted[i] as number, 0);
    upto += x;
    const a = (i < classA ? 1 : 0) - a_share - ((i < classA ? x : 0) - ofA * x) / least;
    const t = ((i < top ? x - edge : 0) + (top / n) * edge - ofTop * x) / mean;
    const below = (n - i - 0.5) / n;
    const above = (upto - x / 2) / total;
    const g = (2 * below - gini - 1) * (x / mean) + 2 * above - gini - 1;
    squaresA += a * a;
    squaresTop += t * t;
    squaresGini += g * g;
  }
  const ends = (value: number, squares: number) => {
    const half = (z95 * Math.sqrt(squares)) / n;
    return [Math.max(0, value - half), Math.min(1, value + half)] as const;
  };
  const [a_low, a_high] = classA > 0 ? ends(a_share, squaresA) : [null, null];
  const [top_20_low, top_20_high] = ends(ofTop, squaresTop);
  const [gini_low, gini_high] = ends(gini, squaresGini);
  return { a_share, a_low, a_high, top_20_low, top_20_high, gini_low, gini_high };
}
