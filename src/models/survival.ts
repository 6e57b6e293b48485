/** Durations of one group: `event` 1 where it ended, 0 where it was still open when last seen. */
export interface Durations {
  readonly length: number;
  readonly time: ArrayLike<number>;
  readonly event: ArrayLike<number>;
  /** Customers who share the duration; 1 where absent. */
  readonly weight?: ArrayLike<number>;
  /** Time from which the duration was observed (late entry); 0 where absent. */
  readonly entry?: ArrayLike<number>;
}

export interface SurvivalStep {
  readonly time: number;
  /** At risk just before. */
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
  readonly survival: number;
  /** Greenwood's standard error of survival. */
  readonly standardError: number;
  /** The interval; null where there is none: at survival 0, and of the log-log one at 1. */
  readonly low: number | null;
  readonly high: number | null;
}

export const z95 = 1.959963984540054;

/** The scale on which an interval is even around survival (Kalbfleisch & Prentice 2002, §1.4). */
export type SurvivalInterval = "log-log" | "log" | "plain";

function intervalOf(
  kind: SurvivalInterval,
  survival: number,
  variance: number,
): { low: number | null; high: number | null } {
  if (!(survival > 0)) return { low: null, high: null };
  const spread = z95 * Math.sqrt(variance);
  if (kind === "plain")
    return { low: Math.max(0, survival * (1 - spread)), high: Math.min(1, survival * (1 + spread)) };
  if (kind === "log")
    return { low: survival * Math.exp(-spread), high: Math.min(1, survival * Math.exp(spread)) };
  if (survival >= 1) return { low: null, high: null };
  const power = Math.exp(spread / Math.abs(Math.log(survival)));
  return { low: survival ** power, high: survival ** (1 / power) };
}

/**
 * Kaplan–Meier (1958) with Greenwood's variance and a 95 % interval, one step at each time that anyone's
 * duration ends or is cut off. Times in any unit.
 */
export function kaplanMeier(durations: Durations, interval: SurvivalInterval = "log-log"): SurvivalStep[] {
  const times = timesOf(durations);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let variance = 0;
  for (const { time, atRisk, events, censored } of times) {
    if (events > 0) {
      survival *= 1 - events / atRisk;
      variance += events === atRisk ? Infinity : events / (atRisk * (atRisk - events));
    }
    steps.push({
      time,
      atRisk,
      events,
      censored,
      survival,
      standardError: survival > 0 ? survival * Math.sqrt(variance) : 0,
      ...intervalOf(interval, survival, variance),
    });
  }
  return steps;
}

/** First time at which survival is at most `share`; null where the curve never falls so low. */
export function quantileOf(
  steps: readonly SurvivalStep[],
  share: number,
): { at: number | null; low: number | null; high: number | null } {
  const first = (value: (step: SurvivalStep) => number | null) =>
    steps.find((step) => {
      const found = value(step);
      return found !== null && found <= share + 1e-12;
    })?.time ?? null;
  return {
    at: first((step) => step.survival),
    low: first((step) => (step.survival === 0 ? 0 : step.low)),
    high: first((step) => step.high),
  };
}

/**
 * Mean time up to a horizon, the area under the curve, with its standard error (Klein & Moeschberger 2003,
 * §4.5). What lies beyond the horizon counts as the horizon.
 */
export function restrictedMean(
  steps: readonly SurvivalStep[],
  horizon: number,
): { mean: number; standardError: number } {
  const within = steps.filter(({ time }) => time <= horizon);
  const areas = within.map(({ time, survival }, i) => {
    const next = within[i + 1]?.time ?? horizon;
    return survival * (next - time);
  });
  let after = 0;
  let variance = 0;
  for (let i = within.length - 1; i >= 0; i -= 1) {
    const { atRisk = 0, events = 0 } = within[i] ?? {};
    after += areas[i] ?? 0;
    if (events > 0 && atRisk > events) variance += (after * after * events) / (atRisk * (atRisk - events));
  }
  return {
    mean: Math.min(within[0]?.time ?? horizon, horizon) + after,
    standardError: Math.sqrt(variance),
  };
}

