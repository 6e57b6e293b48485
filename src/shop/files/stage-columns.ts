import { type Engine, QueryError, type RunOptions } from "../../engine/engine.ts";
import {
  type Chunk,
  type Column,
  type ColumnFile,
  chunkRows,
  firstRows,
} from "../../ingest/columnar/column.ts";
import { asText, encodeColumns } from "../../ingest/columnar/encode.ts";
import { joinedChunks } from "../../ingest/columnar/join-chunks.ts";
import { type TypedValue, textual, typedValue } from "../../ingest/columnar/typed-value.ts";
import { type ReadColumn, readColumns } from "../../ingest/read.ts";
import type { Mapping } from "../../ingest/source.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { rolesOf } from "../../tables/canonical.ts";
import type { Reading } from "./reading.ts";

/** How a file with typed columns was read. */
export interface TypedRead {
  /** A value was not among the codes: nothing of the reading is left. */
  readonly unseen: boolean;
  /** Whether there is a column `#moved`. */
  readonly moved: boolean;
}

/** What is handed to the engine at a time, and what is made of it there. */
interface Piece {
  readonly columns: readonly (readonly [string, Column])[];
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
    return { columns: [...given].map(([place, data]) => [`c${String(place)}`, data]), values };
  };

  /** The table as it is made, once it is known whether a time is brought to the zone. */
  const createSql = (withMoved: boolean): Sql => {
    const own = read.map((column) => {
      const code = codes.get(column.name);
      return sql`${id(column.name)} ${code ? id(code) : engineTypes[typeOf(column, mapping)]}`;
    });
    if (withMoved) own.push(sql`"#moved" BOOLEAN`);
    own.push(sql`"#extra" BOOLEAN`);
    if (whole) own.push(sql`"#cells" UBIGINT`);
    if (only) own.push(sql`rowid BIGINT`);
    return sql`CREATE TABLE ${id(table)} (${join(own)})`;
  };

  const insertSql = ({ values }: Piece, start: number): Sql => {
    const selected = values.map(({ value }) => value.value);
    const movedBy = values.flatMap(({ value }) => value.moved ?? []);
    if (moved) selected.push(movedBy.length ? sql`(${join(movedBy, " OR ")})` : sql`false`);
    selected.push(sql`false`);
    if (whole) selected.push(sql`hash(${join(headings.map((_, index) => id(`c${String(index)}`)))})`);
    if (!only) return sql`INSERT INTO ${id(table)} SELECT ${join(selected)} FROM ${id(name)}`;
    return sql`INSERT INTO ${id(table)} SELECT ${join(selected)}, "#row"
      FROM (SELECT rowid + ${start} AS "#row", * FROM ${id(name)}) WHERE ${only}`;
  };

  /** What a chunk is to the engine. */
  const handed = (chunk: Chunk) => {
    const made = piece(chunk);
    const movedHere = made.values.some(({ value }) => value.moved);
    const direct = !byText && !(moved ?? movedHere) && made.values.every(({ value }) => value.plain);
    return { made, movedHere, direct, bytes: encodeColumns(made.columns, direct ? "#extra" : undefined) };
  };

  const again = async (start: number, length: number): Promise<Uint8Array> => {
    const ranges = [{ start, end: start + length }];
    for await (const found of joinedChunks(columns.chunks(places, { ranges }), chunkRows))
      return handed(found).bytes;
    throw new Error(`no rows from ${String(start)} on`);
  };

  try {
    const chunks = columns.chunks(places, { first: firstRows, signal: options.signal });
    await inTurn(joinedChunks(chunks, chunkRows, firstRows), (chunk) => {
      const { start, length } = chunk;
      const { made, movedHere, direct, bytes } = handed(chunk);
      const create = moved === null ? createSql(movedHere) : null;
      moved ??= movedHere;
      const insert = insertSql(made, start);
      const rows = once(bytes, () => again(start, length));
      return async () => {
        options.signal?.throwIfAborted();
        if (create) await engine.execute(create);
        // Values that need nothing but a cast are taken in without a table between.
        if (direct) await engine.appendArrow(table, rows);
        else await insertPiece(engine, name, rows, insert, options);
        onRows(start + length);
      };
    });
  } catch (error) {
    if (!(error instanceof QueryError) || codes.size === 0 || !isUnseen(error)) throw error;
    await engine.execute(sql`DROP TABLE IF EXISTS ${id(name)}`, options);
    await engine.execute(sql`DROP TABLE IF EXISTS ${id(table)}`, options);
    return { unseen: true, moved: false };
  }
  return { unseen: false, moved: moved ?? false };
}

const engineTypes = {
  text: sql`VARCHAR`,
  number: sql`DOUBLE`,
  integer: sql`DOUBLE`,
  timestamp: sql`TIMESTAMP`,
  date: sql`DATE`,
} as const;

function typeOf({ role }: ReadColumn, mapping: Mapping): keyof typeof engineTypes {
  return role === "dimension" ? "text" : (rolesOf(mapping.table)[role]?.type ?? "text");
}

/** Whether the engine did not find a value among the values of a closed list. */
export function isUnseen({ message }: QueryError): boolean {
  return /convert string .* to UINT/is.test(message);
}

/** Prepares one thing while the one before is worked on. */
async function inTurn<T>(
  things: AsyncIterable<T>,
  prepare: (thing: T) => () => Promise<void>,
): Promise<void> {
  let running: Promise<void> = Promise.resolve();
  try {
    for await (const thing of things) {
      const work = prepare(thing);
      await running;
      running = work();
      // A fault is told where the work is waited for.
      running.catch(() => {});
    }
    await running;
  } finally {
    // Whoever is told of a fault finds nothing still at work.
    await running.catch(() => {});
  }
}

/** Gives rows at once the first time, and makes them anew after that: the journal keeps what gives them, not them. */
export function once(
  bytes: Uint8Array,
  again: () => Promise<Uint8Array>,
): () => Promise<Uint8Array> | Uint8Array {
  let first: Uint8Array | null = bytes;
  return () => {
    const found = first;
    first = null;
    return found ?? again();
  };
}

/** Hands rows to the engine as a table, and runs a statement over it. */
export async function insertPiece(
  engine: Engine,
  name: string,
  rows: () => Promise<Uint8Array> | Uint8Array,
  statement: Sql,
  options: RunOptions,
): Promise<void> {
  await engine.insertArrow(name, rows);
  await engine.execute(statement, options);
  await engine.execute(sql`DROP TABLE ${id(name)}`, options);
}
