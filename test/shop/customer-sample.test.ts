import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Shop } from "../../src/shop/shop.ts";
import { frameRows } from "../../src/tables/frame.ts";

let shop: Shop;
beforeAll(async () => {
  shop = openShop(await openNodeEngine(), () => null);
});
afterAll(() => shop.close());

/** A customer's phone number, in one of three ways of writing it. */
const phone = (customer: number, way: number) => {
  const digits = `138${String(10_000_000 + customer * 7919).slice(-8)}`;
  return [digits, `+86 ${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`, `86${digits}`][
    way % 3
  ];
};
const orders: string[] = [];
const lines: string[] = [];
const people: string[] = [];
for (let customer = 0; customer < 300; customer += 1) {
  people.push(`${phone(customer, customer)},${customer % 2 ? "gold" : "plain"}`);
  for (let n = 0; n <= customer % 5; n += 1) {
    const order = `A${customer * 10 + n}`;
    const amount = customer % 50 === 3 && n === 0 ? "about ten" : (10 + n).toFixed(2);
    orders.push(`${order},${phone(customer, customer + n)},2024-0${1 + n}-${10 + (customer % 15)},${amount}`);
    lines.push(`${order},tea,1,${10 + n}`, `${order},cup,2,3`);
  }
}
// Somebody's row twice, rows of nobody, and a row whose quotation mark is never closed.
orders.push(orders[7] as string);
for (let n = 0; n < 40; n += 1) orders.push(`N${n},,2024-03-04,5.00`);
const files = {
  "orders.csv": `order_id,phone,ordered_at,amount\n${orders.join("\n")}\n`,
  "order_lines.csv": `order_id,product,quantity,unit_price\n${lines.join("\n")}\n`,
  "members.csv": `phone,tier\n${people.join("\n")}\n`,
};

async function given(texts: Readonly<Record<string, string>>) {
  const found = await shop.recognise(
    Object.entries(texts).map(([name, text]) => ({ name, source: new Blob([text]) })),
  );
  return found.map(({ file, mapping }) => {
    const roles = { ...mapping.roles };
    if ("phone" in roles) roles["phone"] = "customer_id";
    return { file, mapping: { ...mapping, roles } };
  });
}
async function all(text: string) {
  const { bytes, types } = await shop.query(text, [], 10_000);
  return frameRows(decodeFrame(bytes, types));
}

describe("a sample of customers", () => {
  it("takes whole customers with all that is theirs, and accounts for every row", async () => {
    const sources = await given(files);
    const whole = await shop.load(sources, defaultPolicies);
    expect(whole.sample).toBeUndefined();
    const everything = await all("SELECT customer_id, orders, value FROM customers ORDER BY 1");
    const allLines = await all(
      "SELECT order_id, count(*)::INTEGER AS n FROM order_lines GROUP BY 1 ORDER BY 1",
    );

    const sampled = await shop.load(sources, { ...defaultPolicies, oneIn: 4 });
    const some = await all("SELECT customer_id, orders, value FROM customers ORDER BY 1");
    // About a quarter, and of each of them exactly what the whole has.
    expect(some.length).toBeGreaterThan(45);
    expect(some.length).toBeLessThan(105);
    const ids = new Set(some.map((row) => row["customer_id"]));
    expect(ids.size).toBe(some.length);
    expect(some).toEqual(everything.filter((row) => ids.has(row["customer_id"])));
    expect(sampled.extent.customers).toBe(some.filter((row) => Number(row["orders"]) > 0).length);
    // Lines have no customer and go with their orders.
    const kept = new Set((await all("SELECT order_id FROM orders")).map((row) => row["order_id"] as string));
    const some2 = await all("SELECT order_id, count(*)::INTEGER AS n FROM order_lines GROUP BY 1 ORDER BY 1");
    const inOrders = (row: Record<string, unknown>) => kept.has(row["order_id"] as string);
    expect(some2.filter(inOrders)).toEqual(allLines.filter(inOrders));
    expect(some2.length).toBeLessThan(allLines.length / 2);

    const { rows, sample } = sampled;
    expect(rows.read).toBe(whole.rows.read);
    expect(sample?.oneIn).toBe(4);
    expect(rows.used + rows.aside + (sample?.outside ?? 0)).toBe(rows.read);
    expect(sampled.receipts[0]?.count).toBe(sample?.outside);
    const read = sampled.receipts.filter(({ kind }) => kind === "read").map(({ detail }) => detail.en);
    expect(read).toHaveLength(3);
    for (const detail of read) expect(detail).toMatch(/outside of the sample/);
  });

  it("is the same each time, and smaller ones lie inside of larger ones", async () => {
    const sources = await given(files);
    const customers = async (oneIn: number) => {
      await shop.load(sources, { ...defaultPolicies, oneIn });
      return (await all("SELECT customer_id FROM customers ORDER BY 1")).map((row) => row["customer_id"]);
    };
    const twice = [await customers(4), await customers(4)];
    expect(twice[0]).toEqual(twice[1]);
    const eighth = await customers(8);
    expect(eighth.length).toBeGreaterThan(10);
    expect(eighth.filter((id) => !twice[0]?.includes(id))).toEqual([]);
  });

  it("names the rows that were set aside by their place in the whole file", async () => {
    const [orders] = await given({ "orders.csv": files["orders.csv"] });
    if (!orders) throw new Error("not recognised");
    await shop.load([orders], { ...defaultPolicies, oneIn: 2 });
    const aside = (await shop.aside()).trim().split("\n").slice(1);
    const text = files["orders.csv"].split("\n");
    expect(aside.length).toBeGreaterThan(5);
    for (const line of aside) {
      const [, row, , order] = line.split(",");
      expect(text[Number(row) - 1]?.split(",")[0], line).toBe(order);
    }
  });

  it("goes well with rows that an open quotation mark swallows", async () => {
    const broken = files["orders.csv"].replace("A100,", '"A100,');
    const [orders] = await given({ "orders.csv": broken });
    if (!orders) throw new Error("not recognised");
    const { rows, sample } = await shop.load([orders], { ...defaultPolicies, oneIn: 3 });
    expect(rows.used + rows.aside + (sample?.outside ?? 0)).toBe(rows.read);
  });
});
