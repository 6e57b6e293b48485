import { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } from "@duckdb/duckdb-wasm";
import { TextError } from "../i18n/text.ts";
import { abortError, type FileSource, type RunOptions } from "./engine.ts";
import { isPoison, queryError } from "./fault.ts";
import { endedCopy, hasDictionaries, joinStream, streamRows } from "./ipc.ts";
import type { Entry } from "./journal.ts";
import { lockdown } from "./lockdown.ts";
import { messages } from "./messages.ts";
import { sql, id } from "../sql.ts";
import { decodeFrame } from "./arrow.ts";
import { startWorker } from "./worker-shim.ts";

const startSeconds = 90;

/**
 * DuckDB's worker would fetch its module and compile it by itself. It is given one that is compiled already,
 * also where it starts anew, and can fetch nothing.
 */
const givenModule = `const given = new Promise((resolve) => {
  const hear = (event) => {
    if (!(event.data instanceof WebAssembly.Module)) return;
    event.stopImmediatePropagation();
    self.removeEventListener("message", hear);
    resolve(event.data);
  };
  self.addEventListener("message", hear);
});
self.fetch = () => Promise.resolve(new Response());
WebAssembly.instantiateStreaming = async (_, imports) => {
  const module = await given;
  return { module, instance: await WebAssembly.instantiate(module, imports) };
};`;

/**
 * One life of DuckDB's worker. DuckDB's own wrapper leaves its promises unsettled when the worker
 * crashes or does not start, so every call is kept in a table of our own and rejected at the end.
 */
export class DuckDB {
  readonly #worker: Worker;
  readonly #database: AsyncDuckDB;
  readonly #pending = new Set<(reason: Error) => void>();
  #connection = 0;
  #end: Error | null = null;

  /** Starts DuckDB, locked down and empty; its worker is loaded while the module may still come. */
  static async start(workerUrl: string, module: Promise<WebAssembly.Module>): Promise<DuckDB> {
    const life = new DuckDB(workerUrl);
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const compiled = await life.#call(() => module);
      timer = setTimeout(() => life.end(new TextError(messages.slow(startSeconds))), startSeconds * 1000);
      life.#worker.postMessage(compiled);
      await life.#call(() => life.#database.instantiate(workerUrl));
      await life.#open();
    } catch (error) {
      life.end(new TextError(messages.closed));
      if (error instanceof TextError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new TextError(messages.unstarted(reason), { cause: error });
    } finally {
      clearTimeout(timer);
    }
    return life;
  }

  private constructor(workerUrl: string) {
    const { worker, gone } = startWorker(workerUrl, "classic", givenModule);
    this.#worker = worker;
    this.#database = new AsyncDuckDB(new VoidLogger(), worker);
    const crash = () => this.end(new TextError(messages.crashed));
    void gone.then(crash);
    worker.addEventListener("error", crash);
  }

  get ended(): boolean {
    return this.#end !== null;
  }

