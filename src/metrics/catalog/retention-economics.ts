import { wilson } from "../../models/intervals.ts";
import { type Sql, join, sql } from "../../sql.ts";
import type { Row } from "../../tables/frame.ts";
import { type FoldInput, type Window, choice, defineMetric, number } from "../metric.ts";
import {
  type MultipleSettings,
  measureRetention,
  measuredSql,
  multipleOf,
  multipleSql,
} from "../margin-multiple.ts";
import { shareEnds } from "../result-columns.ts";
import { frameOf, numberAt } from "../rows.ts";
import { wilsonSql } from "../wilson.ts";

const money = (en: string, zh: string, n = "customers") =>
  ({ type: "number", unit: "money", label: { en, "zh-CN": zh }, n }) as const;
const share = (en: string, zh: string) =>
  ({ type: "number", unit: "share", label: { en, "zh-CN": zh } }) as const;
const customers = {
  type: "integer",
  unit: "customers",
  label: { en: "Customers, last full period", "zh-CN": "最近完整周期顾客数" },
} as const;
const columns = {
  scenario: {
    type: "text",
    label: { en: "Retention is", "zh-CN": "留存" },
    values: { now: { en: "As it is", "zh-CN": "现状" }, raised: { en: "Raised", "zh-CN": "提升后" } },
  },
  retention: { ...share("Retention", "留存率"), n: "previous", interval: ["low", "high"] },
  ...shareEnds,
  previous: { type: "integer", unit: "customers", label: { en: "Could return", "zh-CN": "可留存人次" } },
  multiple: { type: "number", unit: "ratio", label: { en: "Margin multiple", "zh-CN": "毛利倍数" } },
  value_per_customer: { ...money("Value per customer", "单客价值"), interval: ["value_low", "value_high"] },
  value_low: money("Value, low", "单客价值下限"),
  value_high: money("Value, high", "单客价值上限"),
  net_value: money("After acquisition cost", "扣获客成本后"),
  customers,
  base_value: money("Value of all customers", "全部顾客价值"),
} as const;
const summaryColumns = {
  gain_per_customer: { ...money("Gain per customer", "单客增益"), interval: ["gain_low", "gain_high"] },
  gain_low: money("Gain, low", "增益下限"),
  gain_high: money("Gain, high", "增益上限"),
  gain_share: { ...share("Gain, share of value", "增益占价值"), n: "customers" },
  customers,
  gain: money("Gain, all customers", "全部顾客增益"),
  new_customers: {
    type: "number",
    unit: "customers",
    label: { en: "New customers worth as much", "zh-CN": "等值新客数" },
  },
} as const;
const inputs = {
  retention: { en: "Retention", "zh-CN": "留存率" },
  revenue: { en: "Revenue per customer", "zh-CN": "每期客均收入" },
  margin: { en: "Margin", "zh-CN": "毛利率" },
  discount: { en: "Discount rate", "zh-CN": "折现率" },
  cost: { en: "Acquisition cost", "zh-CN": "获客成本" },
} as const;
type Input = keyof typeof inputs;
const inputNames = Object.keys(inputs) as Input[];
const isMoney = (input: Input) => input === "revenue" || input === "cost";
/** No more than all of it. */
const isWhole = (input: Input) => input === "retention" || input === "margin";
const figure = (en: string, zh: string) => ({ type: "number", label: { en, "zh-CN": zh } }) as const;
const tornadoColumns = {
  input: { type: "text", label: { en: "Input", "zh-CN": "输入" }, values: inputs },
  unit: {
    type: "text",
    label: { en: "Unit", "zh-CN": "单位" },
    values: { share: { en: "Share", "zh-CN": "比例" }, money: { en: "Money", "zh-CN": "金额" } },
  },
  low_input: figure("Lower input", "低值"),
  input_value: figure("Input", "现值"),
  high_input: figure("Higher input", "高值"),
  net_value: money("Value per customer", "单客价值"),
  low_value: money("With the lower", "取低值时"),
  high_value: money("With the higher", "取高值时"),
  effect: money("Difference", "相差"),
  elasticity: {
    type: "number",
    unit: "ratio",
    label: { en: "Change in % per 1 %", "zh-CN": "每变 1% 的百分比变化" },
  },
  customers,
} as const;

