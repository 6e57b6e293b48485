import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { metricById } from "../../src/metrics/catalog.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import { sql, written } from "../../src/sql.ts";
import { gb18030File, parquetFile } from "./format-files.ts";
import { formatRows } from "./formats.ts";
import type { Measured } from "./measure.ts";
import { naive } from "./naive.ts";
import { orderColumns, orderCsv } from "./orders.ts";
import { report, table } from "./report.ts";

test("the same seed gives the same orders, in order of time", () => {
  const text = [...orderCsv({ orders: 2000 })].join("");
  expect([...orderCsv({ orders: 2000 })].join("")).toBe(text);
  const [header, ...rows] = text.trimEnd().split("\n");
  expect(header).toBe(orderColumns.join(","));
  const times = rows.map((row) => row.split(",")[2] ?? "");
  expect(times).toHaveLength(2000);
  expect([...times].sort()).toEqual(times);
});

test("the naive statements and the shop count the same customers", async () => {
  const engine = await openNodeEngine();
  const shop = openShop(engine, metricById);
  const source = new Blob([...orderCsv({ orders: 2000 })]);
  const [found] = await shop.recognise([{ name: "orders.csv", source }]);
  if (!found) throw new Error("nothing recognised");
  const loaded = await shop.load([{ file: found.file, mapping: found.mapping }], defaultPolicies);
  await engine.attach("plain.csv", source);
  await engine.execute(sql`CREATE TABLE plain AS SELECT * FROM read_csv('/in/plain.csv')`);
  const plain = decodeFrame(
    await engine.query(
      written(`SELECT sum(customers)::INTEGER AS n FROM (${naive.triangle}) WHERE period = 0`),
    ),
  );
  for (const statement of [naive.rfm, naive.abc]) {
    const rows = decodeFrame(
      await engine.query(written(`SELECT sum(customers)::INTEGER AS n FROM (${statement})`)),
    );
    expect(rows.values["n"]).toEqual(plain.values["n"]);
  }
  expect(plain.values["n"]).toEqual([loaded.extent.customers]);
  await shop.close();
});

test("the report tells what meets its target", () => {
  const shop = {
    start: 1,
    recognise: 100,
    load: 3000,
    memory: 310e6,
    memoryAfter: 310e6,
    first: 500,
    changes: {
      "filter: one channel, first": 900,
      "filter: another channel": 700,
      "filter: date range": 400,
      "filter: taken back": 5,
    },
    tiles: 12,
    rows: { read: 1, used: 1, aside: 0 },
  };
  const measured: Measured = {
    orders: 1,
    plain: [{ start: 1000, read: 1000, took: { triangle: [400], rfm: [200], abc: [100] } }],
    shop: [shop],
    metrics: ["retention-cohorts", "rfm", "abc-segments"].map((metric) => ({
      metric,
      foldCold: 90,
      fold: 30,
      sqlCold: 300,
      sql: 200,
    })),
    models: {
      customers: 1e6,
      many: { fit: 4000, score: 5000, total: 9000, worst: 1.4 },
      cdnow: { bgNbd: 30, paretoNbd: 500 },
    },
    site: null,
  };
  const rows = report(measured);
  const missed = rows.filter(({ met }) => met === false).map(({ step }) => step);
  expect(missed).toEqual([
    "filter: one channel, first",
    "memory after import",
    "triangle, RFM and ABC, SQL, warm",
    "Pareto/NBD on CDNOW",
  ]);
  expect(table(rows)).toMatch(/fit and score 1 M customers +9000 ms +≤ 10 s +met/);
  expect(table(rows)).toMatch(/file to twelve tiles, in the worker +3600 ms +3\.60× +read_csv +≤ 4× +met/);
});

test("formats are held against the same orders as CSV", () => {
  const took = {
    CSV: [2000, 2100, 1900],
    Parquet: [1800, 2400, 1900],
    "GB18030 CSV": [3300, 3400, 3500],
    XLSX: [7000, 7900, 9000],
  };
  const rows = formatRows({ orders: 1_000_000, took });
  expect(rows.map(({ value, met }) => [value, met])).toEqual([
    [2000, null],
    [1900, true],
    [3400, false],
    [7900, true],
  ]);
  expect(table(rows)).toMatch(
    /GB18030 CSV, 1 M orders, file to loaded +3400 ms +1\.70× +CSV +≤ 1\.6× +MISSED/,
  );
});

test("files of other formats hold the generated orders", async () => {
  const folder = mkdtempSync(join(tmpdir(), "formats-"));
  try {
    const csv = join(folder, "orders.csv");
    writeFileSync(csv, [...orderCsv({ orders: 2000 })].join(""));
    const files = [
      csv,
      await parquetFile(csv, join(folder, "orders.parquet")),
      await gb18030File(2000, join(folder, "orders.gb18030.csv")),
    ];
    const found = [];
    for (const path of files) {
      const engine = await openNodeEngine();
      const shop = openShop(engine, metricById);
      const [recognised] = await shop.recognise([{ name: path, source: new Blob([readFileSync(path)]) }]);
      if (!recognised) throw new Error("nothing recognised");
      const given = [{ file: recognised.file, mapping: recognised.mapping }];
      const { extent, rows } = await shop.load(given, defaultPolicies);
      found.push({ extent, rows });
      await shop.close();
    }
    expect(found).toEqual([found[0], found[0], found[0]]);
    expect(found[0]?.rows.used).toBe(2000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
