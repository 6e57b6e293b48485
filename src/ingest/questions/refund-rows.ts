import { columnOf, fillsOrders } from "../map.ts";
import { isMoneyFlow, isReturnFlag } from "../returns.ts";
import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";
import { amountQuestions as texts } from "./amounts.messages.ts";
import { isAlike, rowAmounts } from "./sampled-orders.ts";

/** Begins the id of the question what a row is that a column calls a refund; the column follows. */
export const refundRows = "refund-rows:";

const roles = ["status", "further_status"] as const;
type StatusRole = (typeof roles)[number];

/** The columns of status by whose word a row is money given back. */
export function givenBack(mapping: Mapping): StatusRole[] {
  return roles.filter((role) => answerOf(mapping, role) === "given-back");
}

/** The columns of status whose refunds count nowhere. */
export function leftOut(mapping: Mapping): StatusRole[] {
  return roles.filter((role) => answerOf(mapping, role) === "left-out");
}

function answerOf(mapping: Mapping, role: StatusRole): string | undefined {
  const column = columnOf(mapping, role);
  return column === undefined ? undefined : mapping.answers?.[refundRows + column];
}

/** Asks whether refunds of positive amount are money given back, in rows of their own, or orders that were undone. */
export function refundRowsAsked(mapping: Mapping, sample: Sample): Question[] {
  if (!fillsOrders(mapping)) return [];
  return roles.flatMap((role): Question[] => {
    const column = columnOf(mapping, role);
    if (column === undefined) return [];
    const words = (role === "status" ? mapping.statuses : mapping.furtherStatuses) ?? {};
    if (!Object.values(words).includes("refunded")) return [];
    const amounts = rowAmounts(mapping, sample);
    if (!amounts) return [];
    const seen = lookAt(mapping, sample, column, words, amounts);
    if (seen.rows === 0) return [];
    const decided = decide(column, seen, mapping.table === "order_lines");
    if (decided === "state") return [];
    const id = refundRows + column;
    const option = (value: string, label: typeof texts.givenBack, worth: number) => ({
      value,
      label,
      detail: texts.revenueBy(worth),
      rows: sample.fileRows,
    });
    return [
      {
        id,
        title: texts.whatAreRefunds(column, seen.words),
        detail: texts.positiveRefunds(seen.rows, seen.matched),
        options: [
          option("undone", texts.undone, 0),
          option("given-back", texts.givenBack, -seen.sum),
          ...(isMoneyFlow(column) ? [option("left-out", texts.leftOut, 0)] : []),
        ],
        answer: mapping.answers?.[id] ?? decided,
        columns: [column],
      },
    ];
  });
}

interface Seen {
  readonly words: readonly string[];
  /** Rows that are refunds of positive amount, and their sum. */
  readonly rows: number;
  readonly sum: number;
  /** Those that have the sale that they undo in another row: of the same order, or customer and amount. */
  readonly matched: number;
  /** Those of them that have it in their own order. */
  readonly paired: number;
  /** Share of their customers' sales whose amount is that of another. */
  readonly usual: number;
  /** Those of customers who have a sale. */
  readonly known: number;
}

function lookAt(
  mapping: Mapping,
  { headings, rows }: Sample,
  column: string,
  words: Mapping["statuses"],
  amounts: readonly (number | null)[],
): Seen {
  const place = (role: string) => headings.indexOf(columnOf(mapping, role) ?? "");
  const number = place("order_id");
  const customer = place("customer_id");
  const at = headings.indexOf(column);
  const meanings = rows.map((row) => words[(row[at] ?? "").trim()] ?? "completed");
  const cell = (row: readonly string[] | undefined, cellAt: number) => (row?.[cellAt] ?? "").trim();
  const back = meanings.flatMap((meaning, index) =>
    meaning === "refunded" && (amounts[index] ?? 0) > 0 ? [index] : [],
  );
  if (back.length === 0) return { words: [], rows: 0, sum: 0, matched: 0, paired: 0, usual: 0, known: 0 };
  // What those of the same order or customer have bought.
  const sold = new Map<string, number[]>();
  for (const index of back) {
    sold.set(`#${cell(rows[index], number)}`, []);
    sold.set(cell(rows[index], customer), []);
  }
  for (const [index, row] of rows.entries()) {
    if (meanings[index] !== "completed") continue;
    sold.get(`#${cell(row, number)}`)?.push(amounts[index] ?? 0);
    sold.get(cell(row, customer))?.push(amounts[index] ?? 0);
  }
  const found = new Set<string>();
  let sum = 0;
  let matched = 0;
  let paired = 0;
  let known = 0;
  for (const index of back) {
    const row = rows[index];
    const amount = amounts[index] ?? 0;
    sum += amount;
    found.add(cell(row, at));
    const own = sold.get(cell(row, customer)) ?? [];
    if (own.length > 0) known += 1;
    const id = cell(row, number);
    const inOrder = (id ? (sold.get(`#${id}`) ?? []) : []).some((value) => isAlike(value, amount));
    if (inOrder) paired += 1;
    if (inOrder || own.some((value) => isAlike(value, amount))) matched += 1;
  }
  // Who always pays the same has a sale of the same amount beside any row.
  let sales = 0;
  let again = 0;
  for (const [key, own] of sold) {
    if (key.startsWith("#")) continue;
    const seen = new Set(own);
    sales += own.length;
    again += own.length - seen.size;
  }
  const usual = sales > 0 ? again / sales : 0;
  return { words: [...found], rows: back.length, sum, matched, paired, usual, known };
}

const stateHeading = /状态|\bstatus\b|\bstate\b/i;
const stateWord = /已|成功|完成|全额|\b(refunded|returned)\b/i;

/** `state` where the column tells the state of an order that stands in one row: then it is undone, as ever. */
function decide(
  column: string,
  { words, rows, matched, paired, usual, known }: Seen,
  lines: boolean,
): "given-back" | "undone" | "state" | null {
  const share = (usual < 0.3 ? matched : paired) / rows;
  const flag = isReturnFlag(column);
  const state = stateHeading.test(column.replace(/_/g, " ")) || words.every((word) => stateWord.test(word));
  if (state && !flag) return paired >= rows * 0.8 && rows >= 3 && !lines ? null : "state";
  if (share >= 0.8) return "given-back";
  if (isMoneyFlow(column)) return null;
  if (flag) return stateWord.test(column.replace(/_/g, " ")) && share <= 0.2 ? "undone" : null;
  // A document of its own, unless those who send back have mostly bought nothing.
  return known >= rows / 2 ? "given-back" : null;
}
