import { randomLcg } from "d3-random";

/** How the generated shop is made; the same seed gives the same bytes. */
export interface OrderShape {
  readonly orders: number;
  /** In [0, 1). */
  readonly seed?: number;
  /** Mean orders a customer. */
  readonly perCustomer?: number;
}

export const orderColumns = [
  "order_id",
  "customer_id",
  "ordered_at",
  "amount",
  "status",
  "channel",
  "city",
] as const;

export const channels = ["app", "store", "tmall", "web", "phone"];
const cities = [
  "上海",
  "北京",
  "广州",
  "深圳",
  "杭州",
  "成都",
  "武汉",
  "南京",
  "西安",
  "重庆",
  "苏州",
  "长沙",
];
const firstDay = Date.UTC(2024, 0, 1);
const days = 731;
const chunkRows = 20_000;

/**
 * Orders of a generated shop as chunks of CSV text, header first: 24 months, five channels, customers by a
 * Zipf-like law, about 2 % refunded and 1 % cancelled. Rows are in order of time, as an export is. A
 * million of them are about 58 MB.
 */
export function* orderCsv({ orders, seed = 0.5, perCustomer = 7 }: OrderShape): Generator<string> {
  const random = randomLcg(seed);
  const customers = Math.max(1, Math.round(orders / perCustomer));
  yield `${orderColumns.join(",")}\n`;
  let chunk = "";
  for (let row = 0; row < orders; row += 1) {
    // A power of a uniform number is a heavy-headed choice without a table of weights.
    const customer = Math.floor(customers * random() ** 1.6);
    const seconds = Math.floor(((row + random()) / orders) * days * 86_400);
    const time = new Date(firstDay + seconds * 1000).toISOString();
    const kind = random();
    const status = kind < 0.02 ? "refunded" : kind < 0.03 ? "cancelled" : "paid";
    const amount = (5 + 120 * random() ** 2).toFixed(2);
    const channel = channels[Math.floor(channels.length * random() ** 1.5)] ?? "app";
    const city = cities[(customer * 7) % cities.length] ?? "上海";
    chunk += `${String(1_000_000 + row)},C${String(customer)},${time.slice(0, 10)} ${time.slice(11, 19)},${amount},${status},${channel},${city}\n`;
    if ((row + 1) % chunkRows === 0) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk) yield chunk;
}
