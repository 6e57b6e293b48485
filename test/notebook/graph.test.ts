import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { inputsOf, notebookGraph, signatureOf } from "../../src/notebook/graph.ts";

const cells = (texts: Record<string, string>) =>
  Object.entries(texts).map(([name, sql]) => ({ kind: "sql" as const, id: `id-${name}`, name, sql }));
const graphOf = (texts: Record<string, string>, tables: string[] = []) => notebookGraph(cells(texts), tables);

describe("graph of a notebook", () => {
  it("puts a cell after what it reads, whatever the order in the notebook", () => {
    const graph = graphOf({ c: "from B", a: "from orders", b: "from a" });
    expect(inputsOf(graph, "id-c").map(({ name }) => name)).toEqual(["a", "b"]);
    expect(graph.readers("id-a")).toEqual(["id-b", "id-c"]);
  });
  it("refuses a circle and names it", () => {
    const graph = graphOf({ a: "from c", b: "from a", c: "from b", d: "from a" });
    expect(() => inputsOf(graph, "id-d")).toThrow(/circle: .*a.*→.*/);
    expect(() => inputsOf(graphOf({ a: "from a" }), "id-a")).toThrow("a reads itself");
  });
  it("leaves names of tables to the tables", () => {
    const graph = graphOf({ Orders: "select * from orders", b: "from orders" }, ["orders"]);
    expect(inputsOf(graph, "id-Orders")).toEqual([]);
    expect(inputsOf(graph, "id-b")).toEqual([]);
  });
  it("gives another signature when a cell below changes, and only then", () => {
    const [a, b] = cells({ a: "select 1", b: "from a" });
    if (!a || !b) throw new Error("no cells");
    const before = signatureOf(notebookGraph([a, b], []), b);
    expect(signatureOf(notebookGraph([b, a], []), b)).toBe(before);
    expect(signatureOf(notebookGraph([{ ...a, sql: "select 2" }, b], []), b)).not.toBe(before);
  });

  const edges = fc.integer({ min: 1, max: 9 }).chain((count) =>
    fc.array(fc.uniqueArray(fc.integer({ min: 0, max: count - 1 })), {
      minLength: count,
      maxLength: count,
    }),
  );
  const written = (reads: readonly (readonly number[])[]) =>
    reads.map((list, index) => ({
      kind: "sql" as const,
      id: String(index),
      name: `cell_${index}`,
      sql: `SELECT '${index} from cell_0' ${list.length ? `FROM ${list.map((n) => `cell_${n}`).join(", ")}` : ""}`,
    }));

  it("finds exactly what is read, and orders every graph without circles", () => {
    fc.assert(
      fc.property(edges, (reads) => {
        const acyclic = reads.map((list, index) => list.filter((other) => other < index));
        const graph = notebookGraph(written(acyclic).reverse(), []);
        for (const [index, list] of acyclic.entries()) {
          const id = String(index);
          expect(
            graph
              .reads(id)
              .map((cell) => cell.id)
              .sort(),
          ).toEqual(list.map(String).sort());
          const order = [...inputsOf(graph, id).map((cell) => cell.id), id];
          for (const other of order)
            for (const read of graph.reads(other))
              expect(order.indexOf(read.id)).toBeLessThan(order.indexOf(other));
          for (const reader of graph.readers(id))
            expect(inputsOf(graph, reader).map((cell) => cell.id)).toContain(id);
        }
      }),
    );
  });
  it("orders a cell's inputs or tells of a circle, and always ends", () => {
    fc.assert(
      fc.property(edges, (reads) => {
        const graph = notebookGraph(written(reads), []);
        expect([...graph.order].sort()).toEqual(reads.map((_, index) => String(index)).sort());
        for (const index of reads.keys()) {
          try {
            expect(inputsOf(graph, String(index)).map(({ id }) => id)).not.toContain(String(index));
          } catch (error) {
            expect(String(error)).toMatch(/circle|reads itself/);
          }
        }
      }),
    );
  });
});
