import { columnOf } from "../map.ts";
import { readNumber } from "../numbers.ts";
import { orderTime } from "../order-times.ts";
import { isEmpty } from "../profile.ts";
import type { Sample } from "../sample.ts";
import type { Mapping } from "../source.ts";

/** Whether a file has amounts of sales: orders, or lines, be they of orders that another file has. */
export function hasAmounts({ table }: Mapping): boolean {
  return table === "orders" || table === "order_lines";
}

/** The numbers of a column in the sampled rows, as its format reads them. */
export function numbersOf(mapping: Mapping, { headings, rows }: Sample, column: string): (number | null)[] {
  const place = headings.indexOf(column);
  const format = mapping.formats[column];
  const { decimal, scale = 1 } = format?.kind === "number" ? format : { decimal: "." as const };
  return rows.map((row) => {
    const cell = row[place] ?? "";
    const value = isEmpty(cell) ? null : readNumber(cell.trim(), decimal);
    return value === null ? null : value * scale;
  });
}

/** What quantity and unit price make of each sampled row; null where the file has not both. */
export function pricedAmounts(mapping: Mapping, sample: Sample): (number | null)[] | null {
  const quantity = columnOf(mapping, "quantity");
  const price = columnOf(mapping, "unit_price");
  if (quantity === undefined || price === undefined) return null;
  const prices = numbersOf(mapping, sample, price);
  return numbersOf(mapping, sample, quantity).map((count, index) => {
    const each = prices[index] ?? null;
    return count === null || each === null ? null : count * each;
  });
}

/** The amount of each sampled row: its own, or what quantity and unit price make; null where there is neither. */
export function rowAmounts(mapping: Mapping, sample: Sample): (number | null)[] | null {
  const amount = columnOf(mapping, "amount");
  return amount === undefined ? pricedAmounts(mapping, sample) : numbersOf(mapping, sample, amount);
}

/** Which of the sampled rows count: those that no status undoes. */
export function countedRows(mapping: Mapping, { headings, rows }: Sample): boolean[] {
  const status = headings.indexOf(columnOf(mapping, "status") ?? "");
  const further = headings.indexOf(columnOf(mapping, "further_status") ?? "");
  const stands = (word: string | undefined, words: Mapping["statuses"] = {}) =>
    word === undefined || (words[word.trim()] ?? "completed") === "completed";
  return rows.map(
    (row) => stands(row[status], mapping.statuses) && stands(row[further], mapping.furtherStatuses),
  );
}

/** The places of the sampled rows of each order; null where every row is an order. Equal rows say nothing new. */
export function sampledOrders(mapping: Mapping, { headings, rows }: Sample): number[][] | null {
  const place = (role: string) => headings.indexOf(columnOf(mapping, role) ?? "");
  const number = place("order_id");
  const customer = place("customer_id");
  const time = orderTime(mapping, headings);
  const { orderGrain: grain } = mapping;
  if (number < 0 && (grain === "row" || grain === "order-id" || !time)) return null;
  const orders = new Map<string, number[]>();
  // A number is of one customer's order, as numbers may begin again; further lines need not name the customer.
  const last = new Map<string, string>();
  for (const [index, row] of rows.entries()) {
    const id = (row[number] ?? "").trim();
    if (number >= 0 && isEmpty(id)) continue;
    const who = (row[customer] ?? "").trim();
    let key = isEmpty(who) ? (last.get(id) ?? id) : `${id}\n${who}`;
    if (number >= 0) last.set(id, key);
    else {
      const at = time?.(row) ?? "";
      key = `${row[customer] ?? ""}\n${grain === "day" ? at.slice(0, 10) : at}`;
    }
    const order = orders.get(key);
    if (order) order.push(index);
    else orders.set(key, [index]);
  }
  return [...orders.values()].map((order) => {
    if (order.length === 1) return order;
    const contents = new Map(order.map((index) => [rows[index]?.join("\u0000"), index] as const).reverse());
    return [...contents.values()].sort((one, other) => one - other);
  });
}

/** Whether two sums of money are the same but for rounding. */
export function isAlike(a: number, b: number, parts = 1): boolean {
  return Math.abs(a - b) <= Math.max(0.011 * parts, Math.abs(b) * 1e-4);
}
