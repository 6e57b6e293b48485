import type { Filter, Relations, Window } from "../metrics/metric.ts";
import { type Sql, date, id, join, sql, written } from "../sql.ts";
import type { TableName } from "../tables/canonical.ts";
import type { Loaded } from "./shop.ts";

type Columns = Loaded["columns"];

/** Where a column to split or filter by is found, seen from the rows of a table. */
export type ColumnPlace = "own" | "customers" | "orders";

/** The table that a split column comes from, for rows of `table`; null where no table has it. */
export function placeOf(column: string, table: "orders" | "surveys", columns: Columns): ColumnPlace | null {
  if (columns[table] && Object.hasOwn(columns[table], column)) return "own";
  if (columns.customers && Object.hasOwn(columns.customers, column)) return "customers";
  if (table === "surveys" && columns.orders && Object.hasOwn(columns.orders, column)) return "orders";
  return null;
}

/** Rows whose column holds one of the values; nothing else is known of them. */
function among(column: Sql, values: Filter["values"]): Sql {
  const some = values.filter((value) => value !== null);
  const parts = [
    ...(some.length ? [sql`CAST(${column} AS VARCHAR) IN (${some})`] : []),
    ...(values.includes(null) ? [sql`${column} IS NULL`] : []),
  ];
  return parts.length ? sql`(${join(parts, " OR ")})` : sql`false`;
}

/** Rows of customers with one of the values; who is in no list of customers has none. */
function customersAmong({ column, values }: Filter): Sql {
  const some = values.filter((value) => value !== null);
  if (!values.includes(null))
    return sql`customer_id IN (SELECT customer_id FROM customers WHERE ${among(id(column), values)})`;
  const others = some.length ? sql` AND CAST(${id(column)} AS VARCHAR) NOT IN (${some})` : sql``;
  return sql`(customer_id IS NULL OR customer_id NOT IN (SELECT customer_id FROM customers WHERE ${id(column)} IS NOT NULL${others}))`;
}

/** The conditions that filters put on rows of `order_facts`. */
export function orderConditions(filters: readonly Filter[]): Sql[] {
  return filters.flatMap((filter) =>
    filter.table === "orders"
      ? [among(id(filter.column), filter.values)]
      : filter.table === "customers"
        ? [customersAmong(filter)]
        : [],
  );
}

/**
 * The conditions that filters put on rows of `answer_facts`: a column of orders that answers have too is
 * read off the answer; else the answers of customers with such an order stay.
 */
export function answerConditions(filters: readonly Filter[], columns: Columns): Sql[] {
  return filters.map((filter) => {
    if (filter.table === "surveys") return among(id(filter.column), filter.values);
    if (filter.table === "customers") return customersAmong(filter);
    if (columns.surveys && Object.hasOwn(columns.surveys, filter.column))
      return among(id(filter.column), filter.values);
    return sql`customer IN (SELECT customer FROM order_facts WHERE ${among(id(filter.column), filter.values)})`;
  });
}

function splitSql(
  split: string | null,
  table: "orders" | "surveys",
  columns: Columns,
): { value: Sql; joined: Sql } {
  if (split === null) return { value: sql`NULL::VARCHAR`, joined: sql`` };
  switch (placeOf(split, table, columns)) {
    case "own":
      return { value: sql`CAST(f.${id(split)} AS VARCHAR)`, joined: sql`` };
    case "customers":
      return {
        value: sql`c.split`,
        joined: sql` LEFT JOIN (SELECT customer_id, CAST(${id(split)} AS VARCHAR) AS split FROM customers) c ON c.customer_id = f.customer_id`,
      };
    case "orders":
      return {
        value: sql`c.split`,
        joined: sql` LEFT JOIN (SELECT customer, arg_min_null(CAST(${id(split)} AS VARCHAR), ordered_at) AS split FROM order_facts WHERE purchase GROUP BY customer) c ON c.customer = f.customer`,
      };
    case null:
      return { value: sql`NULL::VARCHAR`, joined: sql`` };
  }
}

/** The facts as kept for a figure: names that its SQL uses, and what each stands for. */
export interface KeptRelations extends Relations {
  /** A statement over the relations, with those that it names defined before it: it runs alone. */
  readonly whole: (statement: Sql) => Sql;
}

/**
 * The relations that a metric's SQL is written over, under filters, split and as-of date. The facts are
 * named and defined once at the head of a statement; other tables are subqueries where they are filtered.
 */
export function relationsFor(
  columns: Columns,
  filters: readonly Filter[],
  split: string | null,
  { asOf }: Window,
): KeptRelations {
  const known = sql`day < ${date(asOf)}`;
  const orders = [known, ...orderConditions(filters)];
  const kept = (facts: "order_facts" | "answer_facts", conditions: readonly Sql[]) => {
    const { value, joined } = splitSql(split, facts === "order_facts" ? "orders" : "surveys", columns);
    const where = join(conditions, "\n    AND ");
    // Joined after the conditions, so that their column names stay those of the facts alone.
    return joined.text === ""
      ? sql`SELECT f.*, ${value} AS split\n  FROM ${written(facts)} f\n  WHERE ${where}`
      : sql`SELECT f.*, ${value} AS split\n  FROM (SELECT * FROM ${written(facts)} WHERE ${where}) f${joined}`;
  };
  const named = {
    kept_orders: kept("order_facts", [sql`purchase`, ...orders]),
    kept_sales: kept("order_facts", orders),
    kept_answers: kept("answer_facts", [known, ...answerConditions(filters, columns)]),
  };
  const customerFilters = filters.filter(({ table }) => table === "customers");
  const table = (name: TableName) => {
    const conditions =
      name === "customers" || name === "points" || name === "contacts"
        ? customerFilters.map(customersAmong)
        : [];
    return conditions.length ? sql`(SELECT * FROM ${id(name)} WHERE ${join(conditions, " AND ")})` : id(name);
  };
  return {
    orders: sql`kept_orders`,
    sales: sql`kept_sales`,
    // A scan that only leaves rows out keeps their order; a join need not.
    inOrder: customerFilters.length === 0 && splitSql(split, "orders", columns).joined.text === "",
    surveys: sql`kept_answers`,
    customers: table("customers"),
    order_lines: table("order_lines"),
    points: table("points"),
    contacts: table("contacts"),
    has: (name, column) => Object.hasOwn(columns[name] ?? {}, column),
    whole: ({ text }) => {
      const used = Object.entries(named).filter(([name]) => new RegExp(`\\b${name}\\b`).test(text));
      if (used.length === 0) return written(text);
      const definitions = join(used.map(([name, body]) => sql`${written(name)} AS (\n  ${body}\n)`));
      const rest = /^WITH\s+/.exec(text);
      return rest
        ? sql`WITH ${definitions}, ${written(text.slice(rest[0].length))}`
        : sql`WITH ${definitions}\n${written(text)}`;
    },
  };
}
