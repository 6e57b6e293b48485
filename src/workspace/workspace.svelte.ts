import { getContext, setContext } from "svelte";
import type { Document } from "../document/document.ts";
import { documentFileName, saveDocumentFile } from "../document/save-file.ts";
import { type Locale, type Text, locales } from "../i18n/text.ts";
import type { Policies, Progress, Recognition } from "../ingest/source.ts";
import type { Window } from "../metrics/metric.ts";
import type { Loaded, Shop } from "../shop/shop.ts";
import { canonicalTable, tableNames } from "../tables/canonical.ts";
import { isoDay, dayNumber } from "../tables/frame.ts";
import { isAbort, textOf } from "./deferred-shop.ts";
import { FileHandles } from "./file-handles.ts";
import { Intake } from "./intake.svelte.ts";
import { Keeping } from "./keeping.svelte.ts";
import { Pressure } from "./pressure.svelte.ts";
import { messages } from "./messages.ts";
import { blankDocument } from "./new-document.ts";
import { type MakeStarter, Opening } from "./opening.ts";
import { type Clip, pickedClip } from "./pasted.ts";
import { pickedDrop, pickedFiles } from "./picked-files.ts";
import { type Theme, dropFromAddress, remember } from "./preferences.ts";
import { type Route, Router } from "./route.svelte.ts";
import type { Saving } from "./saving.svelte.ts";
import { Sent } from "./sent.svelte.ts";
import { ToastList } from "./toasts.svelte.ts";

/** How the engine and the data stand. */
export type EngineState =
  | { readonly state: "starting"; readonly received: number; readonly total: number | null }
  | { readonly state: "ready" }
  | { readonly state: "failed"; readonly text: Text };
export type DataState =
  | { readonly state: "none" }
  | {
      readonly state: "loading";
      readonly progress: Progress | null;
      readonly cancel: () => void;
      /** What stays in force until then, where data are loaded again. */
      readonly before: Loaded | null;
    }
  | { readonly state: "ready"; readonly loaded: Loaded }
  | { readonly state: "failed"; readonly text: Text };

