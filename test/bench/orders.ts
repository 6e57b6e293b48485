/** How the generated shop is made; the same seed gives the same bytes. */
export interface OrderShape {
  readonly orders: number;
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

const channels = ["app", "store", "tmall", "mini-program", "phone"];
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
 * Zipf-like law, about 2 % refunded and 1 % cancelled. Rows are in order of time, as an export is.
 */
export function* orderCsv({ orders, seed = 1, perCustomer = 7 }: OrderShape): Generator<string> {
  const random = mulberry(seed);
  const customers = Math.max(1, Math.round(orders / perCustomer));
  yield `${orderColumns.join(",")}\n`;
  let chunk = "";
  for (let row = 0; row < orders; row += 1) {
    // A power of a uniform number is a heavy-headed choice without a table of weights.
    const customer = Math.floor(customers * random() ** 1.6);
    const seconds = Math.floor(((row + random()) / orders) * days * 86_400);
    const time = new Date(firstDay + seconds * 1000).toISOString();
    const kind = random();
    const status = kind < 0.02 ? "refunded" : kind < 0.03 ? "cancelled" : "completed";
    const amount = (5 + 120 * random() ** 2).toFixed(2);
    const channel = channels[Math.floor(channels.length * random() ** 1.5)] ?? "app";
    const city = cities[(customer * 7) % cities.length] ?? "上海";
    chunk += `Q${String(100_000_000 + row)},C${String(customer).padStart(7, "0")},${time.slice(0, 10)} ${time.slice(11, 19)},${amount},${status},${channel},${city}\n`;
    if ((row + 1) % chunkRows === 0) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk) yield chunk;
}

/** A small seeded generator of numbers in [0, 1): Tommy Ettinger's Mulberry32, public domain. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
