import { abortError, type RunOptions } from "./engine.ts";

interface Job {
  readonly priority: number;
  readonly start: () => void;
}

/** Runs one task at a time: lower priorities first, equal ones in order of arrival. */
export class Queue {
  #waiting: Job[] = [];
  #busy = false;

  /** Runs `task` in its turn. One that is given up while it waits never starts. @throws AbortError */
  run<T>(task: () => Promise<T>, { signal, priority = 1 }: RunOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortError());
        return;
      }
      const giveUp = () => {
        this.#waiting = this.#waiting.filter((other) => other !== job);
        reject(abortError());
      };
      const job: Job = {
        priority,
        start: () => {
          signal?.removeEventListener("abort", giveUp);
          void task()
            .then(resolve, reject)
            .finally(() => {
              this.#busy = false;
              this.#next();
            });
        },
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      const behind = this.#waiting.findIndex((other) => other.priority > priority);
      this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, job);
      this.#next();
    });
  }

  #next(): void {
    if (this.#busy) return;
    const job = this.#waiting.shift();
    if (!job) return;
    this.#busy = true;
    job.start();
  }
}
