import { wrap } from "comlink";
import { viewOf } from "../../../src/dashboard/requests.ts";
import { starterDocument } from "../../../src/dashboard/starter.ts";
import type { Filter, Window } from "../../../src/metrics/metric.ts";
import { decodeFrame } from "../../../src/engine/arrow.ts";
import { startWorker } from "../../../src/engine/worker-shim.ts";
import { defaultPolicies } from "../../../src/ingest/source.ts";
import { metrics } from "../../../src/metrics/catalog.ts";
import { startShop } from "../../../src/shop/client.ts";
import type { FigureRequest, Loaded, Shop } from "../../../src/shop/shop.ts";
import { arriveStep } from "./arrive.ts";
import { cancelStep } from "./cancel.ts";
import type { Bench } from "./worker.ts";
import type { ModelSteps } from "./models.ts";
import modelWorkerUrl from "./models.ts?worker&url";
import benchWorkerUrl from "./worker.ts?worker&url";

/** What the twelve tiles of a dashboard ask for. */
type Tiles = readonly Omit<FigureRequest, "window" | "filters">[];

const tileCount = 12;

/** The tiles of the first dashboard; others of its metrics fill up to twelve. */
function tilesOf(loaded: Loaded): Tiles {
  const { dashboards } = starterDocument(loaded, [], { title: {}, locale: "en" });
  const tiles = (dashboards[0]?.tiles ?? []).flatMap(({ content }) =>
    content.kind === "metric" ? [{ metric: content.metric, params: content.params }] : [],
  );
  const further: Tiles = [
    { metric: "retention-cohorts", params: { period: "week" } },
    { metric: "revenue-mix", params: { period: "week" } },
    { metric: "abc-segments", params: { window: 0 } },
    { metric: "historical-clv", params: { split: "channel" } },
  ];
  return [...tiles, ...further].slice(0, tileCount);
}

function fileOf(): File {
  const file = document.querySelector<HTMLInputElement>("#orders")?.files?.[0];
  if (!file) throw new Error("no file was set");
  return file;
}

function windowOf(loaded: Loaded, from: string | null = null): Window {
  const view = viewOf({ from, to: null, compare: "none", columns: [] }, loaded.extent, null);
  if (!view) throw new Error("no orders were loaded");
  return view.window;
}

async function timed<T>(act: () => Promise<T>): Promise<[number, T]> {
  const begun = performance.now();
  const value = await act();
  return [performance.now() - begun, value];
}

/** Asks for all tiles at once; ms until the last is decoded. */
async function redraw(shop: Shop, tiles: Tiles, window: Window, filters: readonly Filter[]) {
  const [ms] = await timed(() =>
    Promise.all(
      tiles.map(async (tile) => {
        const { parts } = await shop.figure({ ...tile, window, filters });
        return Object.values(parts).map(({ bytes, types }) => decodeFrame(bytes, types));
      }),
    ),
  );
  return ms;
}

/** Plain DuckDB in an engine of its own: the file as a table, then statements over it, each so many times. */
async function plain(statements: Readonly<Record<string, string>>, times: number) {
  const { worker } = startWorker(new URL(benchWorkerUrl, location.href).href, "module");
  const engine = wrap<Bench>(worker);
  const start = await engine.start();
  await engine.attach(fileOf());
  const read = await engine.run("CREATE TABLE plain AS SELECT * FROM read_csv('/in/plain.csv')");
  const took: Record<string, number[]> = {};
  for (const [name, text] of Object.entries(statements)) {
    took[name] = [];
    for (let time = 0; time < times; time += 1) took[name].push(await engine.run(text));
  }
  await engine.close();
  worker.terminate();
  return { start, read, took };
}

