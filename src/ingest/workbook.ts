import type { CellObject, WorkBook, WorkSheet } from "@e965/xlsx";
import { strToU8, unzipSync, zipSync } from "fflate";
import { TextError } from "../i18n/text.ts";
import { archiveKind } from "./archive.ts";
import { amountText, momentText } from "./cell-value.ts";
import { detect } from "./detect.ts";
import { type QuickOptions, readQuickly } from "./quick-workbook.ts";
import { type Sheet, SheetText } from "./sheet-text.ts";
import { workbookMessages } from "./workbook.messages.ts";
import { decoderOf } from "./text-decoder.ts";

/** Tables in HTML or in Excel's old XML: their text, since the reader does not know Chinese encodings. */
export async function markupText(content: Blob, name: string): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 4096));
  const said = /(?:charset|encoding)\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
  const { encoding } = await detect(name, content);
  // Bytes that are UTF-8 are that, whatever was declared.
  for (const label of encoding === "utf-8" || !said ? [encoding] : [said, encoding]) {
    try {
      return decoderOf(label).decode(bytes);
    } catch {
      // Not a label that is known.
    }
  }
  return new TextDecoder().decode(bytes);
}

/**
 * Reads XLSX, XLSM, XLSB and XLS, or the text of a table in markup. Dates become ISO text, numbers keep their
 * full precision, a formula gives its stored result, an error cell is empty. Sheets without cells are left out.
 * @throws TextError where the bytes are no workbook or it is protected by a password.
 */
export async function readWorkbook(
  content: Blob | string,
  fileName: string,
  options: QuickOptions = {},
): Promise<Sheet[]> {
  const sheets = await sheetsOf(content, fileName, options);
  if (sheets.length === 0) throw new TextError(workbookMessages.empty(fileName));
  return sheets;
}

async function sheetsOf(content: Blob | string, fileName: string, options: QuickOptions): Promise<Sheet[]> {
  if (typeof content === "string") return readInGeneral(content, fileName);
  try {
    return await readQuickly(content, fileName, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof TextError) throw error;
    // What the quick way does not know, or stumbles over, as the parts of an XLSB: the general one decides.
  }
  return readInGeneral(withManifest(new Uint8Array(await content.arrayBuffer())), fileName);
}

const manifest = "META-INF/manifest.xml";

/** A workbook of OpenDocument that a program wrote without its manifest, which the reader knows it by, with one. */
function withManifest(bytes: Uint8Array): Uint8Array {
  if (archiveKind(bytes) !== "zip") return bytes;
  const named = (name: string) =>
    Object.keys(unzipSync(bytes, { filter: (file) => file.name === name })).length > 0;
  if (!named("content.xml") || named(manifest)) return bytes;
  const missing = { "styles.xml": strToU8("<styles/>"), [manifest]: strToU8("<manifest/>") };
  return zipSync({ ...missing, ...unzipSync(bytes) }, { level: 0 });
}

/** Reads any workbook as a whole, with what knows every format. */
export async function readInGeneral(bytes: Uint8Array | string, fileName: string): Promise<Sheet[]> {
  const xlsx = await import("@e965/xlsx");
  const read = (cellText: boolean): WorkBook =>
    xlsx.read(bytes, {
      dense: true,
      // What markup holds is text: 007 stays 007.
      ...(typeof bytes === "string" ? { type: "string", raw: true } : {}),
      cellDates: true,
      UTC: true,
      cellFormula: false,
      cellHTML: false,
      cellText,
    });
  let book: WorkBook;
  try {
    book = read(false);
    // A sheet with a format that the file does not write down is lost unless its cells are formatted.
    if (book.SheetNames.some((name) => !book.Sheets[name])) book = read(true);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new TextError(
      /password|encrypt/i.test(message)
        ? workbookMessages.password(fileName)
        : workbookMessages.unreadable(fileName, message),
      { cause },
    );
  }
  return book.SheetNames.flatMap((name) => textOf(name, book.Sheets[name]) ?? []);
}

function textOf(name: string, sheet: WorkSheet | undefined): Sheet | null {
  const cells = sheet?.["!data"];
  if (!sheet || !cells?.length) return null;
  const rows = new SheetText();
  cells.forEach((row: readonly (CellObject | undefined)[] | undefined, index: number) => {
    if (row) rows.add(index, Array.from(row, cellText));
  });
  return rows.finish(name, sheet["!merges"] ?? []);
}

/** A cell as text: dates ISO, numbers exact, nothing for an error. */
function cellText(cell: CellObject | undefined): string {
  if (!cell || cell.v === undefined || cell.v === null) return "";
  switch (cell.t) {
    case "d":
      return momentText((cell.v instanceof Date ? cell.v : new Date(String(cell.v))).getTime());
    case "n":
      return typeof cell.v === "number" ? amountText(cell.v) : String(cell.v);
    case "b":
      return cell.v ? "TRUE" : "FALSE";
    case "e":
    case "z":
      return "";
    default:
      return String(cell.v);
  }
}
