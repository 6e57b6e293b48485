import { formatCount, formatDay } from "../../i18n/format.ts";
import { fit } from "../../models/btyd/fit.ts";
import { distinctHistories } from "../../models/btyd/history.ts";
import { testScore } from "../../models/score-test.ts";
import { sql } from "../../sql.ts";
import { dayNumber, isoDay } from "../../tables/frame.ts";
import { fitColumns, fitRemarks, fitRow, isFitted } from "../fit-words.ts";
import { type Remark, choice, defineMetric, integer, number } from "../metric.ts";
import { modelParam, numbersOf, purchaseDays, purchaseModels, watching, weeksOf } from "../purchase-model.ts";
import { frameOf, numberAt } from "../rows.ts";

const share = (en: string, zh: string) =>
  ({ type: "number", unit: "share", label: { en, "zh-CN": zh } }) as const;
const ratio = (en: string, zh: string) =>
  ({ type: "number", unit: "ratio", label: { en, "zh-CN": zh } }) as const;
const people = (en: string, zh: string) =>
  ({ type: "integer", unit: "customers", label: { en, "zh-CN": zh } }) as const;
const columns = {
  decile: {
    type: "integer",
    label: { en: "Tenth by score, highest first", "zh-CN": "按分数从高到低的十分之一" },
  },
  customers: people("Customers", "顾客数"),
  left: people("Bought nothing after", "之后没有再买"),
  rate: {
    ...share("Share that bought nothing", "没有再买的占比"),
    interval: ["low", "high"],
    n: "customers",
  },
  low: share("Share, low", "占比下限"),
  high: share("Share, high", "占比上限"),
  lift: ratio("Lift over all", "提升倍数"),
  expected: { ...share("Expected share", "预期占比"), n: "customers" },
} as const;
const calibrationColumns = {
  bin: { type: "integer", label: { en: "Group", "zh-CN": "组" } },
  customers: people("Customers", "顾客数"),
  expected: share("Probability told of not buying", "预测的“不再购买”概率"),
  left: people("Bought nothing after", "之后没有再买"),
  rate: {
    ...share("Share that bought nothing", "没有再买的占比"),
    interval: ["low", "high"],
    n: "customers",
  },
  low: share("Share, low", "占比下限"),
  high: share("Share, high", "占比上限"),
} as const;
const customerColumns = {
  customer_id: { type: "text", label: { en: "Customer", "zh-CN": "客户" } },
  days_since: {
    type: "integer",
    unit: "days",
    label: { en: "Days since, at the cut", "zh-CN": "切分时距上次天数" },
  },
  median_gap: { type: "number", unit: "days", label: { en: "Usual gap", "zh-CN": "平时间隔" } },
  overdue_ratio: ratio("Overdue", "逾期倍数"),
  p_quiet: share("Probability of not buying", "不再购买概率"),
  decile: { type: "integer", label: { en: "Tenth by score", "zh-CN": "分数所在十分位" } },
  listed: { type: "boolean", label: { en: "Would have been listed", "zh-CN": "会被列入名单" } },
  left: { type: "boolean", label: { en: "Bought nothing after", "zh-CN": "之后没有再买" } },
} as const;
const summaryColumns = {
  cut: { type: "date", label: { en: "Replayed at", "zh-CN": "回放日" } },
  until: { type: "date", label: { en: "Watched until", "zh-CN": "观察到" } },
  customers: people("Repeat customers then", "当时的回头客"),
  left: people("Bought nothing after", "之后没有再买"),
  rate: { ...share("Share that bought nothing", "没有再买的占比"), n: "customers" },
  listed: people("Would have been listed", "会被列入名单"),
  caught: people("Listed, and bought nothing", "列入且没有再买"),
  precision: { ...share("Precision", "查准率"), interval: ["precision_low", "precision_high"], n: "listed" },
  precision_low: share("Precision, low", "查准率下限"),
  precision_high: share("Precision, high", "查准率上限"),
  recall: { ...share("Recall", "查全率"), interval: ["recall_low", "recall_high"], n: "left" },
  recall_low: share("Recall, low", "查全率下限"),
  recall_high: share("Recall, high", "查全率上限"),
  lift: ratio("Lift of the list", "名单的提升倍数"),
  brier: ratio("Brier score", "Brier 分数"),
  ...fitColumns,
} as const;
const nothing = () => sql`SELECT 1`;
const percent = (value: number | null) => (value === null ? "—" : `${(value * 100).toFixed(1)}%`);

