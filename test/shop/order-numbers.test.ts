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

const totals = sql`SELECT count(*)::DOUBLE AS orders, count(DISTINCT customer)::DOUBLE AS customers, sum(value)::DOUBLE AS value,
  max(value)::DOUBLE AS largest FROM order_facts`;
const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);

describe("order numbers that a spreadsheet rounded", () => {
  /** Forty orders of seven customers, four to a number: as number cells they keep fifteen digits of eighteen. */
  const number = (n: number) => `2025010112345${String(10 + Math.floor(n / 4))}000`;
  const cells = Array.from(
    { length: 40 },
    (_, n) => [number(n), `C${String(n % 2)}`, day(n), String(100 + n)] as const,
  );
  const sheet = cells
    .map(
      ([order, customer, date, amount], at) =>
        `<row r="${String(at + 2)}"><c r="A${String(at + 2)}"><v>${order}</v></c><c r="B${String(at + 2)}" t="str"><v>${customer}</v></c><c r="C${String(at + 2)}" t="str"><v>${date}</v></c><c r="D${String(at + 2)}"><v>${amount}</v></c></row>`,
    )
    .join("");
  const head = `<row r="1"><c r="A1" t="str"><v>订单号</v></c><c r="B1" t="str"><v>客户</v></c><c r="C1" t="str"><v>下单时间</v></c><c r="D1" t="str"><v>金额</v></c></row>`;
  const scientific = sheet.replaceAll(
    /<v>(\d{15})000<\/v>/g,
    (_, digits: string) => `<v>${digits[0] ?? ""}.${digits.slice(1)}E+17</v>`,
  );

  test.each([
    ["in full", sheet],
    ["as Excel writes them in the file", scientific],
  ])("out of number cells %s make each row an order", async (_, rows) => {
    const bytes = workbookOf({ sheets: { Sheet1: head + rows } });
    const { query, receipt, titles, recognised } = await loadGiven(engine, { "orders.xlsx": bytes });
    expect(await query(totals)).toEqual([{ orders: 40, customers: 2, value: 4780, largest: 139 }]);
    const { count, effect, examples, treatment } = receipt("rounded order numbers");
    expect([count, effect]).toEqual([40, { orders: 20, customers: 0, value: 0 }]);
    expect(examples).toHaveLength(40);
    expect(examples[0]?.cells?.[0]).toBe("202501011234510000");
    expect(treatment?.value).toBe("row");
    expect(titles().some((title) => title.includes("several rows"))).toBe(false);
    expect(recognised[0]?.problems.map(({ text }) => text.en).join()).toContain(
      "rounded, for example “202501011234510000”",
    );
  });

  test("are added up by number or by day where that is chosen", async () => {
    const bytes = workbookOf({ sheets: { Sheet1: head + sheet } });
    const byNumber = await loadGiven(engine, { "orders.xlsx": bytes }, { numbers: "number" });
    expect(await byNumber.query(totals)).toEqual([{ orders: 20, customers: 2, value: 4780, largest: 276 }]);
    expect(byNumber.receipt("rounded order numbers").effect).toEqual({ orders: 0, customers: 0, value: 0 });
  });

  test("of the kind 2.02501E+17 make each row an order, and the others stay lines", async () => {
    const rows = cells.map((row, n) =>
      (n < 36 ? ["2.02501E+17", ...row.slice(1)] : ["A1", "C9", day(50), row[3]]).join(","),
    );
    const text = `订单号,客户,下单时间,金额\n${rows.join("\n")}\n`;
    const { query, receipt } = await loadGiven(engine, { "orders.csv": text });
    expect(await query(totals)).toEqual([
      { orders: 37, customers: 3, value: 4780, largest: 136 + 137 + 138 + 139 },
    ]);
    expect(receipt("rounded order numbers").count).toBe(36);
  });

  test("group the lines of one customer and day where rows are products", async () => {
    const rows = cells.map(([, customer, , amount], n) =>
      ["2.02501E+17", customer, day(Math.floor(n / 4)), amount, `Tea ${String(n)}`, "1"].join(","),
    );
    const text = `订单号,客户,下单时间,金额,商品名称,数量\n${rows.join("\n")}\n`;
    const { query } = await loadGiven(engine, { "orders.csv": text });
    expect(await query(totals)).toEqual([{ orders: 20, customers: 2, value: 4780, largest: 137 + 139 }]);
  });

  test("that a program wrote with all digits stay whole", async () => {
    const whole = sheet.replaceAll(
      /<v>(\d{15})000<\/v><\/c><c r="B(\d+)"/g,
      (_, digits: string, row: string) => {
        const digit = String(Number(row) % 7);
        return `<v>${digits}1${String(Number(row) % 10)}${digit}</v></c><c r="B${row}"`;
      },
    );
    const { query, titles } = await loadGiven(engine, {
      "orders.xlsx": workbookOf({ sheets: { Sheet1: head + whole } }),
    });
    expect(await query(sql`SELECT count(DISTINCT order_id)::DOUBLE AS n FROM order_facts`)).toEqual([
      { n: 40 },
    ]);
    expect(titles().some((title) => title.includes("rounded"))).toBe(false);
  });
});

