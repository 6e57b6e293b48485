import { sameText, type Text } from "../../src/i18n/text.ts";
import type { Row } from "../../src/tables/frame.ts";
import type { Figures } from "../shop/figures.ts";
import { type Fit, likelihood } from "./fit-rows.ts";
import { type Pair, type ReferenceRow, Rows } from "./row.ts";

export const name = (en: string, zh: string): Text => ({ en, "zh-CN": zh });
export const subjects = {
  data: name("Data as loaded", "载入的数据"),
  cohorts: name("Retention cohorts", "留存同期群"),
  repurchase: name("Repurchase rate", "复购率"),
  abc: name("ABC segments", "ABC 客户分级"),
  rfm: name("RFM", "RFM 客户分层"),
  clv: name("Historical value", "历史客户价值"),
  frequency: name("Purchase frequency", "购买频次"),
  mix: name("Revenue mix", "收入构成"),
  interval: name("Purchase interval", "购买间隔"),
  predicted: name("Predicted value: holdout", "预测客户价值：留出检验"),
};
export interface Triangle {
  readonly counts: Readonly<Record<string, readonly number[]>>;
  readonly retention: Readonly<Record<string, readonly number[]>>;
}
export type Classes = Readonly<
  Record<
    string,
    {
      readonly n: number;
      readonly share_revenue?: number;
      readonly share_value?: number;
      readonly revenue?: number;
      readonly share_items?: number;
    }
  >
>;
export interface Described {
  readonly mean: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly q20_40_60_80: readonly number[];
}
export type Rfm = Readonly<Record<"R" | "F" | "M", Described>>;
export type Place = Pick<ReferenceRow, "data" | "source">;

/** The cells of a triangle by cohort and period, each beside its published one. */
export function cells(
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

export async function triangle(
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

export async function classes(
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
    const more = found.flatMap((row): Pair[] => {
      const { revenue, share_items } = expected[String(row.class)] ?? {};
      return revenue === undefined || share_items === undefined
        ? []
        : [
            [Number(row.value), revenue],
            [Number(row.customer_share), share_items],
          ];
    });
    if (more.length > 0)
      rows.many(
        shared,
        name(
          `value and share of ${of} a class, ${rule.en}`,
          `各类金额与${what["zh-CN"]}占比，${rule["zh-CN"]}`,
        ),
        more,
        { within: 0.005 },
      );
  }
}

export async function concentration(
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

export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [low = NaN, high = low] = sorted.slice(Math.floor(at), Math.floor(at) + 2);
  return low + (high - low) * (at % 1);
}
export async function recency(rows: Rows, figures: Figures, place: Place, published: Rfm) {
  const customers = await figures.rows("rfm", { part: "customers", exact: true });
  for (const [key, column, label] of [
    ["R", "recency_days", name("recency", "最近购买天数")],
    ["F", "frequency", name("frequency", "购买次数")],
    ["M", "monetary", name("value", "金额")],
  ] as const) {
    const values = customers.map((row) => Number(row[column])).sort((a, b) => a - b);
    const { mean, median, min, max, q20_40_60_80 } = published[key];
    rows.many(
      { ...place, subject: subjects.rfm },
      name(
        `${label.en}: mean, median, least, largest, quintile cuts`,
        `${label["zh-CN"]}：均值、中位数、最小值、最大值、五分位界`,
      ),
      [
        [values.reduce((sum, value) => sum + value, 0) / values.length, mean],
        [quantile(values, 0.5), median],
        [values[0] ?? NaN, min],
        [values.at(-1) ?? NaN, max],
        ...q20_40_60_80.map((cut, i): Pair => [quantile(values, 0.2 * (i + 1)), cut]),
      ],
      { within: 1e-5 },
    );
  }
}

export async function gaps(
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

export async function perCustomer(rows: Rows, figures: Figures, place: Place, published: readonly number[]) {
  const customers = await figures.rows("rfm", { part: "customers", exact: true });
  const values = customers.map(({ monetary }) => Number(monetary)).sort((a, b) => a - b);
  const [mean = NaN, median = NaN, most = NaN] = published;
  rows.many(
    { ...place, subject: subjects.rfm },
    name("value per customer: mean, median, largest", "每位顾客金额：均值、中位数、最大值"),
    [
      [values.reduce((sum, value) => sum + value, 0) / values.length, mean],
      [quantile(values, 0.5), median],
      [values.at(-1) ?? NaN, most],
    ],
    { within: 1e-6 },
  );
}

/** Models fitted to all that the file knows, as the product's forecast is. */
export async function wholeFits(
  rows: Rows,
  figures: Figures,
  data: Text,
  source: Text,
  published: Readonly<Record<string, Fit | undefined>>,
  { suffix = "", ridge = false }: { readonly suffix?: string; readonly ridge?: boolean } = {},
) {
  for (const [model, title] of [
    ["bg-nbd", "BG/NBD"],
    ["mbg-nbd", "MBG/NBD"],
    ["pareto-nbd", "Pareto/NBD"],
  ] as const) {
    const wanted = published[`${title}${suffix}`];
    if (!wanted) continue;
    const found = (await figures.rows("predicted-clv", { params: { model }, part: "fit" })).filter(
      (row) => row.model === model,
    );
    const shared = { subject: sameText(title), data, source };
    const [first] = found;
    rows.one(shared, likelihood, [Number(first?.log_likelihood), wanted.loglik], { within: 1e-3 });
    for (const [name, value] of Object.entries(wanted.params)) {
      // Where dropout is not to be seen, only how customers buy is known.
      if (ridge && name !== "r" && name !== "alpha") continue;
      const own = found.find(({ parameter }) => parameter === name);
      rows.one(shared, sameText(name), [Number(own?.estimate), value], { relative: ridge ? 5e-3 : 1e-3 });
      if (own?.standard_error == null) continue;
      rows.one(
        shared,
        { en: `standard error of ${name}`, "zh-CN": `${name} 的标准误` },
        [Number(own.standard_error), wanted.se[name] ?? NaN],
        { relative: ridge ? 5e-2 : 1e-2 },
      );
    }
  }
}

/** RFM where every fifth has as many customers: the largest cells, and how many cells there are. */
export async function equalFifths(
  rows: Rows,
  figures: Figures,
  place: Place,
  published: Readonly<Record<string, number>>,
  distinct: number,
) {
  const found = await figures.rows("rfm", { params: { preset: "ntile", frequency: "days" }, exact: true });
  const own = new Map(found.map((row) => [String(row.segment), Number(row.customers)]));
  const shared = { ...place, subject: subjects.rfm };
  rows.many(
    shared,
    name(
      "customers in the largest cells, fifths of equal size (NTILE)",
      "最大各格顾客数，等人数五分（NTILE）",
    ),
    Object.entries(published).map(([cell, customers]) => [own.get(cell) ?? NaN, customers]),
    "exact",
  );
  rows.one(
    shared,
    name("cells with customers, fifths of equal size (NTILE)", "有顾客的格数，等人数五分（NTILE）"),
    [found.length, distinct],
    "exact",
  );
}
