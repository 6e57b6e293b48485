import type { Text } from "../i18n/text.ts";
import type { GivenFile } from "../shop/shop.ts";
import { isAbort } from "./deferred-shop.ts";
import { type FileHandles, mayRead } from "./file-handles.ts";
import { messages } from "./keeping.messages.ts";
import {
  type Kept,
  canKeep,
  factsOf,
  findKept,
  forgetKept,
  holdCopy,
  keepCopy,
  keepHandles,
  markStale,
  openCopy,
  roomLeft,
} from "./kept-store.ts";
import { remember, remembered } from "./preferences.ts";
import type { Workspace } from "./workspace.svelte.ts";

export type KeepingState =
  | { readonly state: "none" }
  | { readonly state: "copying"; readonly done: number; readonly total: number; readonly cancel: () => void }
  | { readonly state: "failed"; readonly text: Text };

/** Whether the open document's files come back with it: by a copy or by handles, and only if the user agrees. */
export class Keeping {
  readonly #workspace: Workspace;
  readonly #handles: FileHandles;
  #state = $state.raw<KeepingState>({ state: "none" });
  #kept = $state.raw<Kept | null>(null);
  #able = $state(false);
  /** Documents for which the user wants no offer. */
  #declined = $state.raw<readonly string[]>(remembered("unkept")?.split(" ") ?? []);
  #release = () => {};

  constructor(workspace: Workspace, handles: FileHandles) {
    this.#workspace = workspace;
    this.#handles = handles;
    void canKeep().then((able) => (this.#able = able));
  }

  get state(): KeepingState {
    return this.#state;
  }
  /** Whether this browser keeps files at all. */
  get isAble(): boolean {
    return this.#able;
  }
  /** What is kept for the open document. */
  get kept(): Kept | null {
    return this.#kept?.id === this.#workspace.document?.id ? this.#kept : null;
  }
  /** The files that could be kept: those that the open document is shown on. */
  get files(): readonly GivenFile[] {
    const { document, loaded, intake } = this.#workspace;
    return this.#able && document && document.data.sample === null && loaded ? intake.given : [];
  }
  get bytes(): number {
    return this.files.reduce((sum, file) => sum + factsOf(file).size, 0);
  }
  /** Whether what is kept are the files that are loaded now. */
  get isCurrent(): boolean {
    const { kept, files } = this;
    return kept !== null && JSON.stringify(kept.files) === JSON.stringify(files.map(factsOf));
  }
  /** Whether the user should be asked. */
  get isOffered(): boolean {
    const { document } = this.#workspace;
    if (!document || !this.files.length || this.#workspace.saving?.state.state === "elsewhere") return false;
    if (this.#state.state !== "none") return true;
    return !this.isCurrent && !this.#declined.includes(document.id);
  }
  /** Where the files lie, if the browser told of each. */
  get handles(): FileSystemFileHandle[] | null {
    return this.#handles.of(this.files);
  }

  /** Finds what is kept for a document that is about to be opened. */
  async find(id: string): Promise<Kept | null> {
    return findKept(id).catch(() => null);
  }
  /** Says what is kept for the document that was opened; a copy is held against other tabs. */
  adopt(kept: Kept | null): void {
    this.#release();
    this.#release = kept ? holdCopy(kept) : () => {};
    this.#kept = kept;
    this.#state = { state: "none" };
  }
  /** Takes note of what was loaded: files other than those that are kept must not come back unasked. */
  async noteLoaded(): Promise<void> {
    const { kept } = this;
    if (!kept || !this.files.length || kept.stale !== this.isCurrent) return;
    const marked = await markStale(kept, !kept.stale).catch(() => kept);
    if (this.#kept === kept) this.#kept = marked;
  }
  /** The kept files; null where the user must allow it first. `ask`: on a click. @throws where they are gone */
  async open(kept: Kept, ask: boolean): Promise<GivenFile[] | null> {
    if (kept.kind === "copy") return openCopy(kept);
    if (!(await mayRead(kept.handles, ask))) return null;
    return Promise.all(
      kept.handles.map(async (handle, index) => {
        const source = await handle.getFile();
        return { name: kept.files[index]?.name ?? source.name, source };
      }),
    );
  }

  /** Copies the files into this browser, as the user agreed. */
  async keepCopy(): Promise<void> {
    const { document } = this.#workspace;
    const { files, bytes } = this;
    if (!document || !files.length || this.#state.state === "copying") return;
    const stop = new AbortController();
    const cancel = () => stop.abort(new DOMException("stopped on request", "AbortError"));
    this.#state = { state: "copying", done: 0, total: bytes, cancel };
    try {
      const room = await roomLeft();
      if (room !== null && room < bytes) throw new NoRoom(messages.noRoom(bytes, room));
      // Without this the browser may remove the copy when the disk is nearly full.
      await navigator.storage.persist().catch(() => false);
      const { startCopy } = await import("./start-copy.ts");
      const kept = await keepCopy(document.id, files, (folder, blobs) =>
        startCopy(
          { folder, files: blobs },
          (done) => (this.#state = { state: "copying", done, total: bytes, cancel }),
          stop.signal,
        ),
      );
      this.#took(document.id, kept);
    } catch (error) {
      this.#state = isAbort(error) ? { state: "none" } : { state: "failed", text: faultOf(error, bytes) };
    }
  }
  /** Remembers where the files lie, as the user agreed. */
  async keepHandles(): Promise<void> {
    const { document } = this.#workspace;
    const { files, handles } = this;
    if (!document || !handles) return;
    try {
      this.#took(document.id, await keepHandles(document.id, files, handles));
    } catch (error) {
      this.#state = { state: "failed", text: faultOf(error, 0) };
    }
  }
  /** Does not ask again for the open document; the data panel still offers it. */
  decline(): void {
    const { document } = this.#workspace;
    this.#state = { state: "none" };
    if (!document) return;
    this.#declined = [...this.#declined.filter((id) => id !== document.id), document.id].slice(-100);
    remember("unkept", this.#declined.join(" "));
  }
  /** Forgets what is kept for a document; what is loaded stays. Says whether the bytes are gone already. */
  async forget(id: string): Promise<boolean> {
    if (this.#kept?.id === id) this.adopt(null);
    return forgetKept(id);
  }

  #took(id: string, kept: Kept): void {
    if (this.#workspace.document?.id !== id) return;
    this.adopt(kept);
    this.#workspace.toast(messages.nowKept);
  }
}

class NoRoom extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

function faultOf(error: unknown, bytes: number): Text {
  if (error instanceof NoRoom) return error.text;
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") return messages.quota(bytes);
  if (name === "SecurityError" || name === "NotAllowedError" || name === "InvalidStateError")
    return messages.unavailable;
  if (name === "NotReadableError" || name === "NotFoundError") return messages.unreadable;
  return messages.failed(error instanceof Error ? error.message : String(error));
}
