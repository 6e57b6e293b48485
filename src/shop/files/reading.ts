import type { Engine, RunOptions } from "../../engine/engine.ts";
import type { Mapping } from "../../ingest/source.ts";
import { type Sql, sql } from "../../sql.ts";
import type { HeldFile } from "./held-files.ts";

/** A file on its way into the engine. */
export interface Reading {
  readonly engine: Engine;
  readonly held: HeldFile;
  readonly mapping: Mapping;
  readonly headings: readonly string[];
  /** Table that the rows go to, and the file's name in the engine. */
  readonly table: string;
  readonly attached: string;
  readonly file: number;
  readonly options: RunOptions;
  /** The options of a statement that reads the whole file. */
  readonly passing: RunOptions;
  /** What holds for the rows that are read, where not all are. */
  readonly only: Sql | null;
}

/** The amount of a row: its own, or what quantity and unit price make. */
export function amountSql(columns: readonly string[]): Sql {
  return columns.includes("amount") ? sql`amount` : sql`(quantity * unit_price)`;
}
