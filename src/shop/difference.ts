import type { RunOptions } from "../engine/engine.ts";
import { encodeFrame } from "../engine/arrow.ts";
import { TextError } from "../i18n/text.ts";
import {
  type Cause,
  type Share,
  type Step,
  type Totals,
  causesOf,
  contributionsOf,
  figureOf,
  mostWeighed,
  sharesOf,
  stateOf,
  stepsOf,
} from "../metrics/difference.ts";
import type { MemberSums, Members, Metric, ParamValues } from "../metrics/metric.ts";
import { readParams } from "../metrics/params.ts";
import type { ColumnType, Value } from "../tables/frame.ts";
import { figureMessages } from "./figure.messages.ts";
import { type MemberGrounds, type MemberState, type People, computeStates } from "./loading/member-states.ts";
import { relationsFor } from "./relations.ts";
import { requireColumns } from "./loading/require-columns.ts";
import type { CausePart, DifferenceBytes, DifferenceRequest, Loaded, OnProgress } from "./shop.ts";

/** The causes between two figures with the states that their steps pass through. */
interface Plan {
  readonly causes: readonly Cause[];
  readonly steps: readonly Step[];
  /** States that are told apart, by number: of those with the same SQL the first stands for all. */
  readonly states: ReadonlyMap<number, MemberState>;
  readonly alike: (state: number) => number;
  readonly last: number;
}
/** A plan with who makes each of its states. */
interface Computed extends Plan {
  readonly people: People;
  readonly sums: ReadonlyMap<number, MemberSums>;
  readonly totals: ReadonlyMap<number, Totals>;
}

/** What was computed last, for the next question about it. */
export interface LastCompared {
  asked: string;
  found: Computed | null;
}
interface Comparing {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly last?: LastCompared;
  /** Computes by SQL alone, as the definition says. */
  readonly exact?: boolean;
}
/** More than so many numbers are not kept until the next question. */
const mostNumbers = 8e6;

/**
 * Why two figures differ: every state between both is computed from its customers, so that the parts of the
 * causes, and those of the customers in them, add up to the difference exactly.
 * @throws TextError for an unknown metric or figure, a param out of its range, data that is not there
 */
export async function differenceOf(
  grounds: MemberGrounds,
  find: (id: string) => Metric | null,
  request: DifferenceRequest,
  { signal, onProgress, last, exact = false }: Comparing = {},
): Promise<DifferenceBytes> {
  const start = performance.now();
  const { loaded } = grounds;
  const metric = find(request.metric);
  if (!metric) throw new TextError(figureMessages.noMetric(request.metric));
  const members = metric.members?.[request.headline];
  if (!members)
    throw new TextError(
      figureMessages.noMembers(metric.id, request.headline, Object.keys(metric.members ?? {})),
    );
  const sides = [request.a, request.b].map((side) => {
    const params = readParams(metric, side.params);
    requireColumns(metric, params, loaded.columns);
    return { ...side, params };
  });
  const [a = request.a, b = request.b] = sides;
  const options: RunOptions = { priority: 1, ...(signal && { signal }) };

  const compute = async (causes: readonly Cause[]): Promise<Computed> => {
    const plan = planOf(metric, members, [a, b], causes, loaded.columns);
    const people = await computeStates(
      grounds,
      members,
      [...plan.states.values()],
      options,
      onProgress,
      exact,
    );
    const numbers = [...plan.states.keys()];
    const sums = new Map(people.sums.map((own, index) => [numbers[index] ?? 0, own]));
    return { ...plan, people, sums, totals: new Map([...sums].map(([state, own]) => [state, totalOf(own)])) };
  };
  const asked = JSON.stringify([metric.id, request.headline, a, b]);
  let now = last?.asked === asked ? last.found : null;
  if (!now) {
    now = await compute(causesOf(metric, members, a, b));
    const figures = [...figuresOf(members, now).values()];
    if (ends(members, now).every((figure) => figure !== null) && figures.includes(null))
      // Between both figures there is one that nobody is counted in: the causes cannot be told apart.
      now = await compute([{ kind: "together" }]);
    const keep = now.people.size * now.states.size * 2 <= mostNumbers;
    if (last) Object.assign(last, keep ? { asked, found: now } : { asked: "", found: null });
  }

  const [first, second] = ends(members, now);
  const whole = first !== null && second !== null;
  const known = new Map(
    [...figuresOf(members, now)].flatMap(([state, figure]) => (figure === null ? [] : [[state, figure]])),
  );
  const shares = whole ? sharesOf(members.figure, now.steps, now.causes.length, now.totals) : [];
  const parts = whole ? contributionsOf(now.steps, now.causes.length, known) : [];
  const causes = now.causes.map((cause, index): CausePart => ({
    cause,
    part: parts[index] ?? 0,
    ...movesOf(now, index),
  }));
  const chosen = request.cause !== null && now.causes[request.cause] ? request.cause : null;
  const everyone = placesOf(now, null);
  const none = { counted: 0, hits: 0 };
  return {
    a: first,
    b: second,
    totals: [now.totals.get(0) ?? none, now.totals.get(now.last) ?? none],
    causes: whole ? causes : [],
    weighed: now.causes.length <= mostWeighed,
    people: everyone.length,
    customers: {
      bytes: await listOf(
        now,
        shares,
        chosen === null ? everyone : placesOf(now, chosen),
        chosen,
        request.limit,
      ),
      types: typesOf(now.causes.length),
    },
    took: performance.now() - start,
  };
}

