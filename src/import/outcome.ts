import type { Text } from "../i18n/text.ts";
import { fillsOrders } from "../ingest/map.ts";
import type { Mapping, Question, Recognition } from "../ingest/source.ts";
import type { Metric } from "../metrics/metric.ts";
import { type TableName, canonicalTable, tableNames } from "../tables/canonical.ts";
import { isOpen } from "../workspace/settled.ts";
import { messages } from "./messages.ts";

/** A metric as the chosen roles allow it: null where it can be had, else what it lacks. */
export interface Outcome {
  readonly metric: Metric;
  readonly lacks: Text | null;
}

/** The canonical columns that files fill under their mappings, by table. */
export function columnsOf(mappings: readonly Mapping[]): ReadonlyMap<TableName, ReadonlySet<string>> {
  const tables = new Map<TableName, Set<string>>();
  const fill = (table: TableName, names: Iterable<string>) => {
    const known = canonicalTable(table).columns;
    const columns = tables.get(table) ?? new Set<string>();
    for (const name of names) if (known[name]) columns.add(name);
    tables.set(table, columns);
  };
  for (const mapping of mappings) {
    const roles = new Set(Object.values(mapping.roles));
    if (roles.has("quantity") && roles.has("unit_price")) roles.add("amount");
    fill(mapping.table, roles);
    if (!fillsOrders(mapping)) continue;
    // What one order is follows from the rows, where the file has no order number.
    fill("orders", [...roles, "order_id"]);
  }
  return tables;
}

/** What each metric would have of these files: those that can be had first. */
export function outcomes(recognitions: readonly Recognition[], metrics: readonly Metric[]): Outcome[] {
  const columns = columnsOf(
    recognitions.filter(({ columns: found }) => found.length > 0).map(({ mapping }) => mapping),
  );
  const all = metrics.map((metric) => ({ metric, lacks: lackOf(metric, columns) }));
  return [...all.filter(({ lacks }) => !lacks), ...all.filter(({ lacks }) => lacks)];
}

function lackOf({ label, requires }: Metric, columns: ReturnType<typeof columnsOf>): Text | null {
  for (const table of tableNames) {
    const required = requires[table];
    if (!required) continue;
    const found = columns.get(table);
    if (!found) return messages.lacksTable(label, canonicalTable(table).label);
    const missing = required.find((column) => !found.has(column));
    const known = missing === undefined ? undefined : canonicalTable(table).columns[missing];
    if (known) return messages.lacksColumn(label, known.label);
  }
  return null;
}

/** What keeps a dashboard from being built. */
export interface Block {
  readonly text: Text;
  /** The file that the rest could do without, as it cannot be loaded; null where there is no such file, or no rest. */
  readonly file: { readonly key: string; readonly name: string } | null;
  /** The key of the file whose question is open; null for one of all files together. */
  readonly asks?: string | null;
}

/** Why a dashboard cannot be built of these files yet, or null. */
export function blockOf(
  recognitions: readonly Recognition[],
  /** What is asked of all files together. */
  together: Question | null = null,
): Block | null {
  if (recognitions.length === 0) return { text: messages.nothingToBuild, file: null };
  for (const { file, name, problems, questions } of recognitions) {
    const fault = problems.find(({ fatal }) => fatal);
    if (fault) {
      const rest = recognitions.length > 1;
      return { text: messages.blockedBy(name, fault.text), file: rest ? { key: file, name } : null };
    }
    const question = questions.find(isOpen);
    if (question) return { text: messages.confirmFirst(name, question.title), file: null, asks: file };
  }
  return together?.answer === null ? { text: together.title, file: null, asks: null } : null;
}
