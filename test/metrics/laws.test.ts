import fc from "../property.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { changeOf } from "../../src/metrics/revenue-fold.ts";
import { dayNumber, isoDay, type Row } from "../../src/tables/frame.ts";
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
const holds = (law: (figures: Figures, shop: SmallShop) => Promise<void>, runs = 12) =>
  fc.assert(
    fc.asyncProperty(smallShop, async (shop) => law(await open(shop), shop)),
    { numRuns: runs, endOnFailure: true },
  );
const sum = (rows: readonly Row[], column: string) =>
  rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);

describe("retention cohorts", () => {
  it("start whole, and hold every customer once", () =>
    holds(async (figures) => {
      for (const period of ["day", "week", "month", "quarter"])
        for (const window of ["calendar", "rolling", "unbounded"]) {
          const rows = await figures.rows("retention-cohorts", { params: { period, window } });
          const starts = rows.filter(({ period: k }) => k === 0);
          for (const row of starts) expect(row).toMatchObject({ share: 1, value: row.cohort_size });
          const [mix] = await figures.rows("revenue-mix", { part: "summary" });
          expect(sum(starts, "cohort_size")).toBe(mix?.new_buyers);
          for (const { share, low, high } of rows) {
            expect(Number(low)).toBeLessThanOrEqual(Number(share));
            expect(Number(share)).toBeLessThanOrEqual(Number(high));
          }
          // Dense: every period from 0 on, without a gap.
          rows.forEach((row, index) => {
            if (row.period !== 0) expect(row.period).toBe(Number(rows[index - 1]?.period) + 1);
          });
        }
    }, 6));

  it("never rise when a customer counts until the last order", () =>
    holds(async (figures) => {
      const rows = await figures.rows("retention-cohorts", {
        params: { window: "unbounded", period: "week" },
      });
      rows.forEach((row, index) => {
        if (row.period !== 0) expect(Number(row.share)).toBeLessThanOrEqual(Number(rows[index - 1]?.share));
      });
    }));

  it("add up over the values of a split", () =>
    holds(async (figures) => {
      const whole = await figures.rows("retention-cohorts");
      for (const split of ["channel", "tier"]) {
        const parts = await figures.rows("retention-cohorts", { params: { split } });
        for (const row of whole) {
          const same = parts.filter(({ cohort, period }) => cohort === row.cohort && period === row.period);
          expect(sum(same, "value")).toBe(row.value);
          expect(sum(same, "cohort_size")).toBe(row.cohort_size);
        }
      }
    }));

  it("give in cumulative revenue what historical value gives", () =>
    holds(async (figures) => {
      const cohorts = await figures.rows("retention-cohorts", { params: { measure: "cumulative" } });
      const values = await figures.rows("historical-clv");
      expect(cohorts.map(({ value }) => Number(value).toFixed(6))).toEqual(
        values.map(({ value_per_customer }) => Number(value_per_customer).toFixed(6)),
      );
    }));
});

