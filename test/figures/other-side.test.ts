import { describe, expect, it } from "vitest";
import {
  comparableColumns,
  firstChoice,
  otherDefinitions,
  previousDays,
  sidesOf,
  yearBefore,
} from "../../src/figures/other-side.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import type { Metric } from "../../src/metrics/metric.ts";
import { readParams } from "../../src/metrics/params.ts";
import type { Dimension } from "../../src/shop/shop.ts";

const find = (id: string) => metricById(id) as Metric;
const repurchase = find("repurchase-rate");
const window = { from: "2025-03-01", to: "2025-03-31", asOf: "2025-04-01" };
const own = { params: readParams(repurchase, { preset: "window", split: "channel" }), window, filters: [] };
const extent = {
  firstDay: "2025-03-01",
  lastDay: "2025-03-31",
  orders: 9,
  customers: 3,
  answers: 0,
  currency: null,
};
const channel: Dimension = {
  table: "orders",
  column: "channel",
  values: [
    { value: "web", rows: 6 },
    { value: null, rows: 3 },
  ],
};

describe("the other side of a comparison", () => {
  it("begins with another definition than the figure's own", () => {
    const others = otherDefinitions(repurchase, "rate", own.params);
    const labels = others.map((index) => repurchase.variants?.presets[index]?.label.en);
    expect(labels).not.toContain("Back within 90 days");
    expect(labels).toContain("Two or more orders");
    const choice = firstChoice(repurchase, own, others, { extent, dimensions: [] });
    const [a, b] = sidesOf(repurchase, own, choice);
    expect(a.params).not.toEqual(b.params);
    // What splits the figure into groups is left out: both are one number.
    expect([a.params.split, b.params.split]).toEqual([null, null]);
  });

  it("has no other definition where variants differ in what surrounds the figure", () => {
    expect(otherDefinitions(find("nps"), "score", readParams(find("nps"), {}))).toEqual([]);
  });

  it("begins with the days before, else with two values of a column, where there is no other definition", () => {
    const mix = find("revenue-mix");
    const figure = { params: readParams(mix, {}), window, filters: [] };
    const longer = { extent: { ...extent, firstDay: "2025-01-01" }, dimensions: [channel] };
    expect(firstChoice(mix, figure, [], longer)).toMatchObject({ dates: "previous", column: null });
    const choice = firstChoice(mix, figure, [], { extent, dimensions: [channel] });
    expect(choice).toMatchObject({ dates: "same", values: ["web", null] });
    const filters = (values: (string | null)[]) => [{ table: "orders", column: "channel", values }];
    expect(sidesOf(mix, figure, choice).map((side) => side.filters)).toEqual([
      filters(["web"]),
      filters([null]),
    ]);
    expect(firstChoice(mix, figure, [], { extent, dimensions: [] })).toMatchObject({ dates: "same" });
  });

  it("replaces what the figure was filtered by in the same column alone", () => {
    const filters = [
      { table: "orders" as const, column: "channel", values: ["web", "app"] },
      { table: "customers" as const, column: "tier", values: ["gold"] },
    ];
    const choice = firstChoice(repurchase, own, [], { extent, dimensions: [channel] });
    const [a, b] = sidesOf(repurchase, { ...own, filters }, { ...choice, values: [undefined, "app"] });
    expect(a.filters).toEqual(filters);
    expect(b.filters).toEqual([filters[1], { ...filters[0], values: ["app"] }]);
  });

  it("counts days back, and keeps the calendar", () => {
    expect(previousDays(window)).toEqual({ from: "2025-01-29", to: "2025-02-28", asOf: "2025-03-01" });
    expect(yearBefore({ from: "2024-02-01", to: "2024-02-29", asOf: "2024-03-01" })).toEqual({
      from: "2023-02-01",
      to: "2023-02-28",
      asOf: "2023-03-01",
    });
  });

  it("offers columns of few values, and those of answers where answers are counted", () => {
    const region: Dimension = { ...channel, table: "surveys", column: "region" };
    const wide: Dimension = {
      ...channel,
      column: "city",
      values: Array.from({ length: 100 }, (_, i) => ({ value: String(i), rows: 1 })),
    };
    expect(comparableColumns(repurchase, [channel, region, wide])).toEqual([channel]);
    expect(comparableColumns(find("nps"), [channel, region])).toEqual([channel, region]);
  });
});
