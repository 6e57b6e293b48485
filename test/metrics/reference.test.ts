import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import type { Row } from "../../src/tables/frame.ts";
import { describeWithReference, referenceJson } from "../reference.ts";
import type { Figures } from "../shop/figures.ts";
import { openCdnow, openRetail } from "./published-data.ts";

interface Abc {
  readonly n: number;
  readonly revenue?: number;
  readonly share_revenue?: number;
  readonly share_value?: number;
}
interface Described {
  readonly mean: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly q20_40_60_80: readonly number[];
}
interface Triangle {
  readonly counts: Readonly<Record<string, readonly number[]>>;
  readonly retention: Readonly<Record<string, readonly number[]>>;
}

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

/** A triangle's rows by month of the cohort. */
function byCohort(rows: readonly Row[], column: string): Record<string, number[]> {
  const cells: Record<string, number[]> = {};
  for (const row of rows) {
    const cohort = (cells[String(row.cohort).slice(0, 7)] ??= []);
    cohort[Number(row.period)] = Number(row[column]);
  }
  return cells;
}
function expectClose(
  actual: Readonly<Record<string, readonly number[]>>,
  expected: Readonly<Record<string, readonly number[]>>,
  digits: number,
): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [cohort, cells] of Object.entries(expected)) {
    expect(actual[cohort]).toHaveLength(cells.length);
    cells.forEach((cell, k) => expect(actual[cohort]?.[k], `${cohort} + ${k}`).toBeCloseTo(cell, digits));
  }
}
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [low = NaN, high = low] = sorted.slice(Math.floor(at), Math.floor(at) + 2);
  return low + (high - low) * (at % 1);
}
/** The customers part holds to the description, and to scores cut at its quintiles. */
function expectDescribed(rows: readonly Row[], column: string, score: string, described: Described): void {
  const values = rows.map((row) => Number(row[column])).sort((a, b) => a - b);
  expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(described.mean, 5);
  expect(quantile(values, 0.5)).toBeCloseTo(described.median, 6);
  expect(values[0]).toBe(described.min);
  expect(values.at(-1)).toBeCloseTo(described.max, 6);
  [0.2, 0.4, 0.6, 0.8].forEach((share, index) =>
    expect(quantile(values, share)).toBeCloseTo(described.q20_40_60_80[index] ?? NaN, 6),
  );
  for (const row of rows) {
    const above = described.q20_40_60_80.filter((cut) => Number(row[column]) > cut + 1e-9).length;
    expect(row[score]).toBe(column === "recency_days" ? 5 - above : 1 + above);
  }
}
async function expectAbc(
  figures: Figures,
  params: Record<string, string>,
  expected: Readonly<Record<string, Abc>>,
) {
  for (const exact of [false, true]) {
    const rows = await figures.rows("abc-segments", { params, exact });
    expect(rows.map((row) => [row.class, row.customers])).toEqual(
      Object.entries(expected).map(([name, { n }]) => [name, n]),
    );
    rows.forEach((row) => {
      const { revenue, share_revenue, share_value } = expected[String(row.class)] ?? {};
      if (revenue !== undefined) expect(row.value).toBeCloseTo(revenue, 2);
      expect(row.value_share).toBeCloseTo(share_revenue ?? share_value ?? NaN, 9);
    });
  }
}

