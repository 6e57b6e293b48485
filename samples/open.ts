import workerAddress from "../workers/sample.ts?worker&url";
import type { SampleId } from "./generate.ts";

/**
 * The files of a sample shop, as if the user had chosen them. They are generated in a worker of their own,
 * so that the page stays at hand; it is ended with the signal.
 */
export function sampleFiles(id: SampleId, signal?: AbortSignal): Promise<File[]> {
  signal?.throwIfAborted();
  // From a blob, so that the page's Content-Security-Policy holds in the worker on hosts without headers.
  const address = new URL(workerAddress, location.href).href;
  const shim = URL.createObjectURL(
    new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" }),
  );
  const worker = new Worker(shim, { type: "module", name: "sample" });
  const end = () => {
    worker.terminate();
    URL.revokeObjectURL(shim);
  };
  return new Promise<File[]>((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`the sample shop could not be made: ${event.message || "its worker did not start"}`));
    };
    worker.onmessage = ({ data }: MessageEvent<{ name: string; blob: Blob }[]>) =>
      resolve(data.map(({ name, blob }) => new File([blob], name, { type: "text/csv" })));
    worker.postMessage(id);
  }).finally(end);
}
