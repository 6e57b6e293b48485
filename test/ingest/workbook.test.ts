import fc from "../property.ts";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { readQuickly } from "../../src/ingest/quick-workbook.ts";
import type { Sheet } from "../../src/ingest/sheet-text.ts";
import { readInGeneral, readWorkbook } from "../../src/ingest/workbook.ts";
import { Unusual } from "../../src/ingest/xml-text.ts";
import { type Parts, workbookOf } from "./workbook-parts.ts";

/** A sheet as it can be compared: its text rather than a Blob. */
const plain = async (sheets: readonly Sheet[]) =>
  Promise.all(sheets.map(async ({ text, ...sheet }) => ({ ...sheet, text: await text.text() })));
const quickly = async (bytes: Uint8Array<ArrayBuffer>) =>
  plain(await readQuickly(new Blob([bytes]), "x.xlsx"));
const generally = async (bytes: Uint8Array<ArrayBuffer>) => plain(await readInGeneral(bytes, "x.xlsx"));

const folders = ["../fixtures/import/", "../../../shared/data/zh-rfm/"]
  .map((folder) => new URL(folder, import.meta.url))
  .filter((folder) => existsSync(folder));
const files = (
  await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder))
        .filter((name) => /\.xls[xm]$/.test(name))
        .map((name) => new URL(encodeURIComponent(name), folder)),
    ),
  )
).flat();

test.each(files.map((file) => [decodeURIComponent(file.pathname.split("/").at(-1) ?? ""), file] as const))(
  "%s is read quickly as it is in general",
  async (_, file) => {
    const bytes = new Uint8Array(await readFile(file));
    expect(await quickly(bytes)).toEqual(await generally(bytes));
  },
);

/** One sheet, by both readers, which must agree; gives its lines. */
async function lines(parts: Omit<Parts, "sheets"> & { readonly sheet: string }): Promise<string[]> {
  const bytes = workbookOf({ ...parts, sheets: { Orders: parts.sheet } });
  const read = await quickly(bytes);
  expect(read).toEqual(await generally(bytes));
  return read[0]?.text.trimEnd().split("\n") ?? [];
}

const header =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>';

