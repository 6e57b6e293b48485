import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { clockOf, clockSql } from "../../src/ingest/clock.ts";
import { assign } from "../../src/ingest/map.ts";
import { profileColumns } from "../../src/ingest/profile.ts";
import { sql } from "../../src/sql.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const cells: readonly (readonly [string, string | null])[] = [
  ["14:05:33", "14:05:33"],
  ["9:05", "09:05:00"],
  [" 9:05 ", "09:05:00"],
  ["14:05:33.25", "14:05:33"],
  ["2:05 PM", "14:05:00"],
  ["12:05 am", "00:05:00"],
  ["02:05:33pm", "14:05:33"],
  ["下午2:05", "14:05:00"],
  ["上午 09:05:01", "09:05:01"],
  ["14时05分", "14:05:00"],
  ["１４：０５", "14:05:00"],
  ["1899-12-31", "00:00:00"],
  ["24:00", null],
  ["14:60", null],
  ["13:05 PM", null],
  ["n/k", null],
  ["", null],
  ["2024-03-04", null],
];

test.each(cells)("the clock %j is read alike here and in the engine", async (cell, read) => {
  expect(clockOf(cell)).toBe(read);
  const frame = decodeFrame(
    await engine.query(
      sql`SELECT CAST(date_trunc('second', DATE '2024-03-04' + ${clockSql(sql`${cell}`)}) AS VARCHAR) AS at`,
    ),
  );
  expect(frame.values["at"]?.[0]).toBe(read === null ? null : `2024-03-04 ${read}`);
});

/** The role of the columns beside order number, customer and amount. */
function roles(columns: Readonly<Record<string, readonly string[]>>) {
  const all = {
    "Order ID": ["1", "2", "3"],
    Customer: ["A", "B", "A"],
    ...columns,
    Total: ["1.50", "2.25", "3.10"],
  };
  const rows = [0, 1, 2].map((row) => Object.values(all).map((column) => column[row] ?? ""));
  const assigned = assign(profileColumns(Object.keys(all), rows, ","));
  return Object.fromEntries(
    Object.keys(columns).map((name) => [name, assigned.columns[Object.keys(all).indexOf(name)]?.role]),
  );
}
const days = ["2024-03-01", "2024-03-02", "2024-03-03"];
const clocks = ["09:05", "14:10", "20:45"];

test("times of day belong to the days that they are beside", () => {
  expect(roles({ Date: days, Time: clocks })).toEqual({ Date: "ordered_at", Time: "ordered_time" });
  expect(roles({ 销售时间: clocks, 销售日期: days })).toEqual({
    销售时间: "ordered_time",
    销售日期: "ordered_at",
  });
  // The clock of the same event, wherever it stands.
  expect(roles({ "Order Date": days, Time: clocks, "Order Time": clocks })).toEqual({
    "Order Date": "ordered_at",
    Time: "ignore",
    "Order Time": "ordered_time",
  });
  expect(roles({ "Order Date": days.map((day) => `${day} 00:00:00`), Time: clocks })).toMatchObject({
    Time: "ordered_time",
  });
});

test("no time of day is added to what has one, from another event or from other values", () => {
  expect(roles({ Date: days.map((day) => `${day} 08:30`), Time: clocks })).toMatchObject({ Time: "ignore" });
  expect(roles({ Date: days, "Delivery Time": clocks })).toMatchObject({ "Delivery Time": "ignore" });
  expect(roles({ Date: days, Time: ["morning", "14:10", "evening"] })).toMatchObject({ Time: "ignore" });
});
