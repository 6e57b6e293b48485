import { abortError } from "../engine/engine.ts";
import { Queue } from "../engine/queue.ts";
import { TextError } from "../i18n/text.ts";
import { unpackFault } from "./fault.ts";
import { messages } from "./messages.ts";
import type { ModelParts, ModelTask, Models } from "./model-run.ts";
import type { FromModels, ModelPort, ToModels } from "./model-serve.ts";
import type { OnProgress } from "./shop.ts";

/** A worker that has been started for models. */
export interface ModelLife {
  readonly worker: ModelPort & { terminate(): void };
  /** Settles with the reason when it came to its end by itself. */
  readonly gone: Promise<string>;
}

interface Asked {
  readonly resolve: (parts: ModelParts) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: OnProgress | undefined;
}

/** How long a run that was given up may go on before its worker is ended: a search does not look up. */
const graceMs = 250;

/**
 * Models in a worker of their own, one after another, so that nothing else waits for a fit. `start` makes
 * the worker when it is first needed, and again after an end.
 */
export function modelsInWorker(start: () => ModelLife): Models {
  const queue = new Queue();
  const asked = new Map<number, Asked>();
  let life: ModelLife | null = null;
  let runs = 0;
  let closed = false;

  const end = (ended: ModelLife, reason: Error) => {
    if (life !== ended) return;
    life = null;
    ended.worker.terminate();
    for (const { reject } of asked.values()) reject(reason);
    asked.clear();
  };
  const alive = (): ModelLife => {
    if (life) return life;
    const begun = start();
    life = begun;
    begun.worker.addEventListener("message", ({ data }: MessageEvent<FromModels>) => {
      const own = asked.get(data.run);
      if (!own) return;
      if ("progress" in data) own.onProgress?.(data.progress);
      else if ("parts" in data) own.resolve(data.parts);
      else own.reject(unpackFault(data.fault));
    });
    void begun.gone.then((reason) => end(begun, new TextError(messages.modelsLost(reason))));
    return begun;
  };
  const tell = ({ worker }: ModelLife, message: ToModels, transfer: Transferable[] = []) =>
    worker.postMessage(message, transfer);

  const ask = async (task: ModelTask, onProgress?: OnProgress, signal?: AbortSignal): Promise<ModelParts> => {
    if (closed || signal?.aborted) throw abortError();
    const own = alive();
    const run = (runs += 1);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const giveUp = () => {
      tell(own, { stop: run });
      timer = setTimeout(() => end(own, abortError()), graceMs);
    };
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      return await new Promise<ModelParts>((resolve, reject) => {
        asked.set(run, { resolve, reject, onProgress });
        tell(own, { run, task }, [task.rows.buffer as ArrayBuffer]);
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      asked.delete(run);
    }
  };

  return {
    run: (task, onProgress, signal) =>
      queue.run(() => ask(task, onProgress, signal), { ...(signal && { signal }) }),
    close: () => {
      closed = true;
      if (life) end(life, abortError());
    },
  };
}
