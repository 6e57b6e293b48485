import { type Sql, sql } from "../sql.ts";
import { dayNumber } from "../tables/frame.ts";
import type { FoldInput, Relations, Window } from "./metric.ts";
import { periodNumber, periodNumberSql, periodNumbers } from "./period.ts";

export interface MultipleSettings {
  /** Whether only margins still to come count, or the first as well. */
  readonly preset: "later" | "all";
  readonly period: "month" | "quarter" | "year";
}
const perYear = { month: 12, quarter: 4, year: 1 };

/**
 * The margins of a customer over all periods, discounted, as a multiple of one period's margin, at a constant
 * retention (0–1) and a discount rate a year: r / (1 + i − r), or (1 + i) / (1 + i − r) with the first margin
 * (Gupta & Lehmann 2003).
 */
export function multipleOf(retention: number, yearly: number, { preset, period }: MultipleSettings): number {
  const rate = (1 + yearly) ** (1 / perYear[period]) - 1;
  return (preset === "later" ? retention : 1 + rate) / (1 + rate - retention);
}
/** `multipleOf` as SQL. */
export function multipleSql(retention: Sql, yearly: Sql, { preset, period }: MultipleSettings): Sql {
  const growth = sql`power(1 + ${yearly}, ${1 / perYear[period]})`;
  return sql`((${preset === "later" ? retention : growth}) / (${growth} - (${retention})))`;
}

/**
 * Common table expressions, beginning with WITH, that end in `measured`: over the full periods of the range,
 * at most one row of previous (customers who could return), retained, customers (of the last period),
 * retention (0–1), revenue (money per buyer and period). No row where no two full periods follow one another.
 */
export function measuredSql(
  { orders, sales }: Relations,
  settings: MultipleSettings,
  { from, to, asOf }: Window,
): Sql {
  const numberOf = (day: Sql) => periodNumberSql(settings.period, day);
  const [first, last, open] = [from, to, asOf].map((day) => numberOf(sql`${day}::DATE`)) as [Sql, Sql, Sql];
  return sql`WITH active AS (
  SELECT DISTINCT customer, ${numberOf(sql`day`)} AS period FROM ${orders}
), linked AS (
  SELECT period, coalesce(period - lag(period) OVER (PARTITION BY customer ORDER BY period) = 1, false) AS again FROM active
), counted AS (
  SELECT period, count(*) AS active, count(*) FILTER (again) AS retained FROM linked GROUP BY period
), reported AS (
  -- Periods of the range that are over.
  SELECT ${first} AS first, least(${last}, ${open} - 1) AS last
), summed AS (
  SELECT coalesce(sum(active) FILTER (period + 1 BETWEEN first AND last), 0) AS previous,
    coalesce(sum(retained) FILTER (period BETWEEN first AND last), 0) AS retained,
    coalesce(sum(active) FILTER (period BETWEEN first AND last), 0) AS buyers,
    coalesce(sum(active) FILTER (period = last AND first <= last), 0) AS customers
  FROM counted, reported
), measured AS (
  SELECT previous::DOUBLE AS previous, retained::DOUBLE AS retained, customers::INTEGER AS customers, retained::DOUBLE / previous AS retention,
    (SELECT round(coalesce(sum(value), 0), 6) FROM ${sales}, reported WHERE ${numberOf(sql`day`)} BETWEEN first AND last) / buyers AS revenue
  FROM summed WHERE previous > 0 AND buyers > 0
)`;
}

/** `measuredSql` in one pass over the facts; null where it has no row. */
export function measureRetention(
  { orders, keepOrders }: FoldInput,
  { period }: MultipleSettings,
  { from, to, asOf }: Window,
) {
  const { customer, day, purchase, value, length } = orders;
  const [first, open] = [periodNumber(period, dayNumber(from)), periodNumber(period, dayNumber(asOf))];
  const last = Math.min(periodNumber(period, dayNumber(to)), open - 1);
  const numberOf = periodNumbers(period, dayNumber(from) - 1, dayNumber(asOf));
  let [previous, retained, buyers, now, sum] = [0, 0, 0, 0, 0];
  let [own, active] = [-1, -1];
  for (let i = 0; i < length; i += 1) {
    if (keepOrders && !keepOrders[i]) continue;
    const at = numberOf(day[i] as number);
    const inside = at >= first && at <= last;
    if (inside) sum += value[i] as number;
    if (!purchase[i]) continue;
    const same = customer[i] === own;
    if (same && active === at) continue;
    if (at + 1 >= first && at + 1 <= last) previous += 1;
    if (inside) {
      buyers += 1;
      if (same && active === at - 1) retained += 1;
      if (at === last) now += 1;
    }
    own = customer[i] as number;
    active = at;
  }
  if (previous === 0 || buyers === 0) return null;
  const revenue = Math.round(sum * 1e6) / 1e6 / buyers;
  return { previous, retained, customers: now, retention: retained / previous, revenue };
}
