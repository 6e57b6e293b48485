import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Document } from "../../src/document/document.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { Runs } from "../../src/notebook/runs.svelte.ts";
import { runCell } from "../../src/shop/cells.ts";
import type { Shop } from "../../src/shop/shop.ts";
import { describeTables, engineMemory } from "../../src/shop/tables.ts";
import { sql } from "../../src/sql.ts";
import type { Workspace } from "../../src/workspace/workspace.svelte.ts";

let engine: Engine;
let asked: string[] = [];
beforeAll(async () => {
  engine = await openNodeEngine();
  await engine.execute(sql`CREATE TABLE orders AS SELECT range::INTEGER AS amount FROM range(10)`);
});
afterAll(() => engine.close());

/** A notebook over the real engine: as much of a workspace as runs need. */
async function notebook(texts: Record<string, string>) {
  asked = [];
  const shop: Pick<Shop, "query" | "tables" | "memory"> = {
    query: (text, cells, limit, signal) => {
      asked.push(text);
      return runCell(engine, text, cells, limit, signal);
    },
    tables: () => describeTables(engine),
    memory: () => engineMemory(engine),
  };
  const cellsOf = (changed: Record<string, string>) => ({
    notebook: {
      cells: Object.entries(changed).map(([name, text]) => ({ kind: "sql", id: name, name, sql: text })),
    },
  });
  let document = $state.raw(cellsOf(texts));
  const runs = new Runs({
    shop,
    get document() {
      return document as unknown as Document;
    },
  } as unknown as Workspace);
  await runs.look();
  const write = (changes: Record<string, string>) => {
    document = cellsOf({ ...texts, ...changes });
  };
  const states = () => Object.fromEntries(Object.keys(texts).map((name) => [name, runs.state(name)]));
  return { runs, write, states };
}

describe("runs of cells", () => {
  const texts = {
    c: "select n + 1 as n from b",
    a: "select sum(amount) as n from orders",
    b: "select n * 2 as n from a",
  };

  it("run in the order of what they read, whatever the order in the notebook", async () => {
    const { runs, states } = await notebook(texts);
    expect(states()).toEqual({ a: "never", b: "never", c: "never" });
    await runs.runOld();
    expect(asked).toEqual([texts.a, texts.b, texts.c]);
    expect(states()).toEqual({ a: "ok", b: "ok", c: "ok" });
    expect(runs.result("c")?.frame.values["n"]).toEqual([91]);
  });
  it("become stale with what they read, and run again after it", async () => {
    const { runs, write, states } = await notebook(texts);
    await runs.runAll();
    write({ a: "select count(*) as n from orders" });
    expect(states()).toEqual({ a: "stale", b: "stale", c: "stale" });
    await runs.run("a");
    expect(states()).toEqual({ a: "ok", b: "ok", c: "ok" });
    expect(runs.result("c")?.frame.values["n"]).toEqual([21]);
    write({});
    expect(states()).toEqual({ a: "stale", b: "stale", c: "stale" });
  });
  it("keep the last good result beside an error", async () => {
    const { runs, write } = await notebook(texts);
    await runs.runAll();
    write({ a: "select sum(amout) as n from orders" });
    await runs.run("a");
    expect(runs.state("a")).toBe("error");
    expect(runs.fault("a")?.replacements).toEqual(["amount"]);
    expect(runs.result("a")?.frame.values["n"]).toEqual([45]);
  });
  it("take the latest of two runs of one cell", async () => {
    const { runs, write } = await notebook(texts);
    const first = runs.run("a");
    write({ a: "select 7 as n" });
    await Promise.all([first, runs.run("a")]);
    expect(runs.result("a")?.frame.values["n"]).toEqual([7]);
    expect(runs.state("a")).toBe("ok");
  });
  it("stop when cancelled, and stand as before", async () => {
    const { runs } = await notebook(texts);
    const run = runs.run("a");
    expect(runs.state("a")).toBe("running");
    runs.cancel("a");
    await run;
    expect(runs.state("a")).toBe("never");
  });
  it("tell of a circle", async () => {
    const { runs } = await notebook({ a: "from b", b: "from a" });
    await runs.runAll();
    expect(runs.state("a")).toBe("error");
    expect(runs.fault("a")?.text.en).toMatch(/circle/);
  });
});
