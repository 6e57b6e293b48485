import { synonymsOf } from "../tables/synonyms.ts";
import { delimitedCell } from "./delimited.ts";
import { readNumber } from "./numbers.ts";
import { parseRows } from "./rows.ts";
import type { Merge, SheetLine } from "./sheet-line.ts";

/** What cells that are merged downwards gave to the rows that they cover. */
export interface FilledCells {
  /** Places of the rows, among those below the header, and their headings that were filled. */
  readonly rows: readonly number[];
  readonly columns: readonly string[];
  /** The text as the sheet has it, without what was filled. */
  readonly before: Blob;
}

/** So many rows can be covered by cells of one sheet. */
const coveredLimit = 200_000;

/**
 * Gives the rows under cells that are merged downwards what these say, as who reads the sheet does. An amount
 * that stands for several rows is theirs together: it stays in the first of them. Gives the lines with it, and
 * the places of those that were filled; null where there are none. `last` is the header's row.
 */
export function fillMerged(
  lines: readonly SheetLine[],
  names: readonly string[],
  merges: readonly Merge[],
  last: number,
): { readonly lines: SheetLine[]; readonly places: number[]; readonly columns: string[] } | null {
  const down = merges.filter(({ s, e }) => s.r > last && e.r > s.r);
  if (down.length === 0 || down.reduce((sum, { s, e }) => sum + e.r - s.r, 0) > coveredLimit) return null;
  const below = lines.filter(({ row }) => row > last);
  const placeOf = new Map(below.map(({ row }, place) => [row, place]));
  const cells = new Map<number, string[]>();
  const cellsAt = (row: number): string[] | null => {
    const place = placeOf.get(row);
    if (place === undefined) return null;
    const known = cells.get(place) ?? [...(parseRows(below[place]?.text ?? "", comma)[0]?.cells ?? [])];
    cells.set(place, known);
    return known;
  };
  const filled = new Set<number>();
  const columns = new Set<number>();
  for (const { s, e } of down) {
    const given = cellsAt(s.r)?.[s.c] ?? "";
    if (given === "" || !stands(given, names[s.c] ?? "")) continue;
    for (let row = s.r + 1; row <= e.r; row += 1) {
      const own = cellsAt(row);
      if (!own || (own[s.c] ?? "") !== "") continue;
      while (own.length <= s.c) own.push("");
      own[s.c] = given;
      filled.add(placeOf.get(row) ?? -1);
      columns.add(s.c);
    }
  }
  if (filled.size === 0) return null;
  const made = below.map((line, place) => {
    const own = filled.has(place) ? cells.get(place) : undefined;
    return own ? { row: line.row, width: own.length, text: own.map(delimitedCell).join(",") } : line;
  });
  return {
    lines: made,
    places: [...filled].sort((a, b) => a - b),
    columns: [...columns].sort((a, b) => a - b).map((column) => names[column] ?? ""),
  };
}

const comma = { delimiter: ",", quote: '"' };
const told = /_id$|_at$|^referred_by$/;

/** Whether a cell that stands for several rows says the same of each: words do, and numbers that name something. */
function stands(text: string, heading: string): boolean {
  if (readNumber(text, ".") === null) return true;
  const roles = synonymsOf(heading).filter(({ strength }) => strength >= 0.8);
  return roles.length > 0 && roles.every(({ role }) => told.test(role));
}
