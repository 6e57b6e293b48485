import { joinClock } from "./clock.ts";
import { fillFromAbove } from "./filled.ts";
import type { Reading } from "./reading.ts";
import type { StagedFile } from "./staged-file.ts";
import { setAsideTotalRows, withTotals } from "./total-rows.ts";
import { setAsideRows, setAsideTotals } from "./unusable.ts";

/** What became of the rows of a file that was read. */
type Settled = Awaited<ReturnType<typeof settleRows>>;

/**
 * Sets aside the totals among rows that were read and the rows that lack what they must have, and fills
 * from above what the sheet leaves blank.
 */
export async function settleRows(reading: Reading, columns: readonly string[], plain = false) {
  const added = await setAsideTotalRows(reading, columns);
  await fillFromAbove(reading, columns);
  const counts = withTotals(await setAsideRows(reading, columns, plain), added);
  return { counts, takenTotals: added.taken ? added.count : 0 };
}

/** The file as it stands when its rows are settled; `inFile` rows are in it, `beside` are set aside unread. */
export async function stagedFile(
  reading: Reading,
  columns: readonly string[],
  { counts, takenTotals }: Settled,
  own: Pick<StagedFile, "codes" | "whole" | "moved"> & { readonly inFile: number; readonly beside: number },
): Promise<StagedFile> {
  const { held, mapping, headings, table, file } = reading;
  const { inFile, beside, ...rest } = own;
  const clock = await joinClock(reading, columns);
  const totals = await setAsideTotals(reading);
  return {
    name: table,
    file,
    ...clock,
    ...rest,
    nameless: counts.nameless,
    repeats: counts.lastOrder === null,
    unusable: counts.unusable,
    takenTotals,
    held,
    mapping,
    headings,
    read: inFile + beside + totals,
    outside: inFile - counts.rows,
  };
}
