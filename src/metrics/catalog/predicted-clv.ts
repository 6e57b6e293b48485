import { bgNbd, mbgNbd } from "../../models/btyd/beta-geometric.ts";
import { fit as fitPurchases } from "../../models/btyd/fit.ts";
import { fitSpending } from "../../models/btyd/gamma-gamma.ts";
import { distinctHistories } from "../../models/btyd/history.ts";
import { paretoNbd } from "../../models/btyd/pareto.ts";
import { discountedPurchases, parameterDraws, spendingOf } from "../../models/btyd/value.ts";
import { sql } from "../../sql.ts";
import type { Frame, Row } from "../../tables/frame.ts";
import { type Task, choice, defineMetric, integer, number } from "../metric.ts";
import { frameOf, numberAt } from "../rows.ts";

const models = { "bg-nbd": bgNbd, "mbg-nbd": mbgNbd, "pareto-nbd": paretoNbd };
const weeks = (en: string, zh: string) => ({ type: "number", label: { en, "zh-CN": zh } }) as const;
const money = (en: string, zh: string) =>
  ({ type: "number", unit: "money", label: { en, "zh-CN": zh } }) as const;
const columns = {
  customer_id: { type: "text", label: { en: "Customer", "zh-CN": "客户" } },
  frequency: { type: "integer", label: { en: "Repeat purchases", "zh-CN": "重复购买次数" } },
  recency: weeks("Weeks to the last one", "最近一次时的周龄"),
  age: weeks("Weeks since the first", "首购至今周数"),
  p_alive: { type: "number", unit: "share", label: { en: "P(alive)", "zh-CN": "活跃概率" } },
  expected_orders: {
    type: "number",
    unit: "ratio",
    label: { en: "Expected purchases", "zh-CN": "预期购买次数" },
  },
  expected_value: money("Expected value", "预期金额"),
  clv: { ...money("CLV", "客户价值"), interval: ["clv_low", "clv_high"] },
  clv_low: money("CLV, low", "客户价值下限"),
  clv_high: money("CLV, high", "客户价值上限"),
} as const;
const fitColumns = {
  model: { type: "text", label: { en: "Model", "zh-CN": "模型" } },
  parameter: { type: "text", label: { en: "Parameter", "zh-CN": "参数" } },
  estimate: { type: "number", label: { en: "Estimate", "zh-CN": "估计" } },
  standard_error: { type: "number", label: { en: "Standard error", "zh-CN": "标准误" } },
  log_likelihood: { type: "number", label: { en: "Log-likelihood", "zh-CN": "对数似然" } },
  customers: { type: "integer", unit: "customers", label: { en: "Customers", "zh-CN": "顾客数" } },
  status: { type: "text", label: { en: "Status", "zh-CN": "状态" } },
} as const;
const holdoutColumns = {
  week: { type: "integer", label: { en: "Week after the cut", "zh-CN": "切分后第几周" } },
  actual: { type: "integer", unit: "orders", label: { en: "Actual", "zh-CN": "实际" } },
  expected: { type: "number", label: { en: "Expected", "zh-CN": "预期" } },
} as const;
const calibrationColumns = {
  frequency: { type: "text", label: { en: "Repeat purchases before", "zh-CN": "切分前重复购买" } },
  customers: { type: "integer", unit: "customers", label: { en: "Customers", "zh-CN": "顾客数" } },
  actual: {
    type: "number",
    unit: "ratio",
    label: { en: "Actual, mean", "zh-CN": "实际均值" },
    n: "customers",
  },
  expected: {
    type: "number",
    unit: "ratio",
    label: { en: "Expected, mean", "zh-CN": "预期均值" },
    n: "customers",
  },
} as const;
const summaryColumns = {
  customers: { type: "integer", unit: "customers", label: { en: "Customers", "zh-CN": "顾客数" } },
  mean_p_alive: { type: "number", unit: "share", label: { en: "Mean P(alive)", "zh-CN": "平均活跃概率" } },
  expected_orders: {
    type: "number",
    unit: "orders",
    label: { en: "Expected purchases", "zh-CN": "预期购买总数" },
  },
  clv: money("Mean CLV", "平均客户价值"),
  total_clv: money("Total CLV", "客户价值合计"),
  spend_correlation: {
    type: "number",
    unit: "ratio",
    label: { en: "corr(x, mean value)", "zh-CN": "次数与均价的相关" },
  },
} as const;

