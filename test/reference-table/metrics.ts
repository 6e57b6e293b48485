import { sameText, type Text } from "../../src/i18n/text.ts";
import type { Engine } from "../../src/engine/engine.ts";
import type { Row } from "../../src/tables/frame.ts";
import { openCdnow, openRetail } from "../metrics/published-data.ts";
import { referenceJson } from "../reference.ts";
import type { Figures } from "../shop/figures.ts";
import type { Pair, ReferenceRow } from "./row.ts";
import { Rows } from "./row.ts";

const name = (en: string, zh: string): Text => ({ en, "zh-CN": zh });
const subjects = {
  data: name("Data as loaded", "载入的数据"),
  cohorts: name("Retention cohorts", "留存同期群"),
  repurchase: name("Repurchase rate", "复购率"),
  abc: name("ABC segments", "ABC 客户分级"),
  rfm: name("RFM", "RFM 客户分层"),
  clv: name("Historical value", "历史客户价值"),
  mix: name("Revenue mix", "收入构成"),
  interval: name("Purchase interval", "购买间隔"),
  predicted: name("Predicted value: holdout", "预测客户价值：留出检验"),
};
interface Triangle {
  readonly counts: Readonly<Record<string, readonly number[]>>;
  readonly retention: Readonly<Record<string, readonly number[]>>;
}
type Classes = Readonly<
  Record<string, { readonly n: number; readonly share_revenue?: number; readonly share_value?: number }>
>;
interface Described {
  readonly mean: number;
  readonly median: number;
  readonly max: number;
  readonly q20_40_60_80: readonly number[];
}
type Rfm = Readonly<Record<"R" | "F" | "M", Described>>;
type Place = Pick<ReferenceRow, "data" | "source">;

/** Every metric against published results on public data, computed by the SQL that users see. */
export async function metricRows(engine: Engine): Promise<readonly ReferenceRow[]> {
  const rows = new Rows();
  await retail(rows, await openRetail(engine));
  for (const [key, file, data] of [
    ["CDNOW_full_23570", "CDNOW_master.txt", name("CDNOW (23,570 customers)", "CDNOW（23,570 位顾客）")],
    ["CDNOW_sample_2357", "CDNOW_sample.txt", name("CDNOW, 1/10 sample", "CDNOW 十分之一样本")],
  ] as const)
    await cdnow(rows, await openCdnow(engine, file), key, data);
  return rows.all;
}

/** The cells of a triangle by cohort and period, each beside its published one. */
function cells(
  found: readonly Row[],
  column: string,
  published: Readonly<Record<string, readonly number[]>>,
): Pair[] {
  const own = new Map(
    found.map((row) => [`${String(row.cohort).slice(0, 7)} ${String(row.period)}`, Number(row[column])]),
  );
  return Object.entries(published).flatMap(([cohort, values]) =>
    values.map((value, period): Pair => [own.get(`${cohort} ${period}`) ?? NaN, value]),
  );
}

async function triangle(
  rows: Rows,
  figures: Figures,
  place: Place,
  { counts, retention }: Triangle,
  value: Readonly<Record<string, readonly number[]>>,
) {
  const cohorts = await figures.rows("retention-cohorts", { exact: true });
  const shared = { ...place, subject: subjects.cohorts };
  rows.many(shared, name("customers a cell", "各格人数"), cells(cohorts, "value", counts), "exact");
  rows.many(shared, name("share a cell", "各格比例"), cells(cohorts, "share", retention), { within: 1e-6 });
  rows.many(
    { ...place, subject: subjects.clv },
    name("cumulative value per customer acquired, a cell", "各格获客人均累计金额"),
    cells(await figures.rows("historical-clv", { exact: true }), "value_per_customer", value),
    { within: 1e-4 },
  );
}

