import type { Text } from "../../i18n/text.ts";
import { dayOrder, orderAnswer } from "../../ingest/questions/day-order.ts";
import { decimalMark } from "../../ingest/questions/decimal-marks.ts";
import { answerQuestion } from "../../ingest/questions/questions.ts";
import { messages } from "../../ingest/messages.ts";
import type { Mapping, Question, Recognition } from "../../ingest/source.ts";
import { type DayOrder, orderOf } from "../../ingest/time-formats.ts";
import { joinText } from "../../i18n/text.ts";
import type { HeldFile } from "./held-files.ts";

/** Share of the columns of both that two files of one export have in common. */
const alike = 0.6;

/** How a file is read, with the questions that follow another file. */
export interface Followed {
  readonly mapping: Mapping;
  readonly answers: ReadonlyMap<string, Question>;
}

/**
 * The months of one export are written alike: a file whose days or numbers can be read in several ways is read
 * as another one of the same columns that leaves no doubt. Null where none tells, or where they do not agree.
 */
export function followAlike(one: Recognition, held: Iterable<HeldFile>): Followed | null {
  const open = one.questions.filter(
    ({ id, answer }) => answer === null && (id.startsWith(dayOrder) || id.startsWith(decimalMark)),
  );
  if (open.length === 0) return null;
  const others = [...held].filter(({ recognition }) => recognition && isAlike(one, recognition));
  const answers = new Map<string, Question>();
  let { mapping } = one;
  for (const question of open) {
    const told = others.flatMap((other) => {
      const answer = toldAnswer(question, other);
      return answer === null ? [] : [{ answer, name: other.name }];
    });
    const [first] = told;
    if (!first || told.some(({ answer }) => answer !== first.answer)) continue;
    const because = messages.asFile(first.name);
    answers.set(question.id, {
      ...question,
      answer: first.answer,
      because,
      detail: withBecause(question.detail, because),
    });
    mapping = answerQuestion(mapping, question, first.answer);
  }
  return answers.size > 0 ? { mapping, answers } : null;
}

function withBecause(detail: Text, because: Text): Text {
  return joinText([detail, because], { en: " ", "zh-CN": "" });
}

/** What another file says to a question: its own rows, or its owner. */
function toldAnswer(question: Question, other: HeldFile): string | null {
  const [column = ""] = question.columns;
  if (question.id.startsWith(dayOrder)) {
    const order = toldOrder(other.recognition, column);
    return order && orderAnswer(question, order);
  }
  const format = other.recognition?.mapping.formats[column];
  const profile = other.sample?.profiles.find(({ name }) => name === column);
  const { marks, mark } = profile?.numbers ?? {};
  // Numbers without any mark say nothing of it.
  if (format?.kind !== "number" || !marks || marks.point + marks.comma + marks.points + marks.commas === 0)
    return null;
  const own = other.recognition?.questions.find(
    ({ id, columns }) => id.startsWith(decimalMark) && columns.includes(column),
  );
  return own?.because || (!mark && own?.answer === null) ? null : format.decimal;
}

/** The order that a file's own rows, or its owner, say for a column. */
function toldOrder(recognition: Recognition | null, column: string): DayOrder | null {
  const format = recognition?.mapping.formats[column];
  const question = recognition?.questions.find(({ id }) => id === dayOrder + column);
  if (format?.kind !== "time" || question?.answer === null || question?.because) return null;
  return orderOf(format.format);
}

function isAlike(a: Recognition, b: Recognition): boolean {
  const own = a.columns.map(({ name }) => name);
  const other = new Set(b.columns.map(({ name }) => name));
  const shared = own.filter((name) => other.has(name)).length;
  return a.file !== b.file && own.length > 0 && shared / (own.length + other.size - shared) >= alike;
}
