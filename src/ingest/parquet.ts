import type { AsyncBuffer, SchemaElement } from "hyparquet";
import { type Text, TextError } from "../i18n/text.ts";
import { DelimitedText } from "./delimited.ts";
import type { OpenedTable } from "./open.ts";
import { openMessages } from "./open.messages.ts";
import { millisecondText, numberText } from "./value-text.ts";

/**
 * The rows of a Parquet file as delimited text, a row group at a time. Columns of lists, records or bytes
 * are left out with a note; moments come out in UTC with a Z, other times as the file holds them.
 * @throws TextError where the file is damaged or uses what no reader here knows
 */
export async function readParquet(name: string, content: Blob, signal?: AbortSignal): Promise<OpenedTable> {
  const { parquetMetadataAsync, parquetRead, parquetSchema } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  const file: AsyncBuffer = {
    byteLength: content.size,
    slice: (start, end) => content.slice(start, end).arrayBuffer(),
  };
  try {
    const metadata = await parquetMetadataAsync(file);
    const notes: Text[] = [];
    const columns: { name: string; text: (value: unknown) => string }[] = [];
    for (const { element, children } of parquetSchema(metadata).children) {
      const refused = children.length > 0 || element.repetition_type === "REPEATED";
      if (refused) notes.push(openMessages.nested(element.name));
      else if (isBytes(element)) notes.push(openMessages.binary(element.name));
      else columns.push({ name: element.name, text: textOf(element) });
    }
    const text = new DelimitedText(columns.map((column) => column.name));
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      signal?.throwIfAborted();
      const rowEnd = rowStart + Number(group.num_rows);
      if (columns.length > 0)
        await parquetRead({
          file,
          metadata,
          compressors,
          parsers: {
            timestampFromMilliseconds,
            timestampFromMicroseconds,
            timestampFromNanoseconds,
            dateFromDays,
          },
          columns: columns.map((column) => column.name),
          rowStart,
          rowEnd,
          onComplete: (rows: unknown[][]) => {
            for (const row of rows) text.add(columns.map((column, index) => column.text(row[index])));
          },
        });
      rowStart = rowEnd;
    }
    return { name, content: text.blob(), skip: 0, notes, receipts: [] };
  } catch (cause) {
    if (cause instanceof TextError || signal?.aborted) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TextError(openMessages.unreadable(name, openMessages.parquet, reason), { cause });
  }
}

const timestampFromMilliseconds = (value: bigint): string => millisecondText(Number(value));
const timestampFromMicroseconds = (value: bigint): string => millisecondText(Number(value / 1000n));
const timestampFromNanoseconds = (value: bigint): string => millisecondText(Number(value / 1_000_000n));
const dateFromDays = (days: number): string => millisecondText(days * 86_400_000).slice(0, 10);

/** Bytes without a meaning as text. Plain byte arrays without any mark are read as text, as old writers meant. */
function isBytes({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  if (type !== "FIXED_LEN_BYTE_ARRAY" && type !== "BYTE_ARRAY") return false;
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") return false;
  if (converted === "BSON" || converted === "INTERVAL") return true;
  if (logical?.type === "GEOMETRY" || logical?.type === "GEOGRAPHY") return true;
  return type === "FIXED_LEN_BYTE_ARRAY" && logical?.type !== "UUID" && logical?.type !== "FLOAT16";
}

function textOf(element: SchemaElement): (value: unknown) => string {
  if (element.converted_type === "DECIMAL" || element.logical_type?.type === "DECIMAL") {
    const digits = element.scale ?? 0;
    return (value) => (typeof value === "number" ? value.toFixed(digits) : "");
  }
  const { logical_type: logical } = element;
  // Adjusted to UTC it is a moment, to be brought to the shop's zone; else what a clock showed.
  if (logical?.type === "TIMESTAMP" && logical.isAdjustedToUTC)
    return (value) => (typeof value === "string" && value !== "" ? `${value}Z` : "");
  if (element.type === "FLOAT") return (value) => (typeof value === "number" ? numberText(value, 7) : "");
  return plainText;
}

function plainText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return numberText(value);
    case "bigint":
      return value.toString();
    case "boolean":
      return value ? "true" : "false";
    default:
      return value === null || value === undefined ? "" : (JSON.stringify(value) ?? "");
  }
}
