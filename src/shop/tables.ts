import { decodeFrame } from "../engine/arrow.ts";
import type { Engine } from "../engine/engine.ts";
import { id, join, sql } from "../sql.ts";
import { tableNames } from "../tables/canonical.ts";
import { frameRows } from "../tables/frame.ts";
import type { TableInfo } from "./shop.ts";

const derived = ["order_facts", "customer_facts", "customer_months", "answer_facts"];
/** The tables that a person sees and can write SQL over. */
export const shownTables: readonly string[] = [...tableNames, ...derived];

/** The tables that a person can write SQL over, canonical ones first; what import needs beside them is left out. */
export async function describeTables(engine: Engine): Promise<TableInfo[]> {
  const columns = frameRows(
    decodeFrame(
      await engine.query(sql`SELECT table_name, column_name, data_type FROM duckdb_columns()
        WHERE NOT internal AND table_name IN (${[...shownTables]}) ORDER BY table_name, column_index`),
    ),
  );
  const found = shownTables.filter((name) => columns.some((column) => column["table_name"] === name));
  if (found.length === 0) return [];
  const counts = decodeFrame(
    await engine.query(
      sql`SELECT ${join(found.map((name) => sql`(SELECT count(*) FROM ${id(name)})::DOUBLE AS ${id(name)}`))}`,
    ),
  );
  return found.map((name) => ({
    name,
    kind: derived.includes(name) ? "derived" : "canonical",
    rows: Number(counts.values[name]?.[0] ?? 0),
    columns: columns
      .filter((column) => column["table_name"] === name)
      .map((column) => ({
        name: String(column["column_name"]),
        type: String(column["data_type"]).replace(/^ENUM\(.*\)$/s, "ENUM"),
      })),
  }));
}

/** Bytes that DuckDB holds. */
export async function engineMemory(engine: Engine): Promise<number> {
  const held = await engine.query(
    sql`SELECT coalesce(sum(memory_usage_bytes), 0)::DOUBLE AS bytes FROM duckdb_memory()`,
  );
  return Number(decodeFrame(held).values["bytes"]?.[0] ?? 0);
}
