import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe } from "vitest";

const shared = resolve(import.meta.dirname, "../../shared");

/** The path of a file of published data or results beside the project. */
export function sharedPath(path: string): string {
  return resolve(shared, path);
}
/** A published result beside the project, as JSON. */
export function referenceJson<T>(name: string): T {
  return JSON.parse(readFileSync(sharedPath(`reference/${name}`), "utf8")) as T;
}
/** Tests against data beside the project; skipped, and said so, where it is absent. */
export function describeWithReference(name: string, body: () => void): void {
  if (existsSync(shared)) describe(name, body);
  else describe.skip(`${name} (skipped: no ../shared here)`, body);
}
