import { contractRetention, contractSurvival, fitContract } from "../../models/shifted-beta-geometric.ts";
import { sql } from "../../sql.ts";
import type { Row } from "../../tables/frame.ts";
import { choice, defineMetric, integer } from "../metric.ts";
import { periodNumberSql } from "../period.ts";
import { frameOf, numberAt } from "../rows.ts";

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
)
SELECT least(renewals, last - first)::INTEGER AS renewals, (first + renewals < last) AS gone, count(*)::INTEGER AS customers
FROM seen
WHERE first <= last
GROUP BY ALL
ORDER BY renewals, gone`,
  model: async (rows, { horizon }) => {
    const lost: number[] = [];
    const censored: number[] = [];
    for (let row = 0; row < rows.length; row += 1) {
      const t = numberAt(rows, "renewals", row) ?? 0;
      const into = rows.values.gone?.[row] === true ? lost : censored;
      into[t] = (into[t] ?? 0) + (numberAt(rows, "customers", row) ?? 0);
    }
    const length = Math.max(lost.length, censored.length - 1, 0);
    const filled = (list: readonly number[], size: number) =>
      Array.from({ length: size }, (_, t) => list[t] ?? 0);
    const fit = fitContract({ lost: filled(lost, length), censored: filled(censored, length + 1) });
    const known = fit.status === "ok" || fit.status === "boundary";
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
        main.push({
          period: t,
          at_risk: observed ? present : null,
          lost: observed ? leaving : null,
          survival: observed && present > 0 ? survival : null,
          expected: known ? contractSurvival(fit.alpha, fit.beta, t) : null,
          retention: observed && present > 0 ? 1 - leaving / present : null,
          expected_retention: known ? contractRetention(fit.alpha, fit.beta, t) : null,
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
        });
    }
    const fitRows: Row[] = (["alpha", "beta"] as const).map((parameter, index) => ({
      parameter,
      estimate: known ? fit[parameter] : null,
      standard_error: fit.standardErrors[index] ?? null,
      log_likelihood: known ? fit.logLikelihood : null,
      status: fit.status,
    }));
    return { main: frameOf(columns, main), fit: frameOf(fitColumns, fitRows) };
  },
  parts: { fit: { label: { en: "Fit", "zh-CN": "拟合" }, columns: fitColumns, sql: () => sql`SELECT 1` } },
  charts: {
    survival: { mark: "line", x: "period", y: "expected", n: "at_risk", zero: true },
    retention: { mark: "line", x: "period", y: "expected_retention", n: "at_risk", zero: true },
  },
  assumptions: () => [
    {
      en: "A period without an order ends the contract, even if the customer comes back",
      "zh-CN": "有一个周期没有订单即视为流失，之后回来也算",
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
  sources: ["Fader & Hardie (2007), Journal of Interactive Marketing 21(1), 76–90"],
});
