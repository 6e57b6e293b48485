import { columnOf } from "./map.ts";
import { readNumber } from "./numbers.ts";
import { isEmpty } from "./profile.ts";
import type { Sample } from "./sample.ts";
import type { Mapping } from "./source.ts";

/** What rows that add up others are called. */
export const totalWords =
  "(?i)(本页|本月|本日|当日|当月|全部|订单|金额|数据)?(合计|总计|小计|共计|累计|总和|汇总|总额|总金额|平均值?|合計|總計|小計)(金额|金額)?|(grand|page|running|overall)?\\s*(sub)?[- ]?totals?(\\s+amount)?|sum|average|mean";
const totalWord = new RegExp(`^\\s*(${totalWords.slice(4)})\\s*[:：]?\\s*$`, "i");

/** What else such a row may have in its cells: numbers, dates, amounts of money, or how many there are. */
export const besideTotals =
  "[-+−()（）¥￥$€£,.，\\d\\s%/:：年月日T元]*|共?\\s*[\\d,]+\\s*(单|笔|条|行|人|件|个|orders?|rows?|items?|customers?)";
const besideTotal = new RegExp(`^(${besideTotals})$`, "i");

/** So many rows at least must stand above one that is known by their sum alone. */
const rowsAbove = 5;
/** Where more of the rows are called totals than this, the word means something else. */
const shareOfTotals = 0.5;

/** Whether a cell says that its row adds up others. */
export function isTotalWord(cell: string): boolean {
  return totalWord.test(cell);
}

/** Whether a row adds up others: it says so, and has nothing but numbers, dates and counts beside. */
export function isTotalRow(cells: readonly string[]): boolean {
  let named = false;
  for (const cell of cells) {
    const text = cell.trim();
    if (isEmpty(text) || besideTotal.test(text)) continue;
    if (!totalWord.test(text)) return false;
    named = true;
  }
  return named;
}

/** The places of what only an order or a customer of its own has: a row with another value there adds up nothing. */
export function ownPlaces(mapping: Mapping, headings: readonly string[]): number[] {
  return ["order_id", "customer_id"]
    .map((role) => headings.indexOf(columnOf(mapping, role) ?? ""))
    .filter((place) => place >= 0);
}

/** Whether a sample has rows that say they add up others. */
export function hasTotalRows(mapping: Mapping, { headings, rows }: Sample): boolean {
  const own = ownPlaces(mapping, headings);
  let found = 0;
  for (const row of rows)
    if (isTotalRow(row) && own.every((place) => isEmpty(row[place] ?? "") || isTotalWord(row[place] ?? "")))
      found += 1;
  return found > 0 && found <= rows.length * shareOfTotals;
}

/** Whether the last row of a sample is so large that it may well add up all others, though it does not say so. */
export function mayEndInTotal(mapping: Mapping, { headings, rows, fileRows }: Sample): boolean {
  const column = columnOf(mapping, "amount") ?? "";
  const place = headings.indexOf(column);
  if (place < 0 || fileRows <= rowsAbove) return false;
  const format = mapping.formats[column];
  const decimal = format?.kind === "number" ? format.decimal : ".";
  const last = Math.abs(readNumber(rows.at(-1)?.[place] ?? "", decimal) ?? 0);
  if (last === 0) return false;
  let sum = 0;
  for (const row of rows.slice(0, -1)) {
    const amount = readNumber(row[place] ?? "", decimal) ?? 0;
    // No sum of what is sold is as small as one of its parts, but for what is given back.
    if (amount * 2 > last) return false;
    sum += amount;
  }
  return sum <= last * 1.001;
}
