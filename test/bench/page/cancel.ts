import { defaultPolicies } from "../../../src/ingest/source.ts";
import { startShop } from "../../../src/shop/client.ts";

/** What a load that was stopped left behind. */
export interface Stopped {
  /** Ms from the beginning of the load to the stop; null where it had ended before. */
  readonly after: number | null;
  /** Ms until the shop answers again. */
  readonly back: number;
  readonly tables: number;
  /** Bytes that the engine holds, before the load and after its stop. */
  readonly before: number;
  readonly memory: number;
  /** Ms until a small file is loaded after it, and the orders that were found in it. */
  readonly next: number;
  readonly orders: number;
}

/** Stops the load of a file after so many ms, in a shop of its own, and loads `small` after it. */
export async function cancelStep(file: File, small: string, moment: number): Promise<Stopped> {
  let ready = () => {};
  const started = new Promise<void>((resolve) => (ready = resolve));
  const shop = startShop(({ state }) => state === "ready" && ready());
  await started;
  const recognised = async (source: File) => {
    const [found] = await shop.recognise([{ name: source.name, source }]);
    if (!found) throw new Error("nothing recognised");
    return [{ file: found.file, mapping: found.mapping }];
  };
  const large = await recognised(file);
  const little = await recognised(new File([small], "small.csv"));
  const before = await shop.memory();
  const stop = new AbortController();
  const begun = performance.now();
  let stopped = 0;
  setTimeout(() => {
    stopped = performance.now();
    stop.abort();
  }, moment);
  const ended = await shop.load(large, defaultPolicies, undefined, stop.signal).then(
    () => true,
    () => false,
  );
  // The page is told at once: whether the shop is free, its own answer tells.
  const tables = await shop.tables();
  const back = performance.now() - stopped;
  const memory = await shop.memory();
  const again = performance.now();
  const { extent } = await shop.load(little, defaultPolicies);
  const next = performance.now() - again;
  await shop.close();
  const after = ended ? null : stopped - begun;
  return { after, back, tables: tables.length, before, memory, next, orders: extent.orders };
}
