import type { Text } from "../../i18n/text.ts";
import { rolesOf } from "../../tables/canonical.ts";
import { messages } from "../messages.ts";
import { type Profile, isEmpty } from "../profile.ts";
import type { Sample } from "../sample.ts";
import { scanRows } from "../scan.ts";
import type { ColumnFormat, Mapping, Question } from "../source.ts";
import { exchanged, readTime, timeFormats } from "../times.ts";

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
  unread: string | null;
}

/** Asks whether 3/4 is March or April, where the rows do not say. */
export async function dayOrders(
  text: () => Promise<Blob>,
  mapping: Mapping,
  sample: Sample,
  fresh: boolean,
  signal?: AbortSignal,
): Promise<Question[]> {
  const asked: {
    column: string;
    index: number;
    readings: [Reading, Reading];
    both: number;
    example: string;
  }[] = [];
  const roles = rolesOf(mapping.table);
  for (const [index, profile] of sample.profiles.entries()) {
    const column = profile.name;
    const type = roles[mapping.roles[column] ?? ""]?.type;
    if (type !== "timestamp" && type !== "date") continue;
    const format = mapping.formats[column] ?? openFormat(profile, sample.rows, index);
    const other = format.kind === "time" ? exchanged(format.format) : null;
    if (format.kind !== "time" || !other) continue;
    const dayFirst = format.format.startsWith("%d") ? format.format : other;
    const monthFirst = format.format.startsWith("%d") ? other : format.format;
    const reading = (of: string): Reading => ({ format: of, rows: 0, first: "", last: "", unread: null });
    asked.push({ column, index, readings: [reading(dayFirst), reading(monthFirst)], both: 0, example: "" });
  }
  if (asked.length === 0) return [];
  await scanRows(
    await text(),
    mapping.dialect,
    (cells) => {
      for (const question of asked) {
        const cell = cells[question.index] ?? "";
        if (isEmpty(cell)) continue;
        const times = question.readings.map((reading) => {
          const time = readTime(cell, reading.format);
          if (time === null) {
            reading.unread ??= cell;
            return null;
          }
          reading.rows += 1;
          if (reading.first === "" || time < reading.first) reading.first = time;
          if (time > reading.last) reading.last = time;
          return time;
        });
        if (times[0] && times[1]) {
          question.both += 1;
          // The clearest example is one that the two readings take for different days.
          if (times[0] !== times[1] && !question.example) question.example = cell.trim();
        }
      }
    },
    signal,
  );
  return asked
    .filter(({ both, example }) => both > 0 && example !== "")
    .map(({ column, readings, both, example }): Question => {
      const [dayFirst, monthFirst] = readings;
      const format = mapping.formats[column];
      const chosen = !fresh && format?.kind === "time" ? format.format : null;
      const all = Math.max(dayFirst.rows, monthFirst.rows);
      // One reading that reads every row, where the other does not, is decided by the data.
      // Where each reads rows that the other does not, the file mixes them, and only its owner can say.
      const mixed = dayFirst.rows > both && monthFirst.rows > both;
      const decided =
        mixed || dayFirst.rows === monthFirst.rows
          ? null
          : dayFirst.rows === all
            ? dayFirst.format
            : monthFirst.format;
      const option = (reading: Reading, label: (day: string) => Text) => ({
        value: reading.format,
        label: label((readTime(example, reading.format) ?? "").slice(0, 10)),
        detail: messages.readsDays(
          reading.first.slice(0, 10),
          reading.last.slice(0, 10),
          dayFirst.rows + monthFirst.rows - both - reading.rows,
        ),
        rows: reading.rows,
      });
      return {
        id: dayOrder + column,
        title: messages.whichDay(example),
        detail: messages.bothRead(both),
        options: [option(dayFirst, messages.dayFirst), option(monthFirst, messages.monthFirst)],
        answer: chosen ?? decided,
        columns: [column],
      };
    });
}