/** The product's own way from a file to twelve tiles and to their change of filters. */
async function shopSteps(channel: string) {
  let ready = () => {};
  const started = new Promise<void>((resolve) => (ready = resolve));
  const shop = startShop(({ state }) => state === "ready" && ready());
  const [start] = await timed(() => started);
  const file = fileOf();
  const [recognise, found] = await timed(() => shop.recognise([{ name: file.name, source: file }]));
  const [recognised] = found;
  if (!recognised) throw new Error("nothing recognised");
  const given = [{ file: recognised.file, mapping: recognised.mapping }];
  const [load, loaded] = await timed(() => shop.load(given, defaultPolicies));
  const tiles = tilesOf(loaded);
  const window = windowOf(loaded);
  const first = await redraw(shop, tiles, window, []);
  // Asked only now: the answer waits for what the load still makes beside the first tiles.
  const memory = await shop.memory();
  const oneChannel: Filter[] = [{ table: "orders", column: "channel", values: [channel] }];
  const changes = {
    "filter: one channel, first": await redraw(shop, tiles, window, oneChannel),
    "filter: another channel": await redraw(shop, tiles, window, [
      { table: "orders", column: "channel", values: ["store", "web"] },
    ]),
    "filter: date range": await redraw(shop, tiles, windowOf(loaded, "2025-01-01"), oneChannel),
    "filter: taken back": await redraw(shop, tiles, window, []),
  };
  const memoryAfter = await shop.memory();
  await shop.close();
  return {
    start,
    recognise,
    load,
    memory,
    memoryAfter,
    first,
    changes,
    tiles: tiles.length,
    rows: loaded.rows,
  };
}

/** Every metric that the file can support: by its fold and by its SQL, cold and warm, each median of three. */
async function metricSteps() {
  const { worker } = startWorker(new URL(benchWorkerUrl, location.href).href, "module");
  const engine = wrap<Bench>(worker);
  await engine.start();
  const loaded = await engine.load(fileOf());
  const have = (needs: object) =>
    Object.entries(needs).every(([table, columns]) =>
      (columns as readonly string[]).every((column) =>
        Object.hasOwn(loaded.columns[table as keyof Loaded["columns"]] ?? {}, column),
      ),
    );
  const rows: {
    metric: string;
    foldCold: number | null;
    fold: number | null;
    sqlCold: number;
    sql: number;
  }[] = [];
  for (const { id, requires, fold, ...metric } of metrics) {
    if (!have(requires) || metric.model) continue;
    const request = (from: number): FigureRequest => ({
      metric: id,
      params: {},
      // Another first day is another request of the same work, so that nothing kept answers it.
      window: windowOf(loaded, `2024-01-0${String(from)}`),
      filters: [],
    });
    let foldCold: number | null = null;
    let foldWarm: number | null = null;
    if (fold) {
      foldCold = await engine.figure(request(1), false, true);
      const again = [];
      for (const from of [2, 3, 4]) again.push(await engine.figure(request(from), false, false));
      foldWarm = median(again);
    }
    const sqlCold = await engine.figure(request(1), true, true);
    const again = [];
    for (const from of [2, 3, 4]) again.push(await engine.figure(request(from), true, false));
    rows.push({ metric: id, foldCold, fold: foldWarm, sqlCold, sql: median(again) });
  }
  await engine.close();
  worker.terminate();
  return rows;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The models by themselves, in a worker: on many customers, and on CDNOW where its text is at hand. */
async function modelSteps(customers: number, cdnow: string | null) {
  const { worker } = startWorker(new URL(modelWorkerUrl, location.href).href, "module");
  const models = wrap<ModelSteps>(worker);
  const result = {
    customers,
    many: await models.many(customers),
    cdnow: cdnow === null ? null : await models.cdnow(cdnow),
  };
  worker.terminate();
  return result;
}

/** Stops the load of the file after so many ms. */
const cancel = (small: string, moment: number) => cancelStep(fileOf(), small, moment);

/** Brings the file in. */
const arrive = () => arriveStep(fileOf());

const door = { plain, shopSteps, metricSteps, modelSteps, cancel, arrive };
export type Door = typeof door;
Object.assign(globalThis, { bench: door });
