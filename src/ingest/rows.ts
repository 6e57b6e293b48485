/** The delimiter of files whose columns are parted by runs of white space. */
export const whiteSpace = " ";

export interface TextRow {
  /** The line of the text on which the row begins, from 0. */
  readonly line: number;
  /** Offset behind the row in the text. */
  readonly end: number;
  readonly cells: readonly string[];
}

/**
 * Rows of delimited text. Blank lines are left out, as the engine leaves them out. `whole` is false where
 * the text is the beginning of a longer one: its last row may then be cut and is left out.
 */
export function parseRows(
  text: string,
  { delimiter, quote }: { readonly delimiter: string; readonly quote: string },
  { limit = Infinity, whole = true }: { readonly limit?: number; readonly whole?: boolean } = {},
): TextRow[] {
  if (delimiter === whiteSpace) return whiteSpaceRows(text, limit, whole);
  const rows: TextRow[] = [];
  let cells: string[] = [];
  let line = 0;
  let begun = 0;
  let at = text.startsWith("\ufeff") ? 1 : 0;
  const end = text.length;
  const finish = () => {
    if (cells.length > 1 || cells[0] !== "") rows.push({ line: begun, end: Math.min(at, end), cells });
    cells = [];
    begun = line;
  };
  while (at < end && rows.length < limit) {
    let cell = "";
    if (quote && text[at] === quote) {
      at += 1;
      for (;;) {
        const close = text.indexOf(quote, at);
        const part = text.slice(at, close < 0 ? end : close);
        line += newlines(part);
        cell += part;
        at = close < 0 ? end : close + 1;
        if (close < 0 || text[at] !== quote) break;
        cell += quote;
        at += 1;
      }
    }
    let stop = at;
    while (stop < end && text[stop] !== delimiter && text[stop] !== "\n" && text[stop] !== "\r") stop += 1;
    cell += text.slice(at, stop);
    cells.push(cell);
    at = stop + 1;
    if (stop >= end) break;
    if (text[stop] === delimiter) {
      if (at >= end) cells.push("");
      continue;
    }
    if (text[stop] === "\r" && text[at] === "\n") at += 1;
    line += 1;
    finish();
  }
  if (whole && rows.length < limit && cells.length > 0) finish();
  return rows;
}

function whiteSpaceRows(text: string, limit: number, whole: boolean): TextRow[] {
  const rows: TextRow[] = [];
  const ends = /\r\n|\n|\r/g;
  let start = text.startsWith("\ufeff") ? 1 : 0;
  for (let line = 0; rows.length < limit && start < text.length; line += 1) {
    const match = ends.exec(text);
    if (!match && !whole) break;
    const end = match ? match.index + match[0].length : text.length;
    const trimmed = text.slice(start, end).trim();
    if (trimmed) rows.push({ line, end, cells: trimmed.split(/\s+/) });
    start = end;
  }
  return rows;
}

function newlines(text: string): number {
  let found = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) found += 1;
  return found;
}
