import { type Sql, id, join, sql } from "../sql.ts";
import { roundedPattern } from "../ingest/identifiers.ts";
import type { Policies } from "../ingest/source.ts";

/**
 * SQL that makes the facts (see tables/facts.ts) from staged tables. Text columns of few values become
 * ENUMs in `order_rows` and `answer_rows`, which cost a byte a row and sort and scan as integers; the
 * views over them give text again, so that no dictionary has to cross to where results are read.
 */

/** A staged table: a file, or a part of one, typed and mapped. `name` is its table in the engine. */
export interface Staged {
  readonly name: string;
  /** Place of the file among those given. */
  readonly file: number;
  readonly columns: readonly string[];
}

/** Staged tables as one relation, with `#file` and `#row` (from 0) beside their columns. */
export function stagedSql(staged: readonly Staged[], only: (of: Staged) => Sql = () => sql`true`): Sql {
  const selects = staged.map(
    (stage) =>
      sql`SELECT ${stage.file}::INTEGER AS "#file", rowid AS "#row", * FROM ${id(stage.name)} WHERE ${only(stage)}`,
  );
  return sql`(${join(selects, " UNION ALL BY NAME ")})`;
}

/** Columns of any of the staged tables, once each. */
export function stagedColumns(staged: readonly Staged[]): string[] {
  return [...new Set(staged.flatMap(({ columns }) => columns))];
}

/** The statuses of orders by their code. */
export const statusNames = ["completed", "cancelled", "refunded"] as const;
const statusCodes = { completed: 0, cancelled: 1, refunded: 2 } as const;

/** How rows of the staged relation add up to orders. */
export type Grain = "row" | "order" | "order-day" | "rounded" | "rounded-day" | "timestamp" | "day";

/** What rows of one order number and customer must share beside these; nothing where they are one order. */
function apartSql(grain: Grain): Sql {
  const day = sql`CAST(ordered_at AS DATE)`;
  const isRounded = sql`regexp_full_match(order_id, ${roundedPattern})`;
  switch (grain) {
    case "order-day":
      return sql`, ${day}`;
    case "rounded":
      return sql`, CASE WHEN ${isRounded} THEN concat("#file", ' ', "#row") END`;
    case "rounded-day":
      return sql`, CASE WHEN ${isRounded} THEN ${day} END`;
    default:
      return sql``;
  }
}

/** What the rows of some files say of their orders. */
export interface RowMeaning {
  readonly statuses: Readonly<Record<string, Status>>;
  /** Those of the further status. */
  readonly further: Readonly<Record<string, Status>>;
  readonly amount: Sql;
  /** Some row lacks the order number that others have. */
  readonly nameless: boolean;
  /** The columns of status by whose word for a refund a row is money given back, whatever its sign. */
  readonly givenBack: readonly ("status" | "further_status")[];
  /** Money columns that each row of an order has for the whole order. */
  readonly once: ReadonlySet<string>;
}
type Status = keyof typeof statusCodes;

/**
 * Orders as one relation: `order_id`, `customer_id`, `ordered_at`, `amount`, `status` (0 completed,
 * 1 cancelled, 2 refunded), money columns and the further ones, `#row`.
 */
