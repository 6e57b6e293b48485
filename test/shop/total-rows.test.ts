import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { isTotalRow } from "../../src/ingest/total-rows.ts";
import { loadGiven } from "./load-files.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);
const head = "客户,下单时间,金额,渠道\n";
const rows = Array.from(
  { length: 30 },
  (_, n) => `K${String(n % 8)},${day(n)},${String(100 + n)},${n % 2 ? "门店" : "线上"}\n`,
).join("");

describe("rows that add up others", () => {
  test.each([
    ["合计,2025-01-30,3435,", { orders: -1, customers: -1, value: -3435 }],
    ['Grand Total,2025-01-30,"3,435.00",30 orders', { orders: -1, customers: -1, value: -3435 }],
    // Last, and the sum of all above it, though it bears a customer and a day.
    ["K1,2025-01-30,3435,", { orders: -1, customers: 0, value: -3435 }],
    // They would not have counted in any case.
    [",,3435,", null],
    ["合计,,3435,共 30 单", null],
    [",总计：,3435,", null],
  ])("such as %s are set aside with what they would have changed", async (last, effect) => {
    const { loaded, receipt } = await loadGiven(engine, { "orders.csv": `${head}${rows}${last}\n` });
    expect(loaded.extent).toMatchObject({ orders: 30, customers: 8 });
    expect(loaded.rows).toEqual({ read: 31, used: 30, aside: 1 });
    const told = receipt("of totals not used");
    expect([told.count, told.effect, told.examples.map(({ row }) => row)]).toEqual([1, effect, [32]]);
    expect(told.treatment?.value).toBe("aside");
  });

  test("of each month between the rows are set aside as well", async () => {
    const text = `${head}${rows}小计,2025-01-30,3435,\n${rows.replaceAll("2025-01", "2025-02").replaceAll(/2025-02-(29|30)/g, "2025-03-01")}小计,2025-02-28,3435,\n合计,2025-02-28,6870,\n`;
    const { loaded, receipt } = await loadGiven(engine, { "orders.csv": text });
    expect(loaded.extent.orders).toBe(60);
    expect(receipt("of totals not used").effect).toEqual({ orders: -3, customers: -2, value: -13740 });
  });

  test("are rows where that is chosen", async () => {
    const { loaded, receipt } = await loadGiven(
      engine,
      { "orders.csv": `${head}${rows}合计,2025-01-30,3435,\n` },
      { totals: "take" },
    );
    expect(loaded.extent).toMatchObject({ orders: 31, customers: 9 });
    expect(receipt("of totals taken in").treatment?.value).toBe("take");
  });

  test("are none where a customer is called so, or an order is but large", async () => {
    const named = `customer,date,amount,product\n${Array.from({ length: 12 }, (_, n) => `${n % 2 ? "Total" : "Shell"},${day(n)},${String(10 + n)},Diesel\n`).join("")}`;
    expect((await loadGiven(engine, { "orders.csv": named })).loaded.extent.orders).toBe(12);
    const station = `member,date,amount,station\n${Array.from({ length: 12 }, (_, n) => `${String(1000 + n)},${day(n)},${String(10 + n)},${n % 3 ? "BP" : "Total"}\n`).join("")}`;
    expect((await loadGiven(engine, { "orders.csv": station })).loaded.extent.orders).toBe(12);
    const firm = `order_no,customer,date,amount\n${Array.from({ length: 12 }, (_, n) => `${String(1000 + n)},${n % 3 ? "BP" : "Total"},${day(n)},${String(10 + n)}\n`).join("")}`;
    expect((await loadGiven(engine, { "orders.csv": firm })).loaded.extent).toMatchObject({
      orders: 12,
      customers: 2,
    });
    const large = `${head}${rows}K1,2025-01-31,9999,门店\n`;
    expect((await loadGiven(engine, { "orders.csv": large })).loaded.extent.orders).toBe(31);
    const few = `${head}K1,2025-01-01,10,门店\nK2,2025-01-02,20,门店\nK3,2025-01-03,30,门店\n`;
    expect((await loadGiven(engine, { "orders.csv": few })).loaded.extent.orders).toBe(3);
  });
});

test.each([
  [["合计", "", "12.5"], true],
  [["", "本页小计：", "￥1,234"], true],
  [["Sub-total", "2025/1/3", "12"], true],
  [["D1001", "合计", "12"], false],
  [["Sumatra", "2025-01-03", "12"], false],
  [["K1", "2025-01-03", "12"], false],
  [["", "", "12"], false],
])("%j adds up others: %s", (cells, is) => {
  expect(isTotalRow(cells)).toBe(is);
});
