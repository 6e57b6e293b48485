import { openAsBlob } from "node:fs";
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { TextError } from "../../src/i18n/text.ts";
import { defaultPolicies, type Recognition } from "../../src/ingest/source.ts";
import { HeldFiles, asideCsv, recogniseFiles } from "../../src/shop/loading/load.ts";
import { loadWhole } from "../shop/load-whole.ts";
import { sql } from "../../src/sql.ts";
import { type Row, frameRows } from "../../src/tables/frame.ts";

// A file dropped into the folder becomes a test: what is recognised and loaded of it is written beside, to
// be looked at once and kept.
const folder = new URL("../fixtures/import/", import.meta.url);
const names = (await readdir(folder, { withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map(({ name }) => name);

describe("import of", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openNodeEngine();
  });
  afterAll(() => engine.close());

  test.each(names)("%s", async (name) => {
    const held = new HeldFiles();
    const blob = await openAsBlob(new URL(encodeURIComponent(name), folder));
    const [recognition, ...others] = await recogniseFiles(held, [{ name, source: blob }]);
    if (!recognition) throw new Error("nothing was recognised");
    const result = {
      ...(others.length > 0 && { others: others.map((other) => [other.name, recognised(other)]) }),
      recognised: recognised(recognition),
      loaded: await loaded(engine, held, [recognition, ...others]),
    };
    await expect(`${JSON.stringify(result, null, 1)}\n`).toMatchFileSnapshot(
      new URL(`expected/${encodeURIComponent(name)}.json`, folder).pathname,
    );
  });
});

function recognised({ mapping, rows, confidence, columns, questions, problems }: Recognition) {
  const { encoding, delimiter, skip, header } = mapping.dialect;
  return {
    table: mapping.table,
    confidence,
    dialect: [encoding, delimiter, skip, header],
    rows,
    orderGrain: mapping.orderGrain,
    statuses: mapping.statuses,
    columns: columns
      .slice(0, 12)
      .map((column) => [column.name, column.role, column.confidence, mapping.formats[column.name] ?? null]),
    questions: questions.map(({ title, options, answer }) => [
      title.en,
      title["zh-CN"],
      answer,
      options.map((option) => [option.value, option.label.en, option.detail.en, option.rows]),
    ]),
    problems: problems.map(({ fatal, text }) => [fatal, text.en, text["zh-CN"]]),
  };
}

async function loaded(engine: Engine, held: HeldFiles, recognitions: readonly Recognition[]) {
  const [mapping] = recognitions.map((recognition) => recognition.mapping);
  if (!mapping) return null;
  try {
    const { extent, rows, receipts, dimensions } = await loadWhole(
      engine,
      held,
      recognitions.map((one) => ({ file: one.file, mapping: one.mapping })),
      defaultPolicies,
    );
    expect(rows.read).toBe(rows.used + rows.aside);
    const shown = async (
      table: "orders" | "surveys" | "customers" | "order_lines" | "points" | "contacts",
    ) => {
      const all = {
        orders: sql`SELECT * FROM order_facts LIMIT 10`,
        surveys: sql`SELECT * FROM answer_facts LIMIT 10`,
        customers: sql`SELECT * FROM customers ORDER BY customer_id LIMIT 10`,
        order_lines: sql`SELECT * FROM order_lines LIMIT 10`,
        points: sql`SELECT * FROM points LIMIT 10`,
        contacts: sql`SELECT * FROM contacts LIMIT 10`,
      };
      return frameRows(decodeFrame(await engine.query(all[table]))).map((row) =>
        Object.fromEntries(Object.entries(row).slice(0, 16)),
      );
    };
    const tables = mapping.table === "order_lines" ? (["order_lines", "orders"] as const) : [mapping.table];
    return {
      extent,
      rows,
      receipts: receipts.map(({ kind, count, title, detail, effect, examples }) => [
        kind,
        count,
        title.en,
        detail.en.slice(0, 160),
        title["zh-CN"],
        detail["zh-CN"].slice(0, 160),
        effect,
        examples.slice(0, 3).map(({ row, text }) => [row, text.slice(0, 200)]),
      ]),
      dimensions: dimensions.map(({ table, column, values }) => [table, column, values.slice(0, 5)]),
      tables: Object.fromEntries(
        await Promise.all(tables.map(async (table) => [table, await shown(table)] as const)),
      ) as Record<string, Row[]>,
      aside: (await asideCsv(engine, held)).slice(0, 1000),
    };
  } catch (error) {
    if (error instanceof TextError) return { refused: error.text };
    throw error;
  }
}
