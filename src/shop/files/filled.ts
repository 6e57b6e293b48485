import type { Engine, RunOptions } from "../../engine/engine.ts";
import { clockRole } from "../../ingest/clock.ts";
import { filledTexts as texts } from "../../ingest/filled.messages.ts";
import { columnOf, fillsOrders } from "../../ingest/map.ts";
import { blankCells, fillsAbove } from "../../ingest/questions/blank-cells.ts";
import type { Policies, Receipt } from "../../ingest/source.ts";
import { policyTreatment } from "../../ingest/treatments.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { type Reading, amountSql } from "./reading.ts";
import { examplesWhere } from "./set-aside.ts";
import type { StagedFile } from "./staged-file.ts";

/** What a grouped list writes in the first row of a customer or an order only. */
const grouped = ["customer_id", "order_id", "ordered_at", clockRole];
/** The effect of so many rows is looked up. */
const lookedUp = 20_000;

/** Rows that were filled from the row above, in this table: `filled_` and the file's place. */
export function filledTable(file: number): string {
  return `filled_${String(file)}`;
}

/**
 * Gives the rows without a customer that of the row above, and its order and time where they lack these as
 * well, where the mapping says so. Which rows these were is kept in a table.
 */
export async function fillFromAbove(
  { engine, mapping, table, file, options }: Reading,
  columns: readonly string[],
): Promise<void> {
  if (!fillsAbove(mapping) || !columns.includes("customer_id")) return;
  const own = grouped.filter((name) => columns.includes(name));
  // A row that holds nothing is none of anybody.
  const holds = join(
    columns.map((name) => sql`${id(name)} IS NOT NULL`),
    " OR ",
  );
  await engine.execute(
    sql`CREATE TABLE ${id(filledTable(file))} AS SELECT * FROM (SELECT rowid AS place, customer_id IS NULL AS lacking,
        ${join(own.map((name) => sql`last_value(${id(name)} IGNORE NULLS) OVER above AS ${id(name)}`))}
      FROM ${id(table)} WHERE ${holds} WINDOW above AS (ORDER BY rowid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))
      WHERE lacking AND customer_id IS NOT NULL`,
    options,
  );
  await engine.execute(
    sql`UPDATE ${id(table)} AS t SET ${join(own.map((name) => sql`${id(name)} = coalesce(t.${id(name)}, f.${id(name)})`))}
      FROM ${id(filledTable(file))} AS f WHERE t.rowid = f.place`,
    options,
  );
}

/** What filling empty cells of files changed, from merged cells or from the row above. */
export async function filledReceipts(
  engine: Engine,
  staged: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<Receipt[]> {
  const found: Receipt[] = [];
  for (const stage of staged) {
    const { held, mapping, file } = stage;
    const { filled } = held;
    if (filled) {
      const keep = policies.merged === "keep";
      // Only what rows cannot do without changes whether they count.
      const needed = filled.columns.some((column) =>
        ["customer_id", "ordered_at"].includes(mapping.roles[column] ?? ""),
      );
      const places = filled.rows.slice(0, lookedUp);
      const which = sql`rowid IN (${places})`;
      const known = needed && !keep && places.length === filled.rows.length;
      found.push({
        kind: "other",
        file: held.key,
        title: (keep ? texts.underMerged : texts.merged)(filled.rows.length),
        detail: (keep ? texts.mergedKept : texts.mergedDetail)(filled.columns),
        count: filled.rows.length,
        effect: known
          ? await worth(engine, stage, which, options)
          : keep
            ? { orders: 0, customers: 0, value: 0 }
            : null,
        examples: keep ? [] : await examplesWhere(engine, stage, which, options),
        columns: filled.columns,
        treatment: policyTreatment(policies, "merged"),
      });
    }
    if (!fillsAbove(mapping)) continue;
    const column = columnOf(mapping, "customer_id") ?? "";
    const which = sql`rowid IN (SELECT place FROM ${id(filledTable(file))})`;
    const [row] = await rowsOf(
      engine,
      sql`SELECT count(*)::DOUBLE AS n FROM ${id(filledTable(file))}`,
      options,
    );
    found.push({
      kind: "other",
      file: held.key,
      title: texts.filled(numberIn(row, "n")),
      detail: texts.filledDetail([column]),
      count: numberIn(row, "n"),
      effect: await worth(engine, stage, which, options),
      examples: await examplesWhere(engine, stage, which, options),
      columns: [column],
      treatment: {
        sets: { kind: "answer", ids: [blankCells + column] },
        label: texts.blanks(column),
        rule: null,
        value: "above",
        options: [
          { value: "above", label: texts.above },
          { value: "empty", label: texts.empty },
        ],
      },
    });
    await engine.execute(sql`DROP TABLE ${id(filledTable(file))}`, options);
  }
  return found;
}

/** What rows add that would not count without what they were given. */
async function worth(
  engine: Engine,
  { name, mapping, columns }: StagedFile,
  which: Sql,
  options: RunOptions,
): Promise<Receipt["effect"]> {
  if (!fillsOrders(mapping)) return null;
  const order = columns.includes("order_id");
  const [row] = await rowsOf(
    engine,
    sql`SELECT ${order ? sql`count(DISTINCT order_id) FILTER (order_id NOT IN (SELECT order_id FROM ${id(name)} WHERE NOT (${which}) AND order_id IS NOT NULL))` : sql`count(*)`}::DOUBLE AS orders,
        coalesce(sum(${amountSql(columns)}), 0)::DOUBLE AS value FROM ${id(name)} WHERE ${which}`,
    options,
  );
  return { orders: numberIn(row, "orders"), customers: 0, value: numberIn(row, "value") };
}
