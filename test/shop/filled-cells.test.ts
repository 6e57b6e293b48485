import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import type { Mapping } from "../../src/ingest/source.ts";
import { sql } from "../../src/sql.ts";
import { workbookOf } from "../ingest/workbook-parts.ts";
import { loadGiven } from "./load-files.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);
const letters = "ABCDEFG";

/** A sheet of cells, of which some are merged. */
function book(cells: readonly (readonly (string | number)[])[], merges: readonly string[]) {
  const rows = cells.map((row, at) => {
    const own = row.map((cell, column) => {
      const place = `${letters[column] ?? ""}${String(at + 1)}`;
      if (cell === "") return "";
      return typeof cell === "number"
        ? `<c r="${place}"><v>${String(cell)}</v></c>`
        : `<c r="${place}" t="str"><v>${cell}</v></c>`;
    });
    return `<row r="${String(at + 1)}">${own.join("")}</row>`;
  });
  const behind = `<mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>`;
  return workbookOf({ sheets: { Sheet1: rows.join("") }, behind });
}

describe("cells that are merged over several rows", () => {
  // Six customers, three orders each: the name stands in the first row.
  const cells = Array.from({ length: 18 }, (_, n) => [
    n % 3 ? "" : `王${String(n / 3)}`,
    `D${String(100 + n)}`,
    day(n),
    50 + n,
  ]);
  const merges = Array.from({ length: 6 }, (_, n) => `A${String(2 + n * 3)}:A${String(4 + n * 3)}`);
  const file = { "orders.xlsx": book([["客户", "订单号", "下单时间", "金额"], ...cells], merges) };

  test("stand for each of them", async () => {
    const { loaded, receipt, titles } = await loadGiven(engine, file);
    expect(loaded.extent).toMatchObject({ orders: 18, customers: 6 });
    expect(loaded.rows).toEqual({ read: 18, used: 18, aside: 0 });
    const { count, effect, examples, columns, treatment } = receipt("filled from merged cells");
    expect([count, effect, columns]).toEqual([12, { orders: 12, customers: 0, value: 708 }, ["客户"]]);
    expect(examples[0]).toMatchObject({ row: 3, cells: ["王0", "D101", "2025-01-02", "51"] });
    expect(treatment?.value).toBe("fill");
    expect(titles().some((title) => title.includes("without a customer"))).toBe(false);
  });

  test("stand for the first only where that is chosen", async () => {
    const { loaded, receipt } = await loadGiven(engine, file, { merged: "keep" });
    expect(loaded.extent).toMatchObject({ orders: 6, customers: 6 });
    expect(receipt("without a customer").effect).toEqual({ orders: -12, customers: 0, value: -708 });
    expect(receipt("under merged cells").treatment?.value).toBe("keep");
  });

  test("of an amount are the amount of them all", async () => {
    // An order of two products: its number, customer, day and total are merged, the number being a number.
    const head = ["订单号", "客户", "下单时间", "订单总额", "商品名称"];
    const lines = Array.from({ length: 10 }, (_, n) =>
      n % 2
        ? ["", "", "", "", `茶${String(n)}`]
        : [1000 + n, `王${String(n % 4)}`, day(n), 30 + n, `茶${String(n)}`],
    );
    const down = Array.from({ length: 5 }, (_, n) =>
      ["A", "B", "C", "D"].map((column) => `${column}${String(2 + n * 2)}:${column}${String(3 + n * 2)}`),
    ).flat();
    const { query, loaded } = await loadGiven(engine, { "lines.xlsx": book([head, ...lines], down) });
    expect(loaded.rows.read).toBe(10);
    expect(
      await query(
        sql`SELECT count(*)::DOUBLE AS n, sum(value)::DOUBLE AS value, min(order_id) AS id FROM order_facts`,
      ),
    ).toEqual([{ n: 5, value: 30 + 32 + 34 + 36 + 38, id: "1000" }]);
  });
});

describe("a list that names each customer once", () => {
  const rows = Array.from(
    { length: 18 },
    (_, n) => `${n % 3 ? "" : `王${String(n / 3)}`},D${String(100 + n)},${day(n)},${String(50 + n)}`,
  );
  const text = `客户,订单号,下单时间,金额\n${rows.join("\n")}\n`;
  const answered = (value: string) => (mapping: Mapping) => ({
    ...mapping,
    answers: { ...mapping.answers, "blank-cells:客户": value },
  });

  test("is asked about", async () => {
    const { recognised } = await loadGiven(engine, { "orders.csv": text });
    const [question] = recognised[0]?.questions ?? [];
    expect(question).toMatchObject({ id: "blank-cells:客户", answer: null, columns: ["客户"] });
    expect(question?.options.map(({ value, rows: count }) => [value, count])).toEqual([
      ["above", 18],
      ["empty", 6],
    ]);
    expect(question?.title["zh-CN"]).toBe("“客户”的空单元格是否与上一行相同？");
  });

  test("has the customer above where that is answered", async () => {
    const { loaded, receipt, query } = await loadGiven(engine, { "orders.csv": text }, {}, answered("above"));
    expect(loaded.extent).toMatchObject({ orders: 18, customers: 6 });
    const { count, effect, examples, treatment } = receipt("filled from the row above");
    expect([count, effect]).toEqual([12, { orders: 12, customers: 0, value: 708 }]);
    expect(examples[0]?.row).toBe(3);
    expect(treatment?.sets).toEqual({ kind: "answer", ids: ["blank-cells:客户"] });
    expect(
      await query(sql`SELECT sum(value)::DOUBLE AS value FROM order_facts WHERE customer_id = '王2'`),
    ).toEqual([{ value: 56 + 57 + 58 }]);
  });

  test("has its rows set aside where that is answered", async () => {
    const { loaded, receipt } = await loadGiven(engine, { "orders.csv": text }, {}, answered("empty"));
    expect(loaded.extent).toMatchObject({ orders: 6, customers: 6 });
    expect(receipt("without a customer").count).toBe(12);
  });

  test("of orders gives their lines number, customer and day", async () => {
    const lines = Array.from({ length: 12 }, (_, n) =>
      n % 3
        ? `,,,${String(n)},茶${String(n)}`
        : `D${String(n)},王${String(n % 2)},${day(n)},${String(n)},茶${String(n)}`,
    );
    const given = `订单号,客户,下单时间,金额,商品名称\n${lines.join("\n")}\n`;
    const { query, recognised } = await loadGiven(engine, { "orders.csv": given }, {}, answered("above"));
    expect(recognised[0]?.questions.some(({ id }) => id === "blank-cells:客户")).toBe(true);
    expect(await query(sql`SELECT order_id, customer_id, day, value FROM order_facts ORDER BY day`)).toEqual([
      { order_id: "D0", customer_id: "王0", day: "2025-01-01", value: 3 },
      { order_id: "D3", customer_id: "王1", day: "2025-01-04", value: 12 },
      { order_id: "D6", customer_id: "王0", day: "2025-01-07", value: 21 },
      { order_id: "D9", customer_id: "王1", day: "2025-01-10", value: 30 },
    ]);
  });

  test("is none where customers simply are not known", async () => {
    const till = Array.from(
      { length: 40 },
      (_, n) => `D${String(n)},${n % 2 ? "" : `M${String(n % 5)}`},${day(n)},10`,
    );
    const { recognised } = await loadGiven(engine, {
      "orders.csv": `订单号,会员号,下单时间,金额\n${till.join("\n")}\n`,
    });
    expect(recognised[0]?.questions).toEqual([]);
  });
});
