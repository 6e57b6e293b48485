import { type Sql, sql } from "../sql.ts";
import { dayNumber } from "../tables/frame.ts";
import { type FoldInput, type Relations, type Window, choice } from "./metric.ts";

/** What counts as a purchase, where a definition leaves it open. */
export interface Counting {
  readonly refunds?: "aside" | "orders";
  readonly newcomers?: "ever" | "range";
  readonly count?: "orders" | "days";
}

/** Params that several metrics share. Their presets are the definitions without them. */
export const countParam = choice(
  { en: "Count", "zh-CN": "计数" },
  {
    orders: { en: "Orders", "zh-CN": "订单" },
    days: { en: "Purchase days", "zh-CN": "购买日（同日合并）" },
  },
  "orders",
);
export const newcomersParam = choice(
  { en: "New customers", "zh-CN": "新客认定" },
  {
    ever: { en: "First order ever", "zh-CN": "有史以来首单" },
    range: { en: "First in the range", "zh-CN": "范围内首单" },
  },
  "ever",
  {
    en: "Whether who bought before the range may be new in it.",
    "zh-CN": "范围之前买过的人在范围内是否还能算新客。",
  },
);
export const openParam = choice(
  { en: "Incomplete windows", "zh-CN": "未走完的窗口" },
  {
    out: { en: "Left out", "zh-CN": "不计入" },
    in: { en: "Included", "zh-CN": "计入" },
  },
  "out",
);
export const refundsParam = choice(
  { en: "Refunds", "zh-CN": "退款" },
  {
    aside: { en: "No purchases", "zh-CN": "不算购买" },
    orders: { en: "Count as orders", "zh-CN": "算作订单" },
  },
  "aside",
);

/** The relations with those rows as purchases that count as such. */
export function countedTables<T extends Pick<Relations, "orders" | "sales" | "inOrder">>(
  tables: T,
  { refunds = "aside", newcomers = "ever", count = "orders" }: Counting,
  { from }: Window,
): T {
  let { orders, sales, inOrder } = tables;
  const change = (to: (rows: Sql) => Sql) => ([orders, sales] = [to(orders), to(sales)]);
  if (refunds === "orders") {
    sales = sql`(SELECT * REPLACE (true AS purchase) FROM ${sales})`;
    orders = sales;
  }
  if (newcomers === "range") change((rows) => sql`(SELECT * FROM ${rows} WHERE day >= ${from}::DATE)`);
  if (count === "days") {
    orders = sql`(SELECT * FROM ${orders} QUALIFY row_number() OVER (PARTITION BY customer, day ORDER BY ordered_at) = 1)`;
    inOrder = false;
  }
  return { ...tables, orders, sales, inOrder };
}

/** The same for a fold; orders of one day are the fold's own to tell. */
export function countedInput(
  input: FoldInput,
  { refunds = "aside", newcomers = "ever" }: Omit<Counting, "count">,
  { from }: Window,
): FoldInput {
  let { orders, keepOrders } = input;
  if (refunds === "orders") orders = { ...orders, purchase: new Uint8Array(orders.length).fill(1) };
  if (newcomers === "range") {
    const start = dayNumber(from);
    const before = keepOrders;
    keepOrders = Uint8Array.from(orders.day, (day, row) => (day >= start && (before?.[row] ?? 1) ? 1 : 0));
  }
  return { ...input, orders, keepOrders };
}

/** What these settings assume, in sentences. */
export const countingWords = {
  refunds: (refunds: Counting["refunds"]) =>
    refunds === "orders"
      ? { en: "Refunds count as orders", "zh-CN": "退款算作订单" }
      : { en: "Refunds are not purchases", "zh-CN": "退款不算购买" },
  newcomers: (newcomers: Counting["newcomers"]) =>
    newcomers === "range"
      ? {
          en: "Who bought before the range is new at the first order in it",
          "zh-CN": "范围之前买过的人，以范围内首单算新客",
        }
      : { en: "Who bought before the range is not a new customer", "zh-CN": "范围之前买过的人不算新客" },
  count: (count: Counting["count"]) =>
    count === "days"
      ? { en: "Orders of one day count once", "zh-CN": "同一天的订单合并为一次" }
      : { en: "A second order on the same day counts", "zh-CN": "同一天的第二单也计数" },
};
