import fc from "../property.ts";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import type { ParamValues } from "../../src/metrics/metric.ts";
import { dayNumber, isoDay, type Row } from "../../src/tables/frame.ts";
import { describeWithReference, referenceJson, sharedPath } from "../reference.ts";
import { csvFiles, type Figures, openFigures } from "../shop/figures.ts";
import { ownMapping, type SmallShop, smallShop } from "../shop/small-shop.ts";

// Each run loads a shop of its own.
vi.setConfig({ testTimeout: 300_000 });

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const open = (shop: SmallShop) => openFigures(engine, csvFiles({ ...shop }), ownMapping);
const sum = (rows: readonly Row[], column: string) =>
  rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
const before = (day: string, days: number) => isoDay(dayNumber(day) - days);
/** Rows with numbers to ten digits: sums may run in another order. */
const told = (rows: readonly Row[]) =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === "number" ? Number(value.toPrecision(10)) : value,
      ]),
    ),
  );
async function remarksOf(figures: Figures, id: string, params: ParamValues = {}) {
  const metric = metricById(id);
  if (!metric?.remarks) throw new Error(`no remarks in ${id}`);
  const full = Object.fromEntries(
    Object.entries(metric.params).map(([name, param]) => [name, params[name] ?? param.default]),
  );
  const parts = { summary: await figures.frame(id, { params, part: "summary" }) };
  return metric.remarks(parts, full, figures.window);
}

describe("the churn backtest", () => {
  const params = { days: 20 };

  it("replays the very list of that day, and counts everyone on it once", () =>
    fc.assert(
      fc.asyncProperty(smallShop, async (shop) => {
        const figures = await open(shop);
        const { asOf } = figures.window;
        const cut = before(asOf, 20);
        const tested = await figures.rows("backtest-churn", { params, part: "customers" });
        const list = await figures.rows("churn-watchlist", {
          window: { to: before(cut, 1), asOf: cut },
        });
        const listed = tested.filter((row) => row.listed === true).map((row) => row.customer_id);
        expect(listed.sort()).toEqual(list.map((row) => row.customer_id).sort());
        const [summary] = await figures.rows("backtest-churn", { params, part: "summary" });
        const main = await figures.rows("backtest-churn", { params });
        const bins = await figures.rows("backtest-churn", { params, part: "calibration" });
        expect(sum(main, "customers")).toBe(tested.length);
        expect(sum(main, "left")).toBe(summary?.left);
        if (bins.length > 0) {
          expect(sum(bins, "customers")).toBe(tested.length);
          expect(sum(bins, "left")).toBe(summary?.left);
        }
        const caught = tested.filter((row) => row.listed === true && row.left === true).length;
        expect(summary?.caught).toBe(caught);
        if (summary?.precision !== null)
          expect(Number(summary?.precision) * Number(summary?.listed)).toBeCloseTo(caught, 9);
        if (summary?.recall !== null)
          expect(Number(summary?.recall) * Number(summary?.left)).toBeCloseTo(caught, 9);
        // Lift weighted by size is one: the tenths together are everyone.
        if (Number(summary?.left) > 0)
          expect(
            main.reduce((total, row) => total + Number(row.lift) * Number(row.customers), 0) / tested.length,
          ).toBeCloseTo(1, 9);
        // Ties are never split.
        const tenthOf = new Map<number, number>();
        for (const row of tested) {
          const score = Number(row.overdue_ratio);
          expect(tenthOf.get(score) ?? row.decile).toBe(row.decile);
          tenthOf.set(score, Number(row.decile));
        }
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 8), endOnFailure: true },
    ));

  it("knows at a past date no more than the file did then", () =>
    fc.assert(
      fc.asyncProperty(smallShop, async (shop) => {
        const figures = await open(shop);
        const { from, to } = figures.window;
        const asOf = isoDay(dayNumber(from) + Math.ceil((dayNumber(to) - dayNumber(from)) * 0.7) + 1);
        const window = { from, to: before(asOf, 1), asOf };
        const asked = [
          ["backtest-churn", { days: 20 }],
          ["backtest-churn", { days: 20, score: "quiet", threshold: 0.5 }],
          ["churn-watchlist", {}],
          ["predicted-clv", { holdout: 8, model: "mbg-nbd" }],
        ] as const;
        const replayed: unknown[] = [];
        for (const [id, params] of asked) replayed.push(told(await figures.rows(id, { params, window })));
        const lines = shop.orders.split("\n");
        const cut = lines.filter((line, index) => index === 0 || (line.split(",")[2] ?? "") < asOf);
        const then = await open({ ...shop, orders: cut.join("\n") });
        for (const [index, [id, params]] of asked.entries())
          expect(told(await then.rows(id, { params, window })), id).toEqual(replayed[index]);
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 5), endOnFailure: true },
    ));
});

