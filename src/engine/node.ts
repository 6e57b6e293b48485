import { createRequire } from "node:module";
import type { Sql } from "../sql.ts";
import { type Engine, type FileSource, QueryError } from "./engine.ts";
import { lockdown } from "./lockdown.ts";

const require = createRequire(import.meta.url);

/** The engine outside the browser: the same WebAssembly build, on this thread. */
export async function openNodeEngine(): Promise<Engine> {
  const duckdb =
    require("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs") as typeof import("@duckdb/duckdb-wasm/blocking");
  const mainModule = require.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm");
  const bundle = { mainModule, mainWorker: "" };
  const db = await duckdb.createDuckDB(
    { mvp: bundle, eh: bundle },
    new duckdb.VoidLogger(),
    duckdb.NODE_RUNTIME,
  );
  await db.instantiate(() => {});
  db.open({});
  let connection = db.connect();
  const run = (text: string): Uint8Array => {
    try {
      return connection.useUnsafe((bindings, handle) => bindings.runQuery(handle, text));
    } catch (error) {
      throw new QueryError(error instanceof Error ? error.message : String(error), text);
    }
  };
  for (const statement of lockdown) run(statement.text);
  return {
    query: async (statement: Sql) => run(statement.text),
    execute: async (statement: Sql) => {
      run(statement.text);
    },
    attach: async (name: string, source: FileSource) => {
      if (source instanceof Blob)
        db.registerFileBuffer(`/in/${name}`, new Uint8Array(await source.arrayBuffer()));
      else db.registerFileURL(`/in/${name}`, source.path, duckdb.DuckDBDataProtocol.NODE_FS, true);
    },
    detach: async (name: string) => db.dropFile(`/in/${name}`),
    insertArrow: async (table, read) => {
      const bytes = await read();
      connection.useUnsafe((bindings, handle) =>
        bindings.insertArrowFromIPCStream(handle, bytes, { name: table, schema: "main", create: true }),
      );
    },
    clear: async () => {
      connection.close();
      db.reset();
      db.open({});
      connection = db.connect();
      for (const statement of lockdown) run(statement.text);
    },
    close: async () => connection.close(),
  };
}
