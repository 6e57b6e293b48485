import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, QueryError } from "../../src/engine/engine.ts";
import { isPoison } from "../../src/engine/fault.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { sql, written } from "../../src/sql.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
  await engine.execute(sql`CREATE TABLE orders AS SELECT 1 AS amount, 'x' AS city`);
});
afterAll(() => engine.close());

async function fault(text: string): Promise<QueryError> {
  const error: unknown = await engine.query(written(text)).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof QueryError)) throw new Error(`ran: ${text}`);
  return error;
}

describe("a statement that is refused", () => {
  it.each([
    ["select amout from orders", "amout"],
    ["select '中文😀', amout\nfrom orders", "amout"],
    ["select '中文😀' as 名称, * from orders wher x", "x"],
    ["select 1,\n\t'中', from\nfrom orders", "from"],
    ["select '中文' from orderz", "orderz"],
    ["select '😀', nosuch(1)", "nosuch(1)"],
  ])("marks the place in %j", async (text, at) => {
    const { position, statement } = await fault(text);
    expect(statement).toBe(text);
    expect(text.slice(position ?? 0).startsWith(at)).toBe(true);
  });

  it("names what was missing, and what looks like it", async () => {
    expect((await fault("select amout from orders")).missing).toEqual({
      name: "amout",
      candidates: ["amount"],
    });
    expect((await fault("from orderz")).missing).toEqual({ name: "orderz", candidates: ["orders"] });
  });

  it("keeps DuckDB's words", async () => {
    expect((await fault("select amout from orders")).message).toBe(
      'Binder Error: Referenced column "amout" not found in FROM clause!\nCandidate bindings: "amount"',
    );
    expect((await fault("select error('no {\"json\"} here')")).message).toBe(
      'Invalid Input Error: no {"json"} here',
    );
  });
});

describe("poison", () => {
  it.each([
    [new WebAssembly.RuntimeError("memory access out of bounds"), true],
    [new Error("memory access out of bounds"), true],
    [new Error('{"exception_type":"INTERNAL","exception_message":"assertion"}'), true],
    [new Error('{"exception_type":"FATAL","exception_message":"database has been invalidated"}'), true],
    [new Error('{"exception_type":"Out of Memory","exception_message":"failed to allocate"}'), false],
    [new Error('{"exception_type":"Invalid Input","exception_message":"unreachable"}'), false],
    [new Error("Invalid Input Error: unreachable"), false],
  ])("%s: %s", (error, expected) => {
    expect(isPoison(error)).toBe(expected);
  });
});
