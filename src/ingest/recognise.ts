import type { Text } from "../i18n/text.ts";
import { type TableName, rolesOf, tableNames } from "../tables/canonical.ts";
import { checkMapping } from "./check.ts";
import type { ColumnFile } from "./columnar/column.ts";
import { sampleColumns } from "./columnar/columns-sample.ts";
import { columnsDialect, isPlain } from "./columnar/opened.ts";
import { crosstab } from "./crosstab.ts";
import { completeMapping, knownStatuses } from "./complete.ts";
import { currenciesIn } from "./currency.ts";
import { detect } from "./detect.ts";
import { because } from "./candidates.ts";
import { type Assigned, assign } from "./map.ts";
import { isRounded, loseDigits } from "./identifiers.ts";
import { messages } from "./messages.ts";
import type { Profile } from "./profile.ts";
import { amountUnit } from "./questions/amount-unit.ts";
import { withDecided } from "./questions/amounts.ts";
import { dayOrder } from "./questions/day-order.ts";
import { decimalMark, hasOpenMark } from "./questions/decimal-marks.ts";
import { answerQuestion, questionsOf } from "./questions/questions.ts";
import { knownExport } from "./systems/known-export.ts";
import { type Sample, headText, takeSample } from "./sample.ts";
import { sniff } from "./sniff.ts";
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

/** What a file is, with the sample that it was recognised from; null where the file cannot be read. */
export interface Recognised {
  readonly recognition: Recognition;
  readonly sample: Sample | null;
}

/** A file with typed columns, which can be read as text where it must be. */
export interface TypedContent {
  readonly columns: ColumnFile;
  readonly text: () => Promise<Blob>;
}

/**
 * Says what a file is, from samples of it. With `mapping` the file is read as that says. `skip` stands for
 * text that was made from another format: its layout is known, but for whether its first row is a heading.
 */
export async function recognise(
  file: string,
  name: string,
  content: Blob,
  given: Mapping | null,
  signal?: AbortSignal,
  skip: number | null = null,
  typed: TypedContent | null = null,
): Promise<Recognised> {
  const begun = performance.now();
  if (typed && (!given || isPlain(given.dialect))) {
    const sample = await sampleColumns(typed.columns, signal);
    return recogniseSample(
      sample,
      columnsDialect,
      { file, name, bytes: content.size, begun },
      typed.text,
      given,
      signal,
    );
  }
  const blob = typed ? await typed.text() : content;
  const made = skip === null ? null : { encoding: "utf-8", delimiter: ",", quote: '"', skip };
  const detection = made
    ? { encoding: given?.dialect.encoding ?? made.encoding, problem: null }
    : given
      ? { encoding: given.dialect.encoding, problem: null }
      : await detect(name, blob);
  if (detection.problem)
    return { recognition: unreadable(file, name, blob.size, detection.problem, begun), sample: null };
  const { text, whole } = await headText(blob, detection.encoding);
  if (text.trim() === "")
    return { recognition: unreadable(file, name, blob.size, messages.empty(name), begun), sample: null };
  const dialect: Dialect = given?.dialect ?? { encoding: detection.encoding, ...sniff(text, whole), ...made };
  const sample = await takeSample(blob, text, whole, dialect);
  const known = { file, name, bytes: blob.size, begun };
  return recogniseSample(sample, dialect, known, () => Promise.resolve(blob), given, signal);
}

