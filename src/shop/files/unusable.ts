import { columnOf, fillsOrders } from "../../ingest/map.ts";
import { countedOnce } from "../../ingest/questions/order-total.ts";
import { fileSql } from "../../ingest/read.ts";
import type { Reason } from "../../ingest/receipts.ts";
import { standIns } from "../../ingest/stand-ins.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { noteAsideOrders } from "./aside-worth.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import { isRecent, placeholderSql } from "./placeholder-dates.ts";
import { type Reading, amountSql } from "./reading.ts";

/** What a staged table has, before anything of it is set aside. */
export interface Counted {
  readonly rows: number;
  /** Rows that were set aside. */
  readonly unusable: number;
  /** Some row lacks the order number that others have. */
  readonly nameless: boolean;
  /**
   * The order number of the last row, where every row has one and they rise or fall from row to row, as
   * exports mostly have them: then none repeats. Null where they do not.
   */
  readonly lastOrder: string | null;
  /** Some text has a line break in it, or may have. */
  readonly broken: boolean;
}

/**
 * Sets aside the rows that lack what their table must have, and those that only continue an order. What was
 * read quickly tells of its line breaks.
 */
export async function setAsideRows(
  reading: Reading,
  columns: readonly string[],
  quick = false,
): Promise<Counted> {
  const counted = await countRows(reading, columns, quick);
  // Rows that continue an order lack an amount, and are known by those that they continue.
  const further = counted.lacking ? await setAsideLines(reading) : 0;
  const unusable = counted.unusable - further;
  if (unusable > 0) await setAsideUnusable(reading, columns);
  return { ...counted, unusable };
}

/** One scan of the table for all that is asked of it: each costs about as much as another. */
async function countRows(
  reading: Reading,
  columns: readonly string[],
  quick: boolean,
): Promise<Counted & { readonly lacking: boolean }> {
  const { engine, mapping, table, options } = reading;
  const named = columns.includes("order_id");
  const ordered = mapping.table === "orders" && named;
  const lacking = ordered && columns.includes("amount");
  const [counts] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n, count_if(${unusableSql(reading, columns)})::DOUBLE AS unusable,
      ${named ? sql`count_if(order_id IS NULL)` : sql`0`}::DOUBLE AS nameless,
      ${lacking ? sql`count_if(amount IS NULL AND order_id IS NOT NULL)` : sql`0`}::DOUBLE AS lacking,
      ${quick ? sql`count_if("#lines")` : sql`1`}::DOUBLE AS broken,
      ${
        ordered
          ? sql`CASE WHEN bool_and(order_id > "#before") THEN max(order_id) WHEN bool_and(order_id < "#before") THEN min(order_id) END`
          : sql`NULL`
      } AS last_order
      FROM ${ordered ? sql`(SELECT *, lag(order_id) OVER () AS "#before" FROM ${id(table)})` : id(table)}`,
    options,
  );
  const nameless = numberIn(counts, "nameless") > 0;
  return {
    rows: numberIn(counts, "n"),
    unusable: numberIn(counts, "unusable"),
    nameless,
    lastOrder: nameless || typeof counts?.last_order !== "string" ? null : counts.last_order,
    broken: numberIn(counts, "broken") > 0,
    lacking: numberIn(counts, "lacking") > 0,
  };
}

function unusableSql(reading: Reading, columns: readonly string[]): Sql {
  return join(
    asideConditions(reading, columns).map(([, condition]) => sql`(${condition})`),
    " OR ",
  );
}

async function setAsideUnusable(reading: Reading, columns: readonly string[]): Promise<void> {
  const { engine, mapping, table, file, options } = reading;
  const unusable = unusableSql(reading, columns);
  const reason = join(
    asideConditions(reading, columns).map(([why, condition]) => sql`WHEN ${condition} THEN ${why}`),
    " ",
  );
  await noteAsideOrders(
    engine,
    table,
    { mapping, columns, amount: amountSql(columns) },
    file,
    { reason: sql`CASE ${reason} END`, which: unusable },
    options,
  );
  await engine.execute(
    sql`INSERT INTO set_aside SELECT ${file}, rowid, CASE ${reason} END, NULL, NULL FROM ${id(table)} WHERE ${unusable}`,
    options,
  );
  await engine.execute(sql`DELETE FROM ${id(table)} WHERE ${unusable}`, options);
}

/**
 * Exports of shops write an order of several products in several rows, and its amount in the first of them
 * only. Rows without an amount whose order has it in another row are set aside; gives how many there are.
 */
async function setAsideLines({ engine, table, file, options }: Reading): Promise<number> {
  const lacking = sql`amount IS NULL AND order_id IS NOT NULL`;
  const further = sql`${lacking} AND order_id IN (SELECT order_id FROM ${id(table)} WHERE amount IS NOT NULL)`;
  const [row] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n FROM ${id(table)} WHERE ${further}`,
    options,
  );
  const count = numberIn(row, "n");
  if (count === 0) return 0;
  await engine.execute(
    sql`INSERT INTO set_aside SELECT ${file}, rowid, 'line', NULL, NULL FROM ${id(table)} WHERE ${further}`,
    options,
  );
  await engine.execute(sql`DELETE FROM ${id(table)} WHERE ${further}`, options);
  return count;
}