describe("revenue mix", () => {
  it("divides buyers, orders and revenue into new and returning, and nothing else", () =>
    holds(async (figures) => {
      for (const period of ["day", "week", "month", "quarter"]) {
        const rows = await figures.rows("revenue-mix", { params: { period } });
        const [all] = await figures.rows("revenue-mix", { params: { period }, part: "summary" });
        expect(sum(rows, "value")).toBeCloseTo(Number(all?.value), 6);
        expect(sum(rows, "orders")).toBe(all?.orders);
        expect(
          sum(
            rows.filter(({ customer_kind }) => customer_kind === "new"),
            "buyers",
          ),
        ).toBe(all?.new_buyers);
        for (const row of rows)
          if (Number(row.orders) > 0)
            expect(Number(row.orders) * Number(row.average_order_value)).toBeCloseTo(Number(row.value), 6);
      }
    }, 6));

  it("is buyers × frequency × order value, and so is its change", () =>
    holds(async (figures) => {
      const rows = await figures.rows("revenue-mix", { params: { period: "week" }, part: "change" });
      rows.forEach((row, index) => {
        if (row.orders_per_buyer === null) return;
        const product = Number(row.buyers) * Number(row.orders_per_buyer) * Number(row.average_order_value);
        expect(product).toBeCloseTo(Number(row.value), 6);
        const before = rows[index - 1];
        if (!before || before.orders_per_buyer === null) return;
        expect(Number(row.change)).toBeCloseTo(Number(row.value) - Number(before.value), 6);
        expect(
          Number(row.from_buyers) + Number(row.from_frequency) + Number(row.from_order_value),
        ).toBeCloseTo(Number(row.change), 6);
      });
    }));

  it("splits any change exactly", () => {
    const totals = fc.record({
      buyers: fc.integer({ min: 1, max: 1e6 }),
      more: fc.integer({ min: 0, max: 1e6 }),
      value: fc.integer({ min: 0, max: 1e9 }),
    });
    fc.assert(
      fc.property(totals, totals, (a, b) => {
        const [before, now] = [a, b].map(({ buyers, more, value }) => ({
          buyers,
          orders: buyers + more,
          value,
        }));
        if (!before || !now) return;
        const { change, from_buyers, from_frequency, from_order_value } = changeOf(before, now);
        const size = Math.max(1, before.value, now.value) * 1e6;
        expect(Math.abs(from_buyers + from_frequency + from_order_value - change) / size).toBeLessThan(1e-9);
      }),
    );
  });
});

describe("repurchase rate", () => {
  it("adds up over cohorts of new customers", () =>
    holds(async (figures) => {
      const whole = await figures.rows("repurchase-rate", { params: { preset: "window", window: 14 } });
      for (const by of ["week", "month", "quarter"]) {
        const rows = await figures.rows("repurchase-rate", { params: { preset: "window", window: 14, by } });
        expect(sum(rows, "customers")).toBe(sum(whole, "customers"));
        expect(sum(rows, "repurchased")).toBe(sum(whole, "repurchased"));
      }
    }));

  it("never counts more with days than with orders, nor less in a longer window", () =>
    holds(async (figures) => {
      const [orders] = await figures.rows("repurchase-rate");
      const [days] = await figures.rows("repurchase-rate", { params: { count: "days" } });
      expect(Number(days?.repurchased ?? 0)).toBeLessThanOrEqual(Number(orders?.repurchased ?? 0));
      expect(days?.customers).toBe(orders?.customers);
    }));
});

describe("RFM", () => {
  it("gives every buyer one segment, whatever the preset", () =>
    holds(async (figures) => {
      const [mix] = await figures.rows("revenue-mix", { part: "summary" });
      for (const preset of ["quintiles", "mean", "groups"]) {
        const rows = await figures.rows("rfm", { params: { preset } });
        expect(sum(rows, "customers")).toBe(mix?.buyers);
        const customers = await figures.rows("rfm", { params: { preset }, part: "customers" });
        expect(customers).toHaveLength(Number(mix?.buyers));
        for (const row of rows)
          expect(customers.filter(({ segment }) => segment === row.segment)).toHaveLength(
            Number(row.customers),
          );
        const grid = await figures.rows("rfm", { params: { preset }, part: "grid" });
        expect(sum(grid, "customers")).toBe(mix?.buyers);
        expect(sum(grid, "customer_share")).toBeCloseTo(1, 9);
      }
    }, 6));

  it("never splits a tie, and scores better what is better", () =>
    holds(async (figures) => {
      const rows = await figures.rows("rfm", { part: "customers" });
      for (const a of rows)
        for (const b of rows) {
          if (Number(a.recency_days) <= Number(b.recency_days))
            expect(Number(a.r)).toBeGreaterThanOrEqual(Number(b.r));
          if (Number(a.frequency) >= Number(b.frequency))
            expect(Number(a.f)).toBeGreaterThanOrEqual(Number(b.f));
          if (Number(a.monetary) >= Number(b.monetary))
            expect(Number(a.m)).toBeGreaterThanOrEqual(Number(b.m));
        }
    }));
});

