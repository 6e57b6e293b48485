import { type Row, dayNumber, isoDay } from "../tables/frame.ts";
import type { FoldInput, Window } from "./metric.ts";
import { periodNumber, periodStart } from "./period.ts";
import { type StageLimits, foldStages, stageOrder } from "./stages.ts";

export interface StageSettings extends StageLimits {
  readonly period: "week" | "month" | "quarter";
  readonly since: number;
}

const rounded = (value: number) => Math.round(value * 1e6) / 1e6;

/** The periods to report: first day, the day on which their stages are read, whether they are over. */
function periodsOf({ period }: StageSettings, { from, to, asOf }: Window) {
  const end = dayNumber(asOf);
  const last = periodNumber(period, dayNumber(to));
  const found: { start: number; at: number; complete: boolean }[] = [];
  for (let n = periodNumber(period, dayNumber(from)); n <= last; n += 1) {
    const [start, next] = [periodStart(period, n), periodStart(period, n + 1)];
    if (start < end) found.push({ start, at: Math.min(next, end), complete: next <= end });
  }
  return found;
}

/**
 * The rows of the lifecycle's parts in one pass over the facts: the stages at the as-of date, at the end of
 * each period of the range, and how customers moved from one to another.
 */
export function stageRows(
  input: FoldInput,
  settings: StageSettings,
  window: Window,
): { main: Row[]; through: Row[]; flow: Row[] } {
  const end = dayNumber(window.asOf);
  const periods = periodsOf(settings, window);
  const before = end - settings.since;
  const dates = [...new Set([...periods.map(({ at }) => at), before, end])].sort((a, b) => a - b);
  const [atBefore, atEnd] = [dates.indexOf(before), dates.indexOf(end)];
  const { orders, keepOrders } = input;
  const spent = new Float64Array(orders.customers);
  for (let i = 0; i < orders.length; i += 1)
    if (!keepOrders || keepOrders[i])
      spent[orders.customer[i] as number] =
        (spent[orders.customer[i] as number] as number) + (orders.value[i] as number);

  const stages = stageOrder.length;
  const counts = dates.map(() => new Int32Array(stages));
  const values = new Float64Array(stages);
  // The row after the last stage: who had not bought yet.
  const moves = new Int32Array((stages + 1) * stages);
  let [mover, from] = [-1, stages];
  foldStages(input, settings, dates, (date, customer, now) => {
    const own = counts[date] as Int32Array;
    own[now] = (own[now] as number) + 1;
    if (date === atBefore) [mover, from] = [customer, now];
    if (date !== atEnd) return;
    const move = (mover === customer ? from : stages) * stages + now;
    moves[move] = (moves[move] as number) + 1;
    values[now] = (values[now] as number) + rounded(spent[customer] as number);
  });

  const sumOf = (list: Iterable<number>) => [...list].reduce((sum, each) => sum + each, 0);
  const now = counts[atEnd] as Int32Array;
  const [all, total] = [sumOf(now), rounded(sumOf(values))];
  const main = stageOrder.map((name, place): Row => {
    const value = rounded(values[place] as number);
    return {
      stage: name,
      customers: now[place] as number,
      share: (now[place] as number) / all,
      value,
      value_share: total === 0 ? null : value / total,
    };
  });
  const through = periods.flatMap(({ start, at, complete }): Row[] => {
    const own = counts[dates.indexOf(at)] as Int32Array;
    const everyone = sumOf(own);
    if (everyone === 0) return [];
    return stageOrder.map((name, place) => ({
      period: isoDay(start),
      stage: name,
      customers: own[place] as number,
      share: (own[place] as number) / everyone,
      all_customers: everyone,
      complete,
    }));
  });
  const flow = [...stageOrder, "none" as const].flatMap((name, row): Row[] => {
    const own = moves.subarray(row * stages, (row + 1) * stages);
    const everyone = sumOf(own);
    return stageOrder.flatMap((to, place) =>
      own[place]
        ? [
            {
              before: name,
              stage: to,
              customers: own[place],
              share: own[place] / everyone,
              before_customers: everyone,
            },
          ]
        : [],
    );
  });
  return { main: all > 0 ? main : [], through, flow };
}
