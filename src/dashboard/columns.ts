import type { Dimension, Loaded } from "../shop/shop.ts";
import type { Filters } from "./dashboard.svelte.ts";

/** A column with more values than this is rather searched than read through. */
const readable = 40;

export type ColumnOf = Pick<Dimension, "table" | "column">;
export const columnKey = ({ table, column }: ColumnOf): string => `${table}.${column}`;

/**
 * The columns that have a chip: those that the dashboard filters by, then those that were asked for, and
 * before all else the one that people ask for first: the channel, or the first column of a few values.
 */
export function chipColumns(
  loaded: Loaded | null,
  filters: Filters,
  asked: readonly ColumnOf[],
): readonly ColumnOf[] {
  const dimensions = loaded?.dimensions ?? [];
  const usual =
    dimensions.find(({ table, column }) => table === "orders" && column === "channel") ??
    dimensions.find(
      ({ table, column, values }) =>
        table !== "surveys" && column !== "status" && values.length >= 2 && values.length <= readable,
    );
  const shown = new Map<string, ColumnOf>();
  for (const one of [...(usual ? [usual] : []), ...filters.columns, ...asked])
    if (!shown.has(columnKey(one))) shown.set(columnKey(one), { table: one.table, column: one.column });
  return [...shown.values()];
}

/** What can be filtered by beside the columns that have a chip; best those of few values first. */
export function otherColumns(loaded: Loaded | null, shown: readonly ColumnOf[]): readonly Dimension[] {
  const taken = new Set(shown.map(columnKey));
  return (loaded?.dimensions ?? []).filter((one) => one.values.length > 1 && !taken.has(columnKey(one)));
}
