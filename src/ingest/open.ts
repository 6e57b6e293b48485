import { TextError } from "../i18n/text.ts";
import { type Unpacked, archiveKind, unpackGzip, unpackZip } from "./archive.ts";
import { archiveMessages } from "./archive.messages.ts";
import { bytesAt } from "./bytes.ts";
import { openedTable } from "./columnar/opened.ts";
import { numbersDocument, officeDocument } from "./file-kinds.ts";
import { mendText } from "./mend-text.ts";
import { messages } from "./messages.ts";
import { openMessages } from "./open.messages.ts";
import type { OpenedTable } from "./opened-table.ts";
import { isTar, unpackTar } from "./tar.ts";
import { zipDirectory } from "./zip-directory.ts";

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  /** How many bytes are done, of how many, where that can be known. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

const headBytes = 4096;
const workbookLimit = 300 * 1024 ** 2;
/** Archives within archives are opened so deep: a zip of gzips, no further. */
const depthLimit = 2;
const between = " › ";

/**
 * The tables in a file: sheets of a workbook, files of an archive, the one of anything else.
 * @throws TextError that says why the file cannot be read
 */
export async function openFile(
  name: string,
  content: Blob,
  options: OpenOptions = {},
  depth = 0,
): Promise<OpenedTable[]> {
  const { signal } = options;
  const head = await bytesAt(content, 0, headBytes);
  const starts = (...bytes: readonly number[]) => bytes.every((byte, index) => head[index] === byte);
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return sheetsOf(name, content, options);
  if (starts(0x50, 0x41, 0x52, 0x31)) {
    const { openParquet } = await import("./columnar/parquet-file.ts");
    return [await openedTable(name, content, await openParquet(name, content), signal)];
  }
  if (startsArrow(head)) {
    const { readArrow } = await import("./arrow-file.ts");
    return [await readArrow(name, content, signal)];
  }
  const packed = archiveKind(head);
  if (packed === "zip") {
    const entries = await zipDirectory(content, name);
    const has = (pattern: RegExp) => entries.some((entry) => pattern.test(entry.name));
    if (has(/^xl\/(workbook|sharedstrings|styles)\./i) || has(/^content\.xml$/))
      return sheetsOf(name, content, options);
    if (has(/^Index(\/Document\.iwa|\.zip)$/)) throw new TextError(messages.notText(name, numbersDocument));
    if (has(/^(word|ppt)\//)) throw new TextError(messages.notText(name, officeDocument));
  }
  if (packed !== null) {
    if (depth >= depthLimit) throw new TextError(openMessages.tooDeep(name));
    if (packed === "gzip") {
      const inner = await unpackGzip(content, name, signal);
      return openFile(inner.name, inner.content, options, depth + 1);
    }
    if ((await zipDirectory(content, name)).some(({ encrypted }) => encrypted))
      throw new TextError(archiveMessages.password(name));
    return filesOf(name, await unpackZip(content, name, signal), options, depth);
  }
  if (isTar(head)) {
    if (depth >= depthLimit) throw new TextError(openMessages.tooDeep(name));
    return filesOf(name, await unpackTar(content, name), options, depth);
  }
  const { isJson, readJson } = await import("./json.ts");
  if (isJson(head)) return readJson(name, content, signal);
  if (isMarkup(head)) return sheetsOf(name, content, options, true);
  const mended = await mendText(head, content, signal);
  return [{ name, content, skip: null, notes: [], receipts: [], ...mended }];
}

function startsArrow(head: Uint8Array): boolean {
  const magic = String.fromCharCode(...head.subarray(0, 6));
  return magic === "ARROW1" || magic.startsWith("FEA1") || magic.startsWith("\xff\xff\xff\xff");
}

/** Tables of HTML and of Excel's old XML, which many systems name .xls. */
function isMarkup(head: Uint8Array): boolean {
  const text = new TextDecoder("windows-1252").decode(head).replace(/^\u00ef\u00bb\u00bf/, "");
  return (
    /^\s*(<\?xml|<!doctype html|<html|<table|<meta|<style)/i.test(text) &&
    /<(table|html|workbook)/i.test(text)
  );
}

async function filesOf(
  name: string,
  files: readonly Unpacked[],
  options: OpenOptions,
  depth: number,
): Promise<OpenedTable[]> {
  const opened: OpenedTable[] = [];
  const faults: TextError[] = [];
  for (const file of files) {
    if (file.content.size === 0 && files.length > 1) continue;
    const full = files.length === 1 ? file.name : `${name}${between}${file.name}`;
    try {
      opened.push(...(await openFile(full, file.content, options, depth + 1)));
    } catch (error) {
      if (!(error instanceof TextError)) throw error;
      faults.push(error);
    }
  }
  const [fault] = faults;
  if (opened.length === 0 && fault) throw fault;
  return opened.map((table, index) =>
    index === 0 ? { ...table, notes: [...table.notes, ...faults.map(({ text }) => text)] } : table,
  );
}

async function sheetsOf(
  name: string,
  content: Blob,
  options: OpenOptions,
  markup = false,
): Promise<OpenedTable[]> {
  if (content.size > workbookLimit) throw new TextError(openMessages.workbookTooLarge(name, workbookLimit));
  const { markupText, readWorkbook } = await import("./workbook.ts");
  const sheets = await readWorkbook(markup ? await markupText(content, name) : content, name, options);
  const sorted = [...sheets].sort((a, b) => b.rows * b.columns - a.rows * a.columns);
  return sorted.map((sheet): OpenedTable => ({
    name: sheets.length === 1 ? name : `${name}${between}${sheet.name}`,
    content: sheet.text,
    skip: sheet.skip,
    notes: [],
    receipts: [],
    totals: sheet.totals,
    filled: sheet.filled,
  }));
}
