import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { HeldFiles, recogniseFiles } from "../../src/shop/loading/load.ts";
import { loadWhole } from "./load-whole.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const rows = 90_000;
const header = "order_id,customer_id,ordered_at,amount,status,note";

/** Lines of an export too large to be looked at whole, with order numbers by place. */
function lines(number: (place: number) => number): string[] {
  return Array.from({ length: rows }, (_, place) => {
    const day = new Date(Date.UTC(2024, 0, 1) + place * 600_000).toISOString();
    const at = `${day.slice(0, 10)} ${day.slice(11, 19)}`;
    return `${String(100_000 + number(place))},C${String((place * 7919) % 20_011)},${at},${String(1 + (place % 90))}.5,paid,`;
  });
}

async function load(text: readonly string[], note = "ignore") {
  const held = new HeldFiles();
  const source = new Blob([[header, ...text].join("\n")]);
  const [found] = await recogniseFiles(held, [{ name: "orders.csv", source }]);
  if (!found) throw new Error("nothing was recognised");
  // A note that is not read hides what its quotation marks swallow.
  const roles = { ...found.mapping.roles, note };
  const files = [{ file: found.file, mapping: { ...found.mapping, roles } }];
  return loadWhole(engine, held, files, defaultPolicies);
}

const numbers: [string, (place: number) => number][] = [
  ["rise", (place) => place],
  ["fall", (place) => rows - place],
  ["neither rise nor fall", (place) => (place * 7919) % rows],
];

test.each(numbers)("every row of a plain file is there where order numbers %s", async (_, number) => {
  const loaded = await load(lines(number));
  expect(loaded.rows).toEqual({ read: rows, used: rows, aside: 0 });
  expect(loaded.extent.orders).toBe(rows);
});

test.each(numbers)("a mark that is never closed is told where order numbers %s", async (_, number) => {
  const text = lines(number);
  const at = Math.floor(rows * 0.63);
  text[at] = `${text[at] ?? ""}"never closed`;
  const loaded = await load(text);
  expect(loaded.extent.orders).toBe(at);
  expect(loaded.rows).toEqual({ read: rows, used: at, aside: rows - at });
});

test.each(numbers)("rows between two marks are told where order numbers %s", async (_, number) => {
  const text = lines(number);
  const from = Math.floor(rows * 0.63);
  text[from] = `${text[from] ?? ""}"opened`;
  text[from + 300] = `${text[from + 300] ?? ""}closed"`;
  const loaded = await load(text);
  expect(loaded.receipts.find(({ reason }) => reason === "quote")?.count).toBe(301);
  expect(loaded.rows).toEqual({ read: rows, used: rows - 301, aside: 301 });
});

test("rows in a value that the sample did not show are told, line by line", async () => {
  const text = lines((place) => place).map((line) => `${line}gift`);
  const from = Math.floor(rows * 0.63);
  text[from] = (text[from] ?? "").replace(/gift$/, '"gift');
  text[from + 5] = `${text[from + 5] ?? ""}"`;
  const loaded = await load(text, "dimension");
  const receipt = loaded.receipts.find(({ reason }) => reason === "quote");
  expect(receipt?.count).toBe(6);
  expect(receipt?.examples.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4, 5].map((more) => from + 2 + more));
  expect(receipt?.examples[3]?.cells?.[0]).toBe(String(100_000 + from + 3));
});
