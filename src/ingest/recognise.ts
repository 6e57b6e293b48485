import type { Text } from "../i18n/text.ts";
import { type TableName, canonicalTable, rolesOf, tableNames } from "../tables/canonical.ts";
import { bytesAt } from "./bytes.ts";
import { detect } from "./detect.ts";
import { completeMapping, knownStatuses } from "./complete.ts";
import { dayOrder, openFormat, questionsOf } from "./questions.ts";
import { type Assigned, assign, because, columnOf, fillsOrders, missingRoles } from "./map.ts";
import { messages } from "./messages.ts";
import { readNumber } from "./numbers.ts";
import { type Profile, isEmpty, profileColumn } from "./profile.ts";
import { parseRows } from "./rows.ts";
import { columnNames, sniff } from "./sniff.ts";
import type {
  ColumnFormat,
  Dialect,
  Mapping,
  Problem,
  Question,
  RecognisedColumn,
  Recognition,
} from "./source.ts";
import type { Status } from "./statuses.ts";
import { readTime } from "./times.ts";

/** Bytes of the beginning that are looked at; a smaller file is looked at whole. */
const headBytes = 1 << 18;
const wholeBytes = 4 << 20;
const sampleRows = 10_000;
const probeBytes = 1 << 16;

/** The beginning of a file, or all of a small one, and rows from further on. */
export interface Sample {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly preview: readonly (readonly (string | null)[])[];
  /** Rows of the file: counted where it was read whole, else judged by their size. */
  readonly fileRows: number;
  readonly exact: boolean;
  /** Some cell of a file that was looked at whole has line breaks. */
  readonly multiline: boolean;
  readonly ragged: number;
  readonly profiles: readonly Profile[];
}

export interface Recognised {
  readonly recognition: Recognition;
  readonly sample: Sample | null;
}

/** Says what a file is, from samples of it. With `mapping` the file is read as that says. */
export async function recognise(
  file: string,
  name: string,
  blob: Blob,
  given: Mapping | null,
  signal?: AbortSignal,
): Promise<Recognised> {
  const begun = performance.now();
  const detection = given ? { encoding: given.dialect.encoding, problem: null } : await detect(name, blob);
  if (detection.problem)
    return { recognition: unreadable(file, name, blob.size, detection.problem, begun), sample: null };
  const text = await textAt(blob, detection.encoding, 0, blob.size <= wholeBytes ? blob.size : headBytes);
  const whole = blob.size <= wholeBytes;
  if (text.trim() === "")
    return { recognition: unreadable(file, name, blob.size, messages.empty(name), begun), sample: null };
  const dialect: Dialect = given?.dialect ?? { encoding: detection.encoding, ...sniff(text, whole) };
  const sample = await takeSample(blob, text, whole, dialect);
  const problems: Problem[] = [];
  if (sample.fileRows === 0) problems.push({ fatal: true, text: messages.noRows(name) });
  if (!dialect.header) problems.push({ fatal: false, text: messages.noHeader(name) });
  if (sample.ragged > 0) problems.push({ fatal: false, text: messages.ragged(sample.ragged) });
  if (sample.headings.length > 200)
    problems.push({ fatal: false, text: messages.manyColumns(sample.headings.length) });

  const { profiles } = sample;
  const assigned = assign(profiles, given?.table);
  const known = given && Object.keys(given.roles).some((column) => sample.headings.includes(column));
  // A dialect that was changed can leave none of the old columns: then the roles are guessed anew.
  const read = known
    ? completeMapping(retabled(given, assigned, profiles), profiles, sample.rows)
    : completeMapping(
        freshMapping(assigned.table, dialect, profiles, assigned.columns),
        profiles,
        sample.rows,
      );
  const questions = await questionsOf(blob, read, sample, !known, signal);
  const mapping = answered(read, questions);
  const named = Object.values(mapping.roles).filter((role) => role !== "ignore" && role !== "dimension");
  if (!given && named.length < 2 && sample.fileRows > 0)
    problems.push({ fatal: false, text: messages.notRecognised(name) });
  if (sample.fileRows > 0) problems.push(...checkMapping(mapping, profiles, sample));

  const scale = sample.rows.length ? sample.fileRows / sample.rows.length : 0;
  const columns = profiles.map((profile, index): RecognisedColumn => {
    const guess = assigned.columns[index];
    const role = mapping.roles[profile.name] ?? "ignore";
    const own = guess && guess.role === role;
    return {
      name: profile.name,
      role,
      confidence: own ? guess.confidence : role === "ignore" ? 0 : 1,
      reason: own ? guess.reason : given ? messages.byChoice : because(profile),
      type: profile.type,
      empty: Math.round(profile.empty * scale),
      distinct: profile.distinct,
      samples: profile.samples,
    };
  });
  return {
    sample,
    recognition: {
      file,
      name,
      bytes: blob.size,
      rows: sample.fileRows,
      mapping,
      confidence: given ? 1 : Math.max(0, Math.round(assigned.confidence * 100) / 100),
      columns,
      preview: sample.preview,
      questions,
      problems,
      took: performance.now() - begun,
    },
  };
}

