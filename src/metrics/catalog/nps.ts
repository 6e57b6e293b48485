import { normalCdf, npsScore } from "../../models/intervals.ts";
import { sql } from "../../sql.ts";
import { type Frame, type Row, dayNumber, isoDay } from "../../tables/frame.ts";
import { type FoldInput, type Relations, type Window, choice, defineMetric, splitBy } from "../metric.ts";
import { type Period, periodNumbers, periodStart, periodStartSql } from "../period.ts";
import { bySplit, frameOf, numberAt } from "../rows.ts";

const count = (en: string, zh: string) =>
  ({ type: "integer", unit: "responses", label: { en, "zh-CN": zh } }) as const;
const columns = {
  period: { type: "date", unit: "period", period: "period", label: { en: "Period", "zh-CN": "周期" } },
  split: { type: "text", label: { en: "Split", "zh-CN": "拆分" } },
  responses: count("Responses", "答卷数"),
  promoters: count("Promoters (9–10)", "推荐者（9–10）"),
  passives: count("Passives (7–8)", "中立者（7–8）"),
  detractors: count("Detractors (0–6)", "贬损者（0–6）"),
  nps: {
    type: "number",
    unit: "nps",
    label: { en: "NPS", "zh-CN": "净推荐值" },
    interval: ["low", "high"],
    n: "responses",
  },
  low: { type: "number", unit: "nps", label: { en: "Low", "zh-CN": "下限" } },
  high: { type: "number", unit: "nps", label: { en: "High", "zh-CN": "上限" } },
} as const;
const differenceColumns = {
  group_a: { type: "text", label: { en: "Group", "zh-CN": "组" } },
  group_b: { type: "text", label: { en: "Against", "zh-CN": "对比组" } },
  responses_a: count("Responses", "答卷数"),
  responses_b: count("Responses against", "对比组答卷数"),
  difference: {
    type: "number",
    unit: "nps",
    label: { en: "Difference", "zh-CN": "差异" },
    interval: ["low", "high"],
    n: "responses_a",
  },
  low: { type: "number", unit: "nps", label: { en: "Low", "zh-CN": "下限" } },
  high: { type: "number", unit: "nps", label: { en: "High", "zh-CN": "上限" } },
  p: { type: "number", unit: "ratio", label: { en: "p value", "zh-CN": "p 值" } },
  probability: {
    type: "number",
    unit: "share",
    label: { en: "Probability that the first is higher", "zh-CN": "前者更高的概率" },
  },
} as const;

interface Settings {
  readonly period: "all" | Period;
  readonly interval: "adjusted" | "wald" | "goodman";
}

/** Answers that count: asked for a recommendation on 0–10, within the range. */
const kept = ({ surveys }: Relations, { from, to }: Window) => sql`(SELECT * FROM ${surveys}
  WHERE day BETWEEN ${from}::DATE AND ${to}::DATE AND (kind IS NULL OR kind = 'nps') AND (scale_max IS NULL OR scale_max = 10) AND score BETWEEN 0 AND 10)`;

const z = 1.959963984540054;
const chi = Math.sqrt(-2 * Math.log(0.05));

function rowOf(settings: Settings, p: number, n: number, d: number) {
  const found = npsScore(p, n, d, settings.interval);
  return {
    responses: p + n + d,
    promoters: p,
    passives: n,
    detractors: d,
    nps: found?.nps ?? null,
    low: found?.low ?? null,
    high: found?.high ?? null,
  };
}

/** Every pair of so many groups is compared; more would be millions of rows that nobody reads. */
const mostCompared = 100;

