import type { Text } from "../i18n/text.ts";
import { rolesOf } from "../tables/canonical.ts";
import { columnOf, fillsOrders } from "./map.ts";
import { messages } from "./messages.ts";
import { readNumber } from "./numbers.ts";
import { type Profile, isEmpty } from "./profile.ts";
import type { Sample } from "./sample.ts";
import { scanRows } from "./scan.ts";
import type { ColumnFormat, Mapping, Question } from "./source.ts";
import { type Status, statusOf } from "./statuses.ts";
import { exchanged, readTime, timeFormats } from "./times.ts";

/** Begins the id of a question about the order of day and month; the column follows. */
export const dayOrder = "day-order:";
const orderGrain = "order-grain";
const statusWord = "status:";
/** The id of the question about what a status word means. */
export function statusQuestion(word: string): string {
  return `${statusWord}${word}`;
}
const amountUnit = "amount-unit";

/** The mapping with a question's answer in it. */
export function answerQuestion(mapping: Mapping, question: Question, value: string): Mapping {
  const [column] = question.columns;
  if (question.id === orderGrain) return { ...mapping, orderGrain: value as Mapping["orderGrain"] };
  if (question.id === amountUnit) {
    const formats = { ...mapping.formats };
    for (const name of question.columns) {
      const format = formats[name];
      const decimal = format?.kind === "number" ? format.decimal : ".";
      formats[name] = { kind: "number", decimal, scale: value === "0.01" ? 0.01 : 1 };
    }
    return { ...mapping, formats };
  }
  if (question.id.startsWith(statusWord))
    return {
      ...mapping,
      statuses: { ...mapping.statuses, [question.id.slice(statusWord.length)]: value as Status },
    };
  if (question.id.startsWith(dayOrder) && column !== undefined)
    return { ...mapping, formats: { ...mapping.formats, [column]: { kind: "time", format: value } } };
  return mapping;
}

/**
 * What the data of a file cannot decide. A format that is in the mapping is the answer to the question of
 * how a column's days are read; `fresh` says that it is but the sniffer's guess.
 */
export async function questionsOf(
  text: () => Promise<Blob>,
  mapping: Mapping,
  sample: Sample,
  fresh: boolean,
  signal?: AbortSignal,
): Promise<Question[]> {
  return [
    ...(await dayOrders(text, mapping, sample, fresh, signal)),
    ...amountUnits(mapping, sample),
    ...grains(mapping, sample),
    ...statuses(mapping, sample, fresh),
  ];
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

async function dayOrders(
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

const hundredthsHeading = /[（(_\s][分][)）]?$|[_\s(（]?(fen|cents?)[)）]?$/i;

/** Whole amounts that mostly end in 00 may be fen: the file itself cannot tell. */
function amountUnits(mapping: Mapping, { headings, profiles, rows, fileRows }: Sample): Question[] {
  const roles = rolesOf(mapping.table);
  const money = profiles.filter(
    ({ name, numbers }) => roles[mapping.roles[name] ?? ""]?.unit === "money" && numbers?.whole === true,
  );
  const amount = money.find(({ name }) => ["amount", "unit_price"].includes(mapping.roles[name] ?? ""));
  if (!amount) return [];
  const place = headings.indexOf(amount.name);
  const format = mapping.formats[amount.name];
  const decimal = format?.kind === "number" ? format.decimal : ".";
  const values = rows
    .map((row) => Math.abs(readNumber(row[place] ?? "", decimal) ?? 0))
    .filter((value) => value > 0)
    .sort((a, b) => a - b);
  const middle = values[Math.floor(values.length / 2)] ?? 0;
  const share = values.filter((value) => value % 100 === 0).length / Math.max(1, values.length);
  const named = hundredthsHeading.test(amount.name);
  const suspicious = values.length >= 20 && (values[0] ?? 0) >= 100 && middle >= 1000 && share >= 0.6;
  if (!named && !suspicious) return [];
  const option = (value: string, label: Text, scale: number) => ({
    value,
    label,
    detail: messages.usualAmount((middle * scale).toLocaleString("en")),
    rows: fileRows,
  });
  const chosen = format?.kind === "number" ? format.scale : undefined;
  return [
    {
      id: amountUnit,
      title: messages.whichUnit(amount.name),
      detail: named ? messages.namedHundredths : messages.allWhole(middle.toLocaleString("en"), share),
      options: [option("1", messages.wholeUnits, 1), option("0.01", messages.hundredths, 0.01)],
      answer: chosen === undefined ? null : String(chosen),
      columns: money.map(({ name }) => name),
    },
  ];
}

function grains(mapping: Mapping, sample: Sample): Question[] {
  if (!fillsOrders(mapping) || mapping.table !== "orders" || columnOf(mapping, "order_id")) return [];
  const customer = sample.headings.indexOf(columnOf(mapping, "customer_id") ?? "");
  const time = columnOf(mapping, "ordered_at") ?? "";
  const timeAt = sample.headings.indexOf(time);
  const format = mapping.formats[time];
  if (customer < 0 || timeAt < 0 || format?.kind !== "time" || sample.rows.length === 0) return [];
  const scale = sample.fileRows / sample.rows.length;
  const count = (key: (customer: string, time: string) => string) =>
    Math.round(
      new Set(
        sample.rows.map((row) => key(row[customer] ?? "", readTime(row[timeAt] ?? "", format.format) ?? "")),
      ).size * scale,
    );
  const byTime = count((who, at) => `${who}\n${at}`);
  const byDay = count((who, at) => `${who}\n${at.slice(0, 10)}`);
  // Where every reading gives the same orders there is nothing to ask.
  if (byDay >= sample.fileRows) return [];
  const option = (value: string, label: Text, orders: number) => ({
    value,
    label,
    detail: messages.ordersCount(orders),
    rows: sample.fileRows,
  });
  return [
    {
      id: orderGrain,
      title: messages.whatIsOrder,
      detail: messages.noOrderNumber,
      options: [
        option("row", messages.eachRow, sample.fileRows),
        option("timestamp", messages.eachTime, byTime),
        option("day", messages.eachDay, byDay),
      ],
      answer: mapping.orderGrain === "order-id" ? "row" : mapping.orderGrain,
      columns: [],
    },
  ];
}

function statuses(mapping: Mapping, sample: Sample, fresh: boolean): Question[] {
  const column = columnOf(mapping, "status");
  const profile = sample.profiles[sample.headings.indexOf(column ?? "")];
  if (column === undefined || !profile) return [];
  const scale = sample.rows.length ? sample.fileRows / sample.rows.length : 0;
  return (
    profile.top
      // A word that the system it was exported from explains is not asked about.
      .filter(([word]) => statusOf(word) === null && !(fresh && mapping.statuses[word]))
      .slice(0, 10)
      .map(([word, seen]): Question => {
        const rows = Math.round(seen * scale);
        const option = (value: Status) => ({
          value,
          label: messages[value],
          detail: (rows === seen ? messages.statusRows : messages.aboutRows)(rows),
          rows,
        });
        return {
          id: statusWord + word,
          title: messages.whatStatus(word),
          detail: messages.unknownStatus,
          options: [option("completed"), option("cancelled"), option("refunded")],
          answer: mapping.statuses[word] ?? null,
          columns: [column],
        };
      })
  );
}
