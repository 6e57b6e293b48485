import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { sql } from "../../src/sql.ts";
import { workbookOf } from "../ingest/workbook-parts.ts";
import { loadGiven } from "./load-files.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);
const ordersOf = (ids: readonly string[]) =>
  `order_id,customer_id,date,amount\n${ids.map((who, n) => `A${String(100 + n)},${who},${day(n)},${String(10 + n)}`).join("\n")}\n`;
const customers = sql`SELECT DISTINCT customer_id FROM order_facts ORDER BY 1`;

describe("customers written in several ways", () => {
  const written = ["C001", "c001 ", "Ｃ００１", " C001", "C002", "C002", "c002", "C003"];

  test("in case, width and spaces are one, written as they mostly are", async () => {
    const { query, receipt, loaded } = await loadGiven(engine, { "orders.csv": ordersOf(written) });
    expect(await query(customers)).toEqual([
      { customer_id: "C001" },
      { customer_id: "C002" },
      { customer_id: "C003" },
    ]);
    expect(loaded.extent).toMatchObject({ orders: 8, customers: 3 });
    const { count, effect, examples, treatment, columns } = receipt("written otherwise");
    expect([count, effect, columns]).toEqual([3, { orders: 0, customers: -3, value: 0 }, ["customer_id"]]);
    expect(examples.map(({ row, cells }) => [row, cells?.[1]])).toEqual([
      [3, "c001 "],
      [4, "Ｃ００１"],
      [8, "c002"],
    ]);
    expect([treatment?.sets, treatment?.value]).toEqual([{ kind: "policy", policy: "ids" }, "merge"]);
  });

  test("are kept apart where that is chosen, but for spaces", async () => {
    const { query, receipt } = await loadGiven(engine, { "orders.csv": ordersOf(written) }, { ids: "keep" });
    expect((await query(customers)).map((row) => row.customer_id)).toEqual([
      "C001",
      "C002",
      "C003",
      "c001",
      "c002",
      "Ｃ００１",
    ]);
    expect(receipt("differ from another only").effect).toEqual({ orders: 0, customers: 0, value: 0 });
  });

  test("that mix cases at random, as some systems do, are left as they are", async () => {
    const ids = Array.from(
      { length: 20 },
      (_, n) => `0015g00000${n % 2 ? "AbC" : "aBc"}${String(10 + Math.floor(n / 2))}`,
    );
    const { loaded, titles } = await loadGiven(engine, { "orders.csv": ordersOf(ids) });
    expect(loaded.extent.customers).toBe(20);
    expect(titles().some((title) => title.includes("written"))).toBe(false);
  });
});

describe("leading zeros", () => {
  const list = `客户编号,姓名,注册日期,城市\n${Array.from({ length: 12 }, (_, n) => `${String(n + 1).padStart(5, "0")},名${String(n)},${day(n)},${n % 2 ? "北京" : "上海"}`).join("\n")}\n`;
  const rows = Array.from(
    { length: 24 },
    (_, n) =>
      `<row r="${String(n + 2)}"><c r="A${String(n + 2)}" t="str"><v>D${String(n)}</v></c><c r="B${String(n + 2)}"><v>${String((n % 12) + 1)}</v></c><c r="C${String(n + 2)}" t="str"><v>${day(n)}</v></c><c r="D${String(n + 2)}"><v>10</v></c></row>`,
  ).join("");
  const sheet = `<row r="1"><c r="A1" t="str"><v>订单号</v></c><c r="B1" t="str"><v>客户编号</v></c><c r="C1" t="str"><v>下单时间</v></c><c r="D1" t="str"><v>金额</v></c></row>${rows}`;
  const files = { "customers.csv": list, "orders.xlsx": workbookOf({ sheets: { Sheet1: sheet } }) };
  const joined = sql`SELECT count(*)::DOUBLE AS listed, count_if(orders > 0)::DOUBLE AS bought, sum(orders)::DOUBLE AS orders,
    count(城市)::DOUBLE AS known FROM (SELECT *, city AS 城市 FROM customers)`;

  test("that a spreadsheet took off do not part orders from the list of customers", async () => {
    const { query, receipt } = await loadGiven(engine, files);
    expect(await query(joined)).toEqual([{ listed: 12, bought: 12, orders: 24, known: 12 }]);
    expect((await query(customers))[0]).toEqual({ customer_id: "00001" });
    expect([receipt("written otherwise").count, receipt("written otherwise").title.en]).toEqual([
      24,
      "24 rows have their customers written otherwise, 12 ids are joined to another",
    ]);
  });

  test("part them again where that is chosen", async () => {
    const { query } = await loadGiven(engine, files, { ids: "keep" });
    expect(await query(joined)).toEqual([{ listed: 24, bought: 12, orders: 24, known: 12 }]);
  });

  test("within a file are no difference either", async () => {
    const { loaded, receipt } = await loadGiven(engine, {
      "orders.csv": ordersOf(["0007", "7", "0008", "9", "10"]),
    });
    expect(loaded.extent.customers).toBe(4);
    expect(receipt("written otherwise").detail["zh-CN"]).toContain("“7”按“0007”读取");
  });
});

test("customers of fifteen digits and zeros are told to be rounded", async () => {
  const ids = Array.from({ length: 10 }, (_, n) => `${String(100000000000000 + (n % 4))}000`);
  const { receipt } = await loadGiven(engine, { "orders.csv": ordersOf(ids) });
  expect(receipt("rounded customer numbers").title.en).toBe(
    "10 rows with rounded customer numbers, 4 customers in all",
  );
});
