import { sameText, type Text } from "../../src/i18n/text.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import type { ParamValues } from "../../src/metrics/metric.ts";
import { published as referenceJson } from "./published.ts";
import type { Figures } from "../shop/figures.ts";
import { type Fit, fitRows, likelihood } from "./fit-rows.ts";
import { type Pair, Rows } from "./row.ts";
import {
  name,
  subjects,
  type Triangle,
  type Classes,
  type Rfm,
  type Place,
  cells,
  triangle,
  classes,
  concentration,
  recency,
  gaps,
  perCustomer,
  wholeFits,
} from "./parts.ts";

interface Fitted {
  readonly n: number;
  readonly n_repeat: number;
  readonly x_sum: number;
  readonly fits: Readonly<Record<string, Fit>>;
}
interface Segment {
  readonly n: number;
  readonly R_mean: number;
  readonly F_mean: number;
  readonly M_mean: number;
}

/** UCI Online Retail, cleaned. */
export async function retail(rows: Rows, figures: Figures) {
  interface Reference {
    readonly btyd_weeks: Fitted;
    readonly btyd_days: Fitted;
    readonly counts: Readonly<Record<"clean_customers" | "clean_orders" | "clean_revenue", number>>;
    readonly cohort_triangle_CLEAN: Triangle;
    readonly repurchase: Readonly<Record<string, number>> & {
      readonly windowed: Readonly<
        Record<
          string,
          { readonly eligible_customers: number; readonly repurchased: number; readonly rate: number }
        >
      >;
    };
    readonly abc_customers: Readonly<Record<string, Classes>>;
    readonly abc_products_by_StockCode: Readonly<Record<string, Classes>>;
    readonly concentration: Readonly<Record<string, number>>;
    readonly rfm: {
      readonly describe: Rfm;
      readonly "score_counts (R: qcut on values, F: qcut on rank(first) by CustomerID, M: qcut on values)": Readonly<
        Record<"r" | "f" | "m", Readonly<Record<string, number>>>
      >;
      readonly segments_RxF_regex: Readonly<Record<string, Segment>>;
    };
    readonly historical_clv: {
      readonly cumulative_revenue_per_acquired_customer_by_cohort: Readonly<
        Record<string, readonly number[]>
      >;
      readonly mean_gross: number;
      readonly median_gross: number;
      readonly max_gross: number;
      readonly aov: number;
      readonly aov_x_frequency: number;
      readonly purchase_frequency: number;
    };
  }
  const published = referenceJson<Reference>("online_retail.json");
  const weekly = published.btyd_weeks;
  const place: Place = {
    data: name("UCI Online Retail, cleaned", "UCI Online Retail（清洗后）"),
    source: name(
      "UCI 352; computed with pandas, triangle as in Hadrien-lcrx/cohort-analysis",
      "UCI 352；由 pandas 计算，三角表与 Hadrien-lcrx/cohort-analysis 一致",
    ),
  };
  const { counts, repurchase, historical_clv, concentration: share } = published;
  const loaded = { ...place, subject: subjects.data };
  rows.one(
    loaded,
    name("customers", "顾客数"),
    [figures.loaded.extent.customers, counts.clean_customers],
    "exact",
  );
  rows.one(loaded, name("orders", "订单数"), [figures.loaded.extent.orders, counts.clean_orders], "exact");
  await triangle(
    rows,
    figures,
    place,
    published.cohort_triangle_CLEAN,
    historical_clv.cumulative_revenue_per_acquired_customer_by_cohort,
  );
  await pooled(
    rows,
    figures,
    { ...place, subject: subjects.cohorts },
    published.cohort_triangle_CLEAN as unknown as Readonly<Record<string, unknown>>,
  );
  const again = { ...place, subject: subjects.repurchase };
  const [byOrders] = await figures.rows("repurchase-rate", { exact: true });
  const [byDays] = await figures.rows("repurchase-rate", { params: { count: "days" }, exact: true });
  rows.one(
    again,
    name("customers with 2 orders or more", "有 2 单及以上的顾客数"),
    [Number(byOrders?.repurchased), repurchase["n_2+_orders"] ?? NaN],
    "exact",
  );
  rows.many(
    again,
    name(
      "share with 2 orders or more, customers with 2 days or more",
      "有 2 单及以上的比例、有 2 个及以上购买日的顾客数",
    ),
    [
      [Number(byOrders?.rate), repurchase["share_customers_with_2+_orders"] ?? NaN],
      [Number(byDays?.repurchased), repurchase["n_2+_days"] ?? NaN],
    ],
    { within: 1e-12 },
  );
  rows.one(
    again,
    name("share with 2 purchase days or more", "有 2 个及以上购买日的比例"),
    [Number(byDays?.rate), repurchase["share_customers_with_2+_purchase_days"] ?? NaN],
    { within: 1e-12 },
  );
  for (const [window, wanted] of Object.entries(repurchase.windowed)) {
    const params = { preset: "window", window: Number(window), count: "days" };
    const [row] = await figures.rows("repurchase-rate", { params, exact: true });
    rows.many(
      again,
      name(`within ${window} days: customers observed, again`, `${window} 天内：已观察满、已复购的顾客数`),
      [
        [Number(row?.customers), wanted.eligible_customers],
        [Number(row?.repurchased), wanted.repurchased],
      ],
      "exact",
    );
    rows.one(
      again,
      name(`rate within ${window} days`, `${window} 天内复购率`),
      [Number(row?.rate), wanted.rate],
      { within: 1e-12 },
    );
  }
  await gaps(rows, figures, place, {
    n: repurchase.n_gaps ?? NaN,
    mean: repurchase.mean_gap ?? NaN,
    median: repurchase.median_gap_between_purchase_days ?? NaN,
  });
  await classes(rows, figures, place, published.abc_customers, "customers");
  await classes(rows, figures, place, published.abc_products_by_StockCode, "products");
  await concentration(rows, figures, place, {
    gini: share.gini_customers ?? NaN,
    top1: share.top1pct_share ?? NaN,
    top20: share.top20pct_share ?? NaN,
  });
  const [classA] = await figures.rows("abc-segments", { exact: true });
  rows.one(
    { ...place, subject: subjects.abc },
    name("customers for 80% of revenue", "贡献 80% 收入的顾客数"),
    [Number(classA?.customers), share.customers_for_80pct ?? NaN],
    "exact",
  );
  await recency(rows, figures, place, published.rfm.describe);
  const most = await figures.rows("rfm", { part: "customers", exact: true });
  rows.one(
    { ...place, subject: subjects.rfm },
    name("orders of the most frequent customer", "下单最多的顾客的订单数"),
    [Math.max(...most.map(({ frequency }) => Number(frequency))), repurchase.orders_max ?? NaN],
    "exact",
  );
  const [often] = await figures.rows("purchase-frequency", { part: "summary", exact: true });
  rows.many(
    { ...place, subject: subjects.frequency },
    name("orders per customer: mean, median", "人均订单数：均值、中位数"),
    [
      [Number(often?.mean), repurchase.orders_per_customer_mean ?? NaN],
      [Number(often?.median), repurchase.orders_median ?? NaN],
    ],
    { within: 1e-12 },
  );
  await wholeFits(rows, figures, place.data, sameText("scipy"), weekly.fits, { ridge: true });
  await daily(rows, figures, place, published.btyd_days, weekly);
  await byRecencyAndFrequency(rows, figures, place, published.rfm);
  await perCustomer(rows, figures, place, [
    historical_clv.mean_gross,
    historical_clv.median_gross,
    historical_clv.max_gross,
  ]);
  const [mix] = await figures.rows("revenue-mix", { part: "summary", exact: true });
  const shared = { ...place, subject: subjects.mix };
  rows.one(shared, name("revenue", "收入"), [Number(mix?.value), counts.clean_revenue], { within: 0.005 });
  rows.one(
    shared,
    name("average order value", "客单价"),
    [Number(mix?.average_order_value), historical_clv.aov],
    { within: 1e-6 },
  );
  rows.one(
    shared,
    name("average order value × orders per buyer", "客单价 × 人均订单数"),
    [Number(mix?.average_order_value) * Number(mix?.orders_per_buyer), historical_clv.aov_x_frequency],
    { within: 1e-6 },
  );
  rows.one(
    shared,
    name("orders per buyer", "人均订单数"),
    [Number(mix?.orders_per_buyer), historical_clv.purchase_frequency],
    { within: 1e-12 },
  );
}