function planOf(
  metric: Metric,
  members: Members<ParamValues>,
  sides: Parameters<typeof stateOf>[2],
  causes: readonly Cause[],
  columns: Loaded["columns"],
): Plan {
  const every = stepsOf(causes.length);
  const end = (1 << causes.length) - 1;
  const passed = [...new Set([0, end, ...every.flatMap(({ before, after }) => [before, after])])];
  const first = new Map<string, number>();
  const known = new Map<number, number>();
  const states = new Map<number, MemberState>();
  for (const taken of passed.sort((a, b) => a - b)) {
    const state = stateOf(metric, members, sides, causes, taken);
    const relations = relationsFor(columns, state.filters, null, state.window);
    const own = relations.whole(members.sql(relations, state.settings, state.window));
    const same = first.get(own.text);
    known.set(taken, same ?? taken);
    if (same !== undefined) continue;
    first.set(own.text, taken);
    states.set(taken, { ...state, sql: own });
  }
  const alike = (state: number) => known.get(state) ?? state;
  const steps = every.map((step) => ({ ...step, before: alike(step.before), after: alike(step.after) }));
  return { causes, steps, states, alike, last: alike(end) };
}

function totalOf({ counted, hits }: MemberSums): Totals {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  return { counted: sum(counted), hits: sum(hits) };
}
const figuresOf = ({ figure }: Members<ParamValues>, { totals }: Computed) =>
  new Map([...totals].map(([state, total]) => [state, figureOf(figure, total)]));
/** The figures of both sides. */
function ends(members: Members<ParamValues>, now: Computed): readonly [number | null, number | null] {
  const figures = figuresOf(members, now);
  return [figures.get(0) ?? null, figures.get(now.last) ?? null];
}

/** The places of those who make a cause's part; null: of all who differ. */
function placesOf({ steps, last, sums, people }: Computed, cause: number | null): Int32Array {
  const changed = new Uint8Array(people.size);
  const pairs = steps
    .filter((step) => cause === null || step.cause === cause)
    .map(({ before, after }) => [before, after] as const);
  if (cause === null) pairs.push([0, last]);
  const told = new Set<string>();
  for (const [before, after] of pairs) {
    const [one, other] = [sums.get(before), sums.get(after)];
    if (before === after || !one || !other || told.has(`${before} ${after}`)) continue;
    told.add(`${before} ${after}`);
    for (let i = 0; i < changed.length; i += 1)
      if (one.counted[i] !== other.counted[i] || one.hits[i] !== other.hits[i]) changed[i] = 1;
  }
  let n = 0;
  for (let i = 0; i < changed.length; i += 1) n += changed[i] as number;
  const places = new Int32Array(n);
  for (let i = changed.length - 1; i >= 0; i -= 1) if (changed[i]) places[--n] = i;
  return places;
}

