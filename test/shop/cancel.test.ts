import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { HeldFiles } from "../../src/shop/files/held-files.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import { recogniseFiles } from "../../src/shop/files/recognise-files.ts";
import type { Shop } from "../../src/shop/shop.ts";
import { orderCsv } from "../bench/orders.ts";

/** Aborts when the engine is asked for the so many-th time. */
let countdown = Infinity;
let stop = new AbortController();
let shop: Shop;

beforeAll(async () => {
  const engine = await openNodeEngine();
  const count = () => {
    countdown -= 1;
    if (countdown === 0) stop.abort(new DOMException("stopped on request", "AbortError"));
  };
  const watched: Engine = {
    ...engine,
    query: (...values) => (count(), engine.query(...values)),
    execute: (...values) => (count(), engine.execute(...values)),
    attach: (...values) => (count(), engine.attach(...values)),
  };
  shop = openShop(watched, () => null);
});
afterAll(() => shop.close());

const state = async () => JSON.stringify(await shop.tables());
const files = async (orders: number) => {
  const members = "customer_id,tier\n1,gold\n2,plain\n";
  const found = await shop.recognise([
    { name: "orders.csv", source: new Blob([...orderCsv({ orders })]) },
    { name: "members.csv", source: new Blob([members]) },
  ]);
  return found.map(({ file, mapping }) => ({ file, mapping }));
};

describe("an import that is cancelled", () => {
  it("leaves no trace, at whatever step", async () => {
    const sources = await files(3000);
    const empty = [await state(), await shop.memory()] as const;
    let stopped = 0;
    for (let step = 1; ; step += 1) {
      stop = new AbortController();
      countdown = step;
      const done = await shop.load(sources, defaultPolicies, undefined, stop.signal).then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ name: "AbortError" });
          return false;
        },
      );
      countdown = Infinity;
      if (done) break;
      stopped += 1;
      expect(await state(), `stopped at step ${step}`).toBe(empty[0]);
      expect(await shop.memory()).toBeLessThan(empty[1] + 2e6);
    }
    expect(stopped).toBeGreaterThan(15);
  });

  it("brings back what was loaded before, at whatever step", async () => {
    const before = await files(1000);
    const others = await files(2000);
    await shop.load(before, defaultPolicies);
    const kept = await state();
    for (const step of [1, 2, 3, 5, 8, 13, 17]) {
      stop = new AbortController();
      countdown = step;
      await expect(
        shop.load(others, { ...defaultPolicies, oneIn: 2 }, undefined, stop.signal),
      ).rejects.toMatchObject({ name: "AbortError" });
      countdown = Infinity;
      expect(await state(), `stopped at step ${step}`).toBe(kept);
    }
  });

  it("holds no file of those that were being looked at", async () => {
    const held = new HeldFiles();
    const given = ["a", "b", "c"].map((name) => ({
      name: `${name}.csv`,
      source: new Blob([...orderCsv({ orders: 200 })]),
    }));
    const controller = new AbortController();
    let looked = 0;
    const looking = recogniseFiles(
      held,
      given,
      () => {
        looked += 1;
        if (looked === 3) controller.abort();
      },
      controller.signal,
    );
    await expect(looking).rejects.toMatchObject({ name: "AbortError" });
    expect(held.byKey.size).toBe(0);
  });
});
