import { formatDay } from "../../i18n/format.ts";
import { type Sql, id, join, sql } from "../../sql.ts";
import { type Relations, type Window, defineMetric, oneCustomer } from "../metric.ts";
import { purchaseDaysSql } from "../purchase-days.ts";
import { numberAt } from "../rows.ts";

const text = (en: string, zh: string) => ({ type: "text", label: { en, "zh-CN": zh } }) as const;
const date = (en: string, zh: string) => ({ type: "date", label: { en, "zh-CN": zh } }) as const;
const days = (en: string, zh: string) =>
  ({ type: "number", unit: "days", label: { en, "zh-CN": zh } }) as const;
const money = (en: string, zh: string) =>
  ({ type: "number", unit: "money", label: { en, "zh-CN": zh } }) as const;
const count = (en: string, zh: string, unit: "orders" | "responses" | "customers") =>
  ({ type: "integer", unit, label: { en, "zh-CN": zh } }) as const;
const columns = {
  customer_id: text("Customer", "客户"),
  name: text("Name", "姓名"),
  tier: text("Tier", "会员等级"),
  acquisition_channel: text("Acquisition channel", "获客渠道"),
  joined_at: date("Joined", "注册日期"),
  first_order: date("First order", "首单"),
  last_order: date("Last order", "最近一单"),
  days_since: days("Days since last order", "距上次购买天数"),
  tenure: days("Days since first order", "距首单天数"),
  median_gap: days("Usual gap", "平时间隔"),
  overdue_ratio: { type: "number", unit: "ratio", label: { en: "Overdue", "zh-CN": "逾期倍数" } },
  orders: count("Orders", "订单数", "orders"),
  refunds: count("Refunds", "退款笔数", "orders"),
  value: money("Spent after refunds", "累计消费（扣退款）"),
  average_order_value: money("Average order value", "客单价"),
  points_balance: { type: "number", unit: "points", label: { en: "Points", "zh-CN": "积分余额" } },
  answers: count("Answers", "答卷数", "responses"),
  last_score: { type: "number", label: { en: "Last score", "zh-CN": "最近评分" } },
  contacts: { type: "integer", label: { en: "Contacts", "zh-CN": "互动次数" } },
  customers: count("Among customers", "全部顾客数", "customers"),
} as const;

/** What a customer is compared by with all others; for `less` a smaller figure is better. */
const measures = {
  value: { unit: "money", better: "more", label: { en: "Spent after refunds", "zh-CN": "累计消费" } },
  orders: { unit: "orders", better: "more", label: { en: "Orders", "zh-CN": "订单数" } },
  average_order_value: {
    unit: "money",
    better: "more",
    label: { en: "Average order value", "zh-CN": "客单价" },
  },
  days_since: {
    unit: "days",
    better: "less",
    label: { en: "Days since last order", "zh-CN": "距上次购买天数" },
  },
  median_gap: { unit: "days", better: "less", label: { en: "Usual gap", "zh-CN": "平时间隔" } },
  tenure: { unit: "days", better: "more", label: { en: "Days since first order", "zh-CN": "距首单天数" } },
} as const;
type Measure = keyof typeof measures;
const measureNames = Object.keys(measures) as Measure[];
const standingColumns = {
  measure: {
    type: "text",
    label: { en: "Measure", "zh-CN": "指标" },
    values: Object.fromEntries(measureNames.map((name) => [name, measures[name].label])),
  },
  figure: { type: "number", label: { en: "This customer", "zh-CN": "本客户" } },
  median: { type: "number", label: { en: "Median of all", "zh-CN": "全体中位数" } },
  ahead_of: {
    type: "number",
    unit: "share",
    label: { en: "Ahead of", "zh-CN": "领先于" },
    n: "customers",
  },
  rank: { type: "integer", label: { en: "Rank", "zh-CN": "名次" } },
  score: { type: "integer", label: { en: "Score (1–5)", "zh-CN": "得分（1–5）" } },
  customers: count("Customers", "顾客数", "customers"),
} as const;

