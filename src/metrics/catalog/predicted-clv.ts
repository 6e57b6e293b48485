import { formatDay } from "../../i18n/format.ts";
import { sql } from "../../sql.ts";
import { fitColumns, fitRemarks, fitStatuses, missedBy, seesDropout } from "../fit-words.ts";
import { type Remark, defineMetric, integer, number } from "../metric.ts";
import { predictValue } from "../predict-value.ts";
import { modelParam, modelVariants, purchaseDays } from "../purchase-model.ts";
import { frameOf, numberAt } from "../rows.ts";

const weeks = (en: string, zh: string) => ({ type: "number", label: { en, "zh-CN": zh } }) as const;
const money = (en: string, zh: string) =>
  ({ type: "number", unit: "money", label: { en, "zh-CN": zh } }) as const;
const purchases = (en: string, zh: string) =>
  ({ type: "number", unit: "orders", label: { en, "zh-CN": zh } }) as const;
const customers = {
  type: "integer",
  unit: "customers",
  label: { en: "Customers", "zh-CN": "顾客数" },
} as const;
const week = { type: "integer", label: { en: "Week after the cut", "zh-CN": "切分后第几周" } } as const;
const until = { type: "date", label: { en: "Until", "zh-CN": "截至" } } as const;
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
  residual_orders: purchases("All purchases to come, discounted", "今后全部购买次数（折现）"),
  residual_value: money("Value of all of them", "其全部金额"),
} as const;
const parameterColumns = {
  model: { type: "text", label: { en: "Model", "zh-CN": "模型" } },
  parameter: { type: "text", label: { en: "Parameter", "zh-CN": "参数" } },
  estimate: { type: "number", label: { en: "Estimate", "zh-CN": "估计" } },
  standard_error: { type: "number", label: { en: "Standard error", "zh-CN": "标准误" } },
  log_likelihood: { type: "number", label: { en: "Log-likelihood", "zh-CN": "对数似然" } },
  customers,
  status: { type: "text", label: { en: "Status", "zh-CN": "状态" }, values: fitStatuses },
} as const;
const holdoutColumns = {
  week,
  actual: { type: "integer", unit: "orders", label: { en: "Actual", "zh-CN": "实际" } },
  expected: purchases("Expected", "预期"),
} as const;
const trackingColumns = {
  until,
  week,
  actual: {
    type: "integer",
    unit: "orders",
    label: { en: "Repeat purchases so far", "zh-CN": "累计重复购买" },
  },
  expected: purchases("Expected so far", "累计预期"),
  held_out: { type: "boolean", label: { en: "Held out", "zh-CN": "留出期" } },
} as const;
const calibrationColumns = {
  frequency: {
    type: "text",
    label: { en: "Repeat purchases before the cut", "zh-CN": "切分前的重复购买次数" },
  },
  customers,
  expected_customers: {
    type: "number",
    unit: "customers",
    label: { en: "Customers expected with so many", "zh-CN": "预期有这么多次的人数" },
  },
  actual: {
    type: "number",
    unit: "ratio",
    label: { en: "Actual, mean per customer", "zh-CN": "实际人均" },
    n: "customers",
    interval: ["low", "high"],
  },
  low: { type: "number", unit: "ratio", label: { en: "Actual, low", "zh-CN": "实际下限" } },
  high: { type: "number", unit: "ratio", label: { en: "Actual, high", "zh-CN": "实际上限" } },
  expected: {
    type: "number",
    unit: "ratio",
    label: { en: "Expected, mean", "zh-CN": "预期人均" },
    n: "customers",
  },
} as const;
const forecastColumns = {
  until,
  week: { type: "integer", label: { en: "Week ahead", "zh-CN": "未来第几周" } },
  expected: { ...purchases("Purchases ahead", "未来累计购买"), interval: ["low", "high"] },
  low: purchases("Purchases ahead, low", "未来累计购买下限"),
  high: purchases("Purchases ahead, high", "未来累计购买上限"),
} as const;
const summaryColumns = {
  customers,
  mean_p_alive: { type: "number", unit: "share", label: { en: "Mean P(alive)", "zh-CN": "平均活跃概率" } },
  expected_orders: purchases("Expected purchases", "预期购买总数"),
  clv: money("Mean CLV", "平均客户价值"),
  total_clv: money("Total CLV", "客户价值合计"),
  ...fitColumns,
  cut: { type: "date", label: { en: "Cut", "zh-CN": "切分日" } },
  held_out_weeks: { type: "integer", label: { en: "Weeks held out", "zh-CN": "留出周数" } },
  held_out_customers: { ...customers, label: { en: "Customers at the cut", "zh-CN": "切分时的顾客数" } },
  held_out_actual: purchases("Purchases after the cut", "切分后购买"),
  held_out_expected: purchases("Expected after the cut", "切分后预期"),
  held_out_mae: { type: "number", label: { en: "Mean miss per customer (MAE)", "zh-CN": "人均误差（MAE）" } },
  held_out_rmse: {
    type: "number",
    label: { en: "Root mean square miss (RMSE)", "zh-CN": "均方根误差（RMSE）" },
  },
  cut_status: {
    type: "text",
    label: { en: "Fit up to the cut", "zh-CN": "切分前的拟合" },
    values: fitStatuses,
  },
} as const;

