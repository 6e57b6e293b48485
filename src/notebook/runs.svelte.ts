import { SvelteMap } from "svelte/reactivity";
import type { SqlCell } from "../document/cell-graph.ts";
import type { TableInfo } from "../shop/shop.ts";
import type { Frame } from "../tables/frame.ts";
import type { Workspace } from "../workspace/workspace.svelte.ts";
import { type Fault, faultOf } from "./errors.ts";
import { inputsOf, notebookGraph, signatureOf } from "./graph.ts";

/** At most so many rows of a result come to the page. */
export const rowLimit = 10_000;
/** After so long, a run can be cancelled by a button. */
const slowAfter = 400;

export type RunState = "never" | "running" | "ok" | "error" | "stale";

/** A result of a SQL cell: the last good one stays until the next. */
export interface Result {
  readonly frame: Frame;
  /** Rows in all; the frame holds at most `rowLimit`. */
  readonly rows: number;
  readonly took: number;
}
interface Run {
  /** What the last run, good or not, was made of; null while there was none. */
  readonly signature: string | null;
  readonly result: Result | null;
  readonly fault: Fault | null;
  readonly running: boolean;
  readonly slow: boolean;
}
const none: Run = { signature: null, result: null, fault: null, running: false, slow: false };

/** The runs of a notebook's SQL cells, and what of the engine they were made on. */
export class Runs {
  readonly #workspace: Workspace;
  readonly #runs = new SvelteMap<string, Run>();
  // No view depends on these.
  readonly #controllers = new Map<string, AbortController>();
  tables = $state.raw<readonly TableInfo[]>([]);
  /** Bytes that the engine holds; null while not known. */
  memory = $state.raw<number | null>(null);
  readonly graph = $derived.by(() =>
    notebookGraph(
      this.#workspace.document?.notebook.cells ?? [],
      this.tables.map(({ name }) => name),
    ),
  );

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  #cell(id: string): SqlCell | null {
    const cell = this.#workspace.document?.notebook.cells.find((other) => other.id === id);
    return cell?.kind === "sql" ? cell : null;
  }
  #put(id: string, changes: Partial<Run>): void {
    this.#runs.set(id, { ...(this.#runs.get(id) ?? none), ...changes });
  }

  /** How a SQL cell stands: a change to its text, or to a cell that it reads, makes it stale. */
  state(id: string): RunState {
    const run = this.#runs.get(id) ?? none;
    if (run.running) return "running";
    const cell = this.#cell(id);
    if (run.signature === null || !cell) return "never";
    if (run.signature !== signatureOf(this.graph, cell)) return "stale";
    return run.fault ? "error" : "ok";
  }
  result(id: string): Result | null {
    return this.#runs.get(id)?.result ?? null;
  }
  fault(id: string): Fault | null {
    return this.#runs.get(id)?.fault ?? null;
  }
  /** Whether a run has lasted long enough to offer to cancel it. */
  slow(id: string): boolean {
    return this.#runs.get(id)?.slow ?? false;
  }

  /** Learns the tables anew, as after other data were loaded: every result is of the old ones. */
  async look(): Promise<void> {
    for (const [id, run] of this.#runs) this.#runs.set(id, { ...run, signature: null });
    this.tables = await this.#workspace.shop.tables();
    await this.#weigh();
  }
  async #weigh(): Promise<void> {
    this.memory = await this.#workspace.shop.memory().catch(() => null);
  }

  /** Runs a cell, then those that read it and have been run before. The latest run of a cell wins. */
  async run(id: string): Promise<void> {
    const controller = await this.#runOne(id);
    if (!controller || this.#controllers.get(id) !== controller) return;
    for (const reader of this.graph.readers(id)) {
      if (!this.#cell(reader) || this.state(reader) === "never") continue;
      await this.#runOne(reader);
      if (this.#controllers.get(id) !== controller) return;
    }
    void this.#weigh();
  }
  /** Runs every SQL cell, each after those that it reads. */
  async runAll(): Promise<void> {
    this.cancelAll();
    for (const id of this.graph.order) if (this.#cell(id)) await this.#runOne(id);
    void this.#weigh();
  }
  /** Runs the cells whose result is not of the texts as they are. */
  async runOld(): Promise<void> {
    for (const id of this.graph.order)
      if (this.#cell(id) && ["never", "stale"].includes(this.state(id))) await this.#runOne(id);
    void this.#weigh();
  }

  cancel(id: string): void {
    this.#controllers.get(id)?.abort();
    this.#controllers.delete(id);
    this.#put(id, { running: false, slow: false });
  }
  cancelAll(): void {
    for (const id of [...this.#controllers.keys()]) this.cancel(id);
  }

  async #runOne(id: string): Promise<AbortController | null> {
    const cell = this.#cell(id);
    if (!cell) return null;
    this.#controllers.get(id)?.abort();
    const controller = new AbortController();
    this.#controllers.set(id, controller);
    const latest = () => this.#controllers.get(id) === controller;
    const signature = signatureOf(this.graph, cell);
    this.#put(id, { running: true, slow: false });
    const timer = setTimeout(() => {
      if (latest()) this.#put(id, { slow: true });
    }, slowAfter);
    const ended = { signature, running: false, slow: false };
    try {
      const cells = inputsOf(this.graph, id).map(({ name, sql }) => ({ name, text: sql }));
      const answer = await this.#workspace.shop.query(cell.sql, cells, rowLimit, controller.signal);
      const { decodeFrame } = await import("../engine/arrow.ts");
      if (!latest()) return null;
      const frame = decodeFrame(answer.bytes, answer.types);
      this.#put(id, { ...ended, fault: null, result: { frame, rows: answer.rows, took: answer.took } });
    } catch (error) {
      if (!latest()) return null;
      if (error instanceof Error && error.name === "AbortError") {
        this.#put(id, { running: false, slow: false });
        return null;
      }
      const names = [
        ...this.tables.map(({ name }) => name),
        ...(this.#workspace.document?.notebook.cells ?? []).flatMap((other) =>
          other.kind === "sql" && other.id !== id ? [other.name] : [],
        ),
      ];
      this.#put(id, { ...ended, fault: faultOf(error, cell.sql, names) });
    } finally {
      clearTimeout(timer);
    }
    return controller;
  }
}
