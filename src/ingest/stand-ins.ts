import type { Sample } from "./sample.ts";

/** What tills and shops write for a buyer whom they do not know, without case, spaces and hyphens. */
const words = new Set(
  `无 暂无 未知 不详 散客 散户 散客户 匿名 匿名用户 匿名顾客 匿名客户 匿名会员 非会员 无会员 未登录 游客 路人 普通顾客 普通客户 零售客户 零散客户 过路客
   现金客户 默认客户 無會員 非會員 訪客 unknown guest guests guestuser guestcustomer guestcheckout walkin walkins walkincustomer
   walkinguest anonymous anonymoususer cashcustomer cashsale nonmember notamember nocustomer defaultcustomer (notset)`
    .split(/\s+/)
    .filter(Boolean),
);
const zero = /^(0+|-1)$/;
/** From this share of rows, and so many times the rows of any customer, a number zero is no customer of its own. */
const zeroShare = 0.05;
const zeroTimes = 3;

/** Whether a cell says that the buyer is not known. */
function isStandIn(cell: string): boolean {
  return words.has(cell.toLowerCase().replace(/[\s_-]/g, ""));
}

/** The values of a column of customers that stand for whoever is not known, as the sample writes them. */
export function standIns(sample: Sample | null, column: string | undefined): string[] {
  const place = sample?.headings.indexOf(column ?? "") ?? -1;
  if (!sample || place < 0) return [];
  const rows = new Map<string, number>();
  for (const row of sample.rows) {
    const cell = (row[place] ?? "").trim();
    if (cell) rows.set(cell, (rows.get(cell) ?? 0) + 1);
  }
  let most = 0;
  for (const [cell, count] of rows) if (!zero.test(cell)) most = Math.max(most, count);
  const often = Math.max(sample.rows.length * zeroShare, most * zeroTimes);
  return [...rows].flatMap(([cell, count]) =>
    // Where nobody has another number, the column is of something else.
    isStandIn(cell) || (zero.test(cell) && most > 0 && count >= often) ? [cell] : [],
  );
}