/** Draws that the interval of a customer's CLV is read from. */
const drawCount = 40;
/** Above so many distinct histories their intervals are carried over from a part of them. */
const drawnHistories = 4_000;

interface Settings {
  readonly model: keyof typeof models;
  readonly horizon: number;
  readonly discount: number;
  readonly holdout: number;
}

/** Columns of the rows of one kind, as numbers. */
function numbersOf(rows: Frame, index: readonly number[], name: string): Float64Array {
  const list = rows.values[name] ?? [];
  return Float64Array.from(index, (row) => Number(list[row] ?? 0));
}

async function compute(rows: Frame, settings: Settings, task: Task) {
  const model = models[settings.model];
  const kinds = rows.values.kind ?? [];
  const customers: number[] = [];
  const before: number[] = [];
  const actualWeeks = new Map<number, number>();
  kinds.forEach((kind, row) => {
    if (kind === "week")
      actualWeeks.set(numberAt(rows, "week", row) ?? 0, numberAt(rows, "actual", row) ?? 0);
    else {
      customers.push(row);
      if (rows.values.x_cut?.[row] !== null) before.push(row);
    }
  });
  const watch = (stage: { en: string; "zh-CN": string }) => ({
    onStep: (step: number) => {
      task.signal?.throwIfAborted();
      task.progress(step, 200, stage);
    },
  });
  const x = numbersOf(rows, customers, "x");
  const tx = numbersOf(rows, customers, "tx").map((days) => days / 7);
  const age = numbersOf(rows, customers, "age").map((days) => days / 7);
  const mean = numbersOf(rows, customers, "mean");
  const histories = distinctHistories(x, tx, age);
  const purchases = fitPurchases(model, histories, watch({ en: "Fitting purchases", "zh-CN": "拟合购买" }));
  const paying = customers.map((_, i) => i).filter((i) => (x[i] ?? 0) > 0 && (mean[i] ?? 0) > 0);
  const spending = fitSpending({
    length: paying.length,
    x: Float64Array.from(paying, (i) => x[i] ?? 0),
    mean: Float64Array.from(paying, (i) => mean[i] ?? 0),
    weight: new Float64Array(paying.length).fill(1),
  });
  const fitted = Number.isFinite(purchases.parameters[0]);
  const [overall, correlation] = spendingFacts(paying, x, mean);

  const main: Row[] = [];
  const ids = rows.values.customer_id ?? [];
  const rate = Math.log1p(settings.discount) / (365.25 / 7);
  const sums = { alive: 0, orders: 0, clv: 0 };
  if (fitted) {
    const per = Array.from({ length: histories.length }, (_, row) => {
      const history = { x: histories.x[row] ?? 0, tx: histories.tx[row] ?? 0, age: histories.age[row] ?? 0 };
      return {
        alive: model.alive(purchases.parameters, history.x, history.tx, history.age),
        orders: model.expected(purchases.parameters, history.x, history.tx, history.age, settings.horizon),
        discounted: discountedPurchases(model, purchases.parameters, history, settings.horizon, rate),
      };
    });
    const spread = purchaseSpread(model, purchases, histories, spending, settings.horizon, rate);
    customers.forEach((row, i) => {
      const figure = per[histories.of[i] ?? 0];
      if (!figure) return;
      const value = spendingOf(spending, spending.parameters, x[i] ?? 0, mean[i] ?? 0, overall);
      const clv = figure.discounted * value;
      const [low, high] = spread(histories.of[i] ?? 0, x[i] ?? 0, mean[i] ?? 0, overall, clv);
      sums.alive += figure.alive;
      sums.orders += figure.orders;
      sums.clv += clv;
      main.push({
        customer_id: String(ids[row] ?? ""),
        frequency: x[i] ?? 0,
        recency: tx[i] ?? 0,
        age: age[i] ?? 0,
        p_alive: figure.alive,
        expected_orders: figure.orders,
        expected_value: figure.orders * value,
        clv,
        clv_low: low,
        clv_high: high,
      });
    });
  }
  const { holdout, calibration } = holdOut(
    rows,
    before,
    actualWeeks,
    settings,
    watch({ en: "Fitting the holdout", "zh-CN": "拟合留出期" }),
  );
  const fitRows: Row[] = [
    ...model.parameters.map((parameter, i) => ({
      model: model.id,
      parameter,
      estimate: fitted ? (purchases.parameters[i] ?? null) : null,
      standard_error: purchases.standardErrors[i] ?? null,
      log_likelihood: fitted ? purchases.logLikelihood : null,
      customers: purchases.customers,
      status: purchases.status,
    })),
    ...(["p", "q", "v"] as const).map((parameter, i) => ({
      model: "gamma-gamma",
      parameter,
      estimate: Number.isFinite(spending.parameters[i]) ? (spending.parameters[i] ?? null) : null,
      standard_error: spending.standardErrors[i] ?? null,
      log_likelihood: Number.isFinite(spending.logLikelihood) ? spending.logLikelihood : null,
      customers: spending.customers,
      status: spending.status,
    })),
  ];
  const n = main.length;
  return {
    main: frameOf(columns, main),
    fit: frameOf(fitColumns, fitRows),
    holdout,
    calibration,
    summary: frameOf(
      summaryColumns,
      n === 0
        ? []
        : [
            {
              customers: n,
              mean_p_alive: sums.alive / n,
              expected_orders: sums.orders,
              clv: sums.clv / n,
              total_clv: sums.clv,
              spend_correlation: correlation,
            },
          ],
    ),
  };
}

