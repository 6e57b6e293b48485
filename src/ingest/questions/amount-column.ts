import { type AmountColumn, amountColumns, namedAmount, standAlike } from "../amounts.ts";
import { columnOf } from "../map.ts";
import { isChange, isFee, isOrderMoney, isReceived } from "../money-words.ts";
import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";
import { systemOf } from "../systems/systems.ts";
import { amountQuestions as texts } from "./amounts.messages.ts";
import {
  countedRows,
  hasAmounts,
  isAlike,
  numbersOf,
  pricedAmounts,
  rowAmounts,
  sampledOrders,
} from "./sampled-orders.ts";

/** The id of the question which column is the amount. */
export const amountColumn = "amount-column";
/** The answer that it is what quantity and unit price make. */
const made = "quantity × unit price";

/** The mapping with the answer in it. */
export function withAmountColumn(mapping: Mapping, value: string): Mapping {
  const roles: Record<string, string> = { ...mapping.roles };
  for (const [column, role] of Object.entries(roles)) if (role === "amount") roles[column] = "ignore";
  if (value !== made) roles[value] = "amount";
  const answers = { ...mapping.answers, [amountColumn]: value };
  return { ...mapping, roles, answers };
}

/** Asks which of several columns of money is the amount, where their names do not say it and their numbers differ. */
export function amountColumnsAsked(mapping: Mapping, sample: Sample): Question[] {
  if (!hasAmounts(mapping)) return [];
  const amount = columnOf(mapping, "amount");
  // What a known system's export has for the amount is known.
  if (amount !== undefined && systemOf(sample.headings)?.roles.get(amount) === "amount") return [];
  const rivals = amount === undefined ? totalsBeside(mapping, sample) : rivalsOf(mapping, sample, amount);
  // The total of an order that was taken instead of what its lines add up to can be left again.
  if (amount !== undefined && mapping.answers?.[amountColumn] === amount && isMade(mapping))
    rivals.push(made);
  if (rivals.length === 0) return [];
  const current = amount ?? made;
  const chosen = mapping.answers?.[amountColumn];
  const byHand = current !== (namedAmount(mapping.table, sample.profiles)?.name ?? made);
  const totals = [current, ...rivals].filter((name) => name !== made);
  return [
    {
      id: amountColumn,
      title: texts.whichAmount,
      detail: rivals.includes(made) || amount === undefined ? texts.notMade(totals) : texts.differ(totals),
      options: [current, ...rivals].map((value) => ({
        value,
        label: value === made ? texts.pricedOption : { en: value, "zh-CN": value },
        detail: texts.sumIs(sumOf(mapping, sample, value)),
        rows: sample.fileRows,
      })),
      answer: chosen !== undefined || byHand ? current : null,
      columns: totals,
    },
  ];
}

function isMade(mapping: Mapping): boolean {
  return columnOf(mapping, "quantity") !== undefined && columnOf(mapping, "unit_price") !== undefined;
}

function sumOf(mapping: Mapping, sample: Sample, column: string): number {
  const values =
    column === made ? (pricedAmounts(mapping, sample) ?? []) : numbersOf(mapping, sample, column);
  const once = mapping.table === "order_lines" && column !== made && isOrderMoney(column);
  const orders = once ? sampledOrders(mapping, sample) : null;
  if (!orders) return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return orders.reduce((sum, [first]) => sum + (values[first ?? -1] ?? 0), 0);
}

