import { TextError } from "../i18n/text.ts";
import { downloadModule } from "./download.ts";
import { DuckDB } from "./duckdb.ts";
import { abortError, type Engine, type RunOptions } from "./engine.ts";
import { type Entry, Journal } from "./journal.ts";
import { messages } from "./messages.ts";
import { Queue } from "./queue.ts";
import type { EngineAssets, EngineState } from "./state.ts";

/** How long a statement that was given up may run on before its worker is ended. */
const graceMs = 2000;

/**
 * The engine in a browser: DuckDB in a worker of its own, which is ended and started again with all it
 * held when it crashes or does not stop on request. Starts at once; calls wait until it is ready.
 */
export function openBrowserEngine(assets: EngineAssets, onState: (state: EngineState) => void): Engine {
  const queue = new Queue();
  const journal = new Journal();
  let module: Promise<WebAssembly.Module> | null = null;
  let life: DuckDB | null = null;
  let failure: TextError | null = null;
  let closed = false;
  /** Stops bringing back what an engine held that was started again. */
  let restoring = new AbortController();
  /** Whether anything was asked of it since it was last empty. */
  let used = false;

  const fail = (error: TextError): never => {
    failure = error;
    onState({ state: "failed", text: error.text });
    throw error;
  };

  /** The living engine; starts it, with all it held, where there is none. */
  const alive = async (): Promise<DuckDB> => {
    if (closed) throw new TextError(messages.closed);
    if (failure) throw failure;
    if (life && !life.ended) return life;
    const again = life !== null;
    const { signal } = (restoring = new AbortController());
    const total = assets.packed;
    onState({ state: "starting", received: again ? total : 0, total });
    try {
      module ??= downloadModule(assets, (received, of) =>
        onState({ state: "starting", received, total: of }),
      );
      life = await DuckDB.start(assets.worker, module);
      await restore(life, signal);
    } catch (error) {
      life?.end(new TextError(messages.closed));
      if (error instanceof TextError && !again) return fail(error);
      const reason = error instanceof Error ? error.message : String(error);
      return fail(new TextError(messages.lost(reason), { cause: error }));
    }
    onState({ state: "ready" });
    return life;
  };

  /** Makes every change again, unless all of it is to be forgotten anyway. */
  const restore = async (duckdb: DuckDB, signal: AbortSignal): Promise<void> => {
    try {
      for (const entry of journal.entries) {
        signal.throwIfAborted();
        await duckdb.apply(entry, signal);
      }
    } catch (error) {
      if (!signal.aborted || duckdb.ended) throw error;
    }
  };

  const run = (text: string, options: RunOptions, after?: () => void): Promise<Uint8Array> =>
    queue.run(async () => {
      const { signal } = options;
      used = true;
      const duckdb = await alive();
      if (signal?.aborted) throw abortError();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const giveUp = () => {
        timer = setTimeout(() => duckdb.end(abortError()), graceMs);
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      try {
        const bytes = await duckdb.run(text, options);
        after?.();
        return bytes;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", giveUp);
        restartSoon(duckdb);
      }
    }, options);

  /** After an end, starts anew at once, so that the next call does not wait for it. */
  const restartSoon = (duckdb: DuckDB) => {
    if (duckdb.ended && !closed) void queue.run(alive, { priority: -1 }).catch(() => {});
  };

  const change = (entry: Entry): Promise<void> =>
    queue.run(
      async () => {
        used = true;
        const duckdb = await alive();
        try {
          await duckdb.apply(entry);
          journal.add(entry);
        } finally {
          restartSoon(duckdb);
        }
      },
      { priority: 0 },
    );

  void queue.run(alive, { priority: -1 }).catch(() => {});

  return {
    query: (statement, options = {}) => run(statement.text, options),
    execute: async (statement, options = {}) => {
      await run(statement.text, options, () => journal.add({ kind: "execute", text: statement.text }));
    },
    attach: (name, source) => change({ kind: "attach", name, source }),
    detach: (name) => change({ kind: "detach", name }),
    insertArrow: (table, read) => change({ kind: "insert", table, read }),
    appendArrow: (table, read) => change({ kind: "append", table, read }),
    clear: () => {
      restoring.abort();
      return queue.run(
        async () => {
          journal.clear();
          const duckdb = await alive();
          if (!used) return;
          try {
            await duckdb.clear();
          } catch {
            // One that cannot be emptied is replaced by an empty one.
            duckdb.end(new TextError(messages.crashed));
            await alive();
          }
          used = false;
        },
        { priority: 0 },
      );
    },
    close: async () => {
      closed = true;
      life?.end(new TextError(messages.closed));
    },
  };
}
