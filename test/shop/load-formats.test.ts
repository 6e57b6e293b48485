import { gzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { answerQuestion } from "../../src/ingest/questions/questions.ts";
import { type Policies, type Recognition, defaultPolicies } from "../../src/ingest/source.ts";
import { HeldFiles, asideCsv, recogniseFiles, reviseFile } from "../../src/shop/loading/load.ts";
import { loadWhole } from "./load-whole.ts";
import { written } from "../../src/sql.ts";
import { frameRows } from "../../src/tables/frame.ts";
import { describeWithReference, sharedPath } from "../reference.ts";

let engine: Engine;
let held: HeldFiles;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

async function recognise(files: Readonly<Record<string, BlobPart | { readonly path: string }>>) {
  held = new HeldFiles();
  return recogniseFiles(
    held,
    Object.entries(files).map(([name, content]) => ({
      name,
      source: typeof content === "object" && "path" in content ? content : new Blob([content]),
    })),
  );
}
const load = (found: readonly Recognition[], policies: Partial<Policies> = {}) =>
  loadWhole(
    engine,
    held,
    found.map(({ file, mapping }) => ({ file, mapping })),
    { ...defaultPolicies, ...policies },
  );
const rows = async (text: string) => frameRows(decodeFrame(await engine.query(written(text))));
const bytes = (text: string) => new TextEncoder().encode(text);
const orders =
  "order_id,customer_id,ordered_at,amount\n1,a,2025-01-05,10\n2,b,2025-01-06,20\n3,,2025-01-07,30\n";
const more = "order_id,customer_id,ordered_at,amount\n4,a,2025-02-05,15\n";

describe("archives", () => {
  test("each file inside is recognised by itself and said to come out of the given one", async () => {
    const found = await recognise({
      "x.csv": more,
      "all.zip": zipSync({ "2025/01.csv": bytes(orders), "2025/02.csv.gz": gzipSync(bytes(more)) }),
    });
    expect(found.map(({ name, given }) => [name, given])).toEqual([
      ["x.csv", 0],
      ["all.zip › 01.csv", 1],
      ["all.zip › 02.csv", 1],
    ]);
    const loaded = await load(found.slice(1));
    expect(loaded.rows).toEqual({ read: 4, used: 3, aside: 1 });
    expect(await asideCsv(engine, held)).toContain("all.zip › 01.csv,4,no customer,3,,2025-01-07,30");
    const zh = await asideCsv(engine, held, null, "zh-CN");
    expect(zh).toMatch(/^文件,行,原因,/);
    expect(zh).toContain("all.zip › 01.csv,4,没有客户,3,,2025-01-07,30");
  });
  test("what is no table is left out with a note", async () => {
    const [found, ...others] = await recognise({
      "a.zip": zipSync({ "orders.csv": bytes(orders), "readme.txt": bytes("hello\nthere") }),
    });
    expect(others).toEqual([]);
    expect(found?.problems.map(({ text }) => text.en)).toEqual([expect.stringContaining("readme.txt")]);
    // The note stays when the mapping is changed.
    if (!found) throw new Error("nothing was recognised");
    const revised = await reviseFile(held, found.file, found.mapping);
    expect(revised.problems).toEqual(found.problems);
    expect(held.byKey.size).toBe(1);
  });
  test("archives within archives within archives are refused", async () => {
    const deep = gzipSync(gzipSync(gzipSync(bytes(orders))));
    const [found] = await recognise({ "deep.csv.gz": deep });
    expect(found?.problems[0]).toMatchObject({ fatal: true });
  });
});

describe("identifiers", () => {
  const phones =
    "order_id,phone,ordered_at,amount\n1,13800000001,2025-01-05,10.5\n2,+86 138-0000-0001,2025-01-06,20.5\n3,13900000002,2025-01-07,30.5\n";
  const people = "phone,name,joined_at\n+8613800000001,Ann,2024-01-01\n13900000002,Bob,2024-01-02\n";
  test("phone numbers join orders and customers however they are written", async () => {
    const loaded = await load(await recognise({ "orders.csv": phones, "people.csv": people }));
    expect(loaded.extent.customers).toBe(2);
    expect(await rows("select customer_id, name, orders from customers order by 1")).toEqual([
      { customer_id: "13800000001", name: "Ann", orders: 2 },
      { customer_id: "13900000002", name: "Bob", orders: 1 },
    ]);
  });
  test("and are kept apart where that is chosen", async () => {
    const loaded = await load(await recognise({ "orders.csv": phones }), { ids: "keep" });
    expect(loaded.extent.customers).toBe(3);
  });
});

test("amounts in fen are divided where the heading says so", async () => {
  const text = `order_id,customer_id,ordered_at,amount_fen,discount\n1,a,2025-01-05,1250,100\n2,b,2025-01-06,2000,0\n`;
  const [found] = await recognise({ "fen.csv": text });
  const question = found?.questions[0];
  if (!found || !question) throw new Error("nothing was asked");
  expect(question).toMatchObject({ answer: "0.01", columns: ["amount_fen", "discount"] });
  const mapping = answerQuestion(found.mapping, question, "0.01");
  const revised = await reviseFile(held, found.file, mapping);
  expect(revised.questions[0]?.answer).toBe("0.01");
  await load([revised]);
  expect(await rows("select value, discount from order_facts order by order_id")).toEqual([
    { value: 12.5, discount: 1 },
    { value: 20, discount: 0 },
  ]);
});

test(
  "a workbook of 100,000 rows and twelve columns opens within eight seconds",
  { timeout: 60_000 },
  async () => {
    const xlsx = await import("@e965/xlsx");
    const head = [
      "order_id",
      "customer_id",
      "ordered_at",
      "amount",
      "channel",
      "store",
      "city",
      "a",
      "b",
      "c",
      "d",
      "e",
    ];
    const data: unknown[][] = [head];
    for (let n = 0; n < 100_000; n += 1)
    data.push([`O${String(n)}`, `C${String(n % 9000)}`, new Date(Date.UTC(2024, 0, 1 + (n % 700))), (n % 500) + 0.25, n % 2 ? "app" : "web", `s${String(n % 40)}`, "x", n, n * 2, "text", "more", 0.5]); // prettier-ignore
    const book = xlsx.utils.book_new();
    xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet(data, { dense: true, UTC: true }), "Orders");
    const file = xlsx.write(book, {
      type: "buffer",
      bookType: "xlsx",
      compression: true,
    }) as Uint8Array<ArrayBuffer>;
    const begun = performance.now();
    const loaded = await load(await recognise({ "big.xlsx": file }));
    const took = performance.now() - begun;
    expect(loaded.rows).toEqual({ read: 100_000, used: 100_000, aside: 0 });
    expect(loaded.extent).toMatchObject({ orders: 100_000, customers: 9000, firstDay: "2024-01-01" });
    // Told rather than held exactly: machines that run many things at once are slower.
    if (took > 8000) console.warn(`100,000 × 12 XLSX took ${String(Math.round(took))} ms`);
    expect(took).toBeLessThan(24_000);
  },
);

describeWithReference("published exports in other formats", () => {
  const open = (path: string) =>
    recognise({ [path.split("/").at(-1) ?? path]: { path: sharedPath(`data/${path}`) } });
  test("a workbook gives what its CSV gives", async () => {
    const given = await load(await open("zh-rfm/orders_zh_utf8.csv"));
    const value = await rows(
      "select sum(value) as value, count(distinct customer_id) as customers from order_facts",
    );
    const book = await load(await open("zh-rfm/PYTHON-RFM实战数据.xlsx"));
    expect(book.extent).toEqual(given.extent);
    expect(book.rows).toEqual(given.rows);
    const plain = ({ receipts }: typeof book) =>
      receipts.map(({ kind, count, effect }) => ({ kind, count, effect }));
    expect(plain(book)).toEqual(plain(given));
    expect(
      await rows("select sum(value) as value, count(distinct customer_id) as customers from order_facts"),
    ).toEqual(value);
  });
  test("Parquet", { timeout: 60_000 }, async () => {
    const loaded = await load(await open("online-retail/online_retail.parquet"));
    expect(loaded.rows).toEqual({ read: 541_909, used: 406_829, aside: 135_080 });
  });
});
