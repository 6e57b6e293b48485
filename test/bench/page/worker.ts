import { expose } from "comlink";
import { assets } from "virtual:engine-assets";
import { openBrowserEngine } from "../../../src/engine/browser.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { defaultPolicies } from "../../../src/ingest/source.ts";
import { metricById } from "../../../src/metrics/catalog.ts";
import { FigureRunner } from "../../../src/shop/figure.ts";
import { HeldFiles, type LoadedFiles, loadFiles, recogniseFiles } from "../../../src/shop/loading/load.ts";
import type { FigureRequest, Loaded } from "../../../src/shop/shop.ts";
import { written } from "../../../src/sql.ts";

let engine: Engine | null = null;
let found: LoadedFiles | null = null;
let runner: FigureRunner | null = null;

/** The engine behind a door for statements of any kind, and the shop over the same one. */
const bench = {
  /** Starts an engine; gives ms until it has answered. */
  async start(): Promise<number> {
    const begun = performance.now();
    await new Promise<void>((resolve, reject) => {
      engine = openBrowserEngine(assets, (state) => {
        if (state.state === "ready") resolve();
        if (state.state === "failed") reject(new Error(state.text.en));
      });
    });
    return performance.now() - begun;
  },

  /** Makes a file readable as `/in/plain.csv`. */
  async attach(file: File): Promise<void> {
    await engine?.attach("plain.csv", file);
  },

  /** Runs a statement as it stands; gives ms. */
  async run(text: string): Promise<number> {
    const begun = performance.now();
    await engine?.execute(written(text));
    return performance.now() - begun;
  },

  /** Loads a file into the shop over the same engine. */
  async load(file: File): Promise<Loaded> {
    if (!engine) throw new Error("the engine was not started");
    const held = new HeldFiles();
    const [recognised] = await recogniseFiles(held, [{ name: file.name, source: file }]);
    if (!recognised) throw new Error("nothing recognised");
    const given = [{ file: recognised.file, mapping: recognised.mapping }];
    found = await loadFiles(engine, held, given, defaultPolicies);
    await found.rest;
    return found.loaded;
  },

  /** Computes a figure; gives ms. `fresh` forgets what was read of the facts and what was computed. */
  async figure(request: FigureRequest, exact: boolean, fresh: boolean): Promise<number> {
    if (!engine || !found) throw new Error("nothing was loaded");
    if (fresh || !runner) runner = new FigureRunner(engine, found, metricById);
    const { took } = await runner.figure(request, undefined, undefined, exact);
    return took;
  },

  async close(): Promise<void> {
    await engine?.close();
  },
};

export type Bench = typeof bench;
expose(bench);
