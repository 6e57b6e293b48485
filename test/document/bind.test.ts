import { describe, expect, it } from "vitest";
import { applySavedMapping, bind, dropValues, rebind } from "../../src/document/bind.ts";
import type { Document } from "../../src/document/document.ts";
import { needsOf } from "../../src/document/needs.ts";
import type { Recognition } from "../../src/ingest/source.ts";
import { type Metric, integer, splitBy } from "../../src/metrics/metric.ts";
import type { Loaded } from "../../src/shop/shop.ts";
import { firstDocument } from "./fixture.ts";

/** Of a metric, only what it asks for matters here. */
const metrics: Record<string, Pick<Metric, "requires" | "params">> = {
  "retention-cohorts": {
    requires: { orders: ["customer_id", "ordered_at"] },
    params: { split: splitBy() },
  },
  "repurchase-rate": {
    requires: { orders: ["customer_id", "ordered_at"] },
    params: { window: integer({ en: "", "zh-CN": "" }, { default: 90, min: 1, max: 730 }), split: splitBy() },
  },
  nps: { requires: { surveys: ["score", "answered_at"] }, params: { by: splitBy("surveys") } },
};
const metricOf = (id: string) => metrics[id] as Metric | undefined;

const loaded: Loaded = {
  extent: {
    firstDay: "2025-01-01",
    lastDay: "2025-12-28",
    orders: 10,
    customers: 5,
    answers: 0,
    currency: null,
  },
  columns: {
    orders: {
      order_id: "text",
      customer_id: "text",
      ordered_at: "timestamp",
      amount: "number",
      channel: "text",
    },
  },
  dimensions: [
    {
      table: "orders",
      column: "channel",
      values: [
        { value: "Store", rows: 6 },
        { value: null, rows: 4 },
      ],
    },
    { table: "customers", column: "grade", values: [{ value: "gold", rows: 2 }] },
  ],
  receipts: [],
  rows: { read: 10, used: 10, aside: 0 },
};

function withTile(document: Document, metric: string, params: Record<string, string | null>): Document {
  const [dashboard] = document.dashboards;
  if (!dashboard) throw new Error("no dashboard");
  const tile = {
    id: "added",
    x: 0,
    y: 20,
    w: 4,
    h: 4,
    title: {},
    content: { kind: "metric" as const, metric, params, view: null },
  };
  return { ...document, dashboards: [{ ...dashboard, tiles: [...dashboard.tiles, tile] }] };
}

describe("what a document asks for", () => {
  it("counts tiles and cells by column, the required first", () => {
    const document = withTile(firstDocument(), "nps", { by: "channel" });
    expect(needsOf(document, metricOf)).toEqual([
      // The cells: SQL over orders, the chart of it, and a metric; the tile of that chart among the tiles.
      { table: "orders", column: "channel", required: true, tiles: 1, cells: 2, filters: 1 },
      { table: "orders", column: "amount", required: true, tiles: 1, cells: 2, filters: 0 },
      { table: "orders", column: "customer_id", required: true, tiles: 1, cells: 1, filters: 0 },
      { table: "orders", column: "ordered_at", required: true, tiles: 1, cells: 1, filters: 0 },
      { table: "surveys", column: "score", required: true, tiles: 1, cells: 0, filters: 0 },
      { table: "surveys", column: "answered_at", required: true, tiles: 1, cells: 0, filters: 0 },
      { table: "surveys", column: "channel", required: false, tiles: 1, cells: 0, filters: 0 },
      { table: "customers", column: "tier", required: false, tiles: 0, cells: 0, filters: 2 },
    ]);
  });
  it("takes no word of a text or comment of SQL for a column", () => {
    const document = firstDocument();
    const sql = "SELECT 'amount', city -- channel\nFROM order_facts /* discount */";
    const cell = { kind: "sql" as const, id: "c", name: "c", sql };
    const needs = needsOf(
      { ...document, notebook: { cells: [cell] }, dashboards: [], segments: [] },
      metricOf,
    );
    expect(needs.map(({ table, column }) => `${table}.${column}`)).toEqual(["orders.city"]);
  });
  it("asks nothing for a metric that is not known here", () => {
    const document = withTile({ ...firstDocument(), notebook: { cells: [] } }, "from-the-future", {});
    expect(needsOf(document, () => undefined).filter(({ tiles }) => tiles > 0)).toEqual([]);
  });
});

