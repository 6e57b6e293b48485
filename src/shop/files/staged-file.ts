import { columnOf } from "../../ingest/map.ts";
import type { Mapping } from "../../ingest/source.ts";
import type { Staged } from "../facts.ts";
import type { CurrencyRows } from "../loading/currency.messages.ts";
import type { ReadableFile } from "./set-aside.ts";

/** A file in the engine, typed and mapped; rows that cannot be used are already in `set_aside`. */
export interface StagedFile extends Staged, ReadableFile {
  /** Columns that are ENUMs already, with their types. */
  readonly codes: ReadonlyMap<string, string>;
  /** Some row lacks the order number that others have. */
  readonly nameless: boolean;
  /** Whether an order number may stand in several rows. */
  readonly repeats: boolean;
  /** Rows that were set aside because they lack something. */
  readonly unusable: number;
  /** Rows that seem to add up others and are taken as rows all the same. */
  readonly takenTotals: number;
  /** Rows without the time of day that stands in a column of its own. */
  readonly clockless: number;
  /** Whether there is a column `#moved`. */
  readonly moved: boolean;
  /** Whether each line of the file made a row. Where it did not, it must be read anew, with care. */
  readonly whole: Promise<boolean>;
  /** Rows that the file has. */
  readonly read: number;
  /** Rows that were set aside for their currency, by currency, and which one is kept of those found. */
  readonly otherCurrencies?: {
    readonly kept: string;
    readonly found: readonly string[];
    readonly rows: readonly CurrencyRows[];
  };
  /** Rows of customers that are not in the sample. */
  readonly outside: number;
}

/** Whether each row of a file is an order with a number. */
export function isNumbered(mapping: Mapping): boolean {
  return mapping.table === "orders" && columnOf(mapping, "order_id") !== undefined;
}
