import type { Engine, RunOptions } from "../../engine/engine.ts";
import { receipts } from "../../ingest/receipts.ts";
import type { Policies, Receipt } from "../../ingest/source.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { canonicalTables } from "../../tables/canonical.ts";
import { stagedColumns, stagedSql } from "../facts.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import type { StagedFile } from "../files/staged-file.ts";

export interface LoadedPeople {
  readonly used: number;
  readonly further: readonly string[];
  readonly receipts: readonly Receipt[];
}

const derived = ["first_at", "second_at", "last_at", "orders", "value"];
const groups = ["tier", "gender", "city", "acquisition_channel"];

/** What the orders say of a customer, beside the columns of customer files. */
function aboutSql(hasChannel: boolean): Sql[] {
  return (hasChannel ? [...derived, "first_channel"] : derived).map((name) =>
    name === "orders" || name === "value"
      ? sql`coalesce(f.${id(name)}, 0) AS ${id(name)}`
      : sql`f.${id(name)}`,
  );
}

/** The canonical `customers` where no file lists them: those who have orders. */
export function customersViewSql(hasChannel: boolean): Sql {
  return sql`CREATE VIEW customers AS SELECT f.customer_id, ${join(aboutSql(hasChannel))} FROM customer_facts AS f`;
}

/** The canonical `customers`: the customer files, joined with what the orders say of each. */
export async function loadCustomers(
  engine: Engine,
  files: readonly StagedFile[],
  hasChannel: boolean,
  policies: Policies,
  options: RunOptions,
): Promise<LoadedPeople> {
  if (files.length === 0) return { used: 0, further: [], receipts: [] };
  const columns = stagedColumns(files).filter((name) => name !== "customer_id");
  // One row of a customer holds; the others are set aside.
  const order = policies.people === "last" ? sql`"#file" DESC, "#row" DESC` : sql`"#file", "#row"`;
  await engine.execute(
    sql`INSERT INTO set_aside SELECT "#file", "#row", 'repeated', NULL, NULL FROM ${stagedSql(files)}
      QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY ${order}) > 1`,
    options,
  );
  await engine.execute(
    sql`CREATE TABLE customer_rows AS SELECT customer_id, ${join(
      columns.map((name) => sql`${id(name)},`),
      " ",
    )} "#file", "#row"
      FROM ${stagedSql(files)} AS s
      WHERE NOT EXISTS (SELECT 1 FROM set_aside AS a WHERE a.file = s."#file" AND a."row" = s."#row")`,
    options,
  );
  for (const file of files) await engine.execute(sql`DROP TABLE ${id(file.name)}`, options);
  const own = columns.map((name) => sql`c.${id(name)}`);
  await engine.execute(
    sql`CREATE VIEW customers AS SELECT coalesce(c.customer_id, f.customer_id) AS customer_id, ${join([...own, ...aboutSql(hasChannel)])}
      FROM customer_rows AS c FULL JOIN customer_facts AS f ON f.customer_id = c.customer_id`,
    options,
  );
  const [row] = await rowsOf(engine, sql`SELECT count(*)::DOUBLE AS n FROM customer_rows`, options);
  const known: readonly string[] = Object.keys(canonicalTables.customers.columns);
  const further = columns.filter((name) => groups.includes(name) || !known.includes(name));
  return {
    used: numberIn(row, "n"),
    further,
    receipts: [],
  };
}

