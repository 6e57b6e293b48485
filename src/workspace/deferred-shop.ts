import type { EngineState } from "../engine/state.ts";
import { type Text, TextError, sameText } from "../i18n/text.ts";
import { MemoryError } from "../shop/memory.ts";
import type { Shop } from "../shop/shop.ts";
import { messages } from "./messages.ts";

/**
 * A shop that is fetched and started in the background, so that the page is usable before. `restart`
 * begins anew after a failure; calls made from then on go to the new one.
 */
export function deferredShop(
  start: () => Promise<(onState: (state: EngineState) => void) => Shop>,
  onState: (state: EngineState) => void,
): { readonly shop: Shop; readonly restart: () => void } {
  let current = begin();

  function begin(): Promise<Shop> {
    onState({ state: "starting", received: 0, total: null });
    const begun = start().then(
      (startShop) => startShop((state) => current === begun && onState(state)),
      (error: unknown) => {
        const text = messages.programMissing(error instanceof Error ? error.message : String(error));
        onState({ state: "failed", text });
        throw new TextError(text, { cause: error });
      },
    );
    // Whoever calls hears of it; nobody has called yet.
    begun.catch(() => {});
    return begun;
  }

  const shop: Shop = {
    recognise: async (...values) => (await current).recognise(...values),
    revise: async (...values) => (await current).revise(...values),
    forget: async (...values) => (await current).forget(...values),
    load: async (...values) => (await current).load(...values),
    profile: async (...values) => (await current).profile(...values),
    matching: async (...values) => (await current).matching(...values),
    tableProfile: async (...values) => (await current).tableProfile(...values),
    aside: async (...values) => (await current).aside(...values),
    figure: async (...values) => (await current).figure(...values),
    difference: async (...values) => (await current).difference(...values),
    query: async (...values) => (await current).query(...values),
    tables: async () => (await current).tables(),
    memory: async () => (await current).memory(),
    close: async () => (await current).close(),
  };
  return {
    shop,
    restart: () => {
      const old = current;
      current = begin();
      // What is left of the old one must not hold its worker.
      old.then((shop) => shop.close()).catch(() => {});
    },
  };
}

/** A shop that tells when the engine ran out of memory, whoever asked for what. */
export function watchingMemory(shop: Shop, onRanOut: () => void): Shop {
  const watched = <T>(answer: Promise<T>): Promise<T> => {
    answer.catch((error: unknown) => {
      if (error instanceof MemoryError) onRanOut();
    });
    return answer;
  };
  return {
    ...shop,
    load: (...values) => watched(shop.load(...values)),
    figure: (...values) => watched(shop.figure(...values)),
    difference: (...values) => watched(shop.difference(...values)),
    query: (...values) => watched(shop.query(...values)),
  };
}

/** What an error says to the user. */
export function textOf(error: unknown): Text {
  if (error instanceof TextError) return error.text;
  return sameText(error instanceof Error ? error.message : String(error));
}

/** Whether an error only says that a task was given up. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