async function classes(
  rows: Rows,
  figures: Figures,
  place: Place,
  published: Readonly<Record<string, Classes>>,
  of: "customers" | "products",
) {
  for (const [title, expected] of Object.entries(published)) {
    const within = title.includes("'<='");
    const params = { of, rule: within ? "within" : "crossing" };
    const found = await figures.rows("abc-segments", { params, exact: true });
    const what = of === "customers" ? name("customers", "顾客数") : name("products", "商品数");
    const rule = within
      ? name("cumulative share up to the cut", "累计占比不超过分界线")
      : name("the item that crosses the cut counts in", "跨线者归入较高等级");
    const shared = { ...place, subject: subjects.abc };
    for (const row of found) {
      const own = expected[String(row.class)];
      rows.one(
        shared,
        name(
          `${what.en} in class ${String(row.class)}, ${rule.en}`,
          `${String(row.class)} 类${what["zh-CN"]}，${rule["zh-CN"]}`,
        ),
        [Number(row.customers), own?.n ?? NaN],
        "exact",
      );
    }
    rows.many(
      shared,
      name(`share of value a class, ${of}, ${rule.en}`, `各类金额占比（${what["zh-CN"]}），${rule["zh-CN"]}`),
      found.map((row) => {
        const { share_revenue, share_value } = expected[String(row.class)] ?? {};
        return [Number(row.value_share), share_revenue ?? share_value ?? NaN];
      }),
      { within: 1e-9 },
    );
  }
}

async function concentration(
  rows: Rows,
  figures: Figures,
  place: Place,
  published: { gini: number; top1?: number; top20: number },
) {
  const [summary] = await figures.rows("abc-segments", { part: "summary", exact: true });
  const shared = { ...place, subject: subjects.abc };
  const close = { within: 1e-12 };
  rows.one(shared, name("Gini coefficient", "基尼系数"), [Number(summary?.gini), published.gini], close);
  if (published.top1 !== undefined)
    rows.one(
      shared,
      name("share of the top 1%", "前 1% 占比"),
      [Number(summary?.top_1_share), published.top1],
      close,
    );
  rows.one(
    shared,
    name("share of the top 20%", "前 20% 占比"),
    [Number(summary?.top_20_share), published.top20],
    close,
  );
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [low = NaN, high = low] = sorted.slice(Math.floor(at), Math.floor(at) + 2);
  return low + (high - low) * (at % 1);
}
async function recency(rows: Rows, figures: Figures, place: Place, published: Rfm) {
  const customers = await figures.rows("rfm", { part: "customers", exact: true });
  for (const [key, column, label] of [
    ["R", "recency_days", name("recency", "最近购买天数")],
    ["F", "frequency", name("frequency", "购买次数")],
    ["M", "monetary", name("value", "金额")],
  ] as const) {
    const values = customers.map((row) => Number(row[column])).sort((a, b) => a - b);
    const { mean, median, max, q20_40_60_80 } = published[key];
    rows.many(
      { ...place, subject: subjects.rfm },
      name(
        `${label.en}: mean, median, largest, quintile cuts`,
        `${label["zh-CN"]}：均值、中位数、最大值、五分位界`,
      ),
      [
        [values.reduce((sum, value) => sum + value, 0) / values.length, mean],
        [quantile(values, 0.5), median],
        [values.at(-1) ?? NaN, max],
        ...q20_40_60_80.map((cut, i): Pair => [quantile(values, 0.2 * (i + 1)), cut]),
      ],
      { within: 1e-5 },
    );
  }
}

async function gaps(
  rows: Rows,
  figures: Figures,
  place: Place,
  published: { n: number; mean: number; median: number },
) {
  const [summary] = await figures.rows("purchase-interval", { part: "summary", exact: true });
  const shared = { ...place, subject: subjects.interval };
  rows.one(shared, name("intervals", "间隔数"), [Number(summary?.intervals), published.n], "exact");
  rows.one(
    shared,
    name("median (days)", "中位数（天）"),
    [Number(summary?.median), published.median],
    "exact",
  );
  rows.one(shared, name("mean (days)", "平均（天）"), [Number(summary?.mean), published.mean], {
    within: 1e-9,
  });
}