describeWithReference("UCI Online Retail, cleaned", () => {
  interface Reference {
    readonly counts: { readonly clean_customers: number; readonly clean_orders: number };
    readonly cohort_triangle_CLEAN: Triangle;
    readonly repurchase: Readonly<Record<string, number>> & {
      readonly windowed: Readonly<
        Record<
          string,
          { readonly eligible_customers: number; readonly repurchased: number; readonly rate: number }
        >
      >;
    };
    readonly abc_customers: Readonly<Record<string, Readonly<Record<string, Abc>>>>;
    readonly abc_products_by_StockCode: Readonly<Record<string, Readonly<Record<string, Abc>>>>;
    readonly concentration: Readonly<Record<string, number>>;
    readonly rfm: {
      readonly describe: { readonly R: Described; readonly F: Described; readonly M: Described };
    };
    readonly historical_clv: {
      readonly cumulative_revenue_per_acquired_customer_by_cohort: Readonly<
        Record<string, readonly number[]>
      >;
      readonly aov: number;
      readonly purchase_frequency: number;
    };
  }
  const reference = () => referenceJson<Reference>("online_retail.json");
  let figures: Figures;

  beforeAll(async () => {
    figures = await openRetail(engine);
  });

  it("has the published customers and orders", () => {
    const { counts } = reference();
    expect(figures.loaded.extent.customers).toBe(counts.clean_customers);
    expect(figures.loaded.extent.orders).toBe(counts.clean_orders);
  });

  it.each([false, true])("retains customers as published, all 91 cells (SQL: %s)", async (exact) => {
    const rows = await figures.rows("retention-cohorts", { exact });
    const { counts, retention } = reference().cohort_triangle_CLEAN;
    expect(rows).toHaveLength(91);
    expect(byCohort(rows, "value")).toEqual(counts);
    expectClose(byCohort(rows, "share"), retention, 6);
    expect(rows.filter(({ complete }) => complete !== true).map(({ cohort }) => cohort)).toHaveLength(13);
  });

  it("gives the published repurchase rates", async () => {
    const { repurchase } = reference();
    const [orders] = await figures.rows("repurchase-rate");
    expect(orders).toMatchObject({ cohort: null, customers: 4338, repurchased: repurchase["n_2+_orders"] });
    const [days] = await figures.rows("repurchase-rate", { params: { count: "days" } });
    expect(days?.repurchased).toBe(repurchase["n_2+_days"]);
    expect(days?.rate).toBeCloseTo(repurchase["share_customers_with_2+_purchase_days"] ?? NaN, 12);
    for (const [window, { eligible_customers, repurchased }] of Object.entries(repurchase.windowed)) {
      const params = { preset: "window", window: Number(window), count: "days" };
      for (const exact of [false, true])
        expect((await figures.rows("repurchase-rate", { params, exact }))[0]).toMatchObject({
          customers: eligible_customers,
          repurchased,
        });
    }
  });

  it("classes customers and products as published", async () => {
    const { abc_customers, abc_products_by_StockCode } = reference();
    for (const [title, expected] of Object.entries(abc_customers))
      await expectAbc(figures, { rule: title.includes("'<='") ? "within" : "crossing" }, expected);
    for (const [title, expected] of Object.entries(abc_products_by_StockCode))
      await expectAbc(
        figures,
        { of: "products", rule: title.includes("'<='") ? "within" : "crossing" },
        expected,
      );
    const { concentration } = reference();
    for (const exact of [false, true]) {
      const [summary] = await figures.rows("abc-segments", { part: "summary", exact });
      expect(summary?.gini).toBeCloseTo(concentration.gini_customers ?? NaN, 12);
      expect(summary?.top_1_share).toBeCloseTo(concentration.top1pct_share ?? NaN, 12);
      expect(summary?.top_20_share).toBeCloseTo(concentration.top20pct_share ?? NaN, 12);
    }
  });

  it("scores recency, frequency and value at the published quintiles", async () => {
    const { R, F, M } = reference().rfm.describe;
    const rows = await figures.rows("rfm", { part: "customers" });
    expect(rows).toHaveLength(4338);
    expectDescribed(rows, "recency_days", "r", R);
    expectDescribed(rows, "frequency", "f", F);
    expectDescribed(rows, "monetary", "m", M);
  });

  it("gives the published value per acquired customer", async () => {
    const { historical_clv } = reference();
    for (const exact of [false, true])
      expectClose(
        byCohort(await figures.rows("historical-clv", { exact }), "value_per_customer"),
        historical_clv.cumulative_revenue_per_acquired_customer_by_cohort,
        3.9,
      );
    const [summary] = await figures.rows("revenue-mix", { part: "summary" });
    expect(summary?.average_order_value).toBeCloseTo(historical_clv.aov, 6);
    expect(summary?.orders_per_buyer).toBeCloseTo(historical_clv.purchase_frequency, 12);
  });
});

