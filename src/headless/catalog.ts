import { readdirSync } from "node:fs";
import type { Metric } from "../metrics/metric.ts";

const folder = new URL("../metrics/catalog/", import.meta.url);

/** Every metric outside the bundler: the files of the catalogue's folder. */
export async function readCatalog(): Promise<Metric[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const modules = await Promise.all(
    files.map(async (name) => (await import(new URL(name, folder).href)) as { default: Metric }),
  );
  return modules.map((module) => module.default);
}
