import { type Sql, sql } from "../sql.ts";

/** The 97.5 % point of the normal distribution. */
export const z95 = 1.959963984540054;

/**
 * Wilson's 95 % interval of a share (Wilson 1927) as SQL: the lower and upper end, 0–1, null where n is 0.
 * `k` of `n` are columns of counts.
 */
export function wilsonSql(k: Sql, n: Sql): { readonly low: Sql; readonly high: Sql } {
  const z2 = z95 * z95;
  const centre = sql`(${k} + ${z2 / 2}) / (${n} + ${z2})`;
  const half = sql`${z95} * sqrt(${k} * (1.0 - ${k}::DOUBLE / nullif(${n}, 0)) + ${z2 / 4}) / (${n} + ${z2})`;
  // Of nothing and a bound, greatest and least give the bound.
  const some = (end: Sql) => sql`CASE WHEN ${n} > 0 THEN ${end} END`;
  return {
    low: some(sql`greatest(0.0, ${centre} - ${half})`),
    high: some(sql`least(1.0, ${centre} + ${half})`),
  };
}
