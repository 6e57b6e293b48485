import { formatDay } from "../../i18n/format.ts";
import { wilson } from "../../models/intervals.ts";
import { type Sql, sql } from "../../sql.ts";
import { dayNumber, isoDay } from "../../tables/frame.ts";
import { type FoldInput, type Window, choice, defineMetric, integer, number } from "../metric.ts";
import { nextPeriodSql, periodStartSql } from "../period.ts";
import {
  completeColumn,
  customerIdColumn,
  customerShareColumn,
  customersColumn,
  daysSinceColumn,
  revenueShareColumn,
} from "../result-columns.ts";
import { frameOf, numberAt } from "../rows.ts";
import { standingIn } from "../stage-members.ts";
import { type StageSettings, stageRows } from "../stage-rows.ts";
import {
  type Stage,
  ownGaps,
  shortestGap,
  stageNames,
  stageOrder,
  stagedSql,
  unknownGap,
} from "../stages.ts";

const stage = { type: "text", label: { en: "Stage", "zh-CN": "阶段" }, values: stageNames } as const;
const share = (en: string, zh: string, n: string) =>
  ({ type: "number", unit: "share", label: { en, "zh-CN": zh }, n }) as const;
const columns = {
  stage,
  customers: customersColumn,
  share: customerShareColumn,
  value: {
    type: "number",
    unit: "money",
    label: { en: "Spent so far", "zh-CN": "累计消费" },
    n: "customers",
  },
  value_share: revenueShareColumn,
} as const;
const throughColumns = {
  period: { type: "date", unit: "period", period: "period", label: { en: "Period", "zh-CN": "周期" } },
  stage,
  customers: customersColumn,
  share: share("Share of customers", "人数占比", "all_customers"),
  all_customers: { type: "integer", unit: "customers", label: { en: "All customers", "zh-CN": "全部顾客" } },
  complete: completeColumn,
} as const;
const flowColumns = {
  before: {
    type: "text",
    label: { en: "Stage before", "zh-CN": "此前阶段" },
    values: { ...stageNames, none: { en: "Not yet a customer", "zh-CN": "尚未购买" } },
  },
  stage: { ...stage, label: { en: "Stage now", "zh-CN": "现在阶段" } },
  customers: customersColumn,
  share: share("Share of those before", "占此前阶段", "before_customers"),
  before_customers: {
    type: "integer",
    unit: "customers",
    label: { en: "In the stage before", "zh-CN": "此前阶段人数" },
  },
} as const;
const customerColumns = {
  customer_id: customerIdColumn,
  stage,
  last_order: { type: "date", label: { en: "Last order", "zh-CN": "最近一单" } },
  days_since: daysSinceColumn,
  typical_gap: { type: "number", unit: "days", label: { en: "Typical gap", "zh-CN": "平时间隔" } },
  orders: { type: "integer", unit: "orders", label: { en: "Orders", "zh-CN": "订单数" } },
  value: { type: "number", unit: "money", label: { en: "Spent so far", "zh-CN": "累计消费" } },
} as const;

/** The order of stages, as SQL. */
const orderSql = (column: Sql) => sql`list_position([${[...stageOrder, "none"]}], ${column})`;
const asOfOnly = ({ asOf }: Window) => sql`SELECT ${asOf}::DATE AS seen_on`;
/** What each customer has spent, rounded so that sums which differ by rounding alone agree. */
const spentSql = (sales: Sql) =>
  sql`SELECT customer, round(sum(value), 6) AS value FROM ${sales} GROUP BY customer`;

function fold(input: FoldInput, settings: StageSettings, window: Window) {
  const { main, through, flow } = stageRows(input, settings, window);
  return {
    main: frameOf(columns, main),
    through: frameOf(throughColumns, through),
    flow: frameOf(flowColumns, flow),
  };
}

const shareOf = (stages: readonly Stage[], main: Parameters<typeof numberAt>[0]) => {
  let [held, all] = [0, 0];
  (main?.values.stage ?? []).forEach((name, row) => {
    const count = numberAt(main, "customers", row) ?? 0;
    all += count;
    if (stages.includes(name as Stage)) held += count;
  });
  return { value: all > 0 ? held / all : null, n: all, ...wilson(held, all) };
};
const times = (en: string, zh: string, preset: number) =>
  number({ en: `${en} (times the gap)`, "zh-CN": `${zh}（间隔倍数）` }, { default: preset, min: 1, max: 50 });
