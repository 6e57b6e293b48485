import { sameText, type Text } from "../../src/i18n/text.ts";
import { published as referenceJson } from "./published.ts";
import type { Figures } from "../shop/figures.ts";
import type { Fit } from "./fit-rows.ts";
import { holdout } from "./holdout.ts";
import { Rows } from "./row.ts";
import {
  name,
  subjects,
  type Triangle,
  type Classes,
  type Rfm,
  type Place,
  triangle,
  classes,
  concentration,
  recency,
  gaps,
  perCustomer,
  wholeFits,
  equalFifths,
} from "./parts.ts";

/** One of the CDNOW files. */
export async function cdnow(
  rows: Rows,
  figures: Figures,
  key: "CDNOW_full_23570" | "CDNOW_sample_2357",
  data: Text,
) {
  interface Reference {
    readonly counts: Readonly<Record<"customers" | "purchase_days" | "total_value", number>>;
    readonly monthly_cohorts: Triangle & {
      readonly cumulative_value_per_acquired_customer: Readonly<Record<string, readonly number[]>>;
    };
    readonly repurchase: Readonly<Record<string, number>> & {
      readonly second_purchase_day_within: Readonly<
        Record<string, { readonly n: number; readonly rate: number }>
      >;
    };
    readonly abc: Readonly<Record<string, Classes>>;
    readonly historical_clv: Readonly<
      Record<"mean" | "median" | "max" | "aov_per_purchase_day" | "purchase_days_per_customer", number>
    >;
    readonly concentration: { readonly gini: number; readonly top20pct_share: number };
    readonly rfm: {
      readonly describe: Rfm;
      readonly "ntile5 (SQL NTILE over (order by R desc,id) / (F asc,id) / (M asc,id)) top cells RFM": Readonly<
        Record<string, number>
      >;
      readonly n_distinct_cells: number;
    };
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
  rows.one(
    again,
    name("share with 2 purchase days or more", "有 2 个及以上购买日的比例"),
    [Number(range?.rate), repurchase.share_2plus_purchase_days ?? NaN],
    { within: 1e-12 },
  );
  for (const [window, { n, rate }] of Object.entries(repurchase.second_purchase_day_within)) {
    const params = { preset: "window", window: Number(window) };
    const [row] = await figures.rows("repurchase-rate", { params, exact: true });
    rows.one(
      again,
      name(`again within ${window} days`, `${window} 天内复购的顾客数`),
      [Number(row?.repurchased), n],
      "exact",
    );
    // The reference divides by all customers, whose windows are over in this file.
    rows.one(again, name(`rate within ${window} days`, `${window} 天内复购率`), [Number(row?.rate), rate], {
      within: 1e-12,
    });
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
  const { rfm } = published;
  await equalFifths(
    rows,
    figures,
    place,
    rfm["ntile5 (SQL NTILE over (order by R desc,id) / (F asc,id) / (M asc,id)) top cells RFM"],
    rfm.n_distinct_cells,
  );
  const { mean, median, max, aov_per_purchase_day, purchase_days_per_customer } = published.historical_clv;
  await perCustomer(rows, figures, place, [mean, median, max]);
  const [mix] = await figures.rows("revenue-mix", { part: "summary", exact: true });
  const value = { ...place, subject: subjects.mix };
  rows.one(value, name("revenue", "收入"), [Number(mix?.value), counts.total_value], { within: 0.005 });
  rows.one(
    value,
    name("value per purchase day", "每个购买日的金额"),
    [Number(mix?.average_order_value), aov_per_purchase_day],
    { within: 1e-9 },
  );
  rows.one(
    value,
    name("purchase days per customer", "人均购买日数"),
    [Number(mix?.orders_per_buyer), purchase_days_per_customer],
    { within: 1e-12 },
  );
  const days = published.repurchase.days_hist as unknown as Readonly<Record<string, number>>;
  const often = await figures.rows("purchase-frequency", { exact: true });
  rows.many(
    { ...place, subject: subjects.frequency },
    name("customers by number of purchase days", "按购买日数分组的顾客数"),
    often.map((row) => {
      return [Number(row.customers), days[String(row.orders)] ?? NaN] as const;
    }),
    "exact",
  );
  if (key === "CDNOW_sample_2357") {
    await holdout(rows, figures, place);
    const { fits } = referenceJson<{ fits: Readonly<Record<string, Fit>> }>("cdnow_sample_btyd.json");
    const all = name("CDNOW, 1/10 sample, 78 weeks", "CDNOW 十分之一样本，78 周");
    await wholeFits(rows, figures, all, sameText("scipy"), fits, { suffix: " 78 weeks" });
  }
}

/** The same file where each of its records is an order. */
export async function cdnowRecords(
  rows: Rows,
  figures: Figures,
  key: "CDNOW_full_23570" | "CDNOW_sample_2357",
  data: Text,
) {
  const { counts, repurchase } = referenceJson<
    Record<
      typeof key,
      {
        readonly counts: Readonly<
          Record<"records" | "same_day_extra_records" | "mean_value_per_record", number>
        >;
        readonly repurchase: Readonly<Record<"share_2plus_records" | "n_2plus_records", number>>;
      }
    >
  >("cdnow_descriptives.json")[key];
  const place: Place = {
    data: name(`${data.en}, by record`, `${data["zh-CN"]}，逐条记录`),
    source: name("Fader & Hardie's data; computed with pandas", "Fader 与 Hardie 的数据；由 pandas 计算"),
  };
  const [mix] = await figures.rows("revenue-mix", { part: "summary", exact: true });
  const often = async (count: string) =>
    (await figures.rows("purchase-frequency", { params: { count }, part: "summary", exact: true }))[0];
  const [byOrders, byDays] = [await often("orders"), await often("days")];
  const made = (row: typeof byOrders) => Number(row?.mean) * Number(row?.customers);
  rows.many(
    { ...place, subject: subjects.data },
    name("records, and those of a day that already has one", "记录数，及同一天已有记录的条数"),
    [
      [figures.loaded.extent.orders, counts.records],
      [Math.round(made(byOrders) - made(byDays)), counts.same_day_extra_records],
    ],
    "exact",
  );
  rows.one(
    { ...place, subject: subjects.mix },
    name("value per record", "每条记录的金额"),
    [Number(mix?.average_order_value), counts.mean_value_per_record],
    { within: 1e-9 },
  );
  const [range] = await figures.rows("repurchase-rate", { exact: true });
  rows.one(
    { ...place, subject: subjects.repurchase },
    name("customers with 2 records or more", "有 2 条及以上记录的顾客数"),
    [Number(range?.repurchased), repurchase.n_2plus_records],
    "exact",
  );
  rows.one(
    { ...place, subject: subjects.repurchase },
    name("share with 2 records or more", "有 2 条及以上记录的比例"),
    [Number(range?.rate), repurchase.share_2plus_records],
    { within: 1e-12 },
  );
}
