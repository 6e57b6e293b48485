import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleShops } from "../../samples/catalog.ts";
import { generateShop, shops } from "../../samples/generate.ts";
import { simulateShop } from "../../samples/simulate.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import type { Recognition } from "../../src/ingest/source.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Loaded, Shop } from "../../src/shop/shop.ts";

describe.each(sampleShops)("the sample shop $id opens", (entry) => {
  const { truth, words } = shops[entry.id];
  let shop: Shop;
  let recognised: Recognition[];
  let loaded: Loaded;
  beforeAll(async () => {
    shop = openShop(await openNodeEngine(), () => null);
    const files = generateShop(entry.id).map(({ name, chunks }) => ({ name, source: new Blob([...chunks]) }));
    recognised = await shop.recognise(files);
    loaded = await shop.load(
      recognised.map(({ file, mapping }) => ({ file, mapping })),
      defaultPolicies,
    );
  });
  afterAll(() => shop.close());

  it("without a question or a problem, each column in its role", () => {
    expect(recognised.flatMap(({ questions, problems }) => [...questions, ...problems])).toEqual([]);
    const roles = recognised.map(({ mapping }) => [mapping.table, Object.values(mapping.roles)] as const);
    expect(Object.fromEntries(roles)).toEqual({
      orders: [
        "order_id",
        "customer_id",
        "ordered_at",
        "amount",
        "status",
        "refund_amount",
        "discount",
        "channel",
        "store",
        "city",
      ],
      customers: [
        "customer_id",
        "joined_at",
        "program_joined_at",
        "tier",
        "birthday",
        "gender",
        "city",
        "acquisition_channel",
        "referred_by",
      ],
      surveys: [
        "customer_id",
        "answered_at",
        "score",
        "dimension",
        "perceived_value",
        "switching_cost",
        "comment",
      ],
      points: ["customer_id", "posted_at", "kind", "points", "order_id", "expires_at", "reward"],
    });
  });

  it("with the orders, customers, days and answers that it has", () => {
    const { orders } = simulateShop({ truth, words });
    expect(loaded.extent).toMatchObject({
      lastDay: "2025-12-28",
      orders: orders.filter(({ status }) => status === "completed").length,
      customers: entry.customers,
      answers: entry.answers,
    });
    expect(loaded.rows.read).toBe(entry.orders + entry.customers + entry.answers + entry.postings);
  });

  it("with its channels, cities and tiers to filter by", () => {
    const values = (table: string, column: string) =>
      loaded.dimensions
        .find((one) => one.table === table && one.column === column)
        ?.values.map(({ value }) => value)
        .sort();
    expect(values("orders", "channel")).toEqual(words.channels.map(({ name }) => name).sort());
    expect(values("orders", "city")).toEqual(words.cities.map(({ name }) => name).sort());
    expect(values("customers", "tier")?.filter((tier) => tier !== null)).toEqual([...words.tiers].sort());
  });
});
