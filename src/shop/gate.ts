import { abortError } from "../engine/engine.ts";

interface Waiting {
  readonly alone: boolean;
  readonly enter: () => void;
}

/**
 * Lets many readers in together, or one who changes what they read. Who comes after a waiting change
 * waits behind it, so that no figure is computed from data that are half replaced.
 */
export class Gate {
  #inside = 0;
  #alone = false;
  #waiting: Waiting[] = [];

  /** Runs a task beside other readers. @throws AbortError where it is given up while it waits */
  read<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#pass(task, false, signal);
  }

  /** Runs a task with nobody else inside. @throws AbortError where it is given up while it waits */
  change<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#pass(task, true, signal);
  }

  async #pass<T>(task: () => Promise<T>, alone: boolean, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw abortError();
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(abortError());
        this.#admit();
      };
      const enter = () => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      const waiting = { alone, enter };
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#waiting.push(waiting);
      this.#admit();
    });
    try {
      return await task();
    } finally {
      this.#inside -= 1;
      this.#alone = false;
      this.#admit();
    }
  }

  #admit(): void {
    for (;;) {
      const next = this.#waiting[0];
      if (!next || this.#alone || (next.alone && this.#inside > 0)) return;
      this.#waiting.shift();
      this.#inside += 1;
      this.#alone = next.alone;
      next.enter();
    }
  }
}
