import { describe, expect, it } from "vitest";
import type { EngineState } from "../../src/engine/state.ts";
import { TextError } from "../../src/i18n/text.ts";
import { deferredShop } from "../../src/workspace/deferred-shop.ts";
import { stubShop } from "./stub-shop.ts";

describe("a deferred shop", () => {
  it("takes calls before it is there", async () => {
    const states: EngineState[] = [];
    const { shop } = deferredShop(
      () =>
        Promise.resolve((onState) => {
          onState({ state: "ready" });
          return stubShop({ memory: () => Promise.resolve(7) });
        }),
      (state) => states.push(state),
    );
    expect(await shop.memory()).toBe(7);
    expect(states.map(({ state }) => state)).toEqual(["starting", "ready"]);
  });

  it("says that its program is missing, and starts again when told to", async () => {
    const states: EngineState[] = [];
    let there = false;
    const { shop, restart } = deferredShop(
      () =>
        there
          ? Promise.resolve(() => stubShop({ memory: () => Promise.resolve(1) }))
          : Promise.reject(new Error("404")),
      (state) => states.push(state),
    );
    await expect(shop.memory()).rejects.toBeInstanceOf(TextError);
    expect(states.at(-1)).toMatchObject({ state: "failed" });
    there = true;
    restart();
    expect(await shop.memory()).toBe(1);
  });

  it("does not hear the engine that it has left", async () => {
    const states: EngineState[] = [];
    const tells: ((state: EngineState) => void)[] = [];
    const { shop, restart } = deferredShop(
      () =>
        Promise.resolve((onState) => {
          tells.push(onState);
          return stubShop({ memory: () => Promise.resolve(1), close: () => Promise.resolve() });
        }),
      (state) => states.push(state),
    );
    await shop.memory();
    restart();
    await shop.memory();
    tells[0]?.({ state: "failed", text: { en: "late", "zh-CN": "迟到" } });
    expect(states.at(-1)?.state).toBe("starting");
  });
});
