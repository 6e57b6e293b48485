import { openAsBlob } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openNodeEngine } from "../../src/engine/node.ts";
import { type Mapping, type Policies, type Receipt, defaultPolicies } from "../../src/ingest/source.ts";
import { treatedMapping, treatedPolicies } from "../../src/ingest/treatments.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Loaded, Shop } from "../../src/shop/shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = openShop(await openNodeEngine(), () => null);
});
afterAll(() => shop.close());

interface Given {
  readonly files: { readonly file: string; readonly mapping: Mapping }[];
  readonly policies: Policies;
}
async function take(files: Readonly<Record<string, string>>): Promise<Given> {
  const given = Object.entries(files).map(([name, text]) => ({ name, source: new Blob([text]) }));
  const recognitions = await shop.recognise(given);
  return {
    files: recognitions.map(({ file, mapping }) => ({ file, mapping })),
    policies: defaultPolicies,
  };
}
const load = async ({ files, policies }: Given) => {
  const loaded = await shop.load(files, policies);
  expect(loaded.rows.read).toBe(loaded.rows.used + loaded.rows.aside);
  return loaded;
};
/** What the user does: chooses another treatment in a receipt. */
function treat(given: Given, { treatment, file }: Receipt, value: string): Given {
  if (!treatment) throw new Error("the receipt offers no treatment");
  expect(treatment.options.map((option) => option.value)).toContain(value);
  const { sets } = treatment;
  if (sets.kind === "policy")
    return { ...given, policies: treatedPolicies(given.policies, sets.policy, value) };
  return {
    ...given,
    files: given.files.map((one) =>
      one.file === file ? { ...one, mapping: treatedMapping(one.mapping, treatment, value) } : one,
    ),
  };
}
function receiptOf(loaded: Loaded, which: RegExp | Receipt["kind"]): Receipt {
  const found = loaded.receipts.find(({ kind, title }) =>
    typeof which === "string" ? kind === which : which.test(title.en),
  );
  if (!found)
    throw new Error(
      `no receipt ${String(which)}: ${loaded.receipts.map(({ title }) => title.en).join(", ")}`,
    );
  return found;
}
const other = ({ treatment }: Receipt) =>
  treatment?.options.find(({ value }) => value !== treatment.value)?.value ?? "";

const orders = `order_id,customer_id,ordered_at,amount,status
1,b,2025-01-05 10:00:00,100,paid
2,a,2025-01-06 10:00:00,50,refunded
3,c,2025-02-06 10:00:00,0,paid
4,d,2025-02-08 10:00:00,60,voided
5,a,2025-03-01 10:00:00,40,paid
5,a,2025-03-01 10:00:00,40,paid
`;

describe("a choice in a receipt is done and undone", () => {
  test.each<[Receipt["kind"], number, number]>([
    // Purchases before and after.
    ["refunds", 3, 4],
    ["cancelled", 3, 4],
    ["zero-amount", 3, 2],
  ])("%s", async (kind, before, after) => {
    const given = await take({ "orders.csv": orders });
    const first = await load(given);
    expect(first.extent.orders).toBe(before);
    const receipt = receiptOf(first, kind);
    expect(receipt.examples.length).toBe(receipt.count);
    const changed = treat(given, receipt, other(receipt));
    const second = await load(changed);
    expect(second.extent.orders).toBe(after);
    const again = receiptOf(second, kind);
    expect(again.count).toBe(receipt.count);
    expect(again.treatment?.value).toBe(other(receipt));
    const third = await load(treat(changed, again, receipt.treatment?.value ?? ""));
    expect(third.extent).toEqual(first.extent);
    expect(receiptOf(third, kind)).toEqual(receipt);
  });

  test("zero amounts left out take customers with nothing else along", async () => {
    const given = await take({ "orders.csv": orders });
    const { policies } = treat(given, receiptOf(await load(given), "zero-amount"), "leave-out");
    const loaded = await load({ ...given, policies });
    expect(receiptOf(loaded, "zero-amount")).toMatchObject({
      count: 1,
      effect: { orders: -1, customers: -1, value: 0 },
      examples: [{ row: 4, cells: ["3", "c", "2025-02-06 10:00:00", "0", "completed"] }],
    });
  });

  test("equal rows with an order number", async () => {
    const given = await take({ "orders.csv": orders });
    const first = await load(given);
    expect(first.rows.aside).toBe(1);
    const receipt = receiptOf(first, "duplicates");
    expect(receipt).toMatchObject({
      count: 1,
      reason: "duplicate",
      effect: { orders: -1, value: -40 },
      examples: [{ row: 7, cells: ["5", "a", "2025-03-01 10:00:00", "40", "paid"] }],
    });
    const kept = await load(treat(given, receipt, "keep"));
    expect(kept.rows.aside).toBe(0);
    expect(receiptOf(kept, "duplicates")).toMatchObject({ count: 1, treatment: { value: "keep" } });
  });

  test("equal rows without an order number, also of two files", async () => {
    const text = "customer_id,ordered_at,amount\na,2025-01-05,5\nb,2025-01-06,6\nb,2025-01-06,6\n";
    const given = await take({ "january.csv": text, "again.csv": text });
    const first = await load(given);
    expect(first).toMatchObject({ rows: { used: 6 }, extent: { orders: 6 } });
    const receipt = receiptOf(first, "duplicates");
    expect(receipt.treatment).toMatchObject({ value: "drop" });
    const changed = treat(given, receipt, "drop-all");
    const dropped = await load(changed);
    expect(dropped).toMatchObject({ rows: { read: 6, used: 2, aside: 4 }, extent: { orders: 2 } });
    expect(dropped.receipts.filter(({ kind }) => kind === "duplicates").map(({ count }) => count)).toEqual([
      1, 3,
    ]);
    const [file] = given.files;
    const csv = await shop.aside({ file: file?.file ?? "", reason: "duplicate" });
    expect(csv.trim().split("\n")).toEqual([
      "file,row,reason,customer_id,ordered_at,amount",
      "january.csv,4,equal to an earlier row in every cell,b,2025-01-06,6",
    ]);
    const back = treat(changed, receiptOf(dropped, "duplicates"), "drop");
    expect((await load(back)).extent.orders).toBe(6);
  });

  test("equal order lines", async () => {
    const given = await take({
      "orders.csv": orders,
      "lines.csv": "order_id,sku,quantity,unit_price\n1,tea,1,60\n1,tea,1,60\n2,cup,2,20\n",
    });
    const first = await load(given);
    const receipt = first.receipts.find(
      ({ kind, treatment }) =>
        kind === "duplicates" &&
        treatment?.value === "drop" &&
        !treatment.options.some(({ value }) => value === "keep"),
    );
    if (!receipt) throw new Error("equal lines have no receipt");
    expect(receipt).toMatchObject({ count: 1, examples: [{ row: 3 }] });
    const dropped = await load(treat(given, receipt, "drop-all"));
    expect(dropped.rows.aside).toBe(first.rows.aside + 1);
    expect(dropped.extent).toEqual(first.extent);
  });

  test("customers listed twice", async () => {
    const given = await take({
      "members.csv":
        "会员号,会员等级,性别,城市\na,金卡,女,上海\nb,银卡,男,北京\nz,银卡,女,上海\nb,金卡,男,北京\n",
      "orders.csv": orders,
    });
    const tier = async () => {
      const { values } = first.dimensions.find(({ column }) => column === "tier") ?? { values: [] };
      return values;
    };
    let first = await load(given);
    expect(await tier()).toContainEqual({ value: "金卡", rows: 1 });
    const receipt = receiptOf(first, /listed twice/);
    expect(receipt).toMatchObject({ count: 1, examples: [{ row: 5 }], columns: ["会员号"] });
    first = await load(treat(given, receipt, "last"));
    expect(await tier()).toContainEqual({ value: "金卡", rows: 2 });
    expect(receiptOf(first, /listed twice/)).toMatchObject({ count: 1, examples: [{ row: 3 }] });
  });

  test("a status word that nobody knows", async () => {
    const given = await take({ "orders.csv": orders.replaceAll("paid", "zonk") });
    const first = await load(given);
    const receipt = receiptOf(first, /unknown status/);
    expect(receipt).toMatchObject({ count: 3, treatment: { sets: { kind: "status", word: "zonk" } } });
    const changed = treat(given, receipt, "cancelled");
    const second = await load(changed);
    expect(second.extent.orders).toBe(0);
    const back = treat(changed, receiptOf(second, /with the status “zonk”/), "completed");
    expect((await load(back)).extent.orders).toBe(first.extent.orders);
  });
});

