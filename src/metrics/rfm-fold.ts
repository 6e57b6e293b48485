import { type Row, dayNumber } from "../tables/frame.ts";
import type { FoldInput, Window } from "./metric.ts";
import { type RfmSettings, groupNames, groups, meanNames, splitsTies } from "./rfm-segments.ts";

/** The quantile of type 7 (linear interpolation) of sorted values. */
function quantile(sorted: Float64Array | Int32Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const a = sorted[low] ?? NaN;
  const b = sorted[Math.min(low + 1, sorted.length - 1)] ?? NaN;
  return a + (b - a) * (at - low);
}

/**
 * Customers by segment and by cell, in one pass over the facts. Null where equal values are split, which takes
 * an order of all customers.
 */
export function foldRfm(
  { orders, keepOrders }: FoldInput,
  settings: RfmSettings,
  { from, to, asOf }: Window,
) {
  if (splitsTies(settings.preset)) return null;
  const { customer, day, purchase, value, length, customers } = orders;
  const [first, last, end] = [dayNumber(from), dayNumber(to), dayNumber(asOf)];
  const lastDay = new Int32Array(customers).fill(-2_147_483_648);
  const made = new Int32Array(customers);
  const sums = new Float64Array(customers);
  for (let i = 0; i < length; i += 1) {
    const at = day[i] as number;
    if (at < first || at > last || (keepOrders && !keepOrders[i])) continue;
    const own = customer[i] as number;
    sums[own] = (sums[own] as number) + (value[i] as number);
    if (!purchase[i]) continue;
    if (settings.frequency === "orders" || lastDay[own] !== at) made[own] = (made[own] as number) + 1;
    lastDay[own] = at;
  }
  let n = 0;
  for (let own = 0; own < customers; own += 1) if ((made[own] as number) > 0) n += 1;
  const recency = new Int32Array(n);
  const frequency = new Int32Array(n);
  const monetary = new Float64Array(n);
  for (let own = 0, at = 0; own < customers; own += 1) {
    if ((made[own] as number) === 0) continue;
    recency[at] = end - (lastDay[own] as number);
    frequency[at] = made[own] as number;
    // Sums that differ by rounding alone are a tie.
    monetary[at] = Math.round((sums[own] as number) * 1e6) / 1e6;
    at += 1;
  }
  const mean = settings.preset === "mean";
  const limits = (values: Float64Array | Int32Array) => {
    if (mean) {
      let sum = 0;
      for (let i = 0; i < n; i += 1) sum += values[i] as number;
      return [Math.round((sum / n) * 1e6) / 1e6];
    }
    const sorted = values.slice().sort();
    return [0.2, 0.4, 0.6, 0.8].map((share) => quantile(sorted, share));
  };
  const [rCuts, fCuts, mCuts] = [limits(recency), limits(frequency), limits(monetary)];
  const above = (cuts: readonly number[], x: number) => {
    let count = 0;
    for (let i = 0; i < cuts.length; i += 1) if (x > (cuts[i] as number)) count += 1;
    return count;
  };
  interface Cell {
    customers: number;
    value: number;
    lowR: number;
    highR: number;
    lowF: number;
    highF: number;
  }
  // By the three scores as digits.
  const cells: (Cell | undefined)[] = Array.from({ length: 600 });
  let total = 0;
  for (let i = 0; i < n; i += 1) {
    const rec = recency[i] as number;
    const fre = frequency[i] as number;
    const mon = monetary[i] as number;
    const r = mean ? (rec < (rCuts[0] as number) ? 1 : 0) : 5 - above(rCuts, rec);
    const f = above(fCuts, fre) + (mean ? 0 : 1);
    const m = above(mCuts, mon) + (mean ? 0 : 1);
    const key = r * 100 + f * 10 + m;
    const cell = cells[key];
    total += mon;
    if (!cell) cells[key] = { customers: 1, value: mon, lowR: rec, highR: rec, lowF: fre, highF: fre };
    else {
      cell.customers += 1;
      cell.value += mon;
      cell.lowR = Math.min(cell.lowR, rec);
      cell.highR = Math.max(cell.highR, rec);
      cell.lowF = Math.min(cell.lowF, fre);
      cell.highF = Math.max(cell.highF, fre);
    }
  }
  const scoresOf = (key: number) => ({ r: Math.floor(key / 100), f: Math.floor(key / 10) % 10, m: key % 10 });
  const segments = new Map<string, { row: Row; customers: number; value: number }>();
  for (const [key, cell] of cells.entries()) {
    if (!cell) continue;
    const { customers: count, value: spent } = cell;
    const { r, f, m } = scoresOf(key);
    const segment = mean
      ? (meanNames[r * 4 + f * 2 + m] ?? "")
      : settings.preset === "groups"
        ? (groups[r - 1]?.[Math.floor((f + m + 1) / 2) - 1] ?? "")
        : `${r}${f}${m}`;
    const axes = settings.preset === "groups" ? { r: null, f: null, m: null } : { r, f, m };
    const known = segments.get(segment);
    if (known) {
      known.customers += count;
      known.value += spent;
    } else segments.set(segment, { row: { segment, ...axes }, customers: count, value: spent });
  }
  const order = (segment: string) =>
    settings.preset === "groups" ? Object.keys(groupNames).indexOf(segment) : -Number(segment);
  const main: Row[] = [...segments.values()]
    .map(({ row, customers: count, value: spent }) => ({
      ...row,
      customers: count,
      value: spent,
      value_share: total === 0 ? null : spent / total,
    }))
    .sort((a: Row, b: Row) =>
      mean
        ? Number(b.r) * 4 + Number(b.f) * 2 + Number(b.m) - Number(a.r) * 4 - Number(a.f) * 2 - Number(a.m)
        : order(String(a.segment)) - order(String(b.segment)),
    );
  const byR = new Map<number, [number, number]>();
  const byF = new Map<number, [number, number]>();
  const grid = new Map<number, { customers: number; value: number }>();
  const widen = (map: Map<number, [number, number]>, at: number, low: number, high: number) => {
    const known = map.get(at);
    map.set(at, known ? [Math.min(known[0], low), Math.max(known[1], high)] : [low, high]);
  };
  for (const [key, cell] of cells.entries()) {
    if (!cell) continue;
    const { r, f } = scoresOf(key);
    widen(byR, r, cell.lowR, cell.highR);
    widen(byF, f, cell.lowF, cell.highF);
    const known = grid.get(r * 10 + f) ?? { customers: 0, value: 0 };
    grid.set(r * 10 + f, { customers: known.customers + cell.customers, value: known.value + cell.value });
  }
  const span = (range: [number, number] | undefined) =>
    !range ? "" : range[0] === range[1] ? String(range[0]) : `${range[0]}–${range[1]}`;
  const gridRows: Row[] = [...grid]
    .map(([key, cell]) => ({ r: Math.floor(key / 10), f: key % 10, ...cell }))
    .sort((a, b) => b.r - a.r || a.f - b.f)
    .map(({ r, f, customers: count, value: spent }) => ({
      r,
      f,
      recency: span(byR.get(r)),
      frequency: span(byF.get(f)),
      customers: count,
      customer_share: count / n,
      value: spent,
    }));
  return { main, grid: gridRows };
}