/** Who comes and goes by a cause in its turn, and how many make its part. */
function movesOf(now: Computed, index: number): Omit<CausePart, "cause" | "part"> {
  const [one, other] = [(1 << index) - 1, (1 << (index + 1)) - 1].map((state) =>
    now.sums.get(now.alike(state)),
  );
  const moves = (of: "counted" | "hits") => {
    let [into, out] = [0, 0];
    const [before, after] = [one?.[of], other?.[of]];
    if (before && after && before !== after)
      for (let i = 0; i < before.length; i += 1)
        if (before[i] === 0) into += after[i] === 0 ? 0 : 1;
        else if (after[i] === 0) out += 1;
    return [into, out] as const;
  };
  const [[countedIn, countedOut], [hitsIn, hitsOut]] = [moves("counted"), moves("hits")];
  return { countedIn, countedOut, hitsIn, hitsOut, customers: placesOf(now, index).length };
}

/** Those who make the difference, or one cause's part of it, the largest part first. */
async function listOf(
  now: Computed,
  shares: readonly (readonly Share[])[],
  places: Int32Array,
  cause: number | null,
  limit: number | null,
): Promise<Uint8Array> {
  const partOf = (own: readonly Share[], place: number) =>
    own.reduce((sum, { state, counted, hits }) => {
      const sums = now.sums.get(state);
      return sum + (sums ? (sums.counted[place] ?? 0) * counted + (sums.hits[place] ?? 0) * hits : 0);
    }, 0);
  const whole = (place: number) => shares.reduce((sum, own) => sum + partOf(own, place), 0);
  const size = Float64Array.from(places, (place) =>
    Math.abs(cause === null ? whole(place) : partOf(shares[cause] ?? [], place)),
  );
  // Of very many only the largest are sorted.
  const least = limit !== null && limit < size.length ? size.slice().sort()[size.length - limit] : undefined;
  const ranked = [...places.keys()].filter((index) => least === undefined || (size[index] ?? 0) >= least);
  ranked.sort((a, b) => (size[b] ?? 0) - (size[a] ?? 0) || a - b);
  const listed = Int32Array.from(ranked.slice(0, limit ?? undefined), (index) => places[index] ?? 0);
  const who = await now.people.who(listed);
  const [a, b] = [now.sums.get(0), now.sums.get(now.last)];
  const of = (value: (place: number) => number | undefined): Value[] =>
    Array.from(listed, (place) => value(place) ?? 0);
  const parts = now.causes.map((_, index) => of((place) => partOf(shares[index] ?? [], place)));
  const values: Record<string, Value[]> = {
    customer_id: who.map(({ id }) => id),
    orders: who.map(({ orders }) => orders),
    counted_a: of((place) => a?.counted[place]),
    hits_a: of((place) => a?.hits[place]),
    counted_b: of((place) => b?.counted[place]),
    hits_b: of((place) => b?.hits[place]),
    ...Object.fromEntries(parts.map((part, index) => [partName(index), part])),
    part: of(whole),
  };
  const columns = Object.entries(typesOf(now.causes.length)).map(([name, type]) => ({ name, type }));
  return encodeFrame({ columns, values, length: listed.length });
}
const partName = (index: number) => `part_${index + 1}`;

function typesOf(causes: number): Record<string, ColumnType> {
  const numbers = ["counted_a", "hits_a", "counted_b", "hits_b"];
  const parts = Array.from({ length: causes }, (_, index) => partName(index));
  return {
    customer_id: "text",
    orders: "integer",
    ...Object.fromEntries([...numbers, ...parts, "part"].map((name) => [name, "number" as const])),
  };
}
