import { columnOf } from "../../ingest/map.ts";
import type { Sample } from "../../ingest/sample.ts";
import type { Mapping } from "../../ingest/source.ts";
import { readTime } from "../../ingest/time-formats.ts";
import { type Sql, sql } from "../../sql.ts";

/** So many times are looked at. */
const looked = 200;

/**
 * Whether the times of a role are mostly of years in which shops have orders on computers: beside these,
 * 1970-01-01 is the zero of a clock, and 9999-12-31 the end of none.
 */
export function isRecent(mapping: Mapping, sample: Sample | null, role: string): boolean {
  const column = columnOf(mapping, role);
  const format = mapping.formats[column ?? ""];
  const index = sample?.headings.indexOf(column ?? "") ?? -1;
  if (!sample || index < 0 || format?.kind !== "time") return false;
  const step = Math.max(1, Math.floor(sample.rows.length / looked));
  const times = sample.rows
    .filter((_, row) => row % step === 0)
    .flatMap((row) => readTime(row[index] ?? "", format.format) ?? [])
    .sort();
  const middle = times[times.length >> 1] ?? "";
  return middle >= "1980" && middle < "2090";
}

/** Whether a time stands for none. In the zones of America the zero of a clock is the day before. */
export function placeholderSql(time: Sql): Sql {
  return sql`${time} < TIMESTAMP '1970-01-02' OR ${time} >= TIMESTAMP '2099-12-31'`;
}
