import { type Sql, sql } from "../sql.ts";
import { dayNumber } from "../tables/frame.ts";
import { countedTables } from "./counting.ts";
import { foldMembers } from "./member-fold.ts";
import type { Members, Relations, Window } from "./metric.ts";
import { periodStartSql } from "./period.ts";
import type { RevenueSettings } from "./revenue-fold.ts";

/** Everything that moves value in the range, by period, from new and from returning customers; after WITH. */
export function keptSql(tables: Relations, { period, newcomers }: RevenueSettings, window: Window): Sql {
  const { from, to } = window;
  const { orders, sales } = countedTables(tables, { newcomers }, window);
  return sql`WITH firsts AS (
  SELECT customer, ${periodStartSql(period, sql`min(day)`)} AS first_period, min(day) AS first_day FROM ${orders} WHERE day <= ${to}::DATE GROUP BY customer
), kept AS (
  SELECT s.customer, s.customer_id, s.purchase, s.value, ${periodStartSql(period, sql`s.day`)} AS period,
    CASE WHEN f.first_period = ${periodStartSql(period, sql`s.day`)} AND f.first_day >= ${from}::DATE AND s.day >= f.first_day THEN 'new' ELSE 'returning' END AS customer_kind
  FROM ${sales} s LEFT JOIN firsts f ON f.customer = s.customer
  WHERE s.day BETWEEN ${from}::DATE AND ${to}::DATE
)`;
}

/** Each customer of the range with the purchases and the value in it. */
const boughtBy = (
  counted: Sql,
  hits: Sql,
  which: Sql,
  of: (bought: number, value: number) => readonly [counted: number, hits: number] | null,
): Pick<Members<unknown>, "settings" | "sql" | "fold"> => ({
  settings: [],
  sql: ({ sales }, _settings, { from, to }) => sql`SELECT customer_id, ${counted} AS counted, ${hits} AS hits
FROM (
  SELECT any_value(customer_id) AS customer_id, count(*) FILTER (purchase) AS bought, sum(value) AS value
  FROM ${sales} WHERE day BETWEEN ${from}::DATE AND ${to}::DATE GROUP BY customer
)
WHERE ${which}`,
  fold: (input, _settings, { from, to }) => {
    const [start, last] = [dayNumber(from), dayNumber(to)];
    const { purchase, value } = input.orders;
    let [rows, bought, sum] = [0, 0, 0];
    return foldMembers(
      input,
      "sales",
      () => {
        [rows, bought, sum] = [0, 0, 0];
      },
      (day, row) => {
        if (day < start || day > last) return;
        rows += 1;
        bought += purchase[row] as number;
        sum += value[row] as number;
      },
      (add) => {
        const own = rows > 0 ? of(bought, sum) : null;
        if (own) add(own[0], own[1]);
      },
    );
  },
});

/** Who makes the figures of the revenue mix. */
export const revenueMembers: Readonly<Record<string, Members<unknown>>> = {
  buyers: {
    figure: "sum",
    counted: { en: "Buyers", "zh-CN": "购买人数" },
    hits: { en: "Buyers", "zh-CN": "购买人数" },
    unit: "count",
    ...boughtBy(sql`1`, sql`1`, sql`bought > 0`, (bought) => (bought > 0 ? [1, 1] : null)),
  },
  revenue: {
    figure: "sum",
    counted: { en: "Customers", "zh-CN": "顾客" },
    hits: { en: "Revenue", "zh-CN": "收入" },
    unit: "money",
    ...boughtBy(sql`1`, sql`value`, sql`true`, (_, value) => [1, value]),
  },
  orders_per_buyer: {
    figure: "ratio",
    counted: { en: "Buyers", "zh-CN": "购买人数" },
    hits: { en: "Orders", "zh-CN": "订单" },
    unit: "count",
    ...boughtBy(sql`1`, sql`bought`, sql`bought > 0`, (bought) => (bought > 0 ? [1, bought] : null)),
  },
  order_value: {
    figure: "ratio",
    counted: { en: "Orders", "zh-CN": "订单" },
    hits: { en: "Revenue", "zh-CN": "收入" },
    unit: "money",
    ...boughtBy(sql`bought`, sql`value`, sql`true`, (bought, value) => [bought, value]),
  },
  returning: {
    figure: "ratio",
    counted: { en: "Revenue", "zh-CN": "收入" },
    hits: { en: "From returning customers", "zh-CN": "来自老客" },
    unit: "money",
    settings: ["period", "newcomers"],
    sql: (tables, settings, window) => sql`${keptSql(tables, settings as unknown as RevenueSettings, window)}
SELECT any_value(customer_id) AS customer_id, sum(value) AS counted,
  coalesce(sum(value) FILTER (customer_kind = 'returning'), 0) AS hits
FROM kept GROUP BY customer`,
  },
};
