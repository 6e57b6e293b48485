import type { Engine, RunOptions } from "../../engine/engine.ts";
import { isRounded, loseDigits, roundedPattern } from "../../ingest/identifiers.ts";
import { columnOf } from "../../ingest/map.ts";
import { numberReceipts as texts } from "../../ingest/order-numbers.messages.ts";
import { countedOnce } from "../../ingest/questions/order-total.ts";
import type { Policies, Receipt } from "../../ingest/source.ts";
import { numbersTreatment } from "../../ingest/treatments.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import type { Grain } from "../facts.ts";
import { examplesWhere } from "../files/set-aside.ts";
import type { StagedFile } from "../files/staged-file.ts";
import { numberIn, rowsOf } from "../query-rows.ts";

/** What an order is in each file whose order numbers stand in several rows. */
export interface Numbers {
  readonly grains: ReadonlyMap<StagedFile, Grain>;
  readonly receipts: Receipt[];
}

/** Whether a spreadsheet has rounded the order numbers of a file, by its sample. */
export function hasRoundedNumbers({
  held: { sample },
  mapping,
}: Pick<StagedFile, "held" | "mapping">): boolean {
  const place = sample?.headings.indexOf(columnOf(mapping, "order_id") ?? "") ?? -1;
  if (!sample || place < 0) return false;
  const cells = sample.rows.map((row) => (row[place] ?? "").trim());
  return loseDigits(cells) || cells.filter(isRounded).length >= Math.max(1, cells.length * 0.05);
}

/** Whether order numbers stand with several customers more often than not, by the samples of files. */
export function seemToBeginAgain(stages: readonly StagedFile[]): boolean {
  const customers = new Map<string, Set<string>>();
  for (const { held, mapping } of stages) {
    const places = ["order_id", "customer_id"].map(
      (role) => held.sample?.headings.indexOf(columnOf(mapping, role) ?? "") ?? -1,
    );
    const [order = -1, customer = -1] = places;
    if (order < 0 || customer < 0) continue;
    for (const row of held.sample?.rows ?? []) {
      const number = row[order] ?? "";
      const known = customers.get(number);
      if (known) known.add(row[customer] ?? "");
      else customers.set(number, new Set([row[customer] ?? ""]));
    }
  }
  const shared = [...customers.values()].filter(({ size }) => size > 1).length;
  return shared > customers.size * 0.05;
}

/**
 * Rows of one order number and customer are lines of one order, and their amounts are added up. Not so
 * where the numbers tell nothing: rounded by a spreadsheet, so that each row is an order of its own, or
 * begun again with each day or month, so that most of those that repeat stand with several customers; then
 * an order is a number, a customer and a day. `numbers` among the policies says otherwise.
 */
export async function settleNumbers(
  engine: Engine,
  stages: readonly StagedFile[],
  policies: Policies,
  options: RunOptions,
): Promise<Numbers> {
  const rounded = stages.filter(hasRoundedNumbers);
  const sound = stages.filter((stage) => !rounded.includes(stage));
  const found: Receipt[] = [];
  const grains = new Map<StagedFile, Grain>();
  const chosen = policies.numbers && policies.numbers !== "auto" ? policies.numbers : null;
  for (const stage of rounded) {
    // Lines of one order are known by its customer and day where their number tells nothing.
    const own = stage.columns.some((name) => name === "product" || name === "unit_price") ? "day" : "row";
    const taken = chosen ?? own;
    grains.set(stage, taken === own ? (own === "day" ? "rounded-day" : "rounded") : grainsOf[taken]);
    const counts = await countRepeats(
      engine,
      [stage],
      sql`regexp_full_match(order_id, ${roundedPattern})`,
      options,
    );
    if (counts.rows === 0) continue;
    const which = sql`regexp_full_match(order_id, ${roundedPattern})`;
    found.push({
      kind: "other",
      file: stage.held.key,
      title: texts.rounded(counts.rows, counts.numbers),
      detail: texts.roundedDetail(counts.example, taken),
      count: counts.rows,
      effect: { orders: counts[taken] - counts.number, customers: 0, value: 0 },
      examples: await examplesWhere(engine, stage, which, options),
      columns: numberColumns([stage]),
      treatment: numbersTreatment(policies, taken),
    });
  }
  // A file whose numbers begin again says nothing of the others.
  const again: StagedFile[] = [];
  if (sound.length > 1)
    for (const stage of sound)
      if (beginAgain(await countRepeats(engine, [stage], null, options))) again.push(stage);
  const parts = [...again.map((stage) => [stage]), sound.filter((stage) => !again.includes(stage))];
  for (const part of parts.filter(({ length }) => length > 0)) {
    const counts = await countRepeats(engine, part, null, options);
    const taken = chosen ?? (beginAgain(counts) ? "day" : "number");
    for (const stage of part) grains.set(stage, counts.numbers === 0 ? "order" : grainsOf[taken]);
    if (counts.numbers > 0) found.push(await soundReceipt(engine, part, counts, taken, policies, options));
  }
  return { grains, receipts: found.filter(({ count }) => count > 0) };
}

