import { Float64, Table, TimestampMillisecond, Utf8, tableToIPC, vectorFromArray } from "apache-arrow";
import { expect, type Page, test, type Worker } from "@playwright/test";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { build } from "vite";
import { serve } from "../../start.js";
import type { decodeFrame } from "../../src/engine/arrow.ts";
import type { EngineState } from "../../src/engine/state.ts";
import type { Shop } from "../../src/shop/shop.ts";

// What the page under test/browser/engine-page holds.
declare const states: EngineState[];
declare const shop: Shop;
declare const decode: typeof decodeFrame;
// Workers that were started, where `watchWorkers` was asked for.
declare const started: globalThis.Worker[];

const folder = join(import.meta.dirname, "../../.cache/engine-page");
const endless = "select count(*) from range(1000000000) a, range(1000) b where a.range % 7 = b.range % 5";
/** One row that takes long cannot be stopped between two. */
const stubborn = "select max(levenshtein(repeat('a', 30000), repeat('b', 30000) || range)) from range(40)";

let server: Server;
let address: string;

// The page's worker starts DuckDB's at once: what keeps it has to stand before.
const keep = `if (typeof document === "undefined") {
  const Plain = Worker;
  self.started = [];
  self.Worker = class extends Plain { constructor(...values) { super(...values); self.started.push(this); } };
}
`;

test.beforeAll(async () => {
  await build({ configFile: join(import.meta.dirname, "engine-page/vite.config.ts") });
  const assets = join(folder, "assets");
  for (const name of readdirSync(assets).filter((file) => /^engine-.*\.js$/.test(file)))
    writeFileSync(join(assets, name), keep + readFileSync(join(assets, name), "utf8"));
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
  // Whoever asks first waits for the end of what the engine did while it was idle.
  await page.evaluate(() => shop.query("select 1 as n", [], 10));
  const [worker] = page.workers();
  if (!worker) throw new Error("no worker");
  return worker;
}

/** Keeps the workers that the page starts; its worker keeps those that it starts anyway. */
async function watchWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept: globalThis.Worker[] = [];
    const PlainWorker = Worker;
    const KeptWorker = class extends PlainWorker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        kept.push(this);
      }
    };
    Object.assign(globalThis, { started: kept, Worker: KeptWorker });
  });
}

/** Asks for a cell's result, stops it after `ms`, and tells how it ended and how long that and the next took. */
function stopAfter(page: Page, text: string, ms: number) {
  return page.evaluate(
    async ([text, ms]) => {
      const controller = new AbortController();
      const asked = shop.query(text, [], 10, controller.signal).then(
        () => "finished",
        (error: unknown) => (error instanceof DOMException ? error.name : String(error)),
      );
      await new Promise((resolve) => setTimeout(resolve, ms));
      const begun = performance.now();
      controller.abort();
      const outcome = await asked;
      const stopped = performance.now() - begun;
      const { bytes } = await shop.query("select 1 as n", [], 10);
      const next = performance.now() - begun;
      const starts = states.filter(
        (state, index) => state.state === "starting" && states[index - 1]?.state === "ready",
      ).length;
      return { outcome, stopped, next, starts, n: decode(bytes).values["n"] };
    },
    [text, ms] as const,
  );
}

test("starts with true progress", async ({ page }) => {
  await openReady(page);
  const seen = await page.evaluate(() => states);
  const received = seen.flatMap((state) => (state.state === "starting" ? [state] : []));
  expect(received.length).toBeGreaterThan(2);
  expect(received.at(-1)?.received).toBe(received.at(-1)?.total);
  expect([...received].sort((a, b) => a.received - b.received)).toEqual(received);
});

test("starts below a folder, whatever its name", async ({ page }) => {
  const site = mkdtempSync(join(tmpdir(), "site-"));
  cpSync(folder, join(site, "our shop/常客"), { recursive: true });
  const nested = await serve(0, { folder: site });
  try {
    await page.goto(`http://localhost:${portOf(nested)}/our shop/常客/#dashboard`);
    await page.waitForFunction(() => states.at(-1)?.state === "ready", null, { timeout: 60_000 });
  } finally {
    nested.close();
    rmSync(site, { recursive: true });
  }
});