/** Mean value per repeat purchase over all, and the correlation of x with the mean value. */
function spendingFacts(
  paying: readonly number[],
  x: Float64Array,
  mean: Float64Array,
): [number, number | null] {
  const n = paying.length;
  if (n === 0) return [0, null];
  const average = (values: Float64Array) => paying.reduce((sum, i) => sum + (values[i] ?? 0), 0) / n;
  const [ax, am] = [average(x), average(mean)];
  let [xx, mm, xm, spent, made] = [0, 0, 0, 0, 0];
  for (const i of paying) {
    const [dx, dm] = [(x[i] ?? 0) - ax, (mean[i] ?? 0) - am];
    xx += dx * dx;
    mm += dm * dm;
    xm += dx * dm;
    spent += (x[i] ?? 0) * (mean[i] ?? 0);
    made += x[i] ?? 0;
  }
  return [spent / made, xx > 0 && mm > 0 ? xm / Math.sqrt(xx * mm) : null];
}

/**
 * The interval of CLV under the parameters' uncertainty. With many distinct histories the relative spread
 * of purchases is worked out for a part of them and carried over to those most like them.
 */
function purchaseSpread(
  model: (typeof models)[keyof typeof models],
  purchases: ReturnType<typeof fitPurchases>,
  histories: ReturnType<typeof distinctHistories>,
  spending: ReturnType<typeof fitSpending>,
  horizon: number,
  rate: number,
) {
  const draws = parameterDraws(purchases, spending, drawCount);
  const known = new Map<string, Float64Array>();
  const all = histories.length <= drawnHistories;
  const keyOf = (row: number) => {
    if (all) return String(row);
    const [x, tx, age] = [histories.x[row] ?? 0, histories.tx[row] ?? 0, histories.age[row] ?? 0];
    return `${x > 12 ? 12 + Math.floor(Math.log2(x / 12) * 3) : x} ${Math.round((age > 0 ? tx / age : 0) * 12)} ${Math.round(Math.sqrt(age))}`;
  };
  return (
    row: number,
    x: number,
    mean: number,
    overall: number,
    clv: number,
  ): [number | null, number | null] => {
    if (draws.length === 0) return [null, null];
    const key = keyOf(row);
    let relative = known.get(key);
    if (!relative) {
      const history = { x: histories.x[row] ?? 0, tx: histories.tx[row] ?? 0, age: histories.age[row] ?? 0 };
      const base = discountedPurchases(model, purchases.parameters, history, horizon, rate);
      relative = Float64Array.from(
        draws,
        (draw) => discountedPurchases(model, draw.purchases, history, horizon, rate) / base,
      );
      known.set(key, relative);
    }
    const value = spendingOf(spending, spending.parameters, x, mean, overall);
    const values = Float64Array.from(
      draws,
      (draw, i) => (clv * (relative[i] ?? 1) * spendingOf(spending, draw.spending, x, mean, overall)) / value,
    ).sort();
    // Of few draws the 2.5 % points are read off a normal with their spread on the log scale.
    const logs = values.map((v) => Math.log(Math.max(v, 1e-300)));
    const centre = logs.reduce((sum, v) => sum + v, 0) / logs.length;
    const deviation = Math.sqrt(logs.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (logs.length - 1));
    return clv > 0 ? [clv * Math.exp(-1.96 * deviation), clv * Math.exp(1.96 * deviation)] : [0, 0];
  };
}

