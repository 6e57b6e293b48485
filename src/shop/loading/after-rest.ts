import { abortError, type Engine, type RunOptions } from "../../engine/engine.ts";

/** Work that is left for later: it begins when somebody waits for it, or is told to. */
export class Rest implements PromiseLike<void> {
  readonly #run: () => Promise<void>;
  #begun: Promise<void> | null = null;

  constructor(run: () => Promise<void>) {
    this.#run = run;
  }

  begin(): Promise<void> {
    if (!this.#begun) {
      this.#begun = this.#run();
      // Whoever waits for it is told of a failure.
      this.#begun.catch(() => {});
    }
    return this.#begun;
  }

  then<A = void, B = never>(
    done?: ((value: void) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.begin().then(done, failed);
  }

  /** Settles once nothing of it runs: at once, where it has not begun. */
  async over(): Promise<void> {
    await this.#begun?.catch(() => {});
  }
}

/** An engine for those who read what the rest of a load still makes: their statements wait for it. */
export function afterRest(engine: Engine, rest: Rest): Engine {
  return {
    query: async (statement, options) => {
      await untilGivenUp(rest, options);
      return engine.query(statement, options);
    },
    execute: async (statement, options) => {
      await untilGivenUp(rest, options);
      return engine.execute(statement, options);
    },
    attach: (name, source) => engine.attach(name, source),
    detach: (name) => engine.detach(name),
    insertArrow: async (table, read) => {
      await rest;
      return engine.insertArrow(table, read);
    },
    appendArrow: async (table, read) => {
      await rest;
      return engine.appendArrow(table, read);
    },
    clear: () => engine.clear(),
    close: () => engine.close(),
  };
}

/** @throws AbortError where the caller gave up first */
function untilGivenUp(rest: Rest, { signal }: RunOptions = {}): Promise<void> {
  if (!signal) return rest.begin();
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(abortError());
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    void rest
      .begin()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", giveUp));
  });
}
