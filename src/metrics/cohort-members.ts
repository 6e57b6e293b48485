import { type Sql, sql } from "../sql.ts";
import type { Members, Relations, Window } from "./metric.ts";
import { type Period, laterPeriodSql, periodNumberSql, periodStartSql } from "./period.ts";

/** Days of a rolling period: the same length for everyone, whatever the calendar. */
export const rollingDays: Record<Period, number> = { day: 1, week: 7, month: 30, quarter: 90, year: 365 };

/** The customers of the cohorts whose first period after is over, and whether they bought in it. */
function firstPeriodSql(
  { orders }: Relations,
  given: Readonly<Record<string, unknown>>,
  { from, to, asOf }: Window,
): Sql {
  const { period, window } = given as { period: Period; window: string };
  const days = rollingDays[period];
  const number = (day: Sql) => periodNumberSql(period, day);
  const k =
    window === "rolling"
      ? sql`(o.day - m.first_day) // ${days}`
      : sql`${number(sql`o.day`)} - ${number(sql`m.first_day`)}`;
  const over =
    window === "rolling"
      ? sql`last_first + ${2 * days} <= ${asOf}::DATE AND (${to}::DATE - cohort) // ${days} >= 1`
      : sql`${laterPeriodSql(period, sql`cohort`, sql`2`)} <= ${asOf}::DATE AND ${number(sql`${to}::DATE`)} > ${number(sql`cohort`)}`;
  return sql`WITH firsts AS (
  SELECT customer, min(day) AS first_day, ${periodStartSql(period, sql`min(day)`)} AS cohort
  FROM ${orders} GROUP BY customer
  HAVING min(day) BETWEEN ${from}::DATE AND ${to}::DATE
), members AS (
  SELECT *, max(first_day) OVER (PARTITION BY cohort) AS last_first FROM firsts
)
SELECT any_value(o.customer_id) AS customer_id, 1 AS counted, bool_or(${k} ${window === "unbounded" ? sql`>=` : sql`=`} 1)::INTEGER AS hits
FROM ${orders} o JOIN members m ON m.customer = o.customer
WHERE o.day <= ${to}::DATE AND ${over}
GROUP BY o.customer`;
}

/** Who makes the retention after one period. */
export const cohortMembers: Members<unknown> = {
  figure: "ratio",
  counted: { en: "Customers", "zh-CN": "顾客" },
  hits: { en: "Came back", "zh-CN": "回购" },
  unit: "count",
  settings: ["period", "window"],
  sql: firstPeriodSql,
};
