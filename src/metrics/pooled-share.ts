import { wilson } from "../models/intervals.ts";
import type { HeadlineValue } from "./metric.ts";

/** One period's share, k of n. */
export interface PeriodShare {
  /** The first day of the period; null where the share is not of a period. */
  readonly period: string | null;
  readonly k: number;
  readonly n: number;
  readonly share: number | null;
  readonly complete: boolean;
  /** Whether it is part of the sum. */
  readonly counts: boolean;
}

/** The share over all periods that count, with Wilson's interval, and the shares of the periods beside it. */
export function pooledShare(shares: readonly PeriodShare[]): HeadlineValue {
  let [k, n] = [0, 0];
  for (const each of shares) {
    if (!each.counts) continue;
    k += each.k;
    n += each.n;
  }
  const interval = wilson(k, n);
  return {
    value: n > 0 ? k / n : null,
    n,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    series: shares.flatMap(({ period, share, complete }) =>
      period === null ? [] : [{ period, value: share, complete }],
    ),
  };
}
