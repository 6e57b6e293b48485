import { type Sql, sql } from "../sql.ts";
import type { Members } from "./metric.ts";

/** Each customer of the range with the purchases and the value in it. */
const boughtBy = (counted: Sql, hits: Sql, which: Sql): Pick<Members<unknown>, "settings" | "sql"> => ({
  settings: [],
  sql: ({ sales }, _settings, { from, to }) => sql`SELECT customer_id, ${counted} AS counted, ${hits} AS hits
FROM (
  SELECT any_value(customer_id) AS customer_id, count(*) FILTER (purchase) AS bought, sum(value) AS value
  FROM ${sales} WHERE day BETWEEN ${from}::DATE AND ${to}::DATE GROUP BY customer
)
WHERE ${which}`,
});

/** Who makes the figures of the revenue mix. */
export const revenueMembers: Readonly<Record<string, Members<unknown>>> = {
  buyers: {
    figure: "sum",
    counted: { en: "Buyers", "zh-CN": "购买人数" },
    hits: { en: "Buyers", "zh-CN": "购买人数" },
    unit: "count",
    ...boughtBy(sql`1`, sql`1`, sql`bought > 0`),
  },
  revenue: {
    figure: "sum",
    counted: { en: "Customers", "zh-CN": "顾客" },
    hits: { en: "Revenue", "zh-CN": "收入" },
    unit: "money",
    ...boughtBy(sql`1`, sql`value`, sql`true`),
  },
  orders_per_buyer: {
    figure: "ratio",
    counted: { en: "Buyers", "zh-CN": "购买人数" },
    hits: { en: "Orders", "zh-CN": "订单" },
    unit: "count",
    ...boughtBy(sql`1`, sql`bought`, sql`bought > 0`),
  },
  order_value: {
    figure: "ratio",
    counted: { en: "Orders", "zh-CN": "订单" },
    hits: { en: "Revenue", "zh-CN": "收入" },
    unit: "money",
    ...boughtBy(sql`bought`, sql`value`, sql`true`),
  },
};
