import fc from "../property.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import { type Engine, QueryError } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { TextError } from "../../src/i18n/text.ts";
import { readCell } from "../../src/shop/cell-text.ts";
import { runCell } from "../../src/shop/cells.ts";
import { describeTables, engineMemory } from "../../src/shop/tables.ts";
import { sql } from "../../src/sql.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());
beforeEach(async () => {
  await engine.execute(
    sql`CREATE OR REPLACE TABLE orders AS SELECT range::INTEGER AS amount, '茶' AS city FROM range(10)`,
  );
});

const run = async (text: string, cells: { name: string; text: string }[] = [], limit = 100) => {
  const { bytes, types, rows } = await runCell(engine, text, cells, limit);
  return { rows, types, values: decodeFrame(bytes, types).values };
};
const fault = (text: string, cells: { name: string; text: string }[] = []): Promise<Error> =>
  runCell(engine, text, cells, 10).then(
    () => Promise.reject(new Error(`ran: ${text}`)),
    (error: unknown) => error as Error,
  );

const reading = [
  "select sum(amount)::integer as n from orders",
  "-- a note\nfrom orders;",
  "with a as (from orders) select count(*) from a",
  "describe orders",
  "summarize orders",
  "show tables",
  "explain select * from orders",
  "EXPLAIN ANALYZE select * from orders",
  "values (1, 2)",
  "table orders",
  "(select 1)",
  "pivot orders on city in ('茶') using sum(amount)",
  "select ';' as \"a;b\", $$ ; drop table orders $$ as t /* ; */ -- ; drop",
];
const changing = [
  "drop table orders",
  "DROP TABLE IF EXISTS orders; select 1",
  "select 1; drop table orders",
  "select 1;\n-- harmless\ndrop table orders;",
  "select 1) ; drop table orders; select (1",
  "1) ; drop table orders; select * from (select 1",
  "'); drop table orders; select ('",
  "''); drop table orders; select * from query(''select 1",
  "\\'); drop table orders; --",
  "$$); drop table orders; --$$",
  "explain drop table orders",
  "explain select 1; drop table orders",
  "explain analyze delete from orders",
  "explain analyze insert into orders values (1, 'x')",
  "explain analyze explain analyze drop table orders",
  "with a as (select 1) delete from orders",
  "with a as (delete from orders returning *) from a",
  "select * from (delete from orders returning *)",
  "insert into orders values (1, 'x')",
  "update orders set amount = 0",
  "delete from orders",
  "truncate orders",
  "merge into orders using (select 1 as amount) as m on false when not matched then insert values (1, 'x')",
  "alter table orders rename to gone",
  "create or replace table orders as select 1",
  "create or replace temp view orders as select 1",
  "create or replace temp macro sum(x) as 0",
  "copy orders to '/tmp/x.csv'",
  "copy orders from '/etc/passwd'",
  "attach ':memory:' as other",
  "use other",
  "set schema = 'other'",
  "reset all",
  "pragma disable_optimizer",
  "call force_checkpoint()",
  "begin",
  "commit",
  "prepare p as drop table orders",
  "execute p",
  "install json",
  "load json",
  "vacuum",
  "analyze",
  "checkpoint",
  "comment on table orders is 'x'",
  "export database '/tmp/x'",
  "from query('drop table orders')",
  "from query('select 1; drop table orders')",
  "/* /* */ drop table orders /* */",
  "select 1 /* ; */; /* select */ drop table orders",
  "ｄｒｏｐ table orders",
  "\u0000drop table orders",
  "\uFEFF; drop table orders",
];

