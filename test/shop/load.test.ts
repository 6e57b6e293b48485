import fc from "../property.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { TextError } from "../../src/i18n/text.ts";
import { answerQuestion } from "../../src/ingest/questions/questions.ts";
import { type Mapping, type Policies, defaultPolicies } from "../../src/ingest/source.ts";
import { HeldFiles, asideCsv, recogniseFiles, reviseFile } from "../../src/shop/loading/load.ts";
import { loadWhole } from "./load-whole.ts";
import type { Loaded } from "../../src/shop/shop.ts";
import { written } from "../../src/sql.ts";
import { frameRows } from "../../src/tables/frame.ts";

let engine: Engine;
let held: HeldFiles;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

async function load(
  files: Readonly<Record<string, string>>,
  policies: Partial<Policies> = {},
  change: (mapping: Mapping, name: string) => Mapping = (mapping) => mapping,
): Promise<Loaded> {
  held = new HeldFiles();
  const given = Object.entries(files).map(([name, text]) => ({ name, source: new Blob([text]) }));
  const recognitions = await recogniseFiles(held, given);
  const chosen = recognitions.map(({ file, mapping, name }) => ({ file, mapping: change(mapping, name) }));
  return loadWhole(engine, held, chosen, { ...defaultPolicies, ...policies });
}
const rows = async (text: string) => frameRows(decodeFrame(await engine.query(written(text))));
const receipt = (loaded: Loaded, kind: string) => loaded.receipts.find((one) => one.kind === kind);

const orders = `order_id,customer_id,ordered_at,amount,status,refund_amount,channel
1,b,2025-01-05 10:00:00,100,paid,,app
2,a,2025-01-06 10:00:00,50,paid,20,store
3,a,2025-02-06 10:00:00,80,refunded,,app
4,b,2025-02-07 10:00:00,-30,paid,,app
5,c,2025-02-08 10:00:00,60,voided,,app
6,a,2025-03-01 10:00:00,0,paid,,app
7,b,2025-03-02 10:00:00,40,paid,40,store
`;

describe("a large plain file", () => {
  // Over 4 MB, so that what stands late is not in the sample.
  const many = Array.from(
    { length: 90_000 },
    (_, i) =>
      `${String(100_000 + i)},C${String(i % 1000)},2025-03-${String(1 + (i % 28)).padStart(2, "0")} 10:00:00,12.50,paid,,app`,
  );
  const file = (late: Readonly<Record<number, string>>) =>
    [
      "order_id,customer_id,ordered_at,amount,status,refund_amount,channel",
      ...many.map((line, i) => late[i] ?? line),
    ].join("\n");

  test("is read alike whatever stands late in it", async () => {
    const whole = await load({ "orders.csv": file({}) });
    expect(whole.rows).toEqual({ read: 90_000, used: 90_000, aside: 0 });
    const other = await load({
      "orders.csv": file({ 62_345: "162345,C9,2025-03-02 10:00:00,¥12.50,paid,,kiosk" }),
    });
    expect(other.rows).toEqual({ read: 90_000, used: 90_000, aside: 0 });
    expect(other.dimensions.find(({ column }) => column === "channel")?.values).toEqual([
      { value: "app", rows: 89_999 },
      { value: "kiosk", rows: 1 },
    ]);
  });

  test("loses no row to a quotation mark left open", async () => {
    const { rows: counts } = await load({
      "orders.csv": file({ 62_345: '162345,"C9,2025-03-02 10:00:00,12.50,paid,,app' }),
    });
    expect(counts.read).toBe(counts.used + counts.aside);
    expect(counts.used).toBeGreaterThanOrEqual(62_345);
    expect(counts.aside).toBeGreaterThan(0);
  });
});