/** Says what a file is of which there is a sample; `text` gives the whole of it, where that must be looked at. */
async function recogniseSample(
  sample: Sample,
  dialect: Dialect,
  { file, name, bytes, begun }: Pick<Recognition, "file" | "name" | "bytes"> & { readonly begun: number },
  text: () => Promise<Blob>,
  given: Mapping | null,
  signal?: AbortSignal,
): Promise<Recognised> {
  const problems: Problem[] = [];
  if (sample.fileRows === 0) problems.push({ fatal: true, text: messages.noRows(name) });
  if (!dialect.header) problems.push({ fatal: false, text: messages.noHeader(name) });
  if (sample.ragged > 0) problems.push({ fatal: false, text: messages.ragged(sample.ragged) });
  if (sample.headings.length > 200)
    problems.push({ fatal: false, text: messages.manyColumns(sample.headings.length) });

  const { profiles } = sample;
  const system = given ? null : knownExport(profiles);
  const assigned = system?.assigned ?? assign(profiles, given?.table);
  const known = given && Object.keys(given.roles).some((column) => sample.headings.includes(column));
  // A dialect that was changed can leave none of the old columns: then the roles are guessed anew.
  const read = known
    ? completeMapping(retabled(given, assigned, profiles), profiles, sample.rows)
    : completeMapping(
        freshMapping(assigned.table, dialect, profiles, assigned.columns, system?.statuses),
        profiles,
        sample.rows,
      );
  const questions = await questionsOf(text, read, sample, !known, signal);
  const mapping = withDecided(answered(read, questions), questions);
  const named = Object.values(mapping.roles).filter((role) => role !== "ignore" && role !== "dimension");
  if (!given && named.length < 2 && sample.fileRows > 0)
    problems.push({ fatal: false, text: messages.notRecognised(name) });
  const faults = sample.fileRows > 0 ? checkMapping(mapping, profiles, sample) : [];
  const periods = faults.some(({ fatal }) => fatal) ? crosstab(profiles) : [];
  // What is missing of a table of periods is missing since it is one.
  if (periods.length > 0)
    problems.splice(0, problems.length, { fatal: true, text: messages.crosstab(name, periods) });
  else problems.push(...faults);
  problems.push(...roundedColumns(mapping, sample));

  const scale = sample.rows.length ? sample.fileRows / sample.rows.length : 0;
  const asked = new Set(
    questions.flatMap((question) =>
      question.id.startsWith(dayOrder) && question.answer === null ? question.columns : [],
    ),
  );
  const columns = profiles.map((profile, index): RecognisedColumn => {
    const guess = assigned.columns[index];
    const role = mapping.roles[profile.name] ?? "ignore";
    const own = guess && guess.role === role;
    return {
      name: profile.name,
      role,
      confidence: own ? guess.confidence : role === "ignore" ? 0 : 1,
      reason: asked.has(profile.name)
        ? messages.orderOfDays
        : own
          ? guess.reason
          : given
            ? messages.byChoice
            : because(profile),
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
      bytes,
      rows: sample.fileRows,
      ...(!sample.exact && dialect !== columnsDialect && { about: true }),
      ...(sample.rows.length < sample.fileRows && { sampled: sample.rows.length }),
      mapping,
      confidence: given ? 1 : Math.max(0, Math.round(assigned.confidence * 100) / 100),
      columns,
      preview: sample.preview,
      questions,
      currencies: currenciesIn(mapping, sample),
      problems,
      took: performance.now() - begun,
    },
  };
}

/** Columns of identifiers that a spreadsheet has damaged. */
function roundedColumns({ roles }: Mapping, { headings, rows }: Sample): Problem[] {
  return headings.flatMap((column, index): Problem[] => {
    if (!/_id$|^referred_by$/.test(roles[column] ?? "")) return [];
    const cells = rows.map((row) => row[index] ?? "");
    const example =
      cells.find((cell) => isRounded(cell.trim())) ?? (loseDigits(cells) ? cells[0] : undefined);
    return example === undefined
      ? []
      : [{ fatal: false, text: messages.rounded(column, example.trim()), column }];
  });
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

/** What the file itself answers; where it does not say how days are written, their format stays open. */
function answered(mapping: Mapping, questions: readonly Question[]): Mapping {
  let read = mapping;
  for (const question of questions) {
    const { id, answer, columns } = question;
    const [column] = columns;
    if (id.startsWith(dayOrder) && answer === null && column !== undefined) {
      const { [column]: _open, ...formats } = read.formats;
      read = { ...read, formats };
    } else if (answer !== null && [dayOrder, decimalMark, amountUnit].some((one) => id.startsWith(one)))
      read = answerQuestion(read, question, answer);
  }
  return read;
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

function freshMapping(
  table: TableName,
  dialect: Dialect,
  profiles: readonly Profile[],
  columns: ReturnType<typeof assign>["columns"],
  known: Readonly<Record<string, Status>> = {},
): Mapping {
  const roles: Record<string, string> = {};
  const formats: Record<string, ColumnFormat> = {};
  let statuses: Record<string, Status> = {};
  profiles.forEach((profile, index) => {
    const column = columns[index];
    if (!column) return;
    roles[profile.name] = column.role;
    if (column.format.kind !== "text" && !hasOpenMark(profile)) formats[profile.name] = column.format;
    if (column.role === "status") statuses = knownStatuses(profile, known);
  });
  const hasOrderId = Object.values(roles).includes("order_id");
  const further = profiles.find((_, index) => columns[index]?.role === "further_status");
  return {
    table,
    dialect,
    roles,
    formats,
    orderGrain: hasOrderId ? "order-id" : "row",
    statuses,
    ...(further && { furtherStatuses: knownStatuses(further, known) }),
  };
}
