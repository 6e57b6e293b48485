import { intervalOf, parameterDraws } from "./draws.ts";
import type { Fit } from "./fit.ts";
import { condense } from "./condense.ts";
import type { Histories } from "./history.ts";
import type { PurchaseModel } from "./model.ts";

export interface ForecastPoint {
  readonly week: number;
  /** Purchases of all customers from now until the end of that week. */
  readonly expected: number;
  readonly low: number | null;
  readonly high: number | null;
}

const drawCount = 24;
/** Histories that the spread of the total is worked out over; it moves as the parameters do, in all alike. */
const spreadOver = 400;
const mostPoints = 13;
/** Histories that the total itself is summed over. */
const mostHistories = 12_000;

/** What all these customers are expected to buy in the coming weeks, with the parameters' uncertainty. */
export function forecast(model: PurchaseModel, fit: Fit, all: Histories, weeks: number): ForecastPoint[] {
  const histories = condense(all, mostHistories);
  const points = Math.min(weeks, mostPoints);
  const asked = Array.from({ length: points }, (_, i) => Math.round(((i + 1) * weeks) / points));
  const draws = parameterDraws(fit, null, drawCount);
  const open = fit.directions.some(({ deviation }) => deviation === null);
  const step = Math.max(1, Math.floor(histories.length / spreadOver));
  const total = (parameters: Fit["parameters"], week: number, every: number) => {
    let sum = 0;
    for (let i = 0; i < histories.length; i += every)
      sum +=
        (histories.weight[i] ?? 0) *
        model.expected(parameters, histories.x[i] ?? 0, histories.tx[i] ?? 0, histories.age[i] ?? 0, week);
    return sum;
  };
  return asked.map((week) => {
    const expected = total(fit.parameters, week, 1);
    const base = step === 1 ? expected : total(fit.parameters, week, step);
    const ends = draws.length
      ? intervalOf(
          draws.map((draw) => (expected * total(draw.purchases, week, step)) / base),
          expected,
          open,
        )
      : null;
    return { week, expected, low: ends?.[0] ?? null, high: ends?.[1] ?? null };
  });
}
