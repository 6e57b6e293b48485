import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { metricById, metrics } from "../../src/metrics/catalog.ts";
import type { Row } from "../../src/tables/frame.ts";
import { csvFiles, openFigures } from "../shop/figures.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const header = "order_id,customer_id,ordered_at,amount,store";
const orders = (...rows: readonly string[]) =>
  openFigures(engine, csvFiles({ orders: [header, ...rows].join("\n") }));
/** Metrics that orders alone can answer. */
const ofOrders = metrics.filter(({ requires }) => Object.keys(requires).join() === "orders");
const finite = (rows: readonly Row[]) =>
  rows.every((row) =>
    Object.values(row).every((value) => typeof value !== "number" || Number.isFinite(value)),
  );

describe.each(ofOrders.map(({ id, parts }) => [id, ["main", ...Object.keys(parts ?? {})]] as const))(
  "%s",
  (id, parts) => {
    const everyPart = async (figures: Awaited<ReturnType<typeof orders>>, asked = {}) => {
      for (const part of parts) {
        const folded = await figures.rows(id, { ...asked, part });
        const exact = await figures.rows(id, { ...asked, part, exact: true });
        expect(finite(folded), part).toBe(true);
        expect(finite(exact), part).toBe(true);
        expect(folded.length, part).toBe(exact.length);
      }
    };
    it("stands nothing being left by a filter", async () => {
      const figures = await orders("1,a,2024-05-01 10:00:00,10,north", "2,b,2024-05-03 10:00:00,20,south");
      await everyPart(figures, { filters: [{ table: "orders", column: "store", values: ["east"] }] });
      expect(
        (await figures.rows(id, { filters: [{ table: "orders", column: "store", values: [] }] })).filter(
          (row) => Number(row.customers ?? row.cohort_size ?? 0) > 0,
        ),
      ).toEqual([]);
    });
    it("stands one order of one customer", async () => {
      await everyPart(await orders("1,a,2024-05-01 10:00:00,10,north"));
    });
    it("stands one order of nothing", async () => {
      await everyPart(await orders("1,a,2024-05-01 10:00:00,0,north"));
    });
    it("stands everything on one day", async () => {
      await everyPart(
        await orders(
          "1,a,2024-02-29 10:00:00,10,north",
          "2,a,2024-02-29 10:00:00,10,north",
          "3,b,2024-02-29 23:59:59,30,south",
        ),
      );
    });
    it("stands refunds alone", async () => {
      await everyPart(await orders("1,a,2024-05-01 10:00:00,-10,north", "2,b,2024-05-02 10:00:00,-5,north"));
    });
    it("stands more given back than was spent", async () => {
      await everyPart(await orders("1,a,2024-05-01 10:00:00,10,north", "2,a,2024-05-02 10:00:00,-25,north"));
    });
    it("stands dates a century apart", async () => {
      await everyPart(await orders("1,a,1924-03-31 10:00:00,10,north", "2,a,2024-03-31 10:00:00,20,north"));
    });
    it("stands a range that begins after it ends, and one before the data", async () => {
      const figures = await orders("1,a,2024-05-01 10:00:00,10,north", "2,b,2024-05-20 10:00:00,20,south");
      await everyPart(figures, { window: { from: "2024-05-21", to: "2024-05-20", asOf: "2024-05-21" } });
      await everyPart(figures, { window: { from: "2023-01-01", to: "2023-12-31", asOf: "2024-01-01" } });
    });
  },
);

describe("100,000 channels", () => {
  let figures: Awaited<ReturnType<typeof orders>>;
  beforeAll(async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => {
      const day = new Date(Date.UTC(2023, 0, 1 + (i % 500))).toISOString().slice(0, 10);
      return `${i},C${i % 9001},${day} 10:00:00,${1 + (i % 7)},channel ${i}`;
    });
    figures = await openFigures(
      engine,
      csvFiles({ orders: ["order_id,customer_id,ordered_at,amount,channel", ...rows].join("\n") }),
    );
  });
  const filters = [{ table: "orders" as const, column: "channel", values: ["channel 5", "channel 9006"] }];

  it.each(ofOrders.map(({ id }) => id))(
    "are nothing to %s",
    async (id) => {
      for (const exact of [false, true]) {
        const whole = await figures.rows(id, { exact });
        expect(whole.length).toBeGreaterThan(0);
        expect(finite(whole)).toBe(true);
        const few = await figures.rows(id, { filters, exact });
        expect(finite(few)).toBe(true);
        expect(few.reduce((most, row) => Math.max(most, Number(row.customers ?? 0)), 0)).toBeLessThanOrEqual(
          2,
        );
      }
    },
    120_000,
  );

  it.each(ofOrders.filter(({ params }) => params.split).map(({ id }) => id))(
    "can split %s",
    async (id) => {
      for (const exact of [false, true]) {
        const rows = await figures.rows(id, { params: { split: "channel" }, exact });
        expect(new Set(rows.map(({ split }) => split)).size).toBeGreaterThan(7000);
        expect(finite(rows)).toBe(true);
      }
    },
    300_000,
  );

  it("are too many to test whether they differ, which is said", async () => {
    const metric = metricById("time-to-next-order");
    const asked = { params: { split: "channel" } };
    const summary = await figures.frame("time-to-next-order", { ...asked, part: "summary" });
    expect(summary.values.logrank_p?.every((p) => p === null)).toBe(true);
    const [remark] = metric?.remarks?.({ summary }, { order: 1, split: "channel" }, figures.window) ?? [];
    expect(remark?.caution).toBe(true);
    expect(remark?.text.en).toMatch(/^9,001 groups are too many/);
  });
});