describe("orders", () => {
  test("become facts sorted by customer and time, refunds taken off, cancelled ones left out", async () => {
    const loaded = await load({ "orders.csv": orders });
    expect(
      await rows("select customer, order_id, purchase, value, amount, status, channel from order_facts"),
    ).toEqual([
      {
        customer: 0,
        order_id: "2",
        purchase: true,
        value: 30,
        amount: 50,
        status: "completed",
        channel: "store",
      },
      {
        customer: 0,
        order_id: "3",
        purchase: false,
        value: 0,
        amount: 80,
        status: "refunded",
        channel: "app",
      },
      {
        customer: 0,
        order_id: "6",
        purchase: true,
        value: 0,
        amount: 0,
        status: "completed",
        channel: "app",
      },
      {
        customer: 1,
        order_id: "1",
        purchase: true,
        value: 100,
        amount: 100,
        status: "completed",
        channel: "app",
      },
      {
        customer: 1,
        order_id: "4",
        purchase: false,
        value: -30,
        amount: -30,
        status: "completed",
        channel: "app",
      },
      {
        customer: 1,
        order_id: "7",
        purchase: false,
        value: 0,
        amount: 40,
        status: "completed",
        channel: "store",
      },
    ]);
    expect(await rows("select count(*)::integer as n from orders where status = 'cancelled'")).toEqual([
      { n: 1 },
    ]);
    expect(await rows("select customer_id, orders, value, first_channel from customers order by 1")).toEqual([
      { customer_id: "a", orders: 2, value: 30, first_channel: "store" },
      { customer_id: "b", orders: 1, value: 70, first_channel: "app" },
    ]);
    expect(await rows("select customer, second_at from customer_facts order by 1")).toEqual([
      { customer: 0, second_at: "2025-03-01 10:00:00" },
      { customer: 1, second_at: null },
    ]);
    expect(await rows("select * from customer_months")).toEqual([
      { customer: 0, month: "2025-01-01", orders: 1, value: 30 },
      { customer: 0, month: "2025-03-01", orders: 1, value: 0 },
      { customer: 1, month: "2025-01-01", orders: 1, value: 100 },
    ]);
    expect(loaded.extent).toMatchObject({
      orders: 3,
      customers: 2,
      firstDay: "2025-01-05",
      lastDay: "2025-03-02",
    });
    expect(receipt(loaded, "cancelled")).toMatchObject({
      count: 1,
      effect: { orders: -1, customers: -1, value: -60 },
    });
    expect(receipt(loaded, "refunds")).toMatchObject({ count: 4, effect: { orders: -2, value: -170 } });
    expect(receipt(loaded, "zero-amount")).toMatchObject({ count: 1 });
    expect(receipt(loaded, "incomplete-period")).toMatchObject({ count: 1 });
  });

  test("follow the policies", async () => {
    const values = async () =>
      (await rows("select sum(value) as v, count(*) filter (purchase)::integer as n from order_facts"))[0];
    await load({ "orders.csv": orders }, { refunds: "ignore" });
    expect(await values()).toEqual({ v: 270, n: 5 });
    await load({ "orders.csv": orders }, { cancelled: "include" });
    expect(await values()).toEqual({ v: 160, n: 4 });
  });

  test("can be filtered and split by their further columns", async () => {
    const loaded = await load({ "orders.csv": orders.replace("channel\n", "Gift wrap\n") });
    expect(loaded.dimensions.map(({ table, column }) => `${table}.${column}`)).toEqual([
      "orders.status",
      "orders.Gift wrap",
    ]);
    expect(loaded.dimensions[1]?.values).toEqual([
      { value: "app", rows: 2 },
      { value: "store", rows: 1 },
    ]);
    expect(loaded.columns.orders).toMatchObject({
      "Gift wrap": "text",
      amount: "number",
      ordered_at: "timestamp",
    });
  });

  test("of several files of one shape are appended, an order of two files once", async () => {
    const [header, ...lines] = orders.trim().split("\n");
    const part = (from: number, to: number) => [header, ...lines.slice(from, to)].join("\n");
    const loaded = await load({ "january.csv": part(0, 4), "february.csv": part(2, 7) });
    expect(loaded.rows).toEqual({ read: 9, used: 7, aside: 2 });
    expect(receipt(loaded, "duplicates")).toMatchObject({ count: 2, effect: { orders: -2, value: -50 } });
    expect((await rows("select count(*)::integer as n from order_facts"))[0]?.n).toBe(6);
    expect(await asideCsv(engine, held)).toContain("february.csv,2,");
  });

  test("without a number are what the mapping says", async () => {
    const text =
      "customer,date,amount\na,2025-01-05 10:00,5\na,2025-01-05 10:00,6\na,2025-01-05 18:00,7\nb,2025-01-06 09:00,8\n";
    const count = async (orderGrain: Mapping["orderGrain"]) => {
      const { extent } = await load({ "o.csv": text }, {}, (mapping) => ({ ...mapping, orderGrain }));
      return extent.orders;
    };
    expect(await count("row")).toBe(4);
    expect(await count("timestamp")).toBe(3);
    expect(await count("day")).toBe(2);
  });

  test("are summed where a number stands in rows that differ", async () => {
    const text =
      "order,customer,date,amount,status\n1,a,2025-01-05,5,paid\n1,a,2025-01-05,6,paid\n2,b,2025-01-06,7,paid\n2,b,2025-01-06,3,refunded\n3,b,2025-01-07,9,voided\n3,b,2025-01-07,4,voided\n";
    await load({ "o.csv": text });
    expect(await rows("select order_id, value, purchase from order_facts")).toEqual([
      { order_id: "1", value: 11, purchase: true },
      { order_id: "2", value: 7, purchase: true },
    ]);
    expect(await rows("select amount, status from orders where order_id = '3'")).toEqual([
      { amount: 13, status: "cancelled" },
    ]);
  });
});

