import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { cellGraph } from "../../src/document/cell-graph.ts";
import type { Cell } from "../../src/document/document.ts";

const query = (name: string, sql: string): Cell => ({ kind: "sql", id: name, name, sql });
const chart = (id: string, of: string): Cell => ({
  kind: "chart",
  id,
  title: {},
  of,
  mark: "line",
  x: "x",
  y: "y",
  color: null,
});
const names = (cells: readonly { name: string }[]) => cells.map(({ name }) => name);

describe("the graph of cells", () => {
  it("orders cells by what they read, wherever they stand", () => {
    const graph = cellGraph([
      chart("picture", "c"),
      query("c", "from B join a using (x)"),
      query("b", "from a"),
      query("a", "from orders"),
      { kind: "text", id: "note", markdown: "from a" },
    ]);
    expect(graph.order).toEqual(["a", "b", "c", "picture", "note"]);
    expect(names(graph.inputs("picture"))).toEqual(["a", "b", "c"]);
    expect(names(graph.reads("c"))).toEqual(["b", "a"]);
    expect(graph.readers("a")).toEqual(["b", "c", "picture"]);
    expect(graph.readers("picture")).toEqual([]);
    expect(graph.ring("c")).toBeNull();
  });

  it("finds rings, and what reads them", () => {
    const graph = cellGraph([
      query("a", "from b"),
      query("b", "from c"),
      query("c", "from a"),
      query("d", "from b"),
      query("e", "from e"),
      query("f", "select 1 as e, 2 as a"),
    ]);
    expect(graph.ring("a")).toEqual(["a", "b", "c", "a"]);
    expect(graph.ring("b")).toEqual(["b", "c", "a", "b"]);
    expect(graph.ring("d")).toEqual(["b", "c", "a", "b"]);
    expect(graph.ring("e")).toEqual(["e", "e"]);
    expect(graph.ring("f")).toBeNull();
  });

  it("gives a name that two cells have to the first", () => {
    const cells: Cell[] = [
      { kind: "sql", id: "1", name: "a", sql: "select 1" },
      { kind: "sql", id: "2", name: "A", sql: "select 2" },
      query("b", "from a"),
    ];
    expect(
      cellGraph(cells)
        .reads("b")
        .map(({ id }) => id),
    ).toEqual(["1"]);
  });

  it("has laws", () => {
    const cell = fc.tuple(
      fc.integer({ min: 0, max: 9 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(cell, { selector: ([name]) => name, maxLength: 10 }), (drawn) => {
        const cells = drawn.map(([name, read]) =>
          query(`c${name}`, `select 1 from orders ${read.map((other) => `, c${other}`).join("")}`),
        );
        const graph = cellGraph(cells);
        expect([...graph.order].sort()).toEqual(cells.map(({ id }) => id).sort());
        for (const { id } of cells) {
          const inputs = graph.inputs(id).map((input) => input.id);
          for (const input of inputs) expect(graph.readers(input)).toContain(id);
          const ring = graph.ring(id);
          if (ring) {
            expect(ring[0]).toBe(ring.at(-1));
            for (const [index, name] of ring.slice(0, -1).entries())
              expect(names(graph.reads(name))).toContain(ring[index + 1]);
          } else {
            expect(graph.order.indexOf(id)).toBeGreaterThan(
              Math.max(-1, ...inputs.map((input) => graph.order.indexOf(input))),
            );
            for (const input of inputs) expect(graph.ring(input)).toBeNull();
          }
          // In a ring exactly when the cell reads itself through others.
          const itself = graph
            .reads(id)
            .some((read) => read.id === id || graph.inputs(read.id).some((input) => input.id === id));
          if (itself) expect(ring).not.toBeNull();
        }
      }),
    );
  });
});
