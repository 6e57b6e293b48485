import { decodeFrame } from "../../../src/engine/arrow.ts";
import type { EngineState } from "../../../src/engine/state.ts";
import { startShop } from "../../../src/shop/client.ts";

// What the engine's browser tests hold on to: the page's own door to the data, and nothing beside it.
const states: EngineState[] = [];
Object.assign(globalThis, { states, decode: decodeFrame, shop: startShop((state) => states.push(state)) });
