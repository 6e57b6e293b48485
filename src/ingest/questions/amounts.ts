import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";
import { amountColumn, amountColumnsAsked, withAmountColumn } from "./amount-column.ts";
import { blankCells, blanksAsked } from "./blank-cells.ts";
import { orderTotal, orderTotals } from "./order-total.ts";
import { priceOf, pricesOf, withPriceOf } from "./price-of.ts";
import { refundRows, refundRowsAsked } from "./refund-rows.ts";

/** What the rows leave open of amounts: which column they are, of what, and what a refund is. */
export function amountsAsked(mapping: Mapping, sample: Sample, fresh: boolean): Question[] {
  return [
    ...amountColumnsAsked(mapping, sample),
    ...blanksAsked(mapping, sample),
    ...orderTotals(mapping, sample),
    ...pricesOf(mapping, sample, fresh),
    ...refundRowsAsked(mapping, sample),
  ];
}

/** Whether the answer to a question is kept in the mapping's answers. */
function isKept({ id }: Question): boolean {
  return (
    id === amountColumn || [orderTotal, priceOf, refundRows, blankCells].some((begin) => id.startsWith(begin))
  );
}

/** The mapping with the answer to such a question in it; null where the question is of another kind. */
export function withAmountAnswer(mapping: Mapping, question: Question, value: string): Mapping | null {
  if (!isKept(question)) return null;
  if (question.id === amountColumn) return withAmountColumn(mapping, value);
  if (question.id.startsWith(priceOf)) return withPriceOf(mapping, question, value);
  const begin = [orderTotal, refundRows, blankCells].find((one) => question.id.startsWith(one)) ?? "";
  const answers = question.columns.map((column) => [begin + column, value] as const);
  return { ...mapping, answers: { ...mapping.answers, ...Object.fromEntries(answers) } };
}

/** The mapping with what the data decide in it, and without answers to what is not asked any more. */
export function withDecided(mapping: Mapping, questions: readonly Question[]): Mapping {
  const kept = questions.filter(isKept);
  const asked = new Set(
    kept.flatMap(({ id, columns }) =>
      id.startsWith(orderTotal) ? columns.map((column) => orderTotal + column) : [id],
    ),
  );
  const { answers: before = {}, ...rest } = mapping;
  for (const { id } of questions) asked.add(id);
  const answers = Object.fromEntries(Object.entries(before).filter(([id]) => asked.has(id)));
  let settled: Mapping = { ...rest, ...(Object.keys(answers).length > 0 && { answers }) };
  for (const question of kept)
    if (question.answer !== null) settled = withAmountAnswer(settled, question, question.answer) ?? settled;
  return settled;
}
