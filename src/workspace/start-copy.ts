import keepWorkerUrl from "../../workers/keep.ts?worker&url";
import { startWorker } from "../engine/worker-shim.ts";
import type { CopyEvent, CopyTask } from "./write-copy.ts";

/** Runs the worker that copies files into the browser's private storage; the signal ends it. */
export function startCopy(
  task: CopyTask,
  onBytes: (written: number) => void,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const { worker, gone } = startWorker(new URL(keepWorkerUrl, location.href).href, "module");
  return new Promise<void>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    worker.addEventListener("error", (event) => reject(new Error(event.message || "its worker failed")));
    worker.addEventListener("message", ({ data }: MessageEvent<CopyEvent>) => {
      if (data.kind === "written") onBytes(data.bytes);
      else if (data.kind === "done") resolve();
      else if (data.kind === "failed") reject(new DOMException(data.message, data.name));
    });
    void gone.then((reason) => reject(new Error(reason)));
    worker.postMessage(task);
  }).finally(() => worker.terminate());
}
