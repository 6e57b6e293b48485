import type { BinUnit } from "../ingest/bins.ts";
import type { CellTest } from "../ingest/column-profile.ts";
import type { Recognition } from "../ingest/source.ts";
import type { MatchingRows } from "../shop/shop.ts";
import type { Workspace } from "../workspace/workspace.svelte.ts";
import { messages } from "./profile.messages.ts";

/** What the rows of the preview are filtered by: a bar or value of a column's profile. */
export interface PickedCells {
  readonly column: string;
  readonly test: CellTest;
  readonly unit: BinUnit;
  /** The rows that the profile counts; of a sample, those in it. */
  readonly rows: number | null;
}

/** The rows of a file that are shown instead of its first ones. */
export class PreviewFilter {
  readonly #workspace: Workspace;
  #picked = $state.raw<PickedCells | null>(null);
  #found = $state.raw<MatchingRows | null>(null);
  /** The reading of the file that the rows belong to: under another one they are looked for anew. */
  #columns: Recognition["columns"] | null = $state.raw(null);
  #running: AbortController | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** What is picked under this reading of a file. */
  picked(recognition: Recognition): PickedCells | null {
    return this.#columns === recognition.columns ? this.#picked : null;
  }
  /** The rows that were found; null while they are looked for. */
  found(recognition: Recognition): MatchingRows | null {
    return this.#columns === recognition.columns ? this.#found : null;
  }

  async pick(recognition: Recognition, picked: PickedCells): Promise<void> {
    this.#running?.abort();
    const own = new AbortController();
    this.#running = own;
    this.#columns = recognition.columns;
    this.#picked = picked;
    this.#found = null;
    try {
      const { file } = recognition;
      const found = await this.#workspace.shop.matching(file, picked.column, picked.test, own.signal);
      if (this.#running !== own) return;
      this.#found = found;
      this.#workspace.announce(messages.shown(found.rows.length));
    } catch (error) {
      if (this.#running !== own) return;
      this.clear();
      this.#workspace.fail(error);
    }
  }

  clear(): void {
    this.#running?.abort();
    this.#running = null;
    this.#picked = null;
    this.#found = null;
  }
}
