import { wilson } from "../models/intervals.ts";
import { type Row, dayNumber, isoDay } from "../tables/frame.ts";
import { rollingDays } from "./cohort-members.ts";
import { firstPurchase } from "./first-purchase.ts";
import type { FoldInput, Window } from "./metric.ts";
import { type Period, periodNumbers, periodStart } from "./period.ts";
import { bySplit } from "./rows.ts";

/** The definition in force. */
export interface CohortSettings {
  readonly period: Period;
  readonly window: "calendar" | "rolling" | "unbounded";
  readonly measure: "customers" | "orders" | "revenue" | "cumulative";
  readonly periods: number;
}

/** The rows of every cohort, in one pass over the orders, which come by customer and time. */
export function cohortRows(input: FoldInput, settings: CohortSettings, { from, to, asOf }: Window): Row[] {
  const { orders, keepOrders } = input;
  const { customer, day, purchase, value, split, length } = orders;
  const [first, last, end] = [dayNumber(from), dayNumber(to), dayNumber(asOf)];
  const periodOf = periodNumbers(settings.period, first - 1, end);
  const days = rollingDays[settings.period];
  const rolling = settings.window === "rolling";
  interface Group {
    readonly start: number;
    readonly split: number;
    size: number;
    lastFirst: number;
    readonly active: number[];
    readonly orders: number[];
    readonly value: number[];
  }
  const groups = new Map<number, Group>();
  let i = 0;
  while (i < length) {
    const own = customer[i] as number;
    const at0 = firstPurchase(input, i);
    const firstDay = at0 < 0 ? -Infinity : (day[at0] as number);
    let group: Group | null = null;
    let cohort = 0;
    let before = -1;
    if (firstDay >= first && firstDay <= last) {
      cohort = periodOf(firstDay);
      const code = split ? (split.codes[at0] as number) : -1;
      const key = cohort * 1_048_576 + code + 1;
      group = groups.get(key) ?? null;
      if (!group) {
        group = {
          start: cohort,
          split: code,
          size: 0,
          lastFirst: firstDay,
          active: [],
          orders: [],
          value: [],
        };
        groups.set(key, group);
      }
      group.size += 1;
      if (firstDay > group.lastFirst) group.lastFirst = firstDay;
    }
    for (; i < length && customer[i] === own; i += 1) {
      const at = day[i] as number;
      if (!group || (keepOrders && !keepOrders[i]) || at < firstDay || at > last) continue;
      const k = rolling ? Math.floor((at - firstDay) / days) : periodOf(at) - cohort;
      group.value[k] = (group.value[k] ?? 0) + (value[i] as number);
      if (!purchase[i]) continue;
      group.orders[k] = (group.orders[k] ?? 0) + 1;
      if (k === before) continue;
      if (settings.window === "unbounded")
        for (let j = before + 1; j <= k; j += 1) group.active[j] = (group.active[j] ?? 0) + 1;
      else group.active[k] = (group.active[k] ?? 0) + 1;
      before = k;
    }
  }
  const label = (code: number) => (code < 0 ? null : (split?.labels[code] ?? null));
  const sorted = [...groups.values()].sort(
    (a, b) => bySplit(label(a.split), label(b.split)) || a.start - b.start,
  );
  const rows: Row[] = [];
  const now = periodOf(last);
  for (const group of sorted) {
    const start = periodStart(settings.period, group.start);
    const most = rolling ? Math.floor((last - start) / days) : now - group.start;
    const shown = settings.periods > 0 ? Math.min(most, settings.periods) : most;
    let total = 0;
    for (let k = 0; k <= shown; k += 1) {
      const active = group.active[k] ?? 0;
      total += group.value[k] ?? 0;
      const interval = wilson(active, group.size);
      const over = rolling
        ? group.lastFirst + (k + 1) * days
        : periodStart(settings.period, group.start + k + 1);
      rows.push({
        cohort: isoDay(start),
        period: k,
        cohort_size: group.size,
        value:
          settings.measure === "customers"
            ? active
            : settings.measure === "orders"
              ? (group.orders[k] ?? 0)
              : settings.measure === "revenue"
                ? (group.value[k] ?? 0)
                : total / group.size,
        share: active / group.size,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        complete: over <= end,
        split: label(group.split),
      });
    }
  }
  return rows;
}
