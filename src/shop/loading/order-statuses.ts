import type { Engine, RunOptions } from "../../engine/engine.ts";
import { leftOut } from "../../ingest/questions/refund-rows.ts";
import { rowKind, statusQuestion } from "../../ingest/questions/status-words.ts";
import { receipts } from "../../ingest/receipts.ts";
import type { Receipt } from "../../ingest/source.ts";
import { type Status, statusOf } from "../../ingest/statuses.ts";
import { statusTreatment } from "../../ingest/treatments.ts";
import { id, sql } from "../../sql.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import type { StagedFile } from "../files/staged-file.ts";

/** What the words of the two columns of status mean. */
export interface KnownStatuses {
  readonly status: Record<string, Status>;
  readonly further_status: Record<string, Status>;
}

/** What the status words of the files mean; what no list knows counts as completed until the user says otherwise. */
export async function statusesOf(
  engine: Engine,
  sales: readonly StagedFile[],
  options: RunOptions,
): Promise<{ known: KnownStatuses; receipts: Receipt[] }> {
  const known: KnownStatuses = { status: {}, further_status: {} };
  const found: Receipt[] = [];
  for (const stage of sales)
    for (const column of ["status", "further_status"] as const) {
      if (!stage.columns.includes(column)) continue;
      found.push(...(await readWords(engine, stage, column, known[column], options)));
    }
  return { known, receipts: found.slice(0, statusReceipts) };
}
/** A column of free text that was taken for a status has no end of words. */
const statusReceipts = 20;

async function readWords(
  engine: Engine,
  { name, held, mapping }: StagedFile,
  column: keyof KnownStatuses,
  known: Record<string, Status>,
  options: RunOptions,
): Promise<Receipt[]> {
  const words = await rowsOf(
    engine,
    sql`SELECT ${id(column)} AS word, count(*)::DOUBLE AS n FROM ${id(name)} WHERE ${id(column)} IS NOT NULL
      GROUP BY ${id(column)} ORDER BY n DESC LIMIT 1000`,
    options,
  );
  const further = column === "further_status";
  const given = (further ? mapping.furtherStatuses : mapping.statuses) ?? {};
  const ignored = leftOut(mapping).includes(column);
  const asked = new Set(held.recognition?.questions.map((question) => question.id));
  const found: Receipt[] = [];
  for (const row of words) {
    const word = String(row.word);
    const status = given[word] ?? statusOf(word);
    if (status) known[word] = ignored && status === "refunded" ? "cancelled" : status;
    const question = statusQuestion(word, further);
    if (status && !asked.has(question) && !asked.has(rowKind + question)) continue;
    const count = numberIn(row, "n");
    found.push({
      kind: "other",
      file: held.key,
      title: status ? receipts.statusOrders(count, word) : receipts.unknownStatus(count),
      detail: status ? receipts.chosenStatus : receipts.unknownStatusDetail(word),
      count,
      effect: null,
      examples: [],
      treatment: statusTreatment(word, status ?? "completed", further),
    });
  }
  return found;
}
