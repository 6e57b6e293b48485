import { wilson } from "./intervals.ts";
import { decilesOf } from "./ranking.ts";

/** What a score said of one item at a past date, and what came of it. */
export interface Tested {
  /** The higher, the sooner it was said to happen. */
  readonly score: number;
  /** The probability that was told, where there was one. */
  readonly told: number | null;
  /** Whether the warning would have named it. */
  readonly listed: boolean;
  readonly happened: boolean;
}
/** Items of one tenth or bin, 1 to 10. */
export interface TestedGroup {
  readonly group: number;
  readonly customers: number;
  readonly left: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** The mean probability that was told. */
  readonly expected: number | null;
}

/** Precision, recall and lift of a warning, its tenths by score, and its probabilities in ten equal steps. */
export function testScore(items: readonly Tested[]) {
  const n = items.length;
  const deciles = decilesOf(items.map(({ score }) => score));
  const count = (of: (item: Tested) => boolean) => items.filter(of).length;
  const happened = count((item) => item.happened);
  const listed = count((item) => item.listed);
  const caught = count((item) => item.listed && item.happened);
  const probable = items.filter((item) => item.told !== null);
  const base = n > 0 ? happened / n : null;
  const precision = listed > 0 ? caught / listed : null;
  return {
    deciles,
    /** Empty where no probabilities were told. */
    bins: grouped(probable, (item) => Math.min(10, Math.floor((item.told ?? 0) * 10) + 1)),
    tenths: grouped(items, (_, index) => deciles[index] ?? 1).map((tenth) => ({
      ...tenth,
      lift: base !== null && base > 0 ? tenth.rate / base : null,
    })),
    n,
    happened,
    base,
    listed,
    caught,
    precision,
    precisionInterval: wilson(caught, listed),
    recall: happened > 0 ? caught / happened : null,
    recallInterval: wilson(caught, happened),
    lift: precision !== null && base !== null && base > 0 ? precision / base : null,
    /** The mean square of what was told less what happened (Brier 1950). */
    brier:
      probable.length > 0
        ? probable.reduce((sum, item) => sum + ((item.told ?? 0) - (item.happened ? 1 : 0)) ** 2, 0) /
          probable.length
        : null,
  };
}

function grouped(items: readonly Tested[], of: (item: Tested, index: number) => number): TestedGroup[] {
  const groups = new Map<number, Tested[]>();
  items.forEach((item, index) => {
    const key = of(item, index);
    const own = groups.get(key);
    if (own) own.push(item);
    else groups.set(key, [item]);
  });
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([group, own]) => {
      const left = own.filter((item) => item.happened).length;
      const ends = wilson(left, own.length);
      const told = own.every((item) => item.told !== null)
        ? own.reduce((sum, item) => sum + (item.told ?? 0), 0) / own.length
        : null;
      return {
        group,
        customers: own.length,
        left,
        rate: left / own.length,
        low: ends?.low ?? 0,
        high: ends?.high ?? 1,
        expected: told,
      };
    });
}
