import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { TextError } from "../../src/i18n/text.ts";
import { currencyQuestion } from "../../src/ingest/questions/currencies.ts";
import { type Recognition, defaultPolicies } from "../../src/ingest/source.ts";
import { HeldFiles, asideCsv, recogniseFiles } from "../../src/shop/loading/load.ts";
import { written } from "../../src/sql.ts";
import { frameRows } from "../../src/tables/frame.ts";
import { loadWhole } from "./load-whole.ts";

let engine: Engine;
let held: HeldFiles;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

async function recognise(files: Readonly<Record<string, string>>) {
  held = new HeldFiles();
  return recogniseFiles(
    held,
    Object.entries(files).map(([name, text]) => ({ name, source: new Blob([text]) })),
  );
}
const load = (found: readonly Recognition[], currency?: string) =>
  loadWhole(
    engine,
    held,
    found.map(({ file, mapping }) => ({ file, mapping })),
    { ...defaultPolicies, ...(currency !== undefined && { currency }) },
  );
const values = async () =>
  frameRows(
    decodeFrame(await engine.query(written("select order_id, value from order_facts order by order_id"))),
  ).map(({ order_id, value }) => [order_id, value]);

const column = `order_id,customer_id,ordered_at,amount,币种
1,a,2025-01-05,10,USD
2,b,2025-01-06,20,EUR
3,a,2025-01-07,30,usd
4,c,2025-01-08,40,人民币
5,c,2025-01-09,50,
`;

test("a column of currencies is asked about, and only the chosen one is counted", async () => {
  const found = await recognise({ "orders.csv": column });
  expect(found[0]?.mapping.roles["币种"]).toBe("currency");
  const question = currencyQuestion(found, undefined);
  expect(question?.answer).toBeNull();
  expect(question?.options.map(({ value, label }) => [value, label.en])).toEqual([
    ["USD", "US dollar ($): 2 rows"],
    ["EUR", "Euro (€): 1 row"],
    ["CNY", "Chinese yuan (¥): 1 row"],
  ]);
  await expect(load(found)).rejects.toThrow(TextError);
  await expect(load(found, "GBP")).rejects.toThrow(/USD \(2 rows\), EUR \(1 row\), CNY \(1 row\)/);
  expect(currencyQuestion(found, "USD")?.answer).toBe("USD");
  const loaded = await load(found, "USD");
  expect(loaded.extent.currency).toBe("USD");
  expect(loaded.rows).toEqual({ read: 5, used: 2, aside: 3 });
  expect(await values()).toEqual([
    ["1", 10],
    ["3", 30],
  ]);
  const receipt = loaded.receipts.find(({ reason }) => reason === "currency");
  expect(receipt).toMatchObject({
    count: 3,
    effect: { orders: -3, customers: -2, value: 0 },
    treatment: { sets: { kind: "currency" }, value: "USD" },
  });
  expect(receipt?.detail.en).toContain(
    "EUR, 1 row, 20.00; CNY, 1 row, 40.00; no currency named, 1 row, 50.00",
  );
  expect(await asideCsv(engine, held)).toContain("orders.csv,3,another currency,2,b,2025-01-06,20,EUR");
});

test("signs beside the amounts tell currencies apart, also late in a file", async () => {
  const signs = await recognise({
    "signs.csv": `order_id,customer_id,ordered_at,amount\n1,a,2025-01-05,$10\n2,b,2025-01-06,€20\n3,a,2025-01-07,US$30\n`,
  });
  expect(currencyQuestion(signs, undefined)?.options.map(({ value }) => value)).toEqual(["USD", "EUR"]);
  const loaded = await load(signs, "EUR");
  expect(loaded.extent.currency).toBe("EUR");
  expect(await values()).toEqual([["2", 20]]);
  // The sample of a long file may show only one.
  const long = Array.from({ length: 200_000 }, (_, row) => {
    const sign = row === 70_000 ? "€" : "$";
    return `${String(row)},c${String(row % 100)},2025-01-0${String((row % 9) + 1)},${sign}${String(row % 50)}.00\n`;
  });
  const found = await recognise({ "long.csv": `order_id,customer_id,ordered_at,amount\n${long.join("")}` });
  await expect(load(found)).rejects.toThrow(/\$ \(199,999 rows\), EUR \(1 row\)/);
  expect((await load(found, "$")).rows).toEqual({ read: 200_000, used: 199_999, aside: 1 });
});

test("files of different currencies are never added up, and one that names none goes with either", async () => {
  const file = (heading: string, from: number) =>
    `order_id,customer_id,ordered_at,${heading}\n${String(from)},a,2025-01-0${String(from)},10\n`;
  const found = await recognise({
    "us.csv": file("Amount (USD)", 1),
    "eu.csv": file("Amount (EUR)", 2),
    "other.csv": file("Amount", 3),
  });
  await expect(load(found)).rejects.toThrow(TextError);
  const loaded = await load(found, "EUR");
  expect(loaded.rows).toEqual({ read: 3, used: 2, aside: 1 });
  expect(await values()).toEqual([
    ["2", 10],
    ["3", 10],
  ]);
});

test("one currency is the shop's, whatever it is called", async () => {
  const one = await recognise({
    "one.csv":
      "order_id,customer_id,ordered_at,amount,Währung\n1,a,2025-01-05,10,RMB\n2,b,2025-01-06,20,人民币\n",
  });
  expect(currencyQuestion(one, undefined)).toBeNull();
  expect((await load(one)).extent.currency).toBe("CNY");
  expect((await load(one, "")).extent.currency).toBeNull();
});