const days = (en: string, zh: string, preset: number) =>
  integer({ en: `${en} (days)`, "zh-CN": `${zh}（天）` }, { default: preset, min: 1, max: 3650 });

export default defineMetric({
  id: "lifecycle-stages",
  section: "retention",
  label: { en: "Customer lifecycle", "zh-CN": "客户生命周期" },
  question: {
    en: "How many customers are new, active, slipping, dormant or lost, and where do they move?",
    "zh-CN": "有多少顾客是新客、活跃、放缓、沉默或已流失，他们又流向哪里？",
  },
  definition: {
    en: `Each customer stands in one stage at the as-of date, by the days since the last order. Beyond the limits: slipping, then dormant, then lost. Within them: new after one purchase day, won back if the last gap was itself so long that they were dormant or lost before they returned, else active. A limit is a multiple of the customer's own typical gap, the median between purchase days (at least ${shortestGap} days); with fewer than ${ownGaps + 1} purchase days, the median over all customers. Or it is a fixed number of days.`,
    "zh-CN": `每位顾客在观察日处于一个阶段，由距上次购买的天数决定。超过界限：依次为放缓、沉默、流失。未超过：只有一个购买日为新客；上一次间隔长到回来之前已沉默或流失的为唤回；其余为活跃。界限为自己平时间隔（购买日间隔的中位数，不少于 ${shortestGap} 天）的倍数；购买日不足 ${ownGaps + 1} 个时用全部顾客的中位数。也可用固定天数。`,
  },
  formula: ({ preset, slipping, dormant, lost, slipping_days, dormant_days, lost_days }) => ({
    name: { en: "late", "zh-CN": "逾期" },
    over: { en: "as-of date − last order", "zh-CN": "观察日 − 最近一单" },
    under:
      preset === "own"
        ? {
            en: `typical gap: > ${slipping} slipping, > ${dormant} dormant, > ${lost} lost`,
            "zh-CN": `平时间隔：> ${slipping} 放缓，> ${dormant} 沉默，> ${lost} 流失`,
          }
        : {
            en: `one day: > ${slipping_days} slipping, > ${dormant_days} dormant, > ${lost_days} lost`,
            "zh-CN": `一天：> ${slipping_days} 放缓，> ${dormant_days} 沉默，> ${lost_days} 流失`,
          },
  }),
  requires: { orders: ["customer_id", "ordered_at", "amount"] },
  params: {
    preset: choice(
      { en: "Limits", "zh-CN": "界限" },
      {
        own: { en: "Times the own gap", "zh-CN": "自己间隔的倍数" },
        days: { en: "Fixed days", "zh-CN": "固定天数" },
      },
      "own",
    ),
    slipping: times("Slipping after", "放缓", 1.5),
    dormant: times("Dormant after", "沉默", 3),
    lost: times("Lost after", "流失", 6),
    slipping_days: days("Slipping after", "放缓", 60),
    dormant_days: days("Dormant after", "沉默", 120),
    lost_days: days("Lost after", "流失", 240),
    period: choice(
      { en: "Period", "zh-CN": "周期" },
      {
        week: { en: "Week", "zh-CN": "周" },
        month: { en: "Month", "zh-CN": "月" },
        quarter: { en: "Quarter", "zh-CN": "季" },
      },
      "month",
    ),
    since: integer(
      { en: "Flow since (days before)", "zh-CN": "流向起点（天前）" },
      { default: 90, min: 1, max: 3650 },
    ),
  },
  columns,
  sql: (tables, settings, window) => sql`${stagedSql(tables, settings, asOfOnly(window))}, counted AS (
  SELECT stage, count(*) AS customers, round(sum(v.value), 6) AS value
  FROM staged s JOIN (${spentSql(tables.sales)}) v ON v.customer = s.customer
  GROUP BY stage
)
SELECT names.stage, coalesce(customers, 0)::INTEGER AS customers, coalesce(customers, 0)::DOUBLE / (SELECT sum(customers) FROM counted) AS share,
  coalesce(value, 0)::DOUBLE AS value, coalesce(value, 0)::DOUBLE / nullif((SELECT round(sum(value), 6) FROM counted), 0) AS value_share
FROM (SELECT unnest([${stageOrder}]) AS stage) AS names
LEFT JOIN counted c ON c.stage = names.stage
WHERE EXISTS (FROM counted)
ORDER BY ${orderSql(sql`names.stage`)}`,
  parts: {
    through: {
      label: { en: "Through time", "zh-CN": "各期" },
      columns: throughColumns,
      sql: (tables, settings, { from, to, asOf }) => {
        const first = periodStartSql(settings.period, sql`${from}::DATE`);
        const step = { week: sql`7 DAY`, month: sql`1 MONTH`, quarter: sql`3 MONTH` }[settings.period];
        const dates = sql`SELECT start, least(next, ${asOf}::DATE) AS seen_on, next <= ${asOf}::DATE AS complete
  FROM (SELECT start, ${nextPeriodSql(settings.period, sql`start`)} AS next
    FROM (SELECT unnest(generate_series(${first}, ${periodStartSql(settings.period, sql`${to}::DATE`)}, INTERVAL ${step}))::DATE AS start))
  WHERE start < ${asOf}::DATE`;
        return sql`${stagedSql(tables, settings, dates, true)}, counted AS (
  SELECT seen_on, stage, count(*) AS customers FROM staged GROUP BY seen_on, stage
), known AS (
  SELECT seen_on, sum(customers) AS all_customers FROM counted GROUP BY seen_on
)
SELECT d.start AS period, names.stage, coalesce(c.customers, 0)::INTEGER AS customers,
  coalesce(c.customers, 0)::DOUBLE / k.all_customers AS share, k.all_customers::INTEGER AS all_customers, d.complete
FROM dates d JOIN known k ON k.seen_on = d.seen_on
CROSS JOIN (SELECT unnest([${stageOrder}]) AS stage) AS names
LEFT JOIN counted c ON c.seen_on = d.seen_on AND c.stage = names.stage
ORDER BY period, ${orderSql(sql`names.stage`)}`;
      },
    },
    flow: {
      label: { en: "Flow", "zh-CN": "流向" },
      columns: flowColumns,
      sql: (
        tables,
        settings,
        { asOf },
      ) => sql`${stagedSql(tables, settings, sql`SELECT unnest([${asOf}::DATE - ${settings.since}::INTEGER, ${asOf}::DATE]) AS seen_on`)}, moved AS (
  SELECT coalesce(b.stage, 'none') AS before, n.stage, count(*) AS customers
  FROM (SELECT * FROM staged WHERE seen_on = ${asOf}::DATE) n
  LEFT JOIN (SELECT * FROM staged WHERE seen_on < ${asOf}::DATE) b ON b.customer = n.customer
  GROUP BY ALL
)
SELECT before, stage, customers::INTEGER AS customers, customers::DOUBLE / sum(customers) OVER (PARTITION BY before) AS share,
  (sum(customers) OVER (PARTITION BY before))::INTEGER AS before_customers
FROM moved
ORDER BY ${orderSql(sql`before`)}, ${orderSql(sql`stage`)}`,
    },
    customers: {
      label: { en: "Customers", "zh-CN": "顾客" },
      columns: customerColumns,
      sql: (tables, settings, window) => sql`${stagedSql(tables, settings, asOfOnly(window))}
SELECT o.customer_id, s.stage, o.last_order, s.since AS days_since, s.typical AS typical_gap, o.orders::INTEGER AS orders, v.value::DOUBLE AS value
FROM staged s
JOIN (SELECT customer, any_value(customer_id) AS customer_id, max(day) AS last_order, count(*) AS orders FROM ${tables.orders} GROUP BY customer) o
  ON o.customer = s.customer
JOIN (${spentSql(tables.sales)}) v ON v.customer = s.customer
ORDER BY customer_id`,
    },
  },
  fold,
  charts: {
    flow: { part: "flow", mark: "flow", from: "before", to: "stage", value: "customers", share: "share" },
    through: {
      part: "through",
      mark: "bars",
      x: "period",
      y: "customers",
      color: "stage",
      complete: "complete",
    },
    now: { mark: "bars", x: "stage", y: "customers", horizontal: true },
  },
  headlines: {
    present: {
      label: { en: "New, active or won back", "zh-CN": "新客、活跃与唤回" },
      unit: "share",
      n: "customers",
      better: "more",
      from: ({ main }) => shareOf(["new", "active", "won_back"], main),
    },
    lost: {
      label: { en: "Lost customers", "zh-CN": "流失顾客" },
      unit: "share",
      n: "customers",
      better: "less",
      from: ({ main }) => shareOf(["lost"], main),
    },
  },
  variants: {
    headline: "present",
    also: ["lost"],
    presets: [
      {
        label: { en: "1.5, 3 and 6 times the own gap", "zh-CN": "自己间隔的 1.5、3、6 倍" },
        params: { preset: "own" },
      },
      {
        label: { en: "60, 120 and 240 days", "zh-CN": "60、120、240 天" },
        params: { preset: "days", slipping_days: 60, dormant_days: 120, lost_days: 240 },
      },
      {
        label: { en: "30, 90 and 180 days", "zh-CN": "30、90、180 天" },
        params: { preset: "days", slipping_days: 30, dormant_days: 90, lost_days: 180 },
      },
    ],
  },
  members: {
    present: standingIn(["new", "active", "won_back"], { en: "Present", "zh-CN": "在场" }),
    lost: standingIn(["lost"], { en: "Lost", "zh-CN": "流失" }),
  },
  assumptions: ({ preset }) => [
    {
      en: "Every customer known at the date counts, also who first bought before the range",
      "zh-CN": "当日已知的顾客全部计入，范围之前首购的也算",
    },
    ...(preset === "own"
      ? [
          {
            en: `Own gap from ${ownGaps + 1} purchase days on; until then the median of all customers (${unknownGap} days where nobody has bought twice)`,
            "zh-CN": `有 ${ownGaps + 1} 个购买日起用自己的间隔；此前用全部顾客的中位数（无人买过两次时用 ${unknownGap} 天）`,
          },
          {
            en: `A typical gap under ${shortestGap} days counts as ${shortestGap}`,
            "zh-CN": `平时间隔不足 ${shortestGap} 天的按 ${shortestGap} 天算`,
          },
        ]
      : []),
    {
      en: "Limits out of order: the furthest stage that is passed holds",
      "zh-CN": "界限先后颠倒时，以已超过的最远阶段为准",
    },
    {
      en: "Refunds are not purchases; orders of one day count once",
      "zh-CN": "退款不算购买；同一天的订单算一次",
    },
  ],
  note: ({ preset, slipping, dormant, lost, slipping_days, dormant_days, lost_days, since }, { asOf }) => {
    const limits = preset === "own" ? [slipping, dormant, lost] : [slipping_days, dormant_days, lost_days];
    const start = isoDay(dayNumber(asOf) - since);
    return {
      en: `Slipping, dormant, lost after ${limits.join(", ")} ${preset === "own" ? "times the typical gap" : "days"}; stages on ${formatDay(asOf, "en")}, flow since ${formatDay(start, "en")}.`,
      "zh-CN": `放缓、沉默、流失界限为${preset === "own" ? `平时间隔的 ${limits.join("、")} 倍` : ` ${limits.join("、")} 天`}；阶段截至 ${asOf}，流向自 ${start} 起。`,
    };
  },
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-01-11 10:00:00,10
3,a,2025-01-21 10:00:00,10
4,a,2025-03-28 10:00:00,10
5,b,2025-01-05 10:00:00,30
6,b,2025-01-15 10:00:00,30
7,b,2025-01-25 10:00:00,30
8,c,2025-03-20 10:00:00,20
9,d,2025-03-02 10:00:00,10
10,d,2025-03-12 10:00:00,10`,
    },
    asOf: "2025-04-01",
    // a: gaps 10, 10, then 66 > 3 × 10: won back. b: 66 days > 6 × 10: lost. c: one day: new.
    // d: two days, so the typical gap of all, 10; 20 days > 1.5 × 10: slipping.
    result: `stage,customers,share,value,value_share
new,1,0.25,20,0.117647
active,0,0,0,0
won_back,1,0.25,40,0.235294
slipping,1,0.25,20,0.117647
dormant,0,0,0,0
lost,1,0.25,90,0.529412`,
  },
  sources: [
    "Reinartz & Kumar (2000), Journal of Marketing 64(4), 17–35 (active and inactive phases of a customer's life)",
    "Hyndman & Fan (1996), The American Statistician 50, 361–365 (median)",
  ],
});
