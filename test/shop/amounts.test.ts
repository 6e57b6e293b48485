import { openAsBlob } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applySavedMapping } from "../../src/document/bind.ts";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { withRole } from "../../src/import/edit-mapping.ts";
import { answerQuestion } from "../../src/ingest/questions/questions.ts";
import { type Mapping, type Recognition, defaultPolicies } from "../../src/ingest/source.ts";
import { treatedMapping } from "../../src/ingest/treatments.ts";
import { HeldFiles, recogniseFiles, reviseFile } from "../../src/shop/loading/load.ts";
import { sql } from "../../src/sql.ts";
import { frameRows } from "../../src/tables/frame.ts";
import { isSettled, savedMapping } from "../../src/workspace/settled.ts";
import { loadWhole } from "./load-whole.ts";

const folder = new URL("../fixtures/import/", import.meta.url);

describe("amounts that could be read otherwise", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openNodeEngine();
  });
  afterAll(() => engine.close());

  async function open(name: string): Promise<{ held: HeldFiles; file: Recognition }> {
    return take(name, await openAsBlob(new URL(encodeURIComponent(name), folder)));
  }
  async function take(name: string, source: Blob): Promise<{ held: HeldFiles; file: Recognition }> {
    const held = new HeldFiles();
    const [file] = await recogniseFiles(held, [{ name, source }]);
    if (!file) throw new Error("nothing was recognised");
    return { held, file };
  }
  async function answer(held: HeldFiles, file: Recognition, id: string, value: string) {
    const question = file.questions.find((one) => one.id.startsWith(id));
    if (!question) throw new Error(`nothing is asked about ${id}`);
    expect(question.options.map((option) => option.value)).toContain(value);
    return reviseFile(held, file.file, answerQuestion(file.mapping, question, value));
  }
  /** Orders, customers and value of a file under a mapping. */
  async function figures(held: HeldFiles, { file }: Recognition, mapping: Mapping) {
    const { extent, rows } = await loadWhole(engine, held, [{ file, mapping }], defaultPolicies);
    expect(rows.read).toBe(rows.used + rows.aside);
    const [row] = frameRows(
      decodeFrame(await engine.query(sql`SELECT sum(value)::DOUBLE AS value FROM order_facts`)),
    );
    return [extent.orders, extent.customers, Math.round(Number(row?.value) * 100) / 100];
  }

  // What each file comes to as recognised, where that is settled, and with each answer where it is asked.
  test.each([
    ["amounts-due-paid-zh.csv", [10, 3, 1425]],
    ["amounts-gross-net.csv", [10, 3, 1425]],
    ["order-total-on-lines-zh.csv", [8, 3, 458.5]],
    ["order-total-named-zh.csv", [8, 3, 458.5]],
    ["order-total-first-line.csv", [8, 3, 458.5]],
    ["price-times-quantity.csv", [9, 3, 210]],
    ["price-times-quantity-zh.csv", [9, 3, 210]],
    ["price-of-piece.csv", [9, 3, 210]],
    ["price-of-row.csv", [9, 3, 210]],
    ["returns-documents-zh.csv", [8, 3, 810]],
    ["returns-same-order.csv", [5, 3, 267]],
    ["returns-two-statuses-zh.csv", [7, 3, 1020]],
  ])("%s is settled", async (name, expected) => {
    const { held, file } = await open(name);
    expect(isSettled(file)).toBe(true);
    expect(await figures(held, file, file.mapping)).toEqual(expected);
  });

  test.each([
    ["amounts-unclear.csv", "amount-column", { amount_a: [10, 3, 1450], amount_b: [10, 3, 1425] }],
    ["amounts-change-given-zh.csv", "amount-column", { 应收金额: [10, 3, 1450], 实收金额: [10, 3, 1750] }],
    ["order-total-on-lines.csv", "order-total:", { order: [8, 3, 458.5], line: [8, 3, 1065] }],
    [
      "order-total-paid-zh.csv",
      "amount-column",
      { 订单实付金额: [8, 3, 434.5], "quantity × unit price": [8, 3, 458.5] },
    ],
    ["price-unclear.csv", "price-of:", { piece: [9, 3, 210], whole: [9, 3, 70.5] }],
    ["returns-flag.csv", "refund-rows:", { "given-back": [8, 3, 810], undone: [8, 3, 1130] }],
    [
      "returns-money-flow-zh.csv",
      "refund-rows:",
      { "given-back": [8, 3, 810], undone: [8, 3, 1130], "left-out": [8, 3, 1130] },
    ],
    ["kinds-card-top-up-zh.csv", "row-kind:", { cancelled: [6, 3, 500], completed: [8, 3, 790] }],
    ["lines-unnumbered.csv", "order-grain", { row: [15, 3, 458.5], timestamp: [8, 3, 458.5] }],
  ])("%s waits for an answer", async (name, id, answers) => {
    const { held, file } = await open(name);
    expect(isSettled(file)).toBe(false);
    let before = file;
    for (const [value, expected] of Object.entries(answers)) {
      // The question stays, so that the answer can be changed.
      before = await answer(held, before, id, value);
      expect(before.questions.find((one) => one.id.startsWith(id))?.answer).toBe(value);
      expect(isSettled(before)).toBe(true);
      expect([value, await figures(held, before, before.mapping)]).toEqual([value, expected]);
    }
  });

  test("what was decided goes with the column that it was about", async () => {
    const { held, file } = await open("order-total-on-lines-zh.csv");
    expect(file.mapping.answers).toEqual({ "order-total:实付金额": "order" });
    const { mapping } = withRole(file.mapping, "实付金额", "ignore");
    const revised = await reviseFile(held, file.file, mapping);
    expect(revised.mapping.answers).toBeUndefined();
    expect(await figures(held, revised, revised.mapping)).toEqual([8, 3, 458.5]);
    const back = await reviseFile(held, file.file, withRole(revised.mapping, "实付金额", "amount").mapping);
    expect(back.mapping.answers).toEqual({ "order-total:实付金额": "order" });
  });

  test("a role that was chosen by hand answers which column is the amount", async () => {
    const { held, file } = await open("amounts-unclear.csv");
    const revised = await reviseFile(held, file.file, withRole(file.mapping, "amount_b", "amount").mapping);
    expect(revised.questions.map(({ id, answer: given }) => [id, given])).toEqual([
      ["amount-column", "amount_b"],
    ]);
    // Another choice leaves the question as open as it was.
    const other = await reviseFile(
      held,
      file.file,
      withRole(file.mapping, "order_date", "ordered_at").mapping,
    );
    expect(other.questions.map(({ answer: given }) => given)).toEqual([null]);
  });

  test("a receipt tells how an order's total was read, and undoes it", async () => {
    const { held, file } = await open("order-total-on-lines-zh.csv");
    const { receipts } = await loadWhole(
      engine,
      held,
      [{ file: file.file, mapping: file.mapping }],
      defaultPolicies,
    );
    const receipt = receipts.find(({ title }) => title.en === "“实付金额” counts once per order");
    expect(receipt).toMatchObject({ count: 7, effect: { orders: 0, customers: 0, value: -606.5 } });
    expect(receipt?.examples).toHaveLength(7);
    if (!receipt?.treatment) throw new Error("the receipt offers nothing");
    const mapping = treatedMapping(file.mapping, receipt.treatment, "line");
    const revised = await reviseFile(held, file.file, mapping);
    expect(await figures(held, revised, revised.mapping)).toEqual([8, 3, 1065]);
  });

  test("refunds of positive amount are taken off, with a receipt that adds up", async () => {
    const { held, file } = await open("returns-documents-zh.csv");
    const { receipts } = await loadWhole(
      engine,
      held,
      [{ file: file.file, mapping: file.mapping }],
      defaultPolicies,
    );
    const effect = (part: "orders" | "value") =>
      receipts.reduce((sum, one) => sum + (one.effect?.[part] ?? 0), 0);
    // As sales all ten documents would come to 1,450.
    expect([10 + effect("orders"), 1450 + effect("value")]).toEqual([8, 810]);
  });

  test("lines keep what quantity and price make of them", async () => {
    const { held, file } = await open("order-total-on-lines-zh.csv");
    await loadWhole(engine, held, [{ file: file.file, mapping: file.mapping }], defaultPolicies);
    const [row] = frameRows(
      decodeFrame(await engine.query(sql`SELECT sum(amount)::DOUBLE AS value FROM order_lines`)),
    );
    expect(row?.value).toBe(458.5);
  });

  test("a file of the same columns is read as was answered", async () => {
    const { held, file } = await open("order-total-on-lines.csv");
    const answered = await answer(held, file, "order-total:", "order");
    const sources = [{ name: file.name, mapping: savedMapping(answered.mapping) }];
    const { held: again, file: other } = await open("order-total-on-lines.csv");
    const saved = applySavedMapping(other, sources);
    if (!saved) throw new Error("the mapping does not fit");
    const revised = await reviseFile(again, other.file, saved);
    expect(isSettled(revised)).toBe(true);
    expect(await figures(again, revised, revised.mapping)).toEqual([8, 3, 458.5]);
  });

  test("lines that truly cost the same are added up unasked", async () => {
    const rows = ["order_id,customer_id,order_date,product,amount"];
    for (let order = 0; order < 20; order += 1)
      for (let line = 0; line <= order % 3; line += 1)
        rows.push(
          `${String(order)},c${String(order % 4)},2025-01-${String(10 + (order % 9))},p${String(line)},9.9`,
        );
    const { held, file } = await take("coffee.csv", new Blob([rows.join("\n")]));
    expect(file.questions).toEqual([]);
    expect(await figures(held, file, file.mapping)).toEqual([
      20,
      4,
      Math.round((rows.length - 1) * 990) / 100,
    ]);
  });

  test("a line's own amount is never an order's, though every line of some orders is the same", async () => {
    const rows = ["order_id,customer_id,order_date,product,quantity,unit_price,amount"];
    for (let order = 0; order < 12; order += 1)
      for (let line = 0; line <= order % 2; line += 1)
        rows.push(
          `${String(order)},c${String(order % 4)},2025-01-${String(10 + order)},p${String(line)},2,${String(order + 1)},${String(2 * order + 2)}`,
        );
    const { held, file } = await take("twins.csv", new Blob([rows.join("\n")]));
    expect(file.questions).toEqual([]);
    expect(await figures(held, file, file.mapping)).toEqual([12, 4, 240]);
  });
});
