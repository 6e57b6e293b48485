import { filledTexts as texts } from "../filled.messages.ts";
import { columnOf, fillsOrders } from "../map.ts";
import { isEmpty } from "../profile.ts";
import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";
import { hasTotalRows, isTotalRow } from "../total-rows.ts";

/** Begins the id of the question whether empty cells mean what stands above; the column follows. */
export const blankCells = "blank-cells:";

/** The role whose column is asked about, and those that are empty with it. */
const asked = "customer_id";
/** So many of the rows are without a customer in a grouped list. */
const blankShare = 0.2;

/** Whether the empty cells of the customer, and of what is empty with it, mean what stands above them. */
export function fillsAbove(mapping: Mapping): boolean {
  return mapping.answers?.[blankCells + (columnOf(mapping, asked) ?? "")] === "above";
}

/**
 * Asks whether empty cells mean the customer above, where the rows look like a list that names each customer,
 * or each order, in the first of its rows only. Where many rows simply have no customer, nothing is asked:
 * customers then come again, and orders have their numbers.
 */
export function blanksAsked(mapping: Mapping, sample: Sample): Question[] {
  const column = columnOf(mapping, asked);
  const place = sample.headings.indexOf(column ?? "");
  if (column === undefined || place < 0 || !fillsOrders(mapping)) return [];
  const order = sample.headings.indexOf(columnOf(mapping, "order_id") ?? "");
  const rows = hasTotalRows(mapping, sample) ? sample.rows.filter((row) => !isTotalRow(row)) : sample.rows;
  const is = (row: readonly string[], at: number) => !isEmpty(row[at] ?? "");
  const [first] = rows;
  if (!first || !is(first, place)) return [];
  const blank = rows.filter((row) => !is(row, place) && row.some((cell) => !isEmpty(cell)));
  const named = rows.filter((row) => is(row, place));
  if (blank.length < Math.max(2, rows.length * blankShare)) return [];
  const customers = new Set(named.map((row) => (row[place] ?? "").trim()));
  const together = order >= 0 && blank.filter((row) => !is(row, order)).length >= blank.length * 0.9;
  if (!together && (named.length < 3 || customers.size < named.length * 0.95)) return [];
  const scale = sample.fileRows / Math.max(1, sample.rows.length);
  const count = Math.round(blank.length * scale);
  return [
    {
      id: blankCells + column,
      title: texts.question(column),
      detail: texts.questionDetail(count),
      options: [
        {
          value: "above",
          label: texts.above,
          detail: texts.aboveDetail(Math.round(customers.size * scale)),
          rows: sample.fileRows,
        },
        { value: "empty", label: texts.empty, detail: texts.emptyDetail, rows: sample.fileRows - count },
      ],
      answer: mapping.answers?.[blankCells + column] ?? null,
      columns: [column],
    },
  ];
}
