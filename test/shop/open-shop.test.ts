import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { TextError } from "../../src/i18n/text.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Shop } from "../../src/shop/shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = openShop(await openNodeEngine(), metricById);
});
afterAll(() => shop.close());

const csv = (rows: number) =>
  ["order_id,customer_id,ordered_at,amount"]
    .concat(
      Array.from(
        { length: rows },
        (_, index) => `A${index},C${index % 7},2024-01-0${1 + (index % 9)},${10 + index}`,
      ),
    )
    .join("\n");

async function recognise(name: string, text: string) {
  const [recognised] = await shop.recognise([{ name, source: new Blob([text]) }]);
  if (!recognised) throw new Error(`not recognised: ${name}`);
  return { file: recognised.file, mapping: recognised.mapping };
}
const tables = async () => (await shop.tables()).map(({ name, rows }) => `${name} ${rows}`);
async function orders() {
  const { bytes } = await shop.query("select count(*)::integer as n from order_facts", [], 1);
  return decodeFrame(bytes).values.n;
}

describe("a shop", () => {
  it("is empty at first", async () => {
    expect(await shop.tables()).toEqual([]);
    expect(await shop.memory()).toBeGreaterThanOrEqual(0);
    const window = { from: "2024-01-01", to: "2024-01-31", asOf: "2024-02-01" };
    const asked = shop.figure({ metric: "retention-rate", params: {}, window, filters: [] });
    await expect(asked).rejects.toBeInstanceOf(TextError);
  });

  it("leaves no trace of a load that fails or is given up, and keeps what was there", async () => {
    const good = await recognise("good.csv", csv(30));
    const { extent } = await shop.load([good], defaultPolicies);
    expect(extent.orders).toBe(30);
    const before = await tables();

    const { ordered_at: _, ...roles } = good.mapping.roles;
    const bad = { file: good.file, mapping: { ...good.mapping, roles } };
    await expect(shop.load([bad], defaultPolicies)).rejects.toThrow();
    expect(await tables()).toEqual(before);

    const controller = new AbortController();
    const stopped = shop.load([good], defaultPolicies, () => controller.abort(), controller.signal);
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(await tables()).toEqual(before);
  });

  it("lets figures wait for a load", async () => {
    const other = await recognise("other.csv", csv(50));
    const loading = shop.load([other], defaultPolicies);
    expect(await orders()).toEqual([50]);
    await loading;
  });

  it("runs cells over the loaded tables", async () => {
    const { rows, bytes, types } = await shop.query(
      "select customer_id, count(*)::integer as orders from orders group by 1 order by 2 desc, 1",
      [],
      2,
    );
    expect(rows).toBe(7);
    expect(decodeFrame(bytes, types).values).toEqual({ customer_id: ["C0", "C1"], orders: [8, 7] });
  });
});