const pointKinds = {
  earn: { en: "Earned", "zh-CN": "获得" },
  redeem: { en: "Redeemed", "zh-CN": "兑换" },
  expire: { en: "Expired", "zh-CN": "过期" },
  adjust: { en: "Adjusted", "zh-CN": "调整" },
};
const contactKinds = {
  complaint: { en: "Complaint", "zh-CN": "投诉" },
  service: { en: "Service", "zh-CN": "服务" },
  visit: { en: "Visit", "zh-CN": "到访" },
  social: { en: "Social", "zh-CN": "社交" },
  campaign: { en: "Campaign", "zh-CN": "活动" },
};
const answerKinds = {
  nps: { en: "Recommendation (NPS)", "zh-CN": "推荐度（NPS）" },
  csat: { en: "Satisfaction (CSAT)", "zh-CN": "满意度（CSAT）" },
  ces: { en: "Effort (CES)", "zh-CN": "费力度（CES）" },
};
const timelineColumns = {
  happened_at: { type: "timestamp", label: { en: "When", "zh-CN": "时间" } },
  kind: {
    type: "text",
    label: { en: "Kind", "zh-CN": "类型" },
    values: {
      order: { en: "Orders", "zh-CN": "订单" },
      refund: { en: "Refunds", "zh-CN": "退款" },
      points: { en: "Points", "zh-CN": "积分" },
      contact: { en: "Contacts", "zh-CN": "互动" },
      answer: { en: "Answers", "zh-CN": "答卷" },
    },
  },
  what: {
    type: "text",
    label: { en: "What", "zh-CN": "事项" },
    values: { ...pointKinds, ...contactKinds, ...answerKinds },
  },
  amount: money("Amount after refund", "扣退款后金额"),
  points: { type: "number", unit: "points", label: { en: "Points", "zh-CN": "积分" } },
  score: { type: "number", label: { en: "Score", "zh-CN": "评分" } },
  detail: text("Detail", "详情"),
} as const;

interface Settings {
  readonly customer: string | null;
}

/** `sums`: what each customer has spent and how often, refunds included; and `chosen`, the customer's key. */
function chosenSql({ orders, sales }: Relations, { customer }: Settings): Sql {
  const sums = sql`sums AS (
  SELECT customer, round(sum(value), 6) AS value, count(*) FILTER (purchase) AS orders FROM ${sales} GROUP BY customer
)`;
  // Keys of customers are in the order of their ids.
  return customer === null
    ? sql`${sums}, chosen AS (
  SELECT customer FROM sums WHERE orders > 0 ORDER BY value DESC, customer LIMIT 1
)`
    : sql`${sums}, chosen AS (
  SELECT customer FROM ${orders} WHERE customer_id = ${customer} LIMIT 1
)`;
}

/** `mine`, the chosen customer's purchases and refunds, and `me`, one row of them. */
const mineSql = ({ sales }: Relations, { asOf }: Window) => sql`mine AS (
  SELECT * FROM ${sales} WHERE customer = (SELECT customer FROM chosen)
), me AS (
  SELECT any_value(customer_id) AS customer_id, min(day) FILTER (purchase) AS first_order, max(day) FILTER (purchase) AS last_order,
    count(*) FILTER (purchase) AS orders, count(*) FILTER (NOT purchase) AS refunds, round(sum(value), 6) AS value,
    round(sum(value), 6) / count(*) FILTER (purchase) AS average_order_value,
    (SELECT median(gap) FROM (SELECT day - lag(day) OVER (ORDER BY day) AS gap FROM (SELECT DISTINCT day FROM mine WHERE purchase))) AS median_gap,
    (${asOf}::DATE - max(day) FILTER (purchase))::DOUBLE AS days_since, (${asOf}::DATE - min(day) FILTER (purchase))::DOUBLE AS tenure
  FROM mine HAVING count(*) FILTER (purchase) > 0
)`;

