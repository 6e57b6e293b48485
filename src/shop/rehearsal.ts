import type { Engine } from "../engine/engine.ts";
import { defaultPolicies } from "../ingest/source.ts";
import type { Metric, Window } from "../metrics/metric.ts";
import { FigureRunner } from "./figure.ts";
import { HeldFiles, loadFiles, recogniseFiles } from "./loading/load.ts";

/** So many orders are enough for what runs over each of them to be compiled with care, and for a sample of them. */
const orderCount = 75_000;
/** What a first dashboard asks for. */
const figures = [
  "revenue-mix",
  "repurchase-rate",
  "retention-rate",
  "retention-cohorts",
  "rfm",
  "abc-segments",
  "historical-clv",
];

/**
 * What runs for the first time in a browser is compiled in haste, and with care only while it runs: a first
 * file takes half as long again as a second one. So while nobody asks for anything, a made-up shop is loaded
 * and forgotten. Whoever asks for something ends that at once.
 */
export class Rehearsal {
  readonly #engine: Engine;
  readonly #metric: (id: string) => Metric | null;
  readonly #stop = new AbortController();
  #run: Promise<void> | null = null;

  constructor(engine: Engine, metric: (id: string) => Metric | null) {
    this.#engine = engine;
    this.#metric = metric;
  }

  /** Begins, unless something was asked for already; it takes place once. */
  begin(): void {
    if (this.#run || this.#stop.signal.aborted) return;
    // Its end is all that anybody waits for: what goes wrong in it will say so where it is asked for.
    this.#run = this.#rehearse()
      .catch(() => {})
      .then(() => this.#engine.clear())
      .catch(() => {});
  }

  /** Ends it; settles when nothing of it is left in the engine. */
  async over(): Promise<void> {
    this.#stop.abort();
    await this.#run;
  }

  async #rehearse(): Promise<void> {
    const { signal } = this.#stop;
    const held = new HeldFiles();
    const source = new Blob([madeUpOrders()]);
    const [found] = await recogniseFiles(held, [{ name: "orders.csv", source }], undefined, signal);
    if (!found) return;
    const files = [{ file: found.file, mapping: found.mapping }];
    const loaded = await loadFiles(this.#engine, held, files, defaultPolicies, undefined, signal);
    const runner = new FigureRunner(this.#engine, loaded, this.#metric);
    const { firstDay, lastDay } = loaded.loaded.extent;
    if (firstDay === null || lastDay === null) return;
    const window: Window = { from: firstDay, to: lastDay, asOf: lastDay };
    for (const metric of figures) {
      // The thread is lent: what is asked for meanwhile is heard between two figures.
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
      await runner.figure({ metric, params: {}, window, filters: [] }, signal);
    }
  }
}

/** Orders of two years as an export writes them, the same each time. */
function madeUpOrders(): string {
  const lines = ["order_id,customer_id,ordered_at,amount,status,channel,city"];
  const channels = ["web", "app", "store"];
  const begin = Date.UTC(2024, 0, 1);
  for (let n = 0; n < orderCount; n += 1) {
    const at = new Date(begin + n * 840_000).toISOString();
    const customer = (n * 7919) % (4001 + (n % 4000));
    const status = n % 40 === 0 ? "refunded" : n % 25 === 0 ? "cancelled" : "paid";
    const amount = ((n * 31) % 9973) / 100 + 1;
    const place = `${String(channels[n % 3])},City ${String(n % 12)}`;
    lines.push(
      `R${String(100_000 + n)},C${String(customer)},${at.slice(0, 10)} ${at.slice(11, 19)},${String(amount)},${status},${place}`,
    );
  }
  return lines.join("\n");
}