test("runs a cell, and tells a fault with its place", async ({ page }) => {
  await openReady(page);
  const result = await page.evaluate(async () => {
    const { bytes, types, rows } = await shop.query("select '茶' as 名称, 42 as n", [], 10);
    const fault = await shop
      .query("select amout from (select 1 as amount)", [], 10)
      .catch((error: unknown) => ({ ...(error as object) }));
    const refused = await shop
      .query("drop table orders", [], 10)
      .catch((error: unknown) => (error as { text: { "zh-CN": string } }).text["zh-CN"]);
    return { rows, values: decode(bytes, types).values, fault, refused };
  });
  expect(result.rows).toBe(1);
  expect(result.values).toEqual({ 名称: ["茶"], n: [42] });
  expect(result.fault).toMatchObject({ position: 7, missing: { name: "amout", candidates: ["amount"] } });
  expect(result.refused).toContain("DROP");
});

test("stops a long query, and goes on without a restart", async ({ page }) => {
  await openReady(page);
  const { outcome, stopped, next, starts, n } = await stopAfter(page, endless, 700);
  expect({ outcome, starts, n }).toEqual({ outcome: "AbortError", starts: 0, n: [1] });
  expect(stopped).toBeLessThan(500);
  expect(next).toBeLessThan(2500);
});

test("ends what cannot be stopped, and starts again", async ({ page }) => {
  await openReady(page);
  const { outcome, stopped, starts, n } = await stopAfter(page, stubborn, 700);
  expect({ outcome, starts, n }).toEqual({ outcome: "AbortError", starts: 1, n: [1] });
  expect(stopped).toBeLessThan(500);
});

test("survives running out of memory", async ({ page }) => {
  await openReady(page);
  const seen = await page.evaluate(async () => {
    const message = await shop
      .query("select length(string_agg(repeat('x', 10000000), '')) from range(500)", [], 10)
      .then(
        () => "finished",
        (error: unknown) => (error as Error).message,
      );
    const { bytes } = await shop.query("select 1 as n", [], 10);
    return { message, n: decode(bytes).values["n"], last: states.at(-1)?.state };
  });
  expect(seen.message).toMatch(/out of memory|more memory than the engine has|engine stopped/i);
  expect(seen).toMatchObject({ n: [1], last: "ready" });
});

test("survives the end of DuckDB's worker", async ({ page }) => {
  await watchWorkers(page);
  const worker = await openReady(page);
  const asked = page.evaluate(
    (text) => shop.query(text, [], 10).catch((error: unknown) => (error as Error).message),
    endless,
  );
  await page.waitForTimeout(500);
  await worker.evaluate(() => started.at(-1)?.terminate());
  expect(await asked).toContain("started again");
  const n = await page.evaluate(async () => decode((await shop.query("select 1 as n", [], 10)).bytes).values);
  expect(n).toEqual({ n: [1] });
});

/** Hands over a file of `rows` orders of a tenth as many customers, and loads it. */
function loadOrders(page: Page, rows: number, stopAfterMs: number | null = null) {
  return page.evaluate(
    async ([rows, stopAfterMs]) => {
      const lines = ["order_id,customer_id,ordered_at,amount"];
      for (let index = 0; index < rows; index += 1) {
        const day = new Date(Date.UTC(2024, 0, 1 + (index % 600))).toISOString().slice(0, 10);
        lines.push(`A${index},C${(index * 7919) % Math.ceil(rows / 10)},${day},${index % 200}`);
      }
      const source = new File([lines.join("\n")], "orders.csv");
      const [recognised] = await shop.recognise([{ name: source.name, source }]);
      if (!recognised) throw new Error("nothing recognised");
      const { file, mapping } = recognised;
      const controller = new AbortController();
      if (stopAfterMs !== null) setTimeout(() => controller.abort(), stopAfterMs);
      return shop
        .load(
          [{ file, mapping }],
          { duplicates: "drop", refunds: "net", cancelled: "exclude" },
          () => {},
          controller.signal,
        )
        .then(
          ({ extent }) => `${extent.orders} orders`,
          (error: unknown) => (error as Error).name,
        );
    },
    [rows, stopAfterMs] as const,
  );
}