export function ordersSql(
  source: Sql,
  columns: readonly string[],
  grain: Grain,
  { statuses, further: furtherStatuses, amount, nameless, givenBack, once }: RowMeaning,
): Sql {
  const has = (name: string) => columns.includes(name);
  const further = furtherColumns(columns);
  const moneys = moneyColumns.filter(has);
  const stated = statusSql(statuses);
  const furtherStated = statusSql(furtherStatuses, "further_status");
  // Cancelled is what either says; else refunded is.
  const status = has("further_status")
    ? has("status")
      ? sql`CASE WHEN ${stated} = 1 OR ${furtherStated} = 1 THEN 1::UTINYINT ELSE greatest(${stated}, ${furtherStated}) END`
      : furtherStated
    : has("status")
      ? stated
      : sql`0::UTINYINT`;
  const mixed = has("status") || has("further_status");
  const returned = givenBack
    .filter(has)
    .map((name) => sql`${name === "status" ? stated : furtherStated} = 2`);
  const signed = returned.length
    ? sql`CASE WHEN ${join(returned, " OR ")} THEN -abs(${amount}) ELSE ${amount} END`
    : amount;
  const orderId = has("order_id")
    ? !nameless
      ? sql`order_id`
      : sql`coalesce(order_id, concat('#', "#file" + 1, '-', "#row" + 1))`
    : sql`concat("#file" + 1, '-', "#row" + 1)`;
  // What a line is worth whose own amount is that of its order.
  const priced = once.has("amount") && has("quantity") && has("unit_price");
  const rows = sql`(SELECT ${orderId} AS order_id, customer_id, ordered_at, ${signed} AS amount, ${status} AS status,
    ${priced ? sql`quantity * unit_price AS "#line",` : sql``} ${join(
      [...moneys, ...further].map((name) => sql`${id(name)},`),
      " ",
    )} "#file", "#row" FROM ${source})`;
  if (grain === "row") return rows;
  const numbered = grain !== "timestamp" && grain !== "day";
  const by = numbered
    ? sql`order_id, customer_id${apartSql(grain)}`
    : grain === "timestamp"
      ? sql`customer_id, ordered_at`
      : sql`customer_id, CAST(ordered_at AS DATE)`;
  const total = (name: string, value: Sql, which: Sql | null = null) => {
    const only = which ? sql` FILTER (${which})` : sql``;
    return once.has(name) ? sql`arg_max(${value}, abs(${value}))${only}` : sql`sum(${value})${only}`;
  };
  const all = total("amount", sql`amount`);
  const sums = moneys
    .filter((name) => name !== "refund_amount")
    .map((name) => sql`${total(name, id(name))} AS ${id(name)},`);
  const refunds = has("refund_amount")
    ? sql`coalesce(${total("refund_amount", sql`abs(refund_amount)`)}, 0)`
    : sql`0`;
  // A cancelled line of an order that stands is left out of its amount; a refunded one is given back, and so is
  // what rows of their own give back of what other rows of the order have sold.
  const returns = returned.length > 0;
  const standing = returns
    ? sql`CASE WHEN bool_or(status = 0) THEN ${total("amount", sql`amount`, sql`status = 0 OR status = 2 AND amount > 0`)}
        ELSE ${total("amount", sql`amount`, sql`status <> 1`)} END`
    : total("amount", sql`amount`, sql`status <> 1`);
  const line = once.has("amount") ? (priced ? sql`"#line"` : sql`0`) : sql`amount`;
  const undone = sql`coalesce(sum(greatest(${line}, 0)) FILTER (status = 2 AND amount >= 0), 0)`;
  const back = returns
    ? sql`CASE WHEN bool_or(status = 0) THEN coalesce(abs(${total("amount", sql`amount`, sql`status = 2 AND amount < 0`)}), 0) ELSE 0 END`
    : sql`0`;
  return sql`(SELECT ${numbered ? sql`order_id` : sql`arg_min(order_id, "#row") AS order_id`}, customer_id,
    min(ordered_at) AS ordered_at,
    ${mixed ? sql`CASE WHEN bool_and(status = 1) THEN ${all} ELSE coalesce(${standing}, 0) END` : all} AS amount,
    ${mixed ? sql`CASE WHEN bool_and(status = 1) THEN 1 WHEN bool_and(status > 0) THEN 2 ELSE 0 END::UTINYINT` : sql`0::UTINYINT`} AS status,
    ${join(sums, " ")}
    ${mixed || has("refund_amount") ? sql`${refunds} ${mixed ? sql`+ ${undone} + ${back}` : sql``} AS refund_amount,` : sql``}
    ${join(
      further.map((name) => sql`first(${id(name)}) AS ${id(name)},`),
      " ",
    )}
    min("#file") AS "#file", min("#row") AS "#row" FROM ${rows} GROUP BY ${by})`;
}

const moneyColumns = ["refund_amount", "discount", "cost"];
const known = new Set([
  "order_id",
  "customer_id",
  "ordered_at",
  "amount",
  "status",
  "further_status",
  "product",
  "quantity",
  "unit_price",
  "category",
  "brand",
  ...moneyColumns,
]);

/** Columns of orders beyond those that the facts know: channel, store, city, currency, dimensions. */
export function furtherColumns(columns: readonly string[]): string[] {
  return columns.filter((name) => !known.has(name) && !name.startsWith("#"));
}

