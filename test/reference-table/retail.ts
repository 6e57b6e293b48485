import { sameText, type Text } from "../../src/i18n/text.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import type { ParamValues } from "../../src/metrics/metric.ts";
import { referenceJson } from "../reference.ts";
import type { Figures } from "../shop/figures.ts";
import { Rows } from "./row.ts";
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

/** UCI Online Retail, cleaned. */
export async function retail(rows: Rows, figures: Figures) {
  interface Reference {
    readonly btyd_weeks: { readonly fits: Readonly<Record<string, { readonly loglik: number }>> };
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
    readonly rfm: { readonly describe: Rfm };
    readonly historical_clv: {
      readonly cumulative_revenue_per_acquired_customer_by_cohort: Readonly<
        Record<string, readonly number[]>
      >;
      readonly mean_gross: number;
      readonly median_gross: number;
      readonly max_gross: number;
      readonly aov: number;
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
  await recency(rows, figures, place, published.rfm.describe);
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
  await wholeFits(rows, figures, place.data, sameText("scipy"), weekly.fits);
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
    name("orders per buyer", "人均订单数"),
    [Number(mix?.orders_per_buyer), historical_clv.purchase_frequency],
    { within: 1e-12 },
  );
}

/** The same with cancellations, which the reference counts as activity. */
export async function rawRetail(rows: Rows, figures: Figures) {
  const published = referenceJson<{
    readonly counts: { readonly raw_id_customers: number; readonly raw_id_net_revenue: number };
    readonly cohort_triangle_RAW_ID: Triangle & Readonly<Record<string, number>>;
  }>("online_retail.json");
  const { counts, cohort_triangle_RAW_ID: cohorts } = published;
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
  const [mix] = await figures.rows("revenue-mix", { part: "summary", exact: true });
  rows.one(
    { ...place, subject: subjects.mix },
    name("net revenue", "净收入"),
    [Number(mix?.value), counts.raw_id_net_revenue],
    { within: 0.005 },
  );
}

/** The weighted average of the first period after, which leaves the partial month out. */
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
  rows.one(
    shared,
    name("average of the month after the first, weighted by cohort size", "次月留存，按人数加权平均"),
    [headline?.from({ main }, figures.window).value ?? NaN, Number(published[key])],
    { within: 1e-12 },
  );
}
