import type { Text } from "../i18n/text.ts";

/** How the engine stands; bytes are of its download. */
export type EngineState =
  | { readonly state: "starting"; readonly received: number; readonly total: number | null }
  | { readonly state: "ready" }
  | { readonly state: "failed"; readonly text: Text };

/** Where the engine's parts lie (absolute addresses), and how large its module is, packed and not. */
export interface EngineAssets {
  readonly worker: string;
  readonly module: string;
  readonly packed: number;
  readonly unpacked: number;
}
