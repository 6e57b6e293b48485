import { expose } from "comlink";
import { assets } from "virtual:engine-assets";
import { openBrowserEngine } from "../src/engine/browser.ts";
import type { EngineState } from "../src/engine/state.ts";
import { metricById } from "../src/metrics/catalog.ts";
import { openShop } from "../src/shop/open-shop.ts";
import { serveShop } from "../src/shop/serve.ts";

// The worker that owns the data: files, DuckDB, the queue, facts and figures.
let state: EngineState = { state: "starting", received: 0, total: null };
let listener: (state: EngineState) => void = () => {};
const engine = openBrowserEngine(assets, (next) => {
  state = next;
  listener(next);
});
expose(
  serveShop(openShop(engine, metricById, Intl.DateTimeFormat().resolvedOptions().timeZone), (onState) => {
    listener = onState;
    onState(state);
  }),
);
