import { decodeFrame, encodeFrame } from "../engine/arrow.ts";
import type { Engine, RunOptions } from "../engine/engine.ts";
import { TextError } from "../i18n/text.ts";
import type { FoldInput, Metric, ParamValues, ResultColumns } from "../metrics/metric.ts";
import { readParams } from "../metrics/params.ts";
import { typesOf } from "../metrics/rows.ts";
import type { Sql } from "../sql.ts";
import type { Frame } from "../tables/frame.ts";
import { afterRest } from "./loading/after-rest.ts";
import { type LastCompared, differenceOf } from "./difference.ts";
import { FactColumns } from "./fact-columns.ts";
import { figureMessages } from "./figure.messages.ts";
import type { LoadedFiles } from "./loading/load.ts";
import { type ModelParts, type Models, modelsHere } from "./model-run.ts";
import { type KeptRelations, placeOf, relationsFor } from "./relations.ts";
import { requireColumns } from "./loading/require-columns.ts";
import { SharedRuns } from "./shared-runs.ts";
import type {
  DifferenceBytes,
  DifferenceRequest,
  FigureBytes,
  FigureRequest,
  Loaded,
  OnProgress,
  PartBytes,
} from "./shop.ts";

const mostKept = 300;

/**
 * Computes figures over what is loaded: by the metric's fold where it has one, else by its SQL. Results
 * are kept by request, so that what was shown before is there at once.
 */
export class FigureRunner {
  readonly #engine: Engine;
  readonly #loaded: Loaded;
  readonly #facts: FactColumns;
  readonly #metric: (id: string) => Metric | null;
  readonly #models: Models;
  readonly #fits = new SharedRuns<ModelParts>();
  readonly #kept = new Map<string, FigureBytes>();
  readonly #compared: LastCompared = { asked: "", found: null };

  /** @param models where models are computed; right here unless told otherwise */
  constructor(
    engine: Engine,
    { loaded, arrays, rest }: LoadedFiles,
    metric: (id: string) => Metric | null,
    models: Models = modelsHere(metric),
  ) {
    this.#models = models;
    this.#engine = afterRest(engine, rest);
    this.#loaded = loaded;
    this.#metric = metric;
    this.#facts = new FactColumns(this.#engine, loaded, arrays);
  }

