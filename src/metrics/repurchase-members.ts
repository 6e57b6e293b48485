import { type Sql, sql } from "../sql.ts";
import { dayNumber } from "../tables/frame.ts";
import { foldMembers } from "./member-fold.ts";
import type { FoldInput, MemberSums, Members, Relations, Setting, Window } from "./metric.ts";
import { type Period, periodNumbers, periodStartSql } from "./period.ts";

/** The params of the repurchase rate that decide it. */
interface Params {
  readonly preset: "range" | "window" | "order-share" | "returning-orders";
  readonly window: number;
  readonly count: "orders" | "days";
  readonly newcomers: "ever" | "range";
  readonly open: "out" | "in";
  readonly refunds: "aside" | "orders";
  readonly by: "all" | "week" | "month" | "quarter";
}

/** What the four definitions are made of. */
interface Settings {
  readonly unit: "customers" | "orders";
  readonly first: "ever" | "range";
  /** Days; null for no limit. */
  readonly window: number | null;
  readonly open: "out" | "in";
  readonly count: "orders" | "days";
  readonly refunds: "aside" | "orders";
  readonly each: "all" | Period;
}

function settings({ preset, window, count, newcomers, open, refunds, by }: Params): Record<string, Setting> {
  const perOrder = preset === "order-share" || preset === "returning-orders";
  const limited = preset === "window";
  const first = limited ? newcomers : preset === "returning-orders" ? "ever" : "range";
  const each = preset === "range" ? by : "all";
  return {
    unit: {
      label: { en: "What is counted", "zh-CN": "计算对象" },
      value: perOrder ? "orders" : "customers",
      name: perOrder ? { en: "orders", "zh-CN": "订单" } : { en: "customers", "zh-CN": "顾客" },
    },
    first: {
      label: { en: "First-seen cut", "zh-CN": "首单认定" },
      value: first,
      name:
        first === "ever"
          ? { en: "first order ever", "zh-CN": "有史以来首单" }
          : { en: "first order in the range", "zh-CN": "范围内首单" },
    },
    open: {
      label: { en: "Incomplete windows", "zh-CN": "未走完的窗口" },
      value: limited ? open : "in",
      name:
        limited && open === "out"
          ? { en: "left out", "zh-CN": "不计入" }
          : { en: "included", "zh-CN": "计入" },
    },
    window: {
      label: { en: "Window", "zh-CN": "窗口" },
      value: limited ? window : null,
      name: limited ? { en: `${window} days`, "zh-CN": `${window} 天` } : { en: "no limit", "zh-CN": "不限" },
    },
    count: {
      label: { en: "Same-day orders", "zh-CN": "同日订单" },
      value: count,
      name:
        count === "days"
          ? { en: "count once", "zh-CN": "合并为一次" }
          : { en: "count each", "zh-CN": "逐单计数" },
    },
    refunds: {
      label: { en: "Refunds", "zh-CN": "退款" },
      value: refunds,
      name:
        refunds === "orders"
          ? { en: "count as orders", "zh-CN": "算作订单" }
          : { en: "no purchases", "zh-CN": "不算购买" },
    },
    each: {
      label: { en: "Counted anew each", "zh-CN": "每期重新计" },
      value: each,
      name: {
        all: { en: "never", "zh-CN": "否" },
        day: { en: "day", "zh-CN": "日" },
        week: { en: "week", "zh-CN": "周" },
        month: { en: "month", "zh-CN": "月" },
        quarter: { en: "quarter", "zh-CN": "季" },
        year: { en: "year", "zh-CN": "年" },
      }[each],
    },
  };
}

/** The rows that are purchases under these settings, by customer, day and time. */
export function boughtSql(
  { orders, sales }: Relations,
  { count, refunds }: Pick<Settings, "count" | "refunds">,
): Sql {
  const rows = refunds === "orders" ? sales : orders;
  return count === "days"
    ? sql`(SELECT customer, any_value(customer_id) AS customer_id, day, min(ordered_at) AS bought_at, arg_min_null(split, ordered_at) AS split FROM ${rows} GROUP BY customer, day)`
    : sql`(SELECT customer, customer_id, day, ordered_at AS bought_at, split FROM ${rows})`;
}

function membersSql(tables: Relations, given: unknown, { from, to, asOf }: Window): Sql {
  const { unit, first, window, open, each, ...counting } = given as Settings;
  const start = sql`${from}::DATE`;
  const own =
    each === "all" || first === "ever" ? sql`customer` : sql`customer, ${periodStartSql(each, sql`day`)}`;
  const over = window === null || open === "in" ? sql`` : sql` AND day + ${window}::INTEGER < ${asOf}::DATE`;
  const back = window === null ? sql`next_day IS NOT NULL` : sql`next_day <= day + ${window}::INTEGER`;
  const [counted, hit] =
    unit === "orders"
      ? [sql`day >= ${start}`, sql`place > 1`]
      : [sql`place = 1 AND day >= ${start}${over}`, back];
  return sql`WITH numbered AS (
  SELECT customer, customer_id, day, row_number() OVER own AS place, lead(day) OVER own AS next_day
  FROM ${boughtSql(tables, counting)}
  WHERE day <= ${to}::DATE${first === "range" ? sql` AND day >= ${start}` : sql``}
  WINDOW own AS (PARTITION BY ${own} ORDER BY bought_at)
)
SELECT any_value(customer_id) AS customer_id, count(*) AS counted, count(*) FILTER (${hit}) AS hits
FROM numbered WHERE ${counted} GROUP BY customer`;
}

/** The same in one pass. */
function foldRate(input: FoldInput, given: unknown, { from, to, asOf }: Window): MemberSums {
  const { unit, first, window, open, each, count, refunds } = given as Settings;
  const [start, last, end] = [dayNumber(from), dayNumber(to), dayNumber(asOf)];
  const anew = each !== "all" && first === "range";
  const periodOf = anew ? periodNumbers(each, start, last) : () => 0;
  const latest = window === null || open === "in" ? Infinity : end - window - 1;
  const limit = window ?? Infinity;
  let [place, lastDay, firstDay, period, counted, hits] = [0, -Infinity, 0, 0, 0, 0];
  return foldMembers(
    input,
    refunds === "orders" ? "sales" : "purchases",
    () => {
      [place, counted, hits] = [0, 0, 0];
      lastDay = -Infinity;
    },
    (day) => {
      if (day > last || (first === "range" && day < start) || (count === "days" && day === lastDay)) return;
      lastDay = day;
      if (anew && place > 0 && periodOf(day) !== period) place = 0;
      place += 1;
      if (unit === "orders") {
        if (place === 1 && anew) period = periodOf(day);
        if (day >= start) {
          counted += 1;
          if (place > 1) hits += 1;
        }
      } else if (place === 1) {
        if (anew) period = periodOf(day);
        firstDay = day;
        if (day >= start && day <= latest) counted += 1;
      } else if (place === 2 && firstDay >= start && firstDay <= latest && day <= firstDay + limit) hits += 1;
    },
    (add) => {
      if (counted > 0) add(counted, hits);
    },
  );
}

/** Who makes the repurchase rate, under any mixture of what its definitions are made of. */
export const repurchaseMembers: Members<Params> = {
  figure: "ratio",
  counted: { en: "Counted", "zh-CN": "计入" },
  hits: { en: "Bought again", "zh-CN": "回购" },
  unit: "count",
  settings,
  sql: membersSql,
  fold: foldRate,
};
