import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { defaultPolicies, type Mapping, type Policies, type Recognition } from "../../src/ingest/source.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import type { Filter, ParamValues, Window } from "../../src/metrics/metric.ts";
import { FigureRunner } from "../../src/shop/figure.ts";
import { HeldFiles, loadFiles, recogniseFiles } from "../../src/shop/loading/load.ts";
import type { FigureBytes, GivenFile, Loaded } from "../../src/shop/shop.ts";
import { dayNumber, type Frame, frameRows, isoDay, type Row } from "../../src/tables/frame.ts";

export interface Asked {
  readonly params?: ParamValues;
  readonly window?: Partial<Window>;
  readonly filters?: readonly Filter[];
  readonly parts?: readonly string[];
  /** Computes by SQL alone. */
  readonly exact?: boolean;
}
export interface Figures {
  readonly loaded: Loaded;
  readonly window: Window;
  readonly runner: FigureRunner;
  /** Another runner over the same data, with nothing computed yet. */
  fresh(): FigureRunner;
  figure(metric: string, asked?: Asked): Promise<FigureBytes>;
  /** A part as a frame; main unless named. */
  frame(metric: string, asked?: Asked & { readonly part?: string }): Promise<Frame>;
  rows(metric: string, asked?: Asked & { readonly part?: string }): Promise<Row[]>;
}

/** Loads files, by the same import as the product, into an engine and computes figures of them. */
export async function openFigures(
  engine: Engine,
  files: readonly GivenFile[],
  mapped: (recognition: Recognition) => Mapping = ({ mapping }) => mapping,
  policies: Policies = defaultPolicies,
): Promise<Figures> {
  await engine.clear();
  const held = new HeldFiles();
  const recognised = await recogniseFiles(held, files);
  const found = await loadFiles(
    engine,
    held,
    recognised.map((recognition) => ({ file: recognition.file, mapping: mapped(recognition) })),
    policies,
  );
  await found.rest;
  const { loaded } = found;
  const runner = new FigureRunner(engine, found, metricById);
  const { firstDay, lastDay } = loaded.extent;
  const whole: Window = {
    from: firstDay ?? "1970-01-01",
    to: lastDay ?? "1970-01-01",
    asOf: isoDay(dayNumber(lastDay ?? "1970-01-01") + 1),
  };
  const figures: Figures = {
    loaded,
    window: whole,
    runner,
    fresh: () => new FigureRunner(engine, found, metricById),
    figure: (metric, { params = {}, window = {}, filters = [], parts = [], exact = false } = {}) =>
      runner.figure(
        { metric, params, window: { ...whole, ...window }, filters, parts },
        undefined,
        undefined,
        exact,
      ),
    frame: async (metric, { part = "main", ...asked } = {}) => {
      const { parts } = await figures.figure(metric, { ...asked, parts: part === "main" ? [] : [part] });
      const found = parts[part];
      if (!found) throw new Error(`no part ${part}`);
      return decodeFrame(found.bytes, found.types);
    },
    rows: async (metric, asked) => frameRows(await figures.frame(metric, asked)),
  };
  return figures;
}

/** Tables as CSV text by name. */
export function csvFiles(tables: Readonly<Record<string, string | undefined>>): GivenFile[] {
  return Object.entries(tables).flatMap(([name, text]) =>
    text === undefined ? [] : [{ name: `${name}.csv`, source: new Blob([text]) }],
  );
}
