import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Shop } from "../../src/shop/shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = openShop(await openNodeEngine(), () => null);
});
afterAll(() => shop.close());

/** `count` orders over a year, of which every tenth has no channel and the third last a date that is none. */
function orders(count: number): string {
  const lines = ["order_id,customer_id,ordered_at,amount,channel"];
  for (let n = 0; n < count; n += 1) {
    const month = String(1 + (n % 12)).padStart(2, "0");
    const date = n === count - 3 ? "2025/13/40" : `2025-${month}-15 10:00:00`;
    const channel = n % 10 === 0 ? "" : n % 3 === 0 ? "门店" : "app";
    lines.push(`Q${n},C${n % 50},${date},${(n % 200) - 1}.50,${channel}`);
  }
  return lines.join("\n");
}
async function recognise(text: string) {
  const [recognition] = await shop.recognise([{ name: "orders.csv", source: new Blob([text]) }]);
  if (!recognition) throw new Error("nothing was recognised");
  return recognition;
}

describe("a column of a file", () => {
  test("is profiled with all of its rows, more than the sample has", async () => {
    const { file, rows } = await recognise(orders(25_000));
    const progress: number[] = [];
    const channel = await shop.profile(file, "channel", ({ done }) => progress.push(done ?? 0));
    expect(rows).toBe(25_000);
    expect(channel).toMatchObject({ rows: 25_000, whole: true, empty: 2_500, distinct: 2 });
    expect(channel.top).toEqual([
      { value: "app", rows: 15_000 },
      { value: "门店", rows: 7_500 },
    ]);
    expect(progress.length).toBeGreaterThan(0);
    const time = await shop.profile(file, "ordered_at");
    expect(time).toMatchObject({ type: "time", unit: "month", unread: 1, empty: 0 });
    expect(time.bins.length).toBe(12);
    expect(time.bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(24_999);
    expect(await shop.profile(file, "amount")).toMatchObject({
      type: "number",
      range: { least: -1.5 + 0, most: 198.5 },
      numbers: { negative: 125 },
    });
    expect(await shop.profile(file, "order_id")).toMatchObject({ distinct: 25_000, top: [] });
  });

  test("shows the rows behind a bar, from anywhere in the file", async () => {
    const { file } = await recognise(orders(25_000));
    const unread = await shop.matching(file, "ordered_at", { kind: "unread" });
    expect(unread).toMatchObject({ searched: 25_000, more: false });
    expect(unread.rows.map(({ row, cells }) => [row, cells[2]])).toEqual([[24_998, "2025/13/40"]]);
    const march = await shop.matching(file, "ordered_at", {
      kind: "range",
      from: "2025-03-01",
      to: "2025-04-01",
    });
    expect(march.rows.length).toBe(50);
    expect(march.more).toBe(true);
    expect(march.rows.every(({ cells }) => cells[2]?.startsWith("2025-03"))).toBe(true);
    const none = await shop.matching(file, "channel", { kind: "empty" });
    expect(none.rows[0]).toEqual({ row: 1, cells: ["Q0", "C0", "2025-01-15 10:00:00", "-1.50", null] });
  });

  test("follows its role: what is no number to the user is text", async () => {
    const { file, mapping } = await recognise(orders(100));
    await shop.revise(file, { ...mapping, roles: { ...mapping.roles, amount: "store" } });
    expect(await shop.profile(file, "amount")).toMatchObject({ type: "text", bins: [] });
  });

  test("is given up on request", async () => {
    const { file } = await recognise(orders(25_000));
    await expect(shop.profile(file, "amount", undefined, AbortSignal.abort())).rejects.toThrow();
  });
});

test("columns of loaded tables are profiled by the engine", async () => {
  const { file, mapping } = await recognise(orders(1_200));
  await shop.load([{ file, mapping }], defaultPolicies);
  expect(await shop.tableProfile("orders", "channel")).toMatchObject({
    type: "text",
    rows: 1_199,
    empty: 120,
    distinct: 2,
    top: [
      { value: "app", rows: 720 },
      { value: "门店", rows: 359 },
    ],
  });
  const amount = await shop.tableProfile("orders", "amount");
  expect(amount).toMatchObject({ type: "number", range: { least: -1.5, most: 198.5 } });
  expect(amount.bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(1_199);
  const time = await shop.tableProfile("orders", "ordered_at");
  expect(time.unit).toBe("month");
  expect(time.bins.map(({ rows }) => rows)).toEqual([
    100, 100, 100, 100, 100, 100, 100, 100, 100, 99, 100, 100,
  ]);
  await expect(shop.tableProfile("set_aside", "reason")).rejects.toThrow();
  await expect(shop.tableProfile("orders", "nothing")).rejects.toThrow();
});
