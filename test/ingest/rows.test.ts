import fc from "../property.ts";
import { describe, expect, test } from "vitest";
import { countLines, lastLine } from "../../src/ingest/lines.ts";
import { parseRows, whiteSpace } from "../../src/ingest/rows.ts";
import { scanRows } from "../../src/ingest/scan.ts";
import { columnNames, sniff } from "../../src/ingest/sniff.ts";

const comma = { delimiter: ",", quote: '"' };
const cells = (text: string, dialect = comma) => parseRows(text, dialect).map((row) => row.cells);

describe("rows of text", () => {
  test("end with any line end, blank lines left out", () => {
    expect(cells("a,b\r\n1,2\n\n3,4\r5,6")).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["3", "4"],
      ["5", "6"],
    ]);
  });
  test("hold quoted cells", () => {
    expect(cells('"a,b","he said ""no""","two\nlines"\nx,,')).toEqual([
      ["a,b", 'he said "no"', "two\nlines"],
      ["x", "", ""],
    ]);
  });
  test("are parted by runs of white space", () => {
    expect(cells(" 00004 0001 19970101  2   29.33\r\n", { delimiter: whiteSpace, quote: "" })).toEqual([
      ["00004", "0001", "19970101", "2", "29.33"],
    ]);
  });
  test("come back whole from any cells", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "é", "客", " ", ";") });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 }), (table) => {
        const text = table
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(","))
          .join("\n");
        expect(cells(text)).toEqual(table);
      }),
    );
  });
  test("are the same piece by piece", async () => {
    const rows = Array.from({ length: 200 }, (_, index) => [
      String(index),
      `客户 "${String(index)}"`,
      "a\nb",
    ]);
    const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join("\n");
    const found: string[][] = [];
    const dialect = { ...comma, encoding: "utf-8", skip: 0, header: false };
    await scanRows(new Blob([text]), dialect, (row) => found.push([...row]));
    expect(found).toEqual(rows);
  });
});

test("lines that hold something are counted", async () => {
  expect(await countLines(new Blob(["a\n\nb\r\n\r\nc"]))).toBe(3);
  expect(await countLines(new Blob(["a\nb\n"]))).toBe(2);
  expect(await countLines(new Blob([]))).toBe(0);
});

test("the last line that holds something is parsed", async () => {
  const dialect = { ...comma, encoding: "utf-8", skip: 0, header: true };
  const last = (text: string) => lastLine(new Blob([text]), dialect);
  expect(await last('a,b\n1,2\n3,"4, 5"\r\n\n')).toEqual(["3", "4, 5"]);
  expect(await last(`a,b\n${"x".repeat(70_000)}`)).toBeNull();
  expect(await last("")).toBeNull();
});

describe("the layout", () => {
  test.each([
    [
      "whose word stands below",
      "O0,C0,2025-01-10,10.50,store\nO1,C1,2025-01-11,9.00,web\nO2,C2,2025-01-12,8,store\n",
    ],
    ["whose values outweigh a word", "O0,C0,2025-01-10,10.50,store\nO1,C1,2025-01-11,9.00,web\n"],
  ])("takes no row for a heading %s", (_, text) => {
    expect(sniff(text, true).header).toBe(false);
  });

  test.each([
    [",", "a,b,c\n1,2,3\n4,5,6\n"],
    [";", "a;b;c\n1,5;2,5;3\n4,5;5;6\n"],
    ["\t", "a\tb\n1,5\t2\n"],
    ["|", "a|b|c\n1|2|3\n"],
    [whiteSpace, " a  b  c\n 1   2  3\n 4  5   6\n"],
  ])("finds %j", (delimiter, text) => {
    expect(sniff(text, true).delimiter).toBe(delimiter);
  });
  test("passes over a title", () => {
    expect(sniff("Report of orders\n\norder_id,customer_id,amount\n1,2,3\n", true)).toMatchObject({
      skip: 2,
      header: true,
    });
  });
  test("tells a heading from values", () => {
    expect(sniff("1001,17850,2025-01-05\n1002,17851,2025-01-06\n", true).header).toBe(false);
    expect(sniff("x1,x2,2024\na,b,5\nc,d,6\n", true).header).toBe(false);
    expect(sniff("name,city\nA,B\n", true).header).toBe(true);
  });
  test("names every column once", () => {
    expect(columnNames(["a", " A ", "", "a"], 5)).toEqual(["a", "A (2)", "column3", "a (3)", "column5"]);
  });
});
