import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { numberSql, readNumber } from "../../src/ingest/numbers.ts";
import { readTime, readings, timeFormats } from "../../src/ingest/time-formats.ts";
import { timeSql } from "../../src/ingest/times.ts";
import { type Sql, join, sql } from "../../src/sql.ts";

// What a person is shown before a load and what the engine reads in it must be the same, cell by cell.
let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

async function column(cells: readonly string[], value: (cell: Sql) => Sql): Promise<unknown[]> {
  const rows = join(cells.map((cell, index) => sql`(${index}, ${cell})`));
  const bytes = await engine.query(
    sql`SELECT ${value(sql`cell`)} AS value FROM (VALUES ${rows}) AS t(place, cell) ORDER BY place`,
  );
  return [...(decodeFrame(bytes).values.value ?? [])];
}

describe("numbers", () => {
  const cells: readonly [string, number | null][] = [
    ["12", 12],
    [" 12.50 ", 12.5],
    ["-3", -3],
    ["+3", 3],
    [".5", 0.5],
    ["1e3", 1000],
    ["1,234.50", 1234.5],
    ["12,34,567", 1234567],
    ["¥1,234.50", 1234.5],
    ["￥88", 88],
    ["1\u00a0234.50", 1234.5],
    ["1\u202f234.50 €", 1234.5],
    ["$0.99", 0.99],
    ["US$ 12", 12],
    ["186元", 186],
    ["CNY 20", 20],
    ["(123.45)", -123.45],
    ["30.5-", -30.5],
    ["−5", -5],
    ["1.2万", 12000],
    ["3亿", 300000000],
    ["35%", 0.35],
    ["１２．５０", 12.5],
    ["CHF 1'234.50", 1234.5],
    ["12.50 CHF", 12.5],
    ["HK$12", 12],
    ["NT$1,234", 1234],
    ["RMB 12.50", 12.5],
    ["12 kr.", 12],
    ["Rs. 1,23,456.00", 123456],
    ["-€12", -12],
    ["€-12", -12],
    ["($1,234.50)", -1234.5],
    ["$ (3.00)", -3],
    ["￥1.2万", 12000],
    ["2.3万元", 23000],
    ["1.5萬", 15000],
    ["١٬٢٣٤٫٥٠", 1234.5],
    ["5€50", null],
    ["1,23", null],
    ["1,2345", null],
    ["12 34 abc", null],
    ["2025-01-05", null],
    ["abc", null],
    ["", null],
    ["¥", null],
  ];
  test.each(cells)("%j", (cell, value) => {
    const read = readNumber(cell, ".");
    if (value === null) expect(read).toBeNull();
    else expect(read).toBeCloseTo(value, 9);
  });
  test("with a decimal comma", () => {
    expect(readNumber("1.234,50", ",")).toBe(1234.5);
    expect(readNumber("3,5", ",")).toBe(3.5);
    expect(readNumber("1.234", ",")).toBe(1234);
    expect(readNumber("1.23", ",")).toBeNull();
  });
  test("are the same in the engine", async () => {
    const texts = cells.map(([cell]) => cell);
    const found = await column(texts, (cell) => numberSql(cell, "."));
    texts.forEach((cell, index) => {
      const value = readNumber(cell, ".");
      if (value === null) expect([cell, found[index]]).toEqual([cell, null]);
      else expect(found[index], cell).toBeCloseTo(value, 9);
    });
    const forms: readonly [string, number][] = [
      ["R$ 1.234,50", 1234.5],
      ["1 234,50 kr.", 1234.5],
      ["1'234,50", 1234.5],
      ["1．234，50", 1234.5],
      ["1.234,50 TL", 1234.5],
    ];
    expect(forms.map(([cell]) => readNumber(cell, ","))).toEqual(forms.map(([, value]) => value));
    const inEngine = await column(
      forms.map(([cell]) => cell),
      (cell) => numberSql(cell, ","),
    );
    expect(inEngine).toEqual(forms.map(([, value]) => value));
    const commas = ["1.234,50", "3,5", "1.234", "1.23", "7", "€ 12,00", "(1,5)"];
    expect(await column(commas, (cell) => numberSql(cell, ","))).toEqual([
      1234.5,
      3.5,
      1234,
      null,
      7,
      12,
      -1.5,
    ]);
  });
});

