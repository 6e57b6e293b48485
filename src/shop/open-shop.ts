import type { Engine } from "../engine/engine.ts";
import { TextError } from "../i18n/text.ts";
import type { Mapping, Policies } from "../ingest/source.ts";
import type { Metric } from "../metrics/metric.ts";
import { afterRest, Rest } from "./loading/after-rest.ts";
import { runCell } from "./cells.ts";
import { FigureRunner } from "./figure.ts";
import { matchingFileRows, profileFileColumn } from "./files/file-profile.ts";
import { figureMessages } from "./figure.messages.ts";
import { Gate } from "./gate.ts";
import { asideCsv, forgetFile, HeldFiles, loadFiles, recogniseFiles, reviseFile } from "./loading/load.ts";
import { type Models, modelsHere } from "./model-run.ts";
import type { Loaded, OnProgress, Shop } from "./shop.ts";
import { profileTableColumn } from "./files/table-profile.ts";
import { describeTables, engineMemory } from "./tables.ts";

/** What a load was made from. */
interface Given {
  readonly files: readonly { readonly file: string; readonly mapping: Mapping }[];
  readonly policies: Policies;
}

/** The rest where nothing is loaded. */
const nothing = () => new Rest(() => Promise.resolve());

/** So long after a load and its first figures the rest begins by itself. */
const idleMs = 1000;

/**
 * Opens a shop over an engine: the same in the browser's worker and headless. `metric` looks one up by id.
 * `zone` is the shop's time zone where neither its files nor the user tell it;
 * `models` computes what SQL cannot.
 */
export function openShop(
  engine: Engine,
  metric: (id: string) => Metric | null,
  zone = "UTC",
  models: Models = modelsHere(metric),
): Shop {
  const gate = new Gate();
  const held = new HeldFiles();
  let present: Given | null = null;
  let figures: FigureRunner | null = null;
  /** Makes the tables that only SQL needs, while folds give figures already. */
  let rest = nothing();
  let idle: ReturnType<typeof setTimeout> | undefined;
  let stopRest = () => {};

  /** The first figures have the machine for themselves, unless one of them needs the rest. */
  const beginRestSoon = () => {
    clearTimeout(idle);
    const made = rest;
    idle = setTimeout(() => void made.begin(), idleMs);
  };

  const loadGiven = async (
    { files, policies }: Given,
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<Loaded> => {
    const before = present;
    present = null;
    figures = null;
    stopRest();
    clearTimeout(idle);
    await rest.over();
    rest = nothing();
    const whole = new AbortController();
    const stop = () => whole.abort();
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
    try {
      const found = await loadFiles(engine, held, files, policies, onProgress, whole.signal, zone);
      present = { files, policies };
      rest = found.rest;
      stopRest = stop;
      beginRestSoon();
      figures = new FigureRunner(engine, found, metric, models);
      return found.loaded;
    } catch (error) {
      // A load that failed or was given up leaves no trace: what was there before is there again.
      await engine.clear();
      held.detached();
      if (before) await loadGiven(before);
      throw error;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  };
  const whole = () => afterRest(engine, rest);

  return {
    recognise: (files, onProgress, signal) => recogniseFiles(held, files, onProgress, signal),
    revise: (file, mapping) => reviseFile(held, file, mapping),
    forget: (file) => gate.change(() => forgetFile(engine, held, file)),
    load: (files, policies, onProgress, signal) =>
      gate.change(() => loadGiven({ files, policies }, onProgress, signal), signal),
    // Only the file itself is read, so that no load has to be waited for.
    profile: (file, column, onProgress, signal) => profileFileColumn(held, file, column, onProgress, signal),
    matching: (file, column, test, signal) => matchingFileRows(held, file, column, test, signal),
    tableProfile: (table, column, signal) =>
      gate.read(() => profileTableColumn(whole(), table, column, signal && { signal }), signal),
    aside: (only, locale) => gate.change(() => asideCsv(engine, held, only, locale)),
    figure: (request, signal, onProgress) =>
      gate.read(async () => {
        if (!figures) throw new TextError(figureMessages.noData);
        clearTimeout(idle);
        try {
          return await figures.figure(request, signal, onProgress);
        } finally {
          beginRestSoon();
        }
      }, signal),
    difference: (request, signal, onProgress) =>
      gate.read(async () => {
        if (!figures) throw new TextError(figureMessages.noData);
        return figures.difference(request, signal, onProgress);
      }, signal),
    query: (text, cells, limit, signal) =>
      gate.read(() => runCell(whole(), text, cells, limit, signal), signal),
    tables: () => gate.read(() => describeTables(whole())),
    memory: () => gate.read(() => engineMemory(whole())),
    close: () => {
      clearTimeout(idle);
      models.close();
      return engine.close();
    },
  };
}
