import type { Engine, RunOptions } from "../../engine/engine.ts";
import { identifierKind } from "../../ingest/identifiers.ts";
import { fillsAbove } from "../../ingest/questions/blank-cells.ts";
import { fileSql, readColumns, valueSql } from "../../ingest/read.ts";
import { receipts } from "../../ingest/sample.messages.ts";
import type { Mapping, Receipt } from "../../ingest/source.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { foldedIdSql } from "./alike-ids.ts";
import { sameIdSql } from "./customer-ids.ts";
import type { HeldFile } from "../files/held-files.ts";
import { numberIn, rowsOf } from "../query-rows.ts";

/** Which customers are loaded: every so many-th, by a hash of the customer's id. */
export interface CustomerSample {
  readonly oneIn: number;
  /** Tables with the orders of the sample: what has an order's number and no customer goes with its order. */
  readonly orders: readonly string[];
}

/**
 * A condition over a file's raw cells (`c0`, …, and `#row`) that holds for the rows of the sample; null where
 * nothing in the file tells whose rows they are, so that all of them are read. Ids that will be merged hash
 * alike, in this file and in the others. Rows without a customer are taken in the same proportion.
 */
export function inSampleSql(
  { oneIn, orders }: CustomerSample,
  { sample }: HeldFile,
  mapping: Mapping,
): Sql | null {
  const headings = sample?.headings ?? [];
  // Whose a row is that a row above tells is known only once all of them are read.
  if (fillsAbove(mapping)) return null;
  const columns = readColumns(mapping, headings);
  const customer = columns.find(({ name }) => name === "customer_id");
  if (customer) {
    const kind = identifierKind((sample?.rows ?? []).map((row) => row[customer.index] ?? ""));
    const whose = foldedIdSql(sameIdSql(kind, valueSql(customer, mapping)));
    return sql`hash(coalesce(${whose}, CAST("#row" AS VARCHAR))) % ${oneIn} = 0`;
  }
  const order = columns.find(({ name }) => name === "order_id");
  if (!order || orders.length === 0) return null;
  const known = join(
    orders.map((table) => sql`SELECT order_id FROM ${id(table)}`),
    " UNION ALL ",
  );
  return sql`coalesce(${valueSql(order, mapping)} IN (${known}), false)`;
}

/** Rows that the whole file has, for as many as can be read. */
export async function fileRows(
  engine: Engine,
  attached: string,
  mapping: Mapping,
  width: number,
  options: RunOptions,
): Promise<number> {
  const [row] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n FROM ${fileSql(attached, mapping, width, "skip")}`,
    options,
  );
  return numberIn(row, "n");
}

/** What the sample leaves out, as a receipt. */
export function sampleReceipt(oneIn: number, outside: number): Receipt {
  return {
    kind: "other",
    file: null,
    title: receipts.sample(oneIn, outside),
    detail: receipts.sampleDetail,
    count: outside,
    effect: null,
    examples: [],
  };
}