describeWithReference("CDNOW, cut at 39 weeks", () => {
  interface Published {
    readonly holdout: Readonly<Record<string, unknown>> & {
      readonly actual_total: number;
      readonly "actual_mean_by_x(0..6,7+)": readonly number[];
      readonly "n_by_x(0..6,7+)": readonly number[];
    };
    readonly fits: Readonly<
      Record<
        string,
        {
          readonly params: Readonly<Record<string, number>>;
          readonly se: Readonly<Record<string, number>>;
          readonly loglik: number;
        }
      >
    >;
  }
  const { holdout, fits } = referenceJson<Published>("cdnow_sample_btyd.json");
  const names = { "bg-nbd": "BG/NBD", "mbg-nbd": "MBG/NBD", "pareto-nbd": "Pareto/NBD" } as const;
  let figures: Figures;
  beforeAll(async () => {
    const lines = readFileSync(sharedPath("data/cdnow/CDNOW_sample.txt"), "utf8")
      .split(/\r?\n/)
      .map((line) => line.trim().split(/\s+/))
      .filter(([customer = ""]) => /^\d+$/.test(customer))
      .map((fields) => `${fields[0]},${fields.at(-3)},${fields.at(-1)}`);
    figures = await openFigures(
      engine,
      [{ name: "cdnow.csv", source: new Blob([["customer_id,ordered_at,amount", ...lines].join("\n")]) }],
      ({ mapping }) => ({ ...mapping, orderGrain: "day" }),
      { ...defaultPolicies, duplicates: "keep" },
    );
  });

  it.each(Object.entries(names))("%s foresees what was published", async (model, name) => {
    const params = { model, holdout: 39 };
    const published = holdout[name] as { CET39_total: number; CET39_mean_by_x: readonly number[] };
    const weeks = await figures.rows("predicted-clv", { params, part: "holdout" });
    expect(weeks.map(({ week }) => week)).toEqual(Array.from({ length: 39 }, (_, i) => i + 1));
    expect(sum(weeks, "actual")).toBe(holdout.actual_total);
    expect(sum(weeks, "expected")).toBeCloseTo(published.CET39_total, 0);
    const groups = await figures.rows("predicted-clv", { params, part: "calibration" });
    expect(groups.map(({ customers }) => customers)).toEqual(holdout["n_by_x(0..6,7+)"]);
    groups.forEach((group, i) => {
      expect(group.actual).toBeCloseTo(holdout["actual_mean_by_x(0..6,7+)"][i] ?? NaN, 9);
      expect(group.expected).toBeCloseTo(published.CET39_mean_by_x[i] ?? NaN, 2);
    });
    const track = await figures.rows("predicted-clv", { params, part: "tracking" });
    const atCut = track.findLast(({ held_out }) => held_out === false);
    expect(atCut).toMatchObject({ until: "1997-09-30", week: 0, actual: 2457 });
    expect(track.at(-1)).toMatchObject({ until: "1998-06-30", actual: 2457 + holdout.actual_total });
    expect(track.at(-1)?.expected).toBeCloseTo(2457 + published.CET39_total, 0);
    // Cumulative, and so never falling.
    track.forEach((row, i) => {
      expect(Number(row.actual)).toBeGreaterThanOrEqual(Number(track[i - 1]?.actual ?? 0));
    });
  });

  it.each(Object.entries(names))(
    "%s reaches the published parameters and their errors",
    async (model, name) => {
      const window = { to: "1997-09-30", asOf: "1997-10-01" };
      const rows = await figures.rows("predicted-clv", {
        params: { model, holdout: 0 },
        window,
        part: "fit",
      });
      const { params, se, loglik } = fits[name] ?? { params: {}, se: {}, loglik: NaN };
      for (const [parameter, value] of Object.entries(params)) {
        const row = rows.find((one) => one.parameter === parameter);
        expect(row).toMatchObject({ model, status: "ok", customers: 2357 });
        expect(Math.abs(Number(row?.log_likelihood) - loglik)).toBeLessThan(1e-3);
        expect(Number(row?.estimate) / value).toBeCloseTo(1, 2);
        expect(Number(row?.standard_error) / (se[parameter] ?? NaN)).toBeCloseTo(1, 1);
      }
    },
  );

  it("tells how the forecast did, with nothing to warn of", async () => {
    const remarks = await remarksOf(figures, "predicted-clv", { holdout: 39 });
    expect(remarks.map(({ caution }) => caution)).toEqual([false]);
    expect(remarks[0]?.text.en).toContain("1,882 purchases happened");
    expect(remarks[0]?.text["zh-CN"]).toContain("实际 1,882 次购买");
  });

  it("gives every customer an interval around the value", async () => {
    const rows = await figures.rows("predicted-clv");
    expect(rows).toHaveLength(2357);
    for (const { clv, clv_low, clv_high } of rows) {
      expect(Number(clv_low)).toBeLessThan(Number(clv));
      expect(Number(clv_high)).toBeGreaterThan(Number(clv));
    }
  });
});