async function soundReceipt(
  engine: Engine,
  stages: readonly StagedFile[],
  counts: Repeats,
  taken: Taken,
  policies: Policies,
  options: RunOptions,
): Promise<Receipt> {
  const again = beginAgain(counts);
  const differ = counts.shared > 0 || counts.spread > 0;
  const [only] = stages;
  return {
    kind: "other",
    file: stages.length === 1 && only ? only.held.key : null,
    title: again ? texts.again(counts.shared) : texts.lines(counts.lined),
    detail: again
      ? texts.againDetail(counts.example, taken)
      : taken !== "number"
        ? texts.chosen(taken)
        : differ
          ? texts.linesDiffer(counts.shared, counts.spread)
          : stages.every(({ mapping }) => countedOnce(mapping).has("amount"))
            ? texts.linesOnce
            : texts.linesDetail,
    count: again ? counts.shared : counts.lined,
    effect: { orders: counts[taken] - (again ? counts.number : counts.row), customers: 0, value: 0 },
    examples: await repeatExamples(engine, stages, options),
    columns: numberColumns(stages),
    treatment: numbersTreatment(policies, taken),
  };
}

function beginAgain({ shared, numbers }: Repeats): boolean {
  return shared * 2 > numbers;
}

type Taken = "number" | "day" | "row";
const grainsOf = { number: "order", day: "order-day", row: "row" } as const satisfies Record<Taken, Grain>;

interface Repeats {
  /** Numbers that stand in several rows, and the rows. */
  readonly numbers: number;
  readonly rows: number;
  /** Numbers with several customers; with one who has them on several days, none of them a refund. */
  readonly shared: number;
  readonly spread: number;
  /** Orders of several rows, by number and customer. */
  readonly lined: number;
  /** How many orders they make, one way or another. */
  readonly number: number;
  readonly day: number;
  readonly row: number;
  readonly example: string;
}

/** What the order numbers of files are that stand in several rows; all of those for which `which` holds. */
async function countRepeats(
  engine: Engine,
  stages: readonly StagedFile[],
  which: Sql | null,
  options: RunOptions,
): Promise<Repeats> {
  const rows = join(
    stages.map(({ name, columns }) => {
      const amount = columns.includes("amount") ? sql`amount` : sql`quantity * unit_price`;
      return sql`SELECT order_id, customer_id, CAST(ordered_at AS DATE) AS day, ${amount} AS amount FROM ${id(name)}
        WHERE order_id IS NOT NULL ${which ? sql`AND ${which}` : sql``}`;
    }),
    " UNION ALL ",
  );
  const [row] = await rowsOf(
    engine,
    sql`WITH given AS (${rows}),
        whose AS (SELECT order_id, customer_id, count(*) AS n, count(DISTINCT day) AS days, min(amount) < 0 AS back
          FROM given GROUP BY order_id, customer_id),
        numbers AS (SELECT order_id, sum(n) AS n, count(*) AS customers, sum(days) AS days,
            bool_or(days > 1 AND NOT back) AS spread, count_if(n > 1) AS lined
          FROM whose GROUP BY order_id ${which ? sql`` : sql`HAVING sum(n) > 1`})
      SELECT count(*)::DOUBLE AS numbers, coalesce(sum(n), 0)::DOUBLE AS "rows", count_if(customers > 1)::DOUBLE AS shared,
        count_if(spread)::DOUBLE AS spread, coalesce(sum(lined), 0)::DOUBLE AS lined,
        coalesce(sum(customers), 0)::DOUBLE AS customers, coalesce(sum(days), 0)::DOUBLE AS days,
        coalesce(arg_max(order_id, customers * 1000000 + n), '') AS example FROM numbers`,
    options,
  );
  return {
    numbers: numberIn(row, "numbers"),
    rows: numberIn(row, "rows"),
    shared: numberIn(row, "shared"),
    spread: numberIn(row, "spread"),
    lined: numberIn(row, "lined"),
    number: numberIn(row, "customers"),
    day: numberIn(row, "days"),
    row: numberIn(row, "rows"),
    example: String(row?.example ?? ""),
  };
}

/** Rows whose order number stands in several, from the first file that has some. */
async function repeatExamples(
  engine: Engine,
  stages: readonly StagedFile[],
  options: RunOptions,
): Promise<Receipt["examples"]> {
  const all = join(
    stages.map(({ name }) => sql`SELECT order_id FROM ${id(name)} WHERE order_id IS NOT NULL`),
    " UNION ALL ",
  );
  const several = sql`order_id IN (SELECT order_id FROM (${all}) GROUP BY order_id HAVING count(*) > 1 ORDER BY order_id LIMIT 20)`;
  for (const stage of stages) {
    const found = await examplesWhere(engine, stage, several, options);
    if (found.length > 0) return found.map((example) => ({ ...example, file: stage.held.key }));
  }
  return [];
}

function numberColumns(stages: readonly StagedFile[]): string[] {
  return stages.map(({ mapping }) => columnOf(mapping, "order_id")).filter((name) => name !== undefined);
}
