import type { Text } from "../../i18n/text.ts";
import { columnOf, fillsOrders, namesProducts } from "../map.ts";
import { messages } from "../messages.ts";
import { orderTime } from "../order-times.ts";
import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";

export const orderGrain = "order-grain";

/** Asks what one order is, where a file has no order number and the ways to tell differ. */
export function grains(mapping: Mapping, sample: Sample): Question[] {
  if (!fillsOrders(mapping) || mapping.table !== "orders" || columnOf(mapping, "order_id")) return [];
  const customer = sample.headings.indexOf(columnOf(mapping, "customer_id") ?? "");
  const time = orderTime(mapping, sample.headings);
  if (customer < 0 || !time || sample.rows.length === 0) return [];
  const scale = sample.fileRows / sample.rows.length;
  const count = (key: (customer: string, time: string) => string) =>
    Math.round(new Set(sample.rows.map((row) => key(row[customer] ?? "", time(row)))).size * scale);
  const byTime = count((who, at) => `${who}\n${at}`);
  const byDay = count((who, at) => `${who}\n${at.slice(0, 10)}`);
  // Where every reading gives the same orders there is nothing to ask.
  if (byDay >= sample.fileRows) return [];
  const option = (value: string, label: Text, orders: number) => ({
    value,
    label,
    detail: messages.ordersCount(orders),
    rows: sample.fileRows,
  });
  // Rows that each name a product are rather lines of an order than orders.
  const lines = sample.profiles.some(namesProducts) && byTime < sample.fileRows;
  const open = lines && mapping.orderGrain === "row" && mapping.answers?.[orderGrain] === undefined;
  return [
    {
      id: orderGrain,
      title: messages.whatIsOrder,
      detail: messages.noOrderNumber,
      options: [
        option("row", messages.eachRow, sample.fileRows),
        option("timestamp", messages.eachTime, byTime),
        option("day", messages.eachDay, byDay),
      ],
      answer: open ? null : mapping.orderGrain === "order-id" ? "row" : mapping.orderGrain,
      columns: [],
    },
  ];
}
