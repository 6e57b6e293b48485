import { sampleShop } from "../../samples/catalog.ts";
import type { Document } from "../document/document.ts";
import { asOwn } from "../document/new-id.ts";
import { isDocumentFile, openDocumentFile } from "../document/open-file.ts";
import { titleIn } from "../document/save-file.ts";
import { type StoredDocument, listDocuments, readDocument } from "../document/storage.ts";
import { type Locale, TextError } from "../i18n/text.ts";
import type { Policies, Recognition } from "../ingest/source.ts";
import type { Loaded } from "../shop/shop.ts";
import { meetings } from "./again.ts";
import { isAbort, textOf } from "./deferred-shop.ts";
import { intakeMessages } from "./intake.messages.ts";
import { isSettled } from "./settled.ts";
import { messages as keepingMessages } from "./keeping.messages.ts";
import type { Kept } from "./kept-store.ts";
import { messages } from "./messages.ts";
import { blankDocument, copyOf } from "./new-document.ts";
import type { Picked } from "./picked-files.ts";
import type { Route } from "./route.svelte.ts";
import type { Workspace } from "./workspace.svelte.ts";

/** Makes the first document for what was loaded. */
export type MakeStarter = (
  loaded: Loaded,
  sources: Document["data"]["sources"],
  options: {
    readonly title: Document["title"];
    readonly sample: string | null;
    readonly policies: Policies;
    readonly locale: Locale;
  },
) => Document;

/** Ways in which a document comes to be open: from files, a sample, this browser, a document file. */
export class Opening {
  readonly #workspace: Workspace;
  readonly #makeStarter: () => Promise<MakeStarter>;
  /** The document that is being read from this browser now. */
  #wanted: string | null = null;

  constructor(workspace: Workspace, makeStarter: () => Promise<MakeStarter>) {
    this.#workspace = workspace;
    this.#makeStarter = makeStarter;
  }

