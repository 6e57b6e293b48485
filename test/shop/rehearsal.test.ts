import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import { Rehearsal } from "../../src/shop/rehearsal.ts";
import { sql } from "../../src/sql.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

/** Tables and types in the engine. */
async function left(): Promise<unknown> {
  const found = await engine.query(
    sql`SELECT (SELECT count(*) FROM duckdb_tables())::INTEGER AS tables,
      (SELECT count(*) FROM duckdb_types() WHERE NOT internal)::INTEGER AS types`,
  );
  return decodeFrame(found).values;
}
const nothing = { tables: [0], types: [0] };

/** A rehearsal, and the figures that it has asked for. */
function rehearsing() {
  const asked: string[] = [];
  const rehearsal = new Rehearsal(engine, (id) => {
    asked.push(id);
    return metricById(id);
  });
  return { rehearsal, asked };
}

test("every figure of a first dashboard is rehearsed, and nothing is left", async () => {
  const { rehearsal, asked } = rehearsing();
  rehearsal.begin();
  await vi.waitFor(() => expect(asked).toContain("historical-clv"), { timeout: 50_000, interval: 20 });
  await rehearsal.over();
  expect(new Set(asked).size).toBe(7);
  expect(await left()).toEqual(nothing);
});

test.each([0, 50, 300, 900])(
  "it ends where something is asked for after %d ms, and leaves nothing",
  async (ms) => {
    const { rehearsal, asked } = rehearsing();
    rehearsal.begin();
    await new Promise((resolve) => setTimeout(resolve, ms));
    await rehearsal.over();
    expect(await left()).toEqual(nothing);
    const before = asked.length;
    rehearsal.begin();
    await rehearsal.over();
    expect(asked).toHaveLength(before);
  },
);

test("it does not begin where something was asked for already", async () => {
  const { rehearsal, asked } = rehearsing();
  await rehearsal.over();
  rehearsal.begin();
  await rehearsal.over();
  expect(asked).toEqual([]);
  expect(await left()).toEqual(nothing);
});
