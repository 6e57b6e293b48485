import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";
import type { Status } from "../statuses.ts";
import { amountUnit, amountUnits, withAmountUnit } from "./amount-unit.ts";
import { amountsAsked, withAmountAnswer } from "./amounts.ts";
import { decimalMark, decimalMarks, withDecimalMark } from "./decimal-marks.ts";
import { dayOrder, dayOrders, withDayOrder } from "./day-order.ts";
import { grains, orderGrain } from "./order-grain.ts";
import { statuses, wordAsked } from "./status-words.ts";

/** The mapping with a question's answer in it. */
export function answerQuestion(mapping: Mapping, question: Question, value: string): Mapping {
  if (question.id === orderGrain)
    return {
      ...mapping,
      orderGrain: value as Mapping["orderGrain"],
      answers: { ...mapping.answers, [orderGrain]: value },
    };
  if (question.id.startsWith(decimalMark)) return withDecimalMark(mapping, question, value);
  if (question.id.startsWith(amountUnit)) return withAmountUnit(mapping, question, value);
  if (question.id.startsWith(dayOrder)) return withDayOrder(mapping, question, value);
  const asked = wordAsked(question.id);
  if (asked) {
    const { word, further } = asked;
    const meant = { [word]: value as Status };
    return further
      ? { ...mapping, furtherStatuses: { ...mapping.furtherStatuses, ...meant } }
      : { ...mapping, statuses: { ...mapping.statuses, ...meant } };
  }
  return withAmountAnswer(mapping, question, value) ?? mapping;
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
    ...decimalMarks(mapping, sample, fresh),
    ...amountUnits(mapping, sample),
    ...grains(mapping, sample),
    ...amountsAsked(mapping, sample, fresh),
    ...statuses(mapping, sample, fresh),
  ];
}
