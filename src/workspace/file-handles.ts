import type { GivenFile } from "../shop/shop.ts";
import { factsOf } from "./kept-store.ts";

/** What some browsers can do with dropped files and their handles, which the page's types do not know. */
interface HandleItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}
interface AskedHandle {
  queryPermission?(wanted: { readonly mode: "read" }): Promise<PermissionState>;
  requestPermission?(wanted: { readonly mode: "read" }): Promise<PermissionState>;
}

/**
 * Where dropped files lie on the disk, as far as the browser tells. Kept for this visit only, until the
 * user asks that it be remembered.
 */
export class FileHandles {
  readonly #handles = new Map<string, FileSystemFileHandle>();

  /** Looks at every drop on the page before whoever takes it, until the returned function is called. */
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
    addEventListener("drop", ondrop, { capture: true });
    return () => removeEventListener("drop", ondrop, { capture: true });
  }

  /** The handles of all these files, or null where one has none. */
  of(files: readonly GivenFile[]): FileSystemFileHandle[] | null {
    const found = files.map((file) => this.#handles.get(keyOf(file)));
    return found.every((handle) => handle !== undefined) ? found : null;
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
