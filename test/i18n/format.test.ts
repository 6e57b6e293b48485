import { describe, expect, it } from "vitest";
import {
  formatChange,
  formatCount,
  formatDay,
  formatPeriod,
  formatTimestamp,
  formatValue,
  formatWhen,
} from "../../src/i18n/format.ts";

const short = { currency: "CNY", short: true };

describe("figures", () => {
  it.each([
    [9_742_000, "974.2 万", "9.74M"],
    [103_000_000, "1.03 亿", "103M"],
    [523_000, "52.3 万", "523K"],
    [99_999, "10 万", "99,999"],
    [9_999, "9,999", "9,999"],
    [0, "0", "0"],
    [-9_742_000, "−974.2 万", "−9.74M"],
  ])("%d shortened", (value, zh, en) => {
    expect(formatCount(value, "zh-CN", true)).toBe(zh);
    expect(formatCount(value, "en", true)).toBe(en);
  });

  it("keep full digits in tables", () => {
    expect(formatCount(9_742_123, "en")).toBe("9,742,123");
    expect(formatValue(9_742_123.5, "money", "zh-CN", { currency: "CNY" })).toBe("¥9,742,123.50");
  });

  it("of money", () => {
    expect(formatValue(9_742_000, "money", "zh-CN", short)).toBe("¥974.2 万");
    expect(formatValue(9_742_000, "money", "en", short)).toBe("¥9.74M");
    expect(formatValue(-15.5, "money", "en", { currency: "GBP" })).toBe("−£15.50");
    expect(formatValue(12, "money", "en")).toBe("12");
    expect(formatValue(12, "money", "en", { currency: "CHF" })).toBe("CHF 12");
    // A code out of a hostile file is no symbol.
    expect(formatValue(12, "money", "en", { currency: "<b>" })).toBe("12");
  });

  it("of shares, scores, days and ratios", () => {
    expect(formatValue(0.303, "share", "en")).toBe("30.3%");
    expect(formatValue(1, "share", "zh-CN")).toBe("100.0%");
    expect(formatValue(0.34, "nps", "en")).toBe("+34");
    expect(formatValue(-0.34, "nps", "en")).toBe("−34");
    expect(formatValue(-0.001, "nps", "en")).toBe("0");
    expect(formatValue(18, "days", "en")).toBe("18 d");
    expect(formatValue(18, "days", "zh-CN")).toBe("18 天");
    expect(formatValue(2.8, "ratio", "en")).toBe("2.80");
    expect(formatValue(1_284, "customers", "en")).toBe("1,284");
  });

  it("that are not there are a dash, which is not zero", () => {
    expect(formatValue(null, "share", "en")).toBe("—");
    expect(formatValue(Number.NaN, "money", "zh-CN")).toBe("—");
    expect(formatCount(null, "en")).toBe("—");
  });

  it("have no sign at zero", () => {
    expect(formatValue(-0.0001, "share", "en")).toBe("0.0%");
    expect(formatValue(-0, "orders", "en")).toBe("0");
  });
});

describe("changes", () => {
  it("of shares are points, of the rest per cent, without a sign", () => {
    expect(formatChange(0.412, 0.393, "share", "en")).toBe("1.9 pt");
    expect(formatChange(0.393, 0.412, "share", "zh-CN")).toBe("1.9 个百分点");
    expect(formatChange(0.34, 0.3, "nps", "en")).toBe("4 pt");
    expect(formatChange(0.34, 0.3, "nps", "zh-CN")).toBe("4 分");
    expect(formatChange(112.4, 100, "money", "en")).toBe("12.4%");
    expect(formatChange(5, 0, "orders", "en")).toBe("—");
  });
});

describe("dates", () => {
  it.each([
    ["2025-06-01", "month", "2025-06", "Jun 2025"],
    ["2025-07-01", "quarter", "2025 年 3 季度", "Q3 2025"],
    ["2026-11-16", "week", "2026-W47", "2026-W47"],
    ["2024-12-30", "week", "2025-W01", "2025-W01"],
    ["2021-01-03", "week", "2020-W53", "2020-W53"],
    ["2025-12-28", "day", "2025-12-28", "28 Dec 2025"],
    ["2025-01-01", "year", "2025", "2025"],
  ])("%s as a %s", (day, period, zh, en) => {
    expect(formatPeriod(day, period, "zh-CN")).toBe(zh);
    expect(formatPeriod(day, period, "en")).toBe(en);
  });

  it("and times, read as they are written", () => {
    expect(formatDay(null, "en")).toBe("—");
    expect(formatTimestamp("2025-12-28T18:42:00", "en")).toBe("28 Dec 2025 18:42");
    expect(formatTimestamp("2025-12-28 18:42:09.123", "zh-CN")).toBe("2025-12-28 18:42:09");
    expect(formatTimestamp("2025-12-28", "en")).toBe("28 Dec 2025");
  });

  it("near to now are words", () => {
    const now = new Date(2025, 11, 28, 20, 0);
    const at = (day: number, hour: number) => new Date(2025, 11, day, hour, 5).toISOString();
    expect(formatWhen(at(28, 18), now, "en")).toBe("18:05");
    expect(formatWhen(at(27, 9), now, "zh-CN")).toBe("昨天 09:05");
    expect(formatWhen(at(17, 9), now, "en")).toBe("17 Dec");
    expect(formatWhen(at(17, 9), now, "zh-CN")).toBe("12 月 17 日");
    expect(formatWhen("not a time", now, "en")).toBe("—");
  });
});
