import { type CellGraph, type SqlCell } from "../document/cell-graph.ts";
import { type Text, TextError } from "../i18n/text.ts";
import type { Frame } from "../tables/frame.ts";
import type { Workspace } from "../workspace/workspace.svelte.ts";
import { messages } from "./messages.ts";

/** A tile shows at most so many rows of a cell. */
const rowLimit = 1000;

export interface CellResult {
  readonly frame: Frame;
  /** Rows in all. */
  readonly rows: number;
}

/** The result of one SQL cell for a tile: the latest text wins, the result before it stays until then. */
export class CellQuery {
  readonly #workspace: Workspace;
  result = $state.raw<CellResult | null>(null);
  fault = $state.raw<{ readonly text: Text; readonly detail: string | null } | null>(null);
  loading = $state(true);
  #asked: readonly unknown[] = [];
  #stop: AbortController | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Runs a cell over the data of now, unless that was asked already. */
  ask(cell: SqlCell, graph: CellGraph): void {
    const ring = graph.ring(cell.id);
    const inputs = graph.inputs(cell.id).map(({ name, sql }) => ({ name, text: sql }));
    const asked = [this.#workspace.loaded, cell.sql, JSON.stringify(inputs), ring?.join()];
    if (asked.every((part, index) => part === this.#asked[index]) && this.#asked.length) return;
    this.#asked = asked;
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    if (ring) {
      this.fault = { text: messages.ringOfCells(ring), detail: null };
      this.loading = false;
      return;
    }
    this.loading = true;
    void this.#run(cell.sql, inputs, stop);
  }
  close(): void {
    this.#stop?.abort();
    this.#stop = null;
  }

  async #run(text: string, inputs: readonly { name: string; text: string }[], stop: AbortController) {
    try {
      const [{ decodeFrame }, answer] = await Promise.all([
        import("../engine/arrow.ts"),
        this.#workspace.shop.query(text, inputs, rowLimit, stop.signal),
      ]);
      if (this.#stop !== stop) return;
      this.result = { frame: decodeFrame(answer.bytes, answer.types), rows: answer.rows };
      this.fault = null;
    } catch (error) {
      if (this.#stop !== stop || stop.signal.aborted) return;
      this.fault =
        error instanceof TextError
          ? { text: error.text, detail: null }
          : { text: messages.cellFailed, detail: error instanceof Error ? error.message : String(error) };
    } finally {
      if (this.#stop === stop) this.loading = false;
    }
  }
}