  /**
   * The parts that a request asks for, the main one always.
   * @param exact computes by SQL alone, as the definition says
   * @throws TextError for an unknown metric or part, a param out of its range, data that is not there
   */
  async figure(
    request: FigureRequest,
    signal?: AbortSignal,
    onProgress?: OnProgress,
    exact = false,
  ): Promise<FigureBytes> {
    const start = performance.now();
    const metric = this.#metric(request.metric);
    if (!metric) throw new TextError(figureMessages.noMetric(request.metric));
    const params = readParams(metric, request.params);
    const wanted = ["main", ...(request.parts ?? [])];
    const offered = ["main", ...Object.keys(metric.parts ?? {})];
    const unknown = wanted.find((part) => !offered.includes(part));
    if (unknown !== undefined) throw new TextError(figureMessages.noPart(metric.id, unknown, offered));
    requireColumns(metric, params, this.#loaded.columns);
    const split = this.#split(metric, params);

    // A model gives all its parts at once, whichever of them are asked for.
    const of = metric.model ? offered : wanted;
    const key = JSON.stringify([metric.id, params, request.window, request.filters, of, exact]);
    const known = this.#kept.get(key);
    const answer = (result: FigureBytes): FigureBytes => {
      const took = performance.now() - start;
      if (!metric.model) return { ...result, took };
      const asked = Object.entries(result.parts).filter(([name]) => wanted.includes(name));
      return { ...result, parts: Object.fromEntries(asked), took };
    };
    if (known) return answer(known);

    const options: RunOptions = { priority: 1, ...(signal && { signal }) };
    const relations = relationsFor(this.#loaded.columns, request.filters, split, request.window);
    const sql = statements(metric, relations, params, request.window);
    const parts: Record<string, PartBytes> = {};
    let source: FigureBytes["source"] = "sql";
    const put = (name: string, frame: Frame) => {
      parts[name] = { bytes: encodeFrame(frame), types: typesOf(columnsOf(metric, name)) };
    };

    if (metric.model) {
      const fit = async (tell: OnProgress, stop: AbortSignal) => {
        tell({ stage: figureMessages.readingHistories, done: null, total: null });
        const rows = await this.#engine.query(sql.main, { ...options, signal: stop });
        return this.#models.run({ metric: metric.id, params, window: request.window, rows }, tell, stop);
      };
      Object.assign(parts, await this.#fits.share(key, fit, onProgress, signal));
    } else {
      if (metric.fold && !exact) {
        const input = await this.#input(metric, request, split, options);
        signal?.throwIfAborted();
        // Several tiles may ask the same at once: the first has folded it by now.
        const same = this.#kept.get(key);
        if (same) return answer(same);
        const folded = metric.fold(input, params, request.window);
        if (folded) {
          source = "fold";
          for (const name of wanted) {
            const frame = folded[name];
            if (frame) put(name, frame);
          }
        }
      }
      for (const name of wanted) {
        if (parts[name]) continue;
        const bytes = await this.#engine.query(sql[name] ?? sql.main, options);
        const types = typesOf(columnsOf(metric, name));
        const then = name === "main" ? undefined : metric.parts?.[name]?.then;
        if (then) put(name, then(decodeFrame(bytes), params, request.window));
        else parts[name] = { bytes, types };
      }
    }
    const text = Object.fromEntries(Object.entries(sql).map(([name, statement]) => [name, statement.text]));
    const result: FigureBytes = { parts, sql: text, source, took: performance.now() - start };
    this.#kept.set(key, result);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > mostKept && !oldest.done) this.#kept.delete(oldest.value);
    return answer(result);
  }

  /**
   * Why two figures differ, by causes and customers.
   * @param exact computes by SQL alone, as the definitions say
   */
  difference(
    request: DifferenceRequest,
    signal?: AbortSignal,
    onProgress?: OnProgress,
    exact = false,
  ): Promise<DifferenceBytes> {
    const grounds = {
      engine: this.#engine,
      loaded: this.#loaded,
      orderInput: async (
        filters: FigureRequest["filters"],
        { asOf }: FigureRequest["window"],
        options: RunOptions,
      ): Promise<FoldInput> => ({
        orders: await this.#facts.orders(null, options),
        keepOrders: await this.#facts.orderMask(filters, asOf, options),
        answers: null,
        keepAnswers: null,
      }),
    };
    const last = exact ? {} : { last: this.#compared };
    return differenceOf(grounds, this.#metric, request, { signal, onProgress, exact, ...last });
  }

  async #input(
    metric: Metric,
    request: FigureRequest,
    split: string | null,
    options: RunOptions,
  ): Promise<FoldInput> {
    const surveys = metric.requires.surveys !== undefined;
    const { filters, window } = request;
    const [orders, keepOrders, answers, keepAnswers] = await Promise.all([
      this.#facts.orders(surveys ? null : split, options),
      this.#facts.orderMask(filters, window.asOf, options),
      surveys ? this.#facts.answers(split, options) : null,
      surveys ? this.#facts.answerMask(filters, window.asOf, options) : null,
    ]);
    return { orders, keepOrders, answers, keepAnswers };
  }

  #split(metric: Metric, params: ParamValues): string | null {
    const name = Object.keys(metric.params).find((param) => metric.params[param]?.kind === "column");
    const param = name === undefined ? undefined : metric.params[name];
    const split = name === undefined ? null : (params[name] as string | null);
    if (split === null || param?.kind !== "column") return null;
    if (placeOf(split, param.table, this.#loaded.columns) === null)
      throw new TextError(
        figureMessages.noSplit(
          split,
          this.#loaded.dimensions.map(({ column }) => column),
        ),
      );
    return split;
  }
}

function columnsOf(metric: Metric, part: string): ResultColumns {
  return part === "main" ? metric.columns : (metric.parts?.[part]?.columns ?? {});
}

/** The SQL of each part, as it runs and as it is shown. */
function statements(
  metric: Metric,
  relations: KeptRelations,
  params: ParamValues,
  window: FigureRequest["window"],
): Record<string, Sql> & { readonly main: Sql } {
  const parts = metric.model ? [] : Object.entries(metric.parts ?? {});
  return {
    ...Object.fromEntries(
      parts.map(([name, part]) => [name, relations.whole(part.sql(relations, params, window))]),
    ),
    main: relations.whole(metric.sql(relations, params, window)),
  };
}
