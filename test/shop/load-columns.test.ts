import { Dictionary, Int32, Table, Utf8, tableToIPC, vectorFromArray } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { type Policies, defaultPolicies } from "../../src/ingest/source.ts";
import { matchingFileRows, profileFileColumn } from "../../src/shop/files/file-profile.ts";
import { HeldFiles, asideCsv, loadFiles, recogniseFiles } from "../../src/shop/loading/load.ts";
import { sql } from "../../src/sql.ts";
import { orderColumns, orderCsv } from "../bench/orders.ts";
import { type ParquetColumn, type ParquetValue, writeParquet } from "../parquet/write-parquet.ts";
import { loadWhole } from "./load-whole.ts";

// Files with typed columns must give what the same rows give as text. They have so many rows that they are
// not read as text themselves.
const count = 32_000;

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

/** Rows of generated orders; some lack a customer or an amount, and some stand twice. */
function orderRows(): (string | null)[][] {
  const rows = [...orderCsv({ orders: count })]
    .join("")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line): (string | null)[] => line.split(","));
  for (const row of rows) row[3] = String(Number(row[3]));
  for (const [at, row] of rows.entries()) {
    if (at % 900 === 7) row[1] = null;
    if (at % 1100 === 9) row[3] = null;
    if (at % 1300 === 11) row[5] = "-";
    if (at % 1700 === 13) row[6] = ' "quoted", 城市\nof two lines ';
  }
  rows.splice(20_000, 0, [...(rows[50] ?? [])], [...(rows[60] ?? [])]);
  return rows;
}

function csvOf(rows: readonly (readonly (string | null)[])[], names: readonly string[]): Blob {
  const cell = (text: string | null) => (text === null ? "" : `"${text.replaceAll('"', '""')}"`);
  const head = names.join(",");
  // All rows quoted but the missing values: what is empty is read as missing either way.
  return new Blob([[head, ...rows.map((row) => row.map(cell).join(","))].join("\n"), "\n"]);
}

type Kinds = Readonly<Partial<Record<string, ParquetColumn["kind"]>>>;

function parquetOf(
  rows: readonly (readonly (string | null)[])[],
  kinds: Kinds,
  options: Parameters<typeof writeParquet>[1] = {},
): Blob {
  const columns = orderColumns.map((name, at): ParquetColumn => {
    const kind = kinds[name] ?? "string";
    return { name, kind, values: rows.map((row) => valueOf(row[at] ?? null, kind)) };
  });
  return new Blob([writeParquet(columns, options)]);
}

function valueOf(text: string | null, kind: ParquetColumn["kind"]): ParquetValue {
  if (text === null || kind === "string") return text;
  if (typeof kind === "object" && "time" in kind) {
    const ms = Date.parse(`${text.replace(" ", "T")}Z`);
    const scale = { ms: 1n, us: 1000n, ns: 1_000_000n }[kind.time];
    // Parts of a second are beyond what orders are told apart by.
    return BigInt(ms) * scale + (kind.time === "ms" ? 0n : 999n);
  }
  if (typeof kind === "object") return Math.round(Number(text) * 10 ** kind.decimal);
  return kind === "date" ? Math.floor(Date.parse(`${text.slice(0, 10)}Z`) / 86_400_000) : Number(text);
}

/** All that a load of a file gives, apart from the name and the key of the file. */
async function outcome(name: string, source: Blob, policies: Partial<Policies> = {}) {
  const held = new HeldFiles();
  const [found, ...others] = await recogniseFiles(held, [{ name, source }]);
  if (!found || others.length > 0) throw new Error("not one table was recognised");
  const { loaded } = await whole(held, found.file, found.mapping, policies);
  const facts = decodeFrame(
    await engine.query(
      sql`SELECT CAST(t AS VARCHAR) AS row FROM order_facts AS t ORDER BY order_id, ordered_at, value`,
    ),
  ).values["row"];
  const receipts = loaded.receipts.map(({ kind, count: of, title, effect, examples }) => ({
    kind,
    count: of,
    title: title.en.replaceAll(name, "the file"),
    effect,
    examples: examples.map(({ row, cells }) => [row, cells]),
  }));
  return {
    held,
    file: found.file,
    result: {
      roles: found.mapping.roles,
      formats: found.mapping.formats,
      rows: loaded.rows,
      extent: loaded.extent,
      dimensions: loaded.dimensions,
      zone: loaded.zone,
      receipts,
      facts,
      aside: (await asideCsv(engine, held)).replaceAll(name, "the file"),
    },
  };
}