describe("several tables", () => {
  const customers =
    "会员号,会员等级,性别,城市\na,金卡,女,上海\nb,银卡,男,北京\nz,银卡,女,上海\nb,金卡,男,北京\n";
  const answers = "date,score,customer_id\n2025-02-01,10,a\n2025-01-02,3,z\n2025-03-03,9,\n";
  test("are joined by the customer", async () => {
    const loaded = await load({ "orders.csv": orders, "会员.csv": customers, "answers.csv": answers });
    expect(loaded.rows).toEqual({ read: 14, used: 13, aside: 1 });
    expect(await rows("select customer_id, tier, orders from customers order by 1")).toEqual([
      { customer_id: "a", tier: "金卡", orders: 2 },
      { customer_id: "b", tier: "银卡", orders: 1 },
      { customer_id: "z", tier: "银卡", orders: 0 },
    ]);
    expect(await rows("select customer, day, score, scale_max, kind from answer_facts")).toEqual([
      { customer: -1, day: "2025-01-02", score: 3, scale_max: 10, kind: "nps" },
      { customer: 0, day: "2025-02-01", score: 10, scale_max: 10, kind: "nps" },
      { customer: -1, day: "2025-03-03", score: 9, scale_max: 10, kind: "nps" },
    ]);
    expect(loaded.dimensions.map(({ table, column }) => `${table}.${column}`)).toContain("customers.tier");
    expect(loaded.extent.answers).toBe(3);
  });

  test("lines are joined to orders by their number, and their orders are not made twice", async () => {
    const lines =
      "order_id,sku,quantity,unit_price,customer_id,ordered_at\n1,tea,1,60,b,2025-01-05\n1,cup,2,20,b,2025-01-05\n99,tea,1,60,d,2025-01-09\n";
    const loaded = await load({ "orders.csv": orders, "lines.csv": lines });
    expect(loaded.extent).toMatchObject({ orders: 4, customers: 3 });
    expect(await rows("select count(*)::integer as n, sum(amount) as v from order_lines")).toEqual([
      { n: 3, v: 160 },
    ]);
    expect(await rows("select value from order_facts where order_id = '1'")).toEqual([{ value: 100 }]);
  });

  test("that are not there are empty where figures need them", async () => {
    await load({ "answers.csv": answers });
    expect(await rows("select count(*)::integer as n from order_facts")).toEqual([{ n: 0 }]);
    expect(await rows("select count(*)::integer as n from customers")).toEqual([{ n: 0 }]);
    expect(await rows("select count(*)::integer as n from answer_facts")).toEqual([{ n: 3 }]);
  });
});

