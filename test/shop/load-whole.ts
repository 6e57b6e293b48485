import { loadFiles } from "../../src/shop/loading/load.ts";
import type { Loaded } from "../../src/shop/shop.ts";

/** Loads files with all that SQL needs, so that a test may ask anything at once. */
export async function loadWhole(...given: Parameters<typeof loadFiles>): Promise<Loaded> {
  const { loaded, rest } = await loadFiles(...given);
  await rest;
  return loaded;
}
