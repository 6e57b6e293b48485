import { paramMessages } from "./params.messages.ts";
import type { Filter, Members, Metric, Param, ParamValue, ParamValues, Setting, Window } from "./metric.ts";

/** One of the two figures that are compared: its definition, its dates and the rows that it is made of. */
export interface Side {
  readonly params: ParamValues;
  readonly window: Window;
  readonly filters: readonly Filter[];
}

/** What two figures differ in. `dates`, `start` and `end` are of the window; `together` is all at once. */
export type Cause =
  | { readonly kind: "setting"; readonly name: string }
  | { readonly kind: "dates" | "start" | "end" }
  | { readonly kind: "filter"; readonly table: Filter["table"]; readonly column: string }
  | { readonly kind: "together" };

/** A figure's settings, window and filters, where some are of one side and some of the other. */
export interface State {
  readonly settings: Readonly<Record<string, ParamValue>>;
  readonly window: Window;
  readonly filters: readonly Filter[];
}

/** One setting taken over from the other side, between two states by number (bit i: cause i is taken). */
export interface Step {
  readonly cause: number;
  readonly before: number;
  readonly after: number;
  readonly weight: number;
}

/** Up to so many causes are weighed over all orders in which they can be taken. */
export const mostWeighed = 4;

/** The settings that decide a figure under these params, with their values in words. */
export function settingsOf(
  metric: Metric,
  members: Members<ParamValues>,
  params: ParamValues,
): Readonly<Record<string, Setting>> {
  if (typeof members.settings === "function") return members.settings(params);
  return Object.fromEntries(
    members.settings.flatMap((name) => {
      const param = metric.params[name];
      const value = params[name] ?? param?.default ?? null;
      return param ? [[name, { label: param.label, value, name: valueName(param, value) }]] : [];
    }),
  );
}

function valueName(param: Param, value: ParamValue): Setting["name"] {
  if (param.kind === "choice") {
    const named = param.values[String(value)];
    if (named) return named;
  }
  if (typeof value === "boolean") return paramMessages.onOff(value);
  return { en: String(value), "zh-CN": String(value) };
}

function startOf(metric: Metric, members: Members<ParamValues>, { params, window, filters }: Side): State {
  const settings = Object.entries(settingsOf(metric, members, params));
  return {
    settings: Object.fromEntries(settings.map(([name, { value }]) => [name, value])),
    window,
    filters,
  };
}

const sameWindow = (a: Window, b: Window) => a.from === b.from && a.to === b.to && a.asOf === b.asOf;
const valuesOf = (filters: readonly Filter[], { table, column }: Pick<Filter, "table" | "column">) =>
  filters.find((filter) => filter.table === table && filter.column === column)?.values ?? null;
const sameValues = (a: Filter["values"] | null, b: Filter["values"] | null) =>
  a === b || (a !== null && b !== null && a.length === b.length && a.every((value) => b.includes(value)));

/** What two sides differ in, in the order in which it is told: the definition, the dates, the filters. */
export function causesOf(metric: Metric, members: Members<ParamValues>, a: Side, b: Side): Cause[] {
  const [own, other] = [startOf(metric, members, a), startOf(metric, members, b)];
  const causes: Cause[] = Object.keys(own.settings)
    .filter((name) => own.settings[name] !== other.settings[name])
    .map((name) => ({ kind: "setting", name }));
  if (!sameWindow(a.window, b.window)) {
    // Ranges apart have no range between them: their ends cannot be changed one by one.
    const meet =
      (a.window.from < b.window.from ? b : a).window.from <= (a.window.to < b.window.to ? a : b).window.to;
    if (!meet) causes.push({ kind: "dates" });
    else {
      if (a.window.from !== b.window.from) causes.push({ kind: "start" });
      if (a.window.to !== b.window.to || a.window.asOf !== b.window.asOf) causes.push({ kind: "end" });
    }
  }
  for (const { table, column } of [...a.filters, ...b.filters]) {
    const known = causes.some(
      (cause) => cause.kind === "filter" && cause.table === table && cause.column === column,
    );
    const differ = !sameValues(
      valuesOf(a.filters, { table, column }),
      valuesOf(b.filters, { table, column }),
    );
    if (!known && differ) causes.push({ kind: "filter", table, column });
  }
  return causes;
}

/** The state where the causes of `taken` (bit i: cause i) are as on the other side. */
export function stateOf(
  metric: Metric,
  members: Members<ParamValues>,
  [a, b]: readonly [Side, Side],
  causes: readonly Cause[],
  taken: number,
): State {
  let state = startOf(metric, members, a);
  const other = startOf(metric, members, b);
  causes.forEach((cause, index) => {
    if (taken & (1 << index)) state = take(cause, state, other);
  });
  return state;
}