/** Log-rank test of equal survival (Mantel 1966): χ² and its degrees of freedom. */
export function logRank(groups: readonly Durations[]): { chi2: number; df: number } {
  const tables = groups.map((group) => new Map(timesOf(group).map((row) => [row.time, row])));
  const risk = groups.map(atRiskReader);
  const times = [
    ...new Set(
      tables.flatMap((table) => [...table.values()].filter((row) => row.events > 0).map((row) => row.time)),
    ),
  ];
  times.sort((a, b) => a - b);
  const k = groups.length - 1;
  const excess = new Float64Array(k);
  const covariance = new Float64Array(k * k);
  for (const time of times) {
    const n = risk.map((read) => read(time));
    const total = n.reduce((sum, count) => sum + count, 0);
    const events = tables.map((table) => table.get(time)?.events ?? 0);
    const died = events.reduce((sum, count) => sum + count, 0);
    if (total < 2) continue;
    const spread = (died * (total - died)) / (total - 1);
    for (let i = 0; i < k; i += 1) {
      const share = (n[i] ?? 0) / total;
      excess[i] = (excess[i] ?? 0) + (events[i] ?? 0) - died * share;
      for (let j = 0; j < k; j += 1) {
        const other = (n[j] ?? 0) / total;
        covariance[i * k + j] = (covariance[i * k + j] ?? 0) + spread * share * ((i === j ? 1 : 0) - other);
      }
    }
  }
  const solution = solve(covariance, excess, k);
  let chi2 = 0;
  solution?.forEach((value, i) => (chi2 += value * (excess[i] ?? 0)));
  return { chi2: solution ? chi2 : NaN, df: k };
}

interface TimeRow {
  time: number;
  atRisk: number;
  events: number;
  censored: number;
}

function timesOf(durations: Durations): TimeRow[] {
  const { length, time, event, weight } = durations;
  const rows = new Map<number, TimeRow>();
  for (let i = 0; i < length; i += 1) {
    const at = time[i] ?? 0;
    let row = rows.get(at);
    if (!row) rows.set(at, (row = { time: at, atRisk: 0, events: 0, censored: 0 }));
    const count = weight?.[i] ?? 1;
    if (event[i]) row.events += count;
    else row.censored += count;
  }
  const read = atRiskReader(durations);
  const sorted = [...rows.values()].sort((a, b) => a.time - b.time);
  for (const row of sorted) row.atRisk = read(row.time);
  return sorted;
}

/** At risk just before a time: ended at it or later, and seen from before it. */
function atRiskReader({ length, time, weight, entry }: Durations): (at: number) => number {
  const ends = cumulative(length, time, weight);
  const entries = entry ? cumulative(length, entry, weight) : null;
  return (at) => ends.total - ends.before(at) - (entries ? entries.total - entries.before(at) : 0);
}

function cumulative(length: number, values: ArrayLike<number>, weight: ArrayLike<number> | undefined) {
  const order = Array.from({ length }, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const sorted = order.map((i) => values[i] ?? 0);
  const sums = new Float64Array(length + 1);
  order.forEach((i, place) => (sums[place + 1] = (sums[place] ?? 0) + (weight?.[i] ?? 1)));
  return {
    total: sums[length] ?? 0,
    /** Weight of the values strictly below. */
    before(at: number): number {
      let low = 0;
      let high = length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sorted[middle] ?? 0) < at) low = middle + 1;
        else high = middle;
      }
      return sums[low] ?? 0;
    },
  };
}

/** Gaussian elimination with pivoting; null where the matrix is singular. */
function solve(matrix: Float64Array, right: Float64Array, n: number): Float64Array | null {
  const a = Float64Array.from(matrix);
  const b = Float64Array.from(right);
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < n; row += 1)
      if (Math.abs(a[row * n + column] ?? 0) > Math.abs(a[pivot * n + column] ?? 0)) pivot = row;
    const head = a[pivot * n + column] ?? 0;
    if (Math.abs(head) < 1e-12) return null;
    for (let j = 0; j < n; j += 1) {
      const kept = a[column * n + j] ?? 0;
      a[column * n + j] = a[pivot * n + j] ?? 0;
      a[pivot * n + j] = kept;
    }
    const keptRight = b[column] ?? 0;
    b[column] = b[pivot] ?? 0;
    b[pivot] = keptRight;
    for (let row = column + 1; row < n; row += 1) {
      const factor = (a[row * n + column] ?? 0) / head;
      for (let j = column; j < n; j += 1)
        a[row * n + j] = (a[row * n + j] ?? 0) - factor * (a[column * n + j] ?? 0);
      b[row] = (b[row] ?? 0) - factor * (b[column] ?? 0);
    }
  }
  for (let row = n - 1; row >= 0; row -= 1) {
    let sum = b[row] ?? 0;
    for (let j = row + 1; j < n; j += 1) sum -= (a[row * n + j] ?? 0) * (b[j] ?? 0);
    b[row] = sum / (a[row * n + row] ?? 1);
  }
  return b;
}
