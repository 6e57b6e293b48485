import type { Engine, RunOptions } from "../../engine/engine.ts";
import { statusQuestion } from "../../ingest/questions/status-words.ts";
import { receipts } from "../../ingest/receipts.ts";
import type { Receipt } from "../../ingest/source.ts";
import { type Status, statusOf } from "../../ingest/statuses.ts";
import { statusTreatment } from "../../ingest/treatments.ts";
import { id, sql } from "../../sql.ts";
import { numberIn, rowsOf } from "../query-rows.ts";
import type { StagedFile } from "../files/staged-file.ts";

/** What the status words of the files mean; what no list knows counts as completed until the user says otherwise. */
export async function statusesOf(
  engine: Engine,
  sales: readonly StagedFile[],
  options: RunOptions,
): Promise<{ known: Record<string, Status>; receipts: Receipt[] }> {
  const known: Record<string, Status> = {};
  const found: Receipt[] = [];
  for (const { name, held, mapping, columns } of sales) {
    if (!columns.includes("status")) continue;
    const words = await rowsOf(
      engine,
      sql`SELECT status, count(*)::DOUBLE AS n FROM ${id(name)} WHERE status IS NOT NULL
        GROUP BY status ORDER BY n DESC LIMIT 1000`,
      options,
    );
    const asked = new Set(held.recognition?.questions.map((question) => question.id));
    for (const row of words) {
      const word = String(row.status);
      const status = mapping.statuses[word] ?? statusOf(word);
      if (status) known[word] = status;
      if (status && !asked.has(statusQuestion(word))) continue;
      const count = numberIn(row, "n");
      found.push({
        kind: "other",
        file: held.key,
        title: status ? receipts.statusOrders(count, word) : receipts.unknownStatus(count),
        detail: status ? receipts.chosenStatus : receipts.unknownStatusDetail(word),
        count,
        effect: null,
        examples: [],
        treatment: statusTreatment(word, status ?? "completed"),
      });
    }
  }
  return { known, receipts: found.slice(0, statusReceipts) };
}
/** A column of free text that was taken for a status has no end of words. */
const statusReceipts = 20;
