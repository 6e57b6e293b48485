import { defaultPolicies } from "../../../src/ingest/source.ts";
import { startShop } from "../../../src/shop/client.ts";

/** Ms from a file to its recognition, and from there to loaded, with an engine that has started. */
export async function arriveStep(file: File) {
  let ready = () => {};
  const started = new Promise<void>((resolve) => (ready = resolve));
  const shop = startShop(({ state }) => state === "ready" && ready());
  await started;
  const begun = performance.now();
  const found = await shop.recognise([{ name: file.name, source: file }]);
  const recognised = performance.now();
  const given = found.map(({ file: key, mapping }) => ({ file: key, mapping }));
  const { rows } = await shop.load(given, defaultPolicies);
  const loaded = performance.now();
  await shop.close();
  return { recognise: recognised - begun, load: loaded - recognised, rows };
}