/** A long task that the page waits for. */
export interface Busy extends Progress {
  readonly cancel: () => void;
}

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
  #recognitions = $state.raw<readonly Recognition[]>([]);
  /** What a screen reader hears next. */
  announcement = $state<string>("");
  /** Whether single letters act as shortcuts outside of fields. */
  singleKeys = $state(true);
  /** Whether the open document came by link or file and nobody has run its SQL yet. */
  fromElsewhere = $state(false);
  readonly shop: Shop;
  readonly router = new Router();
  readonly toasts = new ToastList();
  readonly sent = new Sent();
  readonly handles = new FileHandles();
  readonly intake: Intake;
  readonly keeping: Keeping;
  readonly pressure: Pressure;
  readonly opening: Opening;
  /** Null where documents are not kept. */
  readonly saving: Saving | null;

  /** `makeStarter` makes the document for data that were just loaded. */
  constructor(
    shop: Shop,
    parts: { readonly makeStarter?: () => Promise<MakeStarter>; readonly saving?: Saving } = {},
  ) {
    this.shop = shop;
    this.saving = parts.saving ?? null;
    this.intake = new Intake(this);
    this.keeping = new Keeping(this, this.handles);
    this.pressure = new Pressure(this);
    const blank: MakeStarter = (_loaded, sources) => blankDocument(sources);
    this.opening = new Opening(this, parts.makeStarter ?? (() => Promise.resolve(blank)));
  }

  get recognitions(): readonly Recognition[] {
    return this.#recognitions;
  }
  set recognitions(recognitions: readonly Recognition[]) {
    this.#recognitions = recognitions;
    this.intake.lookSoon();
  }
  get document(): Document | null {
    return this.#document;
  }
  get loaded(): Loaded | null {
    if (this.data.state === "loading") return this.data.before;
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

  /** What redo would do again. */
  get nextChange(): Text | null {
    return this.#future.at(-1)?.label ?? null;
  }

  /** A message in the language of the interface. */
  say(text: Text): string {
    return text[this.locale];
  }
  announce(text: Text): void {
    this.announcement = this.say(text);
  }
  /** A passing message in the corner; with `undo` it offers to take the last change back. */
  toast(text: Text, undo?: () => void): void {
    this.toasts.show(text, undo ? { label: messages.undo, onselect: undo } : null);
  }
  /** Says what went wrong, unless it was only given up. */
  fail(error: unknown): void {
    if (!isAbort(error)) this.toasts.show(textOf(error), null, "fault");
  }
  /** The name of a column: a canonical one in the language of the interface, another as the file has it. */
  columnLabel(column: string): string {
    for (const name of tableNames) {
      const known = canonicalTable(name).columns[column];
      if (known) return this.say(known.label);
    }
    return column;
  }
  /** What the page waits for: reading files or loading them. */
  get busy(): Busy | null {
    const { reading } = this.intake;
    if (this.data.state === "loading" && this.data.progress)
      return { ...this.data.progress, cancel: this.data.cancel };
    const waiting = { stage: messages.readingFiles, done: null, total: null };
    if (reading) return { ...(reading.progress ?? waiting), cancel: reading.cancel };
    if (this.data.state === "loading")
      return { ...waiting, stage: messages.loadingData, cancel: this.data.cancel };
    return null;
  }

  setLocale(locale: Locale): void {
    this.locale = locale;
    remember("locale", locale);
    dropFromAddress("lang");
  }
  setTheme(theme: Theme): void {
    this.theme = theme;
    remember("theme", theme);
    dropFromAddress("theme");
  }
  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    remember("keys", on ? "on" : "off");
  }
  /** Hands the open document to the browser as a download. */
  saveFile(): void {
    if (!this.#document) return;
    saveDocumentFile(this.#document, this.locale);
    this.toast(messages.downloaded(documentFileName(this.#document, this.locale)));
  }

  go(route: Route): void {
    this.router.go(route);
  }
  /** Reads chosen or dropped files: a document is opened, data go to the import view. */
  takeFiles(files: readonly File[]): Promise<void> {
    return this.opening.take(pickedFiles(files));
  }
  /** Reads what was dropped, folders included. To be called while the drop is handled. */
  async takeDrop(data: DataTransfer): Promise<void> {
    const picked = await pickedDrop(data);
    if (picked.files.length || picked.folders.length) await this.opening.take(picked);
  }
  /** Reads what was pasted; false, and nothing is done, where there is no table in it. */
  takeClip(clip: Clip): boolean {
    const names = this.router.current.view === "start" ? [] : this.recognitions.map(({ name }) => name);
    const picked = pickedClip(clip, names, this.locale);
    if (picked) this.opening.take(picked).catch((error: unknown) => this.fail(error));
    return picked !== null;
  }
  /** Loads the files that were taken in and shows them: the open document, or a starter made for them. */
  buildDashboard(policies?: Policies): Promise<void> {
    return this.opening.build(policies);
  }
  /** Loads the files again, as after a change of what they are read by. */
  async reload(): Promise<void> {
    await this.intake.load();
  }
  /** Other rules of cleaning; the files are loaded again under them, and they stay as they were if that fails. */
  setPolicies(policies: Policies): Promise<void> {
    return this.intake.setPolicies(policies);
  }
  openSample(id: string): Promise<void> {
    return this.opening.openSample(id);
  }
  /** Opens an empty notebook; on the files of the import view where that shows some that can be loaded. */
  blankNotebook(): Promise<void> {
    return this.opening.blank().catch((error: unknown) => this.fail(error));
  }
  /** Opens a document that was read from a file or from this browser, and shows its first view. */
  openDocument(document: Document): Promise<void> {
    return this.opening.openGiven(document);
  }

  /** Opens a document; its history starts anew. */
  open(document: Document | null): void {
    if (document?.id !== this.#document?.id) this.keeping.adopt(null);
    this.#document = document;
    this.fromElsewhere = false;
    this.#past = [];
    this.#future = [];
    this.#merge = null;
  }

  /** Replaces the document by one that differs in what cannot be undone: its data, not its views. */
  adopt(next: (document: Document) => Document): void {
    const before = this.#document;
    if (!before) return;
    const after = next(before);
    if (after !== before) this.#document = { ...after, modified: new Date().toISOString() };
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
    this.#document = withData(last.document, this.#document);
    this.#merge = null;
  }
  redo(): void {
    const next = this.#future.at(-1);
    if (!next || !this.#document) return;
    this.#past = [...this.#past, { document: this.#document, label: next.label }];
    this.#future = this.#future.slice(0, -1);
    this.#document = withData(next.document, this.#document);
    this.#merge = null;
  }

  /** Says that something was taken away, and offers to take that back while it is the last change. */
  offerUndo(text: Text): void {
    const change = this.#past.at(-1);
    const isLast = () => this.#past.at(-1) === change;
    const action = { label: messages.undo, onselect: () => this.undo() };
    this.toasts.show(text, action, "plain", isLast);
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

/** An earlier document on the data of now: what was loaded since is not undone with it. */
function withData(document: Document, now: Document): Document {
  const { sample, sources, policies } = now.data;
  return { ...document, data: { ...document.data, sample, sources, policies } };
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
