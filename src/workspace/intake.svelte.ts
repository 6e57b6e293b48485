import { applySavedMapping } from "../document/bind.ts";
import type { Document } from "../document/document.ts";
import { type Text, TextError } from "../i18n/text.ts";
import { currencyQuestion } from "../ingest/questions/currencies.ts";
import {
  type Policies,
  type Progress,
  type Question,
  type Recognition,
  defaultPolicies,
} from "../ingest/source.ts";
import type { GivenFile, Loaded } from "../shop/shop.ts";
import { type Choice, type Meeting, freeName, meetings, nearMapping } from "./again.ts";
import { Asking } from "./asking.svelte.ts";
import { isAbort, textOf } from "./deferred-shop.ts";
import { intakeMessages } from "./intake.messages.ts";
import { messages } from "./messages.ts";
import type { Skipped } from "./picked-files.ts";
import { readable } from "./readable.ts";
import { isSettled, sameMapping, savedMapping } from "./settled.ts";
import type { Workspace } from "./workspace.svelte.ts";

type Sources = Document["data"]["sources"];

/** What loading under the present mapping gives, found out before the user asks for it. */
export type Look =
  | { readonly state: "none" }
  | { readonly state: "loading"; readonly progress: Progress | null }
  | { readonly state: "ready"; readonly loaded: Loaded }
  | { readonly state: "failed"; readonly text: Text };

/** Below this nothing is known of a table. */
const recognised = 0.5;

