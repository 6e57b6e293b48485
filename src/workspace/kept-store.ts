import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { newId } from "../document/new-id.ts";
import type { GivenFile } from "../shop/shop.ts";
import { keptFolder } from "./write-copy.ts";

/** A file as it was when it was kept. */
export interface KeptFile {
  readonly name: string;
  readonly size: number;
  /** When it was last changed, ms; 0 where that is not known. */
  readonly changed: number;
}

/** How a document's files come back: from a copy in this browser, or from where they lie on the disk. */
export interface Kept {
  readonly id: string;
  readonly kind: "copy" | "handles";
  readonly files: readonly KeptFile[];
  readonly bytes: number;
  /** ISO timestamp. */
  readonly at: string;
  /** Of a copy: its folder in the private storage. */
  readonly folder: string | null;
  readonly handles: readonly FileSystemFileHandle[];
  /** The document was shown on other files since. */
  readonly stale: boolean;
}

interface Stores extends DBSchema {
  kept: { key: string; value: Kept };
}

/** What a file is recognised by when it comes again. */
export function factsOf({ name, source }: GivenFile): KeptFile {
  const blob = source instanceof Blob ? source : new Blob();
  return { name, size: blob.size, changed: blob instanceof File ? blob.lastModified : 0 };
}

/** Whether this browser can keep files at all; a private window may refuse. */
export async function canKeep(): Promise<boolean> {
  try {
    await navigator.storage.getDirectory();
    return typeof indexedDB !== "undefined" && "locks" in navigator;
  } catch {
    return false;
  }
}

/** Bytes that may still be stored here; null where the browser does not say. */
export async function roomLeft(): Promise<number | null> {
  const { quota, usage } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  return quota === undefined ? null : Math.max(0, quota - (usage ?? 0));
}

/** What is kept for a document, or null. */
export async function findKept(id: string): Promise<Kept | null> {
  return (await withStores((stores) => stores.get("kept", id))) ?? null;
}

/** Everything that is kept. */
export function listKept(): Promise<Kept[]> {
  return withStores((stores) => stores.getAll("kept"));
}

/**
 * Copies a document's files into this browser, in place of what was kept for it. The record is written
 * last: a copy that fails, is given up or ends with the tab was never there, and what is left of it is
 * swept away.
 */
export async function keepCopy(
  id: string,
  files: readonly GivenFile[],
  copy: (folder: string, files: readonly Blob[]) => Promise<void>,
): Promise<Kept> {
  const folder = newId();
  const before = await findKept(id);
  return navigator.locks.request(lockOf(folder), async () => {
    try {
      await copy(
        folder,
        files.map(({ source }) => (source instanceof Blob ? source : new Blob())),
      );
      const kept = record(id, "copy", files, folder, []);
      await withStores((stores) => stores.put("kept", kept));
      if (before?.folder) void removeFolder(before.folder);
      return kept;
    } catch (error) {
      await deleteFolder(folder);
      throw error;
    }
  });
}

/** Keeps where a document's files lie, in place of what was kept for it: no rows. */
export async function keepHandles(
  id: string,
  files: readonly GivenFile[],
  handles: readonly FileSystemFileHandle[],
): Promise<Kept> {
  const before = await findKept(id);
  const kept = record(id, "handles", files, null, handles);
  await withStores((stores) => stores.put("kept", kept));
  if (before?.folder) void removeFolder(before.folder);
  return kept;
}

/** Writes down whether a document has been shown on other files than those that are kept for it. */
export async function markStale(kept: Kept, stale: boolean): Promise<Kept> {
  const marked = { ...kept, stale };
  await withStores((stores) => stores.put("kept", marked));
  return marked;
}

/** The files of a copy, to be read by slices from the disk. @throws where one is gone */
export async function openCopy({ folder, files }: Kept): Promise<GivenFile[]> {
  const kept = await (await navigator.storage.getDirectory()).getDirectoryHandle(keptFolder);
  const directory = await kept.getDirectoryHandle(folder ?? "");
  return Promise.all(
    files.map(async ({ name, size, changed }, index) => {
      const copy = await (await directory.getFileHandle(String(index))).getFile();
      if (copy.size !== size) throw new DOMException(`${name} is not whole`, "NotFoundError");
      // Under its own name and date it is known as the file that was kept. Its bytes stay on the disk.
      return { name, source: new File([copy], name, { lastModified: changed }) };
    }),
  );
}

/**
 * Forgets what is kept for a document. Its bytes go at once, or as soon as no other tab reads them:
 * gives whether they are gone.
 */
export async function forgetKept(id: string): Promise<boolean> {
  const kept = await findKept(id);
  if (!kept) return true;
  await withStores((stores) => stores.delete("kept", id));
  return kept.folder ? removeFolder(kept.folder) : true;
}

/** Holds a copy against removal by other tabs, until the returned function is called. */
export function holdCopy({ folder }: Kept): () => void {
  if (!folder) return () => {};
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  void navigator.locks.request(lockOf(folder), { mode: "shared" }, () => held);
  return release;
}

/** Removes what copies that were never finished, or forgotten while another tab read them, left behind. */
export async function sweep(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const kept = await root.getDirectoryHandle(keptFolder).catch(() => null);
  if (!kept) return;
  // Names first: a copy that is finished meanwhile has its record by the time it is looked for.
  const names: string[] = [];
  for await (const name of kept.keys()) names.push(name);
  for (const name of names)
    await navigator.locks.request(lockOf(name), { ifAvailable: true }, async (lock) => {
      if (lock && !(await listKept()).some(({ folder }) => folder === name)) await deleteFolder(name);
    });
}

const lockOf = (folder: string) => `regulars kept ${folder}`;

async function removeFolder(folder: string): Promise<boolean> {
  const gone = await navigator.locks.request(lockOf(folder), { ifAvailable: true }, async (lock) => {
    if (lock) await deleteFolder(folder);
    return lock !== null;
  });
  // Another tab reads it: it goes when that one lets go of it.
  if (!gone) void navigator.locks.request(lockOf(folder), () => deleteFolder(folder));
  return gone;
}

async function deleteFolder(folder: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const kept = await root.getDirectoryHandle(keptFolder).catch(() => null);
  await kept?.removeEntry(folder, { recursive: true }).catch(() => {});
}

function record(
  id: string,
  kind: Kept["kind"],
  given: readonly GivenFile[],
  folder: string | null,
  handles: readonly FileSystemFileHandle[],
): Kept {
  const files = given.map(factsOf);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return { id, kind, files, bytes, at: new Date().toISOString(), folder, handles, stale: false };
}

async function withStores<T>(task: (stores: IDBPDatabase<Stores>) => Promise<T>): Promise<T> {
  const stores = await openDB<Stores>("regulars-files", 1, {
    upgrade: (opened) => void opened.createObjectStore("kept", { keyPath: "id" }),
  });
  try {
    return await task(stores);
  } finally {
    stores.close();
  }
}
