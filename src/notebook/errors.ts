import { tablesRead } from "../document/sql-names.ts";
import { QueryError } from "../engine/engine.ts";
import { type Text, TextError, joinText } from "../i18n/text.ts";
import { messages } from "./errors.messages.ts";

/** A place in a cell's text, in UTF-16 units. */
export interface Place {
  readonly from: number;
  readonly to: number;
}
/** A failed run in plain words, with what would mend it. */
export interface Fault {
  readonly text: Text;
  readonly place: Place | null;
  /** Names to put at the place, the likest first. */
  readonly replacements: readonly string[];
  /** What the engine said. */
  readonly message: string | null;
  /** The text that was run; a place holds for it alone. */
  readonly sql: string;
}

/** What went wrong in a run of `sql`; `names` are tables and cells that it could have read. */
export function faultOf(error: unknown, sql: string, names: readonly string[] = []): Fault {
  if (error instanceof TextError)
    return { text: error.text, place: null, replacements: [], message: null, sql };
  if (!(error instanceof QueryError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { text: messages.unexpected(message), place: null, replacements: [], message: null, sql };
  }
  const { text, replacements = [], word } = explained(error, names);
  const place = placeOf(error, sql, word ?? null);
  return { text, place, replacements: place ? replacements : [], message: error.message, sql };
}

interface Explained {
  readonly text: Text;
  readonly replacements?: readonly string[];
  /** The word at fault. */
  readonly word?: string | undefined;
}

const space = { en: " ", "zh-CN": "" };
const both = (...texts: Text[]): Text => joinText(texts, space);

function explained(error: QueryError, names: readonly string[]): Explained {
  const { message, missing } = error;
  const match = (pattern: RegExp) => pattern.exec(message);

  const types = match(/(?:given name and argument types '|for the function call ")([^('"]+)\(([^'"]*)\)/);
  if (types)
    return {
      text: both(messages.wrongTypes(types[1] ?? "", readableTypes(types[2] ?? "")), messages.castThem),
      word: types[1],
    };
  const ofTable = match(/Table "([^"]*)" does not have a column named "([^"]*)"/);
  if (ofTable) {
    const [, table = "", name = ""] = ofTable;
    return withNames(
      messages.noColumnIn(table, name),
      name,
      quotedNames(message.slice(message.indexOf("Candidate"))),
    );
  }
  const column = match(/Referenced column "([^"]*)" (?:was )?not found/);
  if (column) {
    const name = missing?.name ?? column[1] ?? "";
    // With one table read, it must be that one's column.
    const [only, ...others] = tablesRead(error.statement);
    const said =
      only !== undefined && others.length === 0 ? messages.noColumnIn(only, name) : messages.noColumn(name);
    return withNames(said, name, missing?.candidates ?? []);
  }
  const table = match(/Table with name (.+?) does not exist|Referenced table "([^"]*)" not found/);
  if (table) {
    const name = missing?.name ?? table[1] ?? table[2] ?? "";
    const candidates = (missing?.candidates ?? quotedNames(message.split("\n").slice(1).join("\n"))).filter(
      (candidate) => !/^(pg|duckdb|sqlite|information)_/.test(candidate),
    );
    return withNames(messages.noTable(name), name, [...near(name, names), ...candidates]);
  }
  const called = match(/Function with name (\S+) does not exist/);
  if (called) {
    const name = missing?.name ?? called[1] ?? "";
    return withNames(messages.noFunction(name), name, missing?.candidates ?? []);
  }
  const grouped = match(/column "([^"]*)" must appear in the GROUP BY/);
  if (grouped)
    return { text: both(messages.notGrouped(grouped[1] ?? ""), messages.groupBy), word: grouped[1] };
  const ambiguous = match(/Ambiguous reference to column name "([^"]*)" \(use: "([^"]*)" or "([^"]*)"/);
  if (ambiguous) {
    const [, name = "", first = "", second = ""] = ambiguous;
    return { text: messages.ambiguous(name, first, second), replacements: [first, second], word: name };
  }
  const convert = match(/Could not convert \w+ '([^']*)' to (\w+)/);
  if (convert)
    return { text: both(messages.unconvertible(convert[1] ?? "", convert[2] ?? ""), messages.tryCast) };
  const day = match(
    /(?:date|timestamp) field value out of range: "([^"]*)"|invalid (?:date|timestamp) field format: "([^"]*)"/,
  );
  if (day) return { text: messages.badDate(day[1] ?? day[2] ?? ""), word: day[1] ?? day[2] };
  const part = match(/specifier "([^"]*)" not recognized/);
  if (part) return { text: messages.badDatePart(part[1] ?? ""), word: part[1] };
  if (message.includes("unterminated")) return { text: both(messages.unterminated, messages.closeIt) };
  if (message.includes("syntax error at end")) return { text: both(messages.syntaxEnd, messages.finish) };
  const syntax = match(/syntax error at or near "([^"]*)"/);
  if (syntax)
    return { text: both(messages.syntaxAt(syntax[1] ?? ""), messages.checkBefore), word: syntax[1] };
  for (const [pattern, text] of plainly) if (pattern.test(message)) return { text };
  return { text: messages.refused };
}

