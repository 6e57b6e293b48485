import { openAsBlob } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applySavedMapping, bind, rebind } from "../../src/document/bind.ts";
import type { Document } from "../../src/document/document.ts";
import { decodeFrame } from "../../src/engine/arrow.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { type Recognition, defaultPolicies } from "../../src/ingest/source.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Loaded, Shop } from "../../src/shop/shop.ts";
import { firstDocument } from "./fixture.ts";

const files = resolve(import.meta.dirname, "../../samples/files");

/** A document made on the Chinese export: a tile split by channel, and a filter for its stores. */
function documentOn(recognition: Recognition): Document {
  const document = firstDocument();
  const [dashboard] = document.dashboards;
  if (!dashboard) throw new Error("no dashboard");
  const content = {
    kind: "metric" as const,
    metric: "retention-cohorts",
    params: { split: "channel" },
    view: null,
  };
  const tile = { id: "triangle", x: 0, y: 0, w: 6, h: 6, title: {}, content };
  const columns = [{ table: "orders" as const, column: "channel", values: ["门店"] }];
  return {
    ...document,
    data: { ...document.data, sources: [{ name: recognition.name, mapping: recognition.mapping }] },
    notebook: { cells: [] },
    dashboards: [{ ...dashboard, tiles: [tile], filters: { ...dashboard.filters, columns } }],
    segments: [],
  };
}

describe("a document made on one export", () => {
  let shop: Shop;
  let document: Document;
  beforeAll(async () => {
    shop = openShop(await openNodeEngine(), metricById);
  });
  afterAll(() => shop.close());

  async function open(name: string): Promise<{ recognition: Recognition; loaded: Loaded }> {
    const source = await openAsBlob(resolve(files, name));
    const [recognition] = await shop.recognise([{ name, source }]);
    if (!recognition) throw new Error(`nothing recognised of ${name}`);
    const given = [{ file: recognition.file, mapping: recognition.mapping }];
    return { recognition, loaded: await shop.load(given, defaultPolicies) };
  }

  it("is at home on it, and on the next file with its headers", async () => {
    const { recognition, loaded } = await open("订单.csv");
    document = documentOn(recognition);
    const binding = bind(document, loaded, metricById);
    expect(binding.needs.length).toBeGreaterThan(2);
    expect(binding.needs.filter(({ present }) => !present)).toEqual([]);
    expect(binding.strangeValues).toEqual([]);
    expect(applySavedMapping(recognition, document.data.sources)).toEqual(recognition.mapping);
  });

  it("shows the same on an export with other headers, and says what is strange there", async () => {
    const { recognition, loaded } = await open("orders.csv");
    expect(applySavedMapping(recognition, document.data.sources)).toBeNull();
    const binding = bind(document, loaded, metricById);
    expect([...binding.tiles]).toEqual([]);
    expect(binding.strange).toEqual([]);
    expect(binding.strangeValues).toEqual([{ table: "orders", column: "channel", values: ["门店"] }]);

    const fitted = rebind(document, { table: "orders", column: "channel" }, "city", metricById);
    const content = fitted.dashboards[0]?.tiles[0]?.content;
    if (content?.kind !== "metric") throw new Error("no metric");
    const window = { from: "2024-01-01", to: "2025-12-28", asOf: "2025-12-29" };
    const { parts } = await shop.figure({
      metric: content.metric,
      params: content.params,
      window,
      filters: [],
    });
    const main = decodeFrame(parts.main!.bytes, parts.main!.types);
    expect(main.length).toBeGreaterThan(100);
  });
});
