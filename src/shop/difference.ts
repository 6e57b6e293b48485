import type { Engine, RunOptions } from "../engine/engine.ts";
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
import type { Members, Metric, ParamValues } from "../metrics/metric.ts";
import { readParams } from "../metrics/params.ts";
import { type Sql, id, join, sql, written } from "../sql.ts";
import type { ColumnType, Row } from "../tables/frame.ts";
import { figureMessages } from "./figure.messages.ts";
import { numberIn, rowsOf } from "./query-rows.ts";
import { relationsFor } from "./relations.ts";
import { requireColumns } from "./require-columns.ts";
import type { CausePart, DifferenceBytes, DifferenceRequest, Loaded } from "./shop.ts";

/** The causes between two figures with the states that their steps pass through. */
interface Plan {
  readonly causes: readonly Cause[];
  readonly steps: readonly Step[];
  /** States that are told apart: of those with the same SQL the first stands for all. */
  readonly states: readonly number[];
  readonly alike: (state: number) => number;
  readonly last: number;
  /** `people`: a row a customer with `c<state>` (counted) and `h<state>` (hits) of every state. */
  readonly people: Sql;
}

/**
 * Why two figures differ: every state between both is computed from its customers, so that the parts of the
 * causes, and those of the customers in them, add up to the difference exactly.
 * @throws TextError for an unknown metric or figure, a param out of its range, data that is not there
 */
