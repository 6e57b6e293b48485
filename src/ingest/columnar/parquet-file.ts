import type { AsyncBuffer, ColumnMetaData, Compressors, FileMetaData, SchemaElement } from "hyparquet";
import { type Text, TextError } from "../../i18n/text.ts";
import { openMessages } from "../open.messages.ts";
import { millisecondText, numberText } from "../value-text.ts";
import { type Chunk, type Column, type ColumnFile, type Range, chunkRows } from "./column.ts";
import { headingsOf, piecesOf } from "./pieces.ts";
import { type ColumnKind, ParquetColumn, kindOf } from "./parquet-column.ts";
import { textColumn } from "./text-column.ts";

/** A column of the file that is read: flat, and with a meaning as text or number. */
interface KnownColumn {
  readonly name: string;
  readonly element: SchemaElement;
  readonly kind: ColumnKind | null;
}

/** What can read the rows that come next in a row group's column. */
interface ColumnReader {
  skip(rows: number): void;
  take(rows: number): Column | Promise<Column>;
}

/**
 * Opens a Parquet file. Columns of lists, records or bytes are left out with a note; moments come out in
 * UTC, other times as the file holds them.
 * @throws TextError where the file is damaged
 */
export async function openParquet(
  name: string,
  content: Blob,
): Promise<{ readonly file: ColumnFile; readonly notes: readonly Text[] }> {
  const { parquetMetadataAsync, parquetSchema } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  const buffer: AsyncBuffer = {
    byteLength: content.size,
    slice: (start, end) => content.slice(start, end).arrayBuffer(),
  };
  return named(name, async () => {
    const metadata = await parquetMetadataAsync(buffer);
    const notes: Text[] = [];
    const columns: KnownColumn[] = [];
    for (const { element, children } of parquetSchema(metadata).children) {
      const refused = children.length > 0 || element.repetition_type === "REPEATED";
      if (refused) notes.push(openMessages.nested(element.name));
      else if (isBytes(element)) notes.push(openMessages.binary(element.name));
      else columns.push({ name: element.name, element, kind: kindOf(element) });
    }
    return { file: new ParquetFile(name, buffer, metadata, columns, compressors), notes };
  });
}

class ParquetFile implements ColumnFile {
  readonly headings: readonly string[];
  readonly rows: number;
  readonly #name: string;
  readonly #buffer: AsyncBuffer;
  readonly #metadata: FileMetaData;
  readonly #columns: readonly KnownColumn[];
  readonly #compressors: Compressors;

  constructor(
    name: string,
    buffer: AsyncBuffer,
    metadata: FileMetaData,
    columns: readonly KnownColumn[],
    compressors: Compressors,
  ) {
    this.#name = name;
    this.#buffer = buffer;
    this.#metadata = metadata;
    this.#columns = columns;
    this.#compressors = compressors;
    this.headings = headingsOf(columns.map((column) => column.name));
    this.rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
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
    let groupStart = 0;
    for (const [index, group] of this.#metadata.row_groups.entries()) {
      const groupEnd = groupStart + Number(group.num_rows);
      const pieces = piecesOf(ranges, { start: groupStart, end: groupEnd }, rows, first);
      if (pieces.length > 0) {
        const readers = await this.#named(() =>
          Promise.all(columns.map((column) => this.#reader(index, groupStart, column))),
        );
        let at = groupStart;
        for (const { start, end } of pieces) {
          signal?.throwIfAborted();
          const found = await this.#named(async () => {
            const taken: Column[] = [];
            for (const reader of readers) {
              reader.skip(start - at);
              taken.push(await reader.take(end - start));
            }
            return taken;
          });
          yield { start, length: end - start, columns: found };
          at = end;
        }
      }
      groupStart = groupEnd;
    }
  }

  #named<T>(read: () => Promise<T>): Promise<T> {
    return named(this.#name, read);
  }

  async #reader(group: number, groupStart: number, index: number): Promise<ColumnReader> {
    const column = this.#columns[index];
    if (!column) throw new Error(`no column ${String(index)}`);
    const chunk = this.#metadata.row_groups[group]?.columns.find(
      ({ meta_data: meta }) => meta?.path_in_schema.length === 1 && meta.path_in_schema[0] === column.name,
    );
    const meta = chunk?.meta_data;
    if (!meta || chunk.file_path) throw new Error(`no data of the column ${column.name}`);
    if (!column.kind) return this.#otherReader(column, groupStart);
    const { start, end } = extent(meta);
    const content = await this.#buffer.slice(start, end);
    return new ParquetColumn(content, column.element, column.kind, meta.codec, this.#compressors);
  }

  /** Reads rare kinds of values through the library's own rows. */
  #otherReader({ name, element }: KnownColumn, groupStart: number): ColumnReader {
    const write = otherText(element);
    let at = groupStart;
    return {
      skip: (rows) => {
        at += rows;
      },
      take: async (rows) => {
        const { parquetRead } = await import("hyparquet");
        const cells: string[] = [];
        await parquetRead({
          file: this.#buffer,
          metadata: this.#metadata,
          compressors: this.#compressors,
          parsers,
          columns: [name],
          rowStart: at,
          rowEnd: at + rows,
          onComplete: (found: unknown[][]) => {
            for (const [value] of found) cells.push(write(value));
          },
        });
        if (cells.length !== rows) throw new Error(`the column ${name} ends too early`);
        at += rows;
        return textColumn(cells);
      },
    };
  }
}

/** Where a column of a row group lies in the file. */
function extent(meta: ColumnMetaData): Range {
  const data = Number(meta.data_page_offset);
  const dictionary = Number(meta.dictionary_page_offset ?? 0);
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  return { start, end: start + Number(meta.total_compressed_size) };
}

async function named<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof TextError || cause instanceof DOMException) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TextError(openMessages.unreadable(name, openMessages.parquet, reason), { cause });
  }
}

/** Bytes without a meaning as text. Plain byte arrays without any mark are read as text, as old writers meant. */
function isBytes({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  if (type !== "FIXED_LEN_BYTE_ARRAY" && type !== "BYTE_ARRAY") return false;
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") return false;
  if (converted === "BSON" || converted === "INTERVAL") return true;
  if (logical?.type === "GEOMETRY" || logical?.type === "GEOGRAPHY") return true;
  return type === "FIXED_LEN_BYTE_ARRAY" && logical?.type !== "UUID" && logical?.type !== "FLOAT16";
}

const parsers = {
  timestampFromMilliseconds: (value: bigint): string => millisecondText(Number(value)),
  timestampFromMicroseconds: (value: bigint): string => millisecondText(Number(value / 1000n)),
  timestampFromNanoseconds: (value: bigint): string => millisecondText(Number(value / 1_000_000n)),
  dateFromDays: (days: number): string => millisecondText(days * 86_400_000).slice(0, 10),
};

function otherText(element: SchemaElement): (value: unknown) => string {
  const decimal = element.converted_type === "DECIMAL" || element.logical_type?.type === "DECIMAL";
  const digits = element.scale ?? 0;
  return (value) => {
    switch (typeof value) {
      case "string":
        return value;
      case "number":
        return decimal ? value.toFixed(digits) : numberText(value);
      case "bigint":
        return value.toString();
      default:
        return value === null || value === undefined ? "" : (JSON.stringify(value) ?? "");
    }
  };
}
