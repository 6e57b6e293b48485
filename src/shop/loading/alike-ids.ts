import type { Engine, RunOptions } from "../../engine/engine.ts";
import { fillsOrders } from "../../ingest/map.ts";
import { caseTells, foldedId } from "../../ingest/identifiers.ts";
import { alikeReceipts as texts } from "../../ingest/alike-ids.messages.ts";
import { columnOf } from "../../ingest/map.ts";
import type { Policies, Receipt } from "../../ingest/source.ts";
import { policyTreatment } from "../../ingest/treatments.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { examplesWhere } from "../files/set-aside.ts";
import type { StagedFile } from "../files/staged-file.ts";
import { numberIn, rowsOf } from "../query-rows.ts";

/** So many examples are shown. */
const exampleLimit = 100;

/**
 * Customers whose ids differ only in case, width, spaces or leading zeros, within a file or between files:
 * C007, c007 and Ｃ００７, or 007 of a list and 7 of a spreadsheet. They become one, written as they mostly
 * are and with their zeros; `ids: "keep"` among the policies undoes it. Looked for only where the samples
 * have some.
 */
export async function settleAlikeIds(
  engine: Engine,
  staged: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<Receipt[]> {
  const known = staged.filter(({ columns }) => columns.includes("customer_id"));
  const cells = known.map(sampledIds);
  const cased = cells.some(caseTells);
  if (!haveAlike(cells, cased)) return [];
  const all = join(
    known.map(({ name }) => sql`SELECT customer_id FROM ${id(name)} WHERE customer_id IS NOT NULL`),
    " UNION ALL ",
  );
  const digits = sql`regexp_full_match(customer_id, '\\d+')`;
  await engine.execute(
    sql`CREATE TABLE alike_ids AS
      SELECT customer_id AS given, same FROM (
        SELECT customer_id, first_value(customer_id) OVER (PARTITION BY plain
          ORDER BY CASE WHEN ${digits} THEN strlen(customer_id) ELSE 0 END DESC,
            strlen(customer_id) > length(customer_id), n DESC, customer_id) AS same
        FROM (SELECT customer_id, count(*) AS n, ${foldedIdSql(sql`customer_id`, cased)} AS plain
          FROM (${all}) GROUP BY customer_id))
      WHERE customer_id <> same`,
    options,
  );
  const receipt = await tell(engine, known, policies, options);
  if (receipt && policies.ids !== "keep")
    for (const { name } of known)
      await engine.execute(
        sql`UPDATE ${id(name)} SET customer_id = same FROM alike_ids WHERE customer_id = given`,
        options,
      );
  await engine.execute(sql`DROP TABLE alike_ids`, options);
  return receipt ? [receipt] : [];
}

async function tell(
  engine: Engine,
  known: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<Receipt | null> {
  const examples: Receipt["examples"][number][] = [];
  const columns = new Set<string>();
  let count = 0;
  for (const stage of known) {
    const which = sql`customer_id IN (SELECT given FROM alike_ids)`;
    const [row] = await rowsOf(
      engine,
      sql`SELECT count(*)::DOUBLE AS n FROM ${id(stage.name)} WHERE ${which}`,
      options,
    );
    if (numberIn(row, "n") === 0) continue;
    count += numberIn(row, "n");
    columns.add(columnOf(stage.mapping, "customer_id") ?? "");
    const own = await examplesWhere(engine, stage, which, options);
    examples.push(...own.map((example) => ({ ...example, file: stage.held.key })));
  }
  if (count === 0) return null;
  const buyers = known.filter(({ mapping }) => fillsOrders(mapping)).map(({ name }) => name);
  const bought = buyers.length
    ? join(
        buyers.map((name) => sql`SELECT customer_id FROM ${id(name)}`),
        " UNION ALL ",
      )
    : sql`SELECT NULL::VARCHAR AS customer_id`;
  const [row] = await rowsOf(
    engine,
    sql`SELECT (SELECT count(*) FROM alike_ids)::DOUBLE AS merged, (SELECT min(given) FROM alike_ids) AS given,
        (SELECT arg_min(same, given) FROM alike_ids) AS same,
        (SELECT count(DISTINCT customer_id) - count(DISTINCT coalesce(same, customer_id))
          FROM (${bought}) LEFT JOIN alike_ids ON given = customer_id)::DOUBLE AS fewer`,
    options,
  );
  const merged = numberIn(row, "merged");
  const keep = policies.ids === "keep";
  return {
    kind: "other",
    file: known.length === 1 ? (known[0]?.held.key ?? null) : null,
    title: keep ? texts.kept(merged) : texts.merged(count, merged),
    detail: (keep ? texts.keptDetail : texts.mergedDetail)(String(row?.given), String(row?.same)),
    count,
    effect: { orders: 0, customers: keep ? 0 : 0 - numberIn(row, "fewer"), value: 0 },
    examples: examples.slice(0, exampleLimit),
    ...(columns.size === 1 ? { columns: [...columns] } : {}),
    treatment: policyTreatment(policies, "ids"),
  };
}

/** The customers in the sample of a file. */
function sampledIds({ held: { sample }, mapping }: StagedFile): string[] {
  const place = sample?.headings.indexOf(columnOf(mapping, "customer_id") ?? "") ?? -1;
  return place < 0 ? [] : [...new Set(sample?.rows.map((row) => (row[place] ?? "").trim()))];
}

/** Whether some customers of samples are alike. */
function haveAlike(files: readonly (readonly string[])[], cased: boolean): boolean {
  const seen = new Map<string, string>();
  for (const cells of files)
    for (const cell of cells) {
      const plain = foldedId(cell, cased);
      const other = seen.get(plain);
      if (other === undefined) seen.set(plain, cell);
      else if (other !== cell) return true;
    }
  return false;
}

const wide = Array.from({ length: 94 }, (_, at) => String.fromCharCode(0xff01 + at)).join("");
const narrow = Array.from({ length: 94 }, (_, at) => String.fromCharCode(0x21 + at)).join("");

/** As `foldedId` has it. */
export function foldedIdSql(given: Sql, cased = false): Sql {
  const plain = sql`trim(translate(${given}, ${`${wide}\u3000\u00a0\t`}, ${`${narrow}   `}))`;
  const folded = cased ? plain : sql`lower(${plain})`;
  return sql`CASE WHEN starts_with(${folded}, '0') AND regexp_full_match(${folded}, '\\d+')
    THEN coalesce(nullif(ltrim(${folded}, '0'), ''), '0') ELSE ${folded} END`;
}
