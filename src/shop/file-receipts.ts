import type { Engine, RunOptions } from "../engine/engine.ts";
import { type Reason, reasons, receipts } from "../ingest/receipts.ts";
import type { Receipt } from "../ingest/source.ts";
import { dayOrder } from "../ingest/questions.ts";
import { sql } from "../sql.ts";
import { type StagedFile, fileRow, numberIn, rawRows, rowsOf } from "./stage.ts";

/** For each file: what was read of it, and what was set aside and why, with the rows as the file has them. */
export async function fileReceipts(
  engine: Engine,
  staged: readonly StagedFile[],
  asideOf: (file: number) => number,
  options: RunOptions,
): Promise<Receipt[]> {
  const found: Receipt[] = [];
  for (const stage of staged) {
    const { held, mapping, read } = stage;
    const aside = asideOf(stage.file);
    found.push({
      kind: "read",
      file: held.key,
      title: receipts.read(read),
      detail: receipts.readDetail(read - aside, aside),
      count: read,
      effect: null,
      examples: [],
    });
    if (held.attached && held.attached.damaged > 0)
      found.push({
        kind: "other",
        file: held.key,
        title: receipts.damaged(held.attached.damaged),
        detail: receipts.damagedDetail(mapping.dialect.encoding),
        count: held.attached.damaged,
        effect: null,
        examples: [],
      });
    for (const question of held.recognition?.questions ?? []) {
      const [column] = question.columns;
      const format = column === undefined ? undefined : mapping.formats[column];
      if (!question.id.startsWith(dayOrder) || question.answer !== null || format?.kind !== "time") continue;
      found.push({
        kind: "other",
        file: held.key,
        title: receipts.dayOrder(column ?? "", format.format.startsWith("%d")),
        detail: receipts.dayOrderDetail,
        count: Math.min(...question.options.map(({ rows }) => rows)),
        effect: null,
        examples: [],
      });
    }
    if (aside === 0) continue;
    for (const reason of Object.keys(reasons) as Reason[]) {
      if (reason === "duplicate") continue;
      const list = await rowsOf(
        engine,
        sql`SELECT "row"::DOUBLE AS "row", (count(*) OVER ())::DOUBLE AS n FROM set_aside
          WHERE file = ${stage.file} AND reason = ${reason} ORDER BY "row" LIMIT 100`,
        options,
      );
      if (list.length === 0) continue;
      const raw = await rawRows(
        engine,
        stage,
        list.map((row) => Number(row.row)),
        options,
      );
      const examples = [...raw].map(([row, cells]) => ({
        row: fileRow(row, mapping),
        text: cells.join(mapping.dialect.delimiter),
      }));
      const count = numberIn(list[0], "n");
      found.push({
        kind: reason === "customer" ? "no-customer" : "unreadable",
        file: held.key,
        title: reason === "customer" ? receipts.noCustomer(count) : receipts.aside(count),
        detail:
          reason === "customer"
            ? receipts.noCustomerDetail
            : receipts.asideDetail(reasons[reason], (examples[0]?.text ?? "").slice(0, 120)),
        count,
        effect: null,
        examples,
      });
    }
  }
  return found;
}
