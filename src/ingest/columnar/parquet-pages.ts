import type { Compressors, DataReader, PageHeader, SchemaElement } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage } from "hyparquet/src/datapage.js";
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from "hyparquet/src/delta.js";
import { byteStreamSplit, readRleBitPackedHybrid } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";
import type { CompressionCodec } from "hyparquet/src/types.js";

/** Strings of bytes within one buffer. */
export interface Slices {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
}

/** Values as they lie in a page: those of rows without a value are left out. */
export type PageValues =
  Slices | Int32Array | BigInt64Array | Float32Array | Float64Array | readonly boolean[];

/** A page of a column that is neither repeated nor nested. */
export interface Page {
  readonly rows: number;
  /** 1 for each row that has a value; null where all have. */
  readonly defined: Uint8Array | null;
  /** Its values, or where they lie in the dictionary. */
  readonly values: PageValues | null;
  readonly codes: Int32Array | null;
}

/** The pages of one column of a row group, read one after the other. */
export class Pages {
  readonly #reader: DataReader;
  readonly #element: SchemaElement;
  readonly #codec: CompressionCodec;
  readonly #compressors: Compressors;
  readonly #optional: boolean;
  #header: PageHeader | null = null;
  /** The values that pages may refer to by place. */
  dictionary: PageValues | null = null;

  constructor(
    content: ArrayBuffer,
    element: SchemaElement,
    codec: CompressionCodec,
    compressors: Compressors,
  ) {
    this.#reader = { view: new DataView(content), offset: 0 };
    this.#element = element;
    this.#codec = codec;
    this.#compressors = compressors;
    this.#optional = element.repetition_type === "OPTIONAL";
  }

  /** How many rows the next page has; a dictionary before it is read. */
  nextRows(): number {
    for (;;) {
      this.#header ??= parquetHeader(this.#reader);
      const header = this.#header;
      if (header.data_page_header) return header.data_page_header.num_values;
      if (header.data_page_header_v2) return header.data_page_header_v2.num_rows;
      const content = this.#content(header);
      if (header.dictionary_page_header) {
        const page = this.#unpack(content, header.uncompressed_page_size);
        this.dictionary = this.#plain(readerOf(page), header.dictionary_page_header.num_values);
      }
    }
  }

