import { type Engine, QueryError, type RunOptions } from "../engine/engine.ts";
import { type Chunk, type Column, type ColumnFile, chunkRows } from "../ingest/columnar/column.ts";
import { asText, encodeColumns } from "../ingest/columnar/encode.ts";
import { joinedChunks } from "../ingest/columnar/join-chunks.ts";
import { type TypedValue, textual, typedValue } from "../ingest/columnar/typed-value.ts";
import { type ReadColumn, readColumns } from "../ingest/read.ts";
import { type Sql, id, join, sql } from "../sql.ts";
import type { Reading } from "./reading.ts";

/** How a file with typed columns was read. */
export interface TypedRead {
  /** A value was not among the codes: nothing of the reading is left. */
  readonly unseen: boolean;
  /** Whether there is a column `#moved`. */
  readonly moved: boolean;
}

/** What is handed to the engine at a time, and the statement that takes it in. */
interface Piece {
  readonly bytes: Uint8Array;
  readonly values: readonly { readonly column: ReadColumn; readonly value: TypedValue }[];
}

/**
 * Reads a file with typed columns into its table, some 100,000 rows at a time, without making text of it:
 * the next ones are unpacked while the engine takes in the last. The table is that of `loadSql` for the
 * same rows as text.
 */
export async function readTyped(
  { engine, mapping, headings, table, file, options, only }: Reading,
  columns: ColumnFile,
  { codes, whole }: { readonly codes: ReadonlyMap<string, string>; readonly whole: boolean },
  onRows: (done: number) => void,
): Promise<TypedRead> {
  const read = readColumns(mapping, headings);
  // Rows are compared, and chosen for a sample, by their text, so that all files are alike in that.
  const byText = whole || only !== null;
  const places = whole ? headings.map((_, index) => index) : read.map(({ index }) => index);
  const name = `piece_${String(file)}`;
  let moved: boolean | null = null;

  const piece = (chunk: Chunk): Piece => {
    const given = new Map<number, Column>();
    for (const [at, place] of places.entries()) {
      const column = chunk.columns[at];
      if (column) given.set(place, column);
    }
    const values = read.flatMap((column) => {
      const data = given.get(column.index);
      if (!data) return [];
      const value = (byText ? textual : typedValue)(column, data, mapping);
      given.set(column.index, value.data);
      return [{ column, value }];
    });
    if (whole) for (const [place, data] of given) given.set(place, asText(data));
    const named = [...given].map(([place, data]) => [`c${String(place)}`, data] as const);
    return { bytes: encodeColumns(named), values };
  };

  const statement = ({ values }: Piece, start: number): Sql => {
    const first = moved === null;
    const movedBy = values.flatMap(({ value }) => value.moved ?? []);
    moved ??= movedBy.length > 0;
    const selected = values.map(({ column, value }) => {
      const code = codes.get(column.name);
      return sql`${code ? sql`CAST(${value.value} AS ${id(code)})` : value.value} AS ${id(column.name)}`;
    });
    if (moved)
      selected.push(sql`${movedBy.length ? sql`(${join(movedBy, " OR ")})` : sql`false`} AS "#moved"`);
    selected.push(sql`false AS "#extra"`);
    if (whole)
      selected.push(sql`hash(${join(headings.map((_, index) => id(`c${String(index)}`)))}) AS "#cells"`);
    const rows = only
      ? sql`SELECT ${join(selected)}, "#row" AS rowid FROM (SELECT rowid + ${start} AS "#row", * FROM ${id(name)}) WHERE ${only}`
      : sql`SELECT ${join(selected)} FROM ${id(name)}`;
    return first ? sql`CREATE TABLE ${id(table)} AS ${rows}` : sql`INSERT INTO ${id(table)} ${rows}`;
  };

  const again = async (chunk: Pick<Chunk, "start" | "length">): Promise<Uint8Array> => {
    const ranges = [{ start: chunk.start, end: chunk.start + chunk.length }];
    for await (const found of joinedChunks(columns.chunks(places, { ranges }), chunkRows))
      return piece(found).bytes;
    throw new Error(`no rows from ${String(chunk.start)} on`);
  };

  try {
    await inTurn(
      joinedChunks(columns.chunks(places, { signal: options.signal }), chunkRows),
      async (chunk) => {
        const made = piece(chunk);
        const text = statement(made, chunk.start);
        const { start, length } = chunk;
        return async () => {
          await insertPiece(engine, name, made.bytes, () => again({ start, length }), text, options);
          onRows(start + length);
        };
      },
    );
  } catch (error) {
    await engine.execute(sql`DROP TABLE IF EXISTS ${id(name)}`);
    if (!(error instanceof QueryError) || codes.size === 0 || !isUnseen(error)) throw error;
    await engine.execute(sql`DROP TABLE IF EXISTS ${id(table)}`, options);
    return { unseen: true, moved: false };
  }
  return { unseen: false, moved: moved ?? false };
}

/** Whether the engine did not find a value among the values of a closed list. */
export function isUnseen({ message }: QueryError): boolean {
  return /convert string .* to UINT/is.test(message);
}

/** Prepares one thing while the one before is worked on. */
async function inTurn<T>(
  things: AsyncIterable<T>,
  prepare: (thing: T) => Promise<() => Promise<void>>,
): Promise<void> {
  let running: Promise<void> = Promise.resolve();
  // A fault is told where the work is waited for.
  running.catch(() => {});
  for await (const thing of things) {
    const work = await prepare(thing);
    await running;
    running = work();
    running.catch(() => {});
  }
  await running;
}

/** Hands rows to the engine, and runs a statement over them. `again` makes them anew where the engine is started again. */
export async function insertPiece(
  engine: Engine,
  name: string,
  bytes: Uint8Array,
  again: () => Promise<Uint8Array>,
  statement: Sql,
  options: RunOptions,
): Promise<void> {
  // The journal keeps what gives the rows, not the rows.
  let once: Uint8Array | null = bytes;
  await engine.insertArrow(name, () => {
    const found = once;
    once = null;
    return found ?? again();
  });
  await engine.execute(statement, options);
  await engine.execute(sql`DROP TABLE ${id(name)}`, options);
}
