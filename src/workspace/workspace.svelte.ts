import { getContext, setContext } from "svelte";
import type { Document } from "../document/document.ts";
import { type Locale, type Text, locales } from "../i18n/text.ts";
import type { Policies, Progress, Recognition } from "../ingest/source.ts";
import type { Window } from "../metrics/metric.ts";
import type { Loaded, Shop } from "../shop/shop.ts";
import { isoDay, dayNumber } from "../tables/frame.ts";

export type Theme = "system" | "light" | "dark";

/** How the engine and the data stand. */
export type EngineState =
  | { readonly state: "starting"; readonly received: number; readonly total: number | null }
  | { readonly state: "ready" }
  | { readonly state: "failed"; readonly text: Text };
export type DataState =
  | { readonly state: "none" }
  | { readonly state: "loading"; readonly progress: Progress | null; readonly cancel: () => void }
  | { readonly state: "ready"; readonly loaded: Loaded }
  | { readonly state: "failed"; readonly text: Text };

interface Change {
  readonly document: Document;
  readonly label: Text;
}

const undoLimit = 200;

/**
 * The open document with its data, language and theme: what every view shares. The document is
 * replaced, never mutated; undo is a list of documents.
 */
export class Workspace {
  locale = $state<Locale>("en");
  theme = $state<Theme>("system");
  #document = $state.raw<Document | null>(null);
  #past = $state.raw<readonly Change[]>([]);
  #future = $state.raw<readonly Change[]>([]);
  engine = $state.raw<EngineState>({ state: "starting", received: 0, total: null });
  data = $state.raw<DataState>({ state: "none" });
  /** Files taken in and not yet loaded, as the import view shows them. */
  recognitions = $state.raw<readonly Recognition[]>([]);
  /** What a screen reader hears next. */
  announcement = $state<string>("");
  readonly shop: Shop;

  constructor(shop: Shop) {
    this.shop = shop;
  }

  get document(): Document | null {
    return this.#document;
  }
  get loaded(): Loaded | null {
    return this.data.state === "ready" ? this.data.loaded : null;
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }
  /** What undo would take back. */
  get lastChange(): Text | null {
    return this.#past.at(-1)?.label ?? null;
  }

  /** A message in the language of the interface. */
  say(text: Text): string {
    return text[this.locale];
  }
  announce(text: Text): void {
    this.announcement = this.say(text);
  }

  /** Opens a document; its history starts anew. */
  open(document: Document | null): void {
    this.#document = document;
    this.#past = [];
    this.#future = [];
  }

  /** Replaces the document by a changed one, undoably. Changes under one `merge` key become one step. */
  change(label: Text, next: (document: Document) => Document, merge?: string): void {
    const before = this.#document;
    if (!before) return;
    const after = next(before);
    if (after === before) return;
    this.#document = { ...after, modified: new Date().toISOString() };
    this.#future = [];
    if (merge !== undefined && merge === this.#merge) return;
    this.#merge = merge ?? null;
    this.#past = [...this.#past, { document: before, label }].slice(-undoLimit);
  }
  #merge: string | null = null;

  undo(): void {
    const last = this.#past.at(-1);
    if (!last || !this.#document) return;
    this.#future = [...this.#future, { document: this.#document, label: last.label }];
    this.#past = this.#past.slice(0, -1);
    this.#document = last.document;
    this.#merge = null;
  }
  redo(): void {
    const next = this.#future.at(-1);
    if (!next || !this.#document) return;
    this.#past = [...this.#past, { document: this.#document, label: next.label }];
    this.#future = this.#future.slice(0, -1);
    this.#document = next.document;
    this.#merge = null;
  }

  /** The window of a dashboard: its dates, or all that the data hold up to the as-of date. */
  window(filters?: { readonly from: string | null; readonly to: string | null }): Window | null {
    const extent = this.loaded?.extent;
    if (!extent?.firstDay || !extent.lastDay) return null;
    const asOf = this.#document?.data.asOf ?? isoDay(dayNumber(extent.lastDay) + 1);
    const lastKnown = isoDay(dayNumber(asOf) - 1);
    const to = filters?.to && filters.to < lastKnown ? filters.to : lastKnown;
    return { from: filters?.from ?? extent.firstDay, to, asOf: isoDay(dayNumber(to) + 1) };
  }
  get policies(): Policies | null {
    return this.#document?.data.policies ?? null;
  }
}

const key = Symbol("workspace");
export function provideWorkspace(workspace: Workspace): Workspace {
  return setContext(key, workspace);
}
export function useWorkspace(): Workspace {
  return getContext<Workspace>(key);
}

/** The interface's language from the address, what was chosen before, or the browser. */
export function firstLocale(search: string, stored: string | null, browser: readonly string[]): Locale {
  const wanted = [new URLSearchParams(search).get("lang"), stored, ...browser];
  for (const tag of wanted) {
    const match = tag
      ? locales.find((locale) => locale.split("-")[0] === tag.toLowerCase().split("-")[0])
      : null;
    if (match) return match;
  }
  return "en";
}
