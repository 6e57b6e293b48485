import type { Engine } from "../../src/engine/engine.ts";
import { openCdnow, openRetail } from "../metrics/published-data.ts";
import { type ReferenceRow, Rows } from "./row.ts";
import { name } from "./parts.ts";
import { cdnow, cdnowRecords } from "./cdnow.ts";
import { twoGroups } from "./promoters.ts";
import { rawRetail, retail } from "./retail.ts";

/** Every metric against published results on public data, computed by the SQL that users see. */
export async function metricRows(engine: Engine): Promise<readonly ReferenceRow[]> {
  const rows = new Rows();
  await retail(rows, await openRetail(engine));
  await rawRetail(rows, await openRetail(engine, "raw"));
  for (const [key, file, data] of [
    ["CDNOW_full_23570", "CDNOW_master.txt", name("CDNOW (23,570 customers)", "CDNOW（23,570 位顾客）")],
    ["CDNOW_sample_2357", "CDNOW_sample.txt", name("CDNOW, 1/10 sample", "CDNOW 十分之一样本")],
  ] as const) {
    await cdnow(rows, await openCdnow(engine, file), key, data);
    await cdnowRecords(rows, await openCdnow(engine, file, "row"), key, data);
  }
  await twoGroups(rows, engine);
  return rows.all;
}
