import type { FileSource } from "./engine.ts";

/** A change of the engine's state that can be made again. */
export type Entry =
  | { readonly kind: "execute"; readonly text: string }
  | { readonly kind: "attach"; readonly name: string; readonly source: FileSource }
  | { readonly kind: "detach"; readonly name: string }
  | {
      readonly kind: "insert" | "append";
      readonly table: string;
      readonly read: () => Promise<Uint8Array> | Uint8Array;
    };

/** What brings an empty database to where it stands: every change that was made, in order. */
export class Journal {
  #entries: Entry[] = [];

  get entries(): readonly Entry[] {
    return this.#entries;
  }
  add(entry: Entry): void {
    // A file that nothing has read since it was attached need not be attached and detached again.
    const last = this.#entries.at(-1);
    if (entry.kind === "detach" && last?.kind === "attach" && last.name === entry.name) this.#entries.pop();
    else this.#entries.push(entry);
  }
  clear(): void {
    this.#entries = [];
  }
}