/** The spending model, whose likelihood knows no unit of time, and what the purchase models were made from. */
async function daily(rows: Rows, figures: Figures, { data }: Place, wanted: Fitted, weekly: Fitted) {
  const found = (await figures.rows("predicted-clv", { part: "fit" })).filter(
    (row) => row.model === "gamma-gamma",
  );
  const spending = wanted.fits["Gamma-Gamma"] as Fit;
  const source = sameText("scipy");
  fitRows(rows, { subject: sameText("Gamma–Gamma"), data, source }, spending, {
    parameters: found.map(({ estimate }) => Number(estimate)),
    standardErrors: found.map(({ standard_error }) => Number(standard_error)),
    logLikelihood: Number(found[0]?.log_likelihood),
  });
  const [summary] = await figures.rows("predicted-clv", { part: "summary" });
  const { n, "corr(x,m)": correlation } = spending as unknown as Readonly<Record<"n" | "corr(x,m)", number>>;
  rows.many(
    { subject: sameText("Gamma–Gamma"), data, source },
    name("customers, correlation of frequency and mean value", "顾客数、次数与均价的相关"),
    [
      [Number(found[0]?.customers), n],
      [Number(summary?.spend_correlation), correlation],
    ],
    { within: 1e-9 },
  );
  const main = await figures.rows("predicted-clv");
  const repeats = main.map(({ frequency }) => Number(frequency));
  const histories = { subject: name("Histories", "购买历史"), data, source };
  rows.many(
    histories,
    name(
      "customers, those with a repeat purchase day, and repeat purchase days",
      "顾客数、有重复购买日的顾客数、重复购买日数",
    ),
    [
      [main.length, wanted.n],
      [repeats.filter((x) => x > 0).length, wanted.n_repeat],
      [repeats.reduce((sum, x) => sum + x, 0), wanted.x_sum],
      [main.length, weekly.n],
      [repeats.filter((x) => x > 0).length, weekly.n_repeat],
      [repeats.reduce((sum, x) => sum + x, 0), weekly.x_sum],
    ],
    "exact",
  );
  // In days the likelihood is that in weeks less x ln 7, and α is seven times as large.
  for (const [model, title] of [
    ["bg-nbd", "BG/NBD"],
    ["mbg-nbd", "MBG/NBD"],
    ["pareto-nbd", "Pareto/NBD"],
  ] as const) {
    const fit = (await figures.rows("predicted-clv", { params: { model }, part: "fit" })).filter(
      (row) => row.model === model,
    );
    const own = wanted.fits[title] as Fit;
    const shared = {
      subject: sameText(title),
      data: { en: `${data.en}, in days`, "zh-CN": `${data["zh-CN"]}，以天计` },
      source,
    };
    rows.one(shared, likelihood, [Number(fit[0]?.log_likelihood) - wanted.x_sum * Math.log(7), own.loglik], {
      within: 1e-3,
    });
    rows.many(
      shared,
      sameText("r, α"),
      [
        [Number(fit[0]?.estimate), own.params.r ?? NaN],
        [7 * Number(fit[1]?.estimate), own.params.alpha ?? NaN],
      ],
      { relative: 5e-3 },
    );
    rows.many(
      shared,
      name("standard errors of r and α", "r 与 α 的标准误"),
      [
        [Number(fit[0]?.standard_error), own.se.r ?? NaN],
        [7 * Number(fit[1]?.standard_error), own.se.alpha ?? NaN],
      ],
      { relative: 5e-2 },
    );
  }
}

