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
  // Of nothing and a bound, greatest and least give the bound; at the ends rounding must not pass the share.
  return {
    low: sql`CASE WHEN ${n} > 0 THEN CASE WHEN ${k} <= 0 THEN 0.0 ELSE greatest(0.0, ${centre} - ${half}) END END`,
    high: sql`CASE WHEN ${n} > 0 THEN CASE WHEN ${k} >= ${n} THEN 1.0 ELSE least(1.0, ${centre} + ${half}) END END`,
  };
}
