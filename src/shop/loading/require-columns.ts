import { TextError } from "../../i18n/text.ts";
import type { Metric, ParamValues } from "../../metrics/metric.ts";
import { type TableName, canonicalTable } from "../../tables/canonical.ts";
import { figureMessages } from "../figure.messages.ts";
import type { Loaded } from "../shop.ts";

/**
 * Makes sure that the data have what a metric needs under these params.
 * @throws TextError that names the table or column that is missing
 */
export function requireColumns(metric: Metric, params: ParamValues, columns: Loaded["columns"]): void {
  for (const requires of [metric.requires, metric.requiresFor?.(params) ?? {}])
    for (const [table, needed] of Object.entries(requires) as [TableName, readonly string[]][]) {
      const present = columns[table];
      if (!present) throw new TextError(figureMessages.noTable(canonicalTable(table).label, needed));
      for (const column of needed)
        if (!Object.hasOwn(present, column))
          throw new TextError(figureMessages.noColumn(canonicalTable(table).label, column));
    }
}
