import {
  CompressionType,
  type DataType,
  MessageReader,
  type RecordBatch,
  RecordBatchReader,
  type Vector,
  compressionRegistry,
} from "apache-arrow";
import { decompressZstd } from "hyparquet-compressors";
import { type Text, TextError } from "../../i18n/text.ts";
import { lz4Frame } from "../arrow-codecs.ts";
import { openMessages } from "../open.messages.ts";
import { arrowColumn, refusalOf } from "./arrow-column.ts";
import { type Chunk, type ColumnFile, type Range, chunkRows } from "./column.ts";
import { headingsOf, piecesOf } from "./pieces.ts";

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: lz4Frame });
// Its result lies inside of a larger buffer; numbers must begin at a multiple of their size.
compressionRegistry.set(CompressionType.ZSTD, { decode: (packed) => decompressZstd(packed).slice() });

/**
 * Opens an Arrow IPC file or stream, or Feather version 2, also compressed. Nested and binary columns are left
 * out with a note.
 * @throws TextError where the file is damaged
 */
export async function openArrow(
  name: string,
  content: Blob,
): Promise<{ readonly file: ColumnFile; readonly notes: readonly Text[] }> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  return named(name, () => {
    const { schema } = RecordBatchReader.from(bytes).open();
    const notes: Text[] = [];
    const kept: { readonly name: string; readonly index: number }[] = [];
    for (const [index, field] of schema.fields.entries()) {
      const refusal = refusalOf(field.type as DataType);
      if (refusal === "nested") notes.push(openMessages.nested(field.name));
      else if (refusal === "binary") notes.push(openMessages.binary(field.name));
      else kept.push({ name: field.name, index });
    }
    const columns = kept.map(({ index }) => index);
    const headings = headingsOf(kept.map((column) => column.name));
    return { file: new ArrowFile(name, content, headings, columns, extents(bytes)), notes };
  });
}

class ArrowFile implements ColumnFile {
  readonly headings: readonly string[];
  readonly rows: number;
  readonly #name: string;
  readonly #content: Blob;
  /** Places of the columns among all of the file. */
  readonly #columns: readonly number[];
  readonly #batches: readonly Range[];

  constructor(
    name: string,
    content: Blob,
    headings: readonly string[],
    columns: readonly number[],
    batches: readonly Range[],
  ) {
    this.#name = name;
    this.#content = content;
    this.headings = headings;
    this.#columns = columns;
    this.#batches = batches;
    this.rows = batches.at(-1)?.end ?? 0;
  }

  async *chunks(
    columns: readonly number[],
    {
      ranges = [{ start: 0, end: this.rows }],
      rows = chunkRows,
      first = rows,
      signal,
    }: Parameters<ColumnFile["chunks"]>[1] = {},
  ): AsyncGenerator<Chunk> {
    const bytes = new Uint8Array(await this.#content.arrayBuffer());
    const batchAt = named(this.#name, () => batchesOf(bytes));
    for (const [index, batch] of this.#batches.entries()) {
      const pieces = piecesOf(ranges, batch, rows, first);
      if (pieces.length === 0) continue;
      signal?.throwIfAborted();
      const found = named(this.#name, () => {
        const read = batchAt(index);
        if (read?.numRows !== batch.end - batch.start) throw new Error("a batch is cut off");
        return columns.map((column): Vector | null => read.getChildAt(this.#columns[column] ?? -1));
      });
      for (const { start, end } of pieces)
        yield {
          start,
          length: end - start,
          columns: found.map((vector) => {
            if (!vector) throw new Error("no such column");
            return named(this.#name, () => arrowColumn(vector, start - batch.start, end - batch.start));
          }),
        };
    }
  }
}

/** The rows of each record batch, without unpacking any. */
function extents(bytes: Uint8Array): Range[] {
  const isFile = String.fromCharCode(...bytes.subarray(0, 6)) === "ARROW1";
  const reader = new MessageReader(isFile ? bytes.subarray(8) : bytes);
  const found: Range[] = [];
  let start = 0;
  for (const message of reader) {
    if (message.isRecordBatch()) {
      const end = start + Number(message.header().length);
      found.push({ start, end });
      start = end;
    }
    reader.readMessageBody(message.bodyLength);
  }
  return found;
}

/** Gives record batches by place: of a file each by itself, of a stream one after the other. */
function batchesOf(bytes: Uint8Array): (index: number) => RecordBatch | null {
  const reader = RecordBatchReader.from(bytes).open();
  if (reader.isFile() && reader.isSync()) {
    const file = reader as { readRecordBatch(index: number): RecordBatch | null };
    return (index) => file.readRecordBatch(index);
  }
  let next = 0;
  return (index) => {
    for (;;) {
      const { value, done } = reader.next() as IteratorResult<RecordBatch, unknown>;
      if (done) return null;
      next += 1;
      if (next > index) return value;
    }
  };
}

function named<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof TextError || cause instanceof DOMException) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TextError(openMessages.unreadable(name, openMessages.arrow, reason), { cause });
  }
}
