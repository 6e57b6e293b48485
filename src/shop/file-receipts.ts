import type { Engine, RunOptions } from "../engine/engine.ts";
import { dayOrder } from "../ingest/questions.ts";
import { reasons, receipts } from "../ingest/receipts.ts";
import type { Receipt } from "../ingest/source.ts";
import { asideCounts, asideRows } from "./set-aside.ts";
import type { StagedFile } from "./stage.ts";

/** For each file: what was read of it, and what was set aside and why, with the rows as the file has them. */
export async function fileReceipts(
  engine: Engine,
  staged: readonly StagedFile[],
  options: RunOptions,
): Promise<Receipt[]> {
  const found: Receipt[] = [];
  for (const stage of staged) {
    const { held, mapping, read, file } = stage;
    const add = (receipt: Omit<Receipt, "file" | "effect" | "examples"> & Partial<Receipt>) =>
      found.push({ effect: null, examples: [], ...receipt, file: held.key });
    const counts = await asideCounts(engine, file, options);
    const aside = counts.reduce((sum, { count }) => sum + count, 0);
    add({
      kind: "read",
      title: receipts.read(read),
      detail: receipts.readDetail(read - aside, aside),
      count: read,
    });
    for (const receipt of held.receipts) add(receipt);
    const damaged = held.attached?.damaged ?? 0;
    if (damaged > 0)
      add({
        kind: "other",
        title: receipts.damaged(damaged),
        detail: receipts.damagedDetail(mapping.dialect.encoding),
        count: damaged,
      });
    for (const question of held.recognition?.questions ?? []) {
      const [column = ""] = question.columns;
      const format = mapping.formats[column];
      if (!question.id.startsWith(dayOrder) || question.answer !== null || format?.kind !== "time") continue;
      add({
        kind: "other",
        title: receipts.dayOrder(column, format.format.startsWith("%d")),
        detail: receipts.dayOrderDetail,
        count: Math.min(...question.options.map(({ rows }) => rows)),
      });
    }
    for (const [column, format] of Object.entries(mapping.formats))
      if (
        format.kind === "number" &&
        format.scale === 0.01 &&
        (mapping.roles[column] ?? "ignore") !== "ignore"
      )
        add({ kind: "other", title: receipts.scaled(column), detail: receipts.scaledDetail, count: read });
    for (const { reason, count } of counts) {
      // Duplicates have a receipt of their own, with their effect.
      if (reason === "duplicate") continue;
      const rows = await asideRows(engine, stage, reason, 100, options);
      const examples = rows.map(({ line, cells }) => ({
        row: line,
        text: cells.join(mapping.dialect.delimiter),
      }));
      if (reason === "line") {
        add({ kind: "other", title: receipts.lines(count), detail: receipts.linesDetail, count, examples });
        continue;
      }
      const customer = reason === "customer";
      add({
        kind: customer ? "no-customer" : "unreadable",
        title: customer ? receipts.noCustomer(count) : receipts.aside(count),
        detail: customer
          ? receipts.noCustomerDetail
          : receipts.asideDetail(reasons[reason], (examples[0]?.text ?? "").slice(0, 120)),
        count,
        examples,
      });
    }
  }
  return found;
}