/** `everyone`, one row a customer with the measures, and `me`, the chosen one's. */
const everyoneSql = (tables: Relations, { asOf }: Window) => sql`paced AS (
  SELECT customer, min(day) AS first_order, max(day) AS last_order, median(gap) AS median_gap FROM (${purchaseDaysSql(tables)}) GROUP BY customer
), everyone AS (
  SELECT customer, value, orders, value / orders AS average_order_value, median_gap,
    (${asOf}::DATE - last_order)::DOUBLE AS days_since, (${asOf}::DATE - first_order)::DOUBLE AS tenure
  FROM paced JOIN sums USING (customer)
), me AS (
  SELECT * FROM everyone WHERE customer = (SELECT customer FROM chosen)
)`;

/** A customer's attribute, or nothing where the data do not have it. */
function attribute({ customers, has }: Relations, column: string, type: Sql): Sql {
  return has("customers", column)
    ? sql`(SELECT any_value(CAST(c.${id(column)} AS ${type})) FROM ${customers} c WHERE c.customer_id = m.customer_id)`
    : sql`NULL::${type}`;
}

/** A column of a table that may lack it. */
const maybe = ({ has }: Relations, table: "points" | "contacts" | "surveys" | "orders", column: string) =>
  has(table, column) ? id(column) : sql`NULL::VARCHAR`;

/** Points by what they do to a balance, whichever sign the file gives them. */
const pointsSql = sql`CASE WHEN kind IN ('redeem', 'expire') THEN -abs(points) ELSE points END`;

/** What happened to the chosen customer before the as-of date, as rows of `timelineColumns`. */
function eventsSql(tables: Relations, { asOf }: Window): Sql[] {
  const { points, contacts, surveys, has } = tables;
  const mine = sql`customer_id = (SELECT customer_id FROM me)`;
  const what = (kinds: object) => sql`CASE WHEN kind IN (${Object.keys(kinds)}) THEN kind END`;
  return [
    sql`SELECT ordered_at AS happened_at, CASE WHEN purchase THEN 'order' ELSE 'refund' END AS kind, NULL::VARCHAR AS what, value AS amount,
    NULL::DOUBLE AS points, NULL::DOUBLE AS score, concat_ws(' · ', order_id, ${maybe(tables, "orders", "channel")}, ${maybe(tables, "orders", "store")}) AS detail
  FROM mine`,
    ...(has("points", "customer_id")
      ? [
          sql`SELECT CAST(posted_at AS TIMESTAMP), 'points', ${what(pointKinds)}, NULL, ${pointsSql}, NULL, ${maybe(tables, "points", "reward")}
  FROM ${points} WHERE ${mine} AND posted_at < ${asOf}::DATE`,
        ]
      : []),
    ...(has("contacts", "customer_id")
      ? [
          sql`SELECT CAST(contacted_at AS TIMESTAMP), 'contact', ${has("contacts", "kind") ? what(contactKinds) : sql`NULL`}, NULL, NULL, NULL,
    nullif(concat_ws(' · ', ${maybe(tables, "contacts", "channel")}, ${maybe(tables, "contacts", "topic")}, ${maybe(tables, "contacts", "text")}), '')
  FROM ${contacts} WHERE ${mine} AND contacted_at < ${asOf}::DATE`,
        ]
      : []),
    ...(has("surveys", "customer_id")
      ? [
          sql`SELECT answered_at, 'answer', ${what(answerKinds)}, NULL, NULL, score, ${maybe(tables, "surveys", "comment")}
  FROM ${surveys} WHERE ${mine}`,
        ]
      : []),
  ];
}

/** What makes a row of `standingColumns`: the chosen customer among all who have such a figure. */
function standingSql(name: Measure, place: number): Sql {
  const [worse, better] = measures[name].better === "more" ? [sql`<`, sql`>`] : [sql`>`, sql`<`];
  const column = id(name);
  return sql`struct_pack(place := ${place}, measure := ${name}, better := ${measures[name].better}, figure := any_value(m.${column})::DOUBLE,
      behind := count(*) FILTER (e.${column} ${worse} m.${column}), before := count(*) FILTER (e.${column} ${better} m.${column}),
      customers := count(e.${column}), cuts := quantile_cont(e.${column}::DOUBLE, [0.2, 0.4, 0.5, 0.6, 0.8]))`;
}

