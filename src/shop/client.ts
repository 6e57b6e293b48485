import { proxy, wrap } from "comlink";
import engineWorkerUrl from "../../workers/engine.ts?worker&url";
import { abortError } from "../engine/engine.ts";
import type { EngineState } from "../engine/state.ts";
import { startWorker } from "../engine/worker-shim.ts";
import { TextError } from "../i18n/text.ts";
import { unpackFault } from "./fault.ts";
import { messages } from "./messages.ts";
import type { ShopWorker } from "./serve.ts";
import type { OnProgress, Shop } from "./shop.ts";

/**
 * Starts the worker that owns the data, and gives the page's door to it. `onEngineState` hears how the
 * engine stands, from its download on. When the worker dies, every pending call is rejected.
 */
export function startShop(onEngineState: (state: EngineState) => void): Shop {
  const { worker, gone } = startWorker(new URL(engineWorkerUrl, location.href).href, "module");
  const remote = wrap<ShopWorker>(worker);
  const pending = new Map<number, { reject: (error: Error) => void; onProgress?: OnProgress | undefined }>();
  let calls = 0;
  let end: TextError | null = null;

  void gone.then((reason) => {
    end = new TextError(messages.workerLost(reason));
    onEngineState({ state: "failed", text: end.text });
    for (const { reject } of pending.values()) reject(end);
    pending.clear();
  });
  void remote.watch(
    proxy((event) => {
      if (event.kind === "engine") onEngineState(event.state);
      else pending.get(event.call)?.onProgress?.(event.progress);
    }),
  );

  const call = <M extends keyof Shop>(
    method: M,
    values: readonly unknown[],
    signal?: AbortSignal,
    onProgress?: OnProgress,
  ): ReturnType<Shop[M]> => {
    const number = (calls += 1);
    const answer = new Promise<unknown>((resolve, reject) => {
      if (end) throw end;
      if (signal?.aborted) throw abortError();
      pending.set(number, { reject, onProgress });
      const stop = () => {
        void remote.stop(number);
        reject(abortError());
      };
      signal?.addEventListener("abort", stop, { once: true });
      void remote
        .call(number, method, values)
        .then((reply) => {
          if ("fault" in reply) reject(unpackFault(reply.fault));
          else resolve(reply.value);
        }, reject)
        .finally(() => {
          pending.delete(number);
          signal?.removeEventListener("abort", stop);
        });
    });
    return answer as ReturnType<Shop[M]>;
  };

  return {
    recognise: (files, onProgress, signal) => call("recognise", [files], signal, onProgress),
    revise: (file, mapping, signal) => call("revise", [file, mapping], signal),
    forget: (file) => call("forget", [file]),
    load: (files, policies, onProgress, signal) => call("load", [files, policies], signal, onProgress),
    profile: (file, column, onProgress, signal) => call("profile", [file, column], signal, onProgress),
    matching: (file, column, test, signal) => call("matching", [file, column, test], signal),
    tableProfile: (table, column, signal) => call("tableProfile", [table, column], signal),
    aside: (only, locale) => call("aside", [only ?? null, locale]),
    figure: (request, signal, onProgress) => call("figure", [request], signal, onProgress),
    difference: (request, signal, onProgress) => call("difference", [request], signal, onProgress),
    query: (text, cells, limit, signal) => call("query", [text, cells, limit], signal),
    tables: () => call("tables", []),
    memory: () => call("memory", []),
    close: async () => {
      if (!end) await call("close", []);
      worker.terminate();
    },
  };
}
