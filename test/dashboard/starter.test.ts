import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { starterDocument } from "../../src/dashboard/starter.ts";
import { type Tile, documentSchema } from "../../src/document/document.ts";
import { bottom, overlaps } from "../../src/document/place.ts";
import { viewOf } from "../../src/figures/reading.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import { readParams } from "../../src/metrics/params.ts";
import type { Locale } from "../../src/i18n/text.ts";
import type { Loaded } from "../../src/shop/shop.ts";

const orders = { customer_id: "text", ordered_at: "timestamp", amount: "number", channel: "text" } as const;
const surveys = { answered_at: "timestamp", score: "number" } as const;
const dimension = (table: "orders" | "surveys", column: string) => ({
  table,
  column,
  values: ["web", "shop"].map((value) => ({ value, rows: 5 })),
});

function loaded(columns: Loaded["columns"], firstDay = "2024-01-01"): Loaded {
  return {
    extent: { firstDay, lastDay: "2025-12-28", orders: 10, customers: 5, answers: 4, currency: "CNY" },
    columns,
    dimensions: columns.orders ? [dimension("orders", "channel")] : [],
    receipts: [],
    rows: { read: 10, used: 10, aside: 0 },
  };
}
const starter = (data: Loaded, locale: Locale = "en") =>
  starterDocument(data, [], { title: { en: "Shop" }, locale });
const isFigure = ({ content }: Tile) =>
  content.kind === "metric" && content.view?.startsWith("headline:") === true;
const tilesOf = (data: Loaded) => starter(data).dashboards[0]?.tiles ?? [];

describe("the first dashboard", () => {
  const cases = {
    "orders and answers": loaded({ orders, surveys }),
    "orders alone": loaded({ orders }),
    "a few weeks of orders": loaded({ orders }, "2025-11-20"),
    "answers alone": loaded({ surveys }),
    "customers alone": loaded({ customers: { customer_id: "text" } }),
  };
  it.each(Object.entries(cases))(
    "is a valid document for %s, without overlaps or gaps in a row",
    (_, data) => {
      const document = starter(data);
      expect(v.parse(documentSchema, document)).toEqual(document);
      const tiles = tilesOf(data);
      tiles.forEach((a, index) => {
        expect(a.x + a.w).toBeLessThanOrEqual(12);
        for (const b of tiles.slice(index + 1)) expect(overlaps(a, b)).toBe(false);
      });
      // Single figures stay small, though that leaves part of their row free.
      const figures = tiles.filter(isFigure);
      for (const { w } of figures) expect(w).toBeLessThanOrEqual(4);
      const area = (of: typeof tiles) => of.reduce((sum, { w, h }) => sum + w * h, 0);
      const rows = (of: typeof tiles) => new Map(of.map(({ y, h }) => [y, h]));
      const full = [...rows(tiles)].reduce((sum, [, h]) => sum + h * 12, 0);
      expect(full).toBe(bottom(tiles) * 12);
      if (figures.length >= 3) expect(area(tiles)).toBe(full);
      else {
        const charts = tiles.filter((tile) => !isFigure(tile));
        expect(area(charts)).toBe([...rows(charts)].reduce((sum, [, h]) => sum + h * 12, 0));
      }
    },
  );
  it.each(Object.entries(cases))("has only params and views that its metrics know, for %s", (_, data) => {
    for (const { content } of tilesOf(data)) {
      if (content.kind !== "metric") throw new Error("a tile without a metric");
      const metric = metricById(content.metric);
      if (!metric) throw new Error(`no metric ${content.metric}`);
      expect(() => readParams(metric, content.params)).not.toThrow();
      const view = viewOf(metric, content.view);
      expect(
        view.kind === "headline" ? `headline:${view.name}` : view.kind === "chart" ? view.name : "table",
      ).toBe(content.view);
    }
  });
  it("has at least twelve tiles for full data, NPS among them", () => {
    const tiles = tilesOf(cases["orders and answers"]);
    expect(tiles.length).toBeGreaterThanOrEqual(12);
    expect(tiles.filter(({ content }) => content.kind === "metric" && content.metric === "nps")).toHaveLength(
      2,
    );
  });
  it("names what its answers are grouped by", () => {
    const titleOf = (data: Loaded) =>
      tilesOf(data).find(({ content }) => content.kind === "metric" && content.view === "intervals")?.title;
    expect(titleOf(cases["orders and answers"])).toEqual({
      en: "NPS by channel, 95% CI",
      "zh-CN": "净推荐值（按渠道），95% 区间",
    });
    const own = loaded({ surveys: { ...surveys, "Visit Type": "text" } });
    expect(titleOf({ ...own, dimensions: [dimension("surveys", "Visit Type")] })).toEqual({
      en: "NPS by Visit Type, 95% CI",
      "zh-CN": "净推荐值（按 Visit Type），95% 区间",
    });
  });
  it("has a text in the language of who makes it, and in no other", () => {
    const textIn = (locale: Locale) => {
      const [cell] = starter(cases["orders alone"], locale).notebook.cells;
      return cell?.kind === "text" ? cell.markdown : "";
    };
    expect(textIn("en")).toMatch(/^# [ -~\s]+$/);
    expect(textIn("zh-CN")).toMatch(/^# [^a-z]+$/i);
  });
  it("leaves out what the data do not support", () => {
    const metrics = (data: Loaded) =>
      tilesOf(data).map(({ content }) => (content.kind === "metric" ? content.metric : ""));
    expect(metrics(cases["orders alone"])).not.toContain("nps");
    expect(new Set(metrics(cases["answers alone"]))).toEqual(new Set(["nps"]));
    expect(metrics(cases["customers alone"])).toEqual([]);
  });
});
