import { transfer } from "comlink";
import type { EngineState } from "../engine/state.ts";
import type { Progress } from "../ingest/source.ts";
import { type Fault, packFault } from "./fault.ts";
import type { FigureBytes, Shop, SqlCellResult } from "./shop.ts";

/** What the worker tells without being asked. */
export type ShopEvent =
  | { readonly kind: "engine"; readonly state: EngineState }
  | { readonly kind: "progress"; readonly call: number; readonly progress: Progress };

export type Reply = { readonly value: unknown } | { readonly fault: Fault };

/** The worker as the page sees it: calls by number, so that one can be stopped while it runs. */
export interface ShopWorker {
  watch(onEvent: (event: ShopEvent) => void): void;
  call(call: number, method: keyof Shop, values: readonly unknown[]): Promise<Reply>;
  stop(call: number): void;
}

/**
 * Serves a shop across the worker's border. `watchEngine` tells its listener the present state at once.
 * Every call waits until `free`, if given, has settled.
 */
export function serveShop(
  shop: Shop,
  watchEngine: (listener: (state: EngineState) => void) => void,
  free?: () => Promise<void>,
): ShopWorker {
  const running = new Map<number, AbortController>();
  let tell: (event: ShopEvent) => void = () => {};
  return {
    watch(onEvent) {
      tell = onEvent;
      watchEngine((state) => tell({ kind: "engine", state }));
    },
    async call(call, method, values) {
      const controller = new AbortController();
      running.set(call, controller);
      try {
        if (free) {
          await free();
          controller.signal.throwIfAborted();
        }
        const value = await ask(shop, method, values, controller.signal, (progress) =>
          tell({ kind: "progress", call, progress }),
        );
        const reply: Reply = { value };
        return method === "query" ? transfer(reply, [(value as SqlCellResult).bytes.buffer]) : reply;
      } catch (error) {
        return { fault: packFault(error) };
      } finally {
        running.delete(call);
      }
    },
    stop(call) {
      running.get(call)?.abort();
    },
  };
}

type Values<M extends keyof Shop> = Parameters<Shop[M]>;

/** Calls a method with its values, and with the signal and the progress where it takes them. */
function ask(
  shop: Shop,
  method: keyof Shop,
  values: readonly unknown[],
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<unknown> {
  switch (method) {
    case "recognise": {
      const [files] = values as Values<"recognise">;
      return shop.recognise(files, onProgress, signal);
    }
    case "revise": {
      const [file, mapping] = values as Values<"revise">;
      return shop.revise(file, mapping, signal);
    }
    case "forget":
      return shop.forget(...(values as Values<"forget">));
    case "load": {
      const [files, policies] = values as Values<"load">;
      return shop.load(files, policies, onProgress, signal);
    }
    case "profile": {
      const [file, column] = values as Values<"profile">;
      return shop.profile(file, column, onProgress, signal);
    }
    case "matching": {
      const [file, column, test] = values as Values<"matching">;
      return shop.matching(file, column, test, signal);
    }
    case "tableProfile": {
      const [table, column] = values as Values<"tableProfile">;
      return shop.tableProfile(table, column, signal);
    }
    case "aside":
      return shop.aside(...(values as Values<"aside">));
    case "figure": {
      const [request] = values as Values<"figure">;
      return shop.figure(request, signal, onProgress) satisfies Promise<FigureBytes>;
    }
    case "difference": {
      const [request] = values as Values<"difference">;
      return shop.difference(request, signal, onProgress);
    }
    case "query": {
      const [text, cells, limit] = values as Values<"query">;
      return shop.query(text, cells, limit, signal);
    }
    case "tables":
      return shop.tables();
    case "memory":
      return shop.memory();
    case "close":
      return shop.close();
  }
}
