import { columnNames } from "../sniff.ts";
import type { Range } from "./column.ts";

/**
 * The parts of ranges (in order, apart from one another) that lie within a part of a file, in pieces of so
 * many rows; the piece at the beginning of all ranges may be smaller.
 */
export function piecesOf(ranges: readonly Range[], within: Range, rows: number, first = rows): Range[] {
  const pieces: Range[] = [];
  const begin = ranges[0]?.start;
  for (const range of ranges) {
    const last = Math.min(range.end, within.end);
    for (let start = Math.max(range.start, within.start); start < last;) {
      const end = Math.min(start + (start === begin ? first : rows), last);
      pieces.push({ start, end });
      start = end;
    }
  }
  return pieces;
}

/** Rows of a file as ranges: those that lie near one another are read together. */
export function rangesOf(rows: readonly number[], near = 64): Range[] {
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  const ranges: { start: number; end: number }[] = [];
  for (const row of sorted) {
    const last = ranges.at(-1);
    if (last && row - last.end <= near) last.end = row + 1;
    else ranges.push({ start: row, end: row + 1 });
  }
  return ranges;
}

/** The names of columns as a heading of text has them. */
export function headingsOf(names: readonly string[]): string[] {
  return columnNames(
    names.map((name) => name.replace(/\s*[\r\n]+\s*/g, " ")),
    names.length,
  );
}
