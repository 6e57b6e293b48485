import { isHeading } from "../tables/synonyms.ts";
import { readNumber } from "./numbers.ts";
import { type TextRow, parseRows, whiteSpace } from "./rows.ts";
import { timeFormats } from "./time-formats.ts";

/** The layout of a delimited text, without its encoding. */
export interface Layout {
  readonly delimiter: string;
  readonly quote: string;
  /** Lines above the header, or above the first row where there is no header. */
  readonly skip: number;
  readonly header: boolean;
}

const delimiters = [",", "\t", ";", "|", "^", "，"];

/** Finds the delimiter, the heading and the lines above it, from the beginning of a text. */
export function sniff(text: string, whole: boolean): Layout {
  const quote = quoteOf(text);
  const declared = /^\ufeff?sep=(.)\r?\n/i.exec(text)?.[1];
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of declared ? [declared] : [...delimiters, whiteSpace]) {
    const score = consistency(parseRows(text, { delimiter, quote }, { limit: 300, whole }), delimiter);
    if (score > best.score) best = { delimiter, score };
  }
  const { delimiter } = best;
  const rows = parseRows(text, { delimiter, quote }, { limit: 300, whole });
  const width = usualWidth(rows);
  // A title above the table fills fewer cells than the table does.
  const first = rows.findIndex(
    ({ cells }, index) =>
      filled(cells) >= Math.max(Math.min(2, width), width * 0.6) ||
      (index > 0 && cells.length === width && filled(cells) === width),
  );
  const top = rows[Math.max(first, 0)];
  const header = top ? isHeader(top.cells, rows.slice(Math.max(first, 0) + 1)) : true;
  return { delimiter, quote: delimiter === whiteSpace ? "" : quote, skip: top?.line ?? 0, header };
}

const singleQuoted = /(?:^|[,;\t|])'(?:[^']|'')*'(?=[,;\t|]|$)/;

/** What cells are quoted by: single marks where most lines have cells in them. */
function quoteOf(text: string): '"' | "'" {
  if (!text.includes("'")) return '"';
  const lines = text
    .slice(0, 1 << 16)
    .split(/\r\n|\n|\r/)
    .slice(0, 200)
    .filter((line) => line !== "");
  const quoted = lines.filter((line) => singleQuoted.test(line)).length;
  return lines.length > 1 && quoted >= (lines.length - 1) * 0.8 ? "'" : '"';
}

/** How well a delimiter parts the rows: the share of rows as wide as most, favouring more columns. */
function consistency(rows: readonly TextRow[], delimiter: string): number {
  const width = usualWidth(rows);
  if (width < 2 || rows.length === 0) return 0;
  const same = rows.filter(({ cells }) => cells.length === width).length / rows.length;
  // Text with spaces in it is no table; a heading may have other spaces than the rows below it.
  if (delimiter === whiteSpace) return rows.length > 1 && same >= 0.95 && width > 2 ? 0.3 : 0;
  return same + Math.min(width, 50) / 100;
}

function usualWidth(rows: readonly TextRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let best = 0;
  for (const [width, count] of counts)
    if (count > (counts.get(best) ?? 0) || (count === counts.get(best) && width > best)) best = width;
  return best;
}

function filled(cells: readonly string[]): number {
  return cells.filter((cell) => cell.trim() !== "").length;
}

function isValue(cell: string): boolean {
  return readNumber(cell, ".") !== null || timeFormats([cell]).length > 0;
}

/**
 * A first row is a heading unless it holds values as the rows below it do. A word that columns are often
 * called by speaks for it, unless it stands below as well or values outweigh it: a shop may be called "store".
 */
function isHeader(cells: readonly string[], below: readonly TextRow[]): boolean {
  const named = cells.filter((cell) => cell.trim() !== "");
  if (named.length === 0) return false;
  const under = (column: number) =>
    below.map((row) => (row.cells[column] ?? "").trim()).filter((other) => other !== "");
  const values = cells.filter((cell, column) => {
    if (!cell.trim() || !isValue(cell)) return false;
    const others = under(column);
    return others.length > 0 && others.filter(isValue).length >= others.length * 0.8;
  }).length;
  const words = cells.filter(
    (cell, column) => isHeading(cell) && !under(column).includes(cell.trim()),
  ).length;
  if (words > 0 && words >= values) return true;
  return !named.every(isValue) && values === 0;
}

/**
 * The columns' names: trimmed, an empty one by its place, a repeated one numbered. `width` may be more
 * than there are headings, where rows are wider than the heading.
 */
export function columnNames(headings: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: Math.max(width, headings.length) }, (_, index) => {
    const base = (headings[index] ?? "").trim().replaceAll("\0", "") || `column${String(index + 1)}`;
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${base} (${String(n)})`;
    taken.add(name.toLowerCase());
    return name;
  });
}
