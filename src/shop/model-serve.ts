import type { Progress } from "../ingest/source.ts";
import { type Fault, packFault } from "./fault.ts";
import type { ModelParts, ModelTask, Models } from "./model-run.ts";

/** What the worker for models is told, and what it answers. Runs have numbers. */
export type ToModels = { readonly run: number; readonly task: ModelTask } | { readonly stop: number };
export type FromModels = { readonly run: number } & (
  { readonly progress: Progress } | { readonly parts: ModelParts } | { readonly fault: Fault }
);

/** One end of a channel: a worker's own scope, the worker as its owner sees it, or a message port. */
export interface ModelPort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/** The page draws no faster than that. */
const progressMs = 60;

/** Serves models at a port. */
export function serveModels(models: Models, port: ModelPort): void {
  const running = new Map<number, AbortController>();
  const answer = (message: FromModels, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  const run = async (number: number, task: ModelTask) => {
    const controller = new AbortController();
    running.set(number, controller);
    let told = { at: -Infinity, stage: "" };
    try {
      const onProgress = (progress: Progress) => {
        const now = performance.now();
        if (progress.stage.en === told.stage && now - told.at < progressMs) return;
        told = { at: now, stage: progress.stage.en };
        answer({ run: number, progress });
      };
      const parts = await models.run(task, onProgress, controller.signal);
      const buffers = new Set(Object.values(parts).map(({ bytes }) => bytes.buffer as ArrayBuffer));
      answer({ run: number, parts }, [...buffers]);
    } catch (error) {
      answer({ run: number, fault: packFault(error) });
    } finally {
      running.delete(number);
    }
  };
  port.addEventListener("message", ({ data }: MessageEvent<ToModels>) => {
    if ("stop" in data) running.get(data.stop)?.abort();
    else void run(data.run, data.task);
  });
}
