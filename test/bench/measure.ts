import { type Browser, type Page, chromium } from "@playwright/test";
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { build } from "vite";
import { serve } from "../../start.js";
import { ensureChromium, quietFlags } from "../browser/chromium.js";
import { naive } from "./naive.ts";
import { orderCsv } from "./orders.ts";
import type { Door } from "./page/page.ts";

// What the page under test/bench/page holds.
declare const bench: Door;

const root = join(import.meta.dirname, "../..");
const cache = join(root, ".cache/bench");
const minute = 60_000;

export interface Measured {
  readonly orders: number;
  readonly plain: Awaited<ReturnType<Door["plain"]>>[];
  readonly shop: Awaited<ReturnType<Door["shopSteps"]>>[];
  readonly metrics: Awaited<ReturnType<Door["metricSteps"]>>;
  readonly models: Awaited<ReturnType<Door["modelSteps"]>>;
  /** From a page just opened, whose engine still starts, and from one that was open long enough; null where
   * the site was not measured. */
  readonly site: { readonly fresh: Visit[]; readonly started: Visit[] } | null;
}

/** Ms from setting the file on the start page. */
interface Visit {
  /** Until `Build dashboard` was pressed. */
  readonly recognised: number;
  /** Until the last tile was there. */
  readonly ready: number;
  readonly tiles: number;
}

export interface MeasureOptions {
  readonly orders: number;
  /** Whether the built site is measured, too. */
  readonly site: boolean;
  readonly say: (text: string) => void;
}

/** Measures everything in a headless Chromium; plain and product take turns, so that both see the same noise. */
export async function measure({ orders, site, say }: MeasureOptions): Promise<Measured> {
  const file = await orderFile(orders);
  say("building");
  await build({ configFile: join(root, "test/bench/page/vite.config.ts") });
  const siteFolder = join(cache, "site");
  if (site)
    await build({
      root,
      configFile: join(root, "vite.config.ts"),
      build: { outDir: siteFolder },
      logLevel: "warn",
    });
  const executablePath = ensureChromium();
  const browser = await chromium.launch({ args: quietFlags, ...(executablePath && { executablePath }) });
  const servers = [await serve(0, { folder: join(cache, "page") })];
  if (site) servers.push(await serve(0, { folder: siteFolder }));
  const [pageAt = "", siteAt = ""] = servers.map(addressOf);
  const plain: Measured["plain"] = [];
  const shop: Measured["shop"] = [];
  const visits: { fresh: Visit[]; started: Visit[] } = { fresh: [], started: [] };
  try {
    for (let round = 1; round <= 3; round += 1) {
      say(`round ${String(round)} of 3`);
      plain.push(
        await onPage(browser, pageAt, file, (page) =>
          page.evaluate((statements) => bench.plain(statements, 3), naive),
        ),
      );
      shop.push(await onPage(browser, pageAt, file, (page) => page.evaluate(() => bench.shopSteps("tmall"))));
      if (!site) continue;
      visits.fresh.push(await visit(browser, siteAt, file, 0));
      visits.started.push(await visit(browser, siteAt, file, 2 * (shop.at(-1)?.start ?? 0)));
    }
    say("metrics");
    const metrics = await onPage(browser, pageAt, file, (page) => page.evaluate(() => bench.metricSteps()));
    say("models");
    const models = await onPage(browser, pageAt, file, (page) =>
      page.evaluate(([customers, text]) => bench.modelSteps(customers, text), [1_000_000, cdnow()] as const),
    );
    return { orders, plain, shop, metrics, models, site: site ? visits : null };
  } finally {
    await browser.close();
    for (const server of servers) server.close();
  }
}

/** The generated file; kept, since the same seed gives the same bytes. */
export async function orderFile(orders: number): Promise<string> {
  mkdirSync(cache, { recursive: true });
  const file = join(cache, `orders-${String(orders)}.csv`);
  if (existsSync(file)) return file;
  await pipeline(Readable.from(orderCsv({ orders })), createWriteStream(`${file}.part`));
  renameSync(`${file}.part`, file);
  return file;
}

/** The CDNOW sample of orders, where it lies beside the project. */
function cdnow(): string | null {
  const file = join(root, "../shared/data/cdnow/CDNOW_sample.txt");
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

export function addressOf(server: Server): string {
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("the server has no port");
  return `http://localhost:${String(at.port)}/`;
}

/** Acts on a page in a context of its own, with the file set. */
export async function onPage<T>(
  browser: Browser,
  address: string,
  file: string,
  act: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext();
  context.setDefaultTimeout(10 * minute);
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.locator("#orders").setInputFiles(file);
    return await act(page);
  } finally {
    await context.close();
  }
}

/** From the choice of a file to the last tile, as a person does it, so many ms after opening the page. */
async function visit(browser: Browser, address: string, file: string, pause: number): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(3 * minute);
  try {
    const page = await context.newPage();
    await page.goto(`${address}?lang=en`);
    await page.getByLabel("Open files").waitFor({ state: "attached" });
    await page.waitForTimeout(pause);
    const begun = performance.now();
    await page.getByLabel("Open files").setInputFiles(file);
    await page.getByRole("button", { name: "Build dashboard" }).click();
    const recognised = performance.now() - begun;
    // Asked ten times a second: asking at every frame would have the page drawn without end.
    const tiles = await page.waitForFunction(
      () => {
        const all = [...document.querySelectorAll<HTMLElement>("[data-metric]")];
        return all.length > 0 && all.every(({ dataset }) => dataset["state"] === "ready")
          ? all.length
          : false;
      },
      null,
      { polling: 100 },
    );
    return { recognised, ready: performance.now() - begun, tiles: Number(await tiles.jsonValue()) };
  } finally {
    await context.close();
  }
}