const plainly: readonly (readonly [RegExp, Text])[] = [
  [/WHERE clause cannot contain aggregates/, messages.aggregateInWhere],
  [/aggregate function calls cannot be nested/, messages.nestedAggregate],
  [/More than one row returned by a subquery/, messages.severalRows],
  [/same number of result columns/, messages.unlikeColumns],
  [/parameters were bound|prepared statement parameter/i, messages.parameter],
  [/^Permission Error|file system operations are disabled/, messages.noFiles],
  [/^Out of Range Error/, messages.overflow],
  [/^Out of Memory|out of memory|out of bounds/i, messages.memory],
];

function withNames(text: Text, name: string, candidates: readonly string[]): Explained {
  const likest = [...new Set(candidates)].filter((candidate) => isName(candidate) && candidate !== name);
  const close = likest.filter((candidate) => distance(name, candidate) <= Math.max(2, name.length / 2));
  const [best] = close;
  return {
    text: both(text, best === undefined ? messages.lookInPanel : messages.didYouMean(best)),
    replacements: close.slice(0, 2),
    word: name,
  };
}
const isName = (text: string) => /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(text);
const quotedNames = (text: string) => [...text.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name);
const near = (name: string, names: readonly string[]) =>
  names
    .map((other) => ({ other, far: distance(name, other) }))
    .filter(({ far }) => far <= 2)
    .sort((a, b) => a.far - b.far)
    .map(({ other }) => other);

function readableTypes(types: string): string {
  return types.replaceAll("STRING_LITERAL", "text").replaceAll("INTEGER_LITERAL", "number").toLowerCase();
}

/** Where the word at fault stands: at the engine's place or after it, else where it occurs only once. */
function placeOf({ position }: QueryError, sql: string, word: string | null): Place | null {
  const lower = sql.toLowerCase();
  const wanted = word?.toLowerCase() ?? "";
  if (position === null) {
    const from = wanted ? lower.indexOf(wanted) : -1;
    if (from < 0 || lower.includes(wanted, from + 1)) return null;
    return { from, to: from + wanted.length };
  }
  const from = wanted ? lower.indexOf(wanted, position) : -1;
  if (from >= 0 && from - position < 80) return { from, to: from + wanted.length };
  const length = /^[\p{L}\p{N}_]+|^\S/u.exec(sql.slice(position))?.[0].length ?? 0;
  // At the end of the text there is no word; its last one is marked.
  if (length === 0) {
    const last = /\S+\s*$/.exec(sql.slice(0, position));
    return last ? { from: last.index, to: last.index + last[0].trimEnd().length } : null;
  }
  return { from: position, to: position + length };
}

/** Edits between two names, whatever their case (Levenshtein). */
function distance(one: string, other: string): number {
  const a = one.toLowerCase();
  const b = other.toLowerCase();
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
