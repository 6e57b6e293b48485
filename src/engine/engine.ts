import type { Sql } from "../sql.ts";

/** A file that the engine may read: a browser File (read by slices) or, headless, a path. */
export type FileSource = Blob | { readonly path: string };

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Lower runs first. Imports 0, what the user looks at 1, what may be looked at next 2. Default 1. */
  readonly priority?: number;
  /** Whoever hears how much of an attached file the statement has read. Only a statement with a signal tells. */
  readonly reading?: { readonly file: string; readonly onBytes: (bytes: number) => void };
}

/**
 * DuckDB behind a few verbs. One statement runs at a time; the others wait by priority. What changes
 * the state of the engine (`execute`, `attach`, `detach`, `insertArrow`, `appendArrow`) is journalled and replayed when
 * the engine had to be ended; what only reads (`query`) is not.
 */
export interface Engine {
  /** Runs a statement that reads; gives Arrow IPC stream bytes. @throws QueryError, AbortError */
  query(statement: Sql, options?: RunOptions): Promise<Uint8Array>;
  /** Runs a statement that changes the database. @throws QueryError, AbortError */
  execute(statement: Sql, options?: RunOptions): Promise<void>;
  /** Makes a file readable as `/in/<name>`. */
  attach(name: string, source: FileSource): Promise<void>;
  detach(name: string): Promise<void>;
  /** Creates a table from Arrow IPC stream bytes; `read` is called again at a replay. */
  insertArrow(table: string, read: () => Promise<Uint8Array> | Uint8Array): Promise<void>;
  /**
   * The same into a table that is there, whose columns the given ones are cast to by their places.
   * @throws QueryError where a value cannot be cast; then no row is added
   */
  appendArrow(table: string, read: () => Promise<Uint8Array> | Uint8Array): Promise<void>;
  /** Forgets the journal, every table and every attached file: an empty database. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** What the database knows of a name that it did not find. */
export interface Missing {
  readonly name: string;
  /** Names that are there and look alike, the likest first. */
  readonly candidates: readonly string[];
}

/** A statement that the database refused, with the statement and the place, where it is known. */
export class QueryError extends Error {
  readonly statement: string;
  /** Offset of the fault in the statement, in UTF-16 units. */
  readonly position: number | null;
  /** The column, table or function that was not found. */
  readonly missing: Missing | null;
  constructor(
    message: string,
    statement: string,
    position: number | null = null,
    missing: Missing | null = null,
  ) {
    super(message);
    this.name = "QueryError";
    this.statement = statement;
    this.position = position;
    this.missing = missing;
  }
}

/** The error of a call that its caller gave up. */
export function abortError(): DOMException {
  return new DOMException("stopped on request", "AbortError");
}
