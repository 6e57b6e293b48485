import { type Row, dayNumber, isoDay } from "../tables/frame.ts";
import { countedInput } from "./counting.ts";
import { firstPurchase } from "./first-purchase.ts";
import type { FoldInput, Window } from "./metric.ts";
import { type Period, periodNumbers, periodStart } from "./period.ts";
import { z95 } from "./wilson.ts";

export interface RevenueSettings {
  readonly period: Period;
  readonly newcomers: "ever" | "range";
}
interface Totals {
  readonly buyers: number;
  readonly orders: number;
  readonly value: number;
}

/** Shapley's split of the change of buyers × frequency × order value: the three parts add up exactly. */
export function changeOf(before: Totals, now: Totals) {
  const factors = ({ buyers, orders, value }: Totals) =>
    buyers > 0 && orders > 0 ? ([buyers, orders / buyers, value / orders] as const) : ([0, 0, 0] as const);
  const [b0, f0, v0] = factors(before);
  const [b1, f1, v1] = factors(now);
  return {
    change: now.value - before.value,
    from_buyers: (b1 - b0) * ((f0 * v0 + f1 * v1) / 3 + (f0 * v1 + f1 * v0) / 6),
    from_frequency: (f1 - f0) * ((b0 * v0 + b1 * v1) / 3 + (b0 * v1 + b1 * v0) / 6),
    from_order_value: (v1 - v0) * ((b0 * f0 + b1 * f1) / 3 + (b0 * f1 + b1 * f0) / 6),
  };
}

/** Revenue by period and kind of customer, in one pass over the facts. */
export function foldRevenue(given: FoldInput, { period, newcomers }: RevenueSettings, window: Window) {
  const { from, to, asOf } = window;
  const input = countedInput(given, { newcomers }, window);
  const { orders, keepOrders } = input;
  const { customer, day, purchase, value, length } = orders;
  const [first, last, end] = [dayNumber(from), dayNumber(to), dayNumber(asOf)];
  const periodOf = periodNumbers(period, first, end);
  const start = periodOf(first);
  const cells = Math.max(0, periodOf(last) - start + 1);
  const kinds = [0, 1].map(() => ({
    buyers: new Int32Array(cells),
    orders: new Int32Array(cells),
    value: new Float64Array(cells),
    rows: new Uint8Array(cells),
  }));
  const all = { buyers: 0, fresh: 0, orders: 0, value: 0 };
  const returned = new Float64Array(orders.customers);
  const spent = new Float64Array(orders.customers);
  // The first period is cut short where the range begins after the data do, within it.
  let earlier = false;
  let i = 0;
  while (i < length) {
    const own = customer[i] as number;
    const at0 = firstPurchase(input, i);
    const firstDay = at0 < 0 ? Infinity : (day[at0] as number);
    const fresh = firstDay >= first && firstDay <= last;
    const firstCell = fresh ? periodOf(firstDay) - start : -1;
    if (fresh) all.fresh += 1;
    const known = newcomers === "range" ? firstPurchase(given, i) : at0;
    if (known >= 0 && (day[known] as number) < first) earlier = true;
    let counted = -1;
    let bought = false;
    for (; i < length && customer[i] === own; i += 1) {
      const at = day[i] as number;
      if ((keepOrders && !keepOrders[i]) || at < first || at > last) continue;
      const buys = purchase[i] === 1;
      const cell = periodOf(at) - start;
      // A refund before any known purchase belongs to somebody who bought earlier than the data begin.
      const which = cell === firstCell && at >= firstDay ? 0 : 1;
      const kind = kinds[which];
      if (!kind) continue;
      spent[own] = (spent[own] as number) + (value[i] as number);
      if (which === 1) returned[own] = (returned[own] as number) + (value[i] as number);
      kind.rows[cell] = 1;
      kind.value[cell] = (kind.value[cell] as number) + (value[i] as number);
      all.value += value[i] as number;
      if (!buys) continue;
      kind.orders[cell] = (kind.orders[cell] as number) + 1;
      all.orders += 1;
      if (!bought) all.buyers += 1;
      bought = true;
      if (counted !== cell) kind.buyers[cell] = (kind.buyers[cell] as number) + 1;
      counted = cell;
    }
  }
  const main: Row[] = [];
  const change: Row[] = [];
  let before: Totals | null = null;
  for (let cell = 0; cell < cells; cell += 1) {
    const day0 = isoDay(periodStart(period, start + cell));
    const complete =
      periodStart(period, start + cell + 1) <= end &&
      (!earlier || periodStart(period, start + cell) >= first);
    kinds.forEach((kind, index) => {
      if (!kind.rows[cell]) return;
      const made = kind.orders[cell] as number;
      main.push({
        period: day0,
        customer_kind: index === 0 ? "new" : "returning",
        buyers: kind.buyers[cell] as number,
        orders: made,
        value: kind.value[cell] as number,
        average_order_value: made > 0 ? (kind.value[cell] as number) / made : null,
        complete,
      });
    });
    if (!kinds.some((kind) => kind.rows[cell])) continue;
    const sum = (read: (kind: (typeof kinds)[number]) => number) =>
      kinds.reduce((total, kind) => total + read(kind), 0);
    const now: Totals = {
      buyers: sum((kind) => kind.buyers[cell] as number),
      orders: sum((kind) => kind.orders[cell] as number),
      value: sum((kind) => kind.value[cell] as number),
    };
    change.push({
      period: day0,
      buyers: now.buyers,
      orders_per_buyer: now.buyers > 0 ? now.orders / now.buyers : null,
      average_order_value: now.orders > 0 ? now.value / now.orders : null,
      value: now.value,
      ...(before ? changeOf(before, now) : {}),
      complete,
    });
    before = now;
  }
  const summary: Row = {
    buyers: all.buyers,
    new_buyers: all.fresh,
    orders: all.orders,
    value: all.value,
    average_order_value: all.orders > 0 ? all.value / all.orders : null,
    orders_per_buyer: all.buyers > 0 ? all.orders / all.buyers : null,
    ...shareOf(returned, spent),
  };
  return { main, change, summary: [summary] };
}

/**
 * The share of returning customers in revenue with its 95 % interval by linearisation (Cochran 1977): a ratio
 * of two sums over customers, each of whom counts with all that is theirs.
 */
function shareOf(parts: Float64Array, wholes: Float64Array) {
  let [part, whole] = [0, 0];
  for (let own = 0; own < wholes.length; own += 1) {
    part += parts[own] as number;
    whole += wholes[own] as number;
  }
  if (!(whole > 0)) return { returning_share: null, returning_low: null, returning_high: null };
  const share = part / whole;
  let squares = 0;
  for (let own = 0; own < wholes.length; own += 1)
    squares += ((parts[own] as number) - share * (wholes[own] as number)) ** 2;
  const half = (z95 * Math.sqrt(squares)) / whole;
  return {
    returning_share: share,
    returning_low: Math.max(0, share - half),
    returning_high: Math.min(1, share + half),
  };
}