/** How a fit up to the cut fares on what came after: by week and by frequency. */
function holdOut(
  rows: Frame,
  before: readonly number[],
  actual: ReadonlyMap<number, number>,
  settings: Settings,
  watch: { onStep: (step: number) => void },
) {
  const none = { holdout: frameOf(holdoutColumns, []), calibration: frameOf(calibrationColumns, []) };
  if (settings.holdout === 0 || before.length === 0) return none;
  const model = models[settings.model];
  const x = numbersOf(rows, before, "x_cut");
  const tx = numbersOf(rows, before, "tx_cut").map((days) => days / 7);
  const age = numbersOf(rows, before, "age_cut").map((days) => days / 7);
  const after = numbersOf(rows, before, "after");
  const histories = distinctHistories(x, tx, age);
  const fit = fitPurchases(model, histories, watch);
  if (!Number.isFinite(fit.parameters[0])) return none;
  // A cumulative curve this smooth needs few points where there are very many histories.
  const most = Math.max(4, Math.floor(3e6 / histories.length));
  const weeksShown = Array.from({ length: settings.holdout }, (_, week) => week + 1);
  const step = Math.max(1, Math.ceil(settings.holdout / most));
  const asked = weeksShown.filter((week) => week % step === 0 || week === settings.holdout);
  const cumulative = new Map<number, number>([[0, 0]]);
  const total = new Float64Array(histories.length);
  for (const week of asked) {
    let sum = 0;
    for (let row = 0; row < histories.length; row += 1) {
      const expected = model.expected(
        fit.parameters,
        histories.x[row] ?? 0,
        histories.tx[row] ?? 0,
        histories.age[row] ?? 0,
        week,
      );
      sum += expected * (histories.weight[row] ?? 0);
      if (week === settings.holdout) total[row] = expected;
    }
    cumulative.set(week, sum);
  }
  const at = (week: number): number => {
    const known = cumulative.get(week);
    if (known !== undefined) return known;
    const low = Math.floor(week / step) * step;
    const high = Math.min(settings.holdout, low + step);
    return (
      (cumulative.get(low) ?? 0) +
      (((cumulative.get(high) ?? 0) - (cumulative.get(low) ?? 0)) * (week - low)) / (high - low)
    );
  };
  const groups = Array.from({ length: 8 }, () => ({ customers: 0, actual: 0, expected: 0 }));
  before.forEach((_, i) => {
    const group = groups[Math.min(7, x[i] ?? 0)];
    if (!group) return;
    group.customers += 1;
    group.actual += after[i] ?? 0;
    group.expected += total[histories.of[i] ?? 0] ?? 0;
  });
  return {
    holdout: frameOf(
      holdoutColumns,
      weeksShown.map((week) => ({ week, actual: actual.get(week) ?? 0, expected: at(week) - at(week - 1) })),
    ),
    calibration: frameOf(
      calibrationColumns,
      groups.flatMap((group, index) =>
        group.customers === 0
          ? []
          : [
              {
                frequency: index === 7 ? "7+" : String(index),
                customers: group.customers,
                actual: group.actual / group.customers,
                expected: group.expected / group.customers,
              },
            ],
      ),
    ),
  };
}

const nothing = () => sql`SELECT 1`;

