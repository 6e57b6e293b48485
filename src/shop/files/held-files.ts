import type { Engine, FileSource } from "../../engine/engine.ts";
import type { ColumnFile } from "../../ingest/columnar/column.ts";
import { columnsText } from "../../ingest/columnar/columns-text.ts";
import { isPlain } from "../../ingest/columnar/opened.ts";
import { decode, mustDecode } from "../../ingest/decode.ts";
import type { FilledCells } from "../../ingest/merged-cells.ts";
import type { OpenedTable } from "../../ingest/opened-table.ts";
import type { Sample } from "../../ingest/sample.ts";
import type { TotalRow } from "../../ingest/sheet-text.ts";
import type { Text } from "../../i18n/text.ts";
import type { Mapping, Receipt, Recognition } from "../../ingest/source.ts";

/** A file as it is held for the session. */
export interface HeldFile {
  readonly key: string;
  readonly name: string;
  readonly source: FileSource;
  readonly blob: Blob;
  /** The columns of a file that has types of its own; null for text. */
  readonly columns: ColumnFile | null;
  /** Such a file as text, once something needed it so. */
  text: Blob | null;
  /** Lines above the header of text that was made from another format; null for a file that is text. */
  readonly skip: number | null;
  /** What opening it left out, to be said with whatever is recognised. */
  notes: readonly Text[];
  readonly receipts: readonly Omit<Receipt, "file">[];
  /** Rows that add up others, apart from the content. */
  readonly totals: readonly TotalRow[];
  /** Whether these are read as rows as well, behind the others. */
  takesTotals: boolean;
  /** What merged cells gave to rows of it, and whether these are read without it. */
  readonly filled: FilledCells | null;
  keepsBlanks: boolean;
  sample: Sample | null;
  recognition: Recognition | null;
  /** Under which name and reading the engine has the file; null while it does not. */
  attached: {
    readonly name: string;
    readonly reading: string;
    readonly damaged: number;
    /** The bytes that the engine reads: UTF-8. */
    readonly text: Blob;
  } | null;
}

/** What of a loaded file is needed later, to show the rows that were set aside. */
export interface LoadedFile {
  readonly key: string;
  readonly mapping: Mapping;
}

/** The files of a session, by key, and which of them are loaded. */
export class HeldFiles {
  readonly byKey = new Map<string, HeldFile>();
  loaded: readonly LoadedFile[] = [];
  #next = 1;

  /** A key that no file of this session has. */
  key(): string {
    const key = `file${String(this.#next)}`;
    this.#next += 1;
    return key;
  }

  /** Takes a table in. `source` is the file that it is, where it was not made from one. */
  add(table: OpenedTable, source: FileSource = table.content, key = this.key()): HeldFile {
    const { name, content, skip, notes, receipts, totals = [], filled = null, columns = null } = table;
    const held: HeldFile = {
      key,
      name,
      source,
      blob: content,
      columns,
      text: null,
      skip,
      notes,
      receipts,
      totals,
      takesTotals: false,
      filled,
      keepsBlanks: false,
      sample: null,
      recognition: null,
      attached: null,
    };
    this.byKey.set(key, held);
    return held;
  }

  /** @throws Error where the key is of no file of this session. */
  get(key: string): HeldFile {
    const held = this.byKey.get(key);
    if (!held) throw new Error(`unknown file: ${key}`);
    return held;
  }

  /** Says that the engine has forgotten every file, as after `clear`. */
  detached(): void {
    for (const held of this.byKey.values()) held.attached = null;
  }
}

/** The columns of a file that is read by its own types under a mapping; null where it is read as text. */
export function typedColumns({ columns }: HeldFile, { dialect }: Mapping): ColumnFile | null {
  return columns && isPlain(dialect) ? columns : null;
}

/** A file as text; what has types of its own is written out once. */
export async function textOf(held: HeldFile, signal?: AbortSignal): Promise<Blob> {
  if (!held.columns) return held.blob;
  return (held.text ??= await columnsText(held.columns, signal));
}

/** Makes a file readable in the engine under a mapping's dialect, decoded where it must be; gives its name there. */
export async function attachFile(
  engine: Engine,
  held: HeldFile,
  mapping: Mapping,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  const { dialect } = mapping;
  const rewritten = mustDecode(dialect);
  const whole = held.takesTotals && held.totals.length > 0;
  const layout = rewritten ? `${dialect.encoding} ${dialect.delimiter === " " ? "columns" : ""}` : "utf-8";
  const { filled } = held;
  const blank = held.keepsBlanks && filled !== null;
  const reading = `${layout}${whole ? " with totals" : ""}${blank ? " with blanks" : ""}`;
  if (held.attached?.reading === reading) return held.attached.name;
  if (held.attached) await engine.detach(held.attached.name);
  held.attached = null;
  const name = `${held.key}.csv`;
  let damaged = 0;
  const own = blank ? filled.before : await textOf(held, signal);
  let text = whole ? new Blob([own, ...held.totals.map(({ line }) => line)]) : own;
  if (rewritten) {
    const decoded = await decode(text, dialect, (done) => onProgress?.(done, held.blob.size), signal);
    damaged = decoded.damaged;
    text = decoded.blob;
    await engine.attach(name, decoded.blob);
  } else await engine.attach(name, whole || blank || held.columns ? text : held.source);
  held.attached = { name, reading, damaged, text };
  return name;
}