/** Named groups on R and F alone, as they are widely used. */
async function byRecencyAndFrequency(
  rows: Rows,
  figures: Figures,
  place: Place,
  published: {
    readonly "score_counts (R: qcut on values, F: qcut on rank(first) by CustomerID, M: qcut on values)": Readonly<
      Record<"r" | "f" | "m", Readonly<Record<string, number>>>
    >;
    readonly segments_RxF_regex: Readonly<Record<string, Segment>>;
  },
) {
  const customers = await figures.rows("rfm", {
    params: { preset: "groups-rf" },
    part: "customers",
    exact: true,
  });
  const shared = { ...place, subject: subjects.rfm };
  const scores =
    published["score_counts (R: qcut on values, F: qcut on rank(first) by CustomerID, M: qcut on values)"];
  rows.many(
    shared,
    name("customers by score of R, F and M", "按 R、F、M 分数的顾客数"),
    (["r", "f", "m"] as const).flatMap((axis) =>
      Object.entries(scores[axis]).map(([score, count]): Pair => [
        customers.filter((row) => row[axis] === Number(score)).length,
        count,
      ]),
    ),
    "exact",
  );
  const names: Readonly<Record<string, string>> = {
    about_to_sleep: "About to sleep",
    at_Risk: "At risk",
    cant_loose: "Cannot lose",
    champions: "Champions",
    hibernating: "Hibernating",
    loyal_customers: "Loyal",
    need_attention: "Need attention",
    new_customers: "New",
    potential_loyalists: "Potential loyalists",
    promising: "Promising",
  };
  const found = await figures.rows("rfm", { params: { preset: "groups-rf" }, exact: true });
  const means: Pair[] = [];
  const counts: Pair[] = [];
  for (const [key, wanted] of Object.entries(published.segments_RxF_regex)) {
    const own = customers.filter(({ segment }) => segment === names[key]);
    const mean = (column: string) => own.reduce((sum, row) => sum + Number(row[column]), 0) / own.length;
    counts.push([Number(found.find(({ segment }) => segment === names[key])?.customers), wanted.n]);
    means.push(
      [mean("recency_days"), wanted.R_mean],
      [mean("frequency"), wanted.F_mean],
      [mean("monetary"), wanted.M_mean],
    );
  }
  rows.many(shared, name("customers by group on R and F", "按 R 与 F 分组的顾客数"), counts, "exact");
  rows.many(shared, name("mean R, F and M of these groups", "各组 R、F、M 的均值"), means, { within: 1e-5 });
}

