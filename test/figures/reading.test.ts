import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { emptinessOf } from "../../src/figures/emptiness.ts";
import { messages } from "../../src/figures/messages.ts";
import { headlineOf, viewOf } from "../../src/figures/reading.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import type { Metric, ParamValues, Window } from "../../src/metrics/metric.ts";
import { csvFiles, type Figures, openFigures } from "../shop/figures.ts";

const orders = `order_id,customer_id,ordered_at,amount
1,a,2025-01-05 10:00:00,10
2,b,2025-01-20 10:00:00,20
3,a,2025-02-03 10:00:00,30
4,c,2025-02-28 10:00:00,40
5,a,2025-03-31 10:00:00,40
6,c,2025-03-31 10:00:00,40
7,a,2025-04-10 10:00:00,40`;

function metricOf(id: string): Metric {
  const metric = metricById(id);
  if (!metric) throw new Error(`no metric ${id}`);
  return metric;
}

describe("a figure of a short range", () => {
  let engine: Engine;
  let figures: Figures;
  beforeAll(async () => {
    engine = await openNodeEngine();
    figures = await openFigures(engine, csvFiles({ orders }));
  });
  afterAll(() => engine.close());

  async function retention(window: Window) {
    const metric = metricOf("retention-rate");
    const main = await figures.frame(metric.id, { window });
    return headlineOf(metric, "retention", { main }, window);
  }
  async function triangle(window: Window, params: ParamValues = {}, chart = "triangle") {
    const metric = metricOf("retention-cohorts");
    const frame = await figures.frame(metric.id, { window, params });
    return emptinessOf(viewOf(metric, chart), frame, metric.columns);
  }

  it("has the retention of its own last full period", async () => {
    expect(await retention({ from: "2025-01-05", to: "2025-03-31", asOf: "2025-04-01" })).toMatchObject({
      value: 1,
      n: 2,
    });
    expect(await retention({ from: "2025-01-05", to: "2025-04-10", asOf: "2025-04-11" })).toMatchObject({
      value: 1,
      n: 2,
    });
  });
  it("says where no full period is in it, though a period ends with it", async () => {
    const lastDay = await retention({ from: "2025-03-31", to: "2025-03-31", asOf: "2025-04-01" });
    expect(lastDay?.value).toBeNull();
    expect(lastDay?.absent).toEqual({
      en: "No full period in this range",
      "zh-CN": "这个范围里没有完整周期",
    });
    const middle = await retention({ from: "2025-02-10", to: "2025-03-20", asOf: "2025-03-21" });
    expect(middle?.value).toBeNull();
    expect(middle?.absent).toBeDefined();
  });

  it("says why a triangle has nothing to show", async () => {
    expect(await triangle(figures.window)).toBeNull();
    const nobody = { from: "2025-03-31", to: "2025-03-31", asOf: "2025-04-01" };
    expect(await triangle(nobody)).toBe(messages.noCohort);
    const oneDay = { from: "2025-01-20", to: "2025-01-20", asOf: "2025-01-21" };
    expect(await triangle(oneDay)).toBe(messages.noLaterPeriod);
    // What the cohort spent in its first period is something to show.
    expect(await triangle(oneDay, { measure: "revenue" }, "measure")).toBeNull();
  });
});
