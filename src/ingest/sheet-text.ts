import { delimitedCell } from "./delimited.ts";
import { type FilledCells, fillMerged } from "./merged-cells.ts";
import type { Merge, SheetLine } from "./sheet-line.ts";
import { isTotalWord } from "./total-rows.ts";

/** A sheet of a workbook as delimited text: what the rest of the import reads. */
export interface Sheet {
  readonly name: string;
  /** Rows and columns that hold anything. */
  readonly rows: number;
  readonly columns: number;
  /** UTF-8 text, comma-separated, every row of the sheet in its place. */
  readonly text: Blob;
  /** Rows above the header: titles and blank rows. */
  readonly skip: number;
  /** Header rows below `skip`; above one, merged group headings that were joined into one row. */
  readonly headerRows: number;
  /** Rows that hold totals of the others and are not in the text; `row` counts the sheet's rows from 1. */
  readonly totals: readonly TotalRow[];
  /** What cells that are merged downwards gave to the rows that they cover. */
  readonly filled: FilledCells | null;
}

/** A row of totals: where the sheet has it, and as a line of the text. */
export interface TotalRow {
  readonly row: number;
  readonly line: string;
}

/** The header is looked for so far down. */
const headRows = 52;
const blockRows = 5_000;

/**
 * Turns the rows of a sheet, added from the top, into delimited text. Rows are kept as lines, since how wide
 * the sheet is and where its header stands is known only at its end.
 */
export class SheetText {
  readonly #head: (readonly string[])[] = [];
  /** Whether two rows that hold anything are in the head: a header, and what stands below it. */
  #filled = 0;
  #lines: SheetLine[] = [];
  #totals: { readonly row: number; readonly texts: readonly string[] }[] = [];
  #columns = 0;
  #last = -1;

  /** Takes a row in; `row` counts from 0. Cells behind the last that holds something may be left out. */
  add(row: number, texts: readonly string[]): void {
    let width = texts.length;
    while (width > 0 && texts[width - 1] === "") width -= 1;
    if (width === 0) return;
    const cells = width === texts.length ? texts : texts.slice(0, width);
    this.#columns = Math.max(this.#columns, width);
    this.#last = row;
    if (row < headRows || this.#filled < 2) {
      this.#head[row] = cells;
      this.#filled += 1;
    }
    if (isTotal(cells)) this.#totals.push({ row, texts: cells });
    else this.#lines.push({ row, width, text: cells.map(delimitedCell).join(",") });
  }

  /** The sheet that the rows make; null where none holds anything. */
  finish(name: string, merges: readonly Merge[]): Sheet | null {
    if (this.#last < 0) return null;
    const head = { rows: this.#head, columns: this.#columns, last: this.#last, merges };
    const skip = headerAt(head);
    const headerRows = joinedHeaders(head, skip);
    const header = skip + headerRows - 1;
    const names = headerNames(head, skip, headerRows);
    const above = [
      // Titles are passed over line by line, so that none may have line breaks.
      ...Array.from({ length: skip }, (_, row) =>
        line(rowTexts(head, row).map((text) => text.replace(/\s*[\r\n]+\s*/g, " "))),
      ),
      line(names),
    ];
    const own = fillMerged(this.#lines, names, merges, header);
    const text = textOf(above, own?.lines ?? this.#lines, header, this.#columns);
    const totals = this.#totals
      .filter(({ row }) => row > header)
      .map(({ row, texts }) => ({ row: row + 1, line: `${line(padded(texts, this.#columns))}\n` }));
    return {
      name,
      rows: this.#last + 1,
      columns: this.#columns,
      text,
      skip,
      headerRows,
      totals,
      filled: own && {
        rows: own.places,
        columns: own.columns,
        before: textOf(above, this.#lines, header, this.#columns),
      },
    };
  }
}

/** Lines above the rows, and the rows below `header`, as text. */
function textOf(
  above: readonly string[],
  lines: readonly SheetLine[],
  header: number,
  columns: number,
): Blob {
  const parts: Blob[] = [];
  let block: string[] = [];
  const write = (text: string) => {
    block.push(text, "\n");
    if (block.length < 2 * blockRows) return;
    parts.push(new Blob([block.join("")]));
    block = [];
  };
  above.forEach(write);
  for (const { row, width, text } of lines)
    if (row > header) write(width < columns ? text + ",".repeat(columns - width) : text);
  parts.push(new Blob([block.join("")]));
  return new Blob(parts, { type: "text/csv" });
}

/** The rows in which the header is looked for. */
interface Head {
  readonly rows: readonly (readonly string[] | undefined)[];
  readonly columns: number;
  readonly last: number;
  readonly merges: readonly Merge[];
}

function padded(texts: readonly string[], columns: number): string[] {
  return Array.from({ length: columns }, (_, column) => texts[column] ?? "");
}

function rowTexts({ rows, columns }: Head, row: number): string[] {
  return padded(rows[row] ?? [], columns);
}

/** The first row that is nearly as wide as the data and followed by rows of its width. */
function headerAt(head: Head): number {
  const { rows, columns, last } = head;
  const filled = (row: number) => rowTexts(head, row).filter((text) => text !== "").length;
  const wide = Math.max(1, Math.ceil(columns * 0.6));
  for (let row = 0; row <= Math.min(last, headRows - 2); row += 1) {
    if (filled(row) < wide) continue;
    const words = rowTexts(head, row).filter((text) => text !== "" && Number.isNaN(Number(text)));
    if (words.length >= Math.min(wide, filled(row)) * 0.6) return row;
  }
  return Math.max(
    rows.findIndex((row) => row !== undefined),
    0,
  );
}

/** Two header rows where the upper one has a heading merged across several columns; else one. */
function joinedHeaders(head: Head, skip: number): number {
  const across = head.merges.some(
    ({ s, e }) => s.r === skip && e.r === skip && e.c > s.c && e.c - s.c + 1 < head.columns,
  );
  if (!across) return 1;
  const below = rowTexts(head, skip + 1).filter((text) => text !== "");
  return below.length > 0 && below.every((text) => Number.isNaN(Number(text))) ? 2 : 1;
}

function headerNames(head: Head, skip: number, rows: number): string[] {
  if (rows === 1) return rowTexts(head, skip);
  const upper = rowTexts(head, skip);
  for (const { s, e } of head.merges) {
    if (s.r !== skip || e.r !== skip) continue;
    for (let column = s.c; column <= Math.min(e.c, head.columns - 1); column += 1)
      upper[column] = upper[s.c] ?? "";
  }
  return rowTexts(head, skip + 1).map((lower, column) =>
    [upper[column] ?? "", lower].filter(Boolean).join(" "),
  );
}

/** A row is a total where its first text says so and the rest are numbers or empty. */
function isTotal(texts: readonly string[]): boolean {
  const first = texts.find((text) => text !== "");
  if (first === undefined || !isTotalWord(first)) return false;
  return texts.every((text) => text === "" || text === first || !Number.isNaN(Number(text)));
}

function line(texts: readonly string[]): string {
  return texts.map(delimitedCell).join(",");
}
