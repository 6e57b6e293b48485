import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { metrics } from "../../src/metrics/catalog.ts";
import { type Metric, type ParamValues } from "../../src/metrics/metric.ts";
import { canonicalTables, type TableName } from "../../src/tables/canonical.ts";
import { type ColumnType, dayNumber, isoDay, type Value } from "../../src/tables/frame.ts";
import { csvFiles, type Figures, openFigures } from "../shop/figures.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

function typed(text: string, type: ColumnType | undefined): Value {
  if (text === "") return null;
  if (type === "integer" || type === "number") return Number(text);
  return type === "boolean" ? text === "true" : text;
}

async function openExample({ example }: Metric): Promise<Figures> {
  return openFigures(engine, csvFiles(example.tables), ({ name, mapping }) => ({
    ...mapping,
    table: name.replace(/\.csv$/, "") as TableName,
    roles: Object.fromEntries(Object.keys(mapping.roles).map((column) => [column, column])),
  }));
}

describe.each(metrics.map((metric) => [metric.id, metric] as const))("%s", (id, metric) => {
  const params = (metric.example.params ?? {}) as ParamValues;

  it.each(metric.fold ? [false, true] : [true])("gives its worked example (by SQL: %s)", async (exact) => {
    const figures = await openExample(metric);
    const { asOf } = metric.example;
    const window = asOf === undefined ? {} : { asOf, to: isoDay(dayNumber(asOf) - 1) };
    const rows = await figures.rows(id, { params, window, exact });
    const [header = "", ...lines] = metric.example.result.trim().split("\n");
    const names = header.split(",");
    const expected = lines.map((line) =>
      line.split(",").map((text, index) => typed(text, metric.columns[names[index] ?? ""]?.type)),
    );
    const close = expected.map((row) =>
      row.map((value) => (typeof value === "number" ? (expect.closeTo(value, 6) as unknown) : value)),
    );
    const actual = rows.map((row) => names.map((name) => row[name]));
    expect(actual).toEqual(metric.example.excerpt ? expect.arrayContaining(close) : close);
  });

  it("declares what it gives, in its parts too", async () => {
    const figures = await openExample(metric);
    const parts = Object.entries(metric.parts ?? {});
    for (const [part, columns] of [
      ["main", metric.columns] as const,
      ...parts.map(([name, of]) => [name, of.columns] as const),
    ]) {
      const frame = await figures.frame(id, { params, part, exact: true });
      expect(frame.columns.map(({ name, type }) => ({ name, type }))).toEqual(
        Object.entries(columns).map(([name, { type }]) => ({ name, type })),
      );
      for (const [name, column] of Object.entries(columns))
        for (const other of [...(column.interval ?? []), ...(column.n === undefined ? [] : [column.n])])
          expect(columns, name).toHaveProperty(other);
    }
  });

  it("finds its headlines in its parts, and its variants among its headlines", async () => {
    const figures = await openExample(metric);
    const parts: Record<string, Awaited<ReturnType<Figures["frame"]>>> = {};
    for (const part of ["main", ...Object.keys(metric.parts ?? {})])
      parts[part] = await figures.frame(id, { params, part });
    for (const headline of Object.values(metric.headlines ?? {})) {
      const { value, n } = headline.from(parts, figures.window);
      expect(value === null || Number.isFinite(value)).toBe(true);
      expect(n === null || Number.isFinite(n)).toBe(true);
    }
    if (!metric.variants) return;
    for (const named of [metric.variants.headline, ...(metric.variants.also ?? [])])
      expect(Object.keys(metric.headlines ?? {})).toContain(named);
    for (const variant of metric.variants.presets)
      await figures.figure(id, { params: variant.params as ParamValues });
  });

  it("draws columns that it has", () => {
    expect(Object.keys(metric.charts).length).toBeGreaterThan(0);
    for (const [name, chart] of Object.entries(metric.charts)) {
      const { part, mark, ...channels } = chart as unknown as Record<string, unknown>;
      // A step that is no column says that a line goes in steps.
      if (channels.step === true) delete channels.step;
      const columns = typeof part === "string" ? metric.parts?.[part]?.columns : metric.columns;
      expect(columns, name).toBeDefined();
      const named = Object.entries(channels).filter(
        ([channel]) =>
          !["average", "zero", "horizontal", "rises", "charts", "facts", "title"].includes(channel),
      );
      for (const column of named.flatMap(([, column]) => column))
        expect(columns, `${name}, ${String(mark)}`).toHaveProperty(String(column));
    }
  });

  it("speaks both languages of all that it says", () => {
    const defaults = Object.fromEntries(
      Object.entries(metric.params).map(([name, param]) => [name, param.default]),
    );
    const window = { from: "2025-01-01", to: "2025-12-31", asOf: "2026-01-01" };
    const said = [
      metric.label,
      metric.question,
      metric.definition,
      metric.note(defaults, window),
      ...metric.assumptions(defaults, window),
      ...Object.values(metric.formula(defaults)),
      ...Object.values(metric.params).flatMap((param) => [
        param.label,
        ...(param.kind === "choice" ? Object.values(param.values) : []),
      ]),
      ...Object.values(metric.columns).map(({ label }) => label),
    ];
    for (const text of said) {
      expect(text.en).toMatch(/\S/);
      expect(text["zh-CN"]).toMatch(/\S/);
      expect(text.en).not.toMatch(/undefined|NaN/);
    }
    expect(metric.sources.length).toBeGreaterThan(0);
  });

  it("requires columns that the tables have", () => {
    for (const [table, columns] of Object.entries(metric.requires))
      for (const column of columns)
        expect(canonicalTables[table as TableName].columns).toHaveProperty(column);
  });
});

it("names every metric once, in the form that documents save", () => {
  const ids = metrics.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  for (const id of [
    "retention-cohorts",
    "repurchase-rate",
    "rfm",
    "abc-segments",
    "historical-clv",
    "revenue-mix",
    "nps",
  ])
    expect(ids).toContain(id);
});
