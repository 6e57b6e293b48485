import { wilson } from "../../models/intervals.ts";
import {
  contractRetention,
  contractSurvival,
  discountedLifetime,
  discountedRenewals,
  fitContract,
} from "../../models/shifted-beta-geometric.ts";
import { sql } from "../../sql.ts";
import type { Row } from "../../tables/frame.ts";
import {
  mostFitted,
  opportunityFit,
  outlookColumns,
  readOpportunities,
  returnsColumns,
  returnsRows,
} from "../contract-returns.ts";
import { choice, defineMetric, integer, number } from "../metric.ts";
import { periodNumberSql } from "../period.ts";
import { shareEnds } from "../result-columns.ts";
import { frameOf, numberAt } from "../rows.ts";

/** Periods a year. */
const perYear = { week: 365.25 / 7, month: 12, quarter: 4 };

const share = (en: string, zh: string) =>
  ({ type: "number", unit: "share", label: { en, "zh-CN": zh }, n: "at_risk" }) as const;
const columns = {
  period: { type: "integer", label: { en: "Renewals", "zh-CN": "续费次数" } },
  at_risk: { type: "integer", unit: "customers", label: { en: "Could renew", "zh-CN": "可续费顾客" } },
  lost: { type: "integer", unit: "customers", label: { en: "Did not", "zh-CN": "未续费" } },
  survival: share("Still there", "仍在"),
  expected: share("Still there, model", "仍在（模型）"),
  retention: share("Renewed", "续费率"),
  expected_retention: share("Renewed, model", "续费率（模型）"),
  residual: {
    type: "number",
    unit: "ratio",
    label: { en: "Renewals still to come, discounted", "zh-CN": "剩余续费次数（折现）" },
  },
} as const;
const summaryColumns = {
  customers: { type: "integer", unit: "customers", label: { en: "Subscribers", "zh-CN": "订阅者" } },
  chances: { type: "integer", label: { en: "Renewals that were due", "zh-CN": "到期续费次数" } },
  renewed: {
    type: "number",
    unit: "share",
    label: { en: "Renewed", "zh-CN": "续费率" },
    n: "chances",
    interval: ["low", "high"],
  },
  ...shareEnds,
  lifetime: {
    type: "number",
    unit: "ratio",
    label: { en: "Periods of a new subscriber, discounted", "zh-CN": "新订阅者的期数（折现）" },
  },
} as const;
const fitColumns = {
  parameter: { type: "text", label: { en: "Parameter", "zh-CN": "参数" } },
  estimate: { type: "number", label: { en: "Estimate", "zh-CN": "估计" } },
  standard_error: { type: "number", label: { en: "Standard error", "zh-CN": "标准误" } },
  log_likelihood: { type: "number", label: { en: "Log-likelihood", "zh-CN": "对数似然" } },
  status: { type: "text", label: { en: "Status", "zh-CN": "状态" } },
} as const;

