import type { Engine, RunOptions } from "../../engine/engine.ts";
import { type Chunk, type ColumnFile, chunkRows } from "../../ingest/columnar/column.ts";
import { rowsAt } from "../../ingest/columnar/columns-text.ts";
import { asText, encodeColumns } from "../../ingest/columnar/encode.ts";
import { joinedChunks } from "../../ingest/columnar/join-chunks.ts";
import { rangesOf } from "../../ingest/columnar/pieces.ts";
import { textColumn } from "../../ingest/columnar/text-column.ts";
import { fileSql } from "../../ingest/read.ts";
import { type Sql, id, sql } from "../../sql.ts";
import { attachFile, typedColumns } from "./held-files.ts";
import { rowsOf } from "../query-rows.ts";
import type { ReadableFile } from "./set-aside.ts";
import { insertPiece, once } from "./stage-columns.ts";

/** Rows are looked for one by one where they are fewer than one in so many. */
const fewRows = 20;

/**
 * Runs a statement over rows of a file as it has them: text cells `c0`, `c1`, … and `#row`. `places` gives
 * the numbers of the rows; of a file with typed columns the statement runs over one part of them after the other.
 */
export async function overRows(
  engine: Engine,
  readable: ReadableFile,
  places: Sql,
  statement: (rows: Sql) => Sql,
  options: RunOptions,
): Promise<void> {
  const { held, mapping, headings, file } = readable;
  const columns = typedColumns(held, mapping);
  const among = sql`"#row" IN (${places})`;
  if (!columns) {
    const name = await attachFile(engine, held, mapping, undefined, options.signal);
    const all = fileSql(name, mapping, headings.length, "skip");
    const rows = sql`(SELECT * FROM (SELECT row_number() OVER () - 1 AS "#row", * FROM ${all}) WHERE ${among})`;
    await engine.execute(statement(rows), options);
    return;
  }
  const [{ n } = { n: 0 }] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n FROM (${places})`,
    options,
  );
  const name = `rows_${String(file)}`;
  const taken = (from: Sql) => statement(sql`(SELECT * FROM ${from} WHERE ${among})`);
  if (n === 0) return;
  if (Number(n) * fewRows < columns.rows) {
    const found = await rowsOf(
      engine,
      sql`SELECT CAST("#row" AS DOUBLE) AS "#row" FROM (${places}) AS t("#row")`,
      options,
    );
    const rows = found.map((row) => Number(row["#row"]));
    const bytes = () => sparse(columns, rows, options.signal);
    await insertPiece(engine, name, once(await bytes(), bytes), taken(id(name)), options);
    return;
  }
  const all = headings.map((_, index) => index);
  for await (const chunk of joinedChunks(columns.chunks(all, { signal: options.signal }), chunkRows)) {
    const encoded = (found: Chunk) =>
      encodeColumns(found.columns.map((column, index) => [`c${String(index)}`, asText(column)]));
    const { start, length } = chunk;
    const again = async () => {
      const ranges = [{ start, end: start + length }];
      for await (const found of joinedChunks(columns.chunks(all, { ranges }), chunkRows))
        return encoded(found);
      throw new Error(`no rows from ${String(start)} on`);
    };
    const from = sql`(SELECT rowid + ${start} AS "#row", * FROM ${id(name)})`;
    await insertPiece(engine, name, once(encoded(chunk), again), taken(from), options);
  }
}

/** Some rows of a file, with their numbers. */
async function sparse(
  columns: ColumnFile,
  rows: readonly number[],
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const wanted = new Set(rows);
  const found = [...(await rowsAt(columns, rangesOf(rows), signal))].filter(([row]) => wanted.has(row));
  const numbers = BigInt64Array.from(found, ([row]) => BigInt(row));
  const places = { kind: "whole", length: found.length, numbers, valid: null } as const;
  return encodeColumns([
    ["#row", places],
    ...columns.headings.map(
      (_, index) => [`c${String(index)}`, textColumn(found.map(([, cells]) => cells[index] ?? ""))] as const,
    ),
  ]);
}
