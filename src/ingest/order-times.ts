import { clockOf, clockRole } from "./clock.ts";
import { columnOf } from "./map.ts";
import type { Mapping } from "./source.ts";
import { readTime } from "./time-formats.ts";

/** How the time of an order is read from a row of the sample, `""` where it cannot be; null where no column has it. */
export function orderTime(
  mapping: Mapping,
  headings: readonly string[],
): ((row: readonly string[]) => string) | null {
  const place = (role: string) => headings.indexOf(columnOf(mapping, role) ?? "");
  const at = place("ordered_at");
  const format = mapping.formats[headings[at] ?? ""];
  if (at < 0 || format?.kind !== "time") return null;
  const clock = place(clockRole);
  return (row) => {
    const time = readTime(row[at] ?? "", format.format) ?? "";
    const beside = clock < 0 || !time.endsWith(" 00:00:00") ? null : clockOf(row[clock] ?? "");
    return beside === null ? time : `${time.slice(0, 10)} ${beside}`;
  };
}
