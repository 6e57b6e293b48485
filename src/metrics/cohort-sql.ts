import { type Sql, sql } from "../sql.ts";
import { dayNumber } from "../tables/frame.ts";
import { rollingDays } from "./cohort-members.ts";
import { type Counting, countedTables } from "./counting.ts";
import type { Relations, Window } from "./metric.ts";
import { type Period, laterPeriodSql, periodNumber, periodNumberSql, periodStartSql } from "./period.ts";
import { wilsonSql } from "./wilson.ts";

export interface CohortParams extends Counting {
  readonly period: Exclude<Period, "year">;
  readonly window: "calendar" | "rolling" | "unbounded";
  readonly measure: "customers" | "orders" | "revenue" | "cumulative";
  readonly periods: number;
  readonly split: string | null;
}
/** The bits of a BIGINT but the sign. */
const mostBits = 63;

/** The cells of the triangle. */
export function cohortSql(
  tables: Relations,
  { period, window, measure, periods, split, ...counting }: CohortParams,
  range: Window,
): Sql {
  const { from, to, asOf } = range;
  const { orders, sales } = countedTables(tables, counting, range);
  const days = rollingDays[period];
  const rolling = window === "rolling";
  const number = (day: Sql) => periodNumberSql(period, day);
  const base = periodNumber(period, dayNumber(from));
  // A customer's periods as the bits of one number are quick to count, as many as fit into one.
  const bits = window === "calendar" && periodNumber(period, dayNumber(to)) - base < mostBits;
  const seen = bits
    ? sql`,
    bit_or(CASE WHEN day BETWEEN ${from}::DATE AND ${to}::DATE THEN 1::BIGINT << (${number(sql`day`)} - ${base})::INTEGER ELSE 0 END) AS seen`
    : window === "unbounded"
      ? sql`,
    max(${number(sql`day`)}) FILTER (day <= ${to}::DATE) AS seen`
      : sql``;
  const at = sql`(${number(sql`c.cohort`)} + c.period)`;
  const active =
    seen.text === ""
      ? sql`SELECT cohort, split, period, count(DISTINCT customer) AS active
  FROM activity_rows WHERE purchase GROUP BY ALL`
      : sql`SELECT c.cohort, c.split, c.period, sum(a.customers)::BIGINT AS active
  FROM cells c JOIN alike a ON a.cohort = c.cohort AND a.split IS NOT DISTINCT FROM c.split
    AND ${bits ? sql`(a.seen >> (${at} - ${base})::INTEGER) & 1 = 1` : sql`a.seen >= ${at}`}
  GROUP BY ALL`;
  const most = rolling
    ? sql`((${to}::DATE - cohort) // ${days})`
    : sql`(${number(sql`${to}::DATE`)} - ${number(sql`cohort`)})`;
  const shown = periods > 0 ? sql`least(${most}, ${periods})` : most;
  const k = rolling
    ? sql`((s.day - m.first_day) // ${days})::INTEGER`
    : sql`(${number(sql`s.day`)} - ${number(sql`m.first_day`)})::INTEGER`;
  const rows = sql`, activity_rows AS (
  SELECT m.customer, m.cohort, m.split, ${k} AS period, s.purchase, s.value
  FROM ${sales} s JOIN members m ON m.customer = s.customer
  WHERE s.day BETWEEN m.first_day AND ${to}::DATE
)`;
  const activity = sql`, activity AS (
  SELECT cohort, split, period, count(*) FILTER (purchase) AS orders, sum(value) AS value
  FROM activity_rows GROUP BY ALL
)`;
  const counted = measure === "customers";
  const { low, high } = wilsonSql(sql`active`, sql`cohort_size`);
  const value = {
    customers: sql`active::DOUBLE`,
    orders: sql`orders::DOUBLE`,
    revenue: sql`value`,
    cumulative: sql`sum(value) OVER (PARTITION BY cohort, split ORDER BY period) / cohort_size`,
  }[measure];
  const complete = rolling
    ? sql`last_first + (period + 1) * ${days} <= ${asOf}::DATE`
    : sql`${laterPeriodSql(period, sql`cohort`, sql`(period + 1)`)} <= ${asOf}::DATE`;
  return sql`WITH members AS (
  SELECT customer, min(day) AS first_day, ${periodStartSql(period, sql`min(day)`)} AS cohort,
    ${split === null ? sql`NULL::VARCHAR` : sql`arg_min_null(split, ordered_at)`} AS split${seen}
  FROM ${orders}
  GROUP BY customer
  HAVING min(day) BETWEEN ${from}::DATE AND ${to}::DATE
), alike AS (
  SELECT cohort, split, ${seen.text === "" ? sql`` : sql`seen, `}count(*) AS customers, max(first_day) AS last_first
  FROM members GROUP BY ALL
), cells AS (
  SELECT *, unnest(range(0, ${shown} + 1))::INTEGER AS period
  FROM (SELECT cohort, split, sum(customers)::BIGINT AS cohort_size, max(last_first) AS last_first FROM alike GROUP BY cohort, split)
)${counted && seen.text !== "" ? sql`` : rows}${counted ? sql`` : activity}, kept AS (
  ${active}
), filled AS (
  SELECT c.*, coalesce(k.active, 0) AS active${counted ? sql`` : sql`, coalesce(a.orders, 0) AS orders, coalesce(a.value, 0.0) AS value`}
  FROM cells c
  LEFT JOIN kept k ON k.cohort = c.cohort AND k.period = c.period AND k.split IS NOT DISTINCT FROM c.split${
    counted
      ? sql``
      : sql`
  LEFT JOIN activity a ON a.cohort = c.cohort AND a.period = c.period AND a.split IS NOT DISTINCT FROM c.split`
  }
)
SELECT cohort, period, cohort_size::INTEGER AS cohort_size, (${value})::DOUBLE AS value, active::DOUBLE / cohort_size AS share,
  ${low} AS low,
  ${high} AS high,
  ${complete} AS complete, split
FROM filled
ORDER BY split NULLS FIRST, cohort, period`;
}

/** Averages over the cohorts: of complete cells by size, of all cells by size, and of all cohorts alike. */
export function averagesSql(tables: Relations, params: CohortParams, range: Window): Sql {
  const { low, high } = wilsonSql(sql`kept`, sql`customers`);
  return sql`WITH cells AS (
${cohortSql(tables, params, range)}
), sums AS (
  SELECT split, period, (count(*) FILTER (complete))::INTEGER AS cohorts,
    coalesce(sum(cohort_size) FILTER (complete), 0)::DOUBLE AS customers,
    round(coalesce(sum(share * cohort_size) FILTER (complete), 0)) AS kept,
    sum(share * cohort_size) / sum(cohort_size) AS share_all, avg(share) AS share_mean
  FROM cells GROUP BY split, period
)
SELECT split, period, cohorts, customers::INTEGER AS customers, kept / nullif(customers, 0) AS share, ${low} AS low, ${high} AS high, share_all, share_mean
FROM sums
ORDER BY split NULLS FIRST, period`;
}