function take(cause: Cause, state: State, other: State): State {
  switch (cause.kind) {
    case "setting": {
      const value = other.settings[cause.name] ?? null;
      return { ...state, settings: { ...state.settings, [cause.name]: value } };
    }
    case "dates":
      return { ...state, window: other.window };
    case "start":
      return { ...state, window: { ...state.window, from: other.window.from } };
    case "end":
      return { ...state, window: { ...other.window, from: state.window.from } };
    case "filter": {
      const values = valuesOf(other.filters, cause);
      const rest = state.filters.filter(
        ({ table, column }) => table !== cause.table || column !== cause.column,
      );
      const { table, column } = cause;
      return { ...state, filters: values === null ? rest : [...rest, { table, column, values }] };
    }
    case "together":
      return other;
  }
}

/**
 * The steps from no cause taken to all. For few causes these are the steps of every order, weighted so that
 * a cause's steps give its Shapley value (Shapley 1953): the mean over the orders. For more they are those
 * of the one order in which the causes stand.
 */
export function stepsOf(causes: number): Step[] {
  if (causes > mostWeighed)
    return Array.from({ length: causes }, (_, cause) => ({
      cause,
      before: (1 << cause) - 1,
      after: (1 << (cause + 1)) - 1,
      weight: 1,
    }));
  const steps: Step[] = [];
  for (let cause = 0; cause < causes; cause += 1)
    for (let before = 0; before < 1 << causes; before += 1) {
      if (before & (1 << cause)) continue;
      const taken = bits(before);
      const weight = (factorial(taken) * factorial(causes - taken - 1)) / factorial(causes);
      steps.push({ cause, before, after: before | (1 << cause), weight });
    }
  return steps;
}
const bits = (number: number): number => (number === 0 ? 0 : (number & 1) + bits(number >> 1));
const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/** What a state's customers sum up to. */
export interface Totals {
  readonly counted: number;
  readonly hits: number;
}

/** The figure of a state; null where nobody is counted. */
export function figureOf(kind: Members<ParamValues>["figure"], { counted, hits }: Totals): number | null {
  if (kind === "sum") return hits;
  return counted > 0 ? hits / counted : null;
}

/** What each cause adds to the figure. Together they are the whole difference. */
export function contributionsOf(
  steps: readonly Step[],
  causes: number,
  figures: ReadonlyMap<number, number>,
): number[] {
  const parts = new Array<number>(causes).fill(0);
  for (const { cause, before, after, weight } of steps)
    parts[cause] = (parts[cause] ?? 0) + weight * ((figures.get(after) ?? 0) - (figures.get(before) ?? 0));
  return parts;
}

/** What one unit of a customer's `counted` and of `hits` in a state adds to a cause's part. */
export interface Share {
  readonly state: number;
  readonly counted: number;
  readonly hits: number;
}

/**
 * How a cause's part comes from customers. With means over a step's two states, ΔH = R̄·ΔC + C̄·ΔR exactly,
 * so that each customer adds (Δh − R̄·Δc) ÷ C̄ to the difference of R = H ÷ C, and nothing where neither
 * changes. Summed over the steps, this is linear in what a customer counts for in each state.
 */
export function sharesOf(
  kind: Members<ParamValues>["figure"],
  steps: readonly Step[],
  causes: number,
  totals: ReadonlyMap<number, Totals>,
): Share[][] {
  return Array.from({ length: causes }, (_, cause) => {
    const shares = new Map<number, { counted: number; hits: number }>();
    const add = (state: number, counted: number, hits: number) => {
      const known = shares.get(state) ?? { counted: 0, hits: 0 };
      shares.set(state, { counted: known.counted + counted, hits: known.hits + hits });
    };
    for (const step of steps) {
      if (step.cause !== cause) continue;
      const [before, after] = [totals.get(step.before), totals.get(step.after)];
      if (!before || !after) continue;
      const [r0, r1] = [figureOf(kind, before), figureOf(kind, after)];
      const size = kind === "sum" ? 1 : (before.counted + after.counted) / 2;
      const mean = kind === "sum" || r0 === null || r1 === null ? 0 : (r0 + r1) / 2;
      const hits = step.weight / size;
      add(step.after, -mean * hits, hits);
      add(step.before, mean * hits, -hits);
    }
    return [...shares].map(([state, share]) => ({ state, ...share }));
  });
}