/** The status of a row as a code, out of the file's own word. */
export function statusSql(
  statuses: Readonly<Record<string, Status>>,
  column: "status" | "further_status" = "status",
): Sql {
  const cases = Object.entries(statuses)
    .filter(([, status]) => status !== "completed")
    .map(([word, status]) => sql`WHEN ${word} THEN ${statusCodes[status]}`);
  if (cases.length === 0) return sql`0::UTINYINT`;
  return sql`(CASE ${id(column)} ${join(cases, " ")} ELSE 0 END)::UTINYINT`;
}

/** Whether an order is in the facts, is a purchase, and what it is worth, under the policies. */
export function ruleSql(policies: Policies, hasRefund: boolean): { kept: Sql; purchase: Sql; value: Sql } {
  const refund = hasRefund ? sql`least(abs(coalesce(refund_amount, 0)), greatest(amount, 0))` : sql`0`;
  const full = hasRefund ? sql`(amount > 0 AND ${refund} >= amount)` : sql`false`;
  const counted = policies.cancelled === "exclude" ? sql`status <> 1` : sql`true`;
  const standing =
    policies.zero === "leave-out" ? sql`(${counted} AND (status = 2 OR amount <> 0))` : counted;
  if (policies.refunds === "ignore")
    return { kept: sql`(${standing} AND amount >= 0)`, purchase: sql`true`, value: sql`amount` };
  return {
    kept: standing,
    purchase: sql`(status <> 2 AND amount >= 0 AND NOT ${full})`,
    value: sql`CASE WHEN status = 2 THEN least(amount, 0) ELSE amount - ${refund} END`,
  };
}

/** A column of few values as an ENUM, for SQL that casts to it. */
export interface Coded {
  readonly column: string;
  readonly type: string;
}

export function typeSql(type: string, column: string, relation: Sql): Sql {
  return sql`CREATE TYPE ${id(type)} AS ENUM (SELECT DISTINCT ${id(column)} FROM ${relation}
    WHERE ${id(column)} IS NOT NULL ORDER BY 1)`;
}

/**
 * `order_rows`: the orders in the facts, sorted by customer and time; by file only where there are `several`.
 * At each customer in `bounds` a further part begins, that is sorted by itself: sorting takes memory.
 */
export function orderRowsSql(
  orders: Sql,
  columns: readonly string[],
  coded: readonly Coded[],
  rule: ReturnType<typeof ruleSql>,
  several: boolean,
  bounds: readonly number[] = [],
): Sql[] {
  const types = new Map(coded.map(({ column, type }) => [column, type]));
  const moneys = moneyColumns.filter((name) => columns.includes(name));
  const further = furtherColumns(columns).map((name) => {
    const type = types.get(name);
    return type ? sql`CAST(o.${id(name)} AS ${id(type)}) AS ${id(name)},` : sql`o.${id(name)},`;
  });
  const rows = sql`SELECT k.customer, o.customer_id, o.order_id, o.ordered_at, CAST(o.ordered_at AS DATE) AS day,
      ${rule.purchase} AS purchase, CAST(${rule.value} AS DOUBLE) AS value, CAST(o.amount AS DOUBLE) AS amount,
      ${join(
        moneys.map((name) => sql`o.${id(name)},`),
        " ",
      )} ${join(further, " ")}
      CAST(CASE o.status WHEN 1 THEN 'cancelled' WHEN 2 THEN 'refunded' ELSE 'completed' END AS order_status) AS status
    FROM ${orders} AS o JOIN customer_keys AS k ON k.customer_id = o.customer_id`;
  const order = sql`ORDER BY k.customer, o.ordered_at,${several ? sql` o."#file",` : sql``} o."#row"`;
  return [0, ...bounds].map((from, part) => {
    const to = bounds[part];
    const within =
      to === undefined ? sql`k.customer >= ${from}` : sql`k.customer >= ${from} AND k.customer < ${to}`;
    const only = bounds.length ? sql`${rule.kept} AND ${within}` : rule.kept;
    const into = part === 0 ? sql`CREATE TABLE order_rows AS` : sql`INSERT INTO order_rows`;
    return sql`${into} ${rows} WHERE ${only} ${order}`;
  });
}

