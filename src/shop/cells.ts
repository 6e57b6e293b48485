import { decodeFrame } from "../engine/arrow.ts";
import { type Engine, QueryError } from "../engine/engine.ts";
import { streamRows } from "../engine/ipc.ts";
import { TextError } from "../i18n/text.ts";
import { id, join, type Sql, sql, written } from "../sql.ts";
import { cellColumns } from "./cell-columns.ts";
import { readCell } from "./cell-text.ts";
import { messages } from "./messages.ts";
import type { SqlCellResult } from "./shop.ts";

export interface NamedCell {
  readonly name: string;
  readonly text: string;
}

/**
 * Runs a SQL cell. A person's text reaches the engine as a literal of `query('…')` alone, whose parser
 * takes a single SELECT and nothing else (FROM, WITH, DESCRIBE, SUMMARIZE and SHOW are forms of it), so
 * that no text can change the tables. Earlier cells are common table expressions under their names.
 * @throws TextError for a text that does not only read, QueryError with the place in `text`
 */
export async function runCell(
  engine: Engine,
  text: string,
  cells: readonly NamedCell[],
  limit: number,
  signal?: AbortSignal,
): Promise<SqlCellResult> {
  const begun = performance.now();
  const { explain, body, offset } = readCell(text);
  if (body.trim() === "") throw new TextError(messages.emptyCell);
  const source = sql`${withCells(cells)} SELECT * FROM query(${body})`;
  const options = { ...(signal && { signal }) };
  try {
    if (explain) {
      const bytes = await engine.query(sql`${written(explain)} ${source}`, options);
      return { bytes, types: {}, rows: streamRows(bytes), took: performance.now() - begun };
    }
    const described = decodeFrame(await engine.query(sql`DESCRIBE ${source}`, options));
    const { names, selected, types } = cellColumns(described);
    const bytes = await engine.query(
      sql`${withCells(cells)} SELECT ${selected} FROM query(${body}) AS cell(${names}) LIMIT ${limit}`,
      options,
    );
    let rows = streamRows(bytes);
    if (rows === limit) rows = await countRows(engine, source, options);
    return { bytes, types, rows, took: performance.now() - begun };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw await ownError(engine, error, { text, body, offset }, cells);
  }
}

function withCells(cells: readonly NamedCell[]): Sql {
  if (cells.length === 0) return sql``;
  return sql`WITH ${join(cells.map(({ name, text }) => sql`${id(name)} AS (FROM query(${text}))`))}`;
}

async function countRows(engine: Engine, source: Sql, options: { signal?: AbortSignal }): Promise<number> {
  const counted = await engine.query(sql`SELECT count(*)::DOUBLE AS n FROM (${source})`, options);
  return Number(decodeFrame(counted).values["n"]?.[0] ?? 0);
}

/** The error as one of the person's own text: what was refused and where, or the earlier cell at fault. */
async function ownError(
  engine: Engine,
  error: QueryError,
  { text, body, offset }: { text: string; body: string; offset: number },
  cells: readonly NamedCell[],
): Promise<Error> {
  for (const [index, { name, text: earlier }] of cells.entries()) {
    const alone = sql`EXPLAIN ${withCells(cells.slice(0, index))} FROM query(${earlier})`;
    const fault = await faultOf(engine, alone);
    if (fault)
      return new TextError(messages.faultyCell(name, refusal(earlier, fault)?.text.en ?? fault.message));
  }
  const refused = refusal(body, error);
  if (refused) return refused;
  const place = await placeOf(engine, error, body, cells);
  return new QueryError(error.message, text, place === null ? null : place + offset, error.missing);
}

/** What a text did that a cell may not, where that is why it failed. */
function refusal(body: string, error: QueryError): TextError | null {
  if (!error.message.includes("Expected a single SELECT statement")) return null;
  const { first, statements, changes } = readCell(body);
  if (first === "") return new TextError(messages.emptyCell);
  if (statements === 1 && first === "PIVOT") return new TextError(messages.openPivot);
  return new TextError(changes ? messages.changes(changes) : messages.oneStatement);
}

/**
 * The place of a fault in a cell's text. `query('…')` tells none, so the text is bound once more as it
 * stands, in a statement that is not run: this is safe since either it does not parse, and then nothing
 * of it runs, or it has been parsed as a single SELECT before.
 */
async function placeOf(
  engine: Engine,
  error: QueryError,
  body: string,
  cells: readonly NamedCell[],
): Promise<number | null> {
  if (error.message.startsWith("Parser Error: syntax error")) {
    const fault = await faultOf(engine, written(body));
    return fault?.message === error.message ? fault.position : null;
  }
  const before = sql`EXPLAIN ${withCells(cells)} SELECT * FROM (\n`;
  const fault = await faultOf(engine, sql`${before}${written(body.replace(/;\s*$/, ""))}\n)`);
  if (fault?.message !== error.message || fault.position === null) return null;
  const place = fault.position - before.text.length;
  return place >= 0 && place <= body.length ? place : null;
}

async function faultOf(engine: Engine, statement: Sql): Promise<QueryError | null> {
  try {
    await engine.query(statement);
    return null;
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
}
