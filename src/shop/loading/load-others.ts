import type { Engine, RunOptions } from "../../engine/engine.ts";
import { pointWords } from "../../ingest/point-kinds.ts";
import { receipts } from "../../ingest/receipts.ts";
import type { Receipt } from "../../ingest/source.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { stagedColumns, stagedSql } from "../facts.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import type { StagedFile } from "../files/staged-file.ts";

const kinds = ["earn", "redeem", "expire", "adjust"];

/** Canonical tables that no fact is made of: views over what was staged. */
export async function loadOthers(
  engine: Engine,
  tables: Readonly<Record<"points" | "contacts", readonly StagedFile[]>>,
  options: RunOptions,
): Promise<Receipt[]> {
  const found: Receipt[] = [];
  for (const [table, files] of Object.entries(tables)) {
    if (files.length === 0) continue;
    const points = table === "points";
    if (points) found.push(...(await unknownKinds(engine, files, options)));
    const columns = stagedColumns(files).map((name) =>
      points && name === "kind" ? sql`coalesce(${kindSql}, 'adjust') AS kind` : id(name),
    );
    await engine.execute(
      sql`CREATE VIEW ${id(table)} AS SELECT ${join(columns)} FROM ${stagedSql(files)}`,
      options,
    );
  }
  return found;
}

/** What a posting is, from the file's own word for it; null where the word is not known. */
const kindSql: Sql = sql`CASE WHEN lower(kind) IN (${kinds}) THEN lower(kind) ${join(
  Object.entries(pointWords).map(
    ([kind, words]) => sql`WHEN regexp_matches(kind, ${`(?i)${words}`}) THEN ${kind}`,
  ),
  " ",
)} END`;

async function unknownKinds(
  engine: Engine,
  files: readonly StagedFile[],
  options: RunOptions,
): Promise<Receipt[]> {
  const words = await rowsOf(
    engine,
    sql`SELECT kind, count(*)::DOUBLE AS n FROM ${stagedSql(files)} WHERE kind IS NOT NULL AND ${kindSql} IS NULL
      GROUP BY kind ORDER BY n DESC, kind LIMIT 1000`,
    options,
  );
  if (words.length === 0) return [];
  const count = words.reduce((sum, row) => sum + numberIn(row, "n"), 0);
  const shown = words.slice(0, 10).map((row) => String(row.kind));
  return [
    {
      kind: "other",
      file: null,
      title: receipts.pointKinds(count),
      detail: receipts.pointKindsDetail(shown.join(", ")),
      count,
      effect: null,
      examples: [],
    },
  ];
}
