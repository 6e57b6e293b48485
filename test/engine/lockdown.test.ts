import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, QueryError } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { decodeFrame } from "../../src/engine/arrow.ts";
import { written } from "../../src/sql.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

async function refusal(text: string): Promise<string> {
  try {
    await engine.execute(written(text));
  } catch (error) {
    expect(error).toBeInstanceOf(QueryError);
    return (error as Error).message;
  }
  return `ran: ${text}`;
}

const reaches = [
  "SELECT * FROM read_csv('https://example.com/a.csv')",
  "SELECT * FROM read_csv('/etc/passwd')",
  "SELECT * FROM read_text('/etc/passwd')",
  "SELECT * FROM read_blob('/proc/self/environ')",
  "SELECT * FROM glob('/*')",
  "SELECT * FROM 'https://example.com/a.csv'",
  "SELECT * FROM read_csv('/in/../etc/passwd')",
  "COPY (SELECT 1) TO '/tmp/out.csv'",
  "COPY (SELECT 1) TO 'https://example.com/out.csv'",
  "ATTACH '/tmp/other.db'",
  "ATTACH 'https://example.com/other.db'",
  "EXPORT DATABASE '/tmp/all'",
  "IMPORT DATABASE '/tmp/all'",
];
const extensions = [
  "LOAD httpfs",
  // INSTALL does nothing in this build; what it would have fetched cannot be loaded.
  "INSTALL httpfs; LOAD httpfs",
  "FORCE INSTALL json FROM 'https://example.com'; LOAD json",
  "SELECT * FROM read_parquet('/in/a.parquet')",
  "SELECT json_extract('{}', '$')",
  "SELECT current_date AT TIME ZONE 'Asia/Shanghai'",
];
const settings = [
  "SET enable_external_access = true",
  "SET autoload_known_extensions = true",
  "SET autoinstall_known_extensions = true",
  "SET lock_configuration = false",
  "SET allowed_directories = ['/']",
  "RESET enable_external_access",
  "PRAGMA enable_external_access = true",
  "SET memory_limit = '100GB'",
];

describe("lockdown", () => {
  it.each(reaches)("refuses %s", async (text) => {
    expect(await refusal(text)).not.toMatch(/^ran/);
  });
  it.each(extensions)("loads no extension for %s", async (text) => {
    expect(await refusal(text)).not.toMatch(/^ran/);
  });
  it.each(settings)("cannot be undone by %s", async (text) => {
    expect(await refusal(text)).toMatch(/locked|cannot/i);
  });

  it("holds after the database was cleared", async () => {
    await engine.clear();
    expect(await refusal("SET enable_external_access = true")).toMatch(/locked|cannot/i);
    expect(await refusal("SELECT * FROM read_csv('/etc/passwd')")).not.toMatch(/^ran/);
  });

  it("reads what was given, and forgets it when cleared", async () => {
    const read = () => engine.query(written("SELECT sum(a)::INTEGER AS n FROM read_csv('/in/given.csv')"));
    await engine.attach("given.csv", new Blob(["a\n1\n2\n"]));
    expect(decodeFrame(await read()).values).toEqual({ n: [3] });
    await engine.detach("given.csv");
    await expect(read()).rejects.toThrow(QueryError);
    await engine.attach("given.csv", new Blob(["a\n40\n2\n"]));
    expect(decodeFrame(await read()).values).toEqual({ n: [42] });
    await engine.clear();
    await expect(read()).rejects.toThrow(QueryError);
  });
});
