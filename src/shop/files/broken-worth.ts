import type { Engine, RunOptions } from "../../engine/engine.ts";
import { columnOf, fillsOrders } from "../../ingest/map.ts";
import { readNumber } from "../../ingest/numbers.ts";
import { isEmpty } from "../../ingest/profile.ts";
import type { Reason } from "../../ingest/receipts.ts";
import { parseRows } from "../../ingest/rows.ts";
import type { Receipt } from "../../ingest/source.ts";
import { statusOf } from "../../ingest/statuses.ts";
import { readTime } from "../../ingest/time-formats.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { type AsideRow, asideCounts, asideRows } from "./set-aside.ts";
import type { StagedFile } from "./staged-file.ts";

/** Reasons for which rows were set aside as lines of text. */
const broken: readonly Reason[] = ["quote", "damaged"];
/** The worth of more lines than these is not looked up. */
const lineLimit = 50_000;

/**
 * What the totals lack by lines that could not be read as rows, as far as their own cells tell: lines within
 * quotation marks that are not closed, and lines with bytes that are no text.
 */
export async function brokenWorth(
  engine: Engine,
  sales: readonly StagedFile[],
  options: RunOptions,
): Promise<(file: number, reason: Reason) => Receipt["effect"]> {
  const worth = new Map<string, Receipt["effect"]>();
  for (const stage of sales) {
    if (!fillsOrders(stage.mapping)) continue;
    for (const { reason, count } of await asideCounts(engine, stage.file, options)) {
      if (!broken.includes(reason) || count > lineLimit) continue;
      const rows = await asideRows(engine, stage, reason, null, options);
      const lines = rows.map((row) => cellsOfLine(row, stage)).filter((cells) => cells !== null);
      worth.set(`${String(stage.file)} ${reason}`, await effectOf(engine, sales, stage, lines, options));
    }
  }
  return (file, reason) => worth.get(`${String(file)} ${reason}`) ?? null;
}

/** The cells of a line; null where it does not have those of a row. */
function cellsOfLine(
  { row, cells }: AsideRow,
  { mapping: { dialect }, headings }: StagedFile,
): readonly string[] | null {
  // A row that swallowed others is itself what stands before its first break.
  const text = row >= 0 ? (cells.join(dialect.delimiter).split("\n")[0] ?? "") : null;
  const [line = ""] = cells;
  const given =
    text === null && cells.length > 1
      ? cells
      : parseRows((text ?? line).replaceAll(dialect.quote || "\0", ""), dialect)[0]?.cells;
  return given && given.length <= headings.length && given.length > 1 ? given : null;
}

async function effectOf(
  engine: Engine,
  sales: readonly StagedFile[],
  { mapping, headings }: StagedFile,
  lines: readonly (readonly string[])[],
  options: RunOptions,
): Promise<Receipt["effect"]> {
  const cellOf = (role: string) => {
    const column = columnOf(mapping, role) ?? "";
    const place = headings.indexOf(column);
    const format = mapping.formats[column];
    return { place, format };
  };
  const [amount, quantity, price] = ["amount", "quantity", "unit_price"].map(cellOf);
  const [time, customer, order, status] = ["ordered_at", "customer_id", "order_id", "status"].map(cellOf);
  const amountIn = (cells: readonly string[], of: ReturnType<typeof cellOf> | undefined) => {
    if (!of || of.place < 0) return null;
    const { decimal, scale = 1 } = of.format?.kind === "number" ? of.format : { decimal: "." as const };
    const value = readNumber((cells[of.place] ?? "").trim(), decimal);
    return value === null ? null : value * scale;
  };
  const textIn = (cells: readonly string[], of: ReturnType<typeof cellOf> | undefined) => {
    const cell = of && of.place >= 0 ? (cells[of.place] ?? "").trim() : "";
    return isEmpty(cell) ? null : cell;
  };
  const orders = new Set<string>();
  const customers = new Set<string>();
  let value = 0;
  for (const [at, cells] of lines.entries()) {
    const own =
      amountIn(cells, amount) ??
      (amount && amount.place >= 0 ? null : product(amountIn(cells, quantity), amountIn(cells, price)));
    const who = textIn(cells, customer);
    const when = textIn(cells, time);
    if (own === null || who === null || when === null || readTime(when, formatOf(time)) === null) continue;
    const word = textIn(cells, status) ?? "";
    if ((mapping.statuses[word] ?? statusOf(word) ?? "completed") !== "completed") continue;
    value += own;
    if (own < 0) continue;
    orders.add(textIn(cells, order) ?? `#${String(at)}`);
    customers.add(who);
  }
  const known = await rowsOf(
    engine,
    sql`SELECT count(DISTINCT customer_id)::DOUBLE AS n FROM (${idsSql(sales)}) WHERE customer_id IN (${[...customers, ""]})`,
    options,
  );
  return {
    orders: 0 - orders.size,
    customers: 0 - (customers.size - numberIn(known[0], "n")),
    value: 0 - value,
  };
}

function product(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a * b;
}

function formatOf(
  of: { readonly format: StagedFile["mapping"]["formats"][string] | undefined } | undefined,
): string {
  return of?.format?.kind === "time" ? of.format.format : "%Y-%m-%d";
}

function idsSql(sales: readonly StagedFile[]): Sql {
  return join(
    sales.map(({ name }) => sql`SELECT CAST(customer_id AS VARCHAR) AS customer_id FROM ${id(name)}`),
    " UNION ALL ",
  );
}