describe("a SQL cell", () => {
  it.each(reading)("reads: %s", async (text) => {
    expect((await run(text)).rows).toBeGreaterThan(0);
  });

  it.each(changing)("refuses %j and changes nothing", async (text) => {
    const before = await run("select count(*)::integer as n, sum(amount)::integer as s from orders");
    await fault(text);
    await fault("select * from a", [{ name: "a", text }]);
    expect(await run("select count(*)::integer as n, sum(amount)::integer as s from orders")).toEqual(before);
    expect((await run("show tables")).values.name).toEqual(["orders"]);
  });

  it("changes nothing whatever pieces a text is made of", async () => {
    const piece = fc.constantFrom(
      ..."select|1|from|orders|drop table orders|delete from orders|;|(|)|'|\"|$$|--|\n|/*|*/|explain|analyze|with a as|query(|\\|,|union|returning *|insert into orders values (1,'x')".split(
        "|",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 9 }), async (pieces) => {
        await runCell(engine, pieces.join(" "), [], 5).catch(() => {});
        await runCell(engine, "from a", [{ name: 'a"; --', text: pieces.join(" ") }], 5).catch(() => {});
        expect((await run("select count(*)::integer as n from orders")).values).toEqual({ n: [10] });
      }),
      { numRuns: 300 },
    );
  });

  it("names the word that it does not run", async () => {
    for (const [text, word] of [
      ["drop table orders", "DROP"],
      ["select 1; update orders set amount = 0", "UPDATE"],
      ["with a as (select 1) insert into orders select 1, 'x' from a", "INSERT"],
    ] as const) {
      const error = await fault(text);
      expect(error).toBeInstanceOf(TextError);
      expect((error as TextError).text["zh-CN"]).toContain(word);
    }
  });

  it("says what an empty cell, two statements and an open pivot lack", async () => {
    expect((await fault("  ")).message).toMatch(/empty/);
    expect((await fault("-- only a note")).message).toMatch(/empty/);
    expect((await fault("explain")).message).toMatch(/empty/);
    expect((await fault("select 1; select 2")).message).toMatch(/one statement/);
    expect((await fault("pivot orders on city using sum(amount)")).message).toMatch(/IN \(/);
  });

  it("counts all rows and gives at most as many as asked", async () => {
    const { rows, values } = await run("select amount from orders order by amount desc", [], 3);
    expect(rows).toBe(10);
    expect(values).toEqual({ amount: [9, 8, 7] });
  });

  it("reads earlier cells under their names", async () => {
    const cells = [
      { name: "big", text: "select * from orders where amount > 6; -- the large ones" },
      { name: 'it\'s "so"', text: "select count(*)::integer as n from big" },
    ];
    expect((await run('select n + 1 as m from "it\'s ""so"""', cells)).values).toEqual({ m: [4] });
    expect((await run("describe big", cells)).values.column_name).toEqual(["amount", "city"]);
  });

  it("gives every type a form that crosses", async () => {
    const { values, types } =
      await run(`select 1::hugeint as h, 1.25::decimal(9,2) as d, [1, 2] as l, {'a': 1} as s,
      date '2020-01-02' as day, timestamp '2020-01-02 03:04:05' as at, time '01:02:03' as t,
      'a'::enum('a', 'b') as e, null as nothing, true as yes, 9007199254740991 as big, 1 as x, 2 as x`);
    expect(values).toEqual({
      h: [1],
      d: [1.25],
      l: ["[1, 2]"],
      s: ["{'a': 1}"],
      day: ["2020-01-02"],
      at: ["2020-01-02 03:04:05"],
      t: ["01:02:03"],
      e: ["a"],
      nothing: [null],
      yes: [true],
      big: [9007199254740991],
      x: [1],
      x_1: [2],
    });
    expect(types).toMatchObject({ h: "integer", d: "number", l: "text", day: "date", at: "timestamp" });
  });

  it.each([
    ["select '茶', amout\nfrom orders;", "amout"],
    ["  /* 茶 */ explain select '茶', amout from orders", "amout"],
    ["select '茶' frm orders", "orders"],
    ["select * from orderz", "orderz"],
  ])("marks the place in the person's own text: %j", async (text, at) => {
    const error = await fault(text, [{ name: "茶", text: "select 1 as one" }]);
    expect(error).toBeInstanceOf(QueryError);
    const { statement, position } = error as QueryError;
    expect(statement).toBe(text);
    expect(text.slice(position ?? 0).startsWith(at)).toBe(true);
  });

  it("keeps the names that look alike", async () => {
    const error = await fault("select amout from orders");
    expect((error as QueryError).missing).toEqual({ name: "amout", candidates: ["amount"] });
    expect(error.message).toContain("Candidate bindings");
  });

  it("names the earlier cell that is at fault", async () => {
    const error = await fault("select 1 from a", [{ name: "a", text: "select nope" }]);
    expect(error).toBeInstanceOf(TextError);
    expect(error.message).toMatch(/cell a,.*nope/);
  });

  it("is given up before it starts", async () => {
    const stop = AbortSignal.abort();
    await expect(runCell(engine, "select 1", [], 1, stop)).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("a cell's text", () => {
  it("is split into statements outside quotes and comments", () => {
    expect(readCell("select ';' /* ; */ -- ;\n; drop table x").statements).toBe(2);
    expect(readCell("explain analyze select 1")).toMatchObject({
      explain: "EXPLAIN ANALYZE",
      body: "select 1",
      offset: 16,
    });
  });
});

describe("tables", () => {
  it("are listed with rows, columns and types", async () => {
    expect(await describeTables(engine)).toEqual([
      {
        name: "orders",
        kind: "canonical",
        rows: 10,
        columns: [
          { name: "amount", type: "INTEGER" },
          { name: "city", type: "VARCHAR" },
        ],
      },
    ]);
    expect(await engineMemory(engine)).toBeGreaterThan(0);
  });
});