export default defineMetric({
  id: "customer-profile",
  section: "value",
  label: { en: "Customer profile", "zh-CN": "客户档案" },
  question: {
    en: "Who is this customer: what happened when, and where do they stand among all?",
    "zh-CN": "这位客户是谁：何时发生过什么，在全体顾客中处于什么位置？",
  },
  definition: {
    en: "One customer, with everything known before the as-of date: first and last order, orders, value after refunds, usual gap (median days between purchase days), points, answers and contacts where the data have them. Ahead of: the share of all other customers whose figure is worse, ties not counted; for days since the last order and the usual gap, less is better. Score: fifths of all customers, 5 is best, as in RFM. Without a choice the customer who has spent the most is shown.",
    "zh-CN":
      "一位客户在观察日之前的全部记录：首单与最近一单、订单数、扣退款后的金额、平时间隔（购买日间隔的中位数），以及数据中有的积分、答卷和互动。领先于：其他顾客中该指标更差者的比例，相同的不算；距上次购买天数与平时间隔越小越好。得分：按全体顾客五分位，5 最好，与 RFM 相同。未选择时显示消费最多的客户。",
  },
  formula: () => ({
    name: { en: "ahead of", "zh-CN": "领先于" },
    over: { en: "other customers with a worse figure", "zh-CN": "该指标更差的其他顾客" },
    under: { en: "all other customers who have the figure", "zh-CN": "有该指标的其他全部顾客" },
  }),
  requires: { orders: ["customer_id", "ordered_at", "amount"] },
  params: {
    customer: oneCustomer({
      en: "Empty: who has spent the most",
      "zh-CN": "留空：消费最多的客户",
    }),
  },
  columns,
  sql: (tables, settings, window) => {
    const { has, points, surveys, contacts } = tables;
    const mine = sql`customer_id = m.customer_id`;
    const known = (column: Sql) => sql`${column} < ${window.asOf}::DATE`;
    const ofTable = (present: boolean, value: Sql, from: Sql) =>
      present ? sql`(SELECT ${value} FROM ${from})` : sql`NULL`;
    const answered = has("surveys", "customer_id");
    return sql`WITH ${chosenSql(tables, settings)}, ${mineSql(tables, window)}
SELECT m.customer_id, ${attribute(tables, "name", sql`VARCHAR`)} AS name, ${attribute(tables, "tier", sql`VARCHAR`)} AS tier,
  ${attribute(tables, "acquisition_channel", sql`VARCHAR`)} AS acquisition_channel, ${attribute(tables, "joined_at", sql`DATE`)} AS joined_at,
  m.first_order, m.last_order, m.days_since, m.tenure, m.median_gap, m.days_since / greatest(1, m.median_gap) AS overdue_ratio,
  m.orders::INTEGER AS orders, m.refunds::INTEGER AS refunds, m.value::DOUBLE AS value, m.average_order_value::DOUBLE AS average_order_value,
  ${ofTable(has("points", "customer_id"), sql`coalesce(sum(${pointsSql}), 0)`, sql`${points} WHERE ${mine} AND ${known(sql`posted_at`)}`)}::DOUBLE AS points_balance,
  ${ofTable(answered, sql`count(*)`, sql`${surveys} WHERE ${mine}`)}::INTEGER AS answers,
  ${ofTable(answered, sql`arg_max(score, answered_at)`, sql`${surveys} WHERE ${mine}`)}::DOUBLE AS last_score,
  ${ofTable(has("contacts", "customer_id"), sql`count(*)`, sql`${contacts} WHERE ${mine} AND ${known(sql`contacted_at`)}`)}::INTEGER AS contacts,
  (SELECT count(*) FROM sums WHERE orders > 0)::INTEGER AS customers
FROM me m`;
  },
  parts: {
    standing: {
      label: { en: "Among all customers", "zh-CN": "在全体中的位置" },
      columns: standingColumns,
      sql: (
        tables,
        settings,
        window,
      ) => sql`WITH ${chosenSql(tables, settings)}, ${everyoneSql(tables, window)}, compared AS (
  SELECT unnest([${join(measureNames.map(standingSql), ",\n    ")}], recursive := true)
  FROM everyone e, me m
), scored AS (
  SELECT *, ${join(
    [1, 2, 4, 5].map((cut) => sql`(figure > cuts[${cut}])::INTEGER`),
    " + ",
  )} AS fifth FROM compared WHERE figure IS NOT NULL
)
SELECT measure, figure, cuts[3] AS median, behind::DOUBLE / nullif(customers - 1, 0) AS ahead_of, (before + 1)::INTEGER AS rank,
  CASE better WHEN 'more' THEN 1 + fifth ELSE 5 - fifth END::INTEGER AS score, customers::INTEGER AS customers
FROM scored
ORDER BY place`,
    },
    timeline: {
      label: { en: "Timeline", "zh-CN": "时间线" },
      columns: timelineColumns,
      sql: (
        tables,
        settings,
        window,
      ) => sql`WITH ${chosenSql(tables, settings)}, ${mineSql(tables, window)}, events AS (
  ${join(eventsSql(tables, window), "\n  UNION ALL\n  ")}
)
SELECT happened_at, kind, what, amount::DOUBLE AS amount, points::DOUBLE AS points, score::DOUBLE AS score, detail
FROM events
ORDER BY happened_at, kind, detail`,
    },
  },
  charts: {
    page: { mark: "page", charts: ["standing", "timeline"] },
    timeline: {
      part: "timeline",
      mark: "timeline",
      x: "happened_at",
      lane: "kind",
      size: "amount",
      facts: ["what", "points", "score", "detail"],
    },
    standing: { part: "standing", mark: "bars", x: "measure", y: "ahead_of", horizontal: true },
  },
  headlines: {
    value: {
      label: { en: "Customer's value", "zh-CN": "客户累计消费" },
      unit: "money",
      n: "orders",
      better: "more",
      from: ({ main }) => ({ value: numberAt(main, "value"), n: numberAt(main, "orders") }),
    },
  },
  assumptions: ({ customer }) => [
    ...(customer === null
      ? [
          {
            en: "No customer is chosen: who has spent the most is shown",
            "zh-CN": "未选客户：显示消费最多的一位",
          },
        ]
      : []),
    {
      en: "Everything known before the as-of date counts, also from before the range",
      "zh-CN": "观察日之前的记录全部计入，范围之前的也算",
    },
    { en: "Refunds are not purchases; they reduce value", "zh-CN": "退款不算购买，只扣减金额" },
    { en: "Who bought on one day only has no usual gap", "zh-CN": "只在一天买过的顾客没有平时间隔" },
  ],
  note: (_params, { asOf }) => ({
    en: `As of ${formatDay(asOf, "en")}. Ahead of: share of other customers whose figure is worse.`,
    "zh-CN": `截至 ${asOf}。领先于：其他顾客中该指标更差者的比例。`,
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-01-11 10:00:00,20
3,a,2025-01-31 10:00:00,30
4,a,2025-02-01 10:00:00,-6
5,b,2025-01-20 10:00:00,40
6,c,2025-01-25 10:00:00,50`,
    },
    asOf: "2025-02-15",
    params: { customer: "a" },
    // 10 + 20 + 30 − 6 over three orders; gaps of 10 and 20 days; 15 days since 31 January.
    result: `customer_id,first_order,last_order,days_since,tenure,median_gap,overdue_ratio,orders,refunds,value,average_order_value,customers
a,2025-01-01,2025-01-31,15,45,15,1,3,1,54,18,3`,
  },
  sources: [
    "Hughes (1994), Strategic Database Marketing (scores by fifths)",
    "Hyndman & Fan (1996), The American Statistician 50, 361–365 (quantiles of type 7)",
  ],
});