describe("order numbers that begin again", () => {
  const months = (month: number) =>
    Array.from(
      { length: 20 },
      (_, n) =>
        `${String(n + 1)},C${String((n + month) % 21)},2025-0${String(month)}-${String(n + 2).padStart(2, "0")},${String(10 + n)}`,
    );
  const head = "order_no,customer,date,amount\n";

  test("within a file are orders of a number, a customer and a day", async () => {
    // C5 has number 5 in two months: one order of each.
    const text = `${head}${[...months(1), ...months(2), "5,C5,2025-03-05,7"].join("\n")}\n`;
    const { query, receipt } = await loadGiven(engine, { "orders.csv": text });
    expect(await query(totals)).toEqual([{ orders: 41, customers: 21, value: 787, largest: 29 }]);
    const { count, effect, treatment } = receipt("stand with different customers");
    expect([count, effect?.orders, treatment?.value]).toEqual([20, 1, "day"]);
  });

  test("across files are told apart as well, and added up only if chosen", async () => {
    const files = {
      "january.csv": `${head}${months(1).join("\n")}\n`,
      "february.csv": `${head}${[...months(2), "21,C0,2025-02-25,1"].join("\n")}\n`,
      "march.csv": `${head}4,C4,2025-03-09,3\n5,C6,2025-03-09,3\n`,
    };
    const apart = await loadGiven(engine, files);
    expect(await apart.query(totals)).toEqual([{ orders: 43, customers: 21, value: 787, largest: 29 }]);
    expect(apart.receipt("stand with different customers").effect?.orders).toBe(2);
    const summed = await loadGiven(engine, files, { numbers: "number" });
    expect(await summed.query(totals)).toEqual([{ orders: 41, customers: 21, value: 787, largest: 29 }]);
  });

  test("leave a file beside them whose numbers are lines of orders as it is", async () => {
    const lines = Array.from({ length: 30 }, (_, n) =>
      [10, 11].map((amount) => `A${String(n)},C${String(n % 9)},${day(n)},${String(amount)}`),
    ).flat();
    const files = {
      "restart.csv": `${head}${[...months(1), ...months(2)].join("\n")}\n`,
      "lines.csv": `${head}${lines.join("\n")}\n`,
    };
    const { query, receipt } = await loadGiven(engine, files);
    expect((await query(totals))[0]?.orders).toBe(40 + 30);
    expect(receipt("orders with several rows").effect?.orders).toBe(-30);
  });

  test("are asked about where one customer has a number on several days", async () => {
    const text = `${head}1,a,2025-01-01,5\n1,a,2025-02-01,6\n2,b,2025-01-03,7\n2,b,2025-01-03,1\n`;
    const { query, receipt } = await loadGiven(engine, { "orders.csv": text });
    expect((await query(totals))[0]?.orders).toBe(2);
    const { detail, treatment } = receipt("2 orders with several rows");
    expect(detail.en).toContain("1 has rows of several days");
    expect(treatment?.options.map(({ value }) => value)).toEqual(["number", "day", "row"]);
    const byDay = await loadGiven(engine, { "orders.csv": text }, { numbers: "day" });
    expect((await byDay.query(totals))[0]?.orders).toBe(3);
    const byRow = await loadGiven(engine, { "orders.csv": text }, { numbers: "row" });
    expect((await byRow.query(totals))[0]?.orders).toBe(4);
  });
});
