/** Where copies of files lie in the browser's private storage: a folder each. */
export const keptFolder = "kept";

/** What the worker that copies is given, and what it says. */
export interface CopyTask {
  readonly folder: string;
  readonly files: readonly Blob[];
}
export type CopyEvent =
  | { readonly kind: "written"; readonly bytes: number }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly name: string; readonly message: string };

/** Files are open like this in a worker only, which the page's own types do not know. */
interface SyncFile {
  createSyncAccessHandle(): Promise<{
    write(bytes: Uint8Array, options: { readonly at: number }): number;
    truncate(size: number): void;
    flush(): void;
    close(): void;
  }>;
}

const slice = 4 * 1024 * 1024;

/**
 * Copies files into a folder of the browser's private storage under their numbers, slice by slice, so that
 * none is ever whole in memory. They are copied as they are: the engine reads slices of them, which it
 * could not were they packed. For a worker: the access that every browser has is there only.
 */
export async function writeCopy(
  { folder, files }: CopyTask,
  onBytes: (written: number) => void,
): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const kept = await root.getDirectoryHandle(keptFolder, { create: true });
  const directory = await kept.getDirectoryHandle(folder, { create: true });
  let written = 0;
  for (const [index, file] of files.entries()) {
    const handle = await directory.getFileHandle(String(index), { create: true });
    const access = await (handle as unknown as SyncFile).createSyncAccessHandle();
    try {
      access.truncate(0);
      for (let at = 0; at < file.size; at += slice) {
        const bytes = new Uint8Array(await file.slice(at, at + slice).arrayBuffer());
        // A full disk shows as a short write in some browsers, as an error in others.
        if (access.write(bytes, { at }) < bytes.length)
          throw new DOMException("the storage took only a part", "QuotaExceededError");
        written += bytes.length;
        onBytes(written);
      }
      access.flush();
    } finally {
      access.close();
    }
  }
}
