import type { Engine, RunOptions } from "../../engine/engine.ts";
import { identifierKind, roundedPattern } from "../../ingest/identifiers.ts";
import { columnOf } from "../../ingest/map.ts";
import { receipts } from "../../ingest/receipts.ts";
import type { Policies, Receipt } from "../../ingest/source.ts";
import { policyTreatment } from "../../ingest/treatments.ts";
import { type Sql, id, sql } from "../../sql.ts";
import { settleAlikeIds } from "./alike-ids.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import type { StagedFile } from "../files/staged-file.ts";

/**
 * Customers written in different ways become one: +86 138 0000 0000 and 13800000000, Ann@x.com and
 * ann@x.com, ="42" and 42. Done before files are joined, in each of them; what it merged is a receipt, and
 * `ids: "keep"` among the policies undoes it. Numbers that a spreadsheet rounded are told, for they cannot
 * be mended here.
 */
export async function settleCustomerIds(
  engine: Engine,
  staged: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<Receipt[]> {
  const found: Receipt[] = [];
  for (const stage of staged) {
    const { sample } = stage.held;
    const column = columnOf(stage.mapping, "customer_id");
    const place = sample?.headings.indexOf(column ?? "") ?? -1;
    if (!sample || place < 0 || !stage.columns.includes("customer_id")) continue;
    const kind = identifierKind(sample.rows.map((row) => row[place] ?? ""));
    const add = (receipt: Pick<Receipt, "title" | "detail" | "count"> & Partial<Receipt>) =>
      found.push({ kind: "other", effect: null, examples: [], ...receipt, file: stage.held.key });
    if (kind.rounded) {
      const [row] = await rowsOf(
        engine,
        sql`SELECT count(*)::DOUBLE AS n, count(DISTINCT customer_id)::DOUBLE AS ids, min(customer_id) AS example
          FROM ${id(stage.name)} WHERE regexp_full_match(customer_id, ${roundedPattern})`,
        options,
      );
      const count = numberIn(row, "n");
      if (count > 0)
        add({
          title: receipts.rounded(count, numberIn(row, "ids")),
          detail: receipts.roundedDetail(String(row?.example)),
          count,
        });
    }
    if (!kind.phone && !kind.email && !kind.wrapped) continue;
    const same = sameIdSql(kind);
    const table = id(stage.name);
    const [row] = await rowsOf(
      engine,
      sql`SELECT count_if(plain <> customer_id)::DOUBLE AS n, count(DISTINCT customer_id)::DOUBLE AS before,
          count(DISTINCT plain)::DOUBLE AS after, any_value(customer_id) FILTER (plain <> customer_id) AS given,
          any_value(plain) FILTER (plain <> customer_id) AS example
        FROM (SELECT customer_id, ${same} AS plain FROM ${table})`,
      options,
    );
    const count = numberIn(row, "n");
    if (count === 0) continue;
    const merged = numberIn(row, "before") - numberIn(row, "after");
    const keep = policies.ids === "keep";
    if (!keep)
      await engine.execute(
        sql`UPDATE ${table} SET customer_id = ${same} WHERE ${same} <> customer_id`,
        options,
      );
    add({
      title: receipts.sameIds(count, merged),
      detail: keep ? receipts.sameIdsKept : receipts.sameIdsDetail(String(row?.given), String(row?.example)),
      count,
      effect: { orders: 0, customers: keep ? 0 : -merged, value: 0 },
      columns: column === undefined ? [] : [column],
      treatment: policyTreatment(policies, "ids"),
    });
  }
  found.push(...(await settleAlikeIds(engine, staged, policies, options)));
  return found;
}

/** The one way of writing an identifier; what is of no known kind stays as it is. */
export function sameIdSql(
  { phone, email, wrapped }: ReturnType<typeof identifierKind>,
  given = sql`customer_id`,
): Sql {
  const bare = wrapped
    ? sql`trim(regexp_replace(${given}, '^="(.*)"$|^''(\\d+)$|\\t', '\\1\\2', 'g'))`
    : given;
  const digits = sql`regexp_replace(translate(${bare}, '０１２３４５６７８９', '0123456789'), '[\\s().\\-]', '', 'g')`;
  const numbers = phone
    ? sql`WHEN regexp_full_match(${digits}, '((\\+|00)?86)?1[3-9]\\d{9}') THEN right(${digits}, 11)
        WHEN regexp_full_match(${digits}, '\\+[1-9]\\d{7,14}') THEN ${digits}`
    : sql``;
  const addresses = email ? sql`WHEN contains(${bare}, '@') THEN lower(trim(${bare}))` : sql``;
  if (!phone && !email) return bare;
  return sql`CASE ${numbers} ${addresses} ELSE ${bare} END`;
}