  /** Passes over the next page. */
  skip(): void {
    this.nextRows();
    if (this.#header) this.#content(this.#header);
  }

  next(): Page {
    const rows = this.nextRows();
    const header = this.#header as PageHeader;
    const content = this.#content(header);
    const { data_page_header: first, data_page_header_v2: second } = header;
    if (second) {
      const levels = second.definition_levels_byte_length;
      const before = second.repetition_levels_byte_length;
      let defined: Uint8Array | null = null;
      if (this.#optional && second.num_nulls > 0) {
        defined = new Uint8Array(rows);
        readRleBitPackedHybrid(readerOf(content.subarray(before)), 1, defined, levels);
      }
      const body = content.subarray(before + levels);
      const size = header.uncompressed_page_size - before - levels;
      const values = second.is_compressed === false ? body : this.#unpack(body, size);
      return { rows, defined, ...this.#values(readerOf(values), second.encoding, rows - second.num_nulls) };
    }
    const reader = readerOf(this.#unpack(content, header.uncompressed_page_size));
    let defined: Uint8Array | null = null;
    let count = rows;
    if (this.#optional) {
      defined = new Uint8Array(rows);
      readRleBitPackedHybrid(reader, 1, defined);
      count = 0;
      for (let row = 0; row < rows; row += 1) count += defined[row] ?? 0;
      if (count === rows) defined = null;
    }
    return { rows, defined, ...this.#values(reader, first?.encoding ?? "PLAIN", count) };
  }

  /** The bytes that follow a header; the next header stands behind them. */
  #content({ compressed_page_size: size }: PageHeader): Uint8Array {
    const { view, offset } = this.#reader;
    if (offset + size > view.byteLength) throw new Error("a page is cut off");
    this.#reader.offset += size;
    this.#header = null;
    return new Uint8Array(view.buffer, view.byteOffset + offset, size);
  }

  #unpack(bytes: Uint8Array, size: number): Uint8Array {
    return decompressPage(bytes, size, this.#codec, this.#compressors);
  }

  #values(reader: DataReader, encoding: string, count: number): Pick<Page, "values" | "codes"> {
    const { type } = this.#element;
    const plain = (values: PageValues) => ({ values, codes: null });
    if (count === 0) return { values: null, codes: new Int32Array(0) };
    switch (encoding) {
      case "PLAIN":
        return plain(this.#plain(reader, count));
      case "PLAIN_DICTIONARY":
      case "RLE_DICTIONARY": {
        const codes = new Int32Array(count);
        const width = reader.view.getUint8(reader.offset);
        reader.offset += 1;
        if (width > 0) readRleBitPackedHybrid(reader, width, codes, reader.view.byteLength - reader.offset);
        return { values: null, codes };
      }
      case "RLE": {
        if (type !== "BOOLEAN") break;
        const bits = new Uint8Array(count);
        readRleBitPackedHybrid(reader, 1, bits);
        return plain(Array.from(bits, (bit) => bit === 1));
      }
      case "DELTA_BINARY_PACKED": {
        const values = type === "INT32" ? new Int32Array(count) : new BigInt64Array(count);
        deltaBinaryUnpack(reader, count, values);
        return plain(values);
      }
      case "DELTA_LENGTH_BYTE_ARRAY":
      case "DELTA_BYTE_ARRAY": {
        const values = new Array<Uint8Array>(count);
        if (encoding === "DELTA_BYTE_ARRAY") deltaByteArray(reader, count, values);
        else deltaLengthByteArray(reader, count, values);
        return plain(joined(values));
      }
      case "BYTE_STREAM_SPLIT": {
        const values = byteStreamSplit(reader, count, type ?? "INT32", this.#element.type_length);
        return plain(Array.isArray(values) ? joined(values as Uint8Array[]) : (values as Float64Array));
      }
    }
    throw new Error(`unknown encoding: ${encoding}`);
  }

  #plain(reader: DataReader, count: number): PageValues {
    const { type, type_length: size } = this.#element;
    if (type === "BYTE_ARRAY") return slices(reader, count);
    if (type === "FIXED_LEN_BYTE_ARRAY" || type === "INT96")
      return fixed(reader, count, type === "INT96" ? 12 : (size ?? 0));
    return readPlain(reader, type ?? "INT32", count, size) as PageValues;
  }
}

function readerOf(bytes: Uint8Array): DataReader {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

/** Strings that stand behind their lengths. */
function slices({ view, offset }: DataReader, count: number): Slices {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const starts = new Int32Array(count);
  const lengths = new Int32Array(count);
  let at = offset;
  for (let index = 0; index < count; index += 1) {
    const length = view.getUint32(at, true);
    at += 4;
    starts[index] = at;
    lengths[index] = length;
    at += length;
  }
  if (at > bytes.length) throw new Error("a page is cut off");
  return { bytes, starts, lengths };
}

function fixed({ view, offset }: DataReader, count: number, size: number): Slices {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  if (offset + count * size > bytes.length) throw new Error("a page is cut off");
  return {
    bytes,
    starts: Int32Array.from({ length: count }, (_, index) => offset + index * size),
    lengths: new Int32Array(count).fill(size),
  };
}

function joined(values: readonly Uint8Array[]): Slices {
  const starts = new Int32Array(values.length);
  const lengths = new Int32Array(values.length);
  const bytes = new Uint8Array(values.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const [index, value] of values.entries()) {
    bytes.set(value, at);
    starts[index] = at;
    lengths[index] = value.length;
    at += value.length;
  }
  return { bytes, starts, lengths };
}
