import { derivedOf } from "../models/btyd/derived.ts";
import { condense } from "../models/btyd/condense.ts";
import { type Fit, fit } from "../models/btyd/fit.ts";
import { forecast } from "../models/btyd/forecast.ts";
import { type Histories, distinctHistories } from "../models/btyd/history.ts";
import { fitWithoutDropout } from "../models/btyd/no-dropout.ts";
import { expectedCounts } from "../models/btyd/counts.ts";
import { byFrequency, expectedAfter, expectedSince } from "../models/btyd/holdout.ts";
import { scoreHistories, valueIntervals } from "../models/btyd/scores.ts";
import { type Spending, spendingOfAll } from "../models/btyd/spending.ts";
import { spendingOf } from "../models/btyd/value.ts";
import { type Frame, type Row, type Value, dayNumber, isoDay } from "../tables/frame.ts";
import { fitRow, isFitted } from "./fit-words.ts";
import type { Task } from "./metric.ts";
import { type ModelName, numbersOf, purchaseModels, watching, weeksOf } from "./purchase-model.ts";
import { numberAt } from "./rows.ts";

export interface ValueSettings {
  readonly model: ModelName;
  /** Weeks ahead. */
  readonly horizon: number;
  /** A year. */
  readonly discount: number;
  readonly asOf: string;
}
/** Values by column. */
export type Columns = Record<string, Value[]>;
/** Above so many distinct histories the model without dropout is fitted to condensed ones. */
const mostForEver = 16_000;
/** More points than this a tracking plot does not need. */
const mostPoints = 160;
/** Customers are told apart by their repeat purchases up to so many. */
const mostTold = 7;

/** Everything that predicted value shows, from the rows of its SQL: by column, or as rows. */
export function predictValue(rows: Frame, settings: ValueSettings, task: Task) {
  const model = purchaseModels[settings.model];
  const customers: number[] = [];
  const before: number[] = [];
  const weeks = new Map<number, number>();
  let heldOut = 0;
  (rows.values.kind ?? []).forEach((kind, row) => {
    if (kind === "cut") heldOut = numberAt(rows, "week", row) ?? 0;
    else if (kind === "week") weeks.set(numberAt(rows, "week", row) ?? 0, numberAt(rows, "actual", row) ?? 0);
    else {
      customers.push(row);
      if (rows.values.x_cut?.[row] !== null) before.push(row);
    }
  });
  const x = numbersOf(rows, "x", customers);
  const mean = numbersOf(rows, "mean", customers);
  const histories = distinctHistories(x, weeksOf(rows, "tx", customers), weeksOf(rows, "age", customers));
  const fitted = fit(model, histories, watching(task, { en: "Fitting purchases", "zh-CN": "拟合购买" }));
  const spending = spendingOfAll(x, mean);

  // ---- The forecast, customer by customer ----
  const main: Columns = Object.fromEntries(
    "customer_id frequency recency age p_alive expected_orders expected_value clv clv_low clv_high residual_orders residual_value"
      .split(" ")
      .map((name) => [name, []]),
  );
  const sums = { customers: 0, alive: 0, orders: 0, clv: 0 };
  if (isFitted(fitted)) {
    const rate = Math.log1p(settings.discount) / (365.25 / 7);
    const scoring = { en: "Scoring customers", "zh-CN": "为客户打分" };
    task.progress(0, customers.length, scoring);
    const scores = scoreHistories(model, fitted.parameters, histories, settings.horizon, rate);
    const interval = valueIntervals(
      model,
      fitted,
      histories,
      spending.fit,
      spending.overall,
      settings.horizon,
      rate,
    );
    customers.forEach((row, i) => {
      if (i % 20_000 === 0) task.progress(i, customers.length, scoring);
      if (rows.values.reported?.[row] !== true) return;
      const of = histories.of[i] ?? 0;
      const [xi, mi] = [x[i] ?? 0, mean[i] ?? 0];
      const each = spendingOf(spending.fit, spending.fit.parameters, xi, mi, spending.overall);
      const worth = Number.isFinite(each);
      const orders = scores.orders[of] ?? 0;
      const clv = worth ? (scores.discounted[of] ?? 0) * each : null;
      const ends = clv === null ? null : interval(of, xi, mi, clv);
      sums.customers += 1;
      sums.alive += scores.alive[of] ?? 0;
      sums.orders += orders;
      sums.clv += clv ?? 0;
      main.customer_id?.push(String(rows.values.customer_id?.[row] ?? ""));
      main.frequency?.push(xi);
      main.recency?.push(histories.tx[of] ?? 0);
      main.age?.push(histories.age[of] ?? 0);
      main.p_alive?.push(fitted.dropoutSeen ? (scores.alive[of] ?? 0) : null);
      main.expected_orders?.push(orders);
      main.expected_value?.push(worth ? orders * each : null);
      main.clv?.push(clv);
      main.clv_low?.push(ends?.[0] ?? null);
      main.clv_high?.push(ends?.[1] ?? null);
      const residual = scores.residual[of] ?? NaN;
      const lasting = Number.isFinite(residual);
      main.residual_orders?.push(lasting ? residual : null);
      main.residual_value?.push(lasting && worth ? residual * each : null);
    });
  }
  const held = holdOut(rows, before, weeks, heldOut, settings, task, { histories, fitted });
  const n = sums.customers;
  const worth = n > 0 && Number.isFinite(spending.overall);
  return {
    main,
    fit: fitRows(fitted, histories, spending),
    forecast: isFitted(fitted)
      ? forecast(model, fitted, histories, settings.horizon).map((point) => ({
          ...point,
          until: isoDay(dayNumber(settings.asOf) + 7 * point.week - 1),
        }))
      : [],
    ...held.parts,
    summary: {
      customers: n,
      mean_p_alive: n > 0 && fitted.dropoutSeen ? sums.alive / n : null,
      expected_orders: n > 0 ? sums.orders : null,
      clv: worth ? sums.clv / n : null,
      total_clv: worth ? sums.clv : null,
      ...fitRow(fitted, spending),
      ...held.summary,
    } satisfies Row,
  };
}

