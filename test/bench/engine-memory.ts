import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const channel = "engine-memory";

// WebAssembly memory never shrinks, so that what it grew to is the peak within statements, too.
const watch = `{
  const channel = new BroadcastChannel("${channel}");
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (...values) {
    const before = grow.apply(this, values);
    channel.postMessage(this.buffer.byteLength);
    return before;
  };
}
`;

/** Has DuckDB's worker in a built site tell whenever its memory grows. */
export function tellMemory(site: string): void {
  const assets = join(site, "assets");
  const worker = readdirSync(assets).find((name) => /^duckdb-worker-.*\.js$/.test(name));
  if (!worker) throw new Error(`no worker of DuckDB in ${assets}`);
  const file = join(assets, worker);
  writeFileSync(file, watch + readFileSync(file, "utf8"));
}

/** Has a page listen from its beginning; gives what asks it for the bytes of the largest memory so far. */
export async function hearMemory(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript((name) => {
    const heard = { peak: 0 };
    Object.assign(globalThis, { engineMemory: heard });
    new BroadcastChannel(name).onmessage = ({ data }: MessageEvent<number>) => {
      heard.peak = Math.max(heard.peak, data);
    };
  }, channel);
  return () =>
    page.evaluate(() => (globalThis as unknown as { engineMemory: { peak: number } }).engineMemory.peak);
}