describe("what the user changes", () => {
  const open = "order,customer,date,amount\n1,a,03/04/2025,5\n2,b,05/06/2025,6\n3,a,07/08/2025,7\n";
  test("a question is answered in the mapping", async () => {
    held = new HeldFiles();
    const [first] = await recogniseFiles(held, [{ name: "o.csv", source: new Blob([open]) }]);
    const [question] = first?.questions ?? [];
    if (!first || !question) throw new Error("nothing was asked");
    expect(question.answer).toBeNull();
    expect(first.mapping.formats.date).toBeUndefined();
    const again = await reviseFile(held, first.file, first.mapping);
    expect(again.questions[0]?.answer).toBeNull();
    const answered = await reviseFile(held, first.file, answerQuestion(first.mapping, question, "%m/%d/%Y"));
    expect(answered.questions[0]?.answer).toBe("%m/%d/%Y");
    const { extent } = await loadWhole(
      engine,
      held,
      [{ file: first.file, mapping: answered.mapping }],
      defaultPolicies,
    );
    expect([extent.firstDay, extent.lastDay]).toEqual(["2025-03-04", "2025-07-08"]);
  });

  test("a role is given by hand", async () => {
    const text = "nr,wer,wann,was\n1,a,2025-01-05,5\n2,b,2025-01-06,6\n";
    const roles = { nr: "order_id", wer: "customer_id", wann: "ordered_at", was: "amount" };
    const { extent } = await load({ "o.csv": text }, {}, (mapping) => ({
      ...mapping,
      table: "orders",
      roles,
    }));
    expect(extent).toMatchObject({ orders: 2, customers: 2, firstDay: "2025-01-05" });
  });

  test("a mapping that cannot be read under is refused in both languages", async () => {
    const refused = load({ "o.csv": orders }, {}, (mapping) => ({
      ...mapping,
      roles: { ...mapping.roles, ordered_at: "amount", amount: "ignore" },
    }));
    const error: unknown = await refused.catch((reason: unknown) => reason);
    if (!(error instanceof TextError)) throw error;
    expect(error.text.en).toContain("“ordered_at” cannot be “Amount”: its values are not numbers");
    expect(error.text["zh-CN"]).toContain("“ordered_at”不能用作“金额”：它的值不是数字");
  });

  test("a load that is given up ends", async () => {
    held = new HeldFiles();
    const [first] = await recogniseFiles(held, [{ name: "o.csv", source: new Blob([orders]) }]);
    const signal = AbortSignal.abort();
    if (!first) throw new Error("nothing was recognised");
    const given = [{ file: first.file, mapping: first.mapping }];
    await expect(loadWhole(engine, held, given, defaultPolicies, undefined, signal)).rejects.toThrow();
  });
});

test("no row is lost, whatever the cells hold", async () => {
  const cell = fc.oneof(
    fc.constantFrom(
      "",
      "5",
      "-3",
      "x",
      "2025-01-05",
      "05/06/2025",
      "NULL",
      "a b",
      "“",
      "1,5",
      "a\nb",
      "😀",
      "'",
      '"',
    ),
    fc.string({ maxLength: 6 }),
  );
  const quoted = (text: string) => `"${text.replaceAll("\0", "").replaceAll('"', '""')}"`;
  const good = Array.from(
    { length: 12 },
    (_, index) => `${index},c${index % 3},2025-01-${10 + index},${index}`,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 6 }), async (odd) => {
      const lines = [
        "order_id,customer_id,ordered_at,amount",
        ...good,
        ...odd.map((row) => row.map(quoted).join(",")),
      ];
      const loaded = await load({ "o.csv": lines.join("\n") });
      expect(loaded.rows.read).toBe(good.length + odd.length);
      expect(loaded.rows.used + loaded.rows.aside).toBe(loaded.rows.read);
      const [{ n } = { n: 0 }] = await rows("select count(*)::integer as n from set_aside");
      expect(n).toBe(loaded.rows.aside);
    }),
    { numRuns: 15 },
  );
});