/** Parameters with standard errors, and what they say together where that is known better. */
function fitRows(fitted: Fit, histories: Histories, spending: Spending): Row[] {
  const forEver = fitWithoutDropout(condense(histories, mostForEver));
  const model = purchaseModels[fitted.model];
  const known = Number.isFinite(fitted.parameters[0]);
  const shared = {
    model: fitted.model,
    log_likelihood: known ? fitted.logLikelihood : null,
    customers: fitted.customers,
    status: fitted.status,
  };
  const finite = (value: number | undefined) => (Number.isFinite(value) ? (value ?? null) : null);
  return [
    ...model.parameters.map((parameter, i) => ({
      ...shared,
      parameter,
      estimate: finite(fitted.parameters[i]),
      standard_error: fitted.standardErrors[i] ?? null,
    })),
    ...(known ? derivedOf(fitted) : []).map(({ name, estimate, standardError }) => ({
      ...shared,
      parameter: name,
      estimate,
      standard_error: standardError,
    })),
    // The same without anyone leaving: what dropout adds can be seen from the log-likelihoods.
    ...(["r", "alpha"] as const).map((parameter, i) => ({
      ...shared,
      model: "nbd",
      parameter,
      estimate: finite(forEver[parameter]),
      standard_error: forEver.standardErrors[i] ?? null,
      log_likelihood: finite(forEver.logLikelihood),
      status: known ? "ok" : fitted.status,
    })),
    ...(["p", "q", "v"] as const).map((parameter, i) => ({
      model: "gamma-gamma",
      parameter,
      estimate: finite(spending.fit.parameters[i]),
      standard_error: spending.fit.status === "ok" ? (spending.fit.standardErrors[i] ?? null) : null,
      log_likelihood: finite(spending.fit.logLikelihood),
      customers: spending.fit.customers,
      status: spending.fit.status,
    })),
  ];
}

