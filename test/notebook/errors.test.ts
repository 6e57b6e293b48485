import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { faultOf } from "../../src/notebook/errors.ts";
import { runCell } from "../../src/shop/cells.ts";
import { sql } from "../../src/sql.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
  await engine.execute(sql`CREATE TABLE orders AS SELECT range::INTEGER AS amount, '茶' AS city,
    DATE '2025-01-01' AS ordered_at, 'c1' AS customer_id FROM range(10)`);
});
afterAll(() => engine.close());

const fault = async (text: string, names: string[] = []) => {
  const error: unknown = await runCell(engine, text, [], 10).then(
    () => Promise.reject(new Error(`ran: ${text}`)),
    (reason: unknown) => reason,
  );
  const { text: said, place, replacements, message } = faultOf(error, text, names);
  return {
    said: said.en,
    zh: said["zh-CN"],
    at: place && text.slice(place.from, place.to),
    replacements,
    message,
  };
};

describe("errors of the engine in plain words", () => {
  it.each<[string, string | RegExp, string | null, string[]]>([
    ["select amout from orders", "orders has no column amout. Did you mean amount?", "amout", ["amount"]],
    [
      "select '茶', o.amout from orders o",
      "o has no column amout. Did you mean amount?",
      "amout",
      ["amount"],
    ],
    [
      "select * from ordrs",
      "There is no table or cell called ordrs. Did you mean orders?",
      "ordrs",
      ["orders"],
    ],
    ["select * from by_chanel", /called by_chanel. Did you mean by_channel/, "by_chanel", ["by_channel"]],
    ["select sun(amount) from orders", "There is no function sun. Did you mean sum?", "sun", ["sum"]],
    ["from q", /no table or cell called q. The data panel/, "q", []],
    ["selec 1", /cannot be read from “selec” on/, "selec", []],
    ["select 1 from orders where", /ends too early/, "where", []],
    ["select 'abc", /not closed/, null, []],
    ["select sum(city) from orders", /sum does not work on these types: varchar/, "sum", []],
    ["select ordered_at + 'x' from orders", /\+ does not work on these types: date, text/, "+", []],
    ["select city, sum(amount) from orders", /city is neither grouped by nor aggregated/, "city", []],
    [
      "select * from orders o join orders p on true where amount = 1",
      /Write o.amount or p.amount/,
      "amount",
      ["o.amount", "p.amount"],
    ],
    ["select city::int from orders", /“茶” cannot be turned into INT32/, null, []],
    ["select cast('2025-13-01' as date)", /“2025-13-01” is no date/, "2025-13-01", []],
    ["select date_diff('dy', ordered_at, ordered_at) from orders", /“dy” is no part of a date/, "dy", []],
    ["select sum(sum(amount)) from orders", /cell of its own/, "sum", []],
    ["select * from orders where sum(amount) > 1", /Use HAVING/, "sum", []],
    ["select (select amount from orders)", /several rows/, null, []],
    ["select 1 union select 1, 2", /numbers of columns/, null, []],
    ["select $window", /have no value here/, null, []],
    ["select * from read_csv('x.csv')", /cannot open files/, "read_csv", []],
    ["select 9223372036854775807 + 1", /too large/, null, []],
    ["", /The cell is empty/, null, []],
    ["drop table orders", /DROP is not run here/, null, []],
  ])("%s", async (text, said, at, replacements) => {
    const found = await fault(text, ["orders", "by_channel"]);
    if (typeof said === "string") expect(found.said).toBe(said);
    else expect(found.said).toMatch(said);
    expect(found.zh).toMatch(/[\u4e00-\u9fff]/);
    expect({ at: found.at, replacements: found.replacements }).toEqual({ at, replacements });
  });
  it("keeps what the engine said", async () => {
    expect((await fault("select amout from orders")).message).toContain("Binder Error");
  });
  it("tells of what is no error of SQL too", () => {
    expect(faultOf(new Error("worker gone"), "select 1").text.en).toContain("worker gone");
  });
});
