import { createRequire } from "node:module";
import { id, type Sql, sql } from "../sql.ts";
import { TextError } from "../i18n/text.ts";
import { decodeFrame } from "./arrow.ts";
import { abortError, type Engine, type FileSource, type RunOptions } from "./engine.ts";
import { queryError } from "./fault.ts";
import { endedCopy, streamRows } from "./ipc.ts";
import { lockdown } from "./lockdown.ts";
import { messages } from "./messages.ts";
import { Queue } from "./queue.ts";

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
  const queue = new Queue();
  const open = () => {
    db.open({});
    const opened = db.connect();
    for (const { text } of lockdown) opened.useUnsafe((bindings, handle) => bindings.runQuery(handle, text));
    return opened;
  };
  let connection = open();
  const run = (statement: Sql): Uint8Array => {
    try {
      return connection.useUnsafe((bindings, handle) => bindings.runQuery(handle, statement.text));
    } catch (error) {
      throw queryError(error, statement.text);
    }
  };
  const rowsOf = (table: string): number => {
    const count = decodeFrame(run(sql`SELECT count(*)::INTEGER AS n FROM ${id(table)}`));
    return Number(count.values["n"]?.[0] ?? 0);
  };
  const insert = (table: string, given: Uint8Array, create: boolean): void => {
    const bytes = endedCopy(given);
    const expected = streamRows(bytes);
    const before = create ? 0 : rowsOf(table);
    try {
      connection.useUnsafe((bindings, handle) =>
        bindings.insertArrowFromIPCStream(handle, bytes, { name: table, schema: "main", create }),
      );
    } catch (error) {
      throw queryError(error, sql`INSERT INTO ${id(table)}`.text);
    }
    const found = rowsOf(table) - before;
    if (found !== expected) throw new TextError(messages.insertedRows(table, expected, found));
  };
  const inTurn = (statement: Sql, options: RunOptions = {}) =>
    queue.run(async () => {
      // A statement blocks the thread, so one turn of the loop lets a signal come through before it.
      await new Promise((resolve) => setImmediate(resolve));
      if (options.signal?.aborted) throw abortError();
      return run(statement);
    }, options);
  return {
    query: inTurn,
    execute: async (statement, options) => {
      await inTurn(statement, options);
    },
    attach: (name: string, source: FileSource) =>
      queue.run(async () => {
        if (source instanceof Blob)
          db.registerFileBuffer(`/in/${name}`, new Uint8Array(await source.arrayBuffer()));
        else db.registerFileURL(`/in/${name}`, source.path, duckdb.DuckDBDataProtocol.NODE_FS, true);
      }),
    detach: (name: string) =>
      queue.run(async () => {
        db.dropFile(`/in/${name}`);
      }),
    insertArrow: (table, read) => queue.run(async () => insert(table, await read(), true)),
    appendArrow: (table, read) => queue.run(async () => insert(table, await read(), false)),
    clear: () =>
      queue.run(async () => {
        connection.close();
        db.reset();
        db.dropFiles();
        connection = open();
      }),
    close: () => queue.run(async () => connection.close()),
  };
}