function differences(groups: Frame, { interval }: Settings): Frame {
  const rows: Row[] = [];
  const group = (row: number) => {
    const read = (name: string) => numberAt(groups, name, row) ?? 0;
    return {
      name: (groups.values.split?.[row] ?? null) as string | null,
      n: read("responses"),
      score: npsScore(read("promoters"), read("passives"), read("detractors"), interval),
    };
  };
  const all = Array.from({ length: groups.length }, (_, row) => group(row));
  const largest = new Set([...all].sort((a, b) => b.n - a.n).slice(0, mostCompared));
  const compared = all.filter((own) => largest.has(own));
  for (const [a, one] of compared.entries())
    for (const other of compared.slice(a + 1)) {
      if (!one.score || !other.score) continue;
      const difference = one.score.centre - other.score.centre;
      const error = Math.hypot(one.score.standardError, other.score.standardError);
      const reach = (interval === "goodman" ? chi : z) * error;
      const above = error > 0 ? normalCdf(difference / error) : difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
      rows.push({
        group_a: one.name,
        group_b: other.name,
        responses_a: one.n,
        responses_b: other.n,
        difference,
        low: Math.max(-2, difference - reach),
        high: Math.min(2, difference + reach),
        p: 2 * Math.min(above, 1 - above),
        probability: above,
      });
    }
  return frameOf(differenceColumns, rows);
}

function fold({ answers, keepAnswers }: FoldInput, settings: Settings, { from, to }: Window) {
  if (!answers) return null;
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const { length, day, score, scaleMax, kind, split } = answers;
  const period = settings.period === "all" ? null : settings.period;
  const periodOf = period ? periodNumbers(period, first, last) : () => 0;
  const asked = kind.labels.map((label) => label === null || label === "nps");
  const cells = new Map<number, { period: number; split: number; counts: [number, number, number] }>();
  for (let i = 0; i < length; i += 1) {
    const at = day[i] as number;
    const given = score[i] as number;
    const scale = scaleMax[i] as number;
    if (at < first || at > last || (keepAnswers && !keepAnswers[i]) || !asked[kind.codes[i] as number])
      continue;
    if (!(given >= 0 && given <= 10) || !(Number.isNaN(scale) || scale === 10)) continue;
    const code = split ? (split.codes[i] as number) : -1;
    const key = periodOf(at) * 1_048_576 + code + 1;
    let cell = cells.get(key);
    if (!cell) cells.set(key, (cell = { period: periodOf(at), split: code, counts: [0, 0, 0] }));
    cell.counts[given >= 9 ? 0 : given > 6 ? 1 : 2] += 1;
  }
  const label = (code: number) => (code < 0 ? null : (split?.labels[code] ?? null));
  const totals: [number, number, number] = [0, 0, 0];
  const rows = [...cells.values()]
    .sort((a, b) => a.period - b.period || bySplit(label(a.split), label(b.split)))
    .map((cell) => {
      cell.counts.forEach((value, index) => (totals[index as 0 | 1 | 2] += value));
      return {
        period: period ? isoDay(periodStart(period, cell.period)) : null,
        split: label(cell.split),
        ...rowOf(settings, ...cell.counts),
      };
    });
  const summary = totals.some((value) => value > 0)
    ? [{ period: null, split: null, ...rowOf(settings, ...totals) }]
    : [];
  return { main: frameOf(columns, rows), summary: frameOf(columns, summary) };
}

/** The interval of one row of counts, as SQL. */
function scoredSql({ interval }: Settings, from: ReturnType<typeof sql>, order: ReturnType<typeof sql>) {
  const extra = interval === "adjusted" ? 0.75 : 0;
  const reach = interval === "goodman" ? chi : z;
  return sql`, sized AS (
  SELECT *, responses + ${4 * extra} AS size, (promoters + ${extra})::DOUBLE / (responses + ${4 * extra}) AS p, (detractors + ${extra})::DOUBLE / (responses + ${4 * extra}) AS d
  FROM ${from} WHERE responses > 0
), spread AS (
  SELECT *, p - d AS centre, ${reach} * sqrt(greatest(0, p + d - (p - d) * (p - d)) / size) AS reach FROM sized
)
SELECT period, split, responses::INTEGER AS responses, promoters::INTEGER AS promoters, passives::INTEGER AS passives, detractors::INTEGER AS detractors,
  (promoters - detractors)::DOUBLE / responses AS nps, greatest(-1, centre - reach)::DOUBLE AS low, least(1, centre + reach)::DOUBLE AS high
FROM spread
ORDER BY ${order}`;
}
const counts = sql`count(*) AS responses, count(*) FILTER (score >= 9) AS promoters, count(*) FILTER (score > 6 AND score < 9) AS passives, count(*) FILTER (score <= 6) AS detractors`;

