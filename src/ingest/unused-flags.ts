import { columnOf, fillsOrders } from "./map.ts";
import { messages } from "./messages.ts";
import type { Profile } from "./profile.ts";
import { isReturnFlag, isUndoneFlag, wordStatuses } from "./returns.ts";
import type { Sample } from "./sample.ts";
import type { Mapping, Problem } from "./source.ts";

/**
 * Columns that mark rows as deleted, unpaid or returned and are not used, though no column that is says it of
 * these rows: two states of an order are read, and files have more.
 */
export function unusedFlags(mapping: Mapping, profiles: readonly Profile[], sample: Sample): Problem[] {
  if (!fillsOrders(mapping)) return [];
  const used = [
    { words: mapping.statuses, at: sample.headings.indexOf(columnOf(mapping, "status") ?? "") },
    {
      words: mapping.furtherStatuses,
      at: sample.headings.indexOf(columnOf(mapping, "further_status") ?? ""),
    },
  ];
  const stands = (row: readonly string[]) =>
    used.every(({ words, at }) => (words?.[(row[at] ?? "").trim()] ?? "completed") === "completed");
  return profiles.flatMap((profile, at): Problem[] => {
    const role = mapping.roles[profile.name] ?? "ignore";
    if (role !== "ignore" && role !== "dimension") return [];
    if (!isUndoneFlag(profile) && !isReturnFlag(profile.name)) return [];
    const words = wordStatuses(profile) ?? {};
    const undone = (row: readonly string[]) =>
      (words[(row[at] ?? "").trim()] ?? "completed") !== "completed" && stands(row);
    const example = sample.rows.find(undone)?.[at];
    return example === undefined
      ? []
      : [{ fatal: false, text: messages.unusedFlag(profile.name, example.trim()), column: profile.name }];
  });
}
