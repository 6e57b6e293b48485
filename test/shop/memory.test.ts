import { describe, expect, it } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import { QueryError } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { packFault, unpackFault } from "../../src/shop/fault.ts";
import { MemoryError, asMemoryError, engineLimit, estimateMemory } from "../../src/shop/memory.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import { sql } from "../../src/sql.ts";
import { orderCsv } from "../bench/orders.ts";

// What is held here is memory, not time: filling the engine takes minutes where little of it is free.
describe("the engine's memory", () => {
  it("has the limit that the engine says, and running out of it is known as such", async () => {
    const engine = await openNodeEngine();
    const { values } = decodeFrame(
      await engine.query(sql`SELECT current_setting('memory_limit') AS "limit"`),
    );
    expect(values.limit?.[0]).toBe(`${engineLimit / 1024 ** 3} GiB`);

    const tooMuch = sql`CREATE TABLE much AS SELECT repeat(i::VARCHAR, 100000) AS a FROM range(20000) AS r(i)`;
    const error: unknown = await engine.execute(tooMuch).catch((thrown: unknown) => thrown);
    expect(asMemoryError(error)).toBeInstanceOf(MemoryError);
    const crossed = unpackFault(structuredClone(packFault(error)));
    expect(crossed).toBeInstanceOf(MemoryError);
    // The engine goes on.
    expect(decodeFrame(await engine.query(sql`SELECT 1::INTEGER AS one`)).values.one).toEqual([1]);
    await engine.close();
  }, 240_000);

  it("does not take other errors for it", () => {
    const error = new QueryError("Binder Error: no column Out of Memory Error", "SELECT 1");
    expect(asMemoryError(error)).toBe(error);
    expect(packFault(error).kind).toBe("query");
  });

  it("is estimated above what loading leaves behind, and within a small multiple of it", async () => {
    const shop = openShop(await openNodeEngine(), () => null);
    const [orders] = await shop.recognise([
      { name: "orders.csv", source: new Blob([...orderCsv({ orders: 200_000 })]) },
    ]);
    if (!orders) throw new Error("not recognised");
    const before = await shop.memory();
    await shop.load([orders], defaultPolicies);
    await shop.tables();
    const after = (await shop.memory()) - before;
    const estimate = estimateMemory(orders);
    expect(estimate).toBeGreaterThan(after);
    expect(estimate).toBeLessThan(after * 5);
    // 10 million orders of this shape, 594 MB, load whole.
    expect(estimate * 50).toBeLessThan(engineLimit * 0.9);
    await shop.close();
  }, 240_000);
});
