import { answeredLike, dayOrder } from "../../ingest/questions/day-order.ts";
import { type DayOrder, orderOf } from "../../ingest/time-formats.ts";
import type { Mapping, Recognition } from "../../ingest/source.ts";

/** Share of the columns of both that two files of one export have in common. */
const alike = 0.6;

/** How a file's days are read, with the questions that follow another file. */
export interface Followed {
  readonly mapping: Mapping;
  readonly answers: ReadonlyMap<string, Recognition["questions"][number]>;
}

/**
 * The months of one export are written alike: a file whose days can be read in several ways is read as another
 * one of the same columns whose days leave no doubt. Null where none tells, or where they do not agree.
 */
export function followDates(one: Recognition, others: readonly Recognition[]): Followed | null {
  const answers = new Map<string, Recognition["questions"][number]>();
  const formats = { ...one.mapping.formats };
  for (const question of one.questions) {
    const [column] = question.columns;
    if (!question.id.startsWith(dayOrder) || question.answer !== null || column === undefined) continue;
    const told = others.flatMap((other) => {
      const order = isAlike(one, other) ? toldOrder(other, column) : null;
      return order ? [{ order, name: other.name }] : [];
    });
    const [first] = told;
    if (!first || told.some(({ order }) => order !== first.order)) continue;
    const answered = answeredLike(question, first.order, first.name);
    if (!answered?.answer) continue;
    answers.set(question.id, answered);
    formats[column] = { kind: "time", format: answered.answer };
  }
  return answers.size > 0 ? { mapping: { ...one.mapping, formats }, answers } : null;
}

/** The order that a file's own rows, or its owner, say for a column. */
function toldOrder({ mapping, questions }: Recognition, column: string): DayOrder | null {
  const format = mapping.formats[column];
  const question = questions.find(({ id }) => id === dayOrder + column);
  if (format?.kind !== "time" || question?.answer === null || question?.because) return null;
  return orderOf(format.format);
}

function isAlike(a: Recognition, b: Recognition): boolean {
  const own = a.columns.map(({ name }) => name);
  const other = new Set(b.columns.map(({ name }) => name));
  const shared = own.filter((name) => other.has(name)).length;
  return a.file !== b.file && own.length > 0 && shared / (own.length + other.size - shared) >= alike;
}