/** The same model, fitted up to the cut, against what came after it. Without a cut, against its own days. */
function holdOut(
  rows: Frame,
  before: readonly number[],
  actual: ReadonlyMap<number, number>,
  heldOut: number,
  settings: ValueSettings,
  task: Task,
  whole: { readonly histories: ReturnType<typeof distinctHistories>; readonly fitted: Fit },
) {
  const model = purchaseModels[settings.model];
  const cut = dayNumber(settings.asOf) - 7 * heldOut;
  const x = numbersOf(rows, "x_cut", before);
  const histories =
    heldOut === 0
      ? whole.histories
      : distinctHistories(x, weeksOf(rows, "tx_cut", before), weeksOf(rows, "age_cut", before));
  const fitted =
    heldOut === 0
      ? whole.fitted
      : fit(model, histories, watching(task, { en: "Fitting up to the cut", "zh-CN": "拟合切分点之前" }));
  const after = numbersOf(rows, "after", before);
  const happened = after.reduce((sum, count) => sum + count, 0);
  const summary = {
    cut: isoDay(cut),
    held_out_weeks: heldOut,
    held_out_customers: heldOut > 0 ? before.length : null,
    held_out_actual: heldOut > 0 ? happened : null,
    held_out_expected: null as number | null,
    held_out_mae: null as number | null,
    held_out_rmse: null as number | null,
    cut_status: heldOut > 0 ? fitted.status : null,
  };
  const parts = { holdout: [] as Row[], tracking: [] as Row[], calibration: [] as Row[] };
  if (before.length === 0 || !isFitted(fitted)) return { parts, summary };
  const { cumulative, each } = expectedAfter(model, fitted.parameters, histories, heldOut);

  // ---- By week, cumulative, from the first day on ----
  const births = new Map<number, number>();
  for (const row of before) {
    const born = cut + (numberAt(rows, "birth", row) ?? 0);
    births.set(born, (births.get(born) ?? 0) + 1);
  }
  const first = [...births.keys()].reduce((least, day) => Math.min(least, day), cut);
  const weeksBefore = Math.ceil((cut - first) / 7);
  const step = Math.max(1, Math.ceil((weeksBefore + heldOut) / mostPoints));
  const past: number[] = [];
  for (let week = -step * Math.floor(weeksBefore / step); week <= 0; week += step) past.push(week);
  const follow = expectedSince(
    model,
    fitted.parameters,
    births,
    past.map((week) => cut + 7 * week - 1),
  );
  const counted = [...actual].sort(([a], [b]) => a - b);
  let place = 0;
  let sum = 0;
  const until = (week: number) => {
    for (; place < counted.length && (counted[place]?.[0] ?? 0) <= week; place += 1)
      sum += counted[place]?.[1] ?? 0;
    return sum;
  };
  const point = (week: number, expected: number) => ({
    until: isoDay(cut + 7 * week - 1),
    week,
    actual: until(week),
    expected,
    held_out: week > 0,
  });
  past.forEach((week, i) => parts.tracking.push(point(week, follow[i] ?? 0)));
  const atCut = until(0);
  for (let week = step; week < heldOut + step && heldOut > 0; week += step) {
    const end = Math.min(week, heldOut);
    parts.tracking.push(point(end, atCut + (cumulative[end] ?? 0)));
  }
  for (let week = 1; week <= heldOut; week += 1)
    parts.holdout.push({
      week,
      actual: actual.get(week) ?? 0,
      expected: (cumulative[week] ?? 0) - (cumulative[week - 1] ?? 0),
    });

  // ---- By what customers had bought before ----
  if (heldOut > 0) {
    summary.held_out_expected = cumulative[heldOut] ?? 0;
    let [missed, squares] = [0, 0];
    after.forEach((count, i) => {
      const miss = Math.abs(count - (each[histories.of[i] ?? 0] ?? 0));
      missed += miss;
      squares += miss * miss;
    });
    summary.held_out_mae = missed / before.length;
    summary.held_out_rmse = Math.sqrt(squares / before.length);
    const counts = expectedCounts(model.id, fitted.parameters, histories, mostTold);
    for (const group of byFrequency(x, after, (i) => each[histories.of[i] ?? 0] ?? 0, mostTold)) {
      const mean = group.actual / group.customers;
      const variance = Math.max(0, group.squares / group.customers - mean * mean);
      const error = group.customers > 1 ? 1.96 * Math.sqrt(variance / (group.customers - 1)) : null;
      parts.calibration.push({
        frequency: `${group.frequency}${group.frequency === mostTold ? "+" : ""}`,
        customers: group.customers,
        expected_customers: counts[group.frequency] ?? null,
        actual: mean,
        low: error === null ? null : Math.max(0, mean - error),
        high: error === null ? null : mean + error,
        expected: group.expected / group.customers,
      });
    }
  }
  return { parts, summary };
}
