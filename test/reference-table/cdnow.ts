import { sameText, type Text } from "../../src/i18n/text.ts";
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
  triangle,
  classes,
  concentration,
  recency,
  gaps,
  perCustomer,
  wholeFits,
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
      readonly second_purchase_day_within: Readonly<Record<string, { readonly n: number }>>;
    };
    readonly abc: Readonly<Record<string, Classes>>;
    readonly historical_clv: Readonly<Record<"mean" | "median" | "max" | "aov_per_purchase_day", number>>;
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
  const { mean, median, max, aov_per_purchase_day } = published.historical_clv;
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
    const { fits } = referenceJson<{ fits: Readonly<Record<string, { readonly loglik: number }>> }>(
      "cdnow_sample_btyd.json",
    );
    const all = name("CDNOW, 1/10 sample, 78 weeks", "CDNOW 十分之一样本，78 周");
    await wholeFits(rows, figures, all, sameText("scipy"), fits, " 78 weeks");
  }
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
