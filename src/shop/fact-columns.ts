import { tableFromIPC } from "apache-arrow";
import type { Engine, RunOptions } from "../engine/engine.ts";
import type { Filter } from "../metrics/metric.ts";
import { type Sql, id, sql } from "../sql.ts";
import type { AnswerRows, CodedColumn, OrderRows } from "../tables/facts.ts";
import { dayNumber } from "../tables/frame.ts";
import type { OrderArrays } from "./loading/order-arrays.ts";
import { type ColumnPlace, answerConditions, placeOf } from "./relations.ts";
import type { Loaded } from "./shop.ts";

type Source = "order_rows" | "answer_rows";

/**
 * The facts as typed arrays, read once each: what every fold passes over. Columns that figures are split
 * or filtered by are read when first asked for, as codes into their labels. Masks are one byte a row.
 */
export class FactColumns {
  readonly #engine: Engine;
  readonly #arrays: OrderArrays;
  readonly #columns: Loaded["columns"];
  readonly #lastDay: number;
  readonly #kept = new Map<string, Promise<unknown>>();

  constructor(engine: Engine, loaded: Loaded, arrays: OrderArrays) {
    this.#engine = engine;
    this.#arrays = arrays;
    this.#columns = loaded.columns;
    this.#lastDay = loaded.extent.lastDay === null ? -Infinity : dayNumber(loaded.extent.lastDay);
  }

  /** The orders, split by a column where one is named. */
  async orders(split: string | null, options: RunOptions): Promise<OrderRows> {
    return { ...this.#arrays.rows, split: await this.#split("order_rows", split, options) };
  }

  async answers(split: string | null, options: RunOptions): Promise<AnswerRows> {
    const [base, coded] = await Promise.all([
      this.#answerBase(options),
      this.#split("answer_rows", split, options),
    ]);
    return { ...base, split: coded };
  }

  /** Which orders are known before `asOf` and pass the filters; null where all do. */
  orderMask(filters: readonly Filter[], asOf: string, options: RunOptions): Promise<Uint8Array | null> {
    const kept = filters.filter(({ table }) => table !== "surveys");
    return this.#once(`orders ${asOf} ${JSON.stringify(kept)}`, async () => {
      const { length, customer, day, customers } = this.#arrays.rows;
      const end = dayNumber(asOf);
      if (kept.length === 0 && end > this.#lastDay) return null;
      const mask = new Uint8Array(length).fill(1);
      for (const filter of kept) {
        if (filter.table === "orders") {
          const { codes, labels } = await this.#own("order_rows", filter.column, options);
          const allowed = Uint8Array.from(labels, (label) => (filter.values.includes(label) ? 1 : 0));
          for (let i = 0; i < length; i += 1)
            mask[i] = (mask[i] as number) & (allowed[codes[i] as number] as number);
        } else {
          const members = new Uint8Array(customers);
          const { codes, labels } = await this.#byCustomer(filter.column, options);
          const allowed = Uint8Array.from(labels, (label) => (filter.values.includes(label) ? 1 : 0));
          for (let i = 0; i < customers; i += 1) members[i] = allowed[codes[i] as number] as number;
          for (let i = 0; i < length; i += 1)
            mask[i] = (mask[i] as number) & (members[customer[i] as number] as number);
        }
      }
      for (let i = 0; i < length; i += 1) if ((day[i] as number) >= end) mask[i] = 0;
      return mask;
    });
  }

