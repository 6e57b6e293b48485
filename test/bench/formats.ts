import { chromium } from "@playwright/test";
import { join } from "node:path";
import { build } from "vite";
import { serve } from "../../start.js";
import { ensureChromium, quietFlags } from "../browser/chromium.js";
import { gb18030File, parquetFile, workbookFile } from "./format-files.ts";
import { addressOf, onPage, orderFile } from "./measure.ts";
import type { Door } from "./page/page.ts";
import { type Row, median } from "./report.ts";

// What the page under test/bench/page holds.
declare const bench: Door;

const root = join(import.meta.dirname, "../..");
const cache = join(root, ".cache/bench");
const workbookRows = 100_000;
const rounds = 3;

/** The same orders in files of several kinds, and a workbook. */
export const formats = ["CSV", "Parquet", "GB18030 CSV", "XLSX"] as const;
type Format = (typeof formats)[number];

export interface MeasuredFormats {
  readonly orders: number;
  /** From the file to loaded, in the worker; ms, one a round. */
  readonly took: Readonly<Record<Format, readonly number[]>>;
}

/** Measures how files of several formats come in, in turns, so that all see the same noise. */
export async function measureFormats({
  orders,
  say,
}: {
  readonly orders: number;
  readonly say: (text: string) => void;
}): Promise<MeasuredFormats> {
  say("generating");
  const csv = await orderFile(orders);
  const files: Record<Format, string> = {
    CSV: csv,
    Parquet: await parquetFile(csv, join(cache, `orders-${String(orders)}.parquet`)),
    "GB18030 CSV": await gb18030File(orders, join(cache, `orders-${String(orders)}.gb18030.csv`)),
    XLSX: await workbookFile(workbookRows, join(cache, `orders-${String(workbookRows)}x12.xlsx`)),
  };
  say("building");
  await build({ configFile: join(root, "test/bench/page/vite.config.ts") });
  const executablePath = ensureChromium();
  const browser = await chromium.launch({ args: quietFlags, ...(executablePath && { executablePath }) });
  const server = await serve(0, { folder: join(cache, "page") });
  const took: Record<Format, number[]> = { CSV: [], Parquet: [], "GB18030 CSV": [], XLSX: [] };
  try {
    for (let round = 1; round <= rounds; round += 1)
      for (const format of formats) {
        say(`round ${String(round)} of ${String(rounds)}: ${format}`);
        const { recognise, load, rows } = await onPage(browser, addressOf(server), files[format], (page) =>
          page.evaluate(() => bench.arrive()),
        );
        const expected = format === "XLSX" ? workbookRows : orders;
        if (rows.used !== expected) throw new Error(`${format}: ${String(rows.used)} rows were used`);
        took[format].push(recognise + load);
      }
    return { orders, took };
  } finally {
    await browser.close();
    server.close();
  }
}

/** What was measured as lines, each with its ratio to the same orders as CSV. */
export function formatRows({ orders, took }: MeasuredFormats): Row[] {
  const csv = median(took.CSV);
  const line = (format: Format, most?: number): Row => {
    const value = median(took[format]);
    const ratio = value / csv;
    return {
      step: `${format}, ${orders === 1e6 ? "1 M" : String(orders)} orders, file to loaded`,
      value,
      unit: "ms",
      ratio,
      of: "CSV",
      target: most === undefined ? null : `≤ ${String(most)}×`,
      met: most === undefined ? null : ratio <= most,
    };
  };
  const workbook = median(took.XLSX);
  return [
    line("CSV"),
    line("Parquet", 1),
    line("GB18030 CSV", 1.6),
    {
      step: "XLSX, 100,000 × 12, file to loaded",
      value: workbook,
      unit: "ms",
      ratio: null,
      of: null,
      target: "≤ 8 s",
      met: workbook <= 8000,
    },
  ];
}
