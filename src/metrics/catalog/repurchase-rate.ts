import { wilson } from "../../models/intervals.ts";
import { type Sql, sql } from "../../sql.ts";
import { type Row, dayNumber, isoDay } from "../../tables/frame.ts";
import { type FoldInput, type Window, choice, defineMetric, integer, splitBy } from "../metric.ts";
import { type Period, periodNumbers, periodStart, periodStartSql } from "../period.ts";
import { pooledShare } from "../pooled-share.ts";
import { completeColumn, customersColumn, shareEnds, splitColumn } from "../result-columns.ts";
import { bySplit, frameOf, numberAt } from "../rows.ts";
import { wilsonSql } from "../wilson.ts";

const columns = {
  cohort: { type: "date", unit: "period", period: "by", label: { en: "Cohort", "zh-CN": "批次" } },
  customers: customersColumn,
  repurchased: { type: "integer", unit: "customers", label: { en: "Bought again", "zh-CN": "回购" } },
  rate: {
    type: "number",
    unit: "share",
    label: { en: "Repurchase rate", "zh-CN": "复购率" },
    interval: ["low", "high"],
    n: "customers",
  },
  ...shareEnds,
  complete: completeColumn,
  split: splitColumn,
} as const;

interface Settings {
  readonly preset: "range" | "window" | "order-share" | "returning-orders";
  readonly window: number;
  readonly count: "orders" | "days";
  readonly by: "all" | "week" | "month" | "quarter";
}

function fold({ orders, keepOrders }: FoldInput, settings: Settings, { from, to, asOf }: Window) {
  const { customer, day, purchase, split, length } = orders;
  const [first, last, end] = [dayNumber(from), dayNumber(to), dayNumber(asOf)];
  const grouped = settings.by === "all" ? null : (settings.by as Period);
  const periodOf = grouped ? periodNumbers(grouped, first - 1, end) : () => 0;
  const perOrder = settings.preset === "order-share" || settings.preset === "returning-orders";
  const counts = new Map<number, { period: number; split: number; n: number; k: number }>();
  const add = (period: number, code: number, n: number, k: number) => {
    const key = period * 1_048_576 + code + 1;
    const known = counts.get(key);
    if (known) {
      known.n += n;
      known.k += k;
    } else counts.set(key, { period, split: code, n, k });
  };
  let i = 0;
  while (i < length) {
    const own = customer[i] as number;
    let bought = 0;
    let inRange = 0;
    let firstDay = -1;
    let secondDay = -1;
    let lastDay = -1;
    let firstCode = -1;
    let period = -1;
    let inPeriod = 0;
    for (; i < length && customer[i] === own; i += 1) {
      if ((keepOrders && !keepOrders[i]) || !purchase[i]) continue;
      const at = day[i] as number;
      if (at > last) break;
      if (settings.count === "days" && at === lastDay) continue;
      lastDay = at;
      bought += 1;
      if (bought === 1) {
        firstDay = at;
        firstCode = split ? (split.codes[i] as number) : -1;
      } else if (bought === 2) secondDay = at;
      if (at < first) continue;
      inRange += 1;
      const now = periodOf(at);
      if (perOrder)
        add(now, firstCode, 1, (settings.preset === "order-share" ? inRange : bought) > 1 ? 1 : 0);
      else if (settings.preset === "range") {
        if (now !== period) {
          if (inPeriod > 0) add(period, firstCode, 1, inPeriod > 1 ? 1 : 0);
          period = now;
          inPeriod = 0;
        }
        inPeriod += 1;
      }
    }
    while (i < length && customer[i] === own) i += 1;
    if (inPeriod > 0) add(period, firstCode, 1, inPeriod > 1 ? 1 : 0);
    if (settings.preset === "window" && firstDay >= first && firstDay + settings.window < end)
      add(
        periodOf(firstDay),
        firstCode,
        1,
        secondDay >= 0 && secondDay <= firstDay + settings.window ? 1 : 0,
      );
  }
  const label = (code: number) => (code < 0 ? null : (split?.labels[code] ?? null));
  const rows: Row[] = [...counts.values()]
    .sort((a, b) => bySplit(label(a.split), label(b.split)) || a.period - b.period)
    .map(({ period, split: code, n, k }) => {
      const interval = wilson(k, n);
      const over = grouped
        ? periodStart(grouped, period + 1) + (settings.preset === "window" ? settings.window : 0)
        : end;
      return {
        cohort: grouped ? isoDay(periodStart(grouped, period)) : null,
        customers: n,
        repurchased: k,
        rate: k / n,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        complete: over <= end,
        split: label(code),
      };
    });
  return { main: frameOf(columns, rows) };
}

const presets = {
  range: { en: "Customers with two or more orders", "zh-CN": "买过两次及以上的顾客" },
  window: { en: "New customers back within the window", "zh-CN": "新客在窗口内回购" },
  "order-share": { en: "Share of repeat orders in the range", "zh-CN": "范围内重复订单占比" },
  "returning-orders": { en: "Share of orders by earlier customers", "zh-CN": "老客订单占比" },
} as const;

