import type { Engine } from "../engine/engine.ts";
import { runCell } from "./cells.ts";
import type { Shop } from "./shop.ts";
import { describeTables, engineMemory } from "./tables.ts";

/** Opens a shop over an engine: the same in the browser's worker and headless. */
export function openShop(engine: Engine): Shop {
  const absent = async (): Promise<never> => {
    throw new Error("not joined yet");
  };
  return {
    recognise: absent,
    revise: absent,
    forget: absent,
    load: absent,
    aside: absent,
    figure: absent,
    query: (text, cells, limit, signal) => runCell(engine, text, cells, limit, signal),
    tables: () => describeTables(engine),
    memory: () => engineMemory(engine),
    close: () => engine.close(),
  };
}
