import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { customerKeysSql, orderRowsSql, partsOf, ruleSql, statusTypeSql } from "../../src/shop/facts.ts";
import { sql } from "../../src/sql.ts";
import { frameRows } from "../../src/tables/frame.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const rule = ruleSql(defaultPolicies, false);
const orders = sql`made`;

/** `order_rows` as they stand when they are sorted in parts that begin at these customers. */
async function rowsIn(bounds: readonly number[]) {
  const statements = orderRowsSql(orders, ["order_id", "customer_id"], [], rule, false, bounds);
  expect(statements).toHaveLength(bounds.length + 1);
  for (const statement of statements) await engine.execute(statement);
  const rows = frameRows(decodeFrame(await engine.query(sql`SELECT * FROM order_rows`)));
  await engine.execute(sql`DROP TABLE order_rows`);
  return rows;
}

test("orders that are sorted in parts stand as those that are sorted at once", async () => {
  await engine.execute(statusTypeSql);
  await engine.execute(sql`CREATE TABLE made AS SELECT concat('A', i) AS order_id,
    concat('C', lpad(CAST((i * 7919) % 97 AS VARCHAR), 3, '0')) AS customer_id,
    TIMESTAMP '2025-01-01' + INTERVAL ((i * 31) % 400) HOUR AS ordered_at, (i % 50)::DOUBLE AS amount,
    (CASE WHEN i % 40 = 0 THEN 1 WHEN i % 33 = 0 THEN 2 ELSE 0 END)::UTINYINT AS status, i AS "#row"
    FROM range(5000) AS t(i)`);
  await engine.execute(customerKeysSql(orders, rule.kept));
  const whole = await rowsIn([]);
  expect(whole.length).toBe(4875);
  expect(await rowsIn([1])).toEqual(whole);
  expect(await rowsIn([20, 21, 96])).toEqual(whole);
  const customer = whole.map((row) => Number(row["customer"]));
  const parts = partsOf({ customer, length: customer.length }, 1000);
  expect(parts).toHaveLength(4);
  expect(await rowsIn(parts)).toEqual(whole);
});

test("parts begin at customers, however many orders one has", () => {
  expect(partsOf({ customer: [], length: 0 }, 10)).toEqual([]);
  expect(partsOf({ customer: [0, 1, 2], length: 3 }, 3)).toEqual([]);
  expect(partsOf({ customer: [0, 0, 1, 1, 2, 2], length: 6 }, 2)).toEqual([1, 2]);
  expect(partsOf({ customer: [0, 0, 0, 0, 0, 1], length: 6 }, 2)).toEqual([]);
  expect(partsOf({ customer: [0, 1, 1, 1, 1, 1], length: 6 }, 2)).toEqual([1]);
});
