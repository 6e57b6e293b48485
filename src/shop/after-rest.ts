import { abortError, type Engine, type RunOptions } from "../engine/engine.ts";

/** An engine for those who read what the rest of a load still makes: their statements wait for it. */
export function afterRest(engine: Engine, rest: Promise<void>): Engine {
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
    clear: () => engine.clear(),
    close: () => engine.close(),
  };
}

/** @throws AbortError where the caller gave up first */
function untilGivenUp(rest: Promise<void>, { signal }: RunOptions = {}): Promise<void> {
  if (!signal) return rest;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(abortError());
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    rest.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