describe("answers", () => {
  const answers = (...rows: readonly string[]) =>
    openFigures(
      engine,
      csvFiles({ surveys: ["answered_at,score,customer_id,store", ...rows].join("\n") }),
      // A column of nothing but different values is not offered by itself.
      ({ mapping }) => ({ ...mapping, roles: { ...mapping.roles, store: "dimension" } }),
    );
  const both = async (figures: Awaited<ReturnType<typeof answers>>, asked = {}) => {
    const metric = metricById("nps");
    for (const part of ["main", ...Object.keys(metric?.parts ?? {})]) {
      const folded = await figures.rows("nps", { ...asked, part });
      const exact = await figures.rows("nps", { ...asked, part, exact: true });
      expect(finite(folded), part).toBe(true);
      expect(exact, part).toEqual(folded);
    }
  };
  it("stand one of one customer", async () => {
    await both(await answers("2024-05-01,9,a,north"));
  });
  it("stand all alike on one day, and none being left", async () => {
    const figures = await answers("2024-02-29,0,a,north", "2024-02-29,0,b,south");
    await both(figures);
    await both(figures, { filters: [{ table: "surveys", column: "store", values: ["east"] }] });
  });
  it("stand dates a century apart", async () => {
    await both(await answers("1924-03-31,10,a,north", "2024-03-31,3,b,south"));
  });
  it("stand as many groups as answers", async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) => `2024-05-${String(1 + (i % 28)).padStart(2, "0")},${i % 11},C${i},store ${i}`,
    );
    const asked = { params: { split: "store" } };
    const figures = await answers(...rows);
    await both(figures, asked);
    // The pairs of a hundred.
    expect(await figures.rows("nps", { ...asked, part: "differences" })).toHaveLength(4950);
  });
});

it("every metric is tried at the edges", () => {
  const tried = [...ofOrders.map(({ id }) => id), "nps"];
  expect(metrics.map(({ id }) => id).filter((id) => !tried.includes(id))).toEqual([]);
});

describe("what a cohort's periods are", () => {
  it("follows the ISO week, across years", async () => {
    const figures = await orders(
      "1,a,2024-12-29 10:00:00,1,n",
      "2,a,2024-12-30 10:00:00,1,n",
      "3,a,2025-01-05 10:00:00,1,n",
    );
    for (const exact of [false, true]) {
      const rows = await figures.rows("retention-cohorts", { params: { period: "week" }, exact });
      expect(rows.map(({ cohort, period, value }) => [cohort, period, value])).toEqual([
        ["2024-12-23", 0, 1],
        ["2024-12-23", 1, 1],
      ]);
    }
  });
  it("leaves a period incomplete until its last day is known", async () => {
    const figures = await orders("1,a,2024-01-31 10:00:00,1,n", "2,a,2024-02-29 10:00:00,1,n");
    const complete = async (asOf: string) =>
      (await figures.rows("retention-cohorts", { window: { to: "2024-02-29", asOf } })).map(
        (row) => row.complete,
      );
    expect(await complete("2024-03-01")).toEqual([true, true]);
    expect(await complete("2024-02-29")).toEqual([true, false]);
  });
  it("leaves a rolling period incomplete until the last member has been seen through it", async () => {
    const figures = await orders(
      "1,a,2024-01-01 10:00:00,1,n",
      "2,b,2024-01-10 10:00:00,1,n",
      "3,a,2024-02-05 10:00:00,1,n",
    );
    const rows = await figures.rows("retention-cohorts", { params: { window: "rolling" } });
    // b's first thirty days end with 8 February.
    expect(rows.map(({ period, complete }) => [period, complete])).toEqual([
      [0, false],
      [1, false],
    ]);
    const later = await figures.rows("retention-cohorts", {
      params: { window: "rolling" },
      window: { asOf: "2024-02-09" },
    });
    expect(later.map(({ complete }) => complete)).toEqual([true, false]);
  });
});

describe("a figure of a metric that is split", () => {
  it.each([
    ["time-to-next-order", "median"],
    ["purchase-ladder", "second"],
  ] as const)("is that of all groups together: %s", async (id, name) => {
    const rows = Array.from({ length: 400 }, (_, i) => {
      const day = new Date(Date.UTC(2024, 0, 1 + ((i * 37) % 300))).toISOString().slice(0, 10);
      return `${i},C${i % 130},${day} 10:00:00,10,store ${i % 3}`;
    });
    const figures = await orders(...rows);
    const headline = metricById(id)?.headlines?.[name];
    const told = async (split: string | null) => {
      const asked = { params: { split } };
      const main = await figures.frame(id, asked);
      const average =
        id === "time-to-next-order" ? await figures.frame(id, { ...asked, part: "average" }) : main;
      return headline?.from({ main, average }, figures.window);
    };
    const [whole, split] = [await told(null), await told("store")];
    expect(whole?.n).toBeGreaterThan(50);
    expect(split?.n).toBe(whole?.n);
    for (const end of ["value", "low", "high"] as const)
      expect(split?.[end]).toBeCloseTo(whole?.[end] ?? NaN, 9);
  });
});
