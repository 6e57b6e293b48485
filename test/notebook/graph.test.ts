import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CellGraph, namesRead } from "../../src/notebook/graph.ts";

describe("names read by SQL", () => {
  it.each<[string, string[]]>([
    ["SELECT 1", []],
    ["SELECT * FROM orders", ["orders"]],
    ["from by_channel b join Customers as c using (customer_id), x", ["by_channel", "customers", "x"]],
    ["SELECT 'from a', \"from b\" -- from c\n/* from d */ FROM e WHERE $$from f$$ = 'x'", ["e"]],
    [
      "SELECT (SELECT max(n) FROM a) FROM (SELECT * FROM b) LEFT JOIN c ON a.x IN (FROM d)",
      ["a", "b", "c", "d"],
    ],
    ["WITH a AS (FROM b) SELECT * FROM a, c", ["b", "c"]],
    ["WITH a AS (FROM a) SELECT * FROM a", ["a"]],
    ["WITH RECURSIVE a AS (SELECT 1 UNION ALL FROM a), z(n) AS NOT MATERIALIZED (FROM a) FROM z", []],
    ["SELECT * FROM (WITH a AS (FROM b) FROM a) JOIN a ON true", ["b", "a"]],
    ['FROM "By x" JOIN main.orders USING (k)', ["by x"]],
    [
      "SELECT 1 FROM (a JOIN (b) ON true), ((SELECT 1 FROM c)) WHERE x IN (SELECT y FROM d)",
      ["a", "b", "c", "d"],
    ],
    ["SELECT channel, a FROM range(10), generate_series(1, 2) AS t(a), b", ["b"]],
    ["SELECT * FROM 渠道_1 JOIN _tmp ON TRUE ORDER BY x, y", ["渠道_1", "_tmp"]],
    ["SUMMARIZE a", ["a"]],
    ["EXPLAIN SELECT * FROM a", ["a"]],
    ["PIVOT a ON b IN ('x') USING sum(c)", ["a"]],
    ["SELECT extract(year FROM ordered_at), trim(x from y) FROM a", ["a"]],
  ])("%s", (sql, names) => {
    expect(namesRead(sql).sort()).toEqual([...names].sort());
  });
});

describe("graph", () => {
  const cells = (texts: Record<string, string>) =>
    Object.entries(texts).map(([name, sql]) => ({ id: `id-${name}`, name, sql }));

  it("puts a cell after what it reads, whatever the order in the notebook", () => {
    const graph = new CellGraph(cells({ c: "from B", a: "from orders", b: "from a" }));
    expect(graph.needs("id-c").map(({ name }) => name)).toEqual(["a", "b"]);
    expect(graph.readers("id-a")).toEqual(["id-b", "id-c"]);
    expect(graph.order()).toEqual(["id-a", "id-b", "id-c"]);
  });
  it("refuses a circle and names it", () => {
    const graph = new CellGraph(cells({ a: "from c", b: "from a", c: "from b", d: "from a" }));
    expect(() => graph.needs("id-d")).toThrow("a → c → b → a");
    expect(() => new CellGraph(cells({ a: "from a" })).needs("id-a")).toThrow("a reads itself");
  });
  it("leaves names of tables to the tables", () => {
    const graph = new CellGraph(cells({ orders: "select * from orders" }), ["orders"]);
    expect(graph.needs("id-orders")).toEqual([]);
  });

  const edges = fc.integer({ min: 1, max: 9 }).chain((count) =>
    fc.array(fc.uniqueArray(fc.integer({ min: 0, max: count - 1 })), {
      minLength: count,
      maxLength: count,
    }),
  );
  const written = (reads: readonly (readonly number[])[]) =>
    reads.map((list, index) => ({
      id: String(index),
      name: `cell_${index}`,
      sql: `SELECT '${index} from cell_0' ${list.length ? `FROM ${list.map((n) => `cell_${n}`).join(", ")}` : ""}`,
    }));

  it("finds exactly what is read, and orders every graph without circles", () => {
    fc.assert(
      fc.property(edges, (reads) => {
        const acyclic = reads.map((list, index) => list.filter((other) => other < index));
        const graph = new CellGraph(written(acyclic).reverse());
        for (const [index, list] of acyclic.entries()) {
          expect([...graph.reads(String(index))].sort()).toEqual(list.map(String).sort());
          const order = [...graph.needs(String(index)).map(({ id }) => id), String(index)];
          for (const id of order)
            for (const read of graph.reads(id)) expect(order.indexOf(read)).toBeLessThan(order.indexOf(id));
          for (const reader of graph.readers(String(index)))
            expect(graph.needs(reader).map(({ id }) => id)).toContain(String(index));
        }
      }),
    );
  });
  it("either orders a cell's needs or tells of a circle, and always ends", () => {
    fc.assert(
      fc.property(edges, (reads) => {
        const graph = new CellGraph(written(reads));
        expect([...graph.order()].sort()).toEqual(reads.map((_, index) => String(index)).sort());
        for (const index of reads.keys()) {
          graph.readers(String(index));
          try {
            const order = graph.needs(String(index)).map(({ id }) => id);
            expect(order).not.toContain(String(index));
          } catch (error) {
            expect(String(error)).toMatch(/circle|reads itself/);
          }
        }
      }),
    );
  });
});
