import fc from "../property.ts";
import { describe, expect, test } from "vitest";
import { binOf, numberEdges, timeEdges } from "../../src/ingest/bins.ts";
import { type ColumnProfile, ProfileTally, cellTest } from "../../src/ingest/column-profile.ts";
import type { ColumnFormat } from "../../src/ingest/source.ts";

const number: ColumnFormat = { kind: "number", decimal: "." };
const day: ColumnFormat = { kind: "time", format: "%Y-%m-%d" };
const text: ColumnFormat = { kind: "text" };

function profileOf(cells: readonly string[], format: ColumnFormat): ColumnProfile {
  const tally = new ProfileTally(format);
  for (const cell of cells) tally.add(cell);
  return tally.profile(true);
}

describe("a profile", () => {
  test("counts empty cells, values and those that the format does not read", () => {
    const profile = profileOf([" 5", "5", "", "NULL", "12.50", "¥1,000.00", "none", "-3"], number);
    expect(profile).toMatchObject({
      type: "number",
      rows: 8,
      empty: 2,
      unread: 1,
      distinct: 5,
      capped: false,
      range: { least: -3, most: 1000 },
      numbers: { median: 5, negative: 1 },
    });
    expect(profile.numbers?.mean).toBeCloseTo((5 + 5 + 12.5 + 1000 - 3) / 5);
    expect(profile.top[0]).toEqual({ value: "5", rows: 2 });
  });

  test("of whole numbers of a small range has a bar for each", () => {
    const { bins } = profileOf(["0", "9", "10", "10", "7"], number);
    expect(bins.length).toBe(11);
    expect(bins[10]).toEqual({ from: 10, to: 11, rows: 2 });
  });

  test("reads cents as the mapping says", () => {
    expect(profileOf(["1999", "500"], { kind: "number", decimal: ".", scale: 0.01 }).range).toEqual({
      least: 5,
      most: 19.99,
    });
  });

  test("gives far outliers no axis of their own", () => {
    const cells = [...Array.from({ length: 1000 }, (_, index) => String(index % 100)), "1000000"];
    const { bins, range } = profileOf(cells, number);
    expect(range).toEqual({ least: 0, most: 1_000_000 });
    expect(bins.length).toBeGreaterThan(8);
    expect(bins.at(-1)?.to).toBeNull();
    expect(bins.at(-1)?.rows).toBeGreaterThan(0);
  });

  test("of times has bars by the calendar", () => {
    const profile = profileOf(["2025-01-05", "2025-01-20", "2025-03-01", "2025/13/40", "2025-12-31"], day);
    expect(profile).toMatchObject({
      type: "time",
      unit: "month",
      unread: 1,
      range: { least: "2025-01-05 00:00:00", most: "2025-12-31 00:00:00" },
    });
    expect(profile.bins.length).toBe(12);
    expect(profile.bins[0]).toEqual({ from: "2025-01-01", to: "2025-02-01", rows: 2 });
    expect(profile.bins[11]).toEqual({ from: "2025-12-01", to: "2026-01-01", rows: 1 });
  });

  test("names the most frequent values, and none where each stands once", () => {
    const channels = ["app", "store", "app", "小程序", "app", "store"];
    expect(profileOf(channels, text).top).toEqual([
      { value: "app", rows: 3 },
      { value: "store", rows: 2 },
      { value: "小程序", rows: 1 },
    ]);
    const ids = Array.from({ length: 40 }, (_, index) => `Q${index}`);
    expect(profileOf(ids, text)).toMatchObject({ distinct: 40, top: [] });
  });

  test("of nothing is empty", () => {
    expect(profileOf(["", "-", "N/A"], number)).toMatchObject({ type: "empty", rows: 3, empty: 3, bins: [] });
    expect(profileOf([], text)).toMatchObject({ type: "empty", rows: 0 });
  });
});

const cells = fc.oneof(
  fc.constantFrom("", "NULL", "x", "2025-02-30", "1,5"),
  fc.integer({ min: -1e6, max: 1e6 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((value) => value.toFixed(2)),
  fc
    .date({ min: new Date("1990-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
);

test("every row is in one place, and a click on it finds just those rows", () => {
  fc.assert(
    fc.property(fc.array(cells, { maxLength: 80 }), fc.constantFrom(number, day, text), (column, format) => {
      const profile = profileOf(column, format);
      const found = (test: Parameters<typeof cellTest>[0]) =>
        column.filter((cell) => cellTest(test, format)(cell)).length;
      expect(found({ kind: "empty" })).toBe(profile.empty);
      if (format.kind !== "text") {
        expect(found({ kind: "unread" })).toBe(profile.unread);
        const inBars = profile.bins.reduce((sum, { rows }) => sum + rows, 0);
        expect(inBars + profile.empty + profile.unread).toBe(profile.rows);
      }
      for (const { from, to, rows } of profile.bins) expect(found({ kind: "range", from, to })).toBe(rows);
      for (const { value, rows } of profile.top) expect(found({ kind: "value", value })).toBe(rows);
    }),
  );
});

describe("edges", () => {
  test("are round numbers", () => {
    const { edges } = numberEdges({ least: 0.12, most: 0.98, low: 0.12, high: 0.98 }, false);
    expect(edges[0]).toBe(0.1);
    expect(edges.every((edge) => String(edge).length <= 5)).toBe(true);
  });
  test("of a single value make one bar", () => {
    expect(numberEdges({ least: 7, most: 7, low: 7, high: 7 }, true).edges).toEqual([7, 8]);
  });
  test("of weeks begin on Monday", () => {
    const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
    const [least, most] = [at("2025-01-01"), at("2025-03-15")];
    expect(timeEdges({ least, most, low: least, high: most })).toMatchObject({ unit: "week" });
    expect(timeEdges({ least, most, low: least, high: most }).edges[0]).toBe("2024-12-30");
  });
  test("hold what lies beyond them in the outermost bars", () => {
    expect([-5, 0, 1, 2, 99].map((value) => binOf(value, [0, 1, 2, 3]))).toEqual([0, 0, 1, 2, 2]);
  });
});