describe("rows with times that are not read", () => {
  const mixed = [
    "order_id,customer_id,ordered_at,amount",
    ...Array.from({ length: 20 }, (_, n) => `${n},c${n % 5},2025-01-${10 + n},5`),
    "98,c1,28.02.2025,7",
    "99,c1,27.02.2025,7",
    "100,c1,2025-13-40,7",
  ].join("\n");

  test("can be taken in by their other way of writing, and put aside again", async () => {
    const given = await take({ "orders.csv": mixed });
    const first = await load(given);
    expect(first.rows).toEqual({ read: 23, used: 20, aside: 3 });
    const receipt = receiptOf(first, "unreadable");
    expect(receipt).toMatchObject({ count: 3, reason: "time", columns: ["ordered_at"] });
    expect(receipt.examples.map(({ row, cells }) => [row, cells?.[2]])).toEqual([
      [22, "28.02.2025"],
      [23, "27.02.2025"],
      [24, "2025-13-40"],
    ]);
    const offered = receipt.treatment?.options.at(-1);
    expect(offered?.label.en).toBe("Take “28.02.2025” as 2025-02-28, 2 rows");
    const changed = treat(given, receipt, offered?.value ?? "");
    const second = await load(changed);
    expect(second.rows).toEqual({ read: 23, used: 22, aside: 1 });
    expect(second.extent.lastDay).toBe("2025-02-28");
    const both = receiptOf(second, /more than one way/);
    expect(both.count).toBe(2);
    const third = await load(treat(changed, both, other(both)));
    expect(third.rows).toEqual(first.rows);
  });
});

test("totals of a workbook are set aside, and can be taken as rows", async () => {
  const url = new URL("../fixtures/import/workbook-titles-totals.xlsx", import.meta.url);
  const recognitions = await shop.recognise([{ name: "sheet.xlsx", source: await openAsBlob(url) }]);
  const files = recognitions.map(({ file, mapping }) => ({ file, mapping }));
  const given: Given = { files, policies: defaultPolicies };
  const first = await load(given);
  const receipt = receiptOf(first, /totals not used/);
  expect(first.rows).toEqual({ read: 13, used: 12, aside: 1 });
  expect(receipt).toMatchObject({ count: 1, reason: "total", treatment: { value: "aside" } });
  expect(receipt.examples[0]?.cells?.[0]).toBe("合计");
  expect(await shop.aside({ file: files[0]?.file ?? "", reason: "total" })).toContain("合计");
  const changed = treat(given, receipt, "take");
  const second = await load(changed);
  // A total has no customer and no time: taken as a row, it says what it lacks.
  expect(second.rows.read).toBe(13);
  expect(receiptOf(second, "unreadable").examples[0]?.cells?.[0]).toBe("合计");
  const third = await load(treat(changed, receiptOf(second, /totals taken/), "aside"));
  expect(third.rows).toEqual(first.rows);
});
