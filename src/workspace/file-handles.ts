import type { GivenFile } from "../shop/shop.ts";
import { factsOf } from "./kept-store.ts";

/** What some browsers can do with dropped files and their handles, which the page's types do not know. */
interface HandleItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}
interface Picker {
  showOpenFilePicker?(wanted: { readonly multiple: boolean }): Promise<FileSystemFileHandle[]>;
}
interface AskedHandle {
  queryPermission?(wanted: { readonly mode: "read" }): Promise<PermissionState>;
  requestPermission?(wanted: { readonly mode: "read" }): Promise<PermissionState>;
}

/** A dialog that is closed sooner than this, ms, was not closed by anybody: the browser did not show it. */
const blink = 100;

/**
 * Where dropped and chosen files lie on the disk, as far as the browser tells. Kept for this visit only,
 * until the user asks that it be remembered.
 */
export class FileHandles {
  readonly #handles = new Map<string, FileSystemFileHandle>();
  /** An input whose own dialog is to open. */
  #plain: HTMLInputElement | null = null;

  /** Looks at every drop and choice of files before whoever takes them, until the returned function is called. */
  watch(): () => void {
    const ondrop = (event: DragEvent) => {
      // Handles are to be had during the event only.
      for (const item of event.dataTransfer?.items ?? []) {
        if (item.kind !== "file") continue;
        const handle = (item as unknown as HandleItem).getAsFileSystemHandle?.();
        handle?.then(
          (found) => found && this.#note(found),
          () => {},
        );
      }
    };
    const onclick = (event: MouseEvent) => {
      const { target } = event;
      const picker = window as Picker;
      if (!picker.showOpenFilePicker || !(target instanceof HTMLInputElement) || target === this.#plain)
        return;
      if (target.type !== "file" || !target.multiple || target.webkitdirectory) return;
      event.preventDefault();
      void this.#pick(target, picker);
    };
    addEventListener("drop", ondrop, { capture: true });
    addEventListener("click", onclick, { capture: true });
    return () => {
      removeEventListener("drop", ondrop, { capture: true });
      removeEventListener("click", onclick, { capture: true });
    };
  }

  /** The handles of all these files, or null where one has none. */
  of(files: readonly GivenFile[]): FileSystemFileHandle[] | null {
    const found = files.map((file) => this.#handles.get(keyOf(file)));
    return found.every((handle) => handle !== undefined) ? found : null;
  }

  /** Chooses files by the dialog that tells where they lie, and gives them to the input as its own would. */
  async #pick(input: HTMLInputElement, picker: Picker): Promise<void> {
    const begun = performance.now();
    let handles: readonly FileSystemFileHandle[];
    try {
      handles = (await picker.showOpenFilePicker?.({ multiple: true })) ?? [];
    } catch (error) {
      const closed = error instanceof DOMException && error.name === "AbortError";
      if (closed && performance.now() - begun > blink) return;
      // The dialog is not allowed here; the input's own is.
      this.#plain = input;
      input.click();
      this.#plain = null;
      return;
    }
    const chosen = new DataTransfer();
    for (const handle of handles) {
      chosen.items.add(await handle.getFile());
      await this.#note(handle);
    }
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async #note(handle: FileSystemHandle): Promise<void> {
    if (!(handle instanceof FileSystemFileHandle)) return;
    const source = await handle.getFile();
    this.#handles.set(keyOf({ name: source.name, source }), handle);
  }
}

function keyOf(file: GivenFile): string {
  const { name, size, changed } = factsOf(file);
  return JSON.stringify([name, size, changed]);
}

/**
 * Whether the files behind handles may be read. The browser asks the user where `ask`, which it does on a
 * click only.
 */
export async function mayRead(handles: readonly FileSystemFileHandle[], ask: boolean): Promise<boolean> {
  for (const handle of handles) {
    const asked = handle as unknown as AskedHandle;
    const state = await (ask
      ? asked.requestPermission?.({ mode: "read" })
      : asked.queryPermission?.({ mode: "read" }));
    if (state !== undefined && state !== "granted") return false;
  }
  return true;
}
