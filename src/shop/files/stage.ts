import { type Engine, QueryError, type RunOptions } from "../../engine/engine.ts";
import { columnOf } from "../../ingest/map.ts";
import { countLines, lastLine } from "../../ingest/lines.ts";
import { quickLoadSql } from "../../ingest/quick-read.ts";
import { anyMovedSql, loadSql, readColumns } from "../../ingest/read.ts";
import type { Mapping } from "../../ingest/source.ts";
import { id, sql } from "../../sql.ts";
import { codeTypes } from "../loading/codes.ts";
import { type CustomerSample, fileRows, inSampleSql } from "../loading/customer-sample.ts";
import { type HeldFile, attachFile, typedColumns } from "./held-files.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import type { Reading } from "./reading.ts";
import { stageTyped } from "./stage-typed.ts";
import { settleRows, stagedFile } from "./settle-rows.ts";
import { type StagedFile, isNumbered } from "./staged-file.ts";
import { type Counted, setAsideSwallowed } from "./unusable.ts";

/** Of files from so many bytes on it is told how much of them is read. */
const countedBytes = 100e6;

/** Reads a file into the engine in one pass and sets aside the rows that lack what they must have. */
export async function stageFile(
  engine: Engine,
  held: HeldFile,
  mapping: Mapping,
  file: number,
  options: RunOptions,
  {
    coded = false,
    sample = null,
    careful = false,
    onDecoding,
    onReading,
  }: {
    coded?: boolean;
    sample?: CustomerSample | null;
    /** Whether its rows are not to be read quickly. */
    careful?: boolean;
    /** How many bytes are done, of how many. */
    onDecoding?: (done: number, total: number) => void;
    onReading?: (done: number | null, total: number | null) => void;
  } = {},
): Promise<StagedFile> {
  const headings = held.sample?.headings ?? [];
  const table = `staged_${String(file)}`;
  const only = sample && inSampleSql(sample, held, mapping);
  const typed = typedColumns(held, mapping);
  if (typed) {
    const { size } = held.blob;
    const onRows = (rows: number) => onReading?.((size * rows) / typed.rows, size);
    onRows(0);
    const reading = {
      engine,
      held,
      mapping,
      headings,
      table,
      attached: "",
      file,
      options,
      passing: options,
      only,
    };
    return stageTyped(reading, typed, { coded, numbered: isNumbered(mapping) }, onRows);
  }
  const attached = await attachFile(engine, held, mapping, onDecoding, options.signal);
  const size = held.attached?.text.size ?? 0;
  const onBytes = (bytes: number) => onReading?.(Math.min(bytes, size), size);
  // Counting what is read costs a little, which a file that is read in a second or two is better without.
  const passing = size < countedBytes ? options : { ...options, reading: { file: attached, onBytes } };
  if (size < countedBytes) onReading?.(null, null);
  else onBytes(0);
  const reading: Reading = {
    engine,
    held,
    mapping,
    headings,
    table,
    attached,
    file,
    options,
    passing,
    only,
  };
  const columns = readColumns(mapping, headings).map((column) => column.name);
  let codes: ReadonlyMap<string, string> = coded
    ? await codeTypes(engine, held, mapping, file, options)
    : new Map();
  const quick = only || careful ? "careful" : await readQuickly(reading, codes);
  // Where a value that the sample did not show is known already, it is no use to try its codes again.
  if (quick === "unseen") codes = await withoutCodes(reading, codes);
  // In a file that was seen whole, some cell shows it.
  const { exact = true, multiline = true } = held.sample ?? {};
  const lines =
    quick === "read" || (exact && !multiline)
      ? null
      : countLines(held.attached?.text ?? held.blob, options.signal);
  lines?.catch(() => {});
  let lost = quick === "read" ? 0 : await read(reading, codes);
  const unseen = quick !== "read" && codes.size > 0 && (await hasUnseen(reading));
  if (unseen) {
    await engine.execute(sql`DROP TABLE ${id(table)}`, options);
    await engine.execute(sql`DELETE FROM set_aside WHERE file = ${file}`, options);
    codes = await withoutCodes(reading, codes);
    lost = await read(reading, codes);
  }
  const settled = await settleRows(reading, columns, quick === "read");
  const { counts } = settled;
  const whole = quick === "read" ? eachLineIsRow(reading, counts) : Promise.resolve(true);
  // Whoever waits for it is told of a failure.
  whole.catch(() => {});
  const inFile = only ? await fileRows(engine, attached, mapping, headings.length, options) : counts.rows;
  // A quotation mark left open swallows rows: then there are more lines than rows.
  const swallowed =
    lines && (await lines) > inFile + lost + aboveRows(mapping) ? await setAsideSwallowed(reading) : 0;
  return stagedFile(reading, columns, settled, {
    codes,
    whole,
    moved: quick !== "read" && anyMovedSql(mapping, headings) !== null,
    inFile,
    beside: lost + swallowed,
  });
}

