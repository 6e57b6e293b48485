import "./ui/tokens.css";
import "./ui/components.css";
import "./ui/chart.css";
import "./ui/scales.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { writeDocument } from "./document/storage.ts";
import type { EngineState } from "./engine/state.ts";
import { deferredShop, watchingMemory } from "./workspace/deferred-shop.ts";
import { applyToPage, firstTheme, remembered } from "./workspace/preferences.ts";
import { Saving } from "./workspace/saving.svelte.ts";
import { Workspace, firstLocale } from "./workspace/workspace.svelte.ts";

let workspace: Workspace | null = null;
let engine: EngineState = { state: "starting", received: 0, total: null };

const { shop, restart } = deferredShop(
  async () => (await import("./shop/client.ts")).startShop,
  (state) => {
    engine = state;
    if (workspace) workspace.engine = state;
  },
);
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("regulars");
workspace = new Workspace(
  watchingMemory(shop, () => workspace?.pressure.note()),
  {
    makeStarter: async () => (await import("./dashboard/starter.ts")).starterDocument,
    saving: new Saving(writeDocument, channel),
  },
);
workspace.engine = engine;
workspace.locale = firstLocale(location.search, remembered("locale"), navigator.languages);
workspace.theme = firstTheme(location.search, remembered("theme"));
workspace.singleKeys = remembered("keys") !== "off";
// Before anything is drawn, so that nothing changes colour.
applyToPage(workspace.locale, workspace.theme);

const target = document.getElementById("app");
if (!target) throw new Error("the page has no element #app");
mount(App, { target, props: { workspace, restart } });