describe("a document on other data", () => {
  it("names what cannot be shown, and what is strange", () => {
    const binding = bind(withTile(firstDocument(), "nps", { by: "channel" }), loaded, metricOf);
    expect([...binding.tiles]).toEqual([
      [
        "added",
        [
          { table: "surveys", column: "score", required: true },
          { table: "surveys", column: "answered_at", required: true },
        ],
      ],
    ]);
    expect([...binding.cells]).toEqual([]);
    expect(binding.strange.map(({ table, column }) => `${table}.${column}`)).toEqual(["customers.tier"]);
    expect(binding.strangeValues).toEqual([{ table: "orders", column: "channel", values: ["门店"] }]);
  });
  it("is at home on data that have all", () => {
    const [channel] = loaded.dimensions;
    const tier = { table: "customers" as const, column: "tier", values: [{ value: "金卡", rows: 1 }] };
    const more: Loaded = {
      ...loaded,
      dimensions: [{ ...channel!, values: [...channel!.values, { value: "门店", rows: 1 }] }, tier],
    };
    const binding = bind(firstDocument(), more, metricOf);
    expect(binding.strange).toEqual([]);
    expect(binding.strangeValues).toEqual([]);
    expect(binding.needs.every(({ present }) => present)).toBe(true);
  });
});

describe("replacing a column", () => {
  const document = withTile(firstDocument(), "retention-cohorts", { split: "tier" });
  it("changes splits and leaves filters of it out, everywhere", () => {
    const after = rebind(document, { table: "orders", column: "tier" }, "channel", metricOf);
    expect(after.dashboards[0]?.tiles.at(-1)?.content).toMatchObject({ params: { split: "channel" } });
    expect(after.dashboards[0]?.filters).toEqual(document.dashboards[0]?.filters);
    const without = rebind(document, { table: "customers", column: "tier" }, null, metricOf);
    expect(without.dashboards[0]?.filters.columns.map(({ column }) => column)).toEqual(["channel"]);
    expect(without.segments[0]?.filters).toEqual([]);
    expect(bind(without, loaded, metricOf).strange.map(({ table }) => table)).toEqual(["orders"]);
  });
  it("or some values of its filters leaves the others", () => {
    const channel = { table: "orders" as const, column: "channel" };
    const some = dropValues(document, channel, ["门店"]);
    expect(some.dashboards[0]?.filters.columns[0]?.values).toEqual([null]);
    expect(bind(some, loaded, metricOf).strangeValues).toEqual([]);
    const none = dropValues(some, channel, [null]);
    expect(none.dashboards[0]?.filters.columns.map(({ column }) => column)).toEqual(["tier"]);
    expect(none.dashboards[0]?.tiles).toEqual(document.dashboards[0]?.tiles);
  });
  it("touches nothing else", () => {
    expect(rebind(document, { table: "orders", column: "city" }, "town", metricOf)).toEqual(document);
  });
});

describe("a saved mapping", () => {
  const sources = firstDocument().data.sources;
  const recognised = (names: string[]): Recognition => ({
    file: "file1",
    name: "orders 2026.csv",
    bytes: 10,
    rows: 1,
    mapping: {
      table: "orders",
      dialect: { encoding: "utf-8", delimiter: ",", quote: '"', skip: 0, header: true },
      roles: {},
      formats: { 下单时间: { kind: "time", format: "%Y/%m/%d" }, 实付金额: { kind: "number", decimal: "," } },
      orderGrain: "row",
      statuses: { 交易成功: "completed" },
    },
    confidence: 0.6,
    columns: names.map((name) => ({
      name,
      role: "ignore",
      confidence: 0,
      reason: { en: "", "zh-CN": "" },
      type: "text",
      empty: 0,
      distinct: 1,
      samples: [],
    })),
    preview: [],
    questions: [
      {
        id: "decimal",
        title: { en: "", "zh-CN": "" },
        detail: { en: "", "zh-CN": "" },
        options: [],
        answer: null,
        columns: ["实付金额"],
      },
    ],
    problems: [],
    took: 1,
  });
  const headers = Object.keys(sources[0]?.mapping.roles ?? {});

  it("is that of the file with the same headers, in any order", () => {
    const mapping = applySavedMapping(recognised([...headers].reverse()), sources);
    expect(mapping?.roles).toEqual(sources[0]?.mapping.roles);
    expect(mapping?.orderGrain).toBe("order-id");
    expect(mapping?.statuses).toMatchObject({ 已取消: "cancelled", 交易成功: "completed" });
  });
  it("leaves the file its own way of writing, but for what it leaves open", () => {
    const mapping = applySavedMapping(recognised(headers), sources);
    expect(mapping?.dialect.encoding).toBe("utf-8");
    expect(mapping?.formats["下单时间"]).toEqual({ kind: "time", format: "%Y/%m/%d" });
    expect(mapping?.formats["实付金额"]).toEqual({ kind: "number", decimal: "." });
  });
  it("is none where a header differs", () => {
    expect(applySavedMapping(recognised([...headers, "more"]), sources)).toBeNull();
    expect(applySavedMapping(recognised(headers.slice(1)), sources)).toBeNull();
    expect(applySavedMapping(recognised([]), sources)).toBeNull();
    expect(applySavedMapping(recognised([...headers.slice(1), "toString"]), sources)).toBeNull();
  });
});
