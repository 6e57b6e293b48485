import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { loadGiven } from "./load-files.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const head = "order_id,customer_id,ordered_at,amount,status,comment\n";

test("lines within a quotation mark that is not closed say what they would have added", async () => {
  const text = `${head}1,a,2025-01-05,5,Completed,fine
2,b,2025-01-06,6,Completed,"open
3,c,2025-01-07,7,Completed,fine
4,a,2025-01-08,8,Cancelled,fine
5,b,2025-01-09,-9,Completed,fine
6,a,not a day,100,Completed,fine
`;
  const { receipt, loaded } = await loadGiven(engine, { "orders.csv": text });
  expect(loaded.rows).toEqual({ read: 6, used: 1, aside: 5 });
  // Orders 2 and 3 of customers b and c; the refund of 9 is taken off, the rest would not have counted.
  expect(receipt("5 rows not used").effect).toEqual({ orders: -2, customers: -2, value: -4 });
});

test("lines that are no text say what they would have added", async () => {
  const text = `${head}1,a,2025-01-05,5,Completed,fine\n2,b?,2025-01-06,6.5,Completed,fine\n3,b,2025-01-07,7,Completed,茶馆茶馆茶馆茶馆茶馆茶馆\n`;
  const bytes = new TextEncoder().encode(text);
  bytes[bytes.indexOf("?".charCodeAt(0))] = 0xff;
  const { receipt } = await loadGiven(engine, { "orders.csv": bytes });
  expect(receipt("1 row not used").effect).toEqual({ orders: -1, customers: -1, value: -6.5 });
});
