import { countedOnce } from "../../ingest/questions/order-total.ts";
import { givenBack } from "../../ingest/questions/refund-rows.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { stagedColumns, stagedSql, statusSql } from "../facts.ts";
import type { StagedFile } from "../files/staged-file.ts";
import type { KnownStatuses } from "./order-statuses.ts";

/** Columns of the files that are no columns of the lines. */
const lineless = new Set(["refund_amount", "currency", "further_status", "#extra"]);

/** The canonical `order_lines`: a view over the files that have them. */
export function orderLinesSql(lineFiles: readonly StagedFile[], known: KnownStatuses): Sql {
  const names = stagedColumns(lineFiles);
  const own = names.filter((name) => !lineless.has(name) && name !== "amount");
  const columns = own.map((name) =>
    lineFiles.some(({ codes }) => codes.has(name))
      ? sql`CAST(${id(name)} AS VARCHAR) AS ${id(name)}`
      : id(name),
  );
  const amount = lineAmountSql(lineFiles, names, known);
  if (amount) columns.push(sql`${amount} AS amount`);
  return sql`CREATE VIEW order_lines AS SELECT ${join(columns)} FROM ${stagedSql(lineFiles)}`;
}

/** What a line is worth: where its amount is the whole order's, only quantity and price can tell. */
function lineAmountSql(
  lineFiles: readonly StagedFile[],
  names: readonly string[],
  known: KnownStatuses,
): Sql | null {
  const priced = names.includes("quantity") && names.includes("unit_price");
  const made = priced ? sql`quantity * unit_price` : sql`NULL::DOUBLE`;
  const whole = places(lineFiles.filter(({ mapping }) => countedOnce(mapping).has("amount")));
  if (!names.includes("amount") && !priced) return null;
  const amount = !names.includes("amount")
    ? made
    : whole.length
      ? sql`CASE WHEN "#file" IN (${whole}) THEN ${made} ELSE amount END`
      : sql`amount`;
  const back = (["status", "further_status"] as const).flatMap((role) => {
    const files = places(lineFiles.filter(({ mapping }) => givenBack(mapping).includes(role)));
    return files.length && names.includes(role)
      ? [sql`("#file" IN (${files}) AND ${statusSql(known[role], role)} = 2)`]
      : [];
  });
  return back.length ? sql`CASE WHEN ${join(back, " OR ")} THEN -abs(${amount}) ELSE ${amount} END` : amount;
}

function places(files: readonly StagedFile[]): number[] {
  return files.map(({ file }) => file);
}
