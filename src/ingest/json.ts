import { type Text, TextError } from "../i18n/text.ts";
import { pieces } from "./bytes.ts";
import { DelimitedText } from "./delimited.ts";
import type { OpenedTable } from "./opened-table.ts";
import { openMessages } from "./open.messages.ts";
import { numberText } from "./value-text.ts";

/** One JSON value is read as a whole, so that its size is limited; JSON Lines are not. */
const valueLimit = 200 * 1024 ** 2;
/** Records within records become columns `a.b` so deep; what lies deeper is left out. */
const depthLimit = 3;

type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a file begins as JSON: a list of records, of rows, or a record. */
export function isJson(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head).replace(/^\ufeff/, "");
  return /^\s*(\[\s*[[{\]]|\{\s*("(?:[^"\\]|\\.)*"\s*:|\}))/.test(text);
}

/**
 * The records of a JSON array, of each list of records inside a JSON object, or of JSON Lines, as delimited
 * text. Records within a record become columns `a.b`; columns of lists are left out with a note.
 * @throws TextError where it is not JSON, holds no records, or one value is too large
 */
export async function readJson(name: string, content: Blob, signal?: AbortSignal): Promise<OpenedTable[]> {
  const first = await firstLine(content, signal);
  if (first !== null && first.rest && isRecord(parsed(first.line))) {
    const lines = await readLines(name, content, signal);
    if (lines) return [lines];
  }
  if (content.size > valueLimit) throw new TextError(openMessages.jsonTooLarge(name, valueLimit));
  let value: unknown;
  try {
    value = parse((await content.text()).replace(/^\ufeff/, ""));
  } catch (cause) {
    throw new TextError(openMessages.jsonDamaged(name, cause instanceof Error ? cause.message : ""), {
      cause,
    });
  }
  const tables = tablesOf(value);
  if (tables.length === 0) throw new TextError(openMessages.jsonNoRows(name));
  return tables.map(({ path, records }) => {
    const columns = new Columns();
    for (const record of records) columns.see(record);
    const text = columns.begin();
    for (const record of records) columns.write(record, text);
    return {
      name: tables.length === 1 ? name : `${name} › ${path}`,
      content: text.blob(),
      skip: 0,
      notes: columns.notes(),
      receipts: [],
    };
  });
}

async function readLines(name: string, content: Blob, signal?: AbortSignal): Promise<OpenedTable | null> {
  const columns = new Columns();
  let unread = 0;
  let firstUnread = 0;
  let read = 0;
  await eachLine(content, signal, (line, number) => {
    const record = parsed(line);
    if (isRecord(record)) {
      columns.see(record);
      read += 1;
    } else {
      unread += 1;
      firstUnread ||= number;
    }
  });
  // A record written over several lines can begin with one that is whole by itself.
  if (unread > read) return null;
  const text = columns.begin();
  await eachLine(content, signal, (line) => {
    const record = parsed(line);
    if (isRecord(record)) columns.write(record, text);
  });
  const notes = columns.notes();
  if (unread > 0) notes.push(openMessages.jsonLines(unread, firstUnread));
  return { name, content: text.blob(), skip: 0, notes, receipts: [] };
}

/** The columns of records, in the order in which they first occur. */
class Columns {
  readonly #places = new Map<string, number>();
  readonly #nested = new Set<string>();

  see(record: JsonRecord): void {
    eachValue(record, "", 1, (path, value) => {
      if (Array.isArray(value) || isRecord(value)) this.#nested.add(path);
      else if (!this.#places.has(path)) this.#places.set(path, this.#places.size);
    });
  }
  /** Begins the text, once every record was seen. */
  begin(): DelimitedText {
    // A column that is a list in one record and a value in another is read where it is a value.
    return new DelimitedText([...this.#places.keys()]);
  }
  write(record: JsonRecord, text: DelimitedText): void {
    const cells = new Array<string>(this.#places.size).fill("");
    eachValue(record, "", 1, (path, value) => {
      const place = this.#places.get(path);
      if (place !== undefined) cells[place] = textOf(value);
    });
    text.add(cells);
  }
  notes(): Text[] {
    return [...this.#nested].map((column) => openMessages.nested(column));
  }
}

function eachValue(
  record: JsonRecord,
  prefix: string,
  depth: number,
  take: (path: string, value: unknown) => void,
): void {
  for (const [key, given] of Object.entries(record)) {
    const path = prefix + key;
    const value = unwrapped(given);
    if (isRecord(value) && depth < depthLimit) eachValue(value, `${path}.`, depth + 1, take);
    else take(path, value);
  }
}

/** Databases write typed values as records of one key: {"$date": "…"}. */
function unwrapped(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const [key, ...others] = Object.keys(value);
  return key?.startsWith("$") && others.length === 0 ? unwrapped(value[key]) : value;
}

function textOf(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return numberText(value);
    case "boolean":
      return value ? "true" : "false";
    default:
      return "";
  }
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Records of one kind, and where they stand in a value. */
interface Found {
  readonly path: string;
  readonly records: readonly JsonRecord[];
}

/** The tables in a value: itself where it is a list, else the lists of records within it, the longest first. */
function tablesOf(value: unknown): Found[] {
  const found: Found[] = [];
  collect(value, "", 0, found);
  if (found.length === 0 && isRecord(value) && Object.keys(value).length > 0)
    found.push({ path: "", records: [value] });
  return found.sort((a, b) => b.records.length - a.records.length);
}

function collect(value: unknown, path: string, depth: number, found: Found[]): void {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const records = items.length > 0 && items.every(isRecord) ? items.map(node) : rowsUnderHeading(items);
    if (records) found.push({ path, records });
    return;
  }
  if (!isRecord(value) || depth > depthLimit) return;
  // Column names beside rows of cells, as pandas splits a table.
  const split =
    Array.isArray(value.columns) && Array.isArray(value.data)
      ? rowsUnderHeading([value.columns, ...(value.data as unknown[])])
      : null;
  const records = split ?? rowsOfColumns(value);
  if (records) found.push({ path, records });
  else
    for (const [key, inner] of Object.entries(value))
      collect(inner, path ? `${path}.${key}` : key, depth + 1, found);
}

/** What a list of GraphQL wraps: {"node": {…}, "cursor": "…"}. */
function node(record: JsonRecord): JsonRecord {
  return isRecord(record.node) && Object.keys(record).every((key) => key === "node" || key === "cursor")
    ? record.node
    : record;
}

/** Lists of values of one length, one for each column. */
function rowsOfColumns(value: JsonRecord): JsonRecord[] | null {
  const columns = Object.entries(value);
  const [first] = columns;
  const length = Array.isArray(first?.[1]) ? first[1].length : 0;
  if (columns.length < 2 || length < 2) return null;
  const alike = columns.every(
    ([, cells]) =>
      Array.isArray(cells) &&
      cells.length === length &&
      cells.every((cell) => typeof cell !== "object" || cell === null),
  );
  if (!alike) return null;
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(columns.map(([name, cells]) => [name, (cells as readonly unknown[])[row]])),
  );
}

/** Rows of cells below a row of names. */
function rowsUnderHeading(rows: readonly unknown[]): JsonRecord[] | null {
  const [heading, ...others] = rows;
  if (!Array.isArray(heading) || others.length === 0 || !heading.every((name) => typeof name === "string"))
    return null;
  if (!others.every((row) => Array.isArray(row))) return null;
  const names: readonly string[] = heading;
  return others.map((row: readonly unknown[]) =>
    Object.fromEntries(names.map((column, index) => [column, row[index] ?? null])),
  );
}

const longInteger = /\d{16}/;
const numbersAndStrings = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** JSON, with whole numbers that a double cannot hold kept as text: order numbers are such. */
function parse(text: string): unknown {
  if (!longInteger.test(text)) return JSON.parse(text);
  return JSON.parse(
    text.replace(numbersAndStrings, (token) => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token)),
  );
}

function parsed(line: string): unknown {
  try {
    return parse(line);
  } catch {
    return null;
  }
}

/** The first line, and whether anything stands behind it; null where it is very long. */
async function firstLine(
  content: Blob,
  signal?: AbortSignal,
): Promise<{ readonly line: string; readonly rest: boolean } | null> {
  const head = (await content.slice(0, 1 << 20).text()).replace(/^\ufeff/, "").trimStart();
  signal?.throwIfAborted();
  const end = head.indexOf("\n");
  if (end < 0) return content.size > 1 << 20 ? null : { line: head, rest: false };
  return { line: head.slice(0, end), rest: content.size > 1 << 20 || head.slice(end).trim() !== "" };
}

async function eachLine(
  content: Blob,
  signal: AbortSignal | undefined,
  take: (line: string, number: number) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  let number = 0;
  const pass = (line: string) => {
    number += 1;
    if (line.trim() !== "") take(line, number);
  };
  for await (const bytes of pieces(content, undefined, signal)) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(pass);
  }
  pass(rest + decoder.decode());
}
