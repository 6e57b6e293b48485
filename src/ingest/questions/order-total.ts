import { columnOf } from "../map.ts";
import { isOrderMoney } from "../money-words.ts";
import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";
import { amountQuestions as texts } from "./amounts.messages.ts";
import {
  countedRows,
  hasAmounts,
  isAlike,
  numbersOf,
  pricedAmounts,
  sampledOrders,
} from "./sampled-orders.ts";

/** Begins the id of the question whether a column is of each line or of the whole order; the column follows. */
export const orderTotal = "order-total:";

const moneyRoles = ["amount", "refund_amount", "discount", "cost"];

/** The roles of money that each row of an order has for the whole of it, by the answers. */
export function countedOnce({ roles, answers = {} }: Mapping): ReadonlySet<string> {
  return new Set(
    Object.entries(roles).flatMap(([column, role]) =>
      moneyRoles.includes(role) && answers[orderTotal + column] === "order" ? [role] : [],
    ),
  );
}

/** How a column's numbers stand in orders of several rows. */
interface Repetition {
  /** Orders with the number in several rows, and those of them where it is the same in all. */
  readonly orders: number;
  readonly same: number;
  /** Orders of several rows that have it in one row only. */
  readonly first: number;
  /** How likely it is that it is the same by chance. */
  readonly chance: number;
}

function repetition(values: readonly (number | null)[], orders: readonly (readonly number[])[]): Repetition {
  const counts = new Map<number, number>();
  let all = 0;
  let several = 0;
  let same = 0;
  let first = 0;
  let draws = 0;
  for (const order of orders) {
    const own = order.flatMap((index) => values[index] ?? []).filter((value) => value !== 0);
    const [one] = own;
    if (one === undefined) continue;
    counts.set(one, (counts.get(one) ?? 0) + 1);
    all += 1;
    if (order.length > 1 && own.length === 1) first += 1;
    if (own.length < 2) continue;
    several += 1;
    draws += own.length - 1;
    if (own.every((value) => isAlike(value, one))) same += 1;
  }
  let meet = 0;
  for (const count of counts.values()) meet += (count / all) ** 2;
  return { orders: several, same, first, chance: meet ** draws };
}

/** Share of the orders, of those with the number in several rows, whose parts add up to the column's number. */
function addedUp(
  total: readonly (number | null)[],
  parts: readonly (number | null)[],
  orders: readonly (readonly number[])[],
): number {
  let found = 0;
  let all = 0;
  for (const order of orders) {
    if (order.length < 2) continue;
    const [one = null] = order.map((index) => total[index] ?? null).filter((value) => value !== null);
    if (one === null || order.some((index) => (parts[index] ?? null) === null)) continue;
    all += 1;
    const sum = order.reduce((before, index) => before + (parts[index] ?? 0), 0);
    if (isAlike(sum, one, order.length)) found += 1;
  }
  return all ? found / all : 0;
}

/** Asks whether an amount that is the same in all rows of an order is that of each row or of the order. */
export function orderTotals(mapping: Mapping, sample: Sample): Question[] {
  const amount = columnOf(mapping, "amount");
  const counts = countedRows(mapping, sample);
  // A sale and its refund are alike in their amounts without being lines of one order.
  const orders = hasAmounts(mapping)
    ? sampledOrders(mapping, sample)?.map((order) => order.filter((index) => counts[index]))
    : null;
  if (!orders || !orders.some((order) => order.length > 1)) return [];
  const repeats = (column: string) => {
    const { orders: several, same } = repetition(numbersOf(mapping, sample, column), orders);
    return several > 0 && same >= several * 0.95;
  };
  const others = ["refund_amount", "discount", "cost"].flatMap((role) => columnOf(mapping, role) ?? []);
  const found: Question[] = [];
  if (amount !== undefined) {
    const judged = judge(mapping, sample, orders, amount);
    if (judged) return [question(mapping, sample, orders, [amount, ...others.filter(repeats)], judged)];
  }
  // Of lines that have amounts of their own, a refund that is written into each of them counts once.
  const refund = columnOf(mapping, "refund_amount");
  if (refund !== undefined && repeats(refund)) {
    const judged = judge(mapping, sample, orders, refund);
    if (judged) found.push(question(mapping, sample, orders, [refund], judged));
  }
  return found;
}

interface Judged {
  readonly same: number;
  readonly orders: number;
  readonly share: number;
  readonly decided: "order" | null;
}

/** What the sample says of a column; null where there is nothing to ask. */
function judge(
  mapping: Mapping,
  sample: Sample,
  orders: readonly (readonly number[])[],
  column: string,
): Judged | null {
  const values = numbersOf(mapping, sample, column);
  const { orders: several, same, first, chance } = repetition(values, orders);
  const named = isOrderMoney(column);
  // Lines of which only the first has an amount have that of their order.
  if (several === 0)
    return first > 0 && mapping.table === "order_lines" && values.some((value) => value === null)
      ? { same: 0, orders: first, share: 0, decided: "order" }
      : null;
  const priced = pricedAmounts(mapping, sample);
  if (priced) {
    const both = values.flatMap((value, index) => {
      const own = priced[index] ?? null;
      return value === null || own === null ? [] : [isAlike(value, own)];
    });
    // Each row's own quantity and price make it: it is the row's.
    if (both.length > 0 && both.filter(Boolean).length >= both.length * 0.95) return null;
  }
  if (same < several * 0.95)
    return named && same >= several * 0.5 ? { same, orders: several, share: 0, decided: null } : null;
  const share = Math.max(
    0,
    ...partsOf(mapping, sample, column).map((parts) => addedUp(values, parts, orders)),
  );
  if (share >= 0.95 || named) return { same, orders: several, share, decided: "order" };
  return chance < 0.05 ? { same, orders: several, share, decided: null } : null;
}

/** Numbers of each row that may add up to an order's total: what is made of quantity and price, and other columns. */
function partsOf(mapping: Mapping, sample: Sample, column: string): (readonly (number | null)[])[] {
  const priced = pricedAmounts(mapping, sample);
  const others = sample.profiles.filter(
    ({ name, numbers }) =>
      name !== column && numbers !== null && numbers.decimals > 0 && !/_id$/.test(mapping.roles[name] ?? ""),
  );
  const columns = others.slice(0, 12).map(({ name }) => numbersOf(mapping, sample, name));
  return priced ? [priced, ...columns] : columns;
}

function question(
  mapping: Mapping,
  sample: Sample,
  orders: readonly (readonly number[])[],
  columns: readonly string[],
  { same, orders: several, share, decided }: Judged,
): Question {
  const [column = ""] = columns;
  const values = numbersOf(mapping, sample, column);
  const added = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  let once = 0;
  for (const order of orders) {
    const own = order.flatMap((index) => values[index] ?? []);
    once += own.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  }
  const id = orderTotal + column;
  return {
    id,
    title: texts.lineOrOrder(column),
    detail: same === 0 ? texts.inOneRow(several) : texts.sameInAll(same, several, share >= 0.95),
    options: [
      { value: "line", label: texts.ofLine, detail: texts.sumIs(added), rows: sample.fileRows },
      { value: "order", label: texts.ofOrder, detail: texts.sumIs(once), rows: sample.fileRows },
    ],
    answer: mapping.answers?.[id] ?? decided,
    columns,
  };
}
