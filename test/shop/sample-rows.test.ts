import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openNodeEngine } from "../../src/engine/node.ts";
import { type Policies, type Receipt, defaultPolicies } from "../../src/ingest/source.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Shop } from "../../src/shop/shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = openShop(await openNodeEngine(), () => null);
});
afterAll(() => shop.close());

/** Orders of 200 customers; every ninth stands twice, and some lack a time or are refunds. */
const rows: string[] = [];
for (let n = 0; n < 900; n += 1) {
  const time = n % 31 === 5 ? "" : `2024-0${1 + (n % 9)}-1${n % 10} 10:00:00`;
  const row = `A${1000 + n},C${(n * 37) % 200},${time},${(n % 50) + 0.5},${n % 23 === 3 ? "refunded" : "paid"}`;
  rows.push(row);
  if (n % 9 === 4) rows.push(row);
}
const header = "order_id,customer_id,ordered_at,amount,status";
const lines = [header, ...rows];
// The same columns without an order number: equal rows are known by their text.
const plain = lines.map((line) => line.slice(line.indexOf(",") + 1));

async function load(text: string, policies: Partial<Policies>) {
  const [found] = await shop.recognise([{ name: "orders.csv", source: new Blob([text]) }]);
  if (!found) throw new Error("not recognised");
  return shop.load([{ file: found.file, mapping: found.mapping }], { ...defaultPolicies, ...policies });
}
const of = (receipts: readonly Receipt[], kind: Receipt["kind"]) =>
  receipts.filter((one) => one.kind === kind);

describe("receipts under a sample of customers", () => {
  it.each([
    ["with an order number", lines, {}],
    ["without one", plain, { duplicates: "drop-all" as const }],
  ])("name the repeated rows of the file, %s", async (_, text, policies) => {
    const customerAt = text === lines ? 1 : 0;
    const loaded = await load(`${text.join("\n")}\n`, { ...policies, oneIn: 3 });
    const ids = new Set<string>();
    const csv = (await shop.aside()).trim().split("\n").slice(1);
    const [receipt] = of(loaded.receipts, "duplicates");
    expect(receipt?.examples.length).toBeGreaterThan(10);
    const before = new Set<string>();
    const repeated = new Map<number, string>();
    for (const [index, line] of text.entries()) {
      if (before.has(line)) repeated.set(index + 1, line);
      before.add(line);
    }
    for (const { row, cells } of receipt?.examples ?? []) {
      expect(cells?.join(","), String(row)).toBe(repeated.get(row));
      ids.add(cells?.[customerAt] ?? "");
    }
    // All repeated rows of the customers in the sample, and of nobody else.
    const own = [...repeated].filter(([, line]) => ids.has(line.split(",")[customerAt] ?? ""));
    expect(ids.size).toBeLessThan(160);
    expect(receipt?.count).toBe(own.length);
    expect(csv.filter((line) => line.includes("every cell"))).toHaveLength(own.length);
    for (const line of csv) {
      const [, row, , ...cells] = line.split(",");
      expect(cells.join(","), line).toBe(text[Number(row) - 1]);
    }
    const { rows, sample } = loaded;
    expect(rows.used + rows.aside + (sample?.outside ?? 0)).toBe(rows.read);
    expect(rows.read).toBe(text.length - 1);
  });

  it("name the rows of the orders that a rule is about", async () => {
    const { receipts } = await load(`${lines.join("\n")}\n`, { oneIn: 3 });
    const [refunds] = of(receipts, "refunds");
    expect(refunds?.examples.length).toBeGreaterThan(5);
    for (const { row, cells } of refunds?.examples ?? [])
      expect(lines[row - 1]?.split(",").slice(0, 2)).toEqual(cells?.slice(0, 2));
    const [unread] = of(receipts, "unreadable");
    expect(unread?.examples.length).toBeGreaterThan(3);
    for (const { row, cells } of unread?.examples ?? []) expect(cells?.join(",")).toBe(lines[row - 1]);
  });
});
