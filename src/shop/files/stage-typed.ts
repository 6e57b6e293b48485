import type { ColumnFile } from "../../ingest/columnar/column.ts";
import { readColumns } from "../../ingest/read.ts";
import { id, sql } from "../../sql.ts";
import { codeTypes } from "../loading/codes.ts";
import type { Reading } from "./reading.ts";
import { readTyped } from "./stage-columns.ts";
import { settleRows, stagedFile } from "./settle-rows.ts";
import type { StagedFile } from "./staged-file.ts";

/** Reads a file with typed columns into the engine and sets aside the rows that lack what they must have. */
export async function stageTyped(
  reading: Reading,
  typed: ColumnFile,
  { coded, numbered }: { readonly coded: boolean; readonly numbered: boolean },
  onRows: (done: number) => void,
): Promise<StagedFile> {
  const { engine, held, mapping, headings, file, options, only } = reading;
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
  const settled = await settleRows(reading, columns);
  const inFile = only ? typed.rows : settled.counts.rows;
  return stagedFile(reading, columns, settled, {
    codes,
    whole: Promise.resolve(true),
    moved,
    inFile,
    beside: 0,
  });
}