/** Past this a forecast missed what it was tried on by too much to lean on. */
const badMiss = 0.25;
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
    en: "A model of buying until an unseen dropout (BG/NBD, MBG/NBD or Pareto/NBD) is fitted to each customer's number of repeat purchase days, age at the last and age now, in weeks; a Gamma–Gamma model to the mean value of repeat purchases. CLV is the expected value of the coming purchases up to the horizon, discounted; without a horizon it is the value of all purchases to come. First see how the same model, fitted up to a cut, foresaw what came after.",
    "zh-CN":
      "用“购买直到不可见的流失”模型（BG/NBD、MBG/NBD 或 Pareto/NBD）拟合每位顾客的重复购买天数、最近一次时的周龄与现在的周龄；用 Gamma–Gamma 模型拟合重复购买的平均金额。CLV 是到预测期末为止预期购买的折现金额；不设期末则为今后全部购买的金额。请先看同一模型在切分点之前拟合、对之后的预测是否准确。",
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
    model: modelParam("bg-nbd"),
    horizon: integer({ en: "Horizon (weeks)", "zh-CN": "预测期（周）" }, { default: 52, min: 1, max: 520 }),
    discount: number({ en: "Discount rate a year", "zh-CN": "年折现率" }, { default: 0.1, min: 0, max: 2 }),
    holdout: integer(
      { en: "Cut: weeks held out (0: none)", "zh-CN": "切分点：留出周数（0 为不留）" },
      { default: 26, min: 0, max: 260 },
    ),
  },
  columns,
  sql: (tables, { holdout }, { from, to, asOf }) => sql`WITH ${purchaseDays(tables)}, held AS (
  -- Where so much would leave less than a quarter of the days to fit, the cut is in the middle.
  SELECT CASE WHEN ${holdout * 7 * 4} > 3 * (${asOf}::DATE - min(day)) THEN (${asOf}::DATE - min(day)) // 14 ELSE ${holdout} END AS weeks
  FROM bought
), cut AS (
  SELECT weeks, ${asOf}::DATE - (7 * weeks)::INTEGER AS cut_day FROM held WHERE weeks IS NOT NULL
), histories AS (
  SELECT any_value(customer_id) AS customer_id, any_value(first_day) BETWEEN ${from}::DATE AND ${to}::DATE AS reported,
    any_value(first_day) - any_value(cut_day) AS birth, count(*) - 1 AS x, max(day) - any_value(first_day) AS tx,
    ${asOf}::DATE - 1 - any_value(first_day) AS age, avg(value) FILTER (day > first_day) AS mean,
    CASE WHEN any_value(first_day) < any_value(cut_day) THEN count(*) FILTER (day < cut_day) - 1 END AS x_cut,
    (max(day) FILTER (day < cut_day)) - any_value(first_day) AS tx_cut, any_value(cut_day) - 1 - any_value(first_day) AS age_cut,
    count(*) FILTER (day >= cut_day) AS after
  FROM bought, cut
  GROUP BY customer
), weeks AS (
  -- Repeat purchases of those who had bought before the cut; the week that ends with the cut is week 0.
  SELECT floor((day - cut_day) / 7.0) + 1 AS week, count(*) AS actual
  FROM bought, cut
  WHERE day > first_day AND first_day < cut_day
  GROUP BY ALL
)
SELECT 'customer' AS kind, customer_id, reported, birth::INTEGER AS birth, x::INTEGER AS x, tx::INTEGER AS tx, age::INTEGER AS age,
  mean::DOUBLE AS mean, x_cut::INTEGER AS x_cut, tx_cut::INTEGER AS tx_cut, age_cut::INTEGER AS age_cut, after::INTEGER AS after,
  NULL::INTEGER AS week, NULL::INTEGER AS actual
FROM histories
UNION ALL
SELECT 'week', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, week::INTEGER, actual::INTEGER FROM weeks
UNION ALL
SELECT 'cut', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, weeks::INTEGER, NULL FROM cut
ORDER BY kind, customer_id, week`,
  model: (rows, { model, horizon, discount }, { asOf }, task) => {
    const found = predictValue(rows, { model, horizon, discount, asOf }, task);
    const main = Object.entries(columns).map(([name, { type }]) => ({ name, type }));
    return Promise.resolve({
      main: { columns: main, length: found.main.customer_id?.length ?? 0, values: found.main },
      fit: frameOf(parameterColumns, found.fit),
      holdout: frameOf(holdoutColumns, found.holdout),
      tracking: frameOf(trackingColumns, found.tracking),
      calibration: frameOf(calibrationColumns, found.calibration),
      forecast: frameOf(forecastColumns, found.forecast),
      summary: frameOf(summaryColumns, [found.summary]),
    });
  },
  parts: {
    fit: { label: { en: "Fit", "zh-CN": "拟合" }, columns: parameterColumns, sql: nothing },
    holdout: {
      label: { en: "Holdout by week", "zh-CN": "留出期逐周" },
      columns: holdoutColumns,
      sql: nothing,
    },
    tracking: {
      label: { en: "Tracking, cumulative", "zh-CN": "累计跟踪" },
      columns: trackingColumns,
      sql: nothing,
    },
    calibration: {
      label: { en: "Holdout by frequency", "zh-CN": "留出期按频次" },
      columns: calibrationColumns,
      sql: nothing,
    },
    forecast: { label: { en: "Forecast", "zh-CN": "预测" }, columns: forecastColumns, sql: nothing },
    summary: { label: { en: "Summary", "zh-CN": "概要" }, columns: summaryColumns, sql: nothing },
  },
  charts: {
    page: { mark: "page", facts: false, charts: ["tracking", "calibration", "forecast"] },
    tracking: {
      part: "tracking",
      mark: "tracking",
      x: "until",
      y: "actual",
      expected: "expected",
      heldOut: "held_out",
    },
    weekly: { part: "holdout", mark: "tracking", x: "week", y: "actual", expected: "expected" },
    calibration: {
      part: "calibration",
      mark: "against",
      x: "frequency",
      y: "actual",
      expected: "expected",
      low: "low",
      high: "high",
      n: "customers",
    },
    counts: {
      part: "calibration",
      mark: "against",
      x: "frequency",
      y: "customers",
      expected: "expected_customers",
      n: "customers",
    },
    forecast: {
      part: "forecast",
      mark: "line",
      x: "until",
      y: "expected",
      band: ["low", "high"],
      zero: true,
    },
  },
  headlines: {
    mean: {
      label: { en: "Mean predicted value", "zh-CN": "人均预测价值" },
      unit: "money",
      n: "customers",
      better: "more",
      from: ({ summary }) => {
        const value = numberAt(summary, "clv");
        const [reason] = fitRemarks(summary, "value");
        return {
          value,
          n: numberAt(summary, "customers"),
          ...(value === null && reason && { absent: reason.text }),
        };
      },
    },
    alive: {
      label: { en: "Mean probability of being a customer", "zh-CN": "平均活跃概率" },
      unit: "share",
      n: "customers",
      better: "more",
      from: ({ summary }) => {
        const [reason] = fitRemarks(summary, "check");
        return {
          value: numberAt(summary, "mean_p_alive"),
          n: numberAt(summary, "customers"),
          ...(!seesDropout(summary) && reason && { absent: reason.text }),
        };
      },
    },
  },
  variants: { headline: "mean", also: ["alive"], presets: modelVariants },
  assumptions: ({ discount, model }) => [
    {
      en: "Purchases of one day count once; the first one is no repeat",
      "zh-CN": "同一天的购买算一次；首购不算重复购买",
    },
    {
      en: "The model is fitted to all customers known; the date range picks whom to report, by first purchase",
      "zh-CN": "模型用全部已知顾客拟合；日期范围只决定报告哪些顾客（按首购日）",
    },
    ...(model === "bg-nbd"
      ? [
          {
            en: "BG/NBD: who bought once is still there by definition",
            "zh-CN": "BG/NBD：只买过一次的顾客按定义都还在",
          },
        ]
      : []),
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
    {
      en: "A customer's interval is of what is expected: it carries the uncertainty of the parameters, not of chance. The band of all purchases ahead carries both",
      "zh-CN": "单个顾客的区间针对预期值：含参数的不确定性，不含随机性；未来总购买的区间两者都含",
    },
  ],
  note: ({ horizon, model }) => {
    const name = modelVariants.find(({ params }) => params.model === model)?.label.en ?? model;
    return {
      en: `${name} in weeks of 7 days; actual against expected before the forecast, values over ${horizon} weeks ahead.`,
      "zh-CN": `${name}，以 7 天为一周；先看实际与预期，再看预测；价值预测期为 ${horizon} 周。`,
    };
  },
  remarks: ({ summary }, { holdout }) => {
    const told: Remark[] = fitRemarks(summary, "value");
    const cut = summary?.values.cut?.[0];
    const held = numberAt(summary, "held_out_weeks") ?? 0;
    const [actual, expected] = [numberAt(summary, "held_out_actual"), numberAt(summary, "held_out_expected")];
    if (held > 0 && typeof cut === "string" && actual !== null) {
      const moved = held < holdout;
      const from = {
        en: `${held} weeks from ${formatDay(cut, "en")} held out${moved ? ` (${holdout} would leave too little to fit)` : ""}`,
        "zh-CN": `从 ${formatDay(cut, "zh-CN")} 起留出 ${held} 周${moved ? `（留出 ${holdout} 周会使可拟合的数据太少）` : ""}`,
      };
      if (expected === null)
        told.push({
          caution: true,
          text: {
            en: `${from.en}: too little before the cut to fit. Hold out fewer weeks.`,
            "zh-CN": `${from["zh-CN"]}：切分之前的数据太少，无法拟合。请减少留出周数。`,
          },
        });
      else {
        const missed = missedBy(actual, expected);
        const bad = Math.abs(expected - actual) > badMiss * Math.max(1, actual);
        told.push({
          caution: bad,
          text: {
            en: `${from.en}: ${missed.en}${bad ? " The forecast may be as far off." : ""}`,
            "zh-CN": `${from["zh-CN"]}：${missed["zh-CN"]}${bad ? "预测可能同样偏离。" : ""}`,
          },
        });
      }
    } else if (held === 0)
      told.push({
        caution: false,
        text: {
          en: "Nothing is held out: the curve follows the days that it was fitted to, which is no test.",
          "zh-CN": "没有留出数据：曲线跟随的是拟合所用的日子，不能算检验。",
        },
      });
    return told;
  },
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
    "Fader, Hardie & Lee (2005), Journal of Marketing Research 42, appendix (purchases of all time to come)",
    "Chernoff (1954), Annals of Mathematical Statistics 25, 573–578 (likelihood ratio at a boundary)",
  ],
});
