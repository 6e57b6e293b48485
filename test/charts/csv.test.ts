import fc from "../property.ts";
import { describe, expect, it } from "vitest";
import { frameCsv, frameTsv } from "../../src/charts/csv.ts";
import { fileName, wrapped } from "../../src/charts/export.ts";
import { textWidth } from "../../src/charts/text-width.ts";
import { frameFromRows } from "../../src/tables/frame.ts";

const columns = [
  { name: "name", type: "text" },
  { name: "amount", type: "number" },
  { name: "kept", type: "boolean" },
] as const;

/** A reader of RFC 4180 of its own, so that the writer is not checked against itself. */
function read(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const text = csv.replace(/^\uFEFF/, "");
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i];
    if (quoted) {
      if (letter === '"' && text[i + 1] === '"') cell += text[(i += 1)];
      else if (letter === '"') quoted = false;
      else cell += letter;
    } else if (letter === '"') quoted = true;
    else if (letter === ",") {
      row.push(cell);
      cell = "";
    } else if (letter === "\r" && text[i + 1] === "\n") {
      i += 1;
      rows.push([...row, cell]);
      row = [];
      cell = "";
    } else cell += letter;
  }
  return rows;
}

describe("CSV", () => {
  it("gives back what was written, but for the guard before formulas", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            name: fc.option(fc.string({ unit: "binary" })),
            amount: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
            kept: fc.boolean(),
          }),
        ),
        (rows) => {
          const [header, ...cells] = read(frameCsv(frameFromRows(columns, rows)));
          expect(header).toEqual(["name", "amount", "kept"]);
          expect(cells).toHaveLength(rows.length);
          cells.forEach(([name = "", amount, kept], i) => {
            const own = rows[i];
            const text = own?.name ?? "";
            expect([text, `'${text}`]).toContain(name);
            if (/^[=@\t\r]/.test(text)) expect(name.startsWith("'")).toBe(true);
            expect(amount === "" ? null : Number(amount)).toBe(
              own?.amount === null ? null : Number(String(own?.amount)),
            );
            expect(kept).toBe(String(own?.kept));
          });
        },
      ),
    );
  });

  it("guards texts that a spreadsheet would run, and never a number", () => {
    const csv = frameCsv(
      frameFromRows(columns, [
        { name: '=HYPERLINK("http://x")', amount: -12.5, kept: true },
        { name: "+1+1", amount: 0, kept: true },
        { name: "@SUM(A1)", amount: 1, kept: true },
        { name: "-cmd|x", amount: null, kept: false },
        { name: "-12.5", amount: null, kept: false },
      ]),
    );
    const rows = read(csv);
    expect(rows.slice(1).map(([name]) => name)).toEqual([
      '\'=HYPERLINK("http://x")',
      "'+1+1",
      "'@SUM(A1)",
      "'-cmd|x",
      "-12.5",
    ]);
    expect(rows[1]?.[1]).toBe("-12.5");
    expect(csv.startsWith("\uFEFF")).toBe(true);
    expect(csv.endsWith("\r\n")).toBe(true);
  });

  it("guards a header too", () => {
    expect(frameCsv(frameFromRows([{ name: "=1", type: "text" }], []))).toBe("\uFEFF'=1\r\n");
  });

  it("keeps tabs and line breaks out of tab-separated cells", () => {
    expect(frameTsv(frameFromRows(columns, [{ name: "a\tb\nc", amount: 1, kept: true }]))).toBe(
      "name\tamount\tkept\na b c\t1\ttrue",
    );
  });
});

describe("a file name", () => {
  it("keeps letters of any script and is safe on every system", () => {
    expect(fileName(["复购率（90 天）", "2025-01-01 – 2025-12-28"], "csv")).toBe(
      "复购率-90-天_2025-01-01-2025-12-28.csv",
    );
    expect(fileName(["../../etc/passwd"], "svg")).toBe("etc-passwd.svg");
    expect(fileName(["CON"], "png")).toBe("regulars-CON.png");
    expect(fileName(["", "???"], "png")).toBe("regulars.png");
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (parts) => {
        const name = fileName(parts, "csv");
        // eslint-disable-next-line no-control-regex -- control letters are what must not be there
        expect(name).not.toMatch(/[\u0000-\u001f<>:"/\\|?*\u202a-\u202e]|^\.|^-/);
        expect([...name].length).toBeLessThanOrEqual(90);
        expect(name.endsWith(".csv")).toBe(true);
      }),
    );
  });
});

describe("lines of a note", () => {
  it("fit their width and lose no word", () => {
    const text = "Share of new customers who bought again 单位为百分比。平均按人数加权，未满周期不计入。";
    const lines = wrapped(text, 160, 11);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(161);
    expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
  });
});