export default defineMetric({
  id: "predicted-clv",
  section: "value",
  label: { en: "Predicted customer value", "zh-CN": "预测客户价值" },
  question: {
    en: "How much will each customer still spend, and who has already left?",
    "zh-CN": "每位顾客今后还会花多少，谁其实已经离开？",
  },
  definition: {
    en: "A model of buying until an unseen dropout (BG/NBD, MBG/NBD or Pareto/NBD) is fitted to each customer's number of repeat purchase days, age at the last and age now, in weeks; a Gamma–Gamma model to the mean value of repeat purchases. CLV is the expected value of the coming purchases up to the horizon, discounted. First see how the same model, fitted up to a cut, foresaw what came after.",
    "zh-CN":
      "用“购买直到不可见的流失”模型（BG/NBD、MBG/NBD 或 Pareto/NBD）拟合每位顾客的重复购买天数、最近一次时的周龄与现在的周龄；用 Gamma–Gamma 模型拟合重复购买的平均金额。CLV 是到预测期末为止预期购买的折现金额。请先看同一模型在切分点之前拟合、对之后的预测是否准确。",
  },
  formula: ({ horizon }) => ({
    name: { en: "CLV", "zh-CN": "CLV" },
    over: {
      en: `P(alive) × expected purchases in ${horizon} weeks, discounted × expected value of one`,
      "zh-CN": `活跃概率 × ${horizon} 周内预期购买次数（折现）× 每次预期金额`,
    },
  }),
  requires: { orders: ["customer_id", "ordered_at", "amount"] },
  params: {
    model: choice(
      { en: "Model", "zh-CN": "模型" },
      {
        "bg-nbd": { en: "BG/NBD", "zh-CN": "BG/NBD" },
        "mbg-nbd": { en: "MBG/NBD", "zh-CN": "MBG/NBD" },
        "pareto-nbd": { en: "Pareto/NBD", "zh-CN": "Pareto/NBD" },
      },
      "bg-nbd",
      {
        en: "BG/NBD takes everyone who bought once to be still there; MBG/NBD and Pareto/NBD do not.",
        "zh-CN": "BG/NBD 认为只买过一次的人都还在；MBG/NBD 与 Pareto/NBD 不这么认为。",
      },
    ),
    horizon: integer({ en: "Horizon (weeks)", "zh-CN": "预测期（周）" }, { default: 52, min: 1, max: 520 }),
    discount: number({ en: "Discount rate a year", "zh-CN": "年折现率" }, { default: 0.1, min: 0, max: 2 }),
    holdout: integer(
      { en: "Weeks held out (0: none)", "zh-CN": "留出周数（0 为不留）" },
      { default: 26, min: 0, max: 260 },
    ),
  },
  columns,
  sql: ({ orders, sales }, { holdout }, { from, to, asOf }) => sql`WITH days AS (
  SELECT customer, any_value(customer_id) AS customer_id, day FROM ${orders} WHERE day <= ${to}::DATE GROUP BY customer, day
), spent AS (
  SELECT customer, day, sum(value) AS value FROM ${sales} WHERE day <= ${to}::DATE GROUP BY customer, day
), numbered AS (
  SELECT d.customer, d.customer_id, d.day, s.value, min(d.day) OVER (PARTITION BY d.customer) AS first_day
  FROM days d LEFT JOIN spent s ON s.customer = d.customer AND s.day = d.day
), cut AS (
  SELECT ${asOf}::DATE - ${holdout * 7}::INTEGER AS cut_day
), histories AS (
  SELECT any_value(customer_id) AS customer_id, count(*) - 1 AS x, max(day) - any_value(first_day) AS tx,
    ${asOf}::DATE - 1 - any_value(first_day) AS age, avg(value) FILTER (day > first_day) AS mean,
    CASE WHEN any_value(first_day) < any_value(cut_day) THEN count(*) FILTER (day < cut_day) - 1 END AS x_cut,
    (max(day) FILTER (day < cut_day)) - any_value(first_day) AS tx_cut, any_value(cut_day) - 1 - any_value(first_day) AS age_cut,
    count(*) FILTER (day >= cut_day) AS after
  FROM (SELECT n.*, c.cut_day FROM numbered n, cut c)
  WHERE first_day BETWEEN ${from}::DATE AND ${to}::DATE
  GROUP BY customer
), weeks AS (
  SELECT (day - cut_day) // 7 + 1 AS week, count(*) AS actual
  FROM numbered, cut
  WHERE day >= cut_day AND first_day < cut_day AND first_day >= ${from}::DATE
  GROUP BY ALL
)
SELECT 'customer' AS kind, customer_id, x::INTEGER AS x, tx::INTEGER AS tx, age::INTEGER AS age, mean::DOUBLE AS mean, x_cut::INTEGER AS x_cut,
  tx_cut::INTEGER AS tx_cut, age_cut::INTEGER AS age_cut, after::INTEGER AS after, NULL::INTEGER AS week, NULL::INTEGER AS actual
FROM histories
UNION ALL
SELECT 'week', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, week::INTEGER, actual::INTEGER FROM weeks
ORDER BY kind, customer_id, week`,
  model: (rows, settings, _window, task) => compute(rows, settings, task),
  parts: {
    fit: { label: { en: "Fit", "zh-CN": "拟合" }, columns: fitColumns, sql: nothing },
    holdout: {
      label: { en: "Holdout by week", "zh-CN": "留出期逐周" },
      columns: holdoutColumns,
      sql: nothing,
    },
    calibration: {
      label: { en: "Holdout by frequency", "zh-CN": "留出期按频次" },
      columns: calibrationColumns,
      sql: nothing,
    },
    summary: { label: { en: "Summary", "zh-CN": "概要" }, columns: summaryColumns, sql: nothing },
  },
  charts: {
    tracking: { part: "holdout", mark: "line", x: "week", y: "expected", zero: true },
    actual: { part: "holdout", mark: "bars", x: "week", y: "actual" },
    calibration: { part: "calibration", mark: "bars", x: "frequency", y: "expected" },
  },
  headlines: {
    mean: {
      label: { en: "Mean predicted value", "zh-CN": "人均预测价值" },
      unit: "money",
      n: "customers",
      better: "more",
      from: ({ summary }) => ({ value: numberAt(summary, "clv"), n: numberAt(summary, "customers") }),
    },
    alive: {
      label: { en: "Mean probability of being a customer", "zh-CN": "平均活跃概率" },
      unit: "share",
      n: "customers",
      better: "more",
      from: ({ summary }) => ({
        value: numberAt(summary, "mean_p_alive"),
        n: numberAt(summary, "customers"),
      }),
    },
  },
  variants: {
    headline: "mean",
    presets: [
      { label: { en: "BG/NBD", "zh-CN": "BG/NBD" }, params: { model: "bg-nbd" } },
      { label: { en: "MBG/NBD", "zh-CN": "MBG/NBD" }, params: { model: "mbg-nbd" } },
      { label: { en: "Pareto/NBD", "zh-CN": "Pareto/NBD" }, params: { model: "pareto-nbd" } },
    ],
  },
  assumptions: ({ discount, holdout }) => [
    {
      en: "Purchases of one day count once; the first one is no repeat",
      "zh-CN": "同一天的购买算一次；首购不算重复购买",
    },
    {
      en: "Value per purchase does not depend on how often one buys; see corr(x, mean)",
      "zh-CN": "每次金额与购买频次无关；见相关系数",
    },
    {
      en: "Repeat purchases of no value are left out of the value model",
      "zh-CN": "金额为零的重复购买不进入金额模型",
    },
    {
      en: `Discounted at ${Math.round(discount * 1000) / 10} % a year`,
      "zh-CN": `按年 ${Math.round(discount * 1000) / 10}% 折现`,
    },
    ...(holdout > 0
      ? [
          {
            en: `The last ${holdout} weeks are held out to check the model`,
            "zh-CN": `最后 ${holdout} 周留出用于检验模型`,
          },
        ]
      : []),
    {
      en: "Intervals carry the uncertainty of the parameters, not of chance purchases",
      "zh-CN": "区间只含参数的不确定性，不含购买的随机性",
    },
  ],
  note: ({ horizon, holdout }) => ({
    en: `Expected purchases by week of the ${holdout} weeks held out; values over ${horizon} weeks ahead.`,
    "zh-CN": `留出的 ${holdout} 周内逐周预期购买；价值预测期为 ${horizon} 周。`,
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,b,2025-01-02 10:00:00,10`,
    },
    // Nobody bought twice: nothing can be fitted, and nothing is said.
    result: "customer_id,frequency,clv\n",
  },
  sources: [
    "Fader, Hardie & Lee (2005), Marketing Science 24, 275–284 (BG/NBD)",
    "Batislam, Denizel & Filiztekin (2007), International Journal of Research in Marketing 24, 201–209 (MBG/NBD)",
    "Schmittlein, Morrison & Colombo (1987), Management Science 33, 1–24 (Pareto/NBD)",
    "Fader, Hardie & Lee (2005), Journal of Marketing Research 42, 415–430 (Gamma–Gamma, CLV)",
  ],
});
