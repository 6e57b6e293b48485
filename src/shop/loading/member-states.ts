import type { Engine, RunOptions } from "../../engine/engine.ts";
import type { Filter, FoldInput, MemberSums, Members, ParamValues, Window } from "../../metrics/metric.ts";
import { type Sql, id, sql } from "../../sql.ts";
import { figureMessages } from "../figure.messages.ts";
import { rowsOf } from "../query-rows.ts";
import type { Loaded, OnProgress } from "../shop.ts";

/** A figure's settings, dates and filters, with the SQL of who makes it. */
export interface MemberState {
  readonly settings: ParamValues;
  readonly window: Window;
  readonly filters: readonly Filter[];
  readonly sql: Sql;
}

/** Who makes a figure in each of several states, by place among people. */
export interface People {
  readonly size: number;
  readonly sums: readonly MemberSums[];
  /** The ids and the number of orders of people by place; an id of null is nobody known. */
  readonly who: (places: Int32Array) => Promise<readonly Person[]>;
}
export interface Person {
  readonly id: string | null;
  readonly orders: number | null;
}

/** What it takes to compute states: the facts as folds pass over them, and the engine. */
export interface MemberGrounds {
  readonly engine: Engine;
  readonly loaded: Loaded;
  readonly orderInput: (
    filters: readonly Filter[],
    window: Window,
    options: RunOptions,
  ) => Promise<FoldInput>;
}

/** Lets what else is asked be heard: a computation in one piece cannot be given up. */
const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));

/**
 * Computes states one by one: by folds where all of them can be folded, else by SQL.
 * @param exact by SQL alone, as the definition says
 * @throws AbortError where it is given up between two of them
 */
export async function computeStates(
  grounds: MemberGrounds,
  members: Members<ParamValues>,
  states: readonly MemberState[],
  options: RunOptions,
  onProgress?: OnProgress,
  exact = false,
): Promise<People> {
  const tell = (done: number) =>
    onProgress?.({ stage: figureMessages.comparing, done, total: states.length });
  tell(0);
  const folded: MemberSums[] = [];
  for (const { filters, settings, window } of members.fold && !exact ? states : []) {
    const input = await grounds.orderInput(filters, window, options);
    const sums = members.fold?.(input, settings, window);
    if (!sums) break;
    tell(folded.push(sums));
    await breathe();
    options.signal?.throwIfAborted();
  }
  if (folded.length === states.length)
    return { size: folded[0]?.counted.length ?? 0, sums: folded, who: byKey(grounds, options) };

  const ids = new Map<string | null, number>();
  const rows: { readonly place: number; readonly counted: number; readonly hits: number }[][] = [];
  for (const state of states) {
    const found = await rowsOf(
      grounds.engine,
      sql`SELECT customer_id, sum(counted)::DOUBLE AS counted, sum(hits)::DOUBLE AS hits FROM (${state.sql}) GROUP BY customer_id`,
      options,
    );
    tell(
      rows.push(
        found.map(({ customer_id: own, counted, hits }) => {
          const key = own as string | null;
          const place = ids.get(key) ?? ids.size;
          ids.set(key, place);
          return { place, counted: Number(counted), hits: Number(hits ?? 0) };
        }),
      ),
    );
    options.signal?.throwIfAborted();
  }
  const names = [...ids.keys()].sort((a, b) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
  const order = new Int32Array(ids.size);
  names.forEach((name, place) => (order[ids.get(name) ?? 0] = place));
  const sums = rows.map((own) => {
    const sum = { counted: new Float64Array(ids.size), hits: new Float64Array(ids.size) };
    for (const { place, counted, hits } of own) {
      sum.counted[order[place] as number] = counted;
      sum.hits[order[place] as number] = hits;
    }
    return sum;
  });
  return { size: ids.size, sums, who: byName(grounds, names, options) };
}

/** So many people are looked up one by one; for more the whole table is read. */
const fewPeople = 2000;

function byKey({ engine }: MemberGrounds, options: RunOptions): People["who"] {
  return async (places) => {
    const some = places.length <= fewPeople ? sql` WHERE k.customer IN (${[...places]})` : sql``;
    const rows = places.length
      ? await rowsOf(
          engine,
          sql`SELECT k.customer, k.customer_id, coalesce(c.orders, 0) AS orders
            FROM customer_keys k LEFT JOIN customer_facts c ON c.customer = k.customer${some}`,
          options,
        )
      : [];
    const found = new Map(
      rows.map((row): [number, Person] => [
        Number(row.customer),
        { id: row.customer_id as string, orders: Number(row.orders) },
      ]),
    );
    return Array.from(places, (place) => found.get(place) ?? { id: null, orders: null });
  };
}

function byName(
  { engine, loaded }: MemberGrounds,
  names: readonly (string | null)[],
  options: RunOptions,
): People["who"] {
  return async (places) => {
    const own = Array.from(places, (place) => names[place] ?? null);
    const known = own.filter((name) => name !== null);
    const some = known.length <= fewPeople ? sql` WHERE ${id("customer_id")} IN (${known})` : sql``;
    const rows =
      loaded.columns.orders && known.length
        ? await rowsOf(engine, sql`SELECT customer_id, orders FROM customer_facts${some}`, options)
        : [];
    const orders = new Map(rows.map((row) => [row.customer_id as string, Number(row.orders)]));
    return own.map((name) => ({
      id: name,
      orders: loaded.columns.orders ? (name === null ? 0 : (orders.get(name) ?? 0)) : null,
    }));
  };
}
