import type { Document } from "../document/document.ts";
import type { Text } from "../i18n/text.ts";
import { textOf } from "./deferred-shop.ts";

export type SavingState =
  | { readonly state: "none" | "waiting" | "saved" }
  /** Open in another tab, which keeps it: this one does not write. */
  | { readonly state: "elsewhere" }
  | { readonly state: "failed"; readonly text: Text };

interface TabMessage {
  readonly kind: "open" | "here" | "take";
  readonly id: string;
  readonly tab: string;
  /** When the tab opened it: of two at once, the earlier one writes. */
  readonly since: number;
}

const delay = 600;

/**
 * Keeps the open document in this browser, within a second of each change. Of two tabs with the same
 * document one writes: the one that had it first, until the other takes it over.
 */
export class Saving {
  #state = $state.raw<SavingState>({ state: "none" });
  #document: Document | null = null;
  #kept: Document | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #write: (document: Document) => Promise<void>;
  #channel: BroadcastChannel | null;
  #since = 0;
  readonly #tab = Math.random().toString(36).slice(2);

  constructor(write: (document: Document) => Promise<void>, channel: BroadcastChannel | null = null) {
    this.#write = write;
    this.#channel = channel;
    channel?.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => this.#hear(data));
  }

  get state(): SavingState {
    return this.#state;
  }

  /** Takes note of the open document. `kept`: it was just read from where it is kept. */
  note(document: Document | null, kept = false): void {
    const other = document?.id !== this.#document?.id;
    if (other) void this.flush();
    this.#document = document;
    if (kept) this.#kept = document;
    if (other) {
      this.#state = { state: document && kept ? "saved" : "none" };
      this.#since = Date.now();
      if (document) this.#say("open", document.id);
    }
    if (!document || document === this.#kept || this.#state.state === "elsewhere") return;
    this.#state = { state: "waiting" };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  /** Writes at once what is not yet written. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const document = this.#document;
    if (!document || document === this.#kept || this.#state.state === "elsewhere") return;
    const before = this.#kept;
    this.#kept = document;
    try {
      await this.#write(document);
      if (this.#document === document) this.#state = { state: "saved" };
    } catch (error) {
      if (this.#kept === document) this.#kept = before;
      if (this.#document === document) this.#state = { state: "failed", text: textOf(error) };
    }
  }

  /** Writes here from now on; the other tab stops. */
  take(): void {
    const document = this.#document;
    if (!document) return;
    this.#say("take", document.id);
    this.#kept = document;
    this.#state = { state: "saved" };
  }
  /** Does not write the open document any more, since it was removed. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#document = null;
    this.#state = { state: "none" };
  }
  close(): void {
    clearTimeout(this.#timer);
    this.#channel?.close();
  }

  #hear({ kind, id, tab, since }: TabMessage): void {
    if (tab === this.#tab || id !== this.#document?.id) return;
    const earlier = since < this.#since || (since === this.#since && tab < this.#tab);
    if (kind === "open" && !earlier && this.#state.state !== "elsewhere") this.#say("here", id);
    if (kind !== "open" || earlier) {
      clearTimeout(this.#timer);
      this.#state = { state: "elsewhere" };
    }
  }
  #say(kind: TabMessage["kind"], id: string): void {
    this.#channel?.postMessage({ kind, id, tab: this.#tab, since: this.#since } satisfies TabMessage);
  }
}
