import type { ColumnFile } from "../../ingest/columnar/column.ts";
import { readColumns } from "../../ingest/read.ts";
import { id, sql } from "../../sql.ts";
import { codeTypes } from "../loading/codes.ts";
import type { Reading } from "./reading.ts";
import { joinClock } from "./clock.ts";
import { fillFromAbove } from "./filled.ts";
import { readTyped } from "./stage-columns.ts";
import type { StagedFile } from "./staged-file.ts";
import { setAsideTotalRows, withTotals } from "./total-rows.ts";
import { setAsideRows, setAsideTotals } from "./unusable.ts";

/** Reads a file with typed columns into the engine and sets aside the rows that lack what they must have. */
export async function stageTyped(
  reading: Reading,
  typed: ColumnFile,
  { coded, numbered }: { readonly coded: boolean; readonly numbered: boolean },
  onRows: (done: number) => void,
): Promise<StagedFile> {
  const { engine, held, mapping, headings, table, file, options, only } = reading;
  const columns = readColumns(mapping, headings).map((column) => column.name);
  let codes: ReadonlyMap<string, string> = coded
    ? await codeTypes(engine, held, mapping, file, options)
    : new Map();
  // Without an order number only whole rows can tell what stands twice.
  const whole = !numbered;
  const first = await readTyped(reading, typed, { codes, whole }, onRows);
  let { moved } = first;
  if (first.unseen) {
    // The sample did not show every value: what was taken for a closed list is read as text.
    for (const type of codes.values()) await engine.execute(sql`DROP TYPE ${id(type)}`, options);
    codes = new Map();
    ({ moved } = await readTyped(reading, typed, { codes, whole }, onRows));
  }
  const added = await setAsideTotalRows(reading, columns);
  await fillFromAbove(reading, columns);
  const counts = withTotals(await setAsideRows(reading, columns), added);
  const inFile = only ? typed.rows : counts.rows;
  const clock = await joinClock(reading, columns);
  const totals = await setAsideTotals(reading);
  return {
    name: table,
    file,
    ...clock,
    codes,
    nameless: counts.nameless,
    repeats: counts.lastOrder === null,
    unusable: counts.unusable,
    takenTotals: added.taken ? added.count : 0,
    whole: Promise.resolve(true),
    moved,
    held,
    mapping,
    headings,
    read: inFile + totals,
    outside: inFile - counts.rows,
  };
}
