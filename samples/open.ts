import { startWorker } from "../src/engine/worker-shim.ts";
import workerAddress from "../workers/sample.ts?worker&url";
import type { SampleId } from "./generate.ts";

/**
 * The files of a sample shop, as if the user had chosen them. They are generated in a worker of their own,
 * so that the page stays at hand; the signal ends it.
 */
export function sampleFiles(id: SampleId, signal?: AbortSignal): Promise<File[]> {
  signal?.throwIfAborted();
  const { worker, gone } = startWorker(new URL(workerAddress, location.href).href, "module");
  return new Promise<File[]>((resolve, reject) => {
    const fail = (reason: string) => reject(new Error(`the sample shop ${id} could not be made: ${reason}`));
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    worker.addEventListener("error", (event) => fail(event.message || "its worker failed"));
    worker.addEventListener("message", ({ data }: MessageEvent<{ name: string; blob: Blob }[]>) =>
      resolve(data.map(({ name, blob }) => new File([blob], name, { type: "text/csv" }))),
    );
    void gone.then(fail);
    worker.postMessage(id);
  }).finally(() => worker.terminate());
}
