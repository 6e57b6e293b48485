import type { Dashboard } from "../document/document.ts";
import type { CellTest } from "../ingest/column-profile.ts";
import type { Loaded } from "../shop/shop.ts";
import { type Sql, id, sql } from "../sql.ts";
import { dayNumber, isoDay } from "../tables/frame.ts";

type Filters = Dashboard["filters"];

/** Which table of filters a table of the data panel answers to. */
const filtered: Readonly<Record<string, "orders" | "customers" | "surveys">> = {
  orders: "orders",
  order_facts: "orders",
  customers: "customers",
  surveys: "surveys",
  answer_facts: "surveys",
};

/** What was picked of a column as a condition of SQL. */
export function conditionSql(column: string, test: CellTest): string {
  const cell = id(column);
  switch (test.kind) {
    case "empty":
    case "unread":
      return sql`${cell} IS NULL`.text;
    case "value":
      return sql`${cell} = ${test.value}`.text;
    case "range": {
      const edge = (at: number | string): Sql => (typeof at === "string" ? sql`TIMESTAMP ${at}` : sql`${at}`);
      const from = test.from === null ? "" : sql`${cell} >= ${edge(test.from)}`.text;
      const to = test.to === null ? "" : sql`${cell} < ${edge(test.to)}`.text;
      return from && to ? `${from} AND ${to}` : from || to || "true";
    }
  }
}

/**
 * What was picked of a column as a change of a dashboard's filters: a value of a column that dashboards
 * filter by, or the days of a bar of order times. Null where dashboards do not filter by it.
 */
export function dashboardFilter(
  loaded: Loaded | null,
  table: string,
  column: string,
  test: CellTest,
): ((filters: Filters) => Filters) | null {
  const of = filtered[table];
  if (!of || !loaded) return null;
  if (of === "orders" && (column === "ordered_at" || column === "day") && test.kind === "range") {
    const from = test.from === null ? null : String(test.from).slice(0, 10);
    // A bar ends before the day on which the next one begins; hours of a day are that day.
    const next = test.to === null ? null : String(test.to);
    const to =
      next === null
        ? null
        : next.length > 10 && !next.endsWith("00:00:00")
          ? next.slice(0, 10)
          : isoDay(dayNumber(next.slice(0, 10)) - 1);
    return (filters) => ({ ...filters, from, to });
  }
  const known = loaded.dimensions.some((one) => one.table === of && one.column === column);
  if (!known || (test.kind !== "value" && test.kind !== "empty")) return null;
  const value = test.kind === "value" ? test.value : null;
  return (filters) => ({
    ...filters,
    columns: [
      ...filters.columns.filter((one) => one.table !== of || one.column !== column),
      { table: of, column, values: [value] },
    ],
  });
}
