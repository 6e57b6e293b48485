import type { CellObject, WorkSheet } from "@e965/xlsx";
import { TextError } from "../i18n/text.ts";
import { delimitedCell } from "./delimited.ts";
import { detect } from "./detect.ts";
import { workbookMessages } from "./workbook.messages.ts";

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
}

/** A row of totals: where the sheet has it, and as a line of the text. */
export interface TotalRow {
  readonly row: number;
  readonly line: string;
}

const totalWords = /^\s*(合计|总计|小计|总和|汇总|grand total|sub-?total|totals?|sum)\s*[:：]?\s*$/i;
const blockRows = 5_000;

/** Tables in HTML or in Excel's old XML: their text, since the reader does not know Chinese encodings. */
export async function markupText(content: Blob, name: string): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 4096));
  const said = /(?:charset|encoding)\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
  const { encoding } = await detect(name, content);
  // Bytes that are UTF-8 are that, whatever was declared.
  for (const label of encoding === "utf-8" || !said ? [encoding] : [said, encoding]) {
    try {
      return new TextDecoder(label).decode(bytes);
    } catch {
      // Not a label that is known.
    }
  }
  return new TextDecoder().decode(bytes);
}

/**
 * Reads XLSX, XLSM, XLSB and XLS, or the text of a table in markup. Dates become ISO text, numbers keep their full precision, a formula
 * gives its stored result, an error cell is empty. Sheets without cells are left out.
 * @throws TextError where the bytes are no workbook or it is protected by a password.
 */
export async function readWorkbook(bytes: Uint8Array | string, fileName: string): Promise<Sheet[]> {
  const xlsx = await import("@e965/xlsx");
  let book;
  try {
    book = xlsx.read(bytes, {
      dense: true,
      // What markup holds is text: 007 stays 007.
      ...(typeof bytes === "string" ? { type: "string", raw: true } : {}),
      cellDates: true,
      UTC: true,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
    });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new TextError(
      /password|encrypt/i.test(message)
        ? workbookMessages.password(fileName)
        : workbookMessages.unreadable(fileName, message),
      { cause },
    );
  }
  const sheets: Sheet[] = [];
  for (const name of book.SheetNames) {
    const sheet = book.Sheets[name];
    const cells = sheet?.["!data"];
    if (!sheet || !cells?.length) continue;
    const read = sheetText(sheet, cells);
    if (read) sheets.push({ name, ...read });
  }
  if (sheets.length === 0) throw new TextError(workbookMessages.empty(fileName));
  return sheets;
}

type Cells = readonly (readonly (CellObject | undefined)[] | undefined)[];

function sheetText(sheet: WorkSheet, cells: Cells): Omit<Sheet, "name"> | null {
  let columns = 0;
  let last = -1;
  cells.forEach((row, index) => {
    row?.forEach((cell, column) => {
      if (isBlank(cell)) return;
      columns = Math.max(columns, column + 1);
      last = index;
    });
  });
  if (last < 0) return null;
  const skip = headerAt(cells, columns, last);
  const headerRows = joinedHeaders(sheet, cells, skip, columns);
  const totals: TotalRow[] = [];
  const parts: string[] = [];
  let block: string[] = [];
  for (let index = 0; index <= last; index += 1) {
    if (index >= skip && index < skip + headerRows - 1) continue;
    if (index === skip + headerRows - 1) {
      block.push(line(headerNames(sheet, cells, skip, headerRows, columns)));
      continue;
    }
    const texts = rowTexts(cells[index], columns);
    if (index > skip && isTotal(texts)) {
      totals.push({ row: index + 1, line: line(texts) });
      continue;
    }
    if (index > skip && texts.every((text) => text === "")) continue;
    // Titles are passed over line by line, so that none may have line breaks.
    block.push(line(index < skip ? texts.map((text) => text.replace(/\s*[\r\n]+\s*/g, " ")) : texts));
    if (block.length >= blockRows) {
      parts.push(block.join(""));
      block = [];
    }
  }
  parts.push(block.join(""));
  return { rows: last + 1, columns, text: new Blob(parts, { type: "text/csv" }), skip, headerRows, totals };
}

