import { type Browser, type Page, chromium } from "@playwright/test";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { serve } from "../../start.js";
import { ensureChromium, quietFlags } from "../browser/chromium.js";
import { hearMemory, tellMemory } from "./engine-memory.ts";
import { addressOf, onPage, orderFile } from "./measure.ts";
import { orderCsv } from "./orders.ts";
import type { Door } from "./page/page.ts";
import type { Stopped } from "./page/cancel.ts";

// What the page under test/bench/page holds.
declare const bench: Door;

const root = join(import.meta.dirname, "../..");
const cache = join(root, ".cache/bench");
const minute = 60_000;
/** Where in a load it is stopped, as shares of its time. */
const moments = [0.01, 0.2, 0.5, 0.8, 0.97];

/** A file on its way through the built site, as a person brings it. */
export interface Arrival {
  readonly orders: number;
  readonly bytes: number;
  /** Ms from the choice of the file until everything is loaded, and until the last tile. */
  readonly loaded: number;
  readonly ready: number;
  /** Bytes that the engine's memory grew to, within statements, too. */
  readonly engine: number;
  /** Bytes that the page's process had at most with all its workers; null where that cannot be seen. */
  readonly process: number | null;
  /** What the bar showed: how often it moved, whether ever back, and the longest time that it stood. */
  readonly bar: { readonly steps: number; readonly backward: number; readonly longest: number };
}

export interface MeasuredLarge {
  readonly usual: Arrival;
  readonly large: Arrival;
  readonly stops: Stopped[];
  readonly small: number;
}

/** Measures a usual file and one of ten times as many orders, and how a load of the latter is stopped. */
export async function measureLarge({
  orders,
  say,
}: {
  readonly orders: number;
  readonly say: (text: string) => void;
}): Promise<MeasuredLarge> {
  say("generating");
  const usualFile = await orderFile(orders);
  const largeFile = await orderFile(10 * orders);
  say("building");
  await build({ configFile: join(root, "test/bench/page/vite.config.ts") });
  const site = join(cache, "large-site");
  const config = join(root, "vite.config.ts");
  await build({ root, configFile: config, build: { outDir: site, emptyOutDir: true }, logLevel: "warn" });
  tellMemory(site);
  const executablePath = ensureChromium();
  const browser = await chromium.launch({ args: quietFlags, ...(executablePath && { executablePath }) });
  const servers = [await serve(0, { folder: site }), await serve(0, { folder: join(cache, "page") })];
  const [siteAt = "", pageAt = ""] = servers.map(addressOf);
  try {
    say("the usual file");
    const usual = await arrival(browser, siteAt, usualFile, orders);
    say("the large file");
    const large = await arrival(browser, siteAt, largeFile, 10 * orders);
    const small = 2000;
    const text = [...orderCsv({ orders: small })].join("");
    const stops: Stopped[] = [];
    for (const share of moments) {
      say(`stopping at ${String(share * 100)} %`);
      const after = share * large.loaded;
      stops.push(
        await onPage(browser, pageAt, largeFile, (page) =>
          page.evaluate(([given, moment]) => bench.cancel(given, moment), [text, after] as const),
        ),
      );
    }
    return { usual, large, stops, small };
  } finally {
    await browser.close();
    for (const server of servers) server.close();
  }
}

async function arrival(browser: Browser, address: string, file: string, orders: number): Promise<Arrival> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(15 * minute);
  try {
    const page = await context.newPage();
    const engine = await hearMemory(page);
    await page.goto(`${address}?lang=en`);
    await page.getByLabel("Open files").waitFor({ state: "attached" });
    // A person who looks at the page before choosing a file.
    await page.waitForTimeout(8000);
    const bar = await watchBar(page);
    const begun = performance.now();
    await page.getByLabel("Open files").setInputFiles(file);
    await page.getByRole("button", { name: "Build dashboard" }).click();
    await page.waitForFunction(() => document.querySelector("[data-metric]"), null, { polling: 100 });
    const loaded = performance.now() - begun;
    const shown = await bar();
    await page.waitForFunction(
      () => {
        const all = [...document.querySelectorAll<HTMLElement>("[data-metric]")];
        return all.length > 0 && all.every(({ dataset }) => dataset["state"] === "ready");
      },
      null,
      { polling: 100 },
    );
    const ready = performance.now() - begun;
    // What SQL alone needs is made once the first figures are there.
    await page.waitForTimeout(ready / 2);
    return {
      orders,
      bytes: statSync(file).size,
      loaded,
      ready,
      engine: await engine(),
      process: await processPeak(browser),
      bar: shown,
    };
  } finally {
    await context.close();
  }
}

/** Notes what the bar of the import shows from now on. */
async function watchBar(page: Page): Promise<() => Promise<Arrival["bar"]>> {
  await page.evaluate(() => {
    const seen: [number, string, number][] = [];
    Object.assign(globalThis, { barSeen: seen });
    setInterval(() => {
      const bar = document.querySelector("[role=progressbar][aria-valuenow]");
      const value = bar?.getAttribute("aria-valuenow") ?? null;
      if (!bar || value === null) return;
      const stage = bar.getAttribute("aria-label") ?? "";
      const last = seen.at(-1);
      if (last?.[1] !== stage || last[2] !== Number(value))
        seen.push([performance.now(), stage, Number(value)]);
    }, 50);
  });
  return () =>
    page.evaluate(() => {
      const seen = (globalThis as unknown as { barSeen: [number, string, number][] }).barSeen;
      let backward = 0;
      let longest = 0;
      for (const [index, [at, stage, value]] of seen.entries()) {
        const before = seen[index - 1];
        if (before?.[1] !== stage) continue;
        if (value < before[2]) backward += 1;
        longest = Math.max(longest, at - before[0]);
      }
      return { steps: seen.length, backward, longest };
    });
}

/** The most memory that one of the browser's page processes had, where the system tells. */
async function processPeak(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const peaks = processInfo
    .filter(({ type }) => type === "renderer")
    .flatMap(({ id }) => {
      try {
        const status = readFileSync(`/proc/${String(id)}/status`, "utf8");
        return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
      } catch {
        return [];
      }
    })
    .filter((bytes) => Number.isFinite(bytes));
  return peaks.length ? Math.max(...peaks) : null;
}