export default defineMetric({
  id: "repurchase-rate",
  section: "repurchase",
  label: { en: "Repurchase rate", "zh-CN": "复购率" },
  question: {
    en: "What share of customers, or of orders, buys again?",
    "zh-CN": "有多少顾客（或订单）是再次购买？",
  },
  definition: {
    en: "Four definitions are in use. (a) Customers with at least two orders in the range over customers with at least one. (b) Of the new customers of a period, the share with a second order within the window, only those whose whole window has passed. (c) Orders after a customer's first in the range over all orders. (d) Orders of customers who had ever bought before over all orders.",
    "zh-CN":
      "常用的定义有四种。(a) 范围内至少两单的顾客 ÷ 至少一单的顾客。(b) 某期新客中，在窗口内下第二单的比例，只算窗口已走完的人。(c) 范围内每位顾客首单之后的订单 ÷ 全部订单。(d) 此前买过的顾客的订单 ÷ 全部订单。",
  },
  formula: ({ preset, window }) => ({
    name: { en: "rate", "zh-CN": "复购率" },
    over: {
      range: { en: "customers with two or more orders in the range", "zh-CN": "范围内两单及以上的顾客" },
      window: {
        en: `new customers with a second order within ${window} days`,
        "zh-CN": `${window} 天内下第二单的新客`,
      },
      "order-share": {
        en: "orders after the customer's first in the range",
        "zh-CN": "范围内首单之后的订单",
      },
      "returning-orders": {
        en: "orders of customers who had bought before",
        "zh-CN": "此前买过的顾客的订单",
      },
    }[preset],
    under: {
      range: { en: "customers with an order in the range", "zh-CN": "范围内有订单的顾客" },
      window: {
        en: `new customers observed for ${window} days`,
        "zh-CN": `已观察满 ${window} 天的新客`,
      },
      "order-share": { en: "orders in the range", "zh-CN": "范围内的订单" },
      "returning-orders": { en: "orders in the range", "zh-CN": "范围内的订单" },
    }[preset],
  }),
  requires: { orders: ["customer_id", "ordered_at"] },
  params: {
    preset: choice({ en: "Definition", "zh-CN": "定义" }, presets, "range"),
    window: integer({ en: "Window (days)", "zh-CN": "窗口（天）" }, { default: 90, min: 1, max: 1095 }),
    count: choice(
      { en: "Count", "zh-CN": "计数" },
      {
        orders: { en: "Orders", "zh-CN": "订单" },
        days: { en: "Purchase days", "zh-CN": "购买日（同日合并）" },
      },
      "orders",
    ),
    by: choice(
      { en: "Cohort", "zh-CN": "批次" },
      {
        all: { en: "Whole range", "zh-CN": "整个范围" },
        week: { en: "Week", "zh-CN": "周" },
        month: { en: "Month", "zh-CN": "月" },
        quarter: { en: "Quarter", "zh-CN": "季" },
      },
      "all",
    ),
    split: splitBy(),
  },
  columns,
  sql: ({ orders }, { preset, window, count, by }, { from, to, asOf }) => {
    const source =
      count === "days"
        ? sql`(SELECT customer, day, min(ordered_at) AS bought_at, arg_min_null(split, ordered_at) AS split FROM ${orders} GROUP BY customer, day)`
        : sql`(SELECT customer, day, ordered_at AS bought_at, split FROM ${orders})`;
    const cohort = (day: Sql) => (by === "all" ? sql`NULL::DATE` : periodStartSql(by, day));
    const counted: Record<Settings["preset"], Sql> = {
      range: sql`SELECT cohort, split, count(*) AS n, count(*) FILTER (made > 1) AS k
  FROM (SELECT customer, any_value(split) AS split, ${cohort(sql`day`)} AS cohort, count(*) AS made
    FROM numbered WHERE day >= ${from}::DATE GROUP BY customer, cohort) GROUP BY cohort, split`,
      window: sql`SELECT ${cohort(sql`day`)} AS cohort, split, count(*) AS n, count(*) FILTER (next_day <= day + ${window}::INTEGER) AS k
  FROM numbered WHERE place = 1 AND day >= ${from}::DATE AND day + ${window}::INTEGER < ${asOf}::DATE GROUP BY ALL`,
      "order-share": sql`SELECT cohort, split, count(*) AS n, count(*) FILTER (made > 1) AS k
  FROM (SELECT split, ${cohort(sql`day`)} AS cohort, row_number() OVER (PARTITION BY customer ORDER BY place) AS made
    FROM numbered WHERE day >= ${from}::DATE) GROUP BY cohort, split`,
      "returning-orders": sql`SELECT ${cohort(sql`day`)} AS cohort, split, count(*) AS n, count(*) FILTER (place > 1) AS k
  FROM numbered WHERE day >= ${from}::DATE GROUP BY ALL`,
    };
    const { low, high } = wilsonSql(sql`k`, sql`n`);
    const step =
      by === "week" ? sql`INTERVAL 7 DAY` : by === "quarter" ? sql`INTERVAL 3 MONTH` : sql`INTERVAL 1 MONTH`;
    const complete =
      by === "all"
        ? sql`true`
        : sql`(cohort + ${step})::DATE + ${preset === "window" ? window : 0}::INTEGER <= ${asOf}::DATE`;
    return sql`WITH numbered AS (
  SELECT customer, day, first_value(split) OVER own AS split, row_number() OVER own AS place, lead(day) OVER own AS next_day
  FROM ${source}
  WHERE day <= ${to}::DATE
  WINDOW own AS (PARTITION BY customer ORDER BY bought_at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
), counted AS (
  ${counted[preset]}
)
SELECT cohort, n::INTEGER AS customers, k::INTEGER AS repurchased, k::DOUBLE / n AS rate,
  ${low} AS low,
  ${high} AS high,
  ${complete} AS complete, split
FROM counted
ORDER BY split NULLS FIRST, cohort`;
  },
  fold,
  charts: {
    line: {
      mark: "line",
      x: "cohort",
      y: "rate",
      color: "split",
      band: ["low", "high"],
      n: "customers",
      complete: "complete",
      zero: true,
    },
    intervals: { mark: "intervals", y: "split", x: "rate", low: "low", high: "high", n: "customers" },
  },
  headlines: {
    rate: {
      label: { en: "Repurchase rate", "zh-CN": "复购率" },
      unit: "share",
      n: "customers",
      better: "more",
      from: ({ main }) =>
        pooledShare(
          Array.from({ length: main?.length ?? 0 }, (_, row) => {
            const period = main?.values.cohort?.[row];
            return {
              period: typeof period === "string" ? period : null,
              k: numberAt(main, "repurchased", row) ?? 0,
              n: numberAt(main, "customers", row) ?? 0,
              share: numberAt(main, "rate", row),
              complete: main?.values.complete?.[row] === true,
              counts: true,
            };
          }),
        ),
    },
  },
  variants: {
    headline: "rate",
    presets: [
      {
        label: { en: "Back within 90 days", "zh-CN": "90 天内回购" },
        params: { preset: "window", window: 90, by: "all" },
      },
      {
        label: { en: "Back within 90 days, same-day orders merged", "zh-CN": "90 天内回购，同日合并" },
        params: { preset: "window", window: 90, count: "days", by: "all" },
      },
      { label: { en: "Two or more orders", "zh-CN": "两单及以上" }, params: { preset: "range", by: "all" } },
      {
        label: { en: "Share of repeat orders", "zh-CN": "重复订单占比" },
        params: { preset: "order-share", by: "all" },
      },
      {
        label: { en: "Orders by earlier customers", "zh-CN": "老客订单占比" },
        params: { preset: "returning-orders", by: "all" },
      },
    ],
  },
  assumptions: ({ preset, count, window }) => [
    { en: "Refunds are not purchases", "zh-CN": "退款不算购买" },
    count === "days"
      ? { en: "Orders of one day count once", "zh-CN": "同一天的订单合并为一次" }
      : { en: "A second order on the same day counts", "zh-CN": "同一天的第二单也计数" },
    ...(preset === "window"
      ? [
          {
            en: `Who first bought less than ${window} days before the end is left out`,
            "zh-CN": `首购距数据末尾不足 ${window} 天的顾客不计入`,
          },
          { en: "Who bought before the range is not a new customer", "zh-CN": "范围之前买过的人不算新客" },
        ]
      : []),
    ...(preset === "range"
      ? [
          {
            en: "Newer customers have had less time to buy again",
            "zh-CN": "新近的顾客回购的时间更短",
          },
        ]
      : []),
  ],
  note: ({ preset, window }) => ({
    en: {
      range: "Customers with two or more orders in the range; Wilson 95 %.",
      window: `New customers with a second order within ${window} days; open windows left out; Wilson 95 %.`,
      "order-share": "Orders after each customer's first in the range; Wilson 95 %.",
      "returning-orders": "Orders of customers who had bought before; Wilson 95 %.",
    }[preset],
    "zh-CN": {
      range: "范围内两单及以上的顾客；Wilson 95%。",
      window: `${window} 天内下第二单的新客；未走完的窗口不计入；Wilson 95%。`,
      "order-share": "范围内每位顾客首单之后的订单；Wilson 95%。",
      "returning-orders": "此前买过的顾客的订单；Wilson 95%。",
    }[preset],
  }),
  example: {
    tables: {
      orders: `order_id,customer_id,ordered_at,amount
1,a,2025-01-01 10:00:00,10
2,a,2025-01-21 10:00:00,10
3,b,2025-01-05 10:00:00,10
4,b,2025-03-20 10:00:00,10
5,c,2025-03-15 10:00:00,10
6,d,2025-01-10 10:00:00,10`,
    },
    params: { preset: "window", window: 30 },
    // a is back after 20 days, b after 74, d never; c's window is still open.
    result: `cohort,customers,repurchased,rate,complete
,3,1,0.333333,true`,
  },
  sources: [
    "Farris, Bendle, Pfeifer & Reibstein, Marketing Metrics, ch. 5",
    "Shopify documentation (returning customer rate)",
    "Wilson (1927), JASA 22, 209–212 (interval)",
  ],
});