  /** The same of the answers. */
  answerMask(filters: readonly Filter[], asOf: string, options: RunOptions): Promise<Uint8Array | null> {
    return this.#once(`answers ${asOf} ${JSON.stringify(filters)}`, async () => {
      const { length, day } = await this.#answerBase(options);
      const end = dayNumber(asOf);
      const mask = new Uint8Array(length).fill(1);
      // Answers are few: the conditions are asked of the engine as they stand in SQL.
      for (const condition of answerConditions(filters, this.#columns)) {
        const bytes = await this.#engine.query(
          sql`SELECT coalesce(${condition}, false)::UTINYINT AS kept FROM answer_facts`,
          options,
        );
        const kept = numbers(bytes, "kept");
        for (let i = 0; i < length; i += 1) mask[i] = (mask[i] as number) & (kept[i] as number);
      }
      let late = false;
      for (let i = 0; i < length; i += 1) {
        if ((day[i] as number) < end) continue;
        mask[i] = 0;
        late = true;
      }
      return filters.length === 0 && !late ? null : mask;
    });
  }

  #once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key) as Promise<T> | undefined;
    if (known) return known;
    // Masks of passing filters must not pile up: the columns stay, old masks go.
    const masks = [...this.#kept.keys()].filter((name) => /^(orders|answers) /.test(name));
    if (masks.length > 24 && masks[0]) this.#kept.delete(masks[0]);
    const made = make();
    this.#kept.set(key, made);
    made.catch(() => this.#kept.delete(key));
    return made;
  }

  #answerBase(options: RunOptions): Promise<Omit<AnswerRows, "split">> {
    return this.#once("base answer_rows", async () => {
      const bytes = await this.#engine.query(
        sql`SELECT customer, (day - DATE '1970-01-01')::INTEGER AS day, coalesce(score, 'nan'::DOUBLE) AS score,
          coalesce(scale_max, 'nan'::DOUBLE) AS scale_max FROM answer_rows`,
        unsignalled(options),
      );
      const customer = numbers(bytes, "customer") as Int32Array;
      return {
        length: customer.length,
        customer,
        day: numbers(bytes, "day") as Int32Array,
        score: numbers(bytes, "score") as Float64Array,
        scaleMax: numbers(bytes, "scale_max") as Float64Array,
        kind: await this.#own("answer_rows", "kind", options),
      };
    });
  }

  async #split(source: Source, column: string | null, options: RunOptions): Promise<CodedColumn | null> {
    if (column === null) return null;
    const place: ColumnPlace | null = placeOf(
      column,
      source === "order_rows" ? "orders" : "surveys",
      this.#columns,
    );
    if (place === null) return null;
    if (place === "own") return this.#own(source, column, options);
    if (place === "customers" && source === "answer_rows") return this.#byAnswerer(column, options);
    return this.#once(`split ${source} ${column}`, async () => {
      const { customer, length } =
        source === "order_rows" ? this.#arrays.rows : await this.#answerBase(options);
      const perCustomer =
        place === "customers"
          ? await this.#byCustomer(column, options)
          : await this.#byFirstOrder(column, options);
      const none = perCustomer.labels.indexOf(null);
      const labels = none < 0 ? [...perCustomer.labels, null] : perCustomer.labels;
      const absent = none < 0 ? labels.length - 1 : none;
      const codes = new Int32Array(length);
      for (let i = 0; i < length; i += 1) {
        const own = customer[i] as number;
        codes[i] = own < 0 ? absent : (perCustomer.codes[own] as number);
      }
      return { codes, labels };
    });
  }

  /** A column of the facts themselves. */
  #own(source: Source, column: string, options: RunOptions): Promise<CodedColumn> {
    const known = source === "order_rows" ? this.#arrays.columns.get(column) : undefined;
    if (known) return Promise.resolve(known);
    return this.#once(
      `column ${source} ${column}`,
      async () =>
        (await this.#enumerated(source, column, options)) ??
        this.#coded(sql`SELECT CAST(${id(column)} AS VARCHAR) AS value FROM ${id(source)}`, options),
    );
  }

  /** A column that is an ENUM in the engine, whose codes are there already; null for any other. */
  async #enumerated(source: Source, column: string, options: RunOptions): Promise<CodedColumn | null> {
    const plain = unsignalled(options);
    const name = id(column);
    const types = await this.#engine.query(
      sql`SELECT typeof(${name}) AS type FROM ${id(source)} LIMIT 1`,
      plain,
    );
    const type: unknown = tableFromIPC(types).getChild("type")?.get(0);
    if (typeof type !== "string" || !type.startsWith("ENUM(")) return null;
    const found = tableFromIPC(
      await this.#engine.query(
        sql`SELECT enum_code(${name})::INTEGER AS code, CAST(${name} AS VARCHAR) AS value
          FROM (SELECT DISTINCT ${name} FROM ${id(source)} WHERE ${name} IS NOT NULL) ORDER BY value`,
        plain,
      ),
    );
    const raw = numbers(
      await this.#engine.query(
        sql`SELECT coalesce(enum_code(${name})::INTEGER, -1) AS code FROM ${id(source)}`,
        plain,
      ),
      "code",
    );
    // The ENUM may know values that no row has, in another order: labels are those of the rows, sorted.
    const labels: (string | null)[] = [];
    const places: number[] = [];
    for (let place = 0; place < found.numRows; place += 1) {
      labels.push(String(found.getChild("value")?.get(place)));
      places[Number(found.getChild("code")?.get(place))] = place;
    }
    const codes = labels.length < 256 ? new Uint8Array(raw.length) : new Int32Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) codes[i] = places[raw[i] as number] ?? labels.length;
    return { codes, labels: [...labels, null] };
  }

  /** A customer's attribute, by customer key. */
  #byCustomer(column: string, options: RunOptions): Promise<CodedColumn> {
    return this.#once(`customers ${column}`, () =>
      this.#coded(
        sql`SELECT CAST(c.${id(column)} AS VARCHAR) AS value FROM customer_keys k
          LEFT JOIN customers c ON c.customer_id = k.customer_id ORDER BY k.customer`,
        options,
      ),
    );
  }

  /** A customer's attribute, by answer: who answers need not have bought. */
  #byAnswerer(column: string, options: RunOptions): Promise<CodedColumn> {
    return this.#once(`answerers ${column}`, () =>
      this.#coded(
        sql`SELECT CAST(c.${id(column)} AS VARCHAR) AS value FROM (SELECT customer_id, rowid AS place FROM answer_rows) a
          LEFT JOIN customers c ON c.customer_id = a.customer_id ORDER BY a.place`,
        options,
      ),
    );
  }

  /** The value at a customer's first purchase, by customer key. */
  #byFirstOrder(column: string, options: RunOptions): Promise<CodedColumn> {
    const known = this.#arrays.columns.get(column);
    return this.#once(`first ${column}`, async () =>
      known
        ? atFirstPurchase(known, this.#arrays.rows)
        : this.#coded(
            sql`SELECT o.value FROM customer_keys k LEFT JOIN (
            SELECT customer, arg_min_null(CAST(${id(column)} AS VARCHAR), ordered_at) AS value FROM order_rows WHERE purchase GROUP BY customer
          ) o ON o.customer = k.customer ORDER BY k.customer`,
            options,
          ),
    );
  }

  /** One text column as codes and labels: the text crosses once a label, not once a row. */
  async #coded(values: Sql, options: RunOptions): Promise<CodedColumn> {
    const plain = unsignalled(options);
    const labels = tableFromIPC(
      await this.#engine.query(
        sql`SELECT DISTINCT value FROM (${values}) WHERE value IS NOT NULL ORDER BY value`,
        plain,
      ),
    ).getChild("value");
    const texts: (string | null)[] = [];
    for (let i = 0; i < (labels?.length ?? 0); i += 1) texts.push(String(labels?.get(i)));
    const codes = numbers(
      await this.#engine.query(
        sql`WITH labels AS (SELECT value, (row_number() OVER (ORDER BY value) - 1)::INTEGER AS code
              FROM (SELECT DISTINCT value FROM (${values}) WHERE value IS NOT NULL)),
            numbered AS (SELECT value, row_number() OVER () AS place FROM (${values}))
          SELECT coalesce(l.code, ${texts.length})::INTEGER AS code FROM numbered n LEFT JOIN labels l ON l.value = n.value ORDER BY n.place`,
        plain,
      ),
      "code",
    ) as Int32Array;
    return { codes: texts.length < 256 ? Uint8Array.from(codes) : codes, labels: [...texts, null] };
  }
}

/** The value at each customer's first purchase, by customer key: rows stand by customer and time. */
function atFirstPurchase(
  { codes, labels }: CodedColumn,
  { length, customers, customer, purchase }: Omit<OrderRows, "split">,
): CodedColumn {
  const none = labels.length - 1;
  const first = new Int32Array(customers).fill(-1);
  for (let i = 0; i < length; i += 1) {
    const key = customer[i] as number;
    if (purchase[i] && first[key] === -1) first[key] = codes[i] as number;
  }
  return { codes: first.map((code) => (code < 0 ? none : code)), labels };
}

/** What is read for all tiles at once is not given up because one of them no longer wants it. */
function unsignalled({ priority }: RunOptions): RunOptions {
  return priority === undefined ? {} : { priority };
}

/** A column without nulls as one typed array. */
function numbers(bytes: Uint8Array, column: string): Int32Array | Uint8Array | Float64Array {
  const vector = tableFromIPC(bytes).getChild(column);
  if (!vector) throw new Error(`no column ${column}`);
  return vector.toArray() as Int32Array | Uint8Array | Float64Array;
}
