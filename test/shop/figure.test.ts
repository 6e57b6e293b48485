import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { TextError } from "../../src/i18n/text.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import { written } from "../../src/sql.ts";
import { csvFiles, type Figures, openFigures } from "./figures.ts";

const tables = {
  orders: `order_id,customer_id,ordered_at,amount,channel
1,a,2025-01-05 10:00:00,10,web
2,b,2025-01-20 10:00:00,20,app
3,a,2025-02-03 10:00:00,30,app
4,c,2025-02-10 10:00:00,40,
5,a,2025-03-01 10:00:00,50,web
6,c,2025-03-31 10:00:00,60,it's "quoted"`,
  customers: `customer_id,tier,city
a,gold,Oslo
b,plain,Bergen`,
};

let engine: Engine;
let figures: Figures;
let queries: string[] = [];
beforeAll(async () => {
  const opened = await openNodeEngine();
  engine = {
    ...opened,
    query: (statement, options) => {
      queries.push(statement.text);
      return opened.query(statement, options);
    },
  };
  figures = await openFigures(engine, csvFiles(tables));
});
afterAll(() => engine.close());

const request = (metric: string, params = {}) => ({ metric, params, window: figures.window, filters: [] });
const refusal = async (asked: Promise<unknown>): Promise<TextError> => {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TextError);
  return error as TextError;
};

describe("a figure", () => {
  it("comes from a fold without asking the database twice", async () => {
    await figures.figure("retention-cohorts");
    queries = [];
    const { source } = await figures.figure("retention-cohorts", { params: { measure: "orders" } });
    await figures.figure("historical-clv");
    expect(source).toBe("fold");
    expect(queries).toEqual([]);
  });

  it("is kept, by all that it depends on", async () => {
    const first = await figures.figure("rfm");
    const again = await figures.figure("rfm");
    expect(again.parts).toBe(first.parts);
    expect((await figures.figure("rfm", { params: { preset: "mean" } })).parts).not.toBe(first.parts);
    expect(
      (await figures.figure("rfm", { window: { to: "2025-02-28", asOf: "2025-03-01" } })).parts,
    ).not.toBe(first.parts);
  });

  it("says its SQL, which runs alone as it stands and gives the same", async () => {
    const filters = [
      { table: "orders" as const, column: "channel", values: ["web", 'it\'s "quoted"', null] },
      { table: "customers" as const, column: "tier", values: ["gold", null] },
    ];
    for (const metric of [
      "retention-cohorts",
      "repurchase-rate",
      "rfm",
      "abc-segments",
      "historical-clv",
      "revenue-mix",
    ]) {
      const parts = Object.keys(metricById(metric)?.parts ?? {});
      const figure = await figures.figure(metric, { filters, parts });
      for (const part of ["main", ...parts]) {
        const { bytes, types } = figure.parts[part] ?? { bytes: new Uint8Array(), types: {} };
        const alone = decodeFrame(await engine.query(written(figure.sql[part] ?? "")), types);
        expect(alone.values, `${metric} ${part}`).toEqual(decodeFrame(bytes, types).values);
      }
    }
  });

  it("filters before anything is computed", async () => {
    const rows = await figures.rows("repurchase-rate", {
      filters: [{ table: "orders", column: "channel", values: ["app"] }],
    });
    expect(rows).toMatchObject([{ customers: 2, repurchased: 0 }]);
    const members = await figures.rows("repurchase-rate", {
      filters: [{ table: "customers", column: "city", values: [null] }],
    });
    expect(members).toMatchObject([{ customers: 1, repurchased: 1 }]);
  });

  it("splits by a customer's first order, or what the customer is", async () => {
    const byChannel = await figures.rows("repurchase-rate", { params: { split: "channel" } });
    expect(byChannel.map(({ split, customers }) => [split, customers])).toEqual([
      [null, 1],
      ["app", 1],
      ["web", 1],
    ]);
    const byTier = await figures.rows("repurchase-rate", { params: { split: "tier" } });
    expect(byTier.map(({ split, repurchased }) => [split, repurchased])).toEqual([
      [null, 1],
      ["gold", 1],
      ["plain", 0],
    ]);
  });

  it("is not computed when it is no longer wanted", async () => {
    const controller = new AbortController();
    controller.abort();
    const runner = figures.fresh();
    await expect(runner.figure(request("rfm"), controller.signal)).rejects.toMatchObject({
      name: "AbortError",
    });
    // What was given up does not stand in the way of who asks next.
    expect((await runner.figure(request("rfm"))).source).toBe("fold");
  });

  it("keeps knowing what came before the range", async () => {
    const window = { from: "2025-02-01", to: "2025-03-31", asOf: "2025-04-01" };
    expect(await figures.rows("retention-cohorts", { window })).toMatchObject([
      { cohort: "2025-02-01", cohort_size: 1 },
      { cohort: "2025-02-01", period: 1 },
    ]);
  });
});

describe("a figure that cannot be", () => {
  it.each([
    ["churn-oracle", {}, /no metric churn-oracle/],
    ["nps", {}, /Needs .*score/],
    ["abc-segments", { of: "products" }, /product/],
    ["abc-segments", { of: "stores" }, /store/],
    ["historical-clv", { measure: "margin" }, /cost/],
    ["retention-cohorts", { split: "colour" }, /no column colour.*channel/],
    ["retention-cohorts", { split: 'x" from orders; --' }, /no column/],
    ["repurchase-rate", { window: 0 }, /window is 0/],
  ] as const)("(%s %j) says why, and the way out", async (metric, params, message) => {
    const { text } = await refusal(figures.runner.figure(request(metric, params)));
    expect(text.en).toMatch(message);
    expect(text["zh-CN"]).toMatch(/[\u4e00-\u9fff]/);
  });
  it("names the parts there are", async () => {
    const asked = figures.runner.figure({ ...request("abc-segments"), parts: ["sumary"] });
    expect((await refusal(asked)).text.en).toMatch(/no part sumary.*summary/);
  });
});
