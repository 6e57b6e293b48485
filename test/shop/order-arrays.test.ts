import { tableFromIPC } from "apache-arrow";
import fc from "../property.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { HeldFiles, loadFiles, recogniseFiles } from "../../src/shop/loading/load.ts";
import { byCodePoint } from "../../src/shop/loading/order-arrays.ts";
import { sql } from "../../src/sql.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const row = fc.record({
  order: fc.integer({ min: 1, max: 60 }),
  customer: fc.constantFrom("C1", "C2", "C10", "甲", "c1"),
  minute: fc.integer({ min: 0, max: 5 * 24 * 60 }),
  cents: fc.integer({ min: -5000, max: 20_000 }),
  status: fc.constantFrom("paid", "paid", "paid", "cancelled", "refunded"),
  channel: fc.constantFrom("app", "web", "门店", ""),
});
const file = fc.array(row, { minLength: 1, maxLength: 80 });

function csv(rows: readonly (typeof row extends fc.Arbitrary<infer T> ? T : never)[]): Blob {
  const lines = rows.map(({ order, customer, minute, cents, status, channel }) => {
    const time = new Date(Date.UTC(2025, 0, 1, 0, minute)).toISOString().slice(0, 19).replace("T", " ");
    return `${String(order)},${customer},${time},${(cents / 100).toFixed(2)},${status},${channel}`;
  });
  return new Blob([["order_id,customer_id,ordered_at,amount,status,channel", ...lines].join("\n")]);
}

test("the arrays hold what the tables hold, in the same order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 2 }), async (files) => {
      const held = new HeldFiles();
      const found = await recogniseFiles(
        held,
        files.map((rows, index) => ({ name: `orders ${String(index)}.csv`, source: csv(rows) })),
      );
      const given = found.map(({ file: key, mapping }) => ({ file: key, mapping }));
      const { arrays, rest, loaded } = await loadFiles(engine, held, given, defaultPolicies);
      await rest;
      const table = tableFromIPC(
        await engine.query(
          sql`SELECT customer, (day - DATE '1970-01-01')::INTEGER AS day, purchase::UTINYINT AS purchase, value,
            CAST(status AS VARCHAR) AS status FROM order_rows`,
        ),
      );
      const column = (name: string) =>
        Array.from({ length: table.numRows }, (_, i) => table.getChild(name)?.get(i) as unknown);
      const { rows, columns } = arrays;
      expect([...rows.customer]).toEqual(column("customer"));
      expect([...rows.day]).toEqual(column("day"));
      expect([...rows.purchase]).toEqual(column("purchase"));
      expect([...rows.value]).toEqual(column("value"));
      const status = columns.get("status");
      expect(Array.from(status?.codes ?? [], (code) => status?.labels[code])).toEqual(
        Array.from({ length: rows.length }, (_, i) => table.getChild("status")?.get(i) as unknown),
      );
      const counts = tableFromIPC(
        await engine.query(
          sql`SELECT (SELECT count(*) FROM customer_facts)::INTEGER AS customers, (SELECT count(*) FROM order_facts WHERE purchase)::INTEGER AS orders,
            CAST((SELECT min(day) FROM order_facts) AS VARCHAR) AS first, CAST((SELECT max(day) FROM order_facts) AS VARCHAR) AS last`,
        ),
      );
      const { customers, orders, firstDay, lastDay } = loaded.extent;
      expect([customers, orders, firstDay, lastDay]).toEqual(
        ["customers", "orders", "first", "last"].map((name) => counts.getChild(name)?.get(0) as unknown),
      );
      for (const { table: of, column: name, values } of loaded.dimensions) {
        if (of !== "orders") continue;
        const listed = tableFromIPC(
          await engine.query(
            sql`SELECT ${sql`CAST(status AS VARCHAR)`} AS value, count(*) FILTER (purchase)::INTEGER AS rows FROM order_rows GROUP BY 1 ORDER BY rows DESC, value`,
          ),
        );
        if (name === "status")
          expect(values).toEqual(
            Array.from({ length: listed.numRows }, (_, i) => ({
              value: listed.getChild("value")?.get(i) as unknown,
              rows: listed.getChild("rows")?.get(i) as unknown,
            })),
          );
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

test("text is ordered by code point, as the engine orders it", async () => {
  const texts = ["😀", "\uffee", "b", "a", "ab", "甲", "é", "A"];
  const table = tableFromIPC(
    await engine.query(sql`SELECT t FROM (SELECT unnest([${texts}]) AS t) ORDER BY t`),
  );
  expect([...texts].sort(byCodePoint)).toEqual(
    Array.from({ length: table.numRows }, (_, i) => String(table.getChild("t")?.get(i))),
  );
});
