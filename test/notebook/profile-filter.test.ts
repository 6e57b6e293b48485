import { describe, expect, test } from "vitest";
import { conditionSql, dashboardFilter } from "../../src/notebook/profile-filter.ts";
import type { Loaded } from "../../src/shop/shop.ts";

const loaded = {
  dimensions: [{ table: "orders", column: "channel", values: [] }],
} as unknown as Loaded;
const filters = { from: null, to: null, compare: "none" as const, columns: [] };

describe("what is picked of a column", () => {
  test("is a condition of SQL, whatever its name and value hold", () => {
    expect(conditionSql("channel", { kind: "value", value: "O'Neil" })).toBe(`"channel" = 'O''Neil'`);
    expect(conditionSql(`a"b`, { kind: "empty" })).toBe(`"a""b" IS NULL`);
    expect(conditionSql("amount", { kind: "range", from: 10, to: 20 })).toBe(
      `"amount" >= 10 AND "amount" < 20`,
    );
    expect(conditionSql("amount", { kind: "range", from: null, to: 20 })).toBe(`"amount" < 20`);
    expect(conditionSql("ordered_at", { kind: "range", from: "2025-03-01", to: null })).toBe(
      `"ordered_at" >= TIMESTAMP '2025-03-01'`,
    );
  });

  test("filters a dashboard by columns that it can filter by", () => {
    const value = dashboardFilter(loaded, "order_facts", "channel", { kind: "value", value: "app" });
    expect(value?.(filters).columns).toEqual([{ table: "orders", column: "channel", values: ["app"] }]);
    const none = dashboardFilter(loaded, "orders", "channel", { kind: "empty" });
    expect(none?.(value?.(filters) ?? filters).columns).toEqual([
      { table: "orders", column: "channel", values: [null] },
    ]);
    expect(dashboardFilter(loaded, "orders", "amount", { kind: "range", from: 1, to: 2 })).toBeNull();
    expect(dashboardFilter(loaded, "points", "kind", { kind: "value", value: "earn" })).toBeNull();
  });

  test("of order times sets the dates to the days of the bar", () => {
    const march = dashboardFilter(loaded, "orders", "ordered_at", {
      kind: "range",
      from: "2025-03-01",
      to: "2025-04-01",
    });
    expect(march?.(filters)).toMatchObject({ from: "2025-03-01", to: "2025-03-31" });
    const hour = dashboardFilter(loaded, "orders", "ordered_at", {
      kind: "range",
      from: "2025-03-01 09:00:00",
      to: "2025-03-01 10:00:00",
    });
    expect(hour?.(filters)).toMatchObject({ from: "2025-03-01", to: "2025-03-01" });
  });
});