/** The sample did not show every value: what was taken for a closed list is read as text. */
async function withoutCodes(
  { engine, options }: Reading,
  codes: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  for (const type of codes.values()) await engine.execute(sql`DROP TYPE ${id(type)}`, options);
  return new Map();
}

/**
 * Reads a file that may well be written plainly. Where it is not, nothing has changed, and it is to be read
 * with care; `unseen` says that a value was not among the codes.
 */
async function readQuickly(
  { engine, held, mapping, headings, table, attached, passing }: Reading,
  codes: ReadonlyMap<string, string>,
): Promise<"read" | "careful" | "unseen"> {
  // Equal rows of files without order numbers are known by their text.
  if (!isNumbered(mapping) || (held.sample?.ragged ?? 0) > 0 || held.sample?.multiline) return "careful";
  const statement = quickLoadSql(table, attached, mapping, headings, codes);
  if (!statement) return "careful";
  try {
    await engine.execute(statement, passing);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return /convert string .* to UINT/is.test(error.message) ? "unseen" : "careful";
  }
  return "read";
}

/**
 * The reader makes one row of what stands between two quotation marks, and leaves out a last row whose mark is
 * never closed, with all that the mark swallowed. What was read quickly is believed where no text has a line
 * break and the last line is the last row, or else where each line made a row. Found out beside what follows
 * the reading.
 */
async function eachLineIsRow(
  { held, mapping, headings, options }: Reading,
  { rows, lastOrder, broken }: Counted,
): Promise<boolean> {
  const text = held.attached?.text ?? held.blob;
  const { dialect } = mapping;
  if (lastOrder !== null && !broken) {
    const heading = columnOf(mapping, "order_id");
    const cells = await lastLine(text, dialect);
    if (cells && cells[headings.indexOf(heading ?? "")]?.trim() === lastOrder) return true;
  }
  return (await countLines(text, options.signal)) === rows + aboveRows(mapping);
}

/** Lines of a file above its first row. */
function aboveRows({ dialect }: Mapping): number {
  return dialect.skip + (dialect.header ? 1 : 0);
}

/**
 * The pass with care. A row that the reader refuses (bytes that are no UTF-8, a cell beyond the limit) fails
 * the statement, so that it is run again with such rows told apart. Gives how many there were.
 */
async function read(
  { engine, mapping, headings, table, attached, file, options, passing, only }: Reading,
  codes: ReadonlyMap<string, string>,
): Promise<number> {
  // Without an order number only whole rows can tell what stands twice.
  const whole = !isNumbered(mapping);
  try {
    await engine.execute(loadSql(table, attached, mapping, headings, { codes, whole, only }), passing);
    return 0;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
  }
  const rejects = `rejects_${String(file)}_${codes.size > 0 ? "coded" : "text"}`;
  await engine.execute(loadSql(table, attached, mapping, headings, { codes, rejects, whole, only }), passing);
  await engine.execute(
    sql`INSERT INTO set_aside SELECT ${file}, NULL, 'damaged', line, any_value(CAST(csv_line AS VARCHAR))
      FROM ${id(rejects)} GROUP BY line`,
    options,
  );
  const [count] = await rowsOf(
    engine,
    sql`SELECT count(*)::DOUBLE AS n FROM set_aside WHERE file = ${file} AND reason = 'damaged'`,
    options,
  );
  return numberIn(count, "n");
}

async function hasUnseen({ engine, table, options }: Reading): Promise<boolean> {
  const [row] = await rowsOf(
    engine,
    sql`SELECT count_if("#unseen")::DOUBLE AS unseen FROM ${id(table)}`,
    options,
  );
  return numberIn(row, "unseen") > 0;
}