/** A mapping whose table was changed: roles that the new table does not have are guessed anew. */
function retabled(mapping: Mapping, { columns }: Assigned, profiles: readonly Profile[]): Mapping {
  const roles = { ...mapping.roles };
  const known = rolesOf(mapping.table);
  const elsewhere = new Set(tableNames.flatMap((table) => Object.keys(rolesOf(table))));
  const taken = new Set(Object.values(roles).filter((role) => known[role]));
  profiles.forEach(({ name }, index) => {
    const role = roles[name] ?? "ignore";
    if (known[role] || !elsewhere.has(role)) return;
    const guess = columns[index]?.role ?? "ignore";
    roles[name] = taken.has(guess) ? "ignore" : guess;
    if (known[guess]) taken.add(guess);
  });
  return { ...mapping, roles };
}

/** Day and month in the order that the data decide; where they do not, the format stays open. */
function answered(mapping: Mapping, questions: readonly Question[]): Mapping {
  const formats = { ...mapping.formats };
  for (const { id, answer, columns } of questions) {
    const [column] = columns;
    if (!id.startsWith(dayOrder) || column === undefined) continue;
    if (answer === null) delete formats[column];
    else formats[column] = { kind: "time", format: answer };
  }
  return { ...mapping, formats };
}

/** The recognition of a file that nothing can be read from. */
export function unreadable(
  file: string,
  name: string,
  bytes: number,
  text: Text,
  begun: number,
): Recognition {
  return {
    file,
    name,
    bytes,
    rows: 0,
    mapping: {
      table: "orders",
      dialect: { encoding: "utf-8", delimiter: ",", quote: '"', skip: 0, header: true },
      roles: {},
      formats: {},
      orderGrain: "order-id",
      statuses: {},
    },
    confidence: 0,
    columns: [],
    preview: [],
    questions: [],
    problems: [{ fatal: true, text }],
    took: performance.now() - begun,
  };
}

async function textAt(blob: Blob, encoding: string, start: number, length: number): Promise<string> {
  const bytes = await bytesAt(blob, start, length);
  // As a stream: a character cut at the end is left out, not replaced.
  return new TextDecoder(encoding).decode(bytes, { stream: start + length < blob.size });
}

async function takeSample(blob: Blob, text: string, whole: boolean, dialect: Dialect): Promise<Sample> {
  const all = parseRows(afterLines(text, dialect.skip), dialect, { whole });
  const headings = dialect.header ? (all[0]?.cells ?? []) : [];
  const begin = (dialect.header ? all.slice(1) : all).map(({ cells }) => cells);
  const usual = dialect.header ? headings.length : begin.reduce((most, row) => Math.max(most, row.length), 0);
  // Where most rows are wider than the heading, the columns without one are named by their place.
  const wider = begin.filter((row) => row.length > usual).length > begin.length / 2;
  const width = wider ? Math.max(...begin.slice(0, 1000).map((row) => row.length)) : usual;
  const names = columnNames(headings, width);
  const rows = begin.slice(0, sampleRows);
  if (whole && begin.length > sampleRows) {
    // Of a longer file every n-th row is looked at as well, so that nothing late is missed.
    const step = Math.ceil((begin.length - sampleRows) / sampleRows);
    for (let index = sampleRows; index < begin.length; index += step) rows.push(begin[index] ?? []);
  }
  if (!whole)
    for (const place of [0.25, 0.5, 0.75, 1]) {
      const start = Math.floor((Math.max(0, blob.size - probeBytes) * place) / 2) * 2;
      const piece = await textAt(blob, dialect.encoding, start, probeBytes);
      const found = parseRows(afterLines(piece, 1), dialect, { whole: place === 1 });
      // A piece may begin inside of a quoted cell: only rows of the usual width are believed.
      rows.push(...found.map(({ cells }) => cells).filter((cells) => cells.length === width));
    }
  return {
    headings: names,
    rows,
    preview: begin
      .slice(0, 50)
      .map((row) => names.map((_, index) => (isEmpty(row[index] ?? "") ? null : (row[index] ?? null)))),
    fileRows: whole ? begin.length : Math.round((blob.size * begin.length) / headBytes),
    exact: whole,
    multiline: whole && all.some(({ cells }) => cells.some((cell) => /[\r\n]/.test(cell))),
    ragged: begin.filter((row) => row.length !== width).length,
    profiles: names.map((heading, index) =>
      profileColumn(
        heading,
        rows.map((row) => row[index] ?? ""),
      ),
    ),
  };
}

