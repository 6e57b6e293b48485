import { type Sql, sql } from "../sql.ts";
import { dayNumber } from "../tables/frame.ts";
import { type Counting, countedInput, countedTables } from "./counting.ts";
import { foldMembers } from "./member-fold.ts";
import type { FoldInput, MemberSums, Members, Relations, Window } from "./metric.ts";
import {
  type Period,
  laterPeriodSql,
  periodNumberSql,
  periodNumbers,
  periodStart,
  periodStartSql,
} from "./period.ts";

/** Days of a rolling period: the same length for everyone, whatever the calendar. */
export const rollingDays: Record<Period, number> = { day: 1, week: 7, month: 30, quarter: 90, year: 365 };

/** The customers of the cohorts whose first period after is over, and whether they bought in it. */
function firstPeriodSql(tables: Relations, given: Readonly<Record<string, unknown>>, range: Window): Sql {
  const { period, window, ...counting } = given as unknown as { period: Period; window: string } & Counting;
  const { from, to, asOf } = range;
  const { orders } = countedTables(tables, counting, range);
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

/** The same in two passes: a rolling period is over only when it is for all of a cohort. */
function foldFirstPeriod(
  input: FoldInput,
  given: Readonly<Record<string, unknown>>,
  range: Window,
): MemberSums {
  const { period, window, ...counting } = given as unknown as { period: Period; window: string } & Counting;
  const { from, to, asOf } = range;
  const [start, last, end] = [dayNumber(from), dayNumber(to), dayNumber(asOf)];
  const days = rollingDays[period];
  const rolling = window === "rolling";
  const number = periodNumbers(period, start, last);
  const lastFirst = new Map<number, number>();
  let first = -1;
  let back = false;
  const found = foldMembers(
    countedInput(input, counting, range),
    "purchases",
    () => {
      first = -1;
      back = false;
    },
    (day) => {
      if (first === -1) first = day;
      // Who began before the range is of no cohort in it.
      if (first < start || day > last) return;
      const k = rolling ? Math.floor((day - first) / days) : number(day) - number(first);
      if (window === "unbounded" ? k >= 1 : k === 1) back = true;
    },
    (add) => {
      if (first < start || first > last) return;
      const cohort = number(first);
      lastFirst.set(cohort, Math.max(lastFirst.get(cohort) ?? first, first));
      // The cohort by its number, from 1 on, until it is known whether its period is over.
      add(cohort - number(start) + 1, back ? 1 : 0);
    },
  );
  const over = new Map(
    [...lastFirst].map(([cohort, latest]) => [
      cohort - number(start) + 1,
      rolling
        ? latest + 2 * days <= end && Math.floor((last - periodStart(period, cohort)) / days) >= 1
        : periodStart(period, cohort + 2) <= end && number(last) > cohort,
    ]),
  );
  const { counted, hits } = found;
  for (let i = 0; i < counted.length; i += 1) {
    const cohort = counted[i] as number;
    if (cohort === 0) continue;
    const whole = over.get(cohort) === true;
    counted[i] = whole ? 1 : 0;
    if (!whole) hits[i] = 0;
  }
  return found;
}

/** Who makes the retention after one period. */
export const cohortMembers: Members<unknown> = {
  figure: "ratio",
  counted: { en: "Customers", "zh-CN": "顾客" },
  hits: { en: "Came back", "zh-CN": "回购" },
  unit: "count",
  settings: ["period", "window", "newcomers", "refunds"],
  sql: firstPeriodSql,
  fold: foldFirstPeriod,
};
