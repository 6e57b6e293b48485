import { tableFromIPC, type Table, type Vector } from "apache-arrow";
import type { Engine, RunOptions } from "../../engine/engine.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import type { CodedColumn, OrderRows } from "../../tables/facts.ts";
import { type Coded, type ruleSql, statusNames } from "../facts.ts";
import { Interner } from "./intern.ts";

const dayMicroseconds = 86_400e6;
/** So many rows cross at once: while they are numbered here, the engine has the next ones ready. */
const pieceRows = 1 << 18;
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
 * customers have the keys that `customer_keys` gives them. `lastRow` is beyond the place of any row in its
 * file. `beside` runs while the arrays are made.
 */
export async function readOrderArrays<T>(
  engine: Engine,
  orders: Sql,
  coded: readonly Coded[],
  rule: ReturnType<typeof ruleSql>,
  lastRow: number,
  { signal, priority }: RunOptions,
  beside: () => Promise<T>,
): Promise<readonly [OrderArrays, T]> {
  // Without a signal: in slices a statement would wait for this thread, which is busy.
  const options = priority === undefined ? {} : { priority };
  const labels: (readonly string[])[] = [];
  for (const { type } of coded) labels.push(await labelsOf(engine, type, options));
  const read = new RowsRead(lastRow, coded.length);
  const ask = (from: number) => {
    const piece = engine.query(pieceSql(orders, coded, rule, from, lastRow), options);
    // Whoever waits for it is told of a failure.
    piece.catch(() => {});
    return piece;
  };
  let next = ask(0);
  for (let from = pieceRows; ; from += pieceRows) {
    const bytes = await next;
    signal?.throwIfAborted();
    const more = from < lastRow;
    if (more) next = ask(from);
    await turn();
    read.add(tableFromIPC(bytes));
    if (!more) break;
  }
  const besides = beside();
  besides.catch(() => {});
  await turn();
  const arrays = await read.sorted(coded, labels);
  return [arrays, await besides];
}

/** Orders that count, from a place in their file on, as numbers where they can be. */
function pieceSql(
  orders: Sql,
  coded: readonly Coded[],
  rule: ReturnType<typeof ruleSql>,
  from: number,
  lastRow: number,
): Sql {
  const codes = coded.map(
    ({ column, type }, index) =>
      sql`coalesce(enum_code(CAST(${id(column)} AS ${id(type)}))::INTEGER, -1) AS ${id(`code${String(index)}`)},`,
  );
  const to = from + pieceRows;
  return sql`SELECT customer_id, epoch_us(ordered_at)::DOUBLE AS "time", (${rule.purchase})::UTINYINT AS purchase,
      CAST(${rule.value} AS DOUBLE) AS value, status::INTEGER AS status, ${join(codes, " ")}
      "#file"::INTEGER AS file, "#row"::INTEGER AS "row" FROM ${orders} WHERE ${rule.kept}
      ${from > 0 ? sql`AND "#row" >= ${from}` : sql``} ${to < lastRow ? sql`AND "#row" < ${to}` : sql``}`;
}

/** Columns of rows in the order in which they come. */
class RowsRead {
  #length = 0;
  readonly #customers = new Interner();
  #customer = new Int32Array();
  #time = new Float64Array();
  #purchase = new Uint8Array();
  #value = new Float64Array();
  #status = new Int32Array();
  #file = new Int32Array();
  #row = new Int32Array();
  readonly #codes: Int32Array[];

  constructor(expected: number, codes: number) {
    this.#codes = Array.from({ length: codes }, () => new Int32Array());
    this.#makeRoom(expected);
  }

  add(piece: Table): void {
    const at = this.#length;
    if (at + piece.numRows > this.#time.length)
      this.#makeRoom(Math.max(at + piece.numRows, this.#time.length * 2));
    this.#length += piece.numRows;
    if (piece.numRows === 0) return;
    this.#customers.add(columnIn(piece, "customer_id"), this.#customer, at);
    copy(piece, "time", this.#time, at);
    copy(piece, "purchase", this.#purchase, at);
    copy(piece, "value", this.#value, at);
    copy(piece, "status", this.#status, at);
    copy(piece, "file", this.#file, at);
    copy(piece, "row", this.#row, at);
    for (const [index, codes] of this.#codes.entries()) copy(piece, `code${String(index)}`, codes, at);
  }

  /** The rows by customer and time. Between its steps the thread is lent to what waits for it. */
  async sorted(coded: readonly Coded[], labels: readonly (readonly string[])[]): Promise<OrderArrays> {
    const length = this.#length;
    const customer = this.#customer.subarray(0, length);
    const ranks = this.#customers.ranks();
    for (let i = 0; i < length; i += 1) customer[i] = ranks[customer[i] as number] as number;
    await turn();
    const order = sortedPlaces(this.#customers.count, customer, this.#time, this.#file, this.#row);
    await turn();
    const day = new Int32Array(length);
    for (let to = 0; to < length; to += 1)
      day[to] = Math.floor((this.#time[order[to] as number] as number) / dayMicroseconds);
    const rows: OrderArrays["rows"] = {
      length,
      customers: this.#customers.count,
      customer: placed(customer, order, new Int32Array(length)),
      day,
      purchase: placed(this.#purchase, order, new Uint8Array(length)),
      value: placed(this.#value, order, new Float64Array(length)),
    };
    const columns = new Map<string, CodedColumn>([["status", labelled(this.#status, order, statusNames)]]);
    for (const [index, { column }] of coded.entries()) {
      await turn();
      columns.set(column, labelled(this.#codes[index] ?? new Int32Array(), order, labels[index] ?? []));
    }
    return { rows, columns };
  }

  #makeRoom(rows: number): void {
    this.#customer = longer(this.#customer, new Int32Array(rows));
    this.#time = longer(this.#time, new Float64Array(rows));
    this.#purchase = longer(this.#purchase, new Uint8Array(rows));
    this.#value = longer(this.#value, new Float64Array(rows));
    this.#status = longer(this.#status, new Int32Array(rows));
    this.#file = longer(this.#file, new Int32Array(rows));
    this.#row = longer(this.#row, new Int32Array(rows));
    for (const [index, codes] of this.#codes.entries())
      this.#codes[index] = longer(codes, new Int32Array(rows));
  }
}

type Numbers = Int32Array | Uint8Array | Float64Array;

function longer<T extends Numbers>(values: T, into: T): T {
  into.set(values);
  return into;
}

function copy(piece: Table, column: string, into: Numbers, at: number): void {
  let to = at;
  for (const { values, length } of columnIn(piece, column).data) {
    into.set((values as Numbers).subarray(0, length), to);
    to += length;
  }
}

function columnIn(piece: Table, column: string): Vector {
  const vector = piece.getChild(column);
  if (!vector) throw new Error(`no column ${column}`);
  return vector;
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

function placed<T extends Numbers>(values: T, order: Uint32Array, sorted: T): T {
  for (let i = 0; i < order.length; i += 1) sorted[i] = values[order[i] as number] as number;
  return sorted;
}

/** Codes of a list of values as codes of those that rows have, sorted, with one for none at the end. */
function labelled(raw: Int32Array, order: Uint32Array, values: readonly string[]): CodedColumn {
  const seen = new Uint8Array(values.length);
  for (let i = 0; i < order.length; i += 1) if ((raw[i] as number) >= 0) seen[raw[i] as number] = 1;
  const labels = values.filter((_, code) => seen[code]).sort(byCodePoint);
  const place = new Map(labels.map((label, index) => [label, index]));
  const target = Int32Array.from(values, (value) => place.get(value) ?? 0);
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
