import type { Mapping } from "../ingest/source.ts";
import type { Workspace } from "../workspace/workspace.svelte.ts";

/**
 * Changes of mappings: shown at once, and read again in the shop. Of several changes to a file the last one
 * wins; `settled` waits until what is shown is what was read.
 */
export class Revisions {
  #running = new Map<string, AbortController>();
  #reads = new Set<Promise<void>>();
  #pending = $state.raw<ReadonlySet<string>>(new Set());
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Files that are being read again. */
  get pending(): ReadonlySet<string> {
    return this.#pending;
  }

  change(file: string, mapping: Mapping): void {
    const workspace = this.#workspace;
    this.#running.get(file)?.abort();
    const own = new AbortController();
    this.#running.set(file, own);
    this.#pending = new Set(this.#running.keys());
    const before = workspace.recognitions.find((one) => one.file === file)?.mapping;
    workspace.recognitions = workspace.recognitions.map((one) =>
      one.file === file ? { ...one, mapping } : one,
    );
    const read = this.#read(file, mapping, before, own).finally(() => this.#reads.delete(read));
    this.#reads.add(read);
  }

  async #read(file: string, mapping: Mapping, before: Mapping | undefined, own: AbortController) {
    const workspace = this.#workspace;
    const current = () => this.#running.get(file) === own;
    try {
      const revised = await workspace.shop.revise(file, mapping, own.signal);
      if (!current()) return;
      workspace.recognitions = workspace.recognitions.map((one) => (one.file === file ? revised : one));
    } catch (error) {
      if (!current()) return;
      // What cannot be read stays as it was.
      if (before)
        workspace.recognitions = workspace.recognitions.map((one) =>
          one.file === file ? { ...one, mapping: before } : one,
        );
      workspace.fail(error);
    } finally {
      if (current()) {
        this.#running.delete(file);
        this.#pending = new Set(this.#running.keys());
      }
    }
  }

  /** Takes a file away, and what is being read of it. */
  remove(file: string): void {
    this.#running.get(file)?.abort();
    this.#running.delete(file);
    this.#pending = new Set(this.#running.keys());
    this.#workspace.intake.leave(file);
  }

  async settled(): Promise<void> {
    while (this.#reads.size > 0) await Promise.allSettled(this.#reads);
  }
}