describeWithReference("a shop in which nobody can be said to have left", () => {
  let figures: Figures;
  beforeAll(async () => {
    figures = await openFigures(engine, [
      {
        name: "orders.csv",
        source: new Blob([readFileSync(sharedPath("data/zh-rfm/orders_zh_utf8.csv"), "utf8")]),
      },
    ]);
  });

  it.each(["bg-nbd", "mbg-nbd", "pareto-nbd"])("%s says so, and tells no P(active)", async (model) => {
    const [summary] = await figures.rows("predicted-clv", { params: { model }, part: "summary" });
    expect(summary).toMatchObject({ status: "boundary", mean_p_alive: null });
    const rows = await figures.rows("predicted-clv", { params: { model } });
    expect(rows.length).toBeGreaterThan(20_000);
    expect(rows.every(({ p_alive }) => p_alive === null)).toBe(true);
    for (const id of ["predicted-clv", "churn-watchlist"]) {
      const [first] = await remarksOf(figures, id, { model });
      expect(first?.caution).toBe(true);
      expect(first?.text.en).toContain("do not show that anyone has left");
      expect(first?.text["zh-CN"]).toContain("看不出有人流失");
    }
  });

  it("lists by what they would spend, without a value at risk", async () => {
    const rows = await figures.rows("churn-watchlist");
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.p_alive === null && row.value_at_risk === null)).toBe(true);
    const expected = rows.map((row) => Number(row.expected_value));
    expect(expected).toEqual([...expected].sort((a, b) => b - a));
    const [summary] = await figures.rows("churn-watchlist", { part: "summary" });
    expect(summary?.value_at_risk).toBe(null);
  });

  it("moves the cut where the days are too few, and says so", async () => {
    const [summary] = await figures.rows("predicted-clv", { part: "summary" });
    expect(summary?.held_out_weeks).toBe(12);
    const remarks = await remarksOf(figures, "predicted-clv");
    expect(remarks.map(({ text }) => text.en).join()).toContain("26 would leave too little to fit");
  });
});
