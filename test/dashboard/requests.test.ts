import { describe, expect, it } from "vitest";
import {
  comparedWith,
  missedDays,
  presetDates,
  viewOf,
  windowOf,
  withDay,
  withValues,
  yearEarlier,
} from "../../src/dashboard/requests.ts";
import type { Extent } from "../../src/tables/facts.ts";

const extent: Extent = {
  firstDay: "2024-01-02",
  lastDay: "2025-12-28",
  orders: 10,
  customers: 5,
  answers: 0,
  currency: null,
};
const none = { from: null, to: null, compare: "none", columns: [] } as const;

describe("a dashboard's filters", () => {
  it("take all data without dates, up to the as-of date", () => {
    expect(windowOf(none, extent, null)).toEqual({
      from: "2024-01-02",
      to: "2025-12-28",
      asOf: "2025-12-29",
    });
    expect(windowOf(none, extent, "2025-07-01")).toMatchObject({ to: "2025-06-30", asOf: "2025-07-01" });
  });
  it("end with the range: nothing after it is known", () => {
    const window = windowOf({ from: "2025-01-01", to: "2025-06-30" }, extent, null);
    expect(window).toEqual({ from: "2025-01-01", to: "2025-06-30", asOf: "2025-07-01" });
  });
  it("read dates in the wrong order as meant", () => {
    expect(windowOf({ from: "2025-06-30", to: "2025-01-01" }, extent, null)).toMatchObject({
      from: "2025-01-01",
      to: "2025-06-30",
    });
  });
  it("never run past what is known", () => {
    expect(windowOf({ from: "2027-01-01", to: "2027-02-01" }, extent, null)).toMatchObject({
      from: "2025-12-28",
      to: "2025-12-28",
    });
  });
  it("never begin before what is known", () => {
    expect(windowOf({ from: "2020-01-01", to: "2024-02-01" }, extent, null)).toMatchObject({
      from: "2024-01-02",
      to: "2024-02-01",
    });
    expect(windowOf({ from: "2020-01-01", to: "2020-02-01" }, extent, null)).toMatchObject({
      from: "2024-01-02",
      to: "2024-01-02",
    });
  });
  it("say where they meet none of the data", () => {
    const after = { from: "2027-02-01", to: "2027-01-01" };
    expect(missedDays(after, extent, null)).toEqual({ from: "2027-01-01", to: "2027-02-01" });
    expect(missedDays({ from: "2020-01-01", to: "2020-02-01" }, extent, null)).not.toBeNull();
    expect(missedDays({ from: "2025-12-29", to: null }, extent, null)).not.toBeNull();
    expect(missedDays({ from: "2025-12-28", to: null }, extent, null)).toBeNull();
    expect(missedDays({ from: "2025-07-01", to: null }, extent, "2025-07-01")).not.toBeNull();
    expect(missedDays({ from: "2020-01-01", to: "2030-01-01" }, extent, null)).toBeNull();
    expect(missedDays(none, extent, null)).toBeNull();
  });
  it("take a day for one end, and refuse one outside of the data", () => {
    const known = { from: "2024-01-02", to: "2025-12-28" };
    expect(withDay(none, "from", "2025-01-01", known)).toEqual({ from: "2025-01-01", to: null });
    expect(withDay({ from: "2025-01-01", to: null }, "from", null, known)).toEqual({ from: null, to: null });
    expect(withDay(none, "from", "2024-01-01", known)).toBeNull();
    expect(withDay(none, "to", "2025-12-29", known)).toBeNull();
    // The later day becomes the end, and stays it when the end is changed again.
    const turned = withDay({ from: null, to: "2025-03-01" }, "from", "2025-06-01", known);
    expect(turned).toEqual({ from: "2025-03-01", to: "2025-06-01" });
    expect(withDay({ from: "2025-06-01", to: "2025-03-01" }, "to", "2025-05-01", known)).toEqual({
      from: "2025-03-01",
      to: "2025-05-01",
    });
  });
  it("have no view over data without orders", () => {
    expect(viewOf({ ...none, columns: [] }, { ...extent, firstDay: null, lastDay: null }, null)).toBeNull();
  });
  it("compare with the same days of the year before, or the days just before", () => {
    const window = { from: "2025-01-01", to: "2025-12-28", asOf: "2025-12-29" };
    expect(comparedWith(window, "year", extent)).toEqual({
      from: "2024-01-01",
      to: "2024-12-28",
      asOf: "2024-12-29",
    });
    const march = { from: "2025-03-01", to: "2025-03-31", asOf: "2025-04-01" };
    expect(comparedWith(march, "previous", extent)).toEqual({
      from: "2025-01-29",
      to: "2025-02-28",
      asOf: "2025-03-01",
    });
  });
  it("compare with nothing where the data do not reach back", () => {
    const window = { from: "2024-03-01", to: "2024-12-31", asOf: "2025-01-01" };
    expect(comparedWith(window, "year", extent)).toBeNull();
    expect(comparedWith(window, "none", extent)).toBeNull();
  });
  it("know leap years", () => {
    expect(yearEarlier("2024-02-29")).toBe("2023-02-28");
    expect(yearEarlier("2025-03-01")).toBe("2024-03-01");
  });
  it("count presets back from the last known day", () => {
    expect(presetDates("twelve-months", "2025-12-28")).toEqual({ from: "2025-01-01", to: null });
    expect(presetDates("twelve-months", "2025-03-10").from).toBe("2024-04-01");
    expect(presetDates("ninety-days", "2025-12-28")).toEqual({ from: "2025-09-30", to: null });
    expect(presetDates("year-to-date", "2025-12-28")).toEqual({ from: "2025-01-01", to: null });
    expect(presetDates("all", "2025-12-28")).toEqual({ from: null, to: null });
  });
  it("replace the values of one column in place, and ignore a column without values", () => {
    const channel = { table: "orders", column: "channel" } as const;
    const filters = withValues({ ...none, columns: [] }, channel, ["web"]);
    expect(filters.columns).toEqual([{ ...channel, values: ["web"] }]);
    const empty = withValues(filters, channel, []);
    expect(empty.columns).toHaveLength(1);
    expect(viewOf(empty, extent, null)?.filters).toEqual([]);
    expect(withValues(empty, channel, null).columns).toEqual([]);
  });
});
