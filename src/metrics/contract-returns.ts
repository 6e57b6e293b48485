import {
  type BetaBinomialFit,
  type Opportunities,
  aliveNext,
  betaBinomialNames,
  expectedNext,
  expectedPurchases,
  fitBetaBinomial,
  logLikelihoods,
} from "../models/btyd/beta-binomial.ts";
import { wilson } from "../models/intervals.ts";
import type { Frame, Row } from "../tables/frame.ts";
import { shareEnds } from "./result-columns.ts";
import { numberAt } from "./rows.ts";

/** Opportunities of each customer that the model is fitted to: the work grows with their square. */
export const mostFitted = 24;

export const returnsColumns = {
  period: { type: "integer", label: { en: "Periods since the first", "zh-CN": "首单后第几期" } },
  customers: { type: "integer", unit: "customers", label: { en: "Observed", "zh-CN": "可观察顾客" } },
  active: { type: "integer", unit: "customers", label: { en: "Bought", "zh-CN": "有购买" } },
  share: {
    type: "number",
    unit: "share",
    label: { en: "Share that bought", "zh-CN": "购买占比" },
    n: "customers",
    interval: ["low", "high"],
  },
  ...shareEnds,
  expected: { type: "number", unit: "share", label: { en: "Expected", "zh-CN": "预期" } },
} as const;
export const outlookColumns = {
  quiet: { type: "integer", label: { en: "Periods since the last purchase", "zh-CN": "距上次购买的期数" } },
  customers: { type: "integer", unit: "customers", label: { en: "Customers", "zh-CN": "顾客数" } },
  p_alive: {
    type: "number",
    unit: "share",
    label: { en: "Mean P(alive)", "zh-CN": "平均活跃概率" },
    n: "customers",
  },
  expected: {
    type: "number",
    unit: "ratio",
    label: { en: "Periods with a purchase to come, mean", "zh-CN": "未来有购买的期数（人均）" },
    n: "customers",
  },
} as const;

/** What was seen of customers at their opportunities to buy again. */
export interface Seen {
  /** By the first opportunities of each, for the fit; and by all of them. */
  readonly fit: Opportunities;
  readonly now: Opportunities;
  /** Who bought so many periods after the first. */
  readonly active: ReadonlyMap<number, number>;
}

/** Reads them from the rows of the metric's SQL. */
export function readOpportunities(rows: Frame): Seen {
  const read = (wanted: string): Opportunities => {
    const places = (rows.values.kind ?? []).flatMap((kind, row) => (kind === wanted ? [row] : []));
    const of = (column: string) => Float64Array.from(places, (row) => numberAt(rows, column, row) ?? 0);
    return { length: places.length, x: of("x"), tx: of("tx"), n: of("n"), weight: of("customers") };
  };
  const active = new Map<number, number>();
  (rows.values.kind ?? []).forEach((kind, row) => {
    if (kind === "active")
      active.set(numberAt(rows, "renewals", row) ?? 0, numberAt(rows, "customers", row) ?? 0);
  });
  return { fit: read("fit"), now: read("now"), active };
}

/** The model where one may skip a period and come back, with what it says of those known. */
export function opportunityFit({ fit: rows, now }: Seen) {
  const fit = fitBetaBinomial(rows);
  const known = fit.status === "ok" || fit.status === "boundary";
  return {
    fit: known ? fit : null,
    rows: betaBinomialNames.map((parameter, i): Row => ({
      parameter,
      estimate: known ? (fit.parameters[i] ?? null) : null,
      standard_error: fit.standardErrors[i] ?? null,
      log_likelihood: known ? fit.logLikelihood : null,
      status: fit.status,
    })),
    /** Customers by how long they have bought nothing: are they there, and how often will they buy? */
    outlook: (horizon: number): Row[] => {
      if (!known) return [];
      const byQuiet = new Map<number, { customers: number; alive: number; expected: number }>();
      const likelihoods = logLikelihoods(fit.parameters, now);
      for (let i = 0; i < now.length; i += 1) {
        const [x = 0, tx = 0, n = 0, weight = 0] = [now.x[i], now.tx[i], now.n[i], now.weight[i]];
        const group = byQuiet.get(n - tx) ?? { customers: 0, alive: 0, expected: 0 };
        group.customers += weight;
        group.alive += weight * aliveNext(fit.parameters, x, tx, n, likelihoods[i]);
        group.expected += weight * expectedNext(fit.parameters, x, tx, n, horizon, likelihoods[i]);
        byQuiet.set(n - tx, group);
      }
      return [...byQuiet]
        .sort(([a], [b]) => a - b)
        .map(([quiet, { customers, alive, expected }]) => ({
          quiet,
          customers,
          p_alive: alive / customers,
          expected: expected / customers,
        }));
    },
  };
}

/** The share that bought by periods since the first, against what the model expects, and further on. */
export function returnsRows({ now, active }: Seen, fit: BetaBinomialFit | null, horizon: number): Row[] {
  const observed: number[] = [];
  for (let i = 0; i < now.length; i += 1) {
    const n = now.n[i] ?? 0;
    observed[n] = (observed[n] ?? 0) + (now.weight[i] ?? 0);
  }
  for (let t = observed.length - 2; t >= 0; t -= 1) observed[t] = (observed[t] ?? 0) + (observed[t + 1] ?? 0);
  const last = observed.length - 1;
  return Array.from({ length: last < 1 ? 0 : last + horizon }, (_, i): Row => {
    const t = i + 1;
    const customers = t <= last ? (observed[t] ?? 0) : null;
    const bought = customers === null ? null : (active.get(t) ?? 0);
    const interval = customers === null || bought === null ? null : wilson(bought, customers);
    return {
      period: t,
      customers,
      active: bought,
      share: customers && bought !== null ? bought / customers : null,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      expected: fit ? expectedPurchases(fit.parameters, t) - expectedPurchases(fit.parameters, t - 1) : null,
    };
  });
}