async function whole(
  held: HeldFiles,
  file: string,
  mapping: Parameters<typeof loadWhole>[2][number]["mapping"],
  policies: Partial<Policies>,
) {
  return { loaded: await loadWhole(engine, held, [{ file, mapping }], { ...defaultPolicies, ...policies }) };
}

const typed: Kinds = { order_id: "int64", ordered_at: { time: "us", utc: false }, amount: "double" };

describe("orders in a Parquet file give what their CSV gives", () => {
  const rows = orderRows();
  test.each<[string, Kinds, Parameters<typeof writeParquet>[1], Partial<Policies>]>([
    ["plainly", typed, {}, {}],
    [
      "in small groups and pages, without dictionaries",
      typed,
      { groupRows: 9000, pageRows: 700, dictionary: 0 },
      {},
    ],
    ["as text alone", {}, { codec: "gzip" }, {}],
    [
      "with decimals and times in nanoseconds",
      { ...typed, amount: { decimal: 2 }, ordered_at: { time: "ns", utc: false } },
      {},
      {},
    ],
    [
      "with long decimals and times in milliseconds",
      { ...typed, amount: { decimal: 2, bytes: 9 }, ordered_at: { time: "ms", utc: false } },
      {},
      {},
    ],
    ["of one customer in three", typed, { codec: "none" }, { oneIn: 3 }],
    ["with all duplicates kept", typed, {}, { duplicates: "keep" }],
  ])("%s", { timeout: 60_000 }, async (_, kinds, options, policies) => {
    // A decimal is written with all its places, another number with those that it needs.
    const places = typeof kinds["amount"] === "object" ? 2 : null;
    const written = rows.map((row) =>
      row.map((cell, at) => (at === 3 && cell !== null && places ? Number(cell).toFixed(places) : cell)),
    );
    const text = await outcome("orders.csv", csvOf(written, orderColumns), policies);
    const own = await outcome("orders.parquet", parquetOf(rows, kinds, options), policies);
    expect(own.result).toEqual(text.result);
    expect(own.result.rows.read).toBe(count + 2);
    expect(own.result.rows.aside).toBeGreaterThan(0);
    expect(own.held.get(own.file).columns).not.toBeNull();
    // It was never written out as text.
    expect(own.held.get(own.file).text).toBeNull();
  });
});

test("moments are brought to the shop's zone, and said so", { timeout: 60_000 }, async () => {
  const rows = orderRows();
  const utc = rows.map((row) => row.map((cell, at) => (at === 2 && cell !== null ? `${cell}Z` : cell)));
  const policies = { zone: "America/New_York" };
  const text = await outcome("orders.csv", csvOf(utc, orderColumns), policies);
  const kinds: Kinds = { ...typed, ordered_at: { time: "us", utc: true } };
  const own = await outcome("orders.parquet", parquetOf(rows, kinds), policies);
  expect(own.result).toEqual(text.result);
  expect(own.result.zone).toBe("America/New_York");
});

test("orders without numbers are compared by their cells", { timeout: 60_000 }, async () => {
  const rows = orderRows().map((row) => row.slice(1));
  const names = orderColumns.slice(1);
  const text = await outcome("orders.csv", csvOf(rows, names));
  const columns = names.map((name, at): ParquetColumn => {
    const kind = typed[name] ?? "string";
    return { name, kind, values: rows.map((row) => valueOf(row[at] ?? null, kind)) };
  });
  const own = await outcome("orders.parquet", new Blob([writeParquet(columns)]));
  expect(own.result).toEqual(text.result);
});

test("times of day in a column of their own are put to the days", { timeout: 60_000 }, async () => {
  const names = ["order_id", "customer_id", "Date", "Time", ...orderColumns.slice(3)];
  const rows = orderRows().map(([order = null, customer = null, at = null, ...rest], row) => [
    order,
    customer,
    at?.slice(0, 10) ?? null,
    row % 800 === 5 ? null : row % 800 === 6 ? "late" : (at?.slice(11) ?? null),
    ...rest,
  ]);
  const kinds: Kinds = { order_id: "int64", Date: "date", amount: "double" };
  const columns = names.map((name, at): ParquetColumn => {
    const kind = kinds[name] ?? "string";
    return { name, kind, values: rows.map((row) => valueOf(row[at] ?? null, kind)) };
  });
  const text = await outcome("orders.csv", csvOf(rows, names));
  const own = await outcome("orders.parquet", new Blob([writeParquet(columns)]));
  expect(own.result).toEqual(text.result);
  expect(own.held.get(own.file).columns).not.toBeNull();
  expect(own.result.roles).toMatchObject({ Date: "ordered_at", Time: "ordered_time" });
  const at = await engine.query(
    sql`SELECT order_id AS number, CAST(ordered_at AS VARCHAR) AS at FROM order_facts ORDER BY order_id`,
  );
  const { number = [], at: times = [] } = decodeFrame(at).values;
  const written = new Map(
    rows.map(([order = "", , day = "", clock = ""]) => [
      order,
      `${day ?? ""} ${/:/.test(clock ?? "") ? (clock ?? "") : "00:00:00"}`,
    ]),
  );
  expect(times.length).toBeGreaterThan(count / 2);
  expect(times).toEqual([...number].map((order) => written.get(String(order))));
  const lacking = own.result.receipts.find(({ title }) => title.endsWith("without a time of day"));
  expect(lacking?.count).toBe(80);
});

