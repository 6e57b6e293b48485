import { expose } from "comlink";
import { assets } from "virtual:engine-assets";
import { openBrowserEngine } from "../src/engine/browser.ts";
import type { EngineState } from "../src/engine/state.ts";
import { startWorker } from "../src/engine/worker-shim.ts";
import { metricById } from "../src/metrics/catalog.ts";
import { modelsInWorker } from "../src/shop/model-client.ts";
import { openShop } from "../src/shop/open-shop.ts";
import { Rehearsal } from "../src/shop/rehearsal.ts";
import { serveShop } from "../src/shop/serve.ts";
import modelWorkerUrl from "./model.ts?worker&url";

// The worker that owns the data: files, DuckDB, the queue, facts and figures.
let state: EngineState = { state: "starting", received: 0, total: null };
let listener: (state: EngineState) => void = () => {};
const engine = openBrowserEngine(assets, (next) => {
  state = next;
  listener(next);
  if (next.state === "ready") rehearsal.begin();
});
const rehearsal = new Rehearsal(engine, metricById);
const models = modelsInWorker(() => startWorker(new URL(modelWorkerUrl, import.meta.url).href, "module"));
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
expose(
  serveShop(
    openShop(engine, metricById, zone, models),
    (onState) => {
      listener = onState;
      onState(state);
    },
    () => rehearsal.over(),
  ),
);
