import { zipSync } from "fflate";
import { TextError } from "../i18n/text.ts";
import { archiveMessages } from "./archive.messages.ts";
import { archiveKind, unpackLimit } from "./archive.ts";
import { bytesAt } from "./bytes.ts";
import { isUnwrittenDate } from "./cell-value.ts";
import { type CellWorld, SheetScan } from "./sheet-scan.ts";
import { type Sheet, SheetText } from "./sheet-text.ts";
import { Unusual, stringText } from "./xml-text.ts";
import { type ZipEntry, zipDirectory, zipStream } from "./zip-directory.ts";

/** Parts that say how a workbook hangs together are small; a larger one is no such part. */
const partLimit = 16 << 20;
/** What a piece of a stream is decoded at once, so that rows are seldom cut. */
const pieceBytes = 1 << 20;

export interface QuickOptions {
  /** How much of the sheets is unpacked and read, in bytes. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads an XLSX as a stream, sheet by sheet. How its parts hang together, its styles and its calendar are
 * left to the general reader, which gets the workbook without the cells of its sheets.
 * @throws Unusual where the workbook is to be left to the general reader as a whole
 */
export async function readQuickly(
  content: Blob,
  fileName: string,
  { onProgress, signal }: QuickOptions = {},
): Promise<Sheet[]> {
  if (archiveKind(await bytesAt(content, 0, 4)) !== "zip") throw new Unusual("no XLSX");
  const entries = await zipDirectory(content, fileName);
  if (entries.some(({ encrypted, method }) => encrypted || (method !== 0 && method !== 8)))
    throw new Unusual("packed in another way");
  const sheets = entries.filter(({ name }) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name));
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > unpackLimit) throw new TextError(archiveMessages.tooLarge(fileName, unpackLimit));
  const { book, isDate } = await bookWithoutCells(content, entries, sheets);
  const shared = book.Directory.sst?.replace(/^\//, "");
  const strings = entries.find(({ name }) => name === shared);
  if (shared && !strings) throw new Unusual("no shared strings");
  const reading = { done: 0, total: sheets.reduce((sum, { size }) => sum + size, strings?.size ?? 0) };
  const stream = (entry: ZipEntry, take: (text: string) => void) =>
    texts(content, entry, take, signal, (bytes) => {
      reading.done += bytes;
      onProgress?.(Math.min(reading.done, reading.total), reading.total);
    });
  const world: CellWorld = {
    strings: strings ? await sharedStrings((take) => stream(strings, take)) : [],
    dates:
      book.Styles.CellXf?.map(({ numFmtId = 0 }) => {
        const format = book.SSF[numFmtId];
        return format === undefined ? isUnwrittenDate(numFmtId) : isDate(format);
      }) ?? [],
    later: book.Workbook?.WBProps?.date1904 === true,
  };
  const found: Sheet[] = [];
  for (const name of book.SheetNames) {
    const entry = sheets[Number(book.Sheets[name]?.["!data"]?.[0]?.[0]?.v)];
    if (!entry) {
      // A sheet that is a chart has no cells; any other stands where it was not looked for.
      if (entries.some((other) => /^xl\/(chart|dialog|macro)sheets\//i.test(other.name))) continue;
      throw new Unusual(`no sheet ${name}`);
    }
    const rows = new SheetText();
    const scan = new SheetScan(world, (row, cells) => rows.add(row, cells));
    await stream(entry, (text) => scan.push(text));
    const sheet = rows.finish(name, scan.end());
    if (sheet) found.push(sheet);
  }
  return found;
}

/** What the general reader makes of a workbook, beyond what its types tell. */
interface Book {
  readonly SheetNames: readonly string[];
  readonly Sheets: Readonly<
    Record<string, { readonly "!data"?: readonly (readonly { readonly v?: unknown }[])[] }>
  >;
  readonly Workbook?: { readonly WBProps?: { readonly date1904?: boolean } };
  readonly Directory: { readonly sst?: string };
  readonly Styles: { readonly CellXf?: readonly { readonly numFmtId?: number }[] };
  readonly SSF: Readonly<Record<number, string | undefined>>;
}

/** The workbook with one cell a sheet: the number of the part that the sheet is in. */
async function bookWithoutCells(content: Blob, entries: readonly ZipEntry[], sheets: readonly ZipEntry[]) {
  const parts: Record<string, Uint8Array> = {};
  for (const entry of entries) {
    const number = sheets.indexOf(entry);
    if (number >= 0) {
      parts[entry.name] = new TextEncoder().encode(
        `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>${String(number)}</v></c></row></sheetData></worksheet>`,
      );
    } else if (isLink(entry)) {
      parts[entry.name] = new Uint8Array(await new Response(await zipStream(content, entry)).arrayBuffer());
    }
  }
  const xlsx = await import("@e965/xlsx");
  const book = xlsx.read(zipSync(parts, { level: 0 }), {
    dense: true,
    cellFormula: false,
    cellHTML: false,
    cellText: false,
  });
  const isDate = (xlsx.SSF as { is_date: (this: void, format: string) => boolean }).is_date;
  return { book: book as unknown as Book, isDate };
}

/** Whether a part says how others hang together: it stands above the sheets and holds no cells. */
function isLink({ name, size }: ZipEntry): boolean {
  return (
    size <= partLimit &&
    (/^\[content_types\]\.xml$/i.test(name) || /^xl\/(_rels\/)?[^/]+\.(xml|rels)$/i.test(name)) &&
    !/sharedstrings/i.test(name)
  );
}

/** Unpacks an entry and gives its text piece by piece. Others have their turn in between. */
async function texts(
  content: Blob,
  entry: ZipEntry,
  take: (text: string) => void,
  signal: AbortSignal | undefined,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const decoder = new TextDecoder("utf-8");
  const reader = (await zipStream(content, entry)).getReader();
  const piece = new Uint8Array(pieceBytes);
  let filled = 0;
  let unpacked = 0;
  const flush = async (more: boolean) => {
    const bytes = piece.subarray(0, filled);
    if (unpacked === filled && bytes[0] !== 0x3c && bytes[0] !== 0xef) throw new Unusual("no UTF-8");
    take(decoder.decode(bytes, { stream: more }));
    onBytes(filled);
    filled = 0;
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      unpacked += value.length;
      if (unpacked > entry.size) throw new Unusual("more than the directory says");
      for (let at = 0; at < value.length;) {
        const part = value.subarray(at, at + pieceBytes - filled);
        piece.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === pieceBytes) await flush(true);
      }
    }
    await flush(false);
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    if (error instanceof TypeError) throw new Unusual("damaged", { cause: error });
    throw error;
  }
}

/** The strings that cells refer to. */
async function sharedStrings(stream: (take: (text: string) => void) => Promise<void>): Promise<string[]> {
  const strings: string[] = [];
  let rest = "";
  let begun = false;
  await stream((text) => {
    const xml = rest + text;
    let at = 0;
    if (!begun) {
      const open = /<sst\b[^<>]*>/.exec(xml);
      if (!open) {
        rest = xml;
        return;
      }
      begun = true;
      at = open.index + open[0].length;
    }
    for (;;) {
      const start = xml.indexOf("<si", at);
      if (start < 0) break;
      if (xml.startsWith("<si/>", start)) {
        strings.push("");
        at = start + 5;
        continue;
      }
      const end = xml.indexOf("</si>", start);
      if (end < 0) {
        at = start;
        break;
      }
      if (!xml.startsWith("<si>", start)) throw new Unusual(xml.slice(start, start + 20));
      strings.push(stringText(xml.slice(start + 4, end).trim()));
      at = end + 5;
    }
    rest = xml.slice(at);
  });
  if (!begun) throw new Unusual("no shared strings");
  return strings;
}