export async function differenceOf(
  engine: Engine,
  loaded: Loaded,
  find: (id: string) => Metric | null,
  request: DifferenceRequest,
  signal?: AbortSignal,
): Promise<DifferenceBytes> {
  const start = performance.now();
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

  const plan = (causes: readonly Cause[]) => planOf(metric, members, [a, b], causes, loaded.columns);
  let now = plan(causesOf(metric, members, a, b));
  let row = await sumUp(engine, now, options);
  let figures = figuresOf(members, now, row);
  const ends = () => [figures.get(0), figures.get(now.last)];
  if (ends().every((figure) => figure != null) && [...figures.values()].includes(null)) {
    // Between both figures there is one that nobody is counted in: the causes cannot be told apart.
    now = plan([{ kind: "together" }]);
    row = await sumUp(engine, now, options);
    figures = figuresOf(members, now, row);
  }
  const [first = null, last = null] = ends();
  const totals = new Map(now.states.map((state) => [state, totalsIn(row, state)]));
  const known = new Map(
    [...figures].flatMap(([state, figure]) => (figure === null ? [] : [[state, figure]])),
  );
  const whole = first !== null && last !== null;
  const parts = whole ? contributionsOf(now.steps, now.causes.length, known) : [];
  const causes = now.causes.flatMap((cause, index): CausePart[] =>
    whole
      ? [
          {
            cause,
            part: parts[index] ?? 0,
            countedIn: numberIn(row, `counted_in_${index}`),
            countedOut: numberIn(row, `counted_out_${index}`),
            hitsIn: numberIn(row, `hits_in_${index}`),
            hitsOut: numberIn(row, `hits_out_${index}`),
            customers: numberIn(row, `customers_${index}`),
          },
        ]
      : [],
  );
  const shares = sharesOf(members.figure, now.steps, now.causes.length, totals);
  const listed = listSql(now, whole ? shares : shares.map(() => []), request, loaded);
  const bytes = await engine.query(listed, options);
  return {
    a: first,
    b: last,
    totals: [totals.get(0), totals.get(now.last)].map(
      (total) => total ?? { counted: 0, hits: 0 },
    ) as unknown as DifferenceBytes["totals"],
    causes,
    weighed: now.causes.length <= mostWeighed,
    people: numberIn(row, "people"),
    customers: { bytes, types: typesOf(now.causes.length) },
    sql: listed.text,
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
  const rows: Sql[] = [];
  for (const taken of passed.sort((a, b) => a - b)) {
    const { settings, window, filters } = stateOf(metric, members, sides, causes, taken);
    const relations = relationsFor(columns, filters, null, window);
    const own = relations.whole(members.sql(relations, settings, window));
    const same = first.get(own.text);
    known.set(taken, same ?? taken);
    if (same !== undefined) continue;
    first.set(own.text, taken);
    rows.push(
      sql`SELECT ${taken} AS state, customer_id, counted::DOUBLE AS counted, hits::DOUBLE AS hits FROM (${own})`,
    );
  }
  const alike = (state: number) => known.get(state) ?? state;
  const states = [...first.values()];
  const steps = every.map((step) => ({ ...step, before: alike(step.before), after: alike(step.after) }));
  const last = alike(end);
  const sums = states.map(
    (state) =>
      sql`coalesce(sum(counted) FILTER (state = ${state}), 0) AS ${counted(state)}, coalesce(sum(hits) FILTER (state = ${state}), 0) AS ${hits(state)}`,
  );
  const people = sql`WITH member_rows AS (
${join(rows, "\nUNION ALL\n")}
), people AS (
  SELECT customer_id, ${join(sums)} FROM member_rows GROUP BY customer_id
)`;
  return { causes, steps, states, alike, last, people };
}

const counted = (state: number) => id(`c${state}`);
const hits = (state: number) => id(`h${state}`);
const changed = ({ before, after }: Pick<Step, "before" | "after">) =>
  sql`(${counted(before)} <> ${counted(after)} OR ${hits(before)} <> ${hits(after)})`;
const anyOf = (conditions: readonly Sql[]) =>
  conditions.length ? sql`(${join(conditions, " OR ")})` : sql`false`;
/** Whether a customer makes a cause's part; null: any cause's, or differs at all. */
function makes({ steps, last }: Plan, cause: number | null): Sql {
  const own = steps.filter((step) => step.before !== step.after && (cause === null || step.cause === cause));
  return anyOf([...own.map(changed), ...(cause === null ? [changed({ before: 0, after: last })] : [])]);
}

/** One row of sums over all customers: of each state, and of who comes and goes by each cause in its turn. */
async function sumUp(engine: Engine, plan: Plan, options: RunOptions): Promise<Row | undefined> {
  const sums = plan.states.flatMap((state) => [
    sql`coalesce(sum(${counted(state)}), 0)::DOUBLE AS ${counted(state)}`,
    sql`coalesce(sum(${hits(state)}), 0)::DOUBLE AS ${hits(state)}`,
  ]);
  const number = (condition: Sql, name: string) =>
    sql`(count(*) FILTER (${condition}))::DOUBLE AS ${id(name)}`;
  const moves = plan.causes.flatMap((_, index) => {
    const [before, after] = [plan.alike((1 << index) - 1), plan.alike((1 << (index + 1)) - 1)];
    const [c0, c1, h0, h1] = [counted(before), counted(after), hits(before), hits(after)];
    return [
      number(sql`${c0} = 0 AND ${c1} <> 0`, `counted_in_${index}`),
      number(sql`${c0} <> 0 AND ${c1} = 0`, `counted_out_${index}`),
      number(sql`${h0} = 0 AND ${h1} <> 0`, `hits_in_${index}`),
      number(sql`${h0} <> 0 AND ${h1} = 0`, `hits_out_${index}`),
      number(makes(plan, index), `customers_${index}`),
    ];
  });
  const all = [...sums, ...moves, number(makes(plan, null), "people")];
  const [row] = await rowsOf(engine, sql`${plan.people}\nSELECT ${join(all)} FROM people`, options);
  return row;
}

const totalsIn = (row: Row | undefined, state: number): Totals => ({
  counted: numberIn(row, `c${state}`),
  hits: numberIn(row, `h${state}`),
});
function figuresOf(
  { figure }: Members<ParamValues>,
  { states }: Plan,
  row: Row | undefined,
): Map<number, number | null> {
  return new Map(states.map((state) => [state, figureOf(figure, totalsIn(row, state))]));
}

/** The customers who make the difference, or one cause's part of it. */
function listSql(
  plan: Plan,
  shares: readonly (readonly Share[])[],
  { cause, limit }: DifferenceRequest,
  { columns }: Loaded,
): Sql {
  const parts = shares.map((own) =>
    own.length === 0
      ? sql`0.0::DOUBLE`
      : join(
          own.map(
            (share) =>
              sql`${counted(share.state)} * ${share.counted}::DOUBLE + ${hits(share.state)} * ${share.hits}::DOUBLE`,
          ),
          " + ",
        ),
  );
  const named = parts.map((part, index) => sql`${part} AS ${id(partName(index))}`);
  const sum = parts.length
    ? join(
        parts.map((_, index) => id(partName(index))),
        " + ",
      )
    : sql`0.0::DOUBLE`;
  const chosen = cause !== null && plan.causes[cause] ? cause : null;
  const by = chosen === null ? sql`part` : id(partName(chosen));
  const orders = columns.orders
    ? sql`LEFT JOIN (SELECT customer_id, count(*) AS orders FROM order_facts WHERE purchase GROUP BY customer_id) o ON o.customer_id = l.customer_id`
    : sql``;
  const own = [
    sql`${counted(0)} AS counted_a`,
    sql`${hits(0)} AS hits_a`,
    sql`${counted(plan.last)} AS counted_b`,
    sql`${hits(plan.last)} AS hits_b`,
    ...named,
  ];
  const names = parts.map((_, index) => sql`l.${id(partName(index))}`);
  return sql`${plan.people}, differing AS (
  SELECT customer_id, ${join(own)} FROM people WHERE ${makes(plan, chosen)}
), listed AS (
  SELECT *, ${sum} AS part FROM differing
  ORDER BY abs(${by}) DESC, customer_id NULLS LAST${limit === null ? written("") : sql` LIMIT ${limit}`}
)
SELECT l.customer_id, ${columns.orders ? sql`coalesce(o.orders, 0)::INTEGER` : sql`NULL::INTEGER`} AS orders,
  counted_a, hits_a, counted_b, hits_b, ${join([...names, sql`l.part`])}
FROM listed l ${orders}
ORDER BY abs(l.${by}) DESC, l.customer_id NULLS LAST`;
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
