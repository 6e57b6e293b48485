import type { Engine, RunOptions } from "../engine/engine.ts";
import { fileSql } from "../ingest/read.ts";
import { receipts } from "../ingest/receipts.ts";
import type { Policies, Receipt } from "../ingest/source.ts";
import { id, join, sql } from "../sql.ts";
import { attachFile } from "./held-files.ts";
import { numberIn, rowsOf } from "./query-rows.ts";
import { fileRow, rawRows } from "./set-aside.ts";
import { type StagedFile, amountSql, isNumbered } from "./stage.ts";

/**
 * Rows that stand twice. Where rows have an order number, one that equals an earlier one in every cell of
 * the file is dropped, unless the policy keeps it; a number that still repeats makes its rows lines of one
 * order (`repeated`). Rows without an order number, and order lines, may well be equal and are only counted.
 */
export async function duplicateRows(
  engine: Engine,
  sales: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<{ readonly repeated: boolean; readonly receipts: Receipt[] }> {
  const numbered = sales.filter(({ mapping }) => isNumbered(mapping));
  const found: Receipt[] = [];
  for (const stage of sales)
    if (!numbered.includes(stage)) found.push(...(await countEqual(engine, stage, options)));
  if (numbered.length === 0 || (await repeats(engine, numbered, options)) === 0)
    return { repeated: false, receipts: found };
  if (policies.duplicates === "drop") found.push(...(await dropEqual(engine, numbered, options)));
  const orders = await repeats(engine, numbered, options);
  if (orders > 0)
    found.push({
      kind: "other",
      file: null,
      title: receipts.summed(orders),
      detail: receipts.summedDetail,
      count: orders,
      effect: null,
      examples: [],
    });
  return { repeated: orders > 0, receipts: found };
}

/** Whether a single file's order numbers rise from row to row, as exports mostly do: then none repeats. */
async function rises(engine: Engine, numbered: readonly StagedFile[], options: RunOptions): Promise<boolean> {
  const [only] = numbered;
  if (!only || numbered.length > 1) return false;
  const [row] = await rowsOf(
    engine,
    sql`SELECT coalesce(bool_and(rising), true) AS rising
      FROM (SELECT order_id > lag(order_id) OVER () AS rising FROM ${id(only.name)} WHERE order_id IS NOT NULL)`,
    options,
  );
  return row?.rising === true;
}

/** Rows beyond the first of their order number. Hashes stand for the numbers: 64 bits do not meet by chance. */
async function repeats(
  engine: Engine,
  numbered: readonly StagedFile[],
  options: RunOptions,
): Promise<number> {
  if (await rises(engine, numbered, options)) return 0;
  const all = join(
    numbered.map(({ name }) => sql`SELECT order_id FROM ${id(name)}`),
    " UNION ALL ",
  );
  const [row] = await rowsOf(
    engine,
    sql`SELECT (count(order_id) - count(DISTINCT hash(order_id)) FILTER (order_id IS NOT NULL))::DOUBLE AS n FROM (${all})`,
    options,
  );
  return numberIn(row, "n");
}

async function dropEqual(
  engine: Engine,
  numbered: readonly StagedFile[],
  options: RunOptions,
): Promise<Receipt[]> {
  const run = (statement: Parameters<Engine["execute"]>[0]) => engine.execute(statement, options);
  const all = join(
    numbered.map(({ name }) => sql`SELECT order_id FROM ${id(name)}`),
    " UNION ALL ",
  );
  await run(
    sql`CREATE TABLE repeated_orders AS SELECT order_id FROM (${all}) WHERE order_id IS NOT NULL GROUP BY order_id HAVING count(*) > 1`,
  );
  await run(sql`CREATE TABLE repeated_rows (file INTEGER, "row" BIGINT, cells UBIGINT)`);
  for (const stage of numbered) {
    const name = await attachFile(engine, stage.held, stage.mapping, undefined, options.signal);
    const cells = join([
      sql`${stage.headings.join("\n")}`,
      ...stage.headings.map((_, index) => id(`c${String(index)}`)),
    ]);
    await run(
      sql`INSERT INTO repeated_rows SELECT ${stage.file}, "#row", cells FROM (
          SELECT row_number() OVER () - 1 AS "#row", hash(${cells}) AS cells FROM ${fileSql(name, stage.mapping, stage.headings.length, "skip")})
        WHERE "#row" IN (SELECT rowid FROM ${id(stage.name)} WHERE order_id IN (SELECT order_id FROM repeated_orders))`,
    );
  }
  await run(
    sql`INSERT INTO set_aside SELECT file, "row", 'duplicate', NULL, NULL FROM repeated_rows
      QUALIFY row_number() OVER (PARTITION BY cells ORDER BY file, "row") > 1`,
  );
  await run(sql`DROP TABLE repeated_rows`);
  await run(sql`DROP TABLE repeated_orders`);
  const found: Receipt[] = [];
  for (const stage of numbered) {
    const dropped = sql`rowid IN (SELECT "row" FROM set_aside WHERE file = ${stage.file} AND reason = 'duplicate')`;
    const [row] = await rowsOf(
      engine,
      sql`SELECT count(*)::DOUBLE AS n, coalesce(sum(${amountSql(stage.columns)}), 0)::DOUBLE AS value FROM ${id(stage.name)} WHERE ${dropped}`,
      options,
    );
    const count = numberIn(row, "n");
    if (count === 0) continue;
    const rows = await rowsOf(
      engine,
      sql`SELECT rowid::DOUBLE AS "row" FROM ${id(stage.name)} WHERE ${dropped} ORDER BY rowid LIMIT 100`,
      options,
    );
    const raw = await rawRows(
      engine,
      stage,
      rows.map((each) => Number(each.row)),
      options,
    );
    await run(sql`DELETE FROM ${id(stage.name)} WHERE ${dropped}`);
    found.push({
      kind: "duplicates",
      file: stage.held.key,
      title: receipts.duplicates(count),
      detail: receipts.duplicatesDropped,
      count,
      effect: { orders: -count, customers: 0, value: -numberIn(row, "value") },
      examples: [...raw].map(([at, cells]) => ({
        row: fileRow(at, stage.mapping),
        text: cells.join(stage.mapping.dialect.delimiter),
      })),
    });
  }
  return found;
}

/** Counts the rows that equal an earlier one. */
async function countEqual(engine: Engine, stage: StagedFile, options: RunOptions): Promise<Receipt[]> {
  const [row] = await rowsOf(
    engine,
    sql`SELECT (count(*) - count(DISTINCT "#cells"))::DOUBLE AS n FROM ${id(stage.name)}`,
    options,
  );
  const count = numberIn(row, "n");
  const examples = count
    ? await rowsOf(
        engine,
        sql`SELECT rowid::DOUBLE AS "row" FROM ${id(stage.name)}
          QUALIFY row_number() OVER (PARTITION BY "#cells" ORDER BY rowid) > 1 ORDER BY rowid LIMIT 100`,
        options,
      )
    : [];
  await engine.execute(sql`ALTER TABLE ${id(stage.name)} DROP COLUMN "#cells"`, options);
  if (count === 0) return [];
  const raw = await rawRows(
    engine,
    stage,
    examples.map((each) => Number(each.row)),
    options,
  );
  return [
    {
      kind: "duplicates",
      file: stage.held.key,
      title: receipts.duplicates(count),
      detail: receipts.duplicatesKept,
      count,
      effect: null,
      examples: [...raw].map(([at, cells]) => ({
        row: fileRow(at, stage.mapping),
        text: cells.join(stage.mapping.dialect.delimiter),
      })),
    },
  ];
}
