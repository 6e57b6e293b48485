import { applySavedMapping } from "../document/bind.ts";
import type { Document } from "../document/document.ts";
import { type Text, TextError } from "../i18n/text.ts";
import {
  type Mapping,
  type Policies,
  type Progress,
  type Recognition,
  defaultPolicies,
} from "../ingest/source.ts";
import type { GivenFile, Loaded } from "../shop/shop.ts";
import { isAbort, textOf } from "./deferred-shop.ts";
import { messages } from "./messages.ts";
import type { Workspace } from "./workspace.svelte.ts";

type Sources = Document["data"]["sources"];

/** What loading under the present mapping gives, found out before the user asks for it. */
export type Look =
  | { readonly state: "none" }
  | { readonly state: "loading"; readonly progress: Progress | null }
  | { readonly state: "ready"; readonly loaded: Loaded }
  | { readonly state: "failed"; readonly text: Text };

/** The files of the session on their way into tables: recognised, corrected, loaded. */
export class Intake {
  readonly #workspace: Workspace;
  /** Reading that is under way. */
  #reading = $state.raw<{ readonly progress: Progress | null; readonly cancel: () => void } | null>(null);
  #policies = $state.raw<Policies>(defaultPolicies);
  #look = $state.raw<Look>({ state: "none" });
  /** What the page was given, by the file's key: to read it again after the engine was lost. */
  readonly #given = new Map<string, GivenFile>();
  #task: { key: string; loaded: Promise<Loaded>; stop: AbortController } | null = null;
  #lookTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get reading() {
    return this.#reading;
  }
  get policies(): Policies {
    return this.#workspace.policies ?? this.#policies;
  }
  get look(): Look {
    return this.#look;
  }

  /** The mappings of the present files, as a document keeps them. */
  get sources(): Sources {
    return this.#workspace.recognitions.map(({ name, mapping }) => ({
      name: name.slice(0, 300),
      mapping: savedMapping(mapping),
    }));
  }
  /** Whether nothing stands in the way of loading. */
  get isLoadable(): boolean {
    const { recognitions } = this.#workspace;
    return recognitions.length > 0 && recognitions.every(isSettled) && !this.#reading;
  }

  /** Reads files and adds them to those that are there; one of the same name takes the other's place.
   * @throws TextError that says why they could not be read. */
  async take(files: readonly GivenFile[]): Promise<readonly Recognition[]> {
    if (!files.length) return [];
    const controller = new AbortController();
    const cancel = () => controller.abort();
    this.#reading = { progress: null, cancel };
    try {
      const found = await this.#workspace.shop.recognise(
        files,
        (progress) => (this.#reading = { progress, cancel }),
        controller.signal,
      );
      const taken: Recognition[] = [];
      for (const [index, recognition] of found.entries()) {
        const file = files[recognition.given ?? index];
        if (file) this.#given.set(recognition.file, file);
        taken.push(await this.#fitted(recognition, taken));
      }
      const replaced = this.#workspace.recognitions.filter(({ name }) =>
        taken.some((one) => one.name === name),
      );
      this.#workspace.recognitions = [
        ...this.#workspace.recognitions.filter((one) => !replaced.includes(one)),
        ...taken,
      ];
      for (const { file } of replaced) this.#drop(file);
      return taken;
    } finally {
      this.#reading = null;
      this.lookSoon();
    }
  }

  /** Leaves every file out, and what was loaded. */
  clear(): void {
    this.#stopLook();
    this.#look = { state: "none" };
    for (const { file } of this.#workspace.recognitions) this.#drop(file);
    this.#workspace.recognitions = [];
    this.#workspace.data = { state: "none" };
    this.#policies = defaultPolicies;
  }

  /** Other rules of cleaning: what was loaded is loaded again under them. */
  async setPolicies(policies: Policies): Promise<void> {
    if (this.#workspace.loaded) {
      await this.load(policies);
      this.#workspace.adopt((document) => ({ ...document, data: { ...document.data, policies } }));
    } else if (this.#workspace.document) {
      this.#workspace.adopt((document) => ({ ...document, data: { ...document.data, policies } }));
    }
    this.#policies = policies;
    this.lookSoon();
  }

  /**
   * Loads the present files. What was loaded before stays if this fails or is given up.
   * @throws TextError that says why; AbortError when it was cancelled.
   */
  async load(policies: Policies = this.policies): Promise<Loaded> {
    const workspace = this.#workspace;
    const { recognitions } = workspace;
    if (!recognitions.length) throw new TextError(messages.nothingToLoad);
    clearTimeout(this.#lookTimer);
    const task = this.#begin(policies);
    const before = workspace.data;
    const cancel = () => task.stop.abort();
    const shown = before.state === "ready" ? before.loaded : null;
    workspace.data = {
      state: "loading",
      progress: this.#look.state === "loading" ? this.#look.progress : null,
      cancel,
      before: shown,
    };
    try {
      const loaded = await task.loaded;
      workspace.data = { state: "ready", loaded };
      return loaded;
    } catch (error) {
      workspace.data = before.state === "loading" ? { state: "none" } : before;
      throw error;
    }
  }

  /** After the engine was started anew: reads and loads again what the page still holds. */
  async restore(): Promise<void> {
    this.#task = null;
    const before = this.#workspace.recognitions;
    const wasLoaded = this.#workspace.loaded !== null;
    const given = before.map(({ file }) => this.#given.get(file)).filter((file) => file !== undefined);
    if (!given.length || given.length < before.length) return;
    this.#given.clear();
    // Tables of one workbook or archive come out of one file, and some were left out by hand.
    const files = [...new Set(given)];
    const found = await this.#workspace.shop.recognise(files);
    const again: Recognition[] = [];
    for (const [index, recognition] of found.entries()) {
      const file = files[recognition.given ?? index];
      const mapping = before.find(
        (one, place) => one.name === recognition.name && given[place] === file,
      )?.mapping;
      if (!mapping) {
        await this.#workspace.shop.forget(recognition.file);
        continue;
      }
      if (file) this.#given.set(recognition.file, file);
      again.push(await this.#workspace.shop.revise(recognition.file, mapping));
    }
    this.#workspace.recognitions = again;
    if (wasLoaded) await this.load();
    else this.lookSoon();
  }

  /** The mapping that fits a new file: the document's own, or that of a file with the same columns. */
  async #fitted(recognition: Recognition, taken: readonly Recognition[]): Promise<Recognition> {
    const known = [
      ...(this.#workspace.document?.data.sources ?? []),
      ...[...this.#workspace.recognitions, ...taken]
        .filter(isSettled)
        .map(({ name, mapping }) => ({ name, mapping: savedMapping(mapping) })),
    ];
    if (!recognition.columns.length) return recognition;
    const mapping = applySavedMapping(recognition, known);
    if (!mapping || sameMapping(mapping, recognition.mapping)) return recognition;
    return this.#workspace.shop.revise(recognition.file, mapping);
  }

  /** Loads ahead of the button, so that receipts can be read before and the dashboard comes at once. */
  lookSoon(): void {
    clearTimeout(this.#lookTimer);
    if (this.#workspace.data.state !== "none") return;
    if (!this.isLoadable) {
      this.#stopLook();
      this.#look = { state: "none" };
      return;
    }
    this.#lookTimer = setTimeout(() => {
      if (!this.isLoadable || this.#workspace.data.state !== "none") return;
      this.#begin(this.policies);
    }, 250);
  }
  #stopLook(): void {
    clearTimeout(this.#lookTimer);
    this.#task?.stop.abort();
    this.#task = null;
  }

  /** The running or finished load of exactly these files under these rules, or a new one. */
  #begin(policies: Policies) {
    const files = this.#workspace.recognitions.map(({ file, mapping }) => ({ file, mapping }));
    const key = JSON.stringify([files, policies]);
    if (this.#task?.key === key) return this.#task;
    this.#task?.stop.abort();
    const stop = new AbortController();
    const progressed = (progress: Progress) => {
      if (this.#task?.key !== key) return;
      if (this.#look.state === "loading") this.#look = { state: "loading", progress };
      const { data } = this.#workspace;
      if (data.state === "loading") this.#workspace.data = { ...data, progress };
    };
    this.#look = { state: "loading", progress: null };
    const loaded = this.#workspace.shop.load(files, policies, progressed, stop.signal);
    const task = { key, loaded, stop };
    this.#task = task;
    void loaded.then(
      (ready) => this.#task === task && (this.#look = { state: "ready", loaded: ready }),
      (error: unknown) => {
        if (this.#task !== task) return;
        this.#task = null;
        this.#look = isAbort(error) ? { state: "none" } : { state: "failed", text: textOf(error) };
      },
    );
    return task;
  }
  #drop(file: string): void {
    this.#given.delete(file);
    // Were the worker gone there would be nothing to forget.
    this.#workspace.shop.forget(file).catch(() => {});
  }
}

/** Whether a file can be loaded: no fatal fault, and every question that decides its rows answered. */
export function isSettled({ problems, questions }: Recognition): boolean {
  return !problems.some(({ fatal }) => fatal) && !questions.some(isOpen);
}
/** Whether a question must be answered first. What a status word means can wait: it counts as completed. */
export function isOpen({ id, answer }: { readonly id: string; readonly answer: string | null }): boolean {
  return answer === null && !id.startsWith("status:");
}

function sameMapping(a: Mapping, b: Mapping): boolean {
  return JSON.stringify(savedMapping(a)) === JSON.stringify(savedMapping(b));
}

/** A mapping as plain, ordered data. */
function savedMapping(mapping: Mapping): Sources[number]["mapping"] {
  const ordered = <V>(record: Readonly<Record<string, V>>) =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    table: mapping.table,
    dialect: { ...mapping.dialect },
    roles: { ...mapping.roles },
    formats: ordered(mapping.formats),
    orderGrain: mapping.orderGrain,
    statuses: ordered(mapping.statuses),
  };
}
