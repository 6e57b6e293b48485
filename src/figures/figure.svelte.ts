import type { Text } from "../i18n/text.ts";
import { TextError } from "../i18n/text.ts";
import type { Progress } from "../ingest/source.ts";
import type { FigureRequest, Shop } from "../shop/shop.ts";
import type { Frame } from "../tables/frame.ts";
import { messages } from "./messages.ts";

export type Frames = Readonly<Record<string, Frame>>;

/** How a figure stands. While loading, the result before it stays. */
export type FigureState = "idle" | "loading" | "ready" | "error";

/**
 * One figure of the page: asks the shop for it, the latest request wins, the result before it stays until
 * then. Equal requests are asked once.
 */
export class FigureQuery {
  #frames = $state.raw<Frames | null>(null);
  #state = $state<FigureState>("idle");
  #fault = $state.raw<{ readonly text: Text; readonly detail: string | null } | null>(null);
  #sql = $state.raw<Readonly<Record<string, string>>>({});
  #took = $state<number | null>(null);
  #late = $state(false);
  #progress = $state.raw<Progress | null>(null);
  #asked = "";
  #stop: AbortController | null = null;
  readonly #shop: Shop;

  constructor(shop: Shop) {
    this.#shop = shop;
  }
  get frames(): Frames | null {
    return this.#frames;
  }
  get state(): FigureState {
    return this.#state;
  }
  get fault() {
    return this.#fault;
  }
  /** The SQL of each part, as it runs. */
  get sql() {
    return this.#sql;
  }
  /** Milliseconds that the result took. */
  get took() {
    return this.#took;
  }
  /** Whether it has been loading long enough to say so. */
  get late() {
    return this.#late;
  }

  /** How far a long computation is; null where it does not tell. */
  get progress(): Progress | null {
    return this.#progress;
  }

  /** Asks for a figure; null forgets it. `version` changes when the data do. */
  ask(request: FigureRequest | null, version: unknown): void {
    const asked = request ? JSON.stringify(request) + versionKey(version) : "";
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#stop?.abort();
    this.#stop = null;
    if (!request) {
      this.#frames = null;
      this.#state = "idle";
      return;
    }
    const stop = new AbortController();
    this.#stop = stop;
    this.#state = "loading";
    this.#late = false;
    this.#progress = null;
    const timer = setTimeout(() => {
      if (this.#stop === stop) this.#late = true;
    }, 400);
    void this.#load(request, stop).finally(() => clearTimeout(timer));
  }

  /** Asks again for what failed or was given up. */
  retry(request: FigureRequest | null, version: unknown): void {
    this.#asked = "";
    this.ask(request, version);
  }
  /** Gives the request up; the result before it stays. */
  cancel(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#late = false;
    this.#state = this.#frames ? "ready" : "error";
    if (!this.#frames) this.#fault = { text: messages.cancelled, detail: null };
  }

  async #load(request: FigureRequest, stop: AbortController): Promise<void> {
    try {
      const [{ decodeFrame }, figure] = await Promise.all([
        import("../engine/arrow.ts"),
        this.#shop.figure(request, stop.signal, (progress) => {
          if (this.#stop === stop) this.#progress = progress;
        }),
      ]);
      if (this.#stop !== stop) return;
      this.#frames = Object.fromEntries(
        Object.entries(figure.parts).map(([name, { bytes, types }]) => [name, decodeFrame(bytes, types)]),
      );
      this.#sql = figure.sql;
      this.#took = figure.took;
      this.#fault = null;
      this.#state = "ready";
    } catch (error) {
      if (this.#stop !== stop || stop.signal.aborted) return;
      this.#fault =
        error instanceof TextError
          ? { text: error.text, detail: null }
          : { text: messages.failed, detail: error instanceof Error ? error.message : String(error) };
      this.#state = "error";
    } finally {
      if (this.#stop === stop) {
        this.#late = false;
        this.#progress = null;
      }
    }
  }
}

const versions = new WeakMap<object, number>();
let nextVersion = 1;
/** Data are told apart by identity: a reload under the same mapping is other data. */
function versionKey(version: unknown): string {
  if (typeof version !== "object" || version === null) return String(version);
  let known = versions.get(version);
  if (known === undefined) versions.set(version, (known = nextVersion++));
  return `#${known}`;
}
