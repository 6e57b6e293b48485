import { tableFromIPC, type Table } from "apache-arrow";
import type { Engine, RunOptions } from "../engine/engine.ts";
import { type Sql, id, join, sql } from "../sql.ts";
import type { CodedColumn, OrderRows } from "../tables/facts.ts";
import { type Coded, type ruleSql, statusNames } from "./facts.ts";
import { intern } from "./intern.ts";

const dayMicroseconds = 86_400e6;
/** So many rows cross at once; more of them in pieces, so that they do not stand in the engine's memory twice. */
const wholeRows = 3e6;
/** Up to so many rows of a customer are put in order by insertion, which is quickest for a few. */
const fewRows = 24;

/** The orders that count as typed arrays, and their columns of few values, all sorted by customer and time. */
export interface OrderArrays {
  readonly rows: Omit<OrderRows, "split">;
  readonly columns: ReadonlyMap<string, CodedColumn>;
}

/**
 * Reads the orders that count, before any table of facts is made: what folds pass over is there after one
 * scan, and numbering customers and sorting whole numbers here takes a fraction of the time of joining and
 * sorting rows in the engine. Rows stand as in `order_rows`: by customer, time, file and place in the file;
 * customers have the keys that `customer_keys` gives them. `beside` runs while the arrays are made.
 */
export async function readOrderArrays<T>(
  engine: Engine,
  orders: Sql,
  coded: readonly Coded[],
  rule: ReturnType<typeof ruleSql>,
  rowsRead: number,
  options: RunOptions,
  beside: () => Promise<T>,
): Promise<readonly [OrderArrays, T]> {
  const codes = coded.map(
    ({ column, type }, index) =>
      sql`coalesce(enum_code(CAST(${id(column)} AS ${id(type)}))::INTEGER, -1) AS ${id(`code${String(index)}`)},`,
  );
  const labels: (readonly string[])[] = [];
  for (const { type } of coded) labels.push(await labelsOf(engine, type, options));
  const bytes = await engine.query(
    sql`SELECT customer_id, epoch_us(ordered_at)::DOUBLE AS "time", (${rule.purchase})::UTINYINT AS purchase,
        CAST(${rule.value} AS DOUBLE) AS value, status::INTEGER AS status, ${join(codes, " ")}
        "#file"::INTEGER AS file, "#row"::INTEGER AS "row" FROM ${orders} WHERE ${rule.kept}`,
    rowsRead > wholeRows || options.priority === undefined ? options : { priority: options.priority },
  );
  options.signal?.throwIfAborted();
  const besides = beside();
  besides.catch(() => {});
  await turn();
  const found = tableFromIPC(bytes);
  const ids = found.getChild("customer_id");
  if (!ids) throw new Error("no column customer_id");
  const { codes: customer, count: customers } = intern(ids);
  await turn();
  const time = numbers<Float64Array>(found, "time");
  const order = sortedPlaces(customers, customer, time, numbers(found, "file"), numbers(found, "row"));
  await turn();
  const day = new Int32Array(order.length);
  for (let to = 0; to < order.length; to += 1)
    day[to] = Math.floor((time[order[to] as number] as number) / dayMicroseconds);
  const rows: OrderArrays["rows"] = {
    length: order.length,
    customers,
    customer: placed(customer, order, new Int32Array(order.length)),
    day,
    purchase: placed(numbers<Uint8Array>(found, "purchase"), order, new Uint8Array(order.length)),
    value: placed(numbers<Float64Array>(found, "value"), order, new Float64Array(order.length)),
  };
  const columns = new Map<string, CodedColumn>([
    ["status", labelled(numbers<Int32Array>(found, "status"), order, statusNames)],
  ]);
  for (const [index, { column }] of coded.entries()) {
    await turn();
    const raw = numbers<Int32Array>(found, `code${String(index)}`);
    columns.set(column, labelled(raw, order, labels[index] ?? []));
  }
  return [{ rows, columns }, await besides];
}

/** Lets what waits for this thread go on: the statements that run beside. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Places of rows in their order: counted by customer, then put in order of time within each. */
export function sortedPlaces(
  customers: number,
  customer: Int32Array,
  time: Float64Array,
  file: Int32Array,
  row: Int32Array,
): Uint32Array {
  const start = new Uint32Array(customers + 1);
  const rise = (list: Uint32Array, at: number, by: number) => (list[at] = (list[at] as number) + by);
  for (let i = 0; i < customer.length; i += 1) rise(start, (customer[i] as number) + 1, 1);
  for (let key = 0; key < customers; key += 1) rise(start, key + 1, start[key] as number);
  const next = start.slice();
  const places = new Uint32Array(customer.length);
  for (let i = 0; i < customer.length; i += 1) {
    const key = customer[i] as number;
    places[next[key] as number] = i;
    rise(next, key, 1);
  }
  const compare = (a: number, b: number) =>
    (time[a] as number) - (time[b] as number) ||
    (file[a] as number) - (file[b] as number) ||
    (row[a] as number) - (row[b] as number);
  for (let key = 0; key < customers; key += 1) {
    const from = start[key] as number;
    const to = start[key + 1] as number;
    if (to - from > fewRows) {
      places.subarray(from, to).sort(compare);
      continue;
    }
    for (let i = from + 1; i < to; i += 1) {
      const place = places[i] as number;
      let at = i;
      while (at > from && compare(places[at - 1] as number, place) > 0) {
        places[at] = places[at - 1] as number;
        at -= 1;
      }
      places[at] = place;
    }
  }
  return places;
}

function placed<T extends Int32Array | Uint8Array | Float64Array>(
  values: T,
  order: Uint32Array,
  sorted: T,
): T {
  for (let i = 0; i < order.length; i += 1) sorted[i] = values[order[i] as number] as number;
  return sorted;
}

/** Codes of a list of values as codes of those that rows have, sorted, with one for none at the end. */
function labelled(raw: Int32Array, order: Uint32Array, values: readonly string[]): CodedColumn {
  const seen = new Uint8Array(values.length);
  for (let i = 0; i < raw.length; i += 1) if ((raw[i] as number) >= 0) seen[raw[i] as number] = 1;
  const labels = values.filter((_, code) => seen[code]).sort(byCodePoint);
  const place = new Map(labels.map((label, index) => [label, index]));
  const target = values.map((value) => place.get(value) ?? 0);
  const codes = labels.length < 256 ? new Uint8Array(order.length) : new Int32Array(order.length);
  for (let i = 0; i < order.length; i += 1) {
    const code = raw[order[i] as number] as number;
    codes[i] = code < 0 ? labels.length : (target[code] as number);
  }
  return { codes, labels: [...labels, null] };
}

/** As the engine orders text: by code point, which JavaScript's own order is not beyond 65,535. */
export function byCodePoint(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length;) {
    const one = a.codePointAt(i) as number;
    const other = b.codePointAt(i) as number;
    if (one !== other) return one - other;
    i += one > 0xffff ? 2 : 1;
  }
  return a.length - b.length;
}

async function labelsOf(engine: Engine, type: string, options: RunOptions): Promise<string[]> {
  const found = tableFromIPC(
    await engine.query(sql`SELECT unnest(enum_range(NULL::${id(type)})) AS label`, options),
  ).getChild("label");
  return Array.from(found ?? [], String);
}

function numbers<T extends Int32Array | Uint8Array | Float64Array>(table: Table, column: string): T {
  const vector = table.getChild(column);
  if (!vector) throw new Error(`no column ${column}`);
  return vector.toArray() as T;
}