describe("times", () => {
  const cells: readonly [string, string, string][] = [
    ["2025-03-04", "%Y-%m-%d", "2025-03-04 00:00:00"],
    ["2025-03-04 14:05:06", "%Y-%m-%d %H:%M:%S", "2025-03-04 14:05:06"],
    ["2025-03-04T14:05:06+08:00", "%Y-%m-%dT%H:%M:%S", "2025-03-04 14:05:06"],
    ["2025-03-04 14:05:06 +0800", "%Y-%m-%d %H:%M:%S", "2025-03-04 14:05:06"],
    ["2025/3/4 9:05", "%Y/%m/%d %H:%M", "2025-03-04 09:05:00"],
    ["2025.3.4", "%Y.%m.%d", "2025-03-04 00:00:00"],
    ["2025年3月4日 14:05", "%Y年%m月%d日 %H:%M", "2025-03-04 14:05:00"],
    ["2025-03-04 24:00:00", "%Y-%m-%d %H:%M:%S", "2025-03-05 00:00:00"],
    ["2025-03-04 下午3:05", "tidy:%Y-%m-%d %I:%M %p", "2025-03-04 15:05:00"],
    ["2025/3/4 上午 12:05:06", "tidy:%Y/%m/%d %I:%M:%S %p", "2025-03-04 00:05:06"],
    ["2025年3月4日 星期二 中午12点30分", "tidy:%Y年%m月%d日 %I:%M %p", "2025-03-04 12:30:00"],
    ["2025年3月4日（火） 14:05", "tidy:%Y年%m月%d日 %H:%M", "2025-03-04 14:05:00"],
    ["２０２５－０３－０４", "tidy:%Y-%m-%d", "2025-03-04 00:00:00"],
    ["2025-03-04 凌晨 0:30", "tidy:%Y-%m-%d %H:%M", "2025-03-04 00:30:00"],
    ["2025-03-04 下午15:05", "tidy:%Y-%m-%d %H:%M", "2025-03-04 15:05:00"],
    ["2025-03-04 晚上8:30", "tidy:%Y-%m-%d %I:%M %p", "2025-03-04 20:30:00"],
    ["民國114年3月4日", "roc:%Y年%m月%d日", "2025-03-04 00:00:00"],
    ["114/03/04 下午 03:05", "roc:%Y/%m/%d %I:%M %p", "2025-03-04 15:05:00"],
    ["Tue, 04 Mar 2025 10:00:00 +0000", "%a, %d %b %Y %H:%M:%S", "2025-03-04 10:00:00"],
    ["Tuesday, March 4, 2025", "%A, %B %d, %Y", "2025-03-04 00:00:00"],
    ["Tue Mar 04 10:00:00 CST 2025", "tidy:%a %b %d %Y %H:%M:%S", "2025-03-04 10:00:00"],
    ["Tue Mar 04 2025 10:00:00 GMT+0800 (CST)", "tidy:%a %b %d %Y %H:%M:%S", "2025-03-04 10:00:00"],
    ["March 4th, 2025", "tidy:%B %d, %Y", "2025-03-04 00:00:00"],
    ["04/03/2025 14h05", "tidy:%d/%m/%Y %H:%M", "2025-03-04 14:05:00"],
    ["20250304T140506Z", "%Y%m%dT%H%M%S", "2025-03-04 14:05:06"],
    ["20250304", "%Y%m%d", "2025-03-04 00:00:00"],
    ["20250304140506", "%Y%m%d%H%M%S", "2025-03-04 14:05:06"],
    ["14JUN09:17:58:34", "%d%b%y:%H:%M:%S", "2009-06-14 17:58:34"],
    ["18/04/2025 14:05", "%d/%m/%Y %H:%M", "2025-04-18 14:05:00"],
    ["04/18/2025", "%m/%d/%Y", "2025-04-18 00:00:00"],
    ["25/03/25", "%d/%m/%y", "2025-03-25 00:00:00"],
    ["15.03.2025", "%d.%m.%Y", "2025-03-15 00:00:00"],
    ["04-Mar-2025", "%d-%b-%Y", "2025-03-04 00:00:00"],
    ["Mar 4, 2025 2:05 PM", "%b %d, %Y %I:%M %p", "2025-03-04 14:05:00"],
    ["4 March 2025", "%d %B %Y", "2025-03-04 00:00:00"],
  ];
  test.each(cells)("%s", async (cell, format, time) => {
    expect(timeFormats([cell])[0]?.format).toBe(format);
    expect(readTime(cell, format)).toBe(time);
    expect(await column([cell], (text) => sql`CAST(${timeSql(text, format)} AS VARCHAR)`)).toEqual([time]);
  });
  test("that do not exist are none", async () => {
    const impossible = ["2025-13-40", "2025-02-30", "31/04/2025", "2025-01-05 25:00:00", "soon", ""];
    for (const format of ["%Y-%m-%d", "%d/%m/%Y"]) {
      expect(impossible.map((cell) => readTime(cell, format))).toEqual(impossible.map(() => null));
      expect(await column(impossible, (cell) => timeSql(cell, format))).toEqual(impossible.map(() => null));
    }
  });
  test("drop their clock where it is midnight", async () => {
    const mixed = ["3/4/2025", "3/4/2025 14:05", "3/4/2025 14:05:06"];
    const expected = ["2025-04-03 00:00:00", "2025-04-03 14:05:00", "2025-04-03 14:05:06"];
    const format = "%d/%m/%Y %H:%M:%S";
    expect(mixed.map((cell) => readTime(cell, format))).toEqual(expected);
    expect(await column(mixed, (cell) => sql`CAST(${timeSql(cell, format)} AS VARCHAR)`)).toEqual(expected);
  });
  test.each([
    ["99.12.31", "roc:%Y.%m.%d", "2010-12-31 00:00:00"],
    ["1140304", "roc:%Y%m%d", "2025-03-04 00:00:00"],
    ["3/4/25, 2:05:06 PM", "%m/%d/%y, %I:%M:%S %p", "2025-03-04 14:05:06"],
    ["25-03-04", "%y-%m-%d", "2025-03-04 00:00:00"],
    ["4.3.25", "%d.%m.%y", "2025-03-04 00:00:00"],
    ["1741097106000000", "epoch-us", "2025-03-04 14:05:06"],
    ["1741097106000000000", "epoch-ns", "2025-03-04 14:05:06"],
  ])("that may be others, once it is said which: %s", async (cell, format, time) => {
    expect(readTime(cell, format)).toBe(time);
    expect(await column([cell], (text) => sql`CAST(${timeSql(text, format)} AS VARCHAR)`)).toEqual([time]);
  });
  test("as numbers", async () => {
    for (const [cell, format] of [
      ["1741068306", "epoch-s"],
      ["1741068306000", "epoch-ms"],
      ["45720.25354166667", "excel-day"],
    ] as const) {
      expect(readTime(cell, format)).toBe(
        format === "excel-day" ? "2025-03-04 06:05:06" : "2025-03-04 06:05:06",
      );
      expect(await column([cell], (text) => sql`CAST(${timeSql(text, format)} AS VARCHAR)`)).toEqual([
        "2025-03-04 06:05:06",
      ]);
    }
  });
  test.each([
    ["%d/%m/%Y %H:%M", ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"]],
    ["%m-%d-%Y", ["%d-%m-%Y", "%m-%d-%Y"]],
    ["%d-%m-%y", ["%d-%m-%y", "%m-%d-%y", "%y-%m-%d"]],
    ["%y.%m.%d %H:%M", ["%d.%m.%y %H:%M", "%y.%m.%d %H:%M"]],
    ["%d.%m.%Y", ["%d.%m.%Y"]],
    ["%Y-%m-%d", ["%Y-%m-%d"]],
  ])("whose figures can be of other parts: %s", (format, all) => {
    expect(readings(format)).toEqual(all);
  });
});