export default defineMetric({
  id: "backtest-churn",
  section: "retention",
  label: { en: "Churn warning, tested", "zh-CN": "流失预警回测" },
  question: {
    en: "Would the list of at-risk customers have been right at a past date?",
    "zh-CN": "如果在过去某天就用流失预警名单，它说得准吗？",
  },
  definition: {
    en: "The at-risk list is made anew as of a past date from what was known before it; then the days after it tell who bought and who did not. Precision: of those listed, the share that bought nothing. Recall: of those who bought nothing, the share that was listed. Lift: the share in a tenth over the share of all. Calibration: the probability of buying nothing that the model told, against the share that happened. Customers with at least two purchase days by then.",
    "zh-CN":
      "用过去某天之前已知的数据重做流失预警名单，再看之后若干天谁买了、谁没买。查准率：名单上的人中没有再买的占比；查全率：没有再买的人中在名单上的占比；提升倍数：某个十分位的占比 ÷ 全部的占比；校准：模型给出的“不再购买”概率与实际占比相比。只算当时至少有两个购买日的顾客。",
  },
  formula: ({ days }) => ({
    name: { en: "precision", "zh-CN": "查准率" },
    over: {
      en: `listed customers without a purchase in ${days} days`,
      "zh-CN": `名单上 ${days} 天内没有购买的顾客`,
    },
    under: { en: "listed customers", "zh-CN": "名单上的顾客" },
  }),
  requires: { orders: ["customer_id", "ordered_at"] },
  params: {
    score: choice(
      { en: "Score", "zh-CN": "分数" },
      {
        overdue: { en: "Overdue, as the list has it", "zh-CN": "逾期倍数（与名单相同）" },
        quiet: { en: "Probability of not buying", "zh-CN": "不再购买的概率" },
      },
      "overdue",
    ),
    overdue: number(
      { en: "Listed from (times the usual gap)", "zh-CN": "列入：逾期倍数起点" },
      { default: 1.5, min: 1, max: 20 },
    ),
    threshold: number(
      { en: "Listed from (probability)", "zh-CN": "列入：概率起点" },
      { default: 0.8, min: 0, max: 1 },
    ),
    days: integer({ en: "Days watched after", "zh-CN": "之后观察天数" }, { default: 90, min: 1, max: 730 }),
    earlier: integer(
      { en: "Replayed earlier still by (days)", "zh-CN": "再往前回放（天）" },
      {
        default: 0,
        min: 0,
        max: 3650,
        help: {
          en: "At 0 the days watched end with the as-of date; more moves both back.",
          "zh-CN": "为 0 时观察期正好在截至日结束；更大则一起往前移。",
        },
      },
    ),
    model: modelParam("mbg-nbd"),
  },
  columns,
  sql: (tables, { days, earlier }, { from, asOf }) => sql`WITH ${purchaseDays(tables)}, gaps AS (
  SELECT *, ${asOf}::DATE - ${days + earlier}::INTEGER AS cut_day,
    day - lag(day) OVER (PARTITION BY customer ORDER BY day) AS gap
  FROM bought
), known AS (
  -- As the file stood before the cut.
  SELECT customer, any_value(customer_id) AS customer_id, any_value(cut_day) AS cut_day, max(day) AS last_day,
    min(day) AS first_day, median(gap) AS median_gap, count(*) - 1 AS x
  FROM gaps WHERE day < cut_day GROUP BY customer
), after AS (
  SELECT customer, count(*) AS days FROM gaps WHERE day >= cut_day AND day < cut_day + ${days}::INTEGER GROUP BY customer
)
SELECT k.customer_id, (k.cut_day - k.last_day)::INTEGER AS days_since, k.median_gap::DOUBLE AS median_gap,
  k.x::INTEGER AS x, (k.last_day - k.first_day)::INTEGER AS tx, (k.cut_day - 1 - k.first_day)::INTEGER AS age,
  coalesce(a.days, 0)::INTEGER AS after, k.last_day >= ${from}::DATE AS reported
FROM known k LEFT JOIN after a ON a.customer = k.customer
ORDER BY k.customer_id`,
  model: (rows, { score, overdue, threshold, days, earlier, model: name }, { asOf }, task) => {
    const model = purchaseModels[name];
    const [x, tx, age] = [numbersOf(rows, "x"), weeksOf(rows, "tx"), weeksOf(rows, "age")];
    const fitted = fit(
      model,
      distinctHistories(x, tx, age),
      watching(task, { en: "Fitting purchases", "zh-CN": "拟合购买" }),
    );
    const known = isFitted(fitted);
    const customers = Array.from({ length: rows.length }, (_, row) => row)
      .filter((row) => (x[row] ?? 0) > 0 && rows.values.reported?.[row] === true)
      .map((row) => {
        const since = numberAt(rows, "days_since", row) ?? 0;
        const gap = numberAt(rows, "median_gap", row) ?? 0;
        const times = since / Math.max(1, gap);
        const told = known
          ? model.quiet(fitted.parameters, x[row] ?? 0, tx[row] ?? 0, age[row] ?? 0, days / 7)
          : null;
        return {
          row,
          since,
          gap,
          times,
          told,
          score: score === "overdue" ? times : (told ?? 0),
          listed: score === "overdue" ? times >= overdue : told !== null && told >= threshold,
          happened: numberAt(rows, "after", row) === 0,
        };
      });
    // Without a model there is no probability, and no list by it.
    const tested = score === "quiet" && !known ? [] : customers;
    const found = testScore(tested);
    const cut = dayNumber(asOf) - days - earlier;
    return Promise.resolve({
      main: frameOf(
        columns,
        found.tenths.map(({ group, ...tenth }) => ({ decile: group, ...tenth })),
      ),
      calibration: frameOf(
        calibrationColumns,
        found.bins.map(({ group, ...bin }) => ({ bin: group, ...bin })),
      ),
      customers: frameOf(
        customerColumns,
        tested.map((one, index) => ({
          customer_id: String(rows.values.customer_id?.[one.row] ?? ""),
          days_since: one.since,
          median_gap: one.gap,
          overdue_ratio: one.times,
          p_quiet: one.told,
          decile: found.deciles[index] ?? null,
          listed: one.listed,
          left: one.happened,
        })),
      ),
      summary: frameOf(summaryColumns, [
        {
          cut: isoDay(cut),
          until: isoDay(cut + days - 1),
          customers: found.n,
          left: found.happened,
          rate: found.base,
          listed: found.listed,
          caught: found.caught,
          precision: found.precision,
          precision_low: found.precisionInterval?.low ?? null,
          precision_high: found.precisionInterval?.high ?? null,
          recall: found.recall,
          recall_low: found.recallInterval?.low ?? null,
          recall_high: found.recallInterval?.high ?? null,
          lift: found.lift,
          brier: found.brier,
          ...fitRow(fitted, null),
        },
      ]),
    });
  },
  parts: {
    calibration: { label: { en: "Calibration", "zh-CN": "校准" }, columns: calibrationColumns, sql: nothing },
    customers: { label: { en: "Customers", "zh-CN": "客户" }, columns: customerColumns, sql: nothing },
    summary: { label: { en: "Summary", "zh-CN": "概要" }, columns: summaryColumns, sql: nothing },
  },
  charts: {
    page: { mark: "page", facts: false, charts: ["deciles", "calibration"] },
    deciles: {
      title: { en: "By score, in tenths", "zh-CN": "按分数分十组" },
      mark: "against",
      x: "decile",
      y: "rate",
      expected: "expected",
      low: "low",
      high: "high",
      n: "customers",
    },
    calibration: {
      part: "calibration",
      mark: "calibration",
      x: "expected",
      y: "rate",
      low: "low",
      high: "high",
      n: "customers",
    },
  },
  headlines: {
    precision: {
      label: { en: "Precision of the churn warning", "zh-CN": "流失预警查准率" },
      unit: "share",
      n: "customers",
      better: "more",
      from: ({ summary }) => ({
        value: numberAt(summary, "precision"),
        n: numberAt(summary, "listed"),
        low: numberAt(summary, "precision_low"),
        high: numberAt(summary, "precision_high"),
      }),
    },
    recall: {
      label: { en: "Recall of the churn warning", "zh-CN": "流失预警查全率" },
      unit: "share",
      n: "customers",
      better: "more",
      from: ({ summary }) => ({
        value: numberAt(summary, "recall"),
        n: numberAt(summary, "left"),
        low: numberAt(summary, "recall_low"),
        high: numberAt(summary, "recall_high"),
      }),
    },
  },
  variants: {
    headline: "precision",
    also: ["recall"],
    presets: [
      {
        label: { en: "Overdue, 1.5 times the gap", "zh-CN": "逾期 1.5 倍" },
        params: { score: "overdue", overdue: 1.5 },
      },
      {
        label: { en: "Overdue, 3 times the gap", "zh-CN": "逾期 3 倍" },
        params: { score: "overdue", overdue: 3 },
      },
      {
        label: { en: "Probability from 80%", "zh-CN": "概率 80% 起" },
        params: { score: "quiet", threshold: 0.8 },
      },
    ],
  },
  assumptions: ({ days }) => [
    {
      en: "Nothing from the cut on is known to the score, the usual gaps and the model included",
      "zh-CN": "分数、平时间隔与模型都不知道切分日及以后的事",
    },
    {
      en: `Who bought nothing for ${days} days counts as gone; some of them came back later`,
      "zh-CN": `${days} 天没有购买就算流失；其中有人之后又回来`,
    },
    {
      en: "Tenths go by rank and never split a tie, so they may differ in size",
      "zh-CN": "十分位按名次划分，同分不拆开，因此人数可能不等",
    },
  ],
  note: ({ days, score, overdue, threshold }) => ({
    en: `Listed: ${score === "overdue" ? `from ${overdue} times the own median gap` : `probability of not buying from ${Math.round(threshold * 100)}%`}. Gone: no purchase in ${days} days. Wilson 95% intervals.`,
    "zh-CN": `列入：${score === "overdue" ? `自己间隔中位数的 ${overdue} 倍起` : `不再购买概率 ${Math.round(threshold * 100)}% 起`}。流失：${days} 天内没有购买。Wilson 95% 区间。`,
  }),
  remarks: ({ summary }, { score, days }) => {
    const told: Remark[] = fitRemarks(summary, "check");
    const cut = summary?.values.cut?.[0];
    const at = (column: string) => numberAt(summary, column);
    const n = at("customers") ?? 0;
    if (typeof cut !== "string") return told;
    if (n === 0) {
      if (score === "quiet" && told.length > 0) return told;
      const text = {
        en: `By ${formatDay(cut, "en")} nobody had bought on two days: there is nothing to test. Watch fewer days or replay later.`,
        "zh-CN": `到 ${formatDay(cut, "zh-CN")} 为止没有人在两天买过，无从检验。请缩短观察天数或改到更晚的日期。`,
      };
      return [{ caution: true, text }];
    }
    const [listed, caught, left] = [at("listed") ?? 0, at("caught") ?? 0, at("left") ?? 0];
    const count = (value: number, locale: "en" | "zh-CN") => formatCount(value, locale);
    told.push({
      caution: false,
      text: {
        en: `As of ${formatDay(cut, "en")}, ${count(listed, "en")} of ${count(n, "en")} were listed. ${count(caught, "en")} of them bought nothing in ${days} days: precision ${percent(at("precision"))} against ${percent(at("rate"))} of all; recall ${percent(at("recall"))} of ${count(left, "en")}.`,
        "zh-CN": `截至 ${formatDay(cut, "zh-CN")}，${count(n, "zh-CN")} 人中有 ${count(listed, "zh-CN")} 人在名单上，其中 ${count(caught, "zh-CN")} 人之后 ${days} 天没有购买：查准率 ${percent(at("precision"))}，全体为 ${percent(at("rate"))}；没有再买的 ${count(left, "zh-CN")} 人中查全 ${percent(at("recall"))}。`,
      },
    });
    const [low, rate] = [at("precision_low"), at("rate")];
    if (low !== null && rate !== null && low <= rate)
      told.push({
        caution: true,
        text: {
          en: "The list was no better than taking customers at random, as far as these numbers can tell.",
          "zh-CN": "就这些数字看，名单并不比随机挑人更准。",
        },
      });
    return told;
  },
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-01-11 10:00:00,10
3,a,2025-01-21 10:00:00,10
4,b,2025-01-05 10:00:00,10
5,b,2025-02-04 10:00:00,10
6,b,2025-03-06 10:00:00,10
7,b,2025-03-20 10:00:00,10
8,c,2025-01-10 10:00:00,10
9,c,2025-01-20 10:00:00,10
10,c,2025-04-01 10:00:00,10
11,d,2025-01-02 10:00:00,10`,
    },
    asOf: "2025-04-10",
    params: { days: 30 },
    // Replayed at 11 March. c is 50 days after a gap of 10, a 49 after 10, b 5 after 30; d has no gap. Of the
    // three only a bought nothing until 9 April: a third of all, and everyone of the fourth tenth.
    result: `decile,customers,left,rate,lift
1,1,0,0,0
4,1,1,1,3
7,1,0,0,0`,
  },
  sources: [
    "Batislam, Denizel & Filiztekin (2007) and Fader, Hardie & Lee (2005), as in predicted customer value",
    "Brier (1950), Monthly Weather Review 78, 1–3",
    "Wilson (1927), Journal of the American Statistical Association 22, 209–212",
  ],
});