describe("both readers agree on", () => {
  test("dates, times, amounts, percents, booleans and errors", async () => {
    const read = await lines({
      formats:
        '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="[Red]0.00;&quot;day&quot;"/>',
      styles: [0, 14, 22, 164, 165, 9, 20],
      sheet: `${header}<row r="2"><c r="A2" s="1"><v>45292</v></c><c r="B2" s="2"><v>45292.75000001</v></c></row>
        <row r="3"><c r="A3" s="3" t="n"><v>59</v></c><c r="B3" s="3"><v>60.5</v></c></row>
        <row r="4"><c r="A4" s="4"><v>45292</v></c><c r="B4" s="5"><v>0.35</v></c></row>
        <row r="5"><c r="A5" s="6"><v>0.5</v></c><c r="B5"><v>0.30000000000000004</v></c></row>
        <row r="6"><c r="A6" t="b"><v>1</v></c><c r="B6" t="b"><v>0</v></c></row>
        <row r="7"><c r="A7" t="e"><v>#N/A</v></c><c r="B7"><v>1.5E-7</v></c></row>
        <row r="8"><c r="A8" t="d"><v>2025-03-04T05:06:07</v></c><c r="B8" t="d"><v>2025-03-04</v></c></row>
        <row r="9"><c r="A9"><v>1.2345678901234500E+19</v></c><c r="B9"><v>-0</v></c></row>
        <row r="10"><c r="A10"><v>1.10</v></c><c r="B10"><v>007</v></c></row>
        <row r="11"><c r="A11" s="1"><v>1E300</v></c><c r="B11"><v>-12.5</v></c></row>`,
    });
    expect(read).toEqual([
      "a,b",
      "2024-01-01,2024-01-01 18:00:00",
      "1900-02-28,60.5",
      "45292,0.35",
      "12:00:00,0.3",
      "TRUE,FALSE",
      ",1.5e-7",
      "2025-03-04 05:06:07,2025-03-04",
      "12345678901234500000,0",
      "1.1,7",
      ",-12.5",
    ]);
  });

  test("days that are counted from 1904", async () => {
    expect(
      await lines({
        later: true,
        styles: [0, 14],
        sheet: `${header}<row r="2"><c r="A2" s="1"><v>43830</v></c><c r="B2"><v>43830</v></c></row>`,
      }),
    ).toEqual(["a,b", "2024-01-01,43830"]);
  });

  test("formats of dates that East Asian programs do not write down", async () => {
    expect(
      await lines({
        styles: [0, 31, 57, 44],
        sheet: `${header}<row r="2"><c r="A2" s="1"><v>45292</v></c><c r="B2" s="2"><v>45292.5</v></c><c r="C2" s="3"><v>12.5</v></c></row>`,
      }),
    ).toEqual(["a,b,", "2024-01-01,2024-01-01 12:00:00,12.5"]);
  });

  test("shared strings: plain, in runs, with how they are pronounced, escaped, empty", async () => {
    const shared = [
      "<si><t>订单号</t></si>",
      '<si><t xml:space="preserve"> 会员 </t></si>',
      '<si><r><rPr><b/><sz val="11"/></rPr><t>bold</t></r><r><t xml:space="preserve"> and not</t></r></si>',
      '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>',
      '<si><r><t>東</t></r><rPh sb="0" eb="1"><t>トウ</t></rPh><r><t>京</t></r></si>',
      "<si><t>a &amp; b &lt;c&gt; &quot;d&quot; &#20320;&#x597D;</t></si>",
      "<si><t>line_x000D_\nnext</t></si>",
      "<si><t></t></si>",
      "<si><t/></si>",
    ];
    const rows = shared.map(
      (_, at) =>
        `<row r="${String(at + 1)}"><c r="A${String(at + 1)}" t="s"><v>${String(at)}</v></c><c r="B${String(at + 1)}"><v>${String(at)}</v></c></row>`,
    );
    expect((await lines({ strings: shared.join(""), sheet: rows.join("") })).join("\n")).toBe(
      '订单号,0\n" 会员 ",1\nbold and not,2\n東京,3\n東京,4\n"a & b <c> ""d"" 你好",5\n"line\nnext",6\n,7\n,8',
    );
  });

  test("formulas by their results", async () => {
    expect(
      await lines({
        sheet: `${header}<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f t="shared" ref="B2:B3" si="0">"a"&amp;"b"</f><v>a&amp;b</v></c></row>
          <row r="3"><c r="A3"><f t="shared" si="0"/><v>3</v></c><c r="B3" t="str"><f>""</f><v></v></c></row>
          <row r="4"><c r="A4" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B4"><f>A1</f></c></row>
          <row r="5"><c r="A5" t="b"><f>TRUE()</f><v>1</v></c></row>`,
      }),
    ).toEqual(["a,b", "2,a&b", "3,", "TRUE,"]);
  });

  test("gaps, empty rows and cells, and cells without their places", async () => {
    expect(
      await lines({
        styles: [0, 1],
        sheet: `<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c><c t="inlineStr"><is><t>c</t></is></c></row>
          <row r="3" spans="1:3" ht="15"/><row r="4"></row>
          <row r="5"><c r="A5" s="1"/><c r="B5"><v>5</v></c></row>
          <row><c><v>6</v></c><c r="C6"><v>7</v></c></row>
          <row r="100000"><c r="C100000"><v>8</v></c></row>`,
      }),
    ).toEqual(["a,b,c", ",5,", "6,,7", ",,8"]);
  });

  test("titles, merged headings and totals", async () => {
    const text = (place: string, said: string) => `<c r="${place}" t="inlineStr"><is><t>${said}</t></is></c>`;
    const bytes = workbookOf({
      sheets: {
        Orders: `<row r="1">${text("A1", "门店&#10;日报")}</row>
        <row r="3">${text("A3", "顾客")}${text("B3", "金额")}${text("D3", "日期")}</row>
        <row r="4">${text("A4", "号")}${text("B4", "应付")}${text("C4", "实付")}${text("D4", "下单")}</row>
        <row r="5">${text("A5", "C1")}<c r="B5"><v>10</v></c><c r="C5"><v>9</v></c>${text("D5", "2025-01-01")}</row>
        <row r="6">${text("A6", "合计")}<c r="B6"><v>10</v></c><c r="C6"><v>9</v></c></row>`,
        Empty: "",
        说明: `<row r="1">${text("A1", "only words")}</row>`,
      },
      behind:
        '<mergeCells count="2"><mergeCell ref="A1:D1"/><mergeCell ref="B3:C3"/></mergeCells><pageMargins left="1" right="1"/>',
    });
    const [orders, other, ...none] = await quickly(bytes);
    expect(none).toEqual([]);
    expect(other?.text).toBe("only words\n");
    expect(orders).toMatchObject({ skip: 2, headerRows: 2, rows: 6, columns: 4 });
    expect(orders?.text).toBe(
      "门店 日报,,,\n,,,\n顾客 号,金额 应付,金额 实付,日期 下单\nC1,10,9,2025-01-01\n",
    );
    expect(orders?.totals).toEqual([{ row: 6, line: "合计,10,9,\n" }]);
    expect([orders, other]).toEqual(await generally(bytes));
  });

  test("whatever cells a sheet has", async () => {
    const cell = fc.oneof(
      fc.constant(""),
      fc.string({ maxLength: 12 }).map((text) => ({ text })),
      fc.string({ unit: "grapheme", maxLength: 6 }).map((text) => ({ text })),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.integer({ min: 0, max: 99_999 }).map((cents) => cents / 100),
      fc.boolean(),
      fc.double({ min: 0, max: 80_000, noNaN: true }).map((serial) => ({ serial })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }),
        fc.boolean(),
        fc.boolean(),
        async (rows, share, later) => {
          const strings: string[] = [];
          const sheet = rows.map((cells, row) => {
            const written = cells.map((value, column) => {
              const place = `r="${String.fromCharCode(65 + column)}${String(row + 1)}"`;
              if (value === "") return `<c ${place}/>`;
              if (typeof value === "number") return `<c ${place}><v>${String(value)}</v></c>`;
              if (typeof value === "boolean") return `<c ${place} t="b"><v>${value ? "1" : "0"}</v></c>`;
              if ("serial" in value) return `<c ${place} s="1"><v>${String(value.serial)}</v></c>`;
              const text = `<t xml:space="preserve">${escaped(value.text)}</t>`;
              if (!share) return `<c ${place} t="inlineStr"><is>${text}</is></c>`;
              strings.push(`<si>${text}</si>`);
              return `<c ${place} t="s"><v>${String(strings.length - 1)}</v></c>`;
            });
            return `<row r="${String(row + 1)}">${written.join("")}</row>`;
          });
          const bytes = workbookOf({
            sheets: { Cells: sheet.join("") },
            strings: strings.join(""),
            styles: [0, 22],
            later,
          });
          expect(await quickly(bytes)).toEqual(await generally(bytes));
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Text as programs write it into XML, without characters that XML has not or that are lost in it. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

describe("the quick reader", () => {
  test("reads characters beyond the first plane by their numbers", async () => {
    const bytes = workbookOf({
      sheets: { Orders: '<row r="1"><c r="A1" t="inlineStr"><is><t>&#128512; &#x20BB7;</t></is></c></row>' },
    });
    expect((await quickly(bytes))[0]?.text).toBe("😀 𠮷\n");
  });

  test.each([
    ["rows out of order", '<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'],
    ["cells out of order", '<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>'],
    ["a cell of another row", '<row r="1"><c r="A2"><v>2</v></c></row>'],
    ["a string that is not there", '<row r="1"><c r="A1" t="s"><v>9</v></c></row>'],
    ["an element that it does not know", '<row r="1"><c r="A1"><w>1</w></c></row>'],
    ["a comment", '<row r="1"><!-- --><c r="A1"><v>1</v></c></row>'],
    ["a name space", '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'],
    ["a moment in words", '<row r="1"><c r="A1" t="d"><v>4 March</v></c></row>'],
    ["text in CDATA", '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[a]]></t></is></c></row>'],
  ])("leaves %s to the general reader", async (_, sheet) => {
    const bytes = workbookOf({ sheets: { Orders: sheet } });
    await expect(quickly(bytes)).rejects.toThrow(Unusual);
    const given = await generally(bytes);
    if (given.length > 0) expect(await plain(await readWorkbook(new Blob([bytes]), "x.xlsx"))).toEqual(given);
    else await expect(readWorkbook(new Blob([bytes]), "x.xlsx")).rejects.toThrow(/no sheet with cells/);
  });

  test("leaves a file that is cut or damaged to words", async () => {
    const bytes = workbookOf({ sheets: { Orders: header } });
    for (const end of [bytes.length - 30, Math.floor(bytes.length / 2), 40])
      await expect(readWorkbook(new Blob([bytes.slice(0, end)]), "x.xlsx")).rejects.toThrow();
  });

  const many = () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => {
      const row = String(at + 1);
      return `<row r="${row}"><c r="A${row}"><v>${row}</v></c><c r="B${row}" t="inlineStr"><is><t>text ${row}</t></is></c></row>`;
    });
    return new Blob([workbookOf({ sheets: { Orders: rows.join("") } })]);
  };

  test("tells how far it is, and is whole where rows are cut by pieces", async () => {
    const told: number[] = [];
    const [sheet] = await readQuickly(many(), "x.xlsx", {
      onProgress: (done, total) => told.push(done / total),
    });
    const text = (await sheet?.text.text())?.trimEnd().split("\n") ?? [];
    expect(text).toHaveLength(60_000);
    expect(text.every((line, at) => line === `${String(at + 1)},text ${String(at + 1)}`)).toBe(true);
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });

  test("stops at once when it is told to", async () => {
    const controller = new AbortController();
    const reading = readQuickly(many(), "x.xlsx", {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(reading).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  });
});

test.each(["xlsb", "xls", "xlsx"] as const)("a workbook of the kind %s opens", async (bookType) => {
  const { utils, write } = await import("@e965/xlsx");
  const book = utils.book_new();
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ["order_id", "amount"],
      ["A1", 12.5],
    ]),
    "Orders",
  );
  const bytes = write(book, { type: "array", bookType }) as ArrayBuffer;
  const [sheet] = await readWorkbook(new Blob([bytes]), `orders.${bookType}`);
  expect(await sheet?.text.text()).toContain("A1,12.5");
});