interface Settings extends MultipleSettings {
  readonly points: number;
  readonly margin: number;
  readonly discount: number;
  readonly cost: number;
  readonly swing: number;
}
type Inputs = Readonly<Record<Input, number>>;
function fold(input: FoldInput, settings: Settings, window: Window) {
  const measured = measureRetention(input, settings, window);
  const parts = (main: readonly Row[], summary: readonly Row[], tornado: readonly Row[]) => ({
    main: frameOf(columns, main),
    summary: frameOf(summaryColumns, summary),
    tornado: frameOf(tornadoColumns, tornado),
  });
  if (!measured) return parts([], [], []);
  const { previous, retained, customers: count, retention, revenue } = measured;
  const [yearly, margin] = [settings.discount / 100, settings.margin / 100];
  const interval = wilson(retained, previous) ?? { low: 0, high: 1 };
  const worth = (share: number) => revenue * margin * multipleOf(share, yearly, settings);
  const raised = (share: number) => Math.min(1, share + settings.points / 100);
  const main = (["now", "raised"] as const).map((scenario) => {
    const of = scenario === "now" ? (share: number) => share : raised;
    const [mid, low, high] = [of(retention), of(interval.low), of(interval.high)];
    return {
      scenario,
      retention: mid,
      low,
      high,
      previous,
      multiple: multipleOf(mid, yearly, settings),
      value_per_customer: worth(mid),
      value_low: worth(low),
      value_high: worth(high),
      net_value: worth(mid) - settings.cost,
      customers: count,
      base_value: worth(mid) * count,
    };
  });
  const gainAt = (share: number) => worth(raised(share)) - worth(share);
  const gains = [retention, interval.low, interval.high].map(gainAt);
  const gain = gainAt(retention);
  const net = worth(retention) - settings.cost;
  const summary = {
    gain_per_customer: gain,
    gain_low: Math.min(...gains),
    gain_high: Math.max(...gains),
    gain_share: worth(retention) === 0 ? null : gain / worth(retention),
    customers: count,
    gain: gain * count,
    new_customers: net > 0 ? (gain * count) / net : null,
  };
  const base: Inputs = { retention, revenue, margin, discount: yearly, cost: settings.cost };
  const netOf = (given: Inputs) =>
    given.revenue * given.margin * multipleOf(given.retention, given.discount, settings) - given.cost;
  const moved = (name: Input, times: number) =>
    isWhole(name) ? Math.min(1, base[name] * times) : base[name] * times;
  const tornado = inputNames
    .filter((name) => base[name] !== 0)
    .map((name): Row & { effect: number } => {
      const [low, high] = [1 - settings.swing / 100, 1 + settings.swing / 100].map((times) =>
        moved(name, times),
      ) as [number, number];
      const [lowValue, highValue] = [netOf({ ...base, [name]: low }), netOf({ ...base, [name]: high })];
      const step = (high - low) / base[name];
      return {
        input: name,
        unit: isMoney(name) ? "money" : "share",
        low_input: low,
        input_value: base[name],
        high_input: high,
        net_value: net,
        low_value: lowValue,
        high_value: highValue,
        effect: Math.abs(highValue - lowValue),
        elasticity: net === 0 ? null : (highValue - lowValue) / net / step,
        customers: count,
      };
    });
  return parts(main, [summary], tornado);
}

const percent = (en: string, zh: string, preset: number, min: number, max: number) =>
  number({ en: `${en} (%)`, "zh-CN": `${zh}（%）` }, { default: preset, min, max });

