export interface CdnowCustomer {
  readonly id: string;
  readonly x: number;
  readonly tx: number;
  readonly age: number;
  /** Mean value of the repeat purchase days; 0 without one. */
  readonly mean: number;
}

/** Histories in the text of a CDNOW file up to a day, same-day purchases merged, in weeks. */
export function cdnowCustomers(text: string, until = "1997-09-30"): CdnowCustomer[] {
  const end = Date.parse(until) / 86_400_000;
  const days = new Map<string, Map<number, number>>();
  for (const line of text.trim().split("\n")) {
    const [, id = "", date = "", , value = "0"] = line.trim().split(/\s+/);
    const day = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`) / 86_400_000;
    if (day > end) continue;
    const own = days.get(id) ?? new Map<number, number>();
    days.set(id, own.set(day, (own.get(day) ?? 0) + Number(value)));
  }
  return [...days].map(([id, own]) => {
    const sorted = [...own.keys()].sort((a, b) => a - b);
    const first = sorted[0] ?? 0;
    const repeats = sorted.slice(1);
    const spent = repeats.reduce((sum, day) => sum + (own.get(day) ?? 0), 0);
    return {
      id,
      x: repeats.length,
      tx: ((sorted.at(-1) ?? 0) - first) / 7,
      age: (end - first) / 7,
      mean: repeats.length ? spent / repeats.length : 0,
    };
  });
}