/** Customers at which so many rows, sorted by customer, are parted into pieces of about `piece` rows. */
export function partsOf(
  { customer, length }: { readonly customer: ArrayLike<number>; readonly length: number },
  piece: number,
): number[] {
  const count = Math.ceil(length / piece);
  const bounds = Array.from({ length: Math.max(0, count - 1) }, (_, part) =>
    Number(customer[Math.floor(((part + 1) * length) / count)]),
  );
  // One with very many rows is never parted.
  return [...new Set(bounds)].filter((bound) => bound > 0);
}

export const statusTypeSql = sql`CREATE TYPE order_status AS ENUM (${[...statusNames]})`;

/** Dense keys of the customers with an order in the facts. */
export function customerKeysSql(orders: Sql, kept: Sql): Sql {
  return sql`CREATE TABLE customer_keys AS
    SELECT CAST(row_number() OVER (ORDER BY customer_id) - 1 AS INTEGER) AS customer, customer_id
    FROM (SELECT DISTINCT customer_id FROM ${orders} WHERE ${kept})`;
}

/** Orders that are in no fact, so that the canonical table is whole: cancelled ones and, where ignored, refunds. */
export function leftOutSql(orders: Sql, columns: readonly string[], kept: Sql): Sql {
  const moneys = moneyColumns.filter((name) => columns.includes(name));
  return sql`CREATE TABLE orders_left_out AS
    SELECT order_id, customer_id, ordered_at, CAST(amount AS DOUBLE) AS amount,
      ${join(
        [...moneys, ...furtherColumns(columns)].map((name) => sql`${id(name)},`),
        " ",
      )}
      CAST(CASE status WHEN 1 THEN 'cancelled' WHEN 2 THEN 'refunded' ELSE 'completed' END AS order_status) AS status
    FROM ${orders} WHERE NOT ${kept}`;
}

/** The views over `order_rows`: `order_facts` and the canonical `orders`. */
export function orderViewsSql(columns: readonly string[], coded: readonly Coded[]): Sql[] {
  const types = new Set(coded.map(({ column }) => column));
  const moneys = moneyColumns.filter((name) => columns.includes(name)).map((name) => id(name));
  const further = furtherColumns(columns).map((name) =>
    types.has(name) ? sql`CAST(${id(name)} AS VARCHAR) AS ${id(name)}` : id(name),
  );
  const status = sql`CAST(status AS VARCHAR) AS status`;
  const canonical = join([sql`order_id, customer_id, ordered_at, amount`, status, ...moneys, ...further]);
  return [
    sql`CREATE VIEW order_facts AS SELECT ${join([
      sql`customer, customer_id, order_id, ordered_at, day, purchase, value, amount`,
      ...moneys,
      ...further,
      status,
    ])} FROM order_rows`,
    sql`CREATE VIEW orders AS SELECT ${canonical} FROM order_rows UNION ALL SELECT ${canonical} FROM orders_left_out`,
  ];
}

/** One row a customer who bought, and one a customer and month with a purchase. */
export function customerFactsSql(hasChannel: boolean): Sql[] {
  return [
    sql`CREATE TABLE customer_facts AS
      SELECT f.customer, k.customer_id, first_at, second_at, last_at,
        ${hasChannel ? sql`CAST(first_channel AS VARCHAR) AS first_channel,` : sql``} orders, value
      FROM (SELECT customer, min(ordered_at) FILTER (purchase) AS first_at,
          (min(ordered_at, 2) FILTER (purchase))[2] AS second_at,
          max(ordered_at) FILTER (purchase) AS last_at,
          ${hasChannel ? sql`arg_min(channel, ordered_at) FILTER (purchase) AS first_channel,` : sql``}
          CAST(count(*) FILTER (purchase) AS INTEGER) AS orders, sum(value) AS value
        FROM order_rows GROUP BY customer HAVING count(*) FILTER (purchase) > 0) AS f
      JOIN customer_keys AS k ON k.customer = f.customer
      ORDER BY f.customer`,
    sql`CREATE VIEW customer_months AS
      SELECT customer, CAST(date_trunc('month', day) AS DATE) AS month,
        CAST(count(*) AS INTEGER) AS orders, sum(value) AS value
      FROM order_rows WHERE purchase GROUP BY ALL ORDER BY customer, month`,
  ];
}
