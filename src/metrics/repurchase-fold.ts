import { wilson } from "../models/intervals.ts";
import { type Row, dayNumber, isoDay } from "../tables/frame.ts";
import type { FoldInput, Window } from "./metric.ts";
import { type Period, periodNumbers, periodStart } from "./period.ts";
import { completeColumn, customersColumn, shareEnds, splitColumn } from "./result-columns.ts";
import { bySplit, frameOf } from "./rows.ts";

/** The columns of the repurchase rate. */
export const repurchaseColumns = {
  cohort: { type: "date", unit: "period", period: "by", label: { en: "Cohort", "zh-CN": "批次" } },
  customers: customersColumn,
  repurchased: { type: "integer", unit: "customers", label: { en: "Bought again", "zh-CN": "回购" } },
  rate: {
    type: "number",
    unit: "share",
    label: { en: "Repurchase rate", "zh-CN": "复购率" },
    interval: ["low", "high"],
    n: "customers",
  },
  ...shareEnds,
  complete: completeColumn,
  split: splitColumn,
} as const;

interface Settings {
  readonly preset: "range" | "window" | "order-share" | "returning-orders";
  readonly window: number;
  readonly count: "orders" | "days";
  readonly newcomers: "ever" | "range";
  readonly open: "out" | "in";
  readonly refunds: "aside" | "orders";
  readonly by: "all" | "week" | "month" | "quarter";
}

/** The repurchase rate in one pass over the orders, which come by customer and time. */
export function foldRepurchase(
  { orders, keepOrders }: FoldInput,
  settings: Settings,
  { from, to, asOf }: Window,
) {
  const { customer, day, purchase, split, length } = orders;
  const [first, last, end] = [dayNumber(from), dayNumber(to), dayNumber(asOf)];
  const grouped = settings.by === "all" ? null : (settings.by as Period);
  const periodOf = grouped ? periodNumbers(grouped, first - 1, end) : () => 0;
  const refundsToo = settings.refunds === "orders";
  const forgetful = settings.preset === "window" && settings.newcomers === "range";
  const perOrder = settings.preset === "order-share" || settings.preset === "returning-orders";
  const counts = new Map<number, { period: number; split: number; n: number; k: number }>();
  const add = (period: number, code: number, n: number, k: number) => {
    const key = period * 1_048_576 + code + 1;
    const known = counts.get(key);
    if (known) {
      known.n += n;
      known.k += k;
    } else counts.set(key, { period, split: code, n, k });
  };
  let i = 0;
  while (i < length) {
    const own = customer[i] as number;
    let bought = 0;
    let inRange = 0;
    let firstDay = -1;
    let secondDay = -1;
    let lastDay = -1;
    let firstCode = -1;
    let period = -1;
    let inPeriod = 0;
    for (; i < length && customer[i] === own; i += 1) {
      if ((keepOrders && !keepOrders[i]) || (!purchase[i] && !refundsToo)) continue;
      const at = day[i] as number;
      if (at > last) break;
      if (forgetful && at < first) continue;
      if (settings.count === "days" && at === lastDay) continue;
      lastDay = at;
      bought += 1;
      if (bought === 1) {
        firstDay = at;
        firstCode = split ? (split.codes[i] as number) : -1;
      } else if (bought === 2) secondDay = at;
      if (at < first) continue;
      inRange += 1;
      const now = periodOf(at);
      if (perOrder)
        add(now, firstCode, 1, (settings.preset === "order-share" ? inRange : bought) > 1 ? 1 : 0);
      else if (settings.preset === "range") {
        if (now !== period) {
          if (inPeriod > 0) add(period, firstCode, 1, inPeriod > 1 ? 1 : 0);
          period = now;
          inPeriod = 0;
        }
        inPeriod += 1;
      }
    }
    while (i < length && customer[i] === own) i += 1;
    if (inPeriod > 0) add(period, firstCode, 1, inPeriod > 1 ? 1 : 0);
    const over = settings.open === "in" || firstDay + settings.window < end;
    if (settings.preset === "window" && firstDay >= first && over)
      add(
        periodOf(firstDay),
        firstCode,
        1,
        secondDay >= 0 && secondDay <= firstDay + settings.window ? 1 : 0,
      );
  }
  const label = (code: number) => (code < 0 ? null : (split?.labels[code] ?? null));
  const rows: Row[] = [...counts.values()]
    .sort((a, b) => bySplit(label(a.split), label(b.split)) || a.period - b.period)
    .map(({ period, split: code, n, k }) => {
      const interval = wilson(k, n);
      const over = grouped
        ? periodStart(grouped, period + 1) + (settings.preset === "window" ? settings.window : 0)
        : end;
      return {
        cohort: grouped ? isoDay(periodStart(grouped, period)) : null,
        customers: n,
        repurchased: k,
        rate: k / n,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        complete: over <= end,
        split: label(code),
      };
    });
  return { main: frameOf(repurchaseColumns, rows) };
}
