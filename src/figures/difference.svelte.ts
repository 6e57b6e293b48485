import type { DifferenceBytes, DifferenceRequest, Shop } from "../shop/shop.ts";
import { type Text, TextError } from "../i18n/text.ts";
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

  /** Asks; null gives up what was asked and forgets the answer. */
  ask(request: DifferenceRequest | null): void {
    const asked = JSON.stringify(request);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#stop?.abort();
    this.#stop = null;
    this.#fault = null;
    this.#loading = request !== null;
    if (!request) {
      this.#found = null;
      return;
    }
    const stop = new AbortController();
    this.#stop = stop;
    void this.#load(request, stop);
  }

  async #load(request: DifferenceRequest, stop: AbortController): Promise<void> {
    try {
      const found = await differenceOf(this.#shop, request, stop.signal);
      if (this.#stop === stop) this.#found = found;
    } catch (error) {
      if (this.#stop !== stop || stop.signal.aborted) return;
      this.#found = null;
      this.#fault = error instanceof TextError ? error.text : messages.failed;
    } finally {
      if (this.#stop === stop) this.#loading = false;
    }
  }
}

/** Asks the shop why two figures differ and reads the list. */
export async function differenceOf(
  shop: Shop,
  request: DifferenceRequest,
  signal?: AbortSignal,
): Promise<Difference> {
  const [{ decodeFrame }, { customers, ...found }] = await Promise.all([
    import("../engine/arrow.ts"),
    shop.difference(request, signal),
  ]);
  return { ...found, list: decodeFrame(customers.bytes, customers.types), asked: request };
}