const presets = {
  later: { en: "Margins still to come", "zh-CN": "只计以后的毛利" },
  all: { en: "First margin included", "zh-CN": "含首期毛利" },
} as const;

export default defineMetric({
  id: "retention-economics",
  section: "value",
  label: { en: "Retention economics", "zh-CN": "留存经济性" },
  question: {
    en: "What would it be worth to keep a few more customers in every hundred?",
    "zh-CN": "每百位顾客多留住几位，值多少钱？",
  },
  definition: {
    en: "Retention and revenue are measured over the full periods of the range: r, customers active in a period and the one before over those active before; revenue per customer, revenue after refunds over buyers. With a margin and a discount rate i per period, a customer is worth margin per period × r ÷ (1 + i − r): all coming margins, discounted, at constant retention. Raising r by the stated points gives the gain. The tornado moves each input up and down by the same share and shows what that does to the value after acquisition cost.",
    "zh-CN":
      "留存率与收入按范围内的完整周期实测：r = 本期与上期都活跃的顾客 ÷ 上期活跃的顾客；客均收入 = 扣退款后的收入 ÷ 购买人数。给定毛利率与每期折现率 i，一位顾客的价值 = 每期毛利 × r ÷ (1 + i − r)，即留存不变时未来全部毛利的折现。把 r 提高若干个百分点即得增益。龙卷风图把各输入上下变动相同比例，看扣除获客成本后的价值如何变化。",
  },
  formula: ({ preset }) => ({
    name: { en: "value per customer", "zh-CN": "单客价值" },
    over:
      preset === "later"
        ? { en: "revenue × margin × r", "zh-CN": "收入 × 毛利率 × r" }
        : { en: "revenue × margin × (1 + i)", "zh-CN": "收入 × 毛利率 × (1 + i)" },
    under: { en: "1 + i − r", "zh-CN": "1 + i − r" },
  }),
  requires: { orders: ["customer_id", "ordered_at", "amount"] },
  params: {
    preset: choice({ en: "Value counts", "zh-CN": "价值口径" }, presets, "later"),
    period: choice(
      { en: "Period", "zh-CN": "周期" },
      {
        month: { en: "Month", "zh-CN": "月" },
        quarter: { en: "Quarter", "zh-CN": "季" },
        year: { en: "Year", "zh-CN": "年" },
      },
      "quarter",
    ),
    points: number(
      { en: "Raise retention by (points)", "zh-CN": "留存率提高（百分点）" },
      { default: 5, min: 0, max: 100 },
    ),
    margin: percent("Margin on revenue", "毛利率", 40, 0, 100),
    discount: percent("Discount rate a year", "年折现率", 10, 0.5, 100),
    cost: number(
      { en: "Cost of acquiring a customer", "zh-CN": "单个获客成本" },
      { default: 0, min: 0, max: 1_000_000_000 },
    ),
    swing: percent("Tornado: change each input by", "龙卷风图：各输入变动", 10, 1, 90),
  },
  columns,
  sql: (tables, settings, window) => {
    const { low, high } = wilsonSql(sql`retained`, sql`previous`);
    const [yearly, margin] = [sql`${settings.discount / 100}::DOUBLE`, sql`${settings.margin / 100}::DOUBLE`];
    const worth = (share: Sql) => sql`revenue * ${margin} * ${multipleSql(share, yearly, settings)}`;
    return sql`${measuredSql(tables, settings, window)}, scenarios AS (
  SELECT *, least(1, retention + points) AS r, least(1, ${low} + points) AS r_low, least(1, ${high} + points) AS r_high
  FROM measured, (VALUES ('now', 0::DOUBLE), ('raised', ${settings.points / 100}::DOUBLE)) AS s (scenario, points)
)
SELECT scenario, r AS retention, r_low AS low, r_high AS high, previous::INTEGER AS previous, ${multipleSql(sql`r`, yearly, settings)} AS multiple,
  ${worth(sql`r`)} AS value_per_customer, ${worth(sql`r_low`)} AS value_low, ${worth(sql`r_high`)} AS value_high,
  ${worth(sql`r`)} - ${settings.cost}::DOUBLE AS net_value, customers, ${worth(sql`r`)} * customers AS base_value
FROM scenarios
ORDER BY scenario`;
  },
  parts: {
    summary: {
      label: { en: "Gain", "zh-CN": "增益" },
      columns: summaryColumns,
      sql: (tables, settings, window) => {
        const { low, high } = wilsonSql(sql`retained`, sql`previous`);
        const yearly = sql`${settings.discount / 100}::DOUBLE`;
        const worth = (share: Sql) =>
          sql`revenue * ${settings.margin / 100}::DOUBLE * ${multipleSql(share, yearly, settings)}`;
        return sql`${measuredSql(tables, settings, window)}, ends AS (
  SELECT 'mid' AS place, retention AS r FROM measured UNION ALL SELECT 'low', ${low} FROM measured UNION ALL SELECT 'high', ${high} FROM measured
), gains AS (
  SELECT place, ${worth(sql`r`)} AS value, ${worth(sql`least(1, r + ${settings.points / 100}::DOUBLE)`)} - ${worth(sql`r`)} AS gain
  FROM ends, measured
)
SELECT g.gain AS gain_per_customer, (SELECT min(gain) FROM gains) AS gain_low, (SELECT max(gain) FROM gains) AS gain_high,
  g.gain / nullif(g.value, 0) AS gain_share, m.customers, g.gain * m.customers AS gain,
  CASE WHEN g.value > ${settings.cost}::DOUBLE THEN g.gain * m.customers / (g.value - ${settings.cost}::DOUBLE) END AS new_customers
FROM gains g, measured m WHERE g.place = 'mid'`;
      },
    },
    tornado: {
      label: { en: "What matters", "zh-CN": "敏感性" },
      columns: tornadoColumns,
      sql: (tables, settings, window) => {
        const step = settings.swing / 100;
        const at = (name: Input) =>
          ({
            retention: sql`retention`,
            revenue: sql`revenue`,
            margin: sql`${settings.margin / 100}::DOUBLE`,
            discount: sql`${settings.discount / 100}::DOUBLE`,
            cost: sql`${settings.cost}::DOUBLE`,
          })[name];
        const moved = (name: Input, times: number) =>
          isWhole(name) ? sql`least(1, ${at(name)} * ${times}::DOUBLE)` : sql`${at(name)} * ${times}::DOUBLE`;
        const net = (changed: Input | null, value: Sql) => {
          const of = (name: Input) => (name === changed ? value : at(name));
          return sql`${of("revenue")} * ${of("margin")} * ${multipleSql(of("retention"), of("discount"), settings)} - ${of("cost")}`;
        };
        const rows = inputNames.map(
          (
            name,
            place,
          ) => sql`SELECT ${place} AS place, ${name} AS input, ${isMoney(name) ? "money" : "share"} AS unit, ${moved(name, 1 - step)} AS low_input,
    ${at(name)} AS input_value, ${moved(name, 1 + step)} AS high_input, ${net(null, sql``)} AS net_value,
    ${net(name, moved(name, 1 - step))} AS low_value, ${net(name, moved(name, 1 + step))} AS high_value, customers
  FROM measured`,
        );
        return sql`${measuredSql(tables, settings, window)}, moved AS (
  ${join(rows, "\n  UNION ALL\n  ")}
)
SELECT input, unit, low_input, input_value, high_input, net_value, low_value, high_value, abs(high_value - low_value) AS effect,
  (high_value - low_value) / nullif(net_value, 0) / ((high_input - low_input) / input_value) AS elasticity, customers
FROM moved
WHERE input_value <> 0
ORDER BY place`;
      },
    },
  },
  fold,
  charts: {
    tornado: {
      part: "tornado",
      mark: "tornado",
      y: "input",
      base: "net_value",
      low: "low_value",
      high: "high_value",
      inputs: ["low_input", "high_input"],
      unit: "unit",
    },
    scenarios: { mark: "bars", x: "scenario", y: "base_value", horizontal: true },
  },
  headlines: {
    gain: {
      label: { en: "Worth of better retention", "zh-CN": "提升留存的价值" },
      unit: "money",
      n: "customers",
      better: "more",
      from: ({ summary }) => ({ value: numberAt(summary, "gain"), n: numberAt(summary, "customers") }),
    },
    value: {
      label: { en: "Value per customer", "zh-CN": "单客价值" },
      unit: "money",
      n: "customers",
      better: "more",
      from: ({ main }) => ({
        value: numberAt(main, "value_per_customer"),
        n: numberAt(main, "customers"),
        low: numberAt(main, "value_low"),
        high: numberAt(main, "value_high"),
      }),
    },
  },
  variants: {
    headline: "value",
    also: ["gain"],
    presets: [
      { label: { en: "Margins still to come", "zh-CN": "只计以后的毛利" }, params: { preset: "later" } },
      { label: { en: "First margin included", "zh-CN": "含首期毛利" }, params: { preset: "all" } },
      { label: { en: "By month", "zh-CN": "按月" }, params: { period: "month" } },
      { label: { en: "By year", "zh-CN": "按年" }, params: { period: "year" } },
    ],
  },
  assumptions: ({ margin, discount }) => [
    {
      en: "Retention and revenue per customer stay as they were; a customer who skips a period is gone",
      "zh-CN": "留存率与客均收入保持不变；跳过一期即视为离开",
    },
    {
      en: "Needs two full periods in a row; choose a shorter period where there are none",
      "zh-CN": "需要连续两个完整周期；没有时请选更短的周期",
    },
    {
      en: `Margin ${margin} % and discount rate ${discount} % are entered, not measured`,
      "zh-CN": `毛利率 ${margin}% 与折现率 ${discount}% 为填写值，非实测`,
    },
    {
      en: "The interval carries the uncertainty of retention alone (Wilson 95 %)",
      "zh-CN": "区间只含留存率的不确定性（Wilson 95%）",
    },
  ],
  note: ({ period, points, margin, discount, swing }) => {
    const zh = { month: "月", quarter: "季", year: "年" }[period];
    return {
      en: `Retention per ${period}, raised by ${points} points; margin ${margin} %, discount ${discount} % a year. Tornado: each input ± ${swing} %.`,
      "zh-CN": `每${zh}留存率，提高 ${points} 个百分点；毛利率 ${margin}%，年折现率 ${discount}%。龙卷风图：各输入 ±${swing}%。`,
    };
  },
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2024-03-01 10:00:00,100
2,b,2024-04-01 10:00:00,100
3,c,2024-05-01 10:00:00,100
4,d,2024-06-01 10:00:00,100
5,e,2024-07-01 10:00:00,100
6,a,2025-03-01 10:00:00,100
7,b,2025-04-01 10:00:00,100
8,c,2025-05-01 10:00:00,100
9,d,2025-06-01 10:00:00,100`,
    },
    asOf: "2026-01-01",
    params: { period: "year", points: 10, margin: 50, discount: 10, cost: 20 },
    // Four of five return: 0.8. 100 × 0.5 × 0.8 ÷ (1.1 − 0.8) = 133.33; at 0.9: 50 × 4.5 = 225. Four customers.
    result: `scenario,retention,previous,multiple,value_per_customer,net_value,customers,base_value
now,0.8,5,2.666667,133.333333,113.333333,4,533.333333
raised,0.9,5,4.5,225,205,4,900`,
  },
  sources: [
    "Gupta & Lehmann (2003), Journal of Interactive Marketing 17(1), 9–24 (margin multiple)",
    "Reichheld & Sasser (1990), Harvard Business Review 68(5), 105–111 (worth of five points of retention)",
    "Wilson (1927), JASA 22, 209–212 (interval)",
  ],
});
