import type { Engine, RunOptions } from "../../engine/engine.ts";
import { fillsOrders } from "../../ingest/map.ts";
import { countedOnce } from "../../ingest/questions/order-total.ts";
import { receipts } from "../../ingest/receipts.ts";
import type { Policies, Receipt } from "../../ingest/source.ts";
import { duplicatesTreatment } from "../../ingest/treatments.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { type Numbers, hasRoundedNumbers, seemToBeginAgain, settleNumbers } from "./order-numbers.ts";
import { settleStates } from "./order-states.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { overRows } from "../files/raw-rows.ts";
import { examplesWhere } from "../files/set-aside.ts";
import { amountSql } from "../files/reading.ts";
import { type StagedFile, isNumbered } from "../files/staged-file.ts";

/**
 * Rows that stand twice. Where rows have an order number, one that equals an earlier one in every cell of
 * the file is dropped, unless the policy keeps it; of an order that differs between files the later state
 * holds; what a number that still repeats makes of its rows, `settleNumbers` says. Rows without an order
 * number, and order lines, may well be equal: they are only counted, unless the policy drops them, too.
 */
export async function duplicateRows(
  engine: Engine,
  stages: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<Numbers> {
  const numbered = stages.filter(({ mapping }) => isNumbered(mapping));
  const plain = stages.filter(({ mapping }) => !isNumbered(mapping));
  const found = await plainDuplicates(engine, plain, policies, options);
  const { grains, receipts: lined } = await settleLines(engine, stages, policies, options);
  found.push(...lined);
  if (numbered.length === 0 || (await repeats(engine, numbered, options)) === 0)
    return { grains, receipts: found };
  found.push(...(await findNumbered(engine, numbered, policies, options)));
  const kept = policies.duplicates === "keep";
  found.push(
    ...(await settleEqual(engine, numbered, !kept, options)).map((receipt): Receipt => ({
      ...receipt,
      detail: kept ? receipts.duplicatesAllKept : receipts.duplicatesDropped,
      treatment: duplicatesTreatment(policies, true),
    })),
  );
  if ((await repeats(engine, numbered, options)) === 0) return { grains, receipts: found };
  const numbers = await settleNumbers(engine, numbered, policies, options);
  return { grains: new Map([...grains, ...numbers.grains]), receipts: [...found, ...numbers.receipts] };
}

/** Lines of orders share the number of their order; looked into only where a sample lets doubt that. */
async function settleLines(
  engine: Engine,
  stages: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<Numbers> {
  const lines = stages.filter(
    ({ mapping, columns }) =>
      mapping.table === "order_lines" && fillsOrders(mapping) && columns.includes("order_id"),
  );
  const { numbers = "auto" } = policies;
  const doubtful = numbers !== "auto" || seemToBeginAgain(lines) || lines.some(hasRoundedNumbers);
  if (lines.length > 0 && doubtful) return settleNumbers(engine, lines, policies, options);
  return { grains: new Map(lines.map((stage) => [stage, "order"])), receipts: [] };
}

/** Rows beyond the first of their order number. Hashes stand for the numbers: 64 bits do not meet by chance. */
async function repeats(
  engine: Engine,
  numbered: readonly StagedFile[],
  options: RunOptions,
): Promise<number> {
  if (numbered.length === 1 && !numbered[0]?.repeats) return 0;
  const [row] = await rowsOf(
    engine,
    sql`SELECT (count(order_id) - count(DISTINCT hash(order_id)) FILTER (order_id IS NOT NULL))::DOUBLE AS n FROM (${numbersSql(numbered)})`,
    options,
  );
  return numberIn(row, "n");
}

function numbersSql(numbered: readonly StagedFile[]): Sql {
  return join(
    numbered.map(({ name }) => sql`SELECT order_id FROM ${id(name)}`),
    " UNION ALL ",
  );
}

/** Makes `equal_rows` out of `cells_of_rows`: those that equal an earlier one. */
const equalRowsSql = sql`CREATE TABLE equal_rows AS SELECT file, "row" FROM cells_of_rows
  QUALIFY row_number() OVER (PARTITION BY cells ORDER BY file, "row") > 1`;
const cellsOfRowsSql = sql`CREATE TABLE cells_of_rows (file INTEGER, "row" BIGINT, cells UBIGINT)`;

/**
 * Makes `equal_rows` where files may differ in their columns: within a file rows equal in every cell, and rows
 * of a later file equal to one of an earlier in all columns that every file has, as months that overlap.
 */
const equalSharedSql = sql`CREATE TABLE equal_rows AS
  WITH counted AS (SELECT *, row_number() OVER (PARTITION BY file, cells ORDER BY "row") AS again FROM cells_of_rows),
    own AS (SELECT *, row_number() OVER (PARTITION BY file, shared ORDER BY "row") AS nth FROM counted WHERE again = 1)
  SELECT file, "row" FROM counted WHERE again > 1
  UNION ALL SELECT file, "row" FROM own QUALIFY row_number() OVER (PARTITION BY shared, nth ORDER BY file) > 1`;

/** The columns that all files have; none where one of them lacks what makes an order. */
function sharedHeadings(numbered: readonly StagedFile[]): string[] {
  const [first, ...others] = numbered;
  const shared = (first?.headings ?? []).filter((name) =>
    others.every(({ headings }) => headings.includes(name)),
  );
  const needed = ["order_id", "customer_id", "ordered_at", "amount"];
  const tell = numbered.every(({ mapping }) =>
    needed.every((role) => shared.some((name) => mapping.roles[name] === role)),
  );
  return tell ? shared.sort() : [];
}

/**
 * Finds equal rows among those whose order number repeats; only they are read once more. Orders that a later
 * file has in another state are settled before.
 */
async function findNumbered(
  engine: Engine,
  numbered: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<Receipt[]> {
  const run = (statement: Sql) => engine.execute(statement, options);
  await run(
    sql`CREATE TABLE repeated_orders AS SELECT order_id FROM (${numbersSql(numbered)}) WHERE order_id IS NOT NULL GROUP BY order_id HAVING count(*) > 1`,
  );
  await run(sql`CREATE TABLE cells_of_rows (file INTEGER, "row" BIGINT, cells UBIGINT, shared UBIGINT)`);
  const shared = sharedHeadings(numbered);
  for (const stage of numbered) {
    const cells = join([
      sql`${stage.headings.join("\n")}`,
      ...stage.headings.map((_, index) => id(`c${String(index)}`)),
    ]);
    const common = shared.map((heading) => id(`c${String(stage.headings.indexOf(heading))}`));
    const alike = shared.length ? sql`hash(${join(common)})` : sql`hash(${cells})`;
    await overRows(
      engine,
      stage,
      sql`SELECT rowid FROM ${id(stage.name)} WHERE order_id IN (SELECT order_id FROM repeated_orders)`,
      (rows) =>
        sql`INSERT INTO cells_of_rows SELECT ${stage.file}, "#row", hash(${cells}), ${alike} FROM ${rows}`,
      options,
    );
  }
  // A number that a spreadsheet rounded does not tell which order it is.
  const told = numbered.filter((stage) => !hasRoundedNumbers(stage));
  const states = await settleStates(engine, told, policies, options);
  await run(equalSharedSql);
  await run(sql`DROP TABLE cells_of_rows`);
  await run(sql`DROP TABLE repeated_orders`);
  return states;
}

/** Equal rows of files whose rows have no number of their own; files of the same columns are taken together. */
async function plainDuplicates(
  engine: Engine,
  plain: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<Receipt[]> {
  const drop = policies.duplicates === "drop-all";
  const alike = new Map<string, StagedFile[]>();
  for (const stage of plain) {
    const key = JSON.stringify([stage.mapping.table, stage.headings]);
    alike.set(key, [...(alike.get(key) ?? []), stage]);
  }
  const found: Receipt[] = [];
  for (const stages of alike.values()) {
    const all = join(
      stages.map(({ name }) => sql`SELECT "#cells" FROM ${id(name)}`),
      " UNION ALL ",
    );
    const [row] = await rowsOf(
      engine,
      sql`SELECT (count(*) - count(DISTINCT "#cells"))::DOUBLE AS n FROM (${all})`,
      options,
    );
    if (numberIn(row, "n") > 0) {
      await engine.execute(cellsOfRowsSql, options);
      for (const { file, name } of stages)
        await engine.execute(
          sql`INSERT INTO cells_of_rows SELECT ${file}, rowid, "#cells" FROM ${id(name)}`,
          options,
        );
      await engine.execute(equalRowsSql, options);
      await engine.execute(sql`DROP TABLE cells_of_rows`, options);
      for (const receipt of await settleEqual(engine, stages, drop, options))
        found.push({
          ...receipt,
          detail: drop ? receipts.duplicatesAllDropped : receipts.duplicatesKept,
          treatment: duplicatesTreatment(policies, false),
        });
    }
    for (const { name } of stages)
      await engine.execute(sql`ALTER TABLE ${id(name)} DROP COLUMN "#cells"`, options);
  }
  return found;
}

/** Drops the rows in `equal_rows`, or only tells of them; a receipt for each file that has some. */
async function settleEqual(
  engine: Engine,
  stages: readonly StagedFile[],
  drop: boolean,
  options: RunOptions,
): Promise<Omit<Receipt, "detail">[]> {
  const run = (statement: Sql) => engine.execute(statement, options);
  const found: Omit<Receipt, "detail">[] = [];
  for (const stage of stages) {
    const equal = sql`rowid IN (SELECT "row" FROM equal_rows WHERE file = ${stage.file})`;
    const counts = fillsOrders(stage.mapping);
    const [row] = await rowsOf(
      engine,
      sql`SELECT count(*)::DOUBLE AS n, ${counts ? sql`coalesce(sum(${amountSql(stage.columns)}), 0)` : sql`0`}::DOUBLE AS value
        FROM ${id(stage.name)} WHERE ${equal}`,
      options,
    );
    const count = numberIn(row, "n");
    if (count === 0) continue;
    const examples = await examplesWhere(engine, stage, equal, options);
    if (drop) {
      await run(
        sql`INSERT INTO set_aside SELECT file, "row", 'duplicate', NULL, NULL FROM equal_rows WHERE file = ${stage.file}`,
      );
      await run(sql`DELETE FROM ${id(stage.name)} WHERE ${equal}`);
    }
    const { table, orderGrain } = stage.mapping;
    // Equal rows that are lines of one order, or of one time, leave the order behind.
    const once = countedOnce(stage.mapping).has("amount");
    const orders =
      table === "orders" && (orderGrain === "order-id" || orderGrain === "row") && !once ? -count : 0;
    found.push({
      kind: "duplicates",
      file: stage.held.key,
      title: receipts.duplicates(count),
      count,
      effect: drop
        ? { orders, customers: 0, value: once ? 0 : 0 - numberIn(row, "value") }
        : { orders: 0, customers: 0, value: 0 },
      examples,
      ...(drop && { reason: "duplicate" }),
    });
  }
  await run(sql`DROP TABLE equal_rows`);
  return found;
}
