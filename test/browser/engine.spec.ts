import { expect, type Page, test, type Worker } from "@playwright/test";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { build } from "vite";
import { serve } from "../../start.js";
import type { EngineState } from "../../src/engine/state.ts";
import type { decodeFrame } from "../../src/engine/arrow.ts";
import type { Shop } from "../../src/shop/shop.ts";

declare const states: EngineState[];
declare const shop: Shop;
declare const decode: typeof decodeFrame;

const folder = join(import.meta.dirname, "../../.cache/engine-page");
let server: Server;
let address: string;

test.beforeAll(async () => {
  await build({ configFile: join(import.meta.dirname, "engine-page/vite.config.ts") });
  server = await serve(0, { folder });
  address = `http://localhost:${portOf(server)}/`;
});
test.afterAll(() => void server.close());

function portOf(listening: Server): number {
  const at = listening.address();
  if (at === null || typeof at === "string") throw new Error("no port");
  return at.port;
}

async function openReady(page: Page): Promise<Worker> {
  await page.goto(address);
  await page.waitForFunction(() => states.at(-1)?.state === "ready", null, { timeout: 60_000 });
  const [worker] = page.workers();
  if (!worker) throw new Error("no worker");
  return worker;
}

test("starts with true progress", async ({ page }) => {
  await openReady(page);
  const seen = await page.evaluate(() => states);
  const received = seen.flatMap((state) => (state.state === "starting" ? [state] : []));
  expect(received.at(-1)?.received).toBe(received.at(-1)?.total);
  expect([...received].sort((a, b) => a.received - b.received)).toEqual(received);
});

test("runs a cell", async ({ page }) => {
  await openReady(page);
  const result = await page.evaluate(async () => {
    const { bytes, types, rows } = await shop.query("select '茶' as 名称, 42 as n", [], 10);
    return { rows, values: decode(bytes, types).values };
  });
  expect(result).toEqual({ rows: 1, values: { 名称: ["茶"], n: [42] } });
});
void createServer;