export default defineMetric({
  id: "nps",
  section: "voice",
  label: { en: "Net promoter score", "zh-CN": "净推荐值" },
  question: {
    en: "How many more customers would recommend us than not?",
    "zh-CN": "愿意推荐的顾客比不愿意的多多少？",
  },
  definition: {
    en: "The share of answers of 9 or 10 minus the share of 0 to 6, on the question how likely one is to recommend (0–10).",
    "zh-CN": "在“你有多大可能推荐”（0–10 分）的回答中，9–10 分的占比减去 0–6 分的占比。",
  },
  formula: () => ({
    name: { en: "NPS", "zh-CN": "净推荐值" },
    over: { en: "answers of 9–10 − answers of 0–6", "zh-CN": "9–10 分答卷 − 0–6 分答卷" },
    under: { en: "answers", "zh-CN": "全部答卷" },
  }),
  requires: { surveys: ["score", "answered_at"] },
  params: {
    period: choice(
      { en: "Period", "zh-CN": "周期" },
      {
        all: { en: "Whole range", "zh-CN": "整个范围" },
        week: { en: "Week", "zh-CN": "周" },
        month: { en: "Month", "zh-CN": "月" },
        quarter: { en: "Quarter", "zh-CN": "季" },
      },
      "all",
    ),
    interval: choice(
      { en: "Interval", "zh-CN": "区间" },
      {
        adjusted: { en: "Adjusted Wald", "zh-CN": "调整 Wald" },
        wald: { en: "Wald", "zh-CN": "Wald" },
        goodman: { en: "Goodman, multinomial", "zh-CN": "Goodman 多项" },
      },
      "adjusted",
      {
        en: "Adjusted Wald holds its 95 % best for small samples; Goodman's is wider, valid for several contrasts at once.",
        "zh-CN": "小样本下调整 Wald 的 95% 最可靠；Goodman 更宽，适用于同时比较多项。",
      },
    ),
    split: splitBy("surveys"),
  },
  columns,
  sql: (tables, settings, window) => {
    const period = settings.period === "all" ? sql`NULL::DATE` : periodStartSql(settings.period, sql`day`);
    return sql`WITH counted AS (
  SELECT ${period} AS period, split, ${counts} FROM ${kept(tables, window)} GROUP BY 1, 2
)${scoredSql(settings, sql`counted`, sql`period, split NULLS FIRST`)}`;
  },
  parts: {
    summary: {
      label: { en: "All responses", "zh-CN": "全部答卷" },
      columns,
      sql: (tables, settings, window) => sql`WITH counted AS (
  SELECT NULL::DATE AS period, NULL::VARCHAR AS split, ${counts} FROM ${kept(tables, window)}
)${scoredSql(settings, sql`counted`, sql`period`)}`,
    },
    differences: {
      label: { en: "Differences between groups", "zh-CN": "组间差异" },
      columns: differenceColumns,
      sql: (tables, _settings, window) =>
        sql`SELECT split, ${counts} FROM ${kept(tables, window)} GROUP BY split ORDER BY split NULLS FIRST`,
      then: (groups, settings) => differences(groups, settings),
    },
  },
  fold,
  charts: {
    intervals: { mark: "intervals", y: "split", x: "nps", low: "low", high: "high", n: "responses" },
    line: { mark: "line", x: "period", y: "nps", color: "split", band: ["low", "high"], n: "responses" },
  },
  headlines: {
    score: {
      label: { en: "Net promoter score", "zh-CN": "净推荐值" },
      unit: "nps",
      n: "responses",
      better: "more",
      params: { period: "quarter" },
      from: ({ main, summary }) => ({
        value: numberAt(summary, "nps"),
        n: numberAt(summary, "responses"),
        low: numberAt(summary, "low"),
        high: numberAt(summary, "high"),
        series: (main?.values.period ?? []).map((period, row) => ({
          period: String(period),
          value: numberAt(main, "nps", row),
          complete: true,
        })),
      }),
    },
  },
  variants: {
    headline: "score",
    presets: [
      {
        label: { en: "Adjusted Wald interval", "zh-CN": "调整 Wald 区间" },
        params: { interval: "adjusted" },
      },
      { label: { en: "Wald interval", "zh-CN": "Wald 区间" }, params: { interval: "wald" } },
      { label: { en: "Goodman's interval", "zh-CN": "Goodman 区间" }, params: { interval: "goodman" } },
    ],
  },
  members: {
    score: {
      figure: "ratio",
      counted: { en: "Answers", "zh-CN": "答卷" },
      hits: { en: "9–10 − 0–6", "zh-CN": "推荐 − 贬损" },
      unit: "count",
      settings: [],
      sql: (
        tables,
        _settings,
        window,
      ) => sql`SELECT ${tables.has("surveys", "customer_id") ? sql`customer_id` : sql`NULL::VARCHAR AS customer_id`}, count(*) AS counted,
  count(*) FILTER (score >= 9) - count(*) FILTER (score <= 6) AS hits
FROM ${kept(tables, window)} GROUP BY ALL`,
    },
  },
  assumptions: ({ interval }) => [
    {
      en: `Of more than ${mostCompared} groups, the differences are between the ${mostCompared} with the most answers`,
      "zh-CN": `超过 ${mostCompared} 组时，只比较答卷最多的 ${mostCompared} 组之间的差异`,
    },
    {
      en: "Only answers on a scale of 0–10 of the kind NPS or of no stated kind",
      "zh-CN": "只计 0–10 分、类型为 NPS 或未注明类型的答卷",
    },
    { en: "Every answer counts, also several of one customer", "zh-CN": "每份答卷都计数，同一顾客可多份" },
    interval === "goodman"
      ? {
          en: "Interval for several contrasts at once (χ² with 2 degrees of freedom)",
          "zh-CN": "适用于同时比较的区间（自由度 2 的 χ²）",
        }
      : interval === "adjusted"
        ? {
            en: "Interval adds ¾, 1½ and ¾ answers, clipped at ±100",
            "zh-CN": "区间加入 ¾、1½、¾ 份答卷，截断于 ±100",
          }
        : { en: "Interval without adjustment, clipped at ±100", "zh-CN": "未调整的区间，截断于 ±100" },
  ],
  note: ({ interval }) => ({
    en: `% of 9–10 minus % of 0–6; 95 % interval (${interval === "adjusted" ? "adjusted Wald" : interval === "wald" ? "Wald" : "Goodman"}).`,
    "zh-CN": `9–10 分占比减 0–6 分占比；95% 区间（${interval === "adjusted" ? "调整 Wald" : interval === "wald" ? "Wald" : "Goodman"}）。`,
  }),
  example: {
    tables: {
      surveys: `answered_at,score,kind
2025-01-01 10:00:00,10,nps
2025-01-02 10:00:00,9,nps
2025-01-03 10:00:00,8,nps
2025-01-04 10:00:00,3,nps
2025-01-05 10:00:00,10,csat`,
    },
    // 2 of 4 promoters, 1 detractor: +25.
    result: `period,split,responses,promoters,passives,detractors,nps
,,4,2,1,1,0.25`,
  },
  sources: [
    "Reichheld (2003), Harvard Business Review 81(12), 46–54",
    "Rocks (2016), The American Statistician 70, 365–372 (adjusted Wald)",
    "Goodman (1964), Annals of Mathematical Statistics 35, 716–725 (multinomial contrasts)",
  ],
});
