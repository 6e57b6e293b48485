import { describe, expect, it } from "vitest";
import { QueryError, abortError } from "../../src/engine/engine.ts";
import type { EngineState } from "../../src/engine/state.ts";
import { TextError } from "../../src/i18n/text.ts";
import { packFault, unpackFault } from "../../src/shop/fault.ts";
import { type ShopEvent, serveShop } from "../../src/shop/serve.ts";
import type { Shop } from "../../src/shop/shop.ts";

const errors = [
  new TextError({ en: "no customer column", "zh-CN": "没有客户列" }),
  new QueryError("Binder Error: no amout", "select amout", 7, { name: "amout", candidates: ["amount"] }),
  abortError(),
  new RangeError("too large"),
];

describe("an error", () => {
  it.each(errors)("crosses whole: %s", (error) => {
    const back = unpackFault(structuredClone(packFault(error)));
    expect(back.name).toBe(error.name);
    expect(back.message).toBe(error.message);
    expect(back).toMatchObject({ ...error });
    expect(back instanceof TextError).toBe(error instanceof TextError);
    expect(back instanceof QueryError).toBe(error instanceof QueryError);
  });
});

describe("a served shop", () => {
  const absent = async (): Promise<never> => {
    throw new Error("not asked");
  };
  const shop: Shop = {
    recognise: async (_files, onProgress) => {
      onProgress?.({ stage: { en: "Reading", "zh-CN": "读取" }, done: 1, total: 2 });
      return [];
    },
    revise: absent,
    forget: absent,
    load: absent,
    profile: absent,
    matching: absent,
    tableProfile: absent,
    aside: absent,
    difference: absent,
    figure: (_request, signal) =>
      new Promise((_, reject) => signal?.addEventListener("abort", () => reject(abortError()))),
    query: async () => ({ bytes: new Uint8Array([1]), types: {}, rows: 1, took: 0 }),
    tables: async () => [],
    memory: async () => 7,
    close: async () => {},
  };

  it("answers, tells progress and the engine's state, and stops what it is asked to", async () => {
    const ready: EngineState = { state: "ready" };
    const served = serveShop(shop, (listener) => listener(ready));
    const events: ShopEvent[] = [];
    served.watch((event) => events.push(event));
    expect(await served.call(1, "memory", [])).toEqual({ value: 7 });
    expect(await served.call(2, "recognise", [[]])).toEqual({ value: [] });
    expect(events).toEqual([
      { kind: "engine", state: ready },
      {
        kind: "progress",
        call: 2,
        progress: { stage: { en: "Reading", "zh-CN": "读取" }, done: 1, total: 2 },
      },
    ]);
    const stopped = served.call(3, "figure", [{}]);
    served.stop(3);
    expect(await stopped).toEqual({ fault: { kind: "abort" } });
    expect(await served.call(4, "aside", [])).toMatchObject({
      fault: { kind: "other", message: "not asked" },
    });
  });
});
