import { QueryError } from "../engine/engine.ts";
import { TextError } from "../i18n/text.ts";
import { fillsOrders } from "../ingest/map.ts";
import type { Recognition, RecognisedColumn } from "../ingest/source.ts";
import { messages } from "./memory.messages.ts";

/** Bytes that the engine may hold: DuckDB's own limit in a WebAssembly memory of 4 GB. */
export const engineLimit = 3.1 * 1024 ** 3;

/** The engine had not enough memory for what was asked; what was loaded before is there as ever. */
export class MemoryError extends TextError {
  constructor(cause?: unknown) {
    super(messages.ranOut, { cause });
    this.name = "MemoryError";
  }
}

/** An error that says that memory ran out as a MemoryError; any other as it is. */
export function asMemoryError(error: unknown): unknown {
  const outOf = /^(Out of Memory Error|OUT_OF_MEMORY Error)|std::bad_alloc|Array buffer allocation failed/i;
  const told = error instanceof QueryError || error instanceof RangeError;
  return told && outOf.test(error.message) ? new MemoryError(error) : error;
}

/**
 * Bytes of a row beside its columns while orders become facts: keys, places, sorting. With the columns of a
 * usual export this makes about 240, as measured at 1, 3 and 10 million orders.
 */
const orderRow = 120;
const otherRow = 40;

/** Bytes that loading a file under its mapping will take at its peak, from what the sample shows of it. */
export function estimateMemory({ rows, columns, mapping }: Recognition): number {
  let row = fillsOrders(mapping) ? orderRow : otherRow;
  for (const column of columns) row += columnBytes(column, mapping.roles[column.name] ?? "ignore");
  return rows * row;
}

/** Bytes of a cell: a column stands twice, as it was read and in the facts. */
export function columnBytes(column: RecognisedColumn, role: string): number {
  if (role === "ignore" || column.type === "empty") return 0;
  if (column.type !== "text") return 16;
  // A column of few values is held as codes.
  if (column.distinct <= 500) return 8;
  const lengths = column.samples.map((value) => new TextEncoder().encode(value).length);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  // Texts of up to twelve bytes lie in the cell itself.
  return 2 * (16 + (mean > 12 ? mean : 0));
}
