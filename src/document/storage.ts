import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { TextError } from "../i18n/text.ts";
import type { Document, Titles } from "./document.ts";
import { readDocument as readDocumentText } from "./read.ts";
import { messages } from "./storage.messages.ts";
import { documentText } from "./write.ts";

/** What the list of recent documents shows of one, without reading it. */
export interface StoredDocument {
  readonly id: string;
  readonly title: Titles;
  /** ISO timestamps. */
  readonly created: string;
  readonly modified: string;
  readonly cells: number;
  readonly dashboards: number;
  /** Names of the files that it was made with. */
  readonly sources: readonly string[];
  /** The sample shop that it uses, or null. */
  readonly sample: string | null;
}

interface Stores extends DBSchema {
  /** Documents as text, so that reading one goes through the same checks as a file. */
  texts: { key: string; value: string };
  list: { key: string; value: StoredDocument; indexes: { modified: string } };
}

/** The documents of this browser, last changed first. */
export async function listDocuments(): Promise<StoredDocument[]> {
  const found = await withStores((stores) => stores.getAllFromIndex("list", "modified"));
  return found.reverse();
}

/** A document of this browser by its id; a `TextError` where there is none or it cannot be understood. */
export async function readDocument(id: string): Promise<Document> {
  const text = await withStores((stores) => stores.get("texts", id));
  if (text === undefined) throw new TextError(messages.absent(id));
  return readDocumentText(text);
}

/** Keeps a document in this browser under its id, in place of what was there. */
export async function writeDocument(document: Document): Promise<void> {
  const text = documentText(document);
  await withStores(async (stores) => {
    const change = stores.transaction(["texts", "list"], "readwrite");
    await Promise.all([
      change.objectStore("texts").put(text, document.id),
      change.objectStore("list").put(summaryOf(document)),
      change.done,
    ]);
  });
}

/** Removes a document from this browser. */
export async function deleteDocument(id: string): Promise<void> {
  await withStores(async (stores) => {
    const change = stores.transaction(["texts", "list"], "readwrite");
    await Promise.all([
      change.objectStore("texts").delete(id),
      change.objectStore("list").delete(id),
      change.done,
    ]);
  });
}

function summaryOf(document: Document): StoredDocument {
  const { id, title, created, modified, data, notebook, dashboards } = document;
  return {
    id,
    title,
    created,
    modified,
    cells: notebook.cells.length,
    dashboards: dashboards.length,
    sources: data.sources.map(({ name }) => name),
    sample: data.sample,
  };
}

// A connection for each task: opening takes about a millisecond, and none stands in the way of a newer
// copy of the product in another tab.
async function withStores<T>(task: (stores: IDBPDatabase<Stores>) => Promise<T>): Promise<T> {
  let stores: IDBPDatabase<Stores> | undefined;
  try {
    stores = await open();
    return await task(stores);
  } catch (error) {
    throw error instanceof TextError ? error : storageError(error);
  } finally {
    stores?.close();
  }
}

function open(): Promise<IDBPDatabase<Stores>> {
  return new Promise((resolve, reject) => {
    if (typeof indexedDB === "undefined") throw new TextError(messages.unavailable);
    openDB<Stores>("regulars", 1, {
      upgrade(stores) {
        stores.createObjectStore("texts");
        stores.createObjectStore("list", { keyPath: "id" }).createIndex("modified", "modified");
      },
      blocked: () => reject(new TextError(messages.blocked)),
    }).then(resolve, reject);
  });
}

function storageError(error: unknown): TextError {
  const name = error instanceof DOMException || error instanceof Error ? error.name : "";
  const detail = error instanceof Error ? error.message : String(error);
  const text =
    name === "QuotaExceededError"
      ? messages.quota
      : name === "VersionError"
        ? messages.newer
        : name === "SecurityError" || name === "InvalidStateError" || name === "NotAllowedError"
          ? messages.unavailable
          : messages.failed(detail);
  return new TextError(text, { cause: error });
}
