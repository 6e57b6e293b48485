import { CompressionType, type DataType, Type, type Vector, compressionRegistry } from "apache-arrow";
import { type Text, TextError } from "../i18n/text.ts";
import { lz4Frame } from "./arrow-codecs.ts";
import { DelimitedText } from "./delimited.ts";
import type { OpenedTable } from "./open.ts";
import { openMessages } from "./open.messages.ts";
import { millisecondText, numberText } from "./value-text.ts";

/**
 * The rows of an Arrow IPC file or stream, or of Feather version 2, also compressed, as delimited text. Nested and binary
 * columns are left out with a note.
 * @throws TextError where the file is damaged or of the first Feather version
 */
export async function readArrow(name: string, content: Blob): Promise<OpenedTable> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  if (String.fromCharCode(...bytes.subarray(0, 4)) === "FEA1")
    throw new TextError(openMessages.oldFeather(name));
  const { tableFromIPC } = await import("apache-arrow");
  const { decompressZstd } = await import("hyparquet-compressors");
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: lz4Frame });
  // Its result lies inside of a larger buffer; numbers must begin at a multiple of their size.
  compressionRegistry.set(CompressionType.ZSTD, { decode: (packed) => decompressZstd(packed).slice() });
  let table;
  try {
    table = tableFromIPC(bytes);
    // Damage of a column shows when it is first read.
    for (const { data } of table.batches) void data.nullCount;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TextError(openMessages.unreadable(name, openMessages.arrow, reason), { cause });
  }
  const notes: Text[] = [];
  const columns: { name: string; text: (value: unknown) => string }[] = [];
  const kept: number[] = [];
  table.schema.fields.forEach((field, index) => {
    const text = textOf(field.type as DataType);
    if (text === "nested") notes.push(openMessages.nested(field.name));
    else if (text === "binary") notes.push(openMessages.binary(field.name));
    else {
      kept.push(index);
      columns.push({ name: field.name, text });
    }
  });
  const written = new DelimitedText(columns.map((column) => column.name));
  for (const batch of table.batches) {
    const vectors = kept.map((index): Vector | null => batch.getChildAt(index));
    for (let row = 0; row < batch.numRows; row += 1)
      written.add(columns.map(({ text }, index) => text(vectors[index]?.get(row) as unknown)));
  }
  return { name, content: written.blob(), skip: 0, notes, receipts: [] };
}

function textOf(type: DataType): ((value: unknown) => string) | "nested" | "binary" {
  switch (type.typeId) {
    case Type.Dictionary:
      return textOf((type as DataType & { dictionary: DataType }).dictionary);
    case Type.Timestamp: {
      // With a zone it is a moment, to be brought to the shop's; without, what a clock showed.
      const mark = (type as DataType & { readonly timezone?: string | null }).timezone ? "Z" : "";
      return (value) => (typeof value === "number" ? `${millisecondText(value)}${mark}` : "");
    }
    case Type.Date:
      return (value) => (typeof value === "number" ? millisecondText(value).slice(0, 10) : "");
    case Type.Float:
      return (type as DataType & { precision: number }).precision === 2
        ? (value) => (typeof value === "number" ? numberText(value) : "")
        : (value) => (typeof value === "number" ? numberText(value, 7) : "");
    case Type.Decimal: {
      const { scale } = type as DataType & { readonly scale: number };
      return (value) => decimalText(printed(value), scale);
    }
    case Type.Int:
    case Type.Bool:
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
    case Type.Null:
      return printed;
    case Type.Binary:
    case Type.LargeBinary:
    case Type.FixedSizeBinary:
      return "binary";
    default:
      return "nested";
  }
}

function printed(value: unknown): string {
  return value === null || value === undefined ? "" : `${value as string}`;
}

/** A decimal comes as its digits without the point. */
function decimalText(digits: string, scale: number): string {
  if (digits === "") return "";
  const sign = digits.startsWith("-") ? "-" : "";
  const padded = digits.replace("-", "").padStart(scale + 1, "0");
  return scale ? `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}` : digits;
}