test("a value that the sample does not show is no loss", { timeout: 60_000 }, async () => {
  const rows = orderRows();
  for (const at of [3100, 12_345]) (rows[at] ?? [])[4] = "lost in the post";
  const text = await outcome("orders.csv", csvOf(rows, orderColumns));
  const own = await outcome("orders.parquet", parquetOf(rows, typed));
  expect(own.result.facts).toEqual(text.result.facts);
  expect(own.result.rows).toEqual(text.result.rows);
});

test("an Arrow file of several batches with coded columns gives the same", { timeout: 60_000 }, async () => {
  const rows = orderRows();
  const text = await outcome("orders.csv", csvOf(rows, orderColumns));
  const column = (name: string) => rows.map((row) => row[orderColumns.indexOf(name as "city")] ?? null);
  const coded = (name: string) => vectorFromArray(column(name), new Dictionary(new Utf8(), new Int32()));
  const table = new Table({
    order_id: vectorFromArray(column("order_id").map((cell) => BigInt(cell ?? 0))),
    customer_id: vectorFromArray(column("customer_id"), new Utf8()),
    ordered_at: vectorFromArray(column("ordered_at"), new Utf8()),
    amount: vectorFromArray(column("amount").map((cell) => (cell === null ? null : Number(cell)))),
    status: coded("status"),
    channel: coded("channel"),
    city: coded("city"),
  });
  const parts = [0, 9000, 9001, 20_000].map((start, at, all) => table.slice(start, all[at + 1]));
  const joined = parts.reduce((all, part) => all.concat(part));
  for (const kind of ["file", "stream"] as const) {
    const own = await outcome("orders.arrow", new Blob([tableToIPC(joined, kind).slice()]));
    expect(own.result).toEqual(text.result);
    expect(own.held.get(own.file).columns).not.toBeNull();
  }
});

test("columns are profiled and searched without the others", { timeout: 60_000 }, async () => {
  const rows = orderRows();
  const text = await outcome("orders.csv", csvOf(rows, orderColumns));
  const own = await outcome("orders.parquet", parquetOf(rows, typed));
  for (const column of ["amount", "ordered_at", "city"])
    expect(await profileFileColumn(own.held, own.file, column)).toEqual(
      await profileFileColumn(text.held, text.file, column),
    );
  const find = async ({ held, file }: typeof own) =>
    matchingFileRows(held, file, "channel", { kind: "value", value: "phone" });
  expect(await find(own)).toEqual(await find(text));
});

test("a damaged column is told, and nothing stays of it", { timeout: 60_000 }, async () => {
  const bytes = new Uint8Array(await parquetOf(orderRows(), typed, { codec: "gzip" }).arrayBuffer());
  const held = new HeldFiles();
  bytes.fill(0xa5, 100, 120_000);
  const [found] = await recogniseFiles(held, [{ name: "orders.parquet", source: new Blob([bytes]) }]);
  expect(found?.problems[0]).toMatchObject({
    fatal: true,
    text: { en: expect.stringContaining("Parquet") as string },
  });
});

test("a load that is given up leaves nothing, and the next one is whole", { timeout: 60_000 }, async () => {
  const held = new HeldFiles();
  const source = parquetOf(orderRows(), typed, { groupRows: 4000 });
  const [found] = await recogniseFiles(held, [{ name: "orders.parquet", source }]);
  if (!found) throw new Error("nothing recognised");
  const files = [{ file: found.file, mapping: found.mapping }];
  const giveUp = new AbortController();
  const progress = () => giveUp.abort();
  await expect(loadFiles(engine, held, files, defaultPolicies, progress, giveUp.signal)).rejects.toThrow(
    DOMException,
  );
  const { rows } = await loadWhole(engine, held, files, defaultPolicies);
  expect(rows.read).toBe(count + 2);
});
