import { abortError } from "../engine/engine.ts";
import type { Progress } from "../ingest/source.ts";
import type { OnProgress } from "./shop.ts";

interface Run<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  readonly listeners: Set<OnProgress>;
  users: number;
  last: Progress | null;
}

/**
 * Long computations that several may ask for at once: each is made once, and given up when the last who
 * wants it gives up.
 */
export class SharedRuns<T> {
  readonly #runs = new Map<string, Run<T>>();

  /** The result under a key, computed by `start` where it is not under way. @throws AbortError */
  async share(
    key: string,
    start: (onProgress: OnProgress, signal: AbortSignal) => Promise<T>,
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<T> {
    if (signal?.aborted) throw abortError();
    const run = this.#runs.get(key) ?? this.#begin(key, start);
    run.users += 1;
    if (onProgress) {
      run.listeners.add(onProgress);
      if (run.last) onProgress(run.last);
    }
    let giveUp = () => {};
    try {
      return await new Promise<T>((resolve, reject) => {
        giveUp = () => reject(abortError());
        signal?.addEventListener("abort", giveUp, { once: true });
        run.result.then(resolve, reject);
      });
    } finally {
      signal?.removeEventListener("abort", giveUp);
      if (onProgress) run.listeners.delete(onProgress);
      run.users -= 1;
      if (run.users === 0) {
        run.controller.abort();
        // Whoever asks from now on starts anew.
        if (this.#runs.get(key) === run) this.#runs.delete(key);
      }
    }
  }

  #begin(key: string, start: (onProgress: OnProgress, signal: AbortSignal) => Promise<T>): Run<T> {
    const controller = new AbortController();
    const listeners = new Set<OnProgress>();
    const tell: OnProgress = (progress) => {
      run.last = progress;
      for (const listener of listeners) listener(progress);
    };
    const result = Promise.resolve().then(() => start(tell, controller.signal));
    const run: Run<T> = { result, controller, listeners, users: 0, last: null };
    this.#runs.set(key, run);
    return run;
  }
}