function isBlank(cell: CellObject | undefined): boolean {
  return !cell || cell.v === undefined || cell.v === "" || cell.t === "e" || cell.t === "z";
}

/** A cell as text: dates ISO, numbers exact, nothing for an error. */
export function cellText(cell: CellObject | undefined): string {
  if (!cell || cell.v === undefined || cell.v === null) return "";
  switch (cell.t) {
    case "d":
      return dateText(cell.v instanceof Date ? cell.v : new Date(String(cell.v)));
    case "n":
      return typeof cell.v === "number" ? numberText(cell.v) : String(cell.v);
    case "b":
      return cell.v ? "TRUE" : "FALSE";
    case "e":
    case "z":
      return "";
    default:
      return String(cell.v);
  }
}

/** Serial dates carry errors of a fraction of a millisecond: rounded to the second. */
function dateText(date: Date): string {
  const seconds = Math.round(date.getTime() / 1000);
  if (!Number.isFinite(seconds)) return "";
  const iso = new Date(seconds * 1000).toISOString();
  return iso.slice(11, 19) === "00:00:00" ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** Excel keeps 15 digits; a plain sum of cents must not come out as 0.30000000000000004. */
function numberText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
  return String(Number(value.toPrecision(15)));
}

function rowTexts(row: Cells[number], columns: number): string[] {
  return Array.from({ length: columns }, (_, column) => cellText(row?.[column]));
}

/** The first row that is nearly as wide as the data and followed by rows of its width. */
function headerAt(cells: Cells, columns: number, last: number): number {
  const filled = (index: number) => rowTexts(cells[index], columns).filter((text) => text !== "").length;
  const wide = Math.max(1, Math.ceil(columns * 0.6));
  for (let index = 0; index <= Math.min(last, 50); index += 1) {
    if (filled(index) < wide) continue;
    const words = rowTexts(cells[index], columns).filter((text) => text !== "" && Number.isNaN(Number(text)));
    if (words.length >= Math.min(wide, filled(index)) * 0.6) return index;
  }
  for (let index = 0; index <= last; index += 1) if (filled(index) > 0) return index;
  return 0;
}

/** Two header rows where the upper one has a heading merged across several columns; else one. */
function joinedHeaders(sheet: WorkSheet, cells: Cells, skip: number, columns: number): number {
  const across = (sheet["!merges"] ?? []).some(
    ({ s, e }) => s.r === skip && e.r === skip && e.c > s.c && e.c - s.c + 1 < columns,
  );
  if (!across) return 1;
  const below = rowTexts(cells[skip + 1], columns).filter((text) => text !== "");
  return below.length > 0 && below.every((text) => Number.isNaN(Number(text))) ? 2 : 1;
}

function headerNames(sheet: WorkSheet, cells: Cells, skip: number, rows: number, columns: number): string[] {
  if (rows === 1) return rowTexts(cells[skip], columns);
  const upper = rowTexts(cells[skip], columns);
  for (const { s, e } of sheet["!merges"] ?? []) {
    if (s.r !== skip || e.r !== skip) continue;
    for (let column = s.c; column <= Math.min(e.c, columns - 1); column += 1)
      upper[column] = upper[s.c] ?? "";
  }
  return rowTexts(cells[skip + 1], columns).map((lower, column) =>
    [upper[column] ?? "", lower].filter(Boolean).join(" "),
  );
}

/** A row is a total where its first text says so and the rest are numbers or empty. */
function isTotal(texts: readonly string[]): boolean {
  const first = texts.find((text) => text !== "");
  if (first === undefined || !totalWords.test(first)) return false;
  return texts.every((text) => text === "" || text === first || !Number.isNaN(Number(text)));
}

function line(texts: readonly string[]): string {
  return `${texts.map(delimitedCell).join(",")}\n`;
}