/** The files of the session on their way into tables: recognised, corrected, loaded. */
export class Intake {
  readonly #workspace: Workspace;
  /** Reading that is under way. */
  #reading = $state.raw<{
    /** The names of the files that are read. */
    readonly files: readonly string[];
    readonly progress: Progress | null;
    readonly cancel: () => void;
  } | null>(null);
  #policies = $state.raw<Policies>(defaultPolicies);
  #look = $state.raw<Look>({ state: "none" });
  /** Files of folders that are not read. */
  skipped = $state.raw<readonly Skipped[]>([]);
  readonly asking = new Asking();
  /** The files of the last load, so that what is changed after it can be taken back. */
  #loadedWith: readonly Recognition[] = [];
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
  /** The files that the present tables came out of, each once. */
  get given(): readonly GivenFile[] {
    const files = this.#workspace.recognitions.map(({ file }) => this.#given.get(file));
    return [...new Set(files)].filter((file) => file !== undefined);
  }
  /** Which of several currencies is kept; null where the files have one at most. */
  get currencyQuestion(): Question | null {
    return currencyQuestion(this.#workspace.recognitions, this.policies.currency);
  }
  /** Whether nothing stands in the way of loading. */
  get isLoadable(): boolean {
    const { recognitions, pressure } = this.#workspace;
    const settled = recognitions.length > 0 && recognitions.every(isSettled) && !this.#reading;
    return settled && this.currencyQuestion?.answer !== null && !pressure.isOver;
  }

  /**
   * Reads files and adds them to those that are there. The user is asked about one that is there already, or
   * that is another part of what is loaded; nothing is taken where that is given up. With `exact`, files are
   * the same as before: read as it says, and tables that it does not name are left out. Files of a `folder`
   * that are no data are skipped.
   * @throws TextError that says why they could not be read.
   */
  async take(
    files: readonly GivenFile[],
    exact: Sources | null = null,
    folder = false,
  ): Promise<readonly Recognition[]> {
    if (!files.length) return [];
    const workspace = this.#workspace;
    try {
      let taken = await this.#read(files, exact);
      if (folder) taken = this.#withoutOther(taken);
      const met = exact ? [] : meetings(taken, workspace.recognitions, workspace.loaded !== null);
      if (met.length) this.#reading = null;
      const choice = met.length ? await this.#ask(met) : "append";
      if (choice === null) {
        for (const { file } of taken) this.#drop(file);
        return [];
      }
      const there = choice === "replace" ? met.flatMap((meeting) => meeting.there) : [];
      const replaced = new Set(there.map(({ file }) => file));
      if (choice === "append") taken = await this.#renamed(taken, met);
      workspace.recognitions = [
        ...workspace.recognitions.filter(({ file }) => !replaced.has(file)),
        ...taken,
      ];
      for (const file of replaced) this.#drop(file);
      return taken;
    } finally {
      // In one go, so that the load begins before the page draws what was found.
      this.#reading = null;
      this.lookSoon(0);
    }
  }

  /** Recognises files; whoever asked says when that is over. */
  async #read(files: readonly GivenFile[], exact: Sources | null): Promise<Recognition[]> {
    const controller = new AbortController();
    const cancel = () => controller.abort();
    const reading = { files: files.map(({ name }) => name), progress: null, cancel };
    this.#reading = reading;
    const found = await this.#workspace.shop.recognise(
      files,
      (progress) => (this.#reading = { ...reading, progress }),
      controller.signal,
    );
    const taken: Recognition[] = [];
    for (const [index, recognition] of found.entries()) {
      const file = files[recognition.given ?? index];
      const before = exact?.find(({ name }) => name === recognition.name.slice(0, 300));
      if (exact && !before) {
        await this.#workspace.shop.forget(recognition.file);
        continue;
      }
      if (file) this.#given.set(recognition.file, file);
      taken.push(
        before
          ? await this.#workspace.shop.revise(recognition.file, before.mapping)
          : await this.#fitted(recognition, taken),
      );
    }
    return taken;
  }

  /** Another document that came to be open meanwhile has nothing to do with the answer. */
  async #ask(met: readonly Meeting[]): Promise<Choice> {
    const before = this.#workspace.document?.id;
    const choice = await this.asking.ask(met);
    return this.#workspace.document?.id === before ? choice : null;
  }

  /** The tables of a folder; what lies there beside them is no fault, and is listed. */
  #withoutOther(taken: readonly Recognition[]): Recognition[] {
    const isOther = ({ problems, confidence }: Recognition) =>
      confidence < recognised && problems.some(({ fatal }) => fatal);
    const other = taken.filter(isOther);
    for (const { file } of other) this.#drop(file);
    this.skipped = [
      ...this.skipped,
      ...other.map(({ name, columns, problems }) => {
        const fault = problems.find(({ fatal }) => fatal)?.text;
        // What has columns can be read; it is only no table that is known.
        return { name, why: columns.length || !fault ? intakeMessages.noKnownTable : fault };
      }),
    ];
    return taken.filter((one) => !isOther(one));
  }

  /** Files that go beside one of their name get another, so that receipts and documents tell them apart. */
  async #renamed(taken: readonly Recognition[], met: readonly Meeting[]): Promise<Recognition[]> {
    const named = met.filter(({ by }) => by === "name").map((meeting) => this.#given.get(meeting.taken.file));
    const again = new Set(named.filter((file) => file !== undefined));
    if (!again.size) return [...taken];
    const stays = taken.filter(({ file }) => !again.has(this.#given.get(file) as GivenFile));
    const names = [...this.#workspace.recognitions, ...stays].map(({ name }) => name);
    const renamed: GivenFile[] = [];
    for (const file of again) {
      const name = freeName(file.name, [...names, ...renamed.map((other) => other.name)]);
      renamed.push({ ...file, name });
    }
    const read = await this.#read(renamed, null);
    for (const { file } of taken) if (!stays.some((one) => one.file === file)) this.#drop(file);
    return [...stays, ...read];
  }

  /** Takes a file away. */
  leave(file: string): void {
    this.#workspace.recognitions = this.#workspace.recognitions.filter((one) => one.file !== file);
    this.#drop(file);
  }

  /** Takes back what was changed since the last load: files added, left out, or read in another way. */
  async revert(): Promise<void> {
    const { recognitions, shop, loaded } = this.#workspace;
    const before = this.#loadedWith;
    if (!loaded || !before.length) return;
    for (const { file } of recognitions) if (!before.some((one) => one.file === file)) this.#drop(file);
    this.#workspace.recognitions = await Promise.all(
      before.map(async (one) => {
        const now = recognitions.find(({ file }) => file === one.file);
        return now && !sameMapping(now.mapping, one.mapping) ? shop.revise(one.file, one.mapping) : one;
      }),
    );
  }

  /** Leaves every file out, and what was loaded. */
  clear(): void {
    this.#stopLook();
    this.#look = { state: "none" };
    const files = [...this.#workspace.recognitions, ...this.#loadedWith].map(({ file }) => file);
    this.#loadedWith = [];
    for (const file of new Set(files)) this.#drop(file);
    this.#workspace.recognitions = [];
    this.skipped = [];
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
      const left = this.#loadedWith;
      this.#loadedWith = recognitions;
      for (const { file } of left) if (!recognitions.some((one) => one.file === file)) this.#drop(file);
      void workspace.keeping.noteLoaded();
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
    this.#loadedWith = [];
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
    const mapping = applySavedMapping(recognition, known) ?? nearMapping(recognition, known);
    if (!mapping || sameMapping(mapping, recognition.mapping)) return recognition;
    return this.#workspace.shop.revise(recognition.file, mapping);
  }

  /** Loads ahead of the button, so that receipts can be read before and the dashboard comes at once. */
  lookSoon(afterMs = 250): void {
    clearTimeout(this.#lookTimer);
    if (this.#workspace.data.state !== "none") return;
    if (!this.isLoadable) {
      this.#stopLook();
      this.#look = { state: "none" };
      return;
    }
    // At once before anything is drawn; what is being changed by hand, once it rests.
    if (afterMs === 0) this.#begin(this.policies);
    else
      this.#lookTimer = setTimeout(() => {
        if (!this.isLoadable || this.#workspace.data.state !== "none") return;
        this.#begin(this.policies);
      }, afterMs);
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
    // To load takes what is loaded away: files that are gone by now are better known before.
    const loaded = readable(this.given).then(() =>
      this.#workspace.shop.load(files, policies, progressed, stop.signal),
    );
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
  /** Lets go of a file; one that is loaded stays until others are, since that may be given up. */
  #drop(file: string): void {
    if (this.#loadedWith.some((one) => one.file === file)) return;
    this.#given.delete(file);
    // Were the worker gone there would be nothing to forget.
    this.#workspace.shop.forget(file).catch(() => {});
  }
}