  /** Ends the worker; every pending call is rejected with `reason`. */
  end(reason: Error): void {
    if (this.#end) return;
    this.#end = reason;
    this.#worker.terminate();
    this.#database.detach();
    for (const reject of this.#pending) reject(reason);
    this.#pending.clear();
  }

  /** Runs a statement. With a signal it runs in slices of 100 ms, between which it can be stopped. */
  async run(text: string, { signal, reading }: RunOptions = {}): Promise<Uint8Array> {
    try {
      return await (signal ? this.#runInSlices(text, signal, reading) : this.#runWhole(text));
    } catch (error) {
      if (isPoison(error)) {
        this.end(new TextError(messages.crashed, { cause: error }));
        throw new TextError(messages.crashed, { cause: error });
      }
      if (this.#end || error instanceof DOMException) throw error;
      throw queryError(error, text);
    }
  }

  /** Makes a change; one that is a statement can be stopped. */
  async apply(entry: Entry, signal?: AbortSignal): Promise<void> {
    switch (entry.kind) {
      case "execute":
        await this.run(entry.text, signal ? { signal } : {});
        return;
      case "attach":
        await this.#attach(entry.name, entry.source);
        return;
      case "detach":
        await this.#call(() => this.#database.dropFile(`/in/${entry.name}`));
        return;
      case "insert":
      case "append":
        await this.#insert(entry.table, await entry.read(), entry.kind === "insert");
        return;
    }
  }

  /** Forgets tables and files. */
  async clear(): Promise<void> {
    await this.#call(() => this.#database.disconnect(this.#connection));
    await this.#call(() => this.#database.reset());
    // After the reset: a statement that was stopped may hold its file open until then.
    await this.#call(() => this.#database.dropFiles());
    await this.#open();
  }

  async #open(): Promise<void> {
    await this.#call(() => this.#database.open({}));
    this.#connection = await this.#call(() => this.#database.connectInternal());
    for (const statement of lockdown) await this.#runWhole(statement.text);
  }

  #runWhole(text: string): Promise<Uint8Array> {
    return this.#call(() => this.#database.runQuery(this.#connection, text));
  }

  async #runInSlices(
    text: string,
    signal: AbortSignal,
    reading?: RunOptions["reading"],
  ): Promise<Uint8Array> {
    const stop = async () => {
      await this.#call(() => this.#database.cancelPendingQuery(this.#connection));
      throw abortError();
    };
    const bytesRead = reading && (await this.#countReads(reading.file));
    let header = await this.#call(() => this.#database.startPendingQuery(this.#connection, text));
    while (header === null) {
      if (signal.aborted) await stop();
      if (bytesRead) reading.onBytes(await bytesRead());
      header = await this.#call(() => this.#database.pollPendingQuery(this.#connection));
    }
    if (hasDictionaries(header)) {
      // A result in pieces loses its dictionaries (ENUM columns); whole it keeps them.
      await this.#call(() => this.#database.cancelPendingQuery(this.#connection));
      return this.#runWhole(text);
    }
    const chunks = [header];
    for (;;) {
      const chunk = await this.#call(() => this.#database.fetchQueryResults(this.#connection));
      if (chunk === null) continue;
      if (chunk.length === 0) return joinStream(chunks);
      chunks.push(chunk);
      if (signal.aborted) await stop();
    }
  }

  /** Counts from now on how many bytes are read of a file; what cannot be counted stands still at 0. */
  async #countReads(name: string): Promise<() => Promise<number>> {
    const path = `/in/${name}`;
    const read = async () => {
      const found = await this.#call(() => this.#database.exportFileStatistics(path));
      return found.totalFileReadsCold + found.totalFileReadsAhead;
    };
    try {
      await this.#call(() => this.#database.collectFileStatistics(path, true));
      const before = await read();
      return () =>
        read().then(
          (bytes) => bytes - before,
          () => 0,
        );
    } catch {
      return async () => 0;
    }
  }

  async #attach(name: string, source: FileSource): Promise<void> {
    if (!(source instanceof Blob)) throw new TextError(messages.noPath(source.path));
    // Read by slices, never copied into the engine's memory.
    await this.#call(() =>
      this.#database.registerFileHandle(`/in/${name}`, source, DuckDBDataProtocol.BROWSER_FILEREADER, true),
    );
  }

  async #insert(table: string, bytes: Uint8Array, create: boolean): Promise<void> {
    const copy = endedCopy(bytes);
    const expected = streamRows(copy);
    const before = create ? 0 : await this.#rows(table);
    const options = { name: table, schema: "main", create };
    try {
      await this.#call(() => this.#database.insertArrowFromIPCStream(this.#connection, copy, options));
    } catch (error) {
      if (isPoison(error)) {
        this.end(new TextError(messages.crashed, { cause: error }));
        throw new TextError(messages.crashed, { cause: error });
      }
      throw this.#end ? error : queryError(error, sql`INSERT INTO ${id(table)}`.text);
    }
    const found = (await this.#rows(table)) - before;
    if (found !== expected) throw new TextError(messages.insertedRows(table, expected, found));
  }

  async #rows(table: string): Promise<number> {
    const count = await this.run(sql`SELECT count(*)::INTEGER AS n FROM ${id(table)}`.text);
    return Number(decodeFrame(count).values["n"]?.[0] ?? 0);
  }

  #call<T>(send: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#end) {
        reject(this.#end);
        return;
      }
      this.#pending.add(reject);
      void send()
        .then(resolve, reject)
        .finally(() => this.#pending.delete(reject));
    });
  }
}
