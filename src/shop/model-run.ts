import { abortError } from "../engine/engine.ts";
import { decodeFrame, encodeFrame } from "../engine/arrow.ts";
import { TextError } from "../i18n/text.ts";
import type { Metric, ParamValues, Window } from "../metrics/metric.ts";
import { typesOf } from "../metrics/rows.ts";
import { figureMessages } from "./figure.messages.ts";
import type { OnProgress, PartBytes } from "./shop.ts";

/** What a metric's model works on, in a form that crosses to a worker: the rows of its SQL as Arrow bytes. */
export interface ModelTask {
  readonly metric: string;
  readonly params: ParamValues;
  readonly window: Window;
  readonly rows: Uint8Array;
}
/** All parts that a model gives. */
export type ModelParts = Readonly<Record<string, PartBytes>>;

/** Where models are computed. The rows are given away: their bytes may be moved to a worker. */
export interface Models {
  run(task: ModelTask, onProgress?: OnProgress, signal?: AbortSignal): Promise<ModelParts>;
  close(): void;
}

/** Computes models right here: headless, and within the worker that is there for them. */
export function modelsHere(find: (id: string) => Metric | null): Models {
  return {
    async run({ metric: id, params, window, rows }, onProgress, signal) {
      const metric = find(id);
      if (!metric?.model) throw new TextError(figureMessages.noMetric(id));
      if (signal?.aborted) throw abortError();
      const frames = await metric.model(decodeFrame(rows), params, window, {
        progress: (done, total, stage) => onProgress?.({ stage, done, total }),
        signal,
      });
      return Object.fromEntries(
        Object.entries(frames).map(([name, frame]): [string, PartBytes] => {
          const columns = name === "main" ? metric.columns : (metric.parts?.[name]?.columns ?? {});
          return [name, { bytes: encodeFrame(frame), types: typesOf(columns) }];
        }),
      );
    },
    close: () => {},
  };
}
