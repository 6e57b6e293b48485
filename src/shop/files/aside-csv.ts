import type { Engine } from "../../engine/engine.ts";
import type { Locale } from "../../i18n/text.ts";
import { asideHeadings, reasons } from "../../ingest/receipts.ts";
import { columnNames } from "../../ingest/sniff.ts";
import type { AsideOnly } from "../shop.ts";
import type { HeldFiles } from "./held-files.ts";
import { type AsideRow, asideRows } from "./set-aside.ts";

/** The rows that were set aside, as CSV in a language: file, row and reason before the file's own cells. */
export async function asideCsv(
  engine: Engine,
  held: HeldFiles,
  only?: AsideOnly | null,
  locale: Locale = "en",
): Promise<string> {
  const found: { readonly file: string; readonly rows: AsideRow[]; readonly headings: readonly string[] }[] =
    [];
  for (const [index, { key, mapping }] of held.loaded.entries()) {
    const file = held.byKey.get(key);
    if (!file?.sample || (only && only.file !== key)) continue;
    const { headings } = file.sample;
    const readable = { held: file, mapping, headings, file: index };
    const rows = await asideRows(engine, readable, only?.reason ?? null, null, { priority: 0 });
    // Cells beyond the header have names of their own.
    const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), headings.length);
    found.push({ file: file.name, rows, headings: columnNames(headings, width) });
  }
  const names = [...new Set(found.flatMap(({ headings, rows }) => (rows.length ? headings : [])))];
  const lines = [[...Object.values(asideHeadings).map((heading) => heading[locale]), ...names]];
  for (const { file, rows, headings } of found)
    for (const { line, reason, cells } of rows) {
      const named = new Map(cells.map((cell, place) => [headings[place], cell]));
      lines.push([
        file,
        String(line),
        reasons[reason][locale],
        ...names.map((name) => named.get(name) ?? ""),
      ]);
    }
  return lines.map((line) => `${line.map(quoted).join(",")}\n`).join("");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