async function retail(rows: Rows, figures: Figures) {
  interface Reference {
    readonly counts: { readonly clean_customers: number; readonly clean_orders: number };
    readonly cohort_triangle_CLEAN: Triangle;
    readonly repurchase: Readonly<Record<string, number>> & {
      readonly windowed: Readonly<
        Record<string, { readonly eligible_customers: number; readonly repurchased: number }>
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
      readonly aov: number;
      readonly purchase_frequency: number;
    };
  }
  const published = referenceJson<Reference>("online_retail.json");
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
  const [mix] = await figures.rows("revenue-mix", { part: "summary", exact: true });
  const shared = { ...place, subject: subjects.mix };
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

async function cdnow(
  rows: Rows,
  figures: Figures,
  key: "CDNOW_full_23570" | "CDNOW_sample_2357",
  data: Text,
) {
  interface Reference {
    readonly counts: { readonly customers: number; readonly purchase_days: number };
    readonly monthly_cohorts: Triangle & {
      readonly cumulative_value_per_acquired_customer: Readonly<Record<string, readonly number[]>>;
    };
    readonly repurchase: Readonly<Record<string, number>> & {
      readonly second_purchase_day_within: Readonly<Record<string, { readonly n: number }>>;
    };
    readonly abc: Readonly<Record<string, Classes>>;
    readonly concentration: { readonly gini: number; readonly top20pct_share: number };
    readonly rfm: { readonly describe: Rfm };
  }
  const published = referenceJson<Record<typeof key, Reference>>("cdnow_descriptives.json")[key];
  const place: Place = {
    data,
    source: name("Fader & Hardie's data; computed with pandas", "Fader 与 Hardie 的数据；由 pandas 计算"),
  };
  const { counts, monthly_cohorts, repurchase } = published;
  const loaded = { ...place, subject: subjects.data };
  rows.one(loaded, name("customers", "顾客数"), [figures.loaded.extent.customers, counts.customers], "exact");
  rows.one(
    loaded,
    name("purchase days", "购买日数"),
    [figures.loaded.extent.orders, counts.purchase_days],
    "exact",
  );
  await triangle(
    rows,
    figures,
    place,
    monthly_cohorts,
    monthly_cohorts.cumulative_value_per_acquired_customer,
  );
  const again = { ...place, subject: subjects.repurchase };
  const [range] = await figures.rows("repurchase-rate", { exact: true });
  rows.one(
    again,
    name("customers with 2 purchase days or more", "有 2 个及以上购买日的顾客数"),
    [Number(range?.repurchased), repurchase.n_2plus_purchase_days ?? NaN],
    "exact",
  );
  for (const [window, { n }] of Object.entries(repurchase.second_purchase_day_within)) {
    const params = { preset: "window", window: Number(window) };
    const [row] = await figures.rows("repurchase-rate", { params, exact: true });
    rows.one(
      again,
      name(`again within ${window} days`, `${window} 天内复购的顾客数`),
      [Number(row?.repurchased), n],
      "exact",
    );
  }
  await gaps(rows, figures, place, {
    n: repurchase.n_gaps ?? NaN,
    mean: repurchase.mean_gap_days ?? NaN,
    median: repurchase.median_gap_days ?? NaN,
  });
  await classes(rows, figures, place, published.abc, "customers");
  await concentration(rows, figures, place, {
    gini: published.concentration.gini,
    top20: published.concentration.top20pct_share,
  });
  await recency(rows, figures, place, published.rfm.describe);
  if (key === "CDNOW_sample_2357") await holdout(rows, figures, place);
}

async function holdout(rows: Rows, figures: Figures, place: Place) {
  const published = referenceJson<{
    holdout: { actual_total: number } & Readonly<Record<string, { readonly CET39_total: number }>>;
  }>("cdnow_sample_btyd.json").holdout;
  const shared = {
    ...place,
    subject: subjects.predicted,
    source: sameText("Fader, Hardie & Lee (2005); BTYD"),
  };
  for (const [model, title] of [
    ["bg-nbd", "BG/NBD"],
    ["mbg-nbd", "MBG/NBD"],
    ["pareto-nbd", "Pareto/NBD"],
  ] as const) {
    const weeks = await figures.rows("predicted-clv", { params: { model, holdout: 39 }, part: "holdout" });
    const total = (column: string) => weeks.reduce((sum, row) => sum + Number(row[column]), 0);
    if (model === "bg-nbd")
      rows.one(
        shared,
        name("purchases of the last 39 weeks", "最后 39 周的购买次数"),
        [total("actual"), published.actual_total],
        "exact",
      );
    rows.one(
      shared,
      name(`purchases that ${title} expects in them`, `${title} 对这 39 周的预期购买次数`),
      [total("expected"), published[title]?.CET39_total ?? NaN],
      { within: 0.5 },
    );
  }
}
