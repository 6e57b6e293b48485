import { type Text, joinText } from "../../i18n/text.ts";
import { rolesOf } from "../../tables/canonical.ts";
import { messages } from "../messages.ts";
import { type Profile, isEmpty } from "../profile.ts";
import type { Sample } from "../sample.ts";
import { scanRows } from "../scan.ts";
import type { ColumnFormat, Mapping, Question } from "../source.ts";
import { type DayOrder, orderOf, readTime, readings, timeFormats } from "../time-formats.ts";

/** Begins the id of a question about the order of day and month; the column follows. */
export const dayOrder = "day-order:";

/** The mapping with the answer in it. */
export function withDayOrder(mapping: Mapping, { columns: [column] }: Question, format: string): Mapping {
  if (column === undefined) return mapping;
  return { ...mapping, formats: { ...mapping.formats, [column]: { kind: "time", format } } };
}

/** The format of a column whose format is open. */
export function openFormat(profile: Profile, rows: Sample["rows"], index: number): ColumnFormat {
  if (profile.format.kind === "time") return profile.format;
  const cells = rows.map((row) => row[index] ?? "").filter((cell) => !isEmpty(cell));
  const [best] = timeFormats(cells);
  return best ? { kind: "time", format: best.format } : profile.format;
}

/** How a reading fares over the rows of a file. */
interface Reading {
  readonly format: string;
  rows: number;
  first: string;
  last: string;
  readonly years: Set<string>;
}

/** A column whose days can be read in several ways. */
interface Column {
  readonly name: string;
  readonly index: number;
  readonly readings: readonly Reading[];
  /** Whether it is used; the others bear witness. */
  readonly asked: boolean;
  /** Whether its times are of what has happened. */
  readonly past: boolean;
  /** Rows that some reading reads. */
  any: number;
  /** Rows that several readings read, and a cell that they take for different days. */
  several: number;
  example: string;
}

/** So many years, and fewer than the other reading has: nobody's days are always the same. */
const manyYears = 12;

const labels: Readonly<Record<DayOrder, (day: string) => Text>> = {
  day: messages.dayFirst,
  month: messages.monthFirst,
  year: messages.yearFirst,
};

/** Asks whether 3/4 is March or April, where the rows do not say. */
export async function dayOrders(
  text: () => Promise<Blob>,
  mapping: Mapping,
  sample: Sample,
  fresh: boolean,
  signal?: AbortSignal,
): Promise<Question[]> {
  const columns: Column[] = [];
  const roles = rolesOf(mapping.table);
  for (const [index, profile] of sample.profiles.entries()) {
    const { name } = profile;
    const role = mapping.roles[name] ?? "";
    const type = roles[role]?.type;
    const asked = type === "timestamp" || type === "date";
    if (!asked && profile.type !== "time") continue;
    const format = asked
      ? (mapping.formats[name] ?? openFormat(profile, sample.rows, index))
      : profile.format;
    const formats = format.kind === "time" ? readings(format.format) : [];
    if (formats.length < 2) continue;
    const found = formats.map((of) => ({
      format: of,
      rows: 0,
      first: "",
      last: "",
      years: new Set<string>(),
    }));
    columns.push({
      name,
      index,
      readings: found,
      asked,
      past: role !== "expires_at",
      any: 0,
      several: 0,
      example: "",
    });
  }
  if (!columns.some(({ asked }) => asked)) return [];
  await scanRows(
    await text(),
    mapping.dialect,
    (cells) => {
      for (const column of columns) look(column, cells[column.index] ?? "");
    },
    signal,
  );
  const witness = columns.flatMap((column) => {
    const order = orderOf(decided(column) ?? "");
    return order ? [{ name: column.name, order }] : [];
  });
  return columns
    .filter(({ asked, several, example }) => asked && several > 0 && example !== "")
    .map((column) => question(column, mapping, fresh, witness));
}