function tables(page: Page) {
  return page.evaluate(async () => (await shop.tables()).map(({ name, rows }) => `${name} ${rows}`));
}

test("has the data again after DuckDB's worker ended", async ({ page }) => {
  await watchWorkers(page);
  const worker = await openReady(page);
  expect(await loadOrders(page, 2000)).toBe("2000 orders");
  const before = await tables(page);
  expect(before).toContain("order_facts 2000");
  await worker.evaluate(() => started.at(-1)?.terminate());
  expect(await tables(page)).toEqual(before);
  await worker.evaluate(() => started.at(-1)?.terminate());
  expect(await loadOrders(page, 1000)).toBe("1000 orders");
  expect(await tables(page)).toContain("order_facts 1000");
});

/** A file of typed columns with so many orders, as `loadOrders` has them. */
function arrowOf(rows: number): Uint8Array {
  const each = <T>(value: (row: number) => T) => Array.from({ length: rows }, (_, row) => value(row));
  return tableToIPC(
    new Table({
      order_id: vectorFromArray(
        each((row) => `A${row}`),
        new Utf8(),
      ),
      customer_id: vectorFromArray(
        each((row) => `C${(row * 7919) % Math.ceil(rows / 10)}`),
        new Utf8(),
      ),
      ordered_at: vectorFromArray(
        each((row) => new Date(Date.UTC(2024, 0, 1 + (row % 600)))),
        new TimestampMillisecond(),
      ),
      amount: vectorFromArray(
        each((row) => row % 200),
        new Float64(),
      ),
    }),
    "file",
  );
}

test("has rows of typed columns again after DuckDB's worker ended", async ({ page }) => {
  writeFileSync(join(folder, "orders.arrow"), arrowOf(300_000));
  await watchWorkers(page);
  const worker = await openReady(page);
  const outcome = await page.evaluate(async () => {
    const source = new File([await (await fetch("orders.arrow")).blob()], "orders.arrow");
    const [recognised] = await shop.recognise([{ name: source.name, source }]);
    if (!recognised) throw new Error("nothing recognised");
    const { file, mapping } = recognised;
    const { extent, rows } = await shop.load([{ file, mapping }], {
      duplicates: "drop",
      refunds: "net",
      cancelled: "exclude",
    });
    return { orders: extent.orders, customers: extent.customers, rows };
  });
  expect(outcome).toEqual({
    orders: 300_000,
    customers: 30_000,
    rows: { read: 300_000, used: 300_000, aside: 0 },
  });
  const figures = () =>
    page.evaluate(async () => {
      const { bytes } = await shop.query(
        `select count(*)::double as orders, count(distinct customer_id)::double as customers, sum(value)::double as value,
          sum(hash(order_id, customer_id, ordered_at, value) % 1000)::double as rows, min(day)::varchar as first, max(day)::varchar as last
        from order_facts`,
        [],
        10,
      );
      return decode(bytes).values;
    });
  const before = await figures();
  expect(before).toMatchObject({
    orders: [300_000],
    customers: [30_000],
    value: [1500 * 19_900],
    first: ["2024-01-01"],
    last: ["2025-08-22"],
  });
  const held = await tables(page);
  // The pieces of the file are read from it again: the journal does not keep them.
  for (let time = 0; time < 2; time += 1) {
    await worker.evaluate(() => started.at(-1)?.terminate());
    expect(await figures()).toEqual(before);
    expect(await tables(page)).toEqual(held);
  }
});