/** Rows of totals are rows of the file that the text does not have. */
export async function setAsideTotals({ engine, held, file, options }: Reading): Promise<number> {
  if (held.takesTotals) return 0;
  for (const { row, line } of held.totals)
    await engine.execute(
      sql`INSERT INTO set_aside VALUES (${file}, NULL, 'total', ${row}, ${line.trimEnd()})`,
      options,
    );
  return held.totals.length;
}

/**
 * Sets aside rows in which a cell holds whole further rows: line breaks with as many delimiters as rows have.
 * Each line in them counts as a row of the file. Gives how many these are, beyond the rows.
 */
export async function setAsideSwallowed(reading: Reading): Promise<number> {
  const { engine, mapping, headings, table, attached, file, options, only } = reading;
  const { delimiter: mark, quote, skip, header } = mapping.dialect;
  if (headings.length < 2 || !quote) return 0;
  const broken = headings.map((_, index) => {
    const cell = id(`c${String(index)}`);
    const breaks = sql`(length(${cell}) - length(replace(${cell}, chr(10), '')))`;
    return sql`coalesce(${breaks} > 0
      AND length(${cell}) - length(replace(${cell}, ${mark}, '')) >= ${breaks} * ${(headings.length - 1) / 2}, false)`;
  });
  const cells = headings.map((_, index) => id(`c${String(index)}`));
  const lines = headings.map(
    (_, index) => sql`coalesce(contains(${id(`c${String(index)}`)}, chr(10)), false)`,
  );
  await engine.execute(
    sql`CREATE TABLE swallowed AS SELECT "#row", string_split(concat_ws(${mark}, ${join(cells)}), chr(10)) AS lines FROM (
        SELECT row_number() OVER () - 1 AS "#row", * FROM ${fileSql(attached, mapping, headings.length, "skip")})
      WHERE (${join(lines, " OR ")}) AND (${join(broken, " OR ")}) ${only ? sql`AND ${only}` : sql``}`,
    options,
  );
  await engine.execute(
    sql`DELETE FROM set_aside WHERE file = ${file} AND "row" IN (SELECT "#row" FROM swallowed)`,
    options,
  );
  await engine.execute(
    sql`INSERT INTO set_aside SELECT ${file}, "#row", 'quote', NULL, NULL FROM swallowed`,
    options,
  );
  const first = 1 + skip + (header ? 1 : 0);
  await engine.execute(
    sql`INSERT INTO set_aside
      SELECT ${file}, NULL, 'quote', "#row" + ${first} + coalesce(above, 0) + place, rtrim(lines[place + 1], chr(13))
      FROM (SELECT *, sum(len(lines) - 1) OVER (ORDER BY "#row" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS above
        FROM swallowed), unnest(range(1, len(lines))) AS places(place)
      WHERE trim(lines[place + 1], ' ' || chr(13)) <> ''`,
    options,
  );
  const [inside] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n FROM set_aside WHERE file = ${file} AND reason = 'quote' AND "row" IS NULL`,
    options,
  );
  await engine.execute(sql`DELETE FROM ${id(table)} WHERE rowid IN (SELECT "#row" FROM swallowed)`, options);
  await engine.execute(sql`DROP TABLE swallowed`, options);
  return numberIn(inside, "n");
}

/** When a row of a table cannot be used, and why; the first that holds is named. */
function asideConditions({ mapping, table, held }: Reading, columns: readonly string[]): [Reason, Sql][] {
  const conditions: [Reason, Sql][] = [["cells", sql`"#extra"`]];
  const need = (reason: Reason, name: string) => {
    if (columns.includes(name)) conditions.push([reason, sql`${id(name)} IS NULL`]);
  };
  const needCustomer = () => {
    need("customer", "customer_id");
    const nobody = columns.includes("customer_id")
      ? standIns(held.sample, columnOf(mapping, "customer_id"))
      : [];
    if (nobody.length > 0)
      conditions.push([
        "customer",
        sql`trim(CAST(customer_id AS VARCHAR)) IN (${join(nobody.map((word) => sql`${word}`))})`,
      ]);
  };
  const needTime = (name: string) => {
    need("time", name);
    if (columns.includes(name) && isRecent(mapping, held.sample, name))
      conditions.push(["placeholder", placeholderSql(id(name))]);
  };
  const needNumber = (value: Sql) =>
    conditions.push(["number", sql`${value} IS NULL OR NOT isfinite(${value})`]);
  switch (mapping.table) {
    case "orders":
    case "order_lines":
      if (mapping.table === "order_lines") need("key", "order_id");
      if (!fillsOrders(mapping)) need("key", "product");
      else {
        needTime("ordered_at");
        // A line may do without the amount of its order that another line has.
        const once = mapping.table === "order_lines" && countedOnce(mapping).has("amount");
        if (once)
          conditions.push([
            "number",
            sql`amount IS NULL AND order_id NOT IN (SELECT order_id FROM ${id(table)} WHERE amount IS NOT NULL AND order_id IS NOT NULL) OR NOT isfinite(amount)`,
          ]);
        else needNumber(amountSql(columns));
        needCustomer();
      }
      break;
    case "customers":
      needCustomer();
      break;
    case "surveys":
      needTime("answered_at");
      needNumber(sql`score`);
      break;
    case "points":
      needTime("posted_at");
      needNumber(sql`points`);
      needCustomer();
      need("key", "kind");
      break;
    case "contacts":
      needTime("contacted_at");
      needCustomer();
      break;
  }
  return conditions;
}