export default defineMetric({
  id: "contract-retention",
  section: "value",
  label: { en: "Contract retention", "zh-CN": "订阅留存预测" },
  question: {
    en: "How many subscribers will still be there after the next renewals?",
    "zh-CN": "之后几次续费还会留下多少订阅者？",
  },
  definition: {
    en: "A customer with an order in every period since the first is a subscriber; the first period without one is the end. The shifted-beta-geometric model takes each to have a constant chance of leaving of their own, spread over customers by a beta distribution: those who stay are ever more the loyal ones, so retention rises with time. Fit to what was seen, then projected.",
    "zh-CN":
      "自首单起每个周期都有订单的顾客算订阅者；第一个没有订单的周期即流失。sBG 模型假定每人有各自固定的离开概率，在顾客间服从贝塔分布：留下的人越来越忠诚，因此续费率随时间上升。先拟合已观察到的，再外推。",
  },
  formula: () => ({
    name: { en: "S(t)", "zh-CN": "S(t)" },
    over: { en: "B(α, β + t)", "zh-CN": "B(α, β + t)" },
    under: { en: "B(α, β)", "zh-CN": "B(α, β)" },
  }),
  requires: { orders: ["customer_id", "ordered_at"] },
  params: {
    period: choice(
      { en: "Period", "zh-CN": "周期" },
      {
        week: { en: "Week", "zh-CN": "周" },
        month: { en: "Month", "zh-CN": "月" },
        quarter: { en: "Quarter", "zh-CN": "季" },
      },
      "month",
    ),
    horizon: integer({ en: "Periods ahead", "zh-CN": "外推期数" }, { default: 12, min: 0, max: 60 }),
    discount: number({ en: "Discount rate a year", "zh-CN": "年折现率" }, { default: 0.1, min: 0, max: 2 }),
  },
  columns,
  sql: ({ orders }, { period }, { from, to, asOf }) => sql`WITH active AS (
  SELECT DISTINCT customer, ${periodNumberSql(period, sql`day`)} AS period FROM ${orders}
), firsts AS (
  SELECT customer, min(period) AS first FROM active GROUP BY customer
  HAVING min(period) BETWEEN ${periodNumberSql(period, sql`${from}::DATE`)} AND ${periodNumberSql(period, sql`${to}::DATE`)}
), runs AS (
  -- Periods in a row since the first: their number minus their rank stays the same.
  SELECT a.customer, f.first, count(*) FILTER (a.period - f.first = a.place - 1) AS kept
  FROM (SELECT customer, period, row_number() OVER (PARTITION BY customer ORDER BY period) AS place FROM active) a
  JOIN firsts f ON f.customer = a.customer
  GROUP BY a.customer, f.first
), seen AS (
  -- The last period that is over by the as-of date.
  SELECT kept - 1 AS renewals, first, (${periodNumberSql(period, sql`${asOf}::DATE`)} - 1) AS last FROM runs
), later AS (
  -- Periods after the first are opportunities to buy again, whether or not one was skipped before.
  SELECT a.customer, a.period - f.first AS since, ${periodNumberSql(period, sql`${asOf}::DATE`)} - 1 - f.first AS n
  FROM active a JOIN firsts f ON f.customer = a.customer
  WHERE a.period < ${periodNumberSql(period, sql`${asOf}::DATE`)}
), histories AS (
  SELECT any_value(n) AS n, count(*) - 1 AS x, max(since) AS tx, least(any_value(n), ${mostFitted}) AS n_fit,
    count(*) FILTER (since <= ${mostFitted}) - 1 AS x_fit, max(since) FILTER (since <= ${mostFitted}) AS tx_fit
  FROM later GROUP BY customer
)
SELECT 'run' AS kind, least(renewals, last - first)::INTEGER AS renewals, (first + renewals < last) AS gone,
  NULL::INTEGER AS x, NULL::INTEGER AS tx, NULL::INTEGER AS n, count(*)::INTEGER AS customers
FROM seen
WHERE first <= last
GROUP BY ALL
UNION ALL SELECT 'fit', NULL, NULL, x_fit::INTEGER, tx_fit::INTEGER, n_fit::INTEGER, count(*)::INTEGER FROM histories GROUP BY ALL
UNION ALL SELECT 'now', NULL, NULL, x::INTEGER, tx::INTEGER, n::INTEGER, count(*)::INTEGER FROM histories GROUP BY ALL
UNION ALL SELECT 'active', since::INTEGER, NULL, NULL, NULL, NULL, count(*)::INTEGER FROM later GROUP BY ALL
ORDER BY kind DESC, renewals, gone, n, x, tx`,
  model: async (rows, { period, horizon, discount }) => {
    const lost: number[] = [];
    const censored: number[] = [];
    for (let row = 0; row < rows.length; row += 1) {
      if (rows.values.kind?.[row] !== "run") continue;
      const t = numberAt(rows, "renewals", row) ?? 0;
      const into = rows.values.gone?.[row] === true ? lost : censored;
      into[t] = (into[t] ?? 0) + (numberAt(rows, "customers", row) ?? 0);
    }
    const length = Math.max(lost.length, censored.length - 1, 0);
    const filled = (list: readonly number[], size: number) =>
      Array.from({ length: size }, (_, t) => list[t] ?? 0);
    const fit = fitContract({ lost: filled(lost, length), censored: filled(censored, length + 1) });
    const known = fit.status === "ok" || fit.status === "boundary";
    const rate = (1 + discount) ** (1 / perYear[period]) - 1;
    const finite = (value: number) => (known && Number.isFinite(value) ? value : null);
    const residualAt = (t: number) => finite(discountedRenewals(fit.alpha, fit.beta, t, rate));
    let [renewed, chances] = [0, 0];
    const main: Row[] = [];
    let atRisk = [...filled(lost, length), ...filled(censored, length + 1)].reduce(
      (sum, count) => sum + count,
      0,
    );
    let survival = 1;
    for (let t = 0; t <= length + horizon; t += 1) {
      const observed = t <= length;
      const leaving = lost[t - 1] ?? 0;
      const before = atRisk;
      if (t > 0) {
        // Who was censored after t − 1 renewals could not be seen at the t-th.
        const present = before - (censored[t - 1] ?? 0);
        if (observed && present > 0) survival *= 1 - leaving / present;
        atRisk = present - leaving;
        if (observed) {
          chances += present;
          renewed += atRisk;
        }
        main.push({
          period: t,
          at_risk: observed ? present : null,
          lost: observed ? leaving : null,
          survival: observed && present > 0 ? survival : null,
          expected: known ? contractSurvival(fit.alpha, fit.beta, t) : null,
          retention: observed && present > 0 ? 1 - leaving / present : null,
          expected_retention: known ? contractRetention(fit.alpha, fit.beta, t) : null,
          residual: residualAt(t),
        });
      } else
        main.push({
          period: 0,
          at_risk: before,
          lost: 0,
          survival: before > 0 ? 1 : null,
          expected: known ? 1 : null,
          retention: null,
          expected_retention: null,
          residual: residualAt(0),
        });
    }
    const fitRows: Row[] = (["alpha", "beta"] as const).map((parameter, index) => ({
      parameter,
      estimate: known ? fit[parameter] : null,
      standard_error: fit.standardErrors[index] ?? null,
      log_likelihood: known ? fit.logLikelihood : null,
      status: fit.status,
    }));
    const summary: Row = {
      customers: main[0]?.at_risk ?? 0,
      chances,
      renewed: chances > 0 ? renewed / chances : null,
      ...(wilson(renewed, chances) ?? { low: null, high: null }),
      lifetime: finite(discountedLifetime(fit.alpha, fit.beta, rate)),
    };
    const opportunities = readOpportunities(rows);
    const returning = opportunityFit(opportunities);
    return {
      main: frameOf(columns, main),
      fit: frameOf(fitColumns, fitRows),
      summary: frameOf(summaryColumns, [summary]),
      returns: frameOf(returnsColumns, returnsRows(opportunities, returning.fit, horizon)),
      outlook: frameOf(outlookColumns, returning.outlook(horizon)),
      returns_fit: frameOf(fitColumns, returning.rows),
    };
  },
  parts: {
    fit: { label: { en: "Fit", "zh-CN": "拟合" }, columns: fitColumns, sql: () => sql`SELECT 1` },
    summary: { label: { en: "Summary", "zh-CN": "概要" }, columns: summaryColumns, sql: () => sql`SELECT 1` },
    returns: {
      label: { en: "With returns (BG/BB)", "zh-CN": "允许回来（BG/BB）" },
      columns: returnsColumns,
      sql: () => sql`SELECT 1`,
    },
    outlook: {
      label: { en: "Still to come, by periods without a purchase", "zh-CN": "未来购买，按未购买期数" },
      columns: outlookColumns,
      sql: () => sql`SELECT 1`,
    },
    returns_fit: {
      label: { en: "Fit with returns", "zh-CN": "允许回来的拟合" },
      columns: fitColumns,
      sql: () => sql`SELECT 1`,
    },
  },
  charts: {
    survival: { mark: "tracking", x: "period", y: "survival", expected: "expected" },
    retention: { mark: "tracking", x: "period", y: "retention", expected: "expected_retention" },
    returns: { part: "returns", mark: "tracking", x: "period", y: "share", expected: "expected" },
    outlook: { part: "outlook", mark: "bars", x: "quiet", y: "expected" },
  },
  headlines: {
    renewed: {
      label: { en: "Renewal rate", "zh-CN": "续费率" },
      unit: "share",
      n: "orders",
      better: "more",
      from: ({ summary }) => ({
        value: numberAt(summary, "renewed"),
        n: numberAt(summary, "chances"),
        low: numberAt(summary, "low"),
        high: numberAt(summary, "high"),
      }),
    },
    lifetime: {
      label: { en: "Periods that a new subscriber stays, discounted", "zh-CN": "新订阅者留存期数（折现）" },
      unit: "ratio",
      n: "customers",
      better: "more",
      from: ({ summary }) => ({ value: numberAt(summary, "lifetime"), n: numberAt(summary, "customers") }),
    },
  },
  variants: {
    headline: "renewed",
    also: ["lifetime"],
    presets: [
      { label: { en: "By week", "zh-CN": "按周" }, params: { period: "week" } },
      { label: { en: "By month", "zh-CN": "按月" }, params: { period: "month" } },
      { label: { en: "By quarter", "zh-CN": "按季" }, params: { period: "quarter" } },
    ],
  },
  assumptions: () => [
    {
      en: "A period without an order ends the contract, even if the customer comes back",
      "zh-CN": "有一个周期没有订单即视为流失，之后回来也算",
    },
    {
      en: "With returns, a skipped period ends nothing: a customer may buy in any period until an unseen end (BG/BB)",
      "zh-CN": "“允许回来”时跳过一个周期不算流失：在不可见的终点之前任何周期都可能购买（BG/BB）",
    },
    {
      en: `That model is fitted to the first ${mostFitted} periods after each first one`,
      "zh-CN": `该模型用每位顾客首单后的前 ${mostFitted} 个周期拟合`,
    },
    { en: "Only periods that are over count", "zh-CN": "只计已结束的周期" },
    { en: "Refunds are not purchases", "zh-CN": "退款不算购买" },
  ],
  note: ({ horizon }) => ({
    en: `Share still there by renewals, as the model has it; ${horizon} periods beyond what was seen are projected.`,
    "zh-CN": `按续费次数的留存（模型）；超出观察的 ${horizon} 期为外推。`,
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-02-01 10:00:00,10
3,a,2025-03-01 10:00:00,10
4,b,2025-01-05 10:00:00,10
5,b,2025-02-05 10:00:00,10
6,c,2025-01-09 10:00:00,10`,
    },
    asOf: "2025-04-01",
    params: { horizon: 0 },
    // Of three in January two renew in February, one of two in March.
    result: `period,at_risk,lost,survival,retention
0,3,0,1,
1,3,1,0.666667,0.666667
2,2,1,0.333333,0.5`,
  },
  sources: [
    "Fader & Hardie (2007), Journal of Interactive Marketing 21(1), 76–90",
    "Fader & Hardie (2010), Marketing Science 29, 85–93 (residual lifetime)",
    "Fader, Hardie & Shang (2010), Marketing Science 29, 1086–1108 (BG/BB)",
  ],
});