test("brings nothing back that is to be forgotten", async ({ page }) => {
  await watchWorkers(page);
  const worker = await openReady(page);
  const taken = async (act: () => Promise<unknown>) => {
    const begun = performance.now();
    await act();
    return performance.now() - begun;
  };
  const loading = await taken(() => loadOrders(page, 1_000_000));
  await worker.evaluate(() => started.at(-1)?.terminate());
  const restoring = await taken(() => tables(page));
  await worker.evaluate(() => started.at(-1)?.terminate());
  // What comes takes the place of what was there, which would take long to come back.
  const replacing = await taken(() => loadOrders(page, 1000));
  expect(await tables(page)).toContain("order_facts 1000");
  expect(replacing).toBeLessThan(restoring - loading / 4);
});

test("leaves no trace of an import that was stopped", async ({ page }) => {
  await openReady(page);
  expect(await loadOrders(page, 400_000, 300)).toBe("AbortError");
  expect(await tables(page)).toEqual([]);
  expect(await loadOrders(page, 2000)).toBe("2000 orders");
  const before = await tables(page);
  expect(await loadOrders(page, 400_000, 300)).toBe("AbortError");
  expect(await tables(page)).toEqual(before);
});

test("says so when the worker that owns the data ends", async ({ page }) => {
  await watchWorkers(page);
  await openReady(page);
  const messages = await page.evaluate(async (text) => {
    const pending = shop.query(text, [], 10).catch((error: unknown) => (error as Error).message);
    setTimeout(() => started[0]?.terminate(), 500);
    const later = await pending.then(() =>
      shop.query("select 1", [], 10).catch((error: unknown) => (error as Error).message),
    );
    return [await pending, later, states.at(-1)?.state];
  }, endless);
  expect(messages[0]).toContain("Reload the page");
  expect(messages[1]).toBe(messages[0]);
  expect(messages[2]).toBe("failed");
});

test("tells why the engine could not start", async ({ page }) => {
  await page.route("**/*.wasm.gz", (route) => route.fulfill({ status: 404, body: "not here" }));
  await page.goto(address);
  await page.waitForFunction(() => states.at(-1)?.state === "failed");
  const state = await page.evaluate(() => states.at(-1));
  expect(state?.state === "failed" && state.text.en).toContain("404");
  const message = await page.evaluate(() =>
    shop.query("select 1", [], 10).catch((error: unknown) => (error as Error).message),
  );
  expect(message).toContain("404");
});

test("takes a module that the host has unpacked already", async ({ page }) => {
  await page.route("**/*.wasm.gz", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ status: 200, body: gunzipSync(await response.body()) });
  });
  await openReady(page);
  const totals = await page.evaluate(() => states.map((state) => state.state === "starting" && state.total));
  expect(totals.at(-2)).toBeGreaterThan(30_000_000);
});

for (const policy of ["header and meta", "meta alone"] as const) {
  test(`reaches no other origin under ${policy}`, async ({ page }) => {
    // It would answer: without CORS headers a fetch fails anyway.
    let asked = 0;
    const other = createServer((_, response) => {
      asked += 1;
      response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": "text/csv" });
      response.end("a\n1\n");
    });
    await new Promise<void>((resolve) => other.listen(0, "localhost", resolve));
    const url = `http://localhost:${portOf(other)}/secret.csv`;
    if (policy === "meta alone")
      await page.route(address, async (route) => {
        const response = await route.fetch();
        const { "content-security-policy": _, ...headers } = response.headers();
        await route.fulfill({ response, headers });
      });
    try {
      const worker = await openReady(page);
      const reach = (from: string) =>
        fetch(from).then(
          () => "reached",
          () => "refused",
        );
      expect(await worker.evaluate(reach, url)).toBe("refused");
      expect(await page.evaluate(reach, url)).toBe("refused");
      const message = await page.evaluate(
        (from) =>
          shop
            .query(`select * from read_csv('${from}')`, [], 10)
            .catch((error: unknown) => (error as Error).message),
        url,
      );
      expect(message).toContain("disabled by configuration");
      expect(asked).toBe(0);
    } finally {
      other.close();
    }
  });
}