/** The text below its first lines. */
function afterLines(text: string, lines: number): string {
  let at = 0;
  for (let line = 0; line < lines; line += 1) {
    const end = /\r\n|\n|\r/g;
    end.lastIndex = at;
    const match = end.exec(text);
    if (!match) return "";
    at = match.index + match[0].length;
  }
  return text.slice(at);
}

function freshMapping(
  table: TableName,
  dialect: Dialect,
  profiles: readonly Profile[],
  columns: ReturnType<typeof assign>["columns"],
): Mapping {
  const roles: Record<string, string> = {};
  const formats: Record<string, ColumnFormat> = {};
  let statuses: Record<string, Status> = {};
  profiles.forEach((profile, index) => {
    const column = columns[index];
    if (!column) return;
    roles[profile.name] = column.role;
    if (column.format.kind !== "text") formats[profile.name] = column.format;
    if (column.role === "status") statuses = knownStatuses(profile);
  });
  const hasOrderId = Object.values(roles).includes("order_id");
  return { table, dialect, roles, formats, orderGrain: hasOrderId ? "order-id" : "row", statuses };
}

/** What is wrong with a mapping: roles that are missing, given twice, or of the wrong kind for their column. */
export function checkMapping(mapping: Mapping, profiles: readonly Profile[], sample: Sample): Problem[] {
  const problems: Problem[] = [];
  const table = canonicalTable(mapping.table);
  const roles = rolesOf(mapping.table);
  for (const column of Object.keys(mapping.roles))
    if (mapping.roles[column] !== "ignore" && !sample.headings.includes(column))
      problems.push({ fatal: true, text: messages.missingColumn(column), column });
  for (const role of missingRoles(mapping)) {
    const label = roles[role]?.label;
    if (label) problems.push({ fatal: true, text: messages.missingRole(table.label, label) });
  }
  if (
    mapping.table === "order_lines" &&
    columnOf(mapping, "customer_id") &&
    !columnOf(mapping, "amount") &&
    !(columnOf(mapping, "quantity") && columnOf(mapping, "unit_price"))
  )
    problems.push({ fatal: true, text: messages.noAmount });
  if (mapping.table === "order_lines" && !fillsOrders(mapping) && problems.length === 0)
    problems.push({ fatal: false, text: messages.linesOnly });
  for (const [role, { label, type }] of Object.entries(roles)) {
    const columns = Object.keys(mapping.roles).filter((column) => mapping.roles[column] === role);
    if (columns.length > 1) problems.push({ fatal: true, text: messages.twice(label, columns) });
    for (const column of columns) {
      const index = sample.headings.indexOf(column);
      const kind = type === "number" || type === "integer" ? "number" : type === "text" ? null : "time";
      if (kind === null || index < 0) continue;
      const cells = sample.rows.map((row) => row[index] ?? "").filter((cell) => !isEmpty(cell));
      const profile = profiles[index];
      if (!profile) continue;
      const open = kind === "time" ? openFormat(profile, sample.rows, index) : profile.format;
      const format = mapping.formats[column] ?? open;
      if (format.kind === kind && format === profile.format && profile.unread === 0) continue;
      const unread = cells.filter((cell) => !reads(cell, kind, format));
      if (cells.length === 0 || unread.length === 0) continue;
      const fatal = unread.length > cells.length / 2;
      const text = fatal
        ? messages.wrongKind(column, label, kind, unread[0] ?? "")
        : messages.someUnread(column, kind, unread);
      problems.push({ fatal: fatal && roles[role]?.required === true, text, column });
    }
  }
  for (const [column, role] of Object.entries(mapping.roles))
    if (role !== "ignore" && role !== "dimension" && !roles[role])
      problems.push({ fatal: true, text: messages.unknownRole(column, role, table.label), column });
  return problems;
}

function reads(cell: string, kind: "number" | "time", format: ColumnFormat | undefined): boolean {
  if (kind === "number") return readNumber(cell, format?.kind === "number" ? format.decimal : ".") !== null;
  return readTime(cell, format?.kind === "time" ? format.format : "%Y-%m-%d") !== null;
}
