import type { Mapping, Recognition } from "../ingest/source.ts";
import { columnBytes, estimateMemory } from "../shop/memory.ts";
import { memoryLimit } from "./memory-limit.ts";
import type { Workspace } from "./workspace.svelte.ts";

/** Of the limit, what may be planned for: cells and figures need some of it, too. */
const share = 0.9;
const samples = [2, 4, 5, 10, 20, 50, 100, 200, 500, 1000];

/** Whether the files fit into memory, found out before they are loaded; and what to load less where not. */
export class Pressure {
  readonly #workspace: Workspace;
  readonly limit: number;
  /** Files that are to be loaded whole, whatever is estimated. */
  #accepted = $state.raw("");
  #ranOut = $state.raw<string | null>(null);

  constructor(workspace: Workspace, limit = memoryLimit()) {
    this.#workspace = workspace;
    this.limit = limit;
  }

  /** Bytes that loading the present files will take, as far as can be told. */
  get estimate(): number {
    return this.#whole / this.oneIn;
  }
  /** One customer in so many is loaded. */
  get oneIn(): number {
    return this.#workspace.intake.policies.oneIn ?? 1;
  }
  /** Whether memory ran out with what is to be loaded now. */
  get ranOut(): boolean {
    return this.#ranOut === this.#key;
  }
  /** Whether less should be loaded. */
  get isOver(): boolean {
    return this.ranOut || (this.estimate > this.limit * share && this.#accepted !== this.#key);
  }
  /** Columns that are only there to filter and split by, and the bytes that they take. */
  get spare(): { readonly columns: number; readonly bytes: number } {
    let columns = 0;
    let bytes = 0;
    for (const recognition of this.#workspace.recognitions)
      for (const column of spareOf(recognition)) {
        columns += 1;
        bytes += (recognition.rows * columnBytes(column, "dimension")) / this.oneIn;
      }
    return { columns, bytes };
  }
  /** The largest sample that fits; where memory ran out, a smaller one than that was. */
  get sample(): number {
    const room = this.limit * share;
    const least = this.ranOut ? Math.max(2, this.oneIn * 2) : 2;
    return samples.find((oneIn) => oneIn >= least && this.#whole / oneIn <= room) ?? 1000;
  }

  /** Takes note that the engine ran out of memory. */
  note(): void {
    this.#ranOut = this.#key;
  }
  /** Loads all the same. */
  accept(): void {
    this.#ranOut = null;
    this.#accepted = this.#key;
    this.#workspace.intake.lookSoon();
  }
  /** Leaves out the columns that no figure needs. */
  async leaveOut(): Promise<void> {
    const workspace = this.#workspace;
    const next: Recognition[] = [];
    for (const recognition of workspace.recognitions) {
      const spare = spareOf(recognition).map(({ name }) => [name, "ignore"]);
      const roles = { ...recognition.mapping.roles, ...(Object.fromEntries(spare) as Mapping["roles"]) };
      next.push(
        spare.length
          ? await workspace.shop.revise(recognition.file, { ...recognition.mapping, roles })
          : recognition,
      );
    }
    workspace.recognitions = next;
    await this.#loadAgain();
  }
  /** Loads one customer in so many; in 1: all of them. */
  async take(oneIn: number): Promise<void> {
    const { intake } = this.#workspace;
    const { oneIn: _, ...policies } = intake.policies;
    await intake.setPolicies(oneIn > 1 ? { ...policies, oneIn } : policies);
    await this.#loadAgain();
  }

  /** Under an open document nobody presses a button to load. */
  async #loadAgain(): Promise<void> {
    const { document, loaded, router, intake } = this.#workspace;
    if (document && !loaded && router.current.view === "document" && intake.isLoadable) await intake.load();
  }
  get #whole(): number {
    return this.#workspace.recognitions.reduce((sum, recognition) => sum + estimateMemory(recognition), 0);
  }
  get #key(): string {
    return JSON.stringify([
      this.#workspace.recognitions.map(({ file, mapping }) => [file, mapping.roles]),
      this.oneIn,
    ]);
  }
}

function spareOf({ columns, mapping }: Recognition) {
  return columns.filter(({ name }) => mapping.roles[name] === "dimension");
}