  /** Opens the document that the address names, unless it is open. @throws TextError where there is none. */
  async follow(route: Route): Promise<void> {
    if (route.view !== "document" || route.id === this.#workspace.document?.id || route.id === this.#wanted)
      return;
    await this.openStored(route.id);
  }

  /** Opens a document of this browser. Its sample is loaded again; its files are asked for. */
  async openStored(id: string): Promise<void> {
    this.#wanted = id;
    try {
      const [document, files] = await Promise.all([readDocument(id), this.#workspace.keeping.find(id)]);
      // Another may have been asked for in the meantime.
      if (this.#wanted === id) this.#open(document, true, files);
    } finally {
      if (this.#wanted === id) this.#wanted = null;
    }
  }

  /** Goes on with the open document here, as another tab left it; what is loaded stays. */
  async takeOver(): Promise<void> {
    const { document, saving } = this.#workspace;
    if (!document) return;
    saving?.take();
    const left = await readDocument(document.id);
    if (left.modified === document.modified) return;
    this.#workspace.open(left);
    saving?.note(left, true);
  }

  /**
   * Opens a document that was read from a file or from this browser. One that this browser has in another
   * state stays as it is, the new one becomes a copy.
   */
  async openGiven(document: Document): Promise<void> {
    const known = await listDocuments().catch((): StoredDocument[] => []);
    const same = known.find(({ id }) => id === document.id);
    const kept = same?.modified === document.modified;
    const files = kept ? await this.#workspace.keeping.find(document.id) : null;
    this.#open(same && !kept ? asOwn(document) : document, kept, files);
    this.show();
  }

  /** A document that came by a link, already accepted and in the workspace. */
  received(document: Document, tab: string | null, sample: string | null): void {
    const { recognitions, loaded, intake } = this.#workspace;
    this.#workspace.fromElsewhere = true;
    this.#workspace.saving?.note(document);
    if (sample !== null) {
      intake.clear();
      void this.loadSample(sample);
    } else if (loaded && recognitions.length) this.#bindSources();
    else intake.clear();
    this.show(tab);
  }

  /**
   * Takes in what was given, wherever: documents are opened, the rest goes to the import view. What is there
   * again, or a further part of it, goes straight to the dashboard that is shown.
   * @throws TextError where a folder holds nothing to read
   */
  async take({ files, skipped, folders }: Picked): Promise<void> {
    const are = await Promise.all(files.map(({ name, file }) => isDocumentFile(name, file)));
    const documents = files.filter((_, index) => are[index]);
    const tables = files.filter((_, index) => !are[index]);
    const workspace = this.#workspace;
    const { intake, router } = workspace;
    const [folder] = folders;
    if (folder !== undefined && !files.length)
      throw new TextError(
        skipped.length ? intakeMessages.noData(folder, skipped.length) : intakeMessages.emptyFolder(folder),
      );
    if (documents[0]) await this.openGiven(await openDocumentFile(documents[0].file));
    else if (router.current.view === "start") {
      // From the start page, files begin a document of their own.
      workspace.open(null);
      intake.clear();
    }
    if (!tables.length) return;
    const { current } = router;
    const awaited = this.#awaitsFiles();
    const shown = current.view === "document" && workspace.loaded !== null ? current.tab : null;
    if (!awaited && shown === null) router.go({ view: "import" });
    if (folder !== undefined) intake.skipped = skipped;
    const before = workspace.recognitions;
    const given = tables.map(({ name, file }) => ({ name, source: file }));
    const taken = await intake.take(given, null, folder !== undefined);
    if (!taken.length) {
      if (folder !== undefined && intake.skipped.length > skipped.length && !workspace.recognitions.length)
        throw new TextError(intakeMessages.noData(folder, intake.skipped.length));
      return;
    }
    if (shown !== null) {
      const known = meetings(taken, before, true).length === taken.length;
      if (known && workspace.recognitions.every(isSettled) && !workspace.pressure.isOver)
        await this.#showAgain(taken, before, shown);
      else router.go({ view: "import" });
    } else if (awaited) {
      if (this.#areAwaited(taken)) await this.build();
      else router.go({ view: "import" });
    }
  }

  /** Loads what the dashboard is shown on, now that it has changed; where that fails, it is as before. */
  async #showAgain(
    taken: readonly Recognition[],
    before: readonly Recognition[],
    tab: string,
  ): Promise<void> {
    const workspace = this.#workspace;
    try {
      await this.build(workspace.intake.policies, tab);
    } catch (error) {
      await workspace.intake.revert();
      throw error;
    }
    const rows = taken.reduce((sum, one) => sum + one.rows, 0);
    const names = taken.map(({ name }) => name).join(", ");
    const gone = before.some(({ file }) => !workspace.recognitions.some((one) => one.file === file));
    workspace.toast((gone ? intakeMessages.replaced : intakeMessages.appended)(names, rows));
  }

  /** Loads the files and shows them: in the open document, or in a starter made for them. */
  async build(given: Policies = this.#workspace.intake.policies, tab: string | null = null): Promise<void> {
    const workspace = this.#workspace;
    const starter = workspace.document ? null : this.#makeStarter();
    starter?.catch(() => {});
    const loaded = await workspace.intake.load(given);
    // The zone is kept, so that the figures are the same wherever the document is opened.
    const policies = loaded.zone ? { ...given, zone: loaded.zone } : given;
    if (starter) {
      const { sources } = workspace.intake;
      const named = sources.find(({ mapping }) => mapping.table.startsWith("order")) ?? sources[0];
      const title = {
        [workspace.locale]: named?.name.replace(/\.[^.]*$/, "") || workspace.say(messages.untitled),
      };
      const document = (await starter)(loaded, sources, {
        title,
        sample: null,
        policies,
        locale: workspace.locale,
      });
      workspace.open(document);
      workspace.saving?.note(document);
    } else this.#bindSources(policies);
    this.show(tab);
  }

  /** Opens an empty notebook; with the files of the import view where there are some. */
  async blank(): Promise<void> {
    const { intake, router } = this.#workspace;
    const withFiles = router.current.view === "import" && intake.isLoadable;
    let { policies } = intake;
    if (withFiles) {
      const { zone } = await intake.load();
      if (zone) policies = { ...policies, zone };
    } else intake.clear();
    const document = blankDocument(withFiles ? intake.sources : [], policies);
    this.#workspace.open(document);
    this.#workspace.saving?.note(document);
    this.show("notebook");
  }

  /** Goes on with a copy of the open document; the original stays as it is kept. */
  duplicate(): void {
    const { document, saving } = this.#workspace;
    if (!document) return;
    void saving?.flush();
    const copy = copyOf(document);
    this.#workspace.open(copy);
    saving?.note(copy);
    this.show();
    this.#workspace.toast(messages.duplicated);
  }

  /** Opens a sample shop with its dashboard; the same document again while nothing in it was changed. */
  async openSample(id: string): Promise<void> {
    const workspace = this.#workspace;
    const known = await listDocuments().catch((): StoredDocument[] => []);
    const untouched = known.find((one) => one.sample === id && one.created === one.modified);
    if (untouched) {
      await this.openStored(untouched.id);
      this.show();
      return;
    }
    const makeStarter = this.#makeStarter();
    makeStarter.catch(() => {});
    workspace.open(null);
    workspace.intake.clear();
    const loaded = await this.loadSample(id);
    if (!loaded) return;
    const entry = sampleShop(id);
    const title = { ...(entry?.label ?? messages.untitled) };
    const { sources } = workspace.intake;
    const policies = { ...(entry && { currency: entry.currency }), ...workspace.intake.policies };
    const document = (await makeStarter)(loaded, sources, {
      title,
      sample: id,
      policies,
      locale: workspace.locale,
    });
    workspace.open(document);
    workspace.saving?.note(document);
    this.show();
  }

  /** Makes the files of a sample shop and loads them; null where that failed or was given up. */
  async loadSample(id: string): Promise<Loaded | null> {
    const workspace = this.#workspace;
    const entry = sampleShop(id);
    if (!entry) {
      workspace.data = { state: "failed", text: messages.unknownSample(id) };
      return null;
    }
    const controller = new AbortController();
    const cancel = () => controller.abort();
    const progress = { stage: messages.makingSample(entry.label), done: null, total: null };
    workspace.data = { state: "loading", progress, cancel, before: null };
    try {
      const { sampleFiles } = await import("../../samples/open.ts");
      const files = await sampleFiles(entry.id, controller.signal);
      await workspace.intake.take(files.map((file) => ({ name: file.name, source: file })));
      controller.signal.throwIfAborted();
      const { intake } = workspace;
      return await intake.load({ currency: entry.currency, ...intake.policies });
    } catch (error) {
      workspace.data = isAbort(error) ? { state: "none" } : { state: "failed", text: textOf(error) };
      return null;
    }
  }

  /** Goes to a view of the open document: the wanted one, else the first dashboard, else the notebook. */
  show(tab: string | null = null): void {
    const { document, router } = this.#workspace;
    if (!document) return;
    const known = tab === "notebook" || document.dashboards.some(({ id }) => id === tab);
    const first = document.dashboards[0]?.id ?? "notebook";
    router.go({ view: "document", id: document.id, tab: known && tab ? tab : first });
    this.#workspace.announce(messages.opened(titleIn(document.title, this.#workspace.locale)));
  }

  /** Brings back the files that are kept for the open document and loads them as before. `ask`: on a click. */
  async bringBack(ask: boolean): Promise<void> {
    const workspace = this.#workspace;
    const { document, keeping, intake } = workspace;
    const { kept } = keeping;
    if (!document || !kept || (kept.stale && !ask)) return;
    const stop = new AbortController();
    this.#return = stop;
    stop.signal.addEventListener("abort", () => intake.reading?.cancel());
    const cancel = () => stop.abort(new DOMException("stopped on request", "AbortError"));
    const progress = { stage: keepingMessages.returning, done: null, total: null };
    workspace.data = { state: "loading", progress, cancel, before: null };
    try {
      const files = await keeping.open(kept, ask);
      stop.signal.throwIfAborted();
      if (!files) {
        workspace.data = { state: "none" };
        if (ask) workspace.toasts.show(keepingMessages.refused);
        return;
      }
      const taken = await intake.take(files, document.data.sources);
      stop.signal.throwIfAborted();
      if (this.#areAwaited(taken)) await intake.load(document.data.policies);
      else {
        workspace.data = { state: "none" };
        workspace.router.go({ view: "import" });
      }
    } catch (error) {
      // What was opened meanwhile has its own data.
      if (workspace.document?.id !== document.id) return;
      intake.clear();
      if (!isGone(error)) workspace.fail(error);
      else {
        await keeping.forget(document.id).catch(() => false);
        workspace.toasts.show(keepingMessages.lost, null, "fault");
      }
    }
  }
  #return: AbortController | null = null;

  #open(document: Document, kept: boolean, files: Kept | null = null): void {
    const { intake, keeping } = this.#workspace;
    this.#return?.abort(new DOMException("another is opened", "AbortError"));
    this.#workspace.open(document);
    this.#workspace.fromElsewhere = !kept;
    this.#workspace.saving?.note(document, kept);
    intake.clear();
    keeping.adopt(files);
    if (document.data.sample !== null) void this.loadSample(document.data.sample);
    else {
      this.#again = kept ? document.id : null;
      if (files) void this.bringBack(false);
    }
  }
  /** The document whose own files are to be chosen again. */
  #again: string | null = null;

  #awaitsFiles(): boolean {
    const { document, data } = this.#workspace;
    return document !== null && data.state === "none" && document.data.sources.length > 0;
  }
  /** Whether these are the very files that the open document was made with, read without a question. */
  #areAwaited(taken: readonly Recognition[]): boolean {
    const { document, recognitions, pressure } = this.#workspace;
    if (!document || document.id !== this.#again || pressure.isOver || taken.length !== recognitions.length)
      return false;
    const { sources } = document.data;
    return (
      sources.length === taken.length &&
      taken.every((one) => isSettled(one) && sources.some(({ name }) => name === one.name))
    );
  }
  /** The open document keeps the mappings of the files that it is shown on now. */
  #bindSources(policies: Policies = this.#workspace.intake.policies): void {
    const { intake, document } = this.#workspace;
    if (!document) return;
    const { sources } = intake;
    const sample =
      sources.length && document.data.sample !== null && !isSampleOf(document, sources)
        ? null
        : document.data.sample;
    this.#workspace.adopt((before) => ({ ...before, data: { ...before.data, sample, sources, policies } }));
  }
}

/** Whether a file that was there cannot be found or read any more. */
function isGone(error: unknown): boolean {
  return error instanceof Error && (error.name === "NotFoundError" || error.name === "NotReadableError");
}

function isSampleOf(document: Document, sources: Document["data"]["sources"]): boolean {
  const names = new Set(document.data.sources.map(({ name }) => name));
  return sources.every(({ name }) => names.has(name));
}