/** The columns that could be the amount as well as the one that is. */
function rivalsOf(mapping: Mapping, sample: Sample, amount: string): string[] {
  const { table } = mapping;
  const free = amountColumns(table, sample.profiles).filter(
    ({ name }) => name === amount || (mapping.roles[name] ?? "ignore") === "ignore",
  );
  const own = free.find(({ name }) => name === amount);
  if (!own || free.length < 2) return [];
  const values = numbersOf(mapping, sample, amount);
  const counts = countedRows(mapping, sample);
  // What was asked of the column that names choose is asked of the other as well, so that it can be taken back.
  const named = namedAmount(table, sample.profiles)?.name;
  const rivals = free.filter((other) => {
    if (other.name === amount) return false;
    const others = numbersOf(mapping, sample, other.name);
    if (!differs(values, others, counts)) return false;
    if (standAlike(table, own, other)) return true;
    return other.name === named
      ? unsure(other.name, others, own.name, values, counts) || isLessSomething(sample, other, own)
      : unsure(own.name, values, other.name, others, counts) || isLessSomething(sample, own, other);
  });
  return rivals.map(({ name }) => name);
}

/** Whether two columns differ in more than a few of the rows. */
function differs(
  a: readonly (number | null)[],
  b: readonly (number | null)[],
  counts: readonly boolean[],
): boolean {
  let rows = 0;
  let different = 0;
  for (const [index, counted] of counts.entries()) {
    if (!counted) continue;
    const one = a[index] ?? null;
    const other = b[index] ?? null;
    if (one === null && other === null) continue;
    rows += 1;
    if (one === null || other === null || !isAlike(one, other)) different += 1;
  }
  return different > rows * 0.005;
}

/**
 * What was paid may be nothing yet, as with goods on credit; and what is called net may be without tax, which
 * shows where it is the same share of the other in every row.
 */
function unsure(
  name: string,
  values: readonly (number | null)[],
  otherName: string,
  others: readonly (number | null)[],
  counts: readonly boolean[],
): boolean {
  let rows = 0;
  let unpaid = 0;
  let whole = 0;
  const shares = new Set<number>();
  for (const [index, other] of others.entries()) {
    if (!counts[index] || other === null || other <= 0) continue;
    rows += 1;
    const value = values[index] ?? 0;
    if (value === 0) unpaid += 1;
    if (isAlike(value, other)) whole += 1;
    shares.add(Math.round((value / other) * 200));
  }
  if (rows < 5) return false;
  if (unpaid > Math.max(2, rows * 0.1)) return true;
  const taxed = /net|gross|净/i.test(name) && /gross|毛|总|total|amount/i.test(otherName);
  return taxed && rows >= 8 && whole === 0 && shares.size <= 3;
}

/** What was received may be before change was given, and what is net without the fees that someone kept. */
function isLessSomething(sample: Sample, own: AmountColumn, other: AmountColumn): boolean {
  if (other.strength <= 0.6) return false;
  const numeric = sample.profiles.filter(({ type, numbers }) => type === "number" && numbers?.most !== 0);
  if (isReceived(own.name) && numeric.some(({ name }) => isChange(name))) return true;
  const net = own.kind === "paid" && /net|净|商家|实收|received/i.test(own.name);
  return net && !isFee(own.name) && numeric.some(({ name }) => isFee(name));
}

/** Totals of whole orders beside lines that quantity and unit price make the amount of, where these differ. */
function totalsBeside(mapping: Mapping, sample: Sample): string[] {
  const lines = rowAmounts(mapping, sample);
  const orders = sampledOrders(mapping, sample);
  if (mapping.table !== "order_lines" || !lines || !orders) return [];
  return amountColumns("order_lines", sample.profiles)
    .filter(({ name, kind }) => kind !== "due" && (mapping.roles[name] ?? "ignore") === "ignore")
    .map(({ name }) => name)
    .filter((name) => {
      const values = numbersOf(mapping, sample, name);
      let all = 0;
      let different = 0;
      for (const order of orders) {
        const own = order.flatMap((index) => values[index] ?? []);
        const [total] = own;
        if (total === undefined || order.some((index) => (lines[index] ?? null) === null)) continue;
        all += 1;
        const sum = order.reduce((before, index) => before + (lines[index] ?? 0), 0);
        const added = own.reduce((before, value) => before + value, 0);
        if (!isAlike(sum, total, order.length) && !isAlike(sum, added, order.length)) different += 1;
      }
      return all > 0 && different > all * 0.02;
    });
}