/** `answer_rows` (with ENUMs), the view `answer_facts` and the canonical `surveys`. */
export async function loadAnswers(
  engine: Engine,
  files: readonly StagedFile[],
  options: RunOptions,
): Promise<LoadedPeople> {
  const run = (statement: Sql) => engine.execute(statement, options);
  const found: Receipt[] = [];
  if (files.length === 0)
    await run(
      sql`CREATE TABLE staged_answers (answered_at TIMESTAMP, score DOUBLE, kind VARCHAR, scale_max DOUBLE)`,
    );
  const columns = files.length ? stagedColumns(files) : ["answered_at", "score"];
  const source = files.length
    ? stagedSql(files)
    : sql`(SELECT 0 AS "#file", rowid AS "#row", * FROM staged_answers)`;
  const has = (name: string) => columns.includes(name);
  const base = ["customer_id", "answered_at", "score", "kind", "scale_max"];
  const further = columns.filter((name) => !base.includes(name) && !name.startsWith("#"));
  // Where the file does not name its scale, the highest score given in it tells: 5, 7, 10 or 100.
  const scale = sql`CASE WHEN max(score) OVER w <= 5 AND min(score) OVER w >= 1 THEN 5
    WHEN max(score) OVER w <= 7 AND min(score) OVER w >= 1 THEN 7 WHEN max(score) OVER w <= 10 THEN 10 ELSE 100 END`;
  const scaleMax = has("scale_max") ? sql`coalesce(scale_max, ${scale})` : scale;
  const kind = has("kind")
    ? sql`CASE WHEN lower(kind) IN ('nps', 'csat', 'ces') THEN lower(kind) WHEN kind LIKE '%推荐%' THEN 'nps'
        WHEN kind LIKE '%满意%' THEN 'csat' WHEN kind LIKE '%费力%' THEN 'ces'
        WHEN kind IS NULL THEN CASE WHEN scale_max = 10 THEN 'nps' ELSE 'csat' END ELSE 'other' END`
    : sql`CASE WHEN scale_max = 10 THEN 'nps' ELSE 'csat' END`;
  const window = has("kind") ? sql`PARTITION BY "#file", kind` : sql`PARTITION BY "#file"`;
  await run(sql`CREATE TYPE answer_kind AS ENUM ('nps', 'csat', 'ces', 'other')`);
  await run(sql`CREATE TABLE answer_rows AS
    SELECT ${has("customer_id") ? sql`coalesce(k.customer, -1)::INTEGER AS customer, s.customer_id` : sql`-1::INTEGER AS customer, NULL::VARCHAR AS customer_id`},
      s.answered_at, CAST(s.answered_at AS DATE) AS day, s.score, s.scale_max, CAST(${kind} AS answer_kind) AS kind
      ${join(
        further.map((name) => sql`, s.${id(name)}`),
        "",
      )}
    FROM (SELECT * REPLACE (CAST(score AS DOUBLE) AS score)
          FROM (SELECT ${has("scale_max") ? sql`* REPLACE (CAST(${scaleMax} AS DOUBLE) AS scale_max)` : sql`*, CAST(${scaleMax} AS DOUBLE) AS scale_max`}
            FROM ${source} ${files.length || !has("x") ? sql`WINDOW w AS (${window})` : sql``})) AS s
    ${files.length > 0 && has("customer_id") ? sql`LEFT JOIN customer_keys AS k ON k.customer_id = s.customer_id` : sql``}
    ORDER BY s.answered_at, s."#file", s."#row"`);
  await run(sql`DROP TABLE IF EXISTS staged_answers`);
  for (const file of files) await run(sql`DROP TABLE ${id(file.name)}`);
  const kept = join(
    further.map((name) => sql`, ${id(name)}`),
    "",
  );
  await run(sql`CREATE VIEW answer_facts AS
    SELECT customer, customer_id, answered_at, day, score, scale_max, CAST(kind AS VARCHAR) AS kind${kept} FROM answer_rows`);
  await run(sql`CREATE VIEW surveys AS
    SELECT answered_at, score, CAST(kind AS VARCHAR) AS kind, scale_max, customer_id${kept} FROM answer_rows`);
  const [row] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n, max(scale_max)::DOUBLE AS scale FROM answer_rows`,
    options,
  );
  const used = numberIn(row, "n");
  if (used > 0 && !has("scale_max"))
    found.push({
      kind: "other",
      file: null,
      title: receipts.scale(numberIn(row, "scale")),
      detail: receipts.scaleDetail,
      count: used,
      effect: null,
      examples: [],
    });
  const known: readonly string[] = Object.keys(canonicalTables.surveys.columns);
  return { used, further: ["kind", ...further.filter((name) => !known.includes(name))], receipts: found };
}