/** Tries all readings of a cell. */
function look(column: Column, cell: string): void {
  if (isEmpty(cell)) return;
  let read: string | null = null;
  let differ = false;
  let ways = 0;
  for (const reading of column.readings) {
    const time = readTime(cell, reading.format);
    if (time === null) continue;
    reading.rows += 1;
    reading.years.add(time.slice(0, 4));
    if (reading.first === "" || time < reading.first) reading.first = time;
    if (time > reading.last) reading.last = time;
    ways += 1;
    if (read !== null && read !== time) differ = true;
    read ??= time;
  }
  if (ways > 0) column.any += 1;
  if (ways < 2) return;
  column.several += 1;
  // The clearest example is one that the readings take for different days.
  if (differ && !column.example) column.example = cell.trim();
}

/** What has happened is not later than this. */
const nextYear = () => new Date(Date.now() + 366 * 86_400_000).toISOString().slice(0, 10);

/** The readings that may hold: those that read the most rows, but for one whose years show that it is none. */
function likely({ readings: all, past }: Column): readonly Reading[] {
  const most = Math.max(...all.map(({ rows }) => rows));
  const best = all.filter(({ rows }) => rows === most && rows > 0);
  const years = Math.min(...best.map((reading) => reading.years.size));
  const steady = best.filter((reading) => reading.years.size < manyYears || reading.years.size <= years * 3);
  // Only years of two figures are taken for others so easily.
  if (!past || !steady.some(({ format }) => orderOf(format) === "year")) return steady;
  const happened = steady.filter(({ last }) => last < nextYear());
  return happened.length > 0 ? happened : steady;
}

/**
 * The one reading that reads every row, where the others do not, is decided by the data. Where each reads rows
 * that others do not, the file mixes them, and only its owner can say.
 */
function decided(column: Column): string | null {
  const [only, ...others] = likely(column);
  if (!only || others.length > 0) return null;
  const every = column.readings.every((reading) => reading === only || reading.rows <= column.several);
  return every && only.rows > 0 ? only.format : null;
}

function question(
  column: Column,
  mapping: Mapping,
  fresh: boolean,
  witness: readonly { readonly name: string; readonly order: DayOrder }[],
): Question {
  const { name, several, example } = column;
  const format = mapping.formats[name];
  const chosen = !fresh && format?.kind === "time" ? format.format : null;
  const own = decided(column);
  const ways = own === null ? likely(column) : column.readings.filter(({ rows }) => rows > 0);
  const mixed = own === null && ways.length < 2;
  const offered = mixed ? column.readings.filter(({ rows }) => rows > 0) : ways;
  const [other] = witness.filter((one) => one.name !== name);
  const agreed = other && witness.every(({ order }) => order === other.order);
  const like =
    own === null && !mixed && agreed
      ? (offered.find((reading) => orderOf(reading.format) === other.order)?.format ?? null)
      : null;
  const most = Math.max(...column.readings.map(({ rows }) => rows));
  const byYears = own !== null && column.readings.filter(({ rows }) => rows === most).length > 1;
  const because =
    chosen !== null
      ? null
      : byYears
        ? messages.yearsTell
        : like !== null
          ? messages.asColumn(other?.name ?? "")
          : null;
  const years = offered.some((reading) => orderOf(reading.format) === "year");
  const holds = (years ? messages.severalRead : messages.bothRead)(several);
  return {
    id: dayOrder + name,
    title: messages.whichDay(example),
    detail: because ? withBecause(holds, because) : holds,
    ...(because && { because }),
    options: offered.map((reading) => ({
      value: reading.format,
      label: labels[orderOf(reading.format) ?? "day"]((readTime(example, reading.format) ?? "").slice(0, 10)),
      detail: messages.readsDays(
        reading.first.slice(0, 10),
        reading.last.slice(0, 10),
        column.any - reading.rows,
      ),
      rows: reading.rows,
    })),
    answer: chosen ?? own ?? like,
    columns: [name],
  };
}

/** What is told of a question, with what its answer follows from. */
function withBecause(detail: Text, because: Text): Text {
  return joinText([detail, because], { en: " ", "zh-CN": "" });
}

/** The answer to a question that begins with a part of the day; null where none does. */
export function orderAnswer(question: Question, order: DayOrder): string | null {
  return question.options.find(({ value }) => orderOf(value) === order)?.value ?? null;
}