describe.each([
  ["CDNOW_full_23570", "CDNOW_master.txt"],
  ["CDNOW_sample_2357", "CDNOW_sample.txt"],
] as const)("%s", (name, file) => {
  describeWithReference("descriptives", () => {
    interface Reference {
      readonly counts: { readonly customers: number; readonly purchase_days: number };
      readonly monthly_cohorts: Triangle & {
        readonly cumulative_value_per_acquired_customer: Readonly<Record<string, readonly number[]>>;
      };
      readonly repurchase: Readonly<Record<string, number>> & {
        readonly second_purchase_day_within: Readonly<
          Record<string, { readonly n: number; readonly rate: number }>
        >;
      };
      readonly abc: Readonly<Record<string, Readonly<Record<string, Abc>>>>;
      readonly concentration: { readonly gini: number; readonly top20pct_share: number };
      readonly rfm: {
        readonly describe: { readonly R: Described; readonly F: Described; readonly M: Described };
      };
    }
    const reference = () => referenceJson<Record<typeof name, Reference>>("cdnow_descriptives.json")[name];
    let figures: Figures;

    beforeAll(async () => {
      figures = await openCdnow(engine, file);
    });

    it("has the published customers and purchase days", () => {
      const { counts } = reference();
      expect(figures.loaded.extent).toMatchObject({
        customers: counts.customers,
        orders: counts.purchase_days,
      });
    });

    it("retains customers and their value as published", async () => {
      const { counts, retention, cumulative_value_per_acquired_customer } = reference().monthly_cohorts;
      const rows = await figures.rows("retention-cohorts");
      expect(byCohort(rows, "value")).toEqual(counts);
      expectClose(byCohort(rows, "share"), retention, 6);
      expectClose(
        byCohort(await figures.rows("historical-clv"), "value_per_customer"),
        cumulative_value_per_acquired_customer,
        3.9,
      );
      const params = { measure: "cumulative" };
      expectClose(
        byCohort(await figures.rows("retention-cohorts", { params }), "value"),
        cumulative_value_per_acquired_customer,
        3.9,
      );
    });

    it("gives the published repurchase rates", async () => {
      const { repurchase, counts } = reference();
      const [range] = await figures.rows("repurchase-rate");
      expect(range).toMatchObject({
        customers: counts.customers,
        repurchased: repurchase.n_2plus_purchase_days,
      });
      for (const [window, { n, rate }] of Object.entries(repurchase.second_purchase_day_within)) {
        const params = { preset: "window", window: Number(window) };
        const [row] = await figures.rows("repurchase-rate", { params });
        expect(row?.repurchased).toBe(n);
        expect(row?.rate).toBeCloseTo(rate, 12);
      }
    });

    it("classes customers as published", async () => {
      const { abc, concentration } = reference();
      for (const [title, expected] of Object.entries(abc))
        await expectAbc(figures, { rule: title.includes("'<='") ? "within" : "crossing" }, expected);
      const [summary] = await figures.rows("abc-segments", { part: "summary" });
      expect(summary?.gini).toBeCloseTo(concentration.gini, 12);
      expect(summary?.top_20_share).toBeCloseTo(concentration.top20pct_share, 12);
    });

    it("scores recency, frequency and value at the published quintiles", async () => {
      const { R, F, M } = reference().rfm.describe;
      const rows = await figures.rows("rfm", { part: "customers" });
      expectDescribed(rows, "recency_days", "r", R);
      expectDescribed(rows, "frequency", "f", F);
      expectDescribed(rows, "monetary", "m", M);
    });
  });
});
