import type { DifferenceBytes, DifferenceRequest, Shop } from "../shop/shop.ts";
import { type Text, TextError } from "../i18n/text.ts";
import type { Progress } from "../ingest/source.ts";
import type { Frame } from "../tables/frame.ts";
import { messages } from "./messages.ts";

/** Why two figures differ, with the list of customers read. */
export interface Difference extends Omit<DifferenceBytes, "customers"> {
  readonly list: Frame;
  /** The request that it answers. */
  readonly asked: DifferenceRequest;
}

/** Asks why two figures differ; the latest request wins, and the answer before it stays until then. */
export class DifferenceQuery {
  #found = $state.raw<Difference | null>(null);
  #fault = $state.raw<Text | null>(null);
  #loading = $state(false);
  #late = $state(false);
  #stopped = $state(false);
  #progress = $state.raw<Progress | null>(null);
  #asked = "";
  #stop: AbortController | null = null;
  readonly #shop: Shop;

  constructor(shop: Shop) {
    this.#shop = shop;
  }
  get found(): Difference | null {
    return this.#found;
  }
  get fault(): Text | null {
    return this.#fault;
  }
  get loading(): boolean {
    return this.#loading;
  }

  /** Whether it has been loading long enough to say so. */
  get late(): boolean {
    return this.#late;
  }
  /** Whether the user has given up what was asked. */
  get stopped(): boolean {
    return this.#stopped;
  }
  /** How far the comparison is. */
  get progress(): Progress | null {
    return this.#progress;
  }

  /** Gives up what was asked; the answer before it goes, since it is of something else. */
  cancel(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#loading = false;
    this.#late = false;
    this.#found = null;
    this.#stopped = true;
  }
  /** Asks again for what was given up or failed. */
  retry(request: DifferenceRequest): void {
    this.#asked = "";
    this.ask(request);
  }

  /** Asks; null gives up what was asked and forgets the answer. */
  ask(request: DifferenceRequest | null): void {
    const asked = JSON.stringify(request);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#stop?.abort();
    this.#stop = null;
    this.#fault = null;
    this.#stopped = false;
    this.#progress = null;
    this.#late = false;
    this.#loading = request !== null;
    if (!request) {
      this.#found = null;
      return;
    }
    const stop = new AbortController();
    this.#stop = stop;
    const timer = setTimeout(() => {
      if (this.#stop === stop) this.#late = this.#loading;
    }, 400);
    void this.#load(request, stop).finally(() => clearTimeout(timer));
  }

  async #load(request: DifferenceRequest, stop: AbortController): Promise<void> {
    try {
      const found = await differenceOf(this.#shop, request, stop.signal, (progress) => {
        if (this.#stop === stop) this.#progress = progress;
      });
      if (this.#stop === stop) this.#found = found;
    } catch (error) {
      if (this.#stop !== stop || stop.signal.aborted) return;
      this.#found = null;
      this.#fault = error instanceof TextError ? error.text : messages.failed;
    } finally {
      if (this.#stop === stop) {
        this.#loading = false;
        this.#late = false;
      }
    }
  }
}

/** Asks the shop why two figures differ and reads the list. */
export async function differenceOf(
  shop: Shop,
  request: DifferenceRequest,
  signal?: AbortSignal,
  onProgress?: (progress: Progress) => void,
): Promise<Difference> {
  const [{ decodeFrame }, { customers, ...found }] = await Promise.all([
    import("../engine/arrow.ts"),
    shop.difference(request, signal, onProgress),
  ]);
  return { ...found, list: decodeFrame(customers.bytes, customers.types), asked: request };
}
