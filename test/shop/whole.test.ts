import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { HeldFiles, recogniseFiles } from "../../src/shop/load.ts";
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

async function load(text: readonly string[]) {
  const held = new HeldFiles();
  const source = new Blob([[header, ...text].join("\n")]);
  const [found] = await recogniseFiles(held, [{ name: "orders.csv", source }]);
  if (!found) throw new Error("nothing was recognised");
  // The note is not read, and hides what its quotation marks swallow.
  const roles = { ...found.mapping.roles, note: "ignore" };
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
  expect(loaded.rows.aside).toBeGreaterThan(0);
});

test.each(numbers)("rows between two marks are told where order numbers %s", async (_, number) => {
  const text = lines(number);
  const from = Math.floor(rows * 0.63);
  text[from] = `${text[from] ?? ""}"opened`;
  text[from + 300] = `${text[from + 300] ?? ""}closed"`;
  const loaded = await load(text);
  expect(loaded.receipts.some(({ reason }) => reason === "quote")).toBe(true);
  expect(loaded.extent.orders).toBe(rows - 301);
});