/** The same with cancellations, which the reference counts as activity. */
export async function rawRetail(rows: Rows, figures: Figures) {
  const published = referenceJson<{
    readonly counts: { readonly raw_id_customers: number; readonly raw_id_net_revenue: number };
    readonly cohort_triangle_RAW_ID: Triangle & Readonly<Record<string, number>>;
    readonly historical_clv: { readonly mean_net_RAW_ID: number };
  }>("online_retail.json");
  const { counts, cohort_triangle_RAW_ID: cohorts, historical_clv } = published;
  const place: Place = {
    data: name("UCI Online Retail with cancellations", "UCI Online Retail（含取消）"),
    source: name("UCI 352; computed with pandas", "UCI 352；由 pandas 计算"),
  };
  const asked = { params: { refunds: "orders" }, exact: true };
  const found = await figures.rows("retention-cohorts", asked);
  const shared = { ...place, subject: subjects.cohorts };
  rows.one(
    shared,
    name("customers, refunds counted as orders", "顾客数，退款算作订单"),
    [
      found.reduce((sum, row) => sum + (row.period === 0 ? Number(row.cohort_size) : 0), 0),
      counts.raw_id_customers,
    ],
    "exact",
  );
  rows.many(
    shared,
    name("customers a cell, refunds counted as orders", "各格人数，退款算作订单"),
    cells(found, "value", cohorts.counts),
    "exact",
  );
  rows.many(
    shared,
    name("share a cell, refunds counted as orders", "各格比例，退款算作订单"),
    cells(found, "share", cohorts.retention),
    { within: 1e-6 },
  );
  await pooled(rows, figures, shared, cohorts, asked.params);
  const cumulative = await figures.rows("retention-cohorts", {
    params: { refunds: "orders", measure: "cumulative" },
    exact: true,
  });
  const last = new Map(cumulative.map((row) => [String(row.cohort), row]));
  const spent = [...last.values()].reduce((sum, row) => sum + Number(row.value) * Number(row.cohort_size), 0);
  rows.one(
    shared,
    name("cumulative net revenue per customer", "人均累计净收入"),
    [spent / counts.raw_id_customers, historical_clv.mean_net_RAW_ID],
    { within: 1e-6 },
  );
  const [mix] = await figures.rows("revenue-mix", { part: "summary", exact: true });
  rows.one(
    { ...place, subject: subjects.mix },
    name("net revenue", "净收入"),
    [Number(mix?.value), counts.raw_id_net_revenue],
    { within: 0.005 },
  );
}

/** The average of the first period after, with the partial month and without, by size and plain. */
async function pooled(
  rows: Rows,
  figures: Figures,
  shared: Place & { readonly subject: Text },
  published: Readonly<Record<string, unknown>>,
  params: ParamValues = {},
) {
  const main = await figures.frame("retention-cohorts", { params });
  const headline = metricById("retention-cohorts")?.headlines?.first_period;
  const key = "pooled_month1_retention (cohorts 2010-12..2011-10, excludes the partial month 2011-12)";
  const averages = await figures.rows("retention-cohorts", { params, part: "averages" });
  const after = averages.find(({ period }) => period === 1);
  rows.many(
    shared,
    name("average of the month after the first, weighted by cohort size", "次月留存，按人数加权平均"),
    [
      [headline?.from({ main }, figures.window).value ?? NaN, Number(published[key])],
      [Number(after?.share), Number(published[key])],
    ],
    { within: 1e-12 },
  );
  rows.one(
    shared,
    name("the same with the partial month", "同上，含未满的月份"),
    [Number(after?.share_all), Number(published["pooled_month1_retention (cohorts 2010-12..2011-11)"])],
    { within: 1e-12 },
  );
  rows.one(
    shared,
    name("mean of all cohorts' shares in that month", "各批该月比例的简单平均"),
    [Number(after?.share_mean), Number(published["unweighted_mean_month1 (2010-12..2011-11)"])],
    { within: 1e-12 },
  );
  const first = main.values.period ?? [];
  const all = first.reduce<number>(
    (sum, period, row) => sum + (period === 0 ? Number(main.values.cohort_size?.[row]) : 0),
    0,
  );
  rows.one(
    shared,
    name("customers of all cohorts", "各批顾客合计"),
    [all, Number(published.customers_total)],
    "exact",
  );
}
