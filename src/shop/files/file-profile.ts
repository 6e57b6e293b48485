import { type ColumnFile, cellsOf } from "../../ingest/columnar/column.ts";
import { rowsAt } from "../../ingest/columnar/columns-text.ts";
import { type CellTest, type ColumnProfile, ProfileTally, cellTest } from "../../ingest/column-profile.ts";
import { isEmpty } from "../../ingest/profile.ts";
import { openFormat } from "../../ingest/questions/day-order.ts";
import { stages } from "../../ingest/receipts.ts";
import { scanRows } from "../../ingest/scan.ts";
import type { ColumnFormat, Mapping } from "../../ingest/source.ts";
import { rolesOf } from "../../tables/canonical.ts";
import { type HeldFiles, textOf, typedColumns } from "./held-files.ts";
import type { MatchingRows, OnProgress } from "../shop.ts";

/** A larger file is profiled from its sample: its values could not all be kept. */
const wholeBytes = 100 << 20;
const wholeRows = 2_000_000;
/** So many rows of a file with typed columns are looked at at a time. */
const pieceRows = 20_000;
const matchingLimit = 50;
/** So much of a cell is shown. */
const cellLength = 200;

interface HeldColumn {
  readonly index: number;
  readonly format: ColumnFormat;
}

/** @throws Error where the file has no such column. */
function heldColumn(held: HeldFiles, key: string, column: string) {
  const file = held.get(key);
  const { sample, recognition, blob, name } = file;
  const index = sample?.headings.indexOf(column) ?? -1;
  const profile = sample?.profiles[index];
  if (!sample || !recognition || !profile) throw new Error(`no column ${column} in ${name}`);
  const { mapping } = recognition;
  const found: HeldColumn = { index, format: formatOf(mapping, column) };
  return {
    sample,
    mapping,
    blob,
    typed: typedColumns(file, mapping),
    text: () => textOf(file),
    name,
    ...found,
  };

  /** How the column is read: as its role has it, else as its values look. */
  function formatOf({ roles, formats }: Mapping, of: string): ColumnFormat {
    const type = rolesOf(mapping.table)[roles[of] ?? ""]?.type;
    if (type === "text") return { kind: "text" };
    if (!type) return profile?.format ?? { kind: "text" };
    const own = formats[of] ?? (profile && sample ? openFormat(profile, sample.rows, index) : undefined);
    const kind = type === "number" || type === "integer" ? "number" : "time";
    return own?.kind === kind ? own : { kind: "text" };
  }
}

/**
 * What a column of a file holds, read as the file's mapping says: of all rows, or of the sample where the
 * file is too large for that.
 */
export async function profileFileColumn(
  held: HeldFiles,
  key: string,
  column: string,
  onProgress?: OnProgress,
  signal?: AbortSignal,
): Promise<ColumnProfile> {
  const { sample, mapping, blob, typed, text, name, index, format } = heldColumn(held, key, column);
  const tally = new ProfileTally(format);
  const known = sample.exact && sample.rows.length === sample.fileRows;
  if (known || (typed ? typed.rows > wholeRows : blob.size > wholeBytes)) {
    for (const cells of sample.rows) tally.add(cells[index] ?? "");
    return tally.profile(known);
  }
  if (typed) {
    const stage = stages.reading(name);
    for await (const { start, length, columns } of typed.chunks([index], { rows: pieceRows, signal })) {
      for (const own of columns) for (const cell of cellsOf(own)) tally.add(cell);
      onProgress?.({ stage, done: ((start + length) / typed.rows) * blob.size, total: blob.size });
    }
    return tally.profile(true);
  }
  const content = await text();
  await scanRows(
    content,
    mapping.dialect,
    (cells) => tally.add(cells[index] ?? ""),
    signal,
    (done) => onProgress?.({ stage: stages.reading(name), done, total: content.size }),
  );
  return tally.profile(true);
}

/** The first rows of a file with a cell that is looked for, as the file has them. */
export async function matchingFileRows(
  held: HeldFiles,
  key: string,
  column: string,
  test: CellTest,
  signal?: AbortSignal,
): Promise<MatchingRows> {
  const { sample, mapping, typed, text, index, format } = heldColumn(held, key, column);
  const matches = cellTest(test, format);
  const width = sample.headings.length;
  if (typed) return matchingTyped(typed, index, matches, signal);
  const content = await text();
  const rows: { readonly row: number; readonly cells: readonly (string | null)[] }[] = [];
  let row = 0;
  await scanRows(
    content.size > wholeBytes ? content.slice(0, wholeBytes) : content,
    mapping.dialect,
    (cells) => {
      row += 1;
      if (!matches(cells[index] ?? "")) return;
      rows.push({ row, cells: Array.from({ length: width }, (_, at) => shown(cells[at] ?? "")) });
      return rows.length < matchingLimit ? undefined : false;
    },
    signal,
  );
  return { rows, searched: row, more: rows.length >= matchingLimit };
}

/** The same of a file with typed columns: only the one column is searched, and the rows found are read whole. */
async function matchingTyped(
  typed: ColumnFile,
  index: number,
  matches: (cell: string) => boolean,
  signal?: AbortSignal,
): Promise<MatchingRows> {
  const found: number[] = [];
  const ranges = [{ start: 0, end: Math.min(typed.rows, wholeRows) }];
  let searched = 0;
  search: for await (const { start, columns } of typed.chunks([index], { ranges, rows: pieceRows, signal }))
    for (const [at, cell] of columns.flatMap(cellsOf).entries()) {
      searched = start + at + 1;
      if (!matches(cell)) continue;
      found.push(start + at);
      if (found.length >= matchingLimit) break search;
    }
  const whole = await rowsAt(
    typed,
    found.map((row) => ({ start: row, end: row + 1 })),
    signal,
  );
  const rows = [...whole].map(([row, cells]) => ({ row: row + 1, cells: cells.map(shown) }));
  return { rows, searched, more: found.length >= matchingLimit };
}

function shown(cell: string): string | null {
  return isEmpty(cell) ? null : cell.slice(0, cellLength);
}
