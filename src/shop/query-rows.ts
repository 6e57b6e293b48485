import { decodeFrame } from "../engine/arrow.ts";
import type { Engine, RunOptions } from "../engine/engine.ts";
import type { Sql } from "../sql.ts";
import { type Row, frameRows } from "../tables/frame.ts";

/** Rows of a query as objects. */
export async function rowsOf(engine: Engine, statement: Sql, options?: RunOptions): Promise<Row[]> {
  return frameRows(decodeFrame(await engine.query(statement, options)));
}

/** A number out of a row of counts; a missing one is zero. */
export function numberIn(row: Row | undefined, name: string): number {
  return Number(row?.[name] ?? 0);
}