describe("ABC classes", () => {
  it("hold every buyer and all value; A is as small as the cut allows", () =>
    holds(async (figures) => {
      const [mix] = await figures.rows("revenue-mix", { part: "summary" });
      for (const rule of ["crossing", "within"]) {
        const rows = await figures.rows("abc-segments", { params: { rule } });
        const [summary] = await figures.rows("abc-segments", { params: { rule }, part: "summary" });
        expect(sum(rows, "customers")).toBe(mix?.buyers);
        expect(sum(rows, "value")).toBeCloseTo(Number(summary?.value), 6);
        if (summary?.gini !== null) expect(Number(summary?.gini)).toBeGreaterThanOrEqual(-1e-12);
        const curve = await figures.rows("abc-segments", { params: { rule }, part: "curve" });
        expect(curve.length).toBeLessThanOrEqual(400);
        expect(curve.at(-1)?.customer_share).toBe(1);
        curve.forEach((point, index) => {
          if (index > 0)
            expect(Number(point.value_share)).toBeGreaterThanOrEqual(
              Number(curve[index - 1]?.value_share) - 1e-12,
            );
        });
      }
    }));
});

describe("any metric", () => {
  const metrics = [
    "retention-cohorts",
    "repurchase-rate",
    "historical-clv",
    "rfm",
    "abc-segments",
    "revenue-mix",
    "nps",
  ];
  /** A shop whose file ends before a day. */
  const cutBefore = (shop: SmallShop, day: string): SmallShop => {
    const cut = (csv: string, at: number) =>
      csv
        .split("\n")
        .filter((line, index) => index === 0 || (line.split(",")[at] ?? "") < day)
        .join("\n");
    return { customers: shop.customers, orders: cut(shop.orders, 2), surveys: cut(shop.surveys, 0) };
  };
  /** The same shop with every answer's scale and kind told: else all scores of a file tell them. */
  const told = (shop: SmallShop): SmallShop => {
    const [header = "", ...lines] = shop.surveys.split("\n");
    const full = lines.map((line) => {
      const [at = "", score = "", kind = "", scale = "", ...rest] = line.split(",");
      return [at, score, kind || "nps", scale || "10", ...rest].join(",");
    });
    return { ...shop, surveys: [header, ...full].join("\n") };
  };

  it("replayed at a past date gives what the file gave that day", () =>
    holds(
      async (_, any) => {
        const shop = told(any);
        const figures = await open(shop);
        const { from, to } = figures.window;
        const asOf = isoDay(dayNumber(from) + Math.ceil((dayNumber(to) - dayNumber(from)) * 0.6) + 1);
        const window = { from, to: isoDay(dayNumber(asOf) - 1), asOf };
        const replayed: Row[][] = [];
        for (const metric of metrics) replayed.push(await figures.rows(metric, { window }));
        const then = await open(cutBefore(shop, asOf));
        for (const [index, metric] of metrics.entries())
          expect(await then.rows(metric, { window }), metric).toEqual(replayed[index]);
      },
      Number(process.env.PROPERTY_RUNS ?? 8),
    ));

  it("counts purchases as before when refunds are added to the file", () =>
    holds(async (figures, shop) => {
      const before = await figures.rows("revenue-mix", { params: { period: "quarter" } });
      const last = shop.orders.split("\n").at(-1)?.split(",") ?? [];
      // On the last known day: later ones would move the as-of date.
      const refund = ["R1", last[1], `${figures.window.to} 23:00:00`, "-3", "", "completed", "", "", ""].join(
        ",",
      );
      const after = await (
        await open({ ...shop, orders: `${shop.orders}\n${refund}` })
      ).rows("revenue-mix", {
        params: { period: "quarter" },
        window: figures.window,
      });
      expect(sum(after, "orders")).toBe(sum(before, "orders"));
      expect(sum(after, "buyers")).toBe(sum(before, "buyers"));
      expect(sum(after, "value")).toBeCloseTo(sum(before, "value") - 3, 6);
    }));
});
