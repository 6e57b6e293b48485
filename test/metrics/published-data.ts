import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { readFileSync } from "node:fs";
import type { Engine } from "../../src/engine/engine.ts";
import { defaultPolicies, type Policies } from "../../src/ingest/source.ts";
import { sharedPath } from "../reference.ts";
import { type Figures, openFigures } from "../shop/figures.ts";

/** The references keep rows that are equal in every column. */
const keepDuplicates: Policies = { ...defaultPolicies, duplicates: "keep" };

/**
 * UCI Online Retail without unknown customers; `clean` is also without cancellations and lines of no quantity
 * or price.
 */
export async function openRetail(engine: Engine, rows: "clean" | "raw" = "clean"): Promise<Figures> {
  const file = await asyncBufferFromFile(sharedPath("data/online-retail/online_retail.parquet"));
  const all = (await parquetReadObjects({ file, compressors })) as {
    InvoiceNo: string;
    StockCode: string;
    Quantity: bigint;
    InvoiceDate: Date;
    UnitPrice: number;
    CustomerID: number | null;
  }[];
  const lines = ["InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID"];
  for (const row of all) {
    if (row.CustomerID === null) continue;
    if (rows === "clean" && (row.InvoiceNo.startsWith("C") || row.Quantity <= 0n || row.UnitPrice <= 0))
      continue;
    const at = row.InvoiceDate.toISOString().slice(0, 19).replace("T", " ");
    lines.push(`${row.InvoiceNo},${row.StockCode},${row.Quantity},${at},${row.UnitPrice},${row.CustomerID}`);
  }
  return openFigures(
    engine,
    [{ name: "retail.csv", source: new Blob([lines.join("\n")]) }],
    ({ mapping }) => mapping,
    keepDuplicates,
  );
}

/** CDNOW, where a purchase is a customer's day unless each record is to be one. */
export function openCdnow(engine: Engine, file: string, orderGrain: "day" | "row" = "day"): Promise<Figures> {
  const lines = readFileSync(sharedPath(`data/cdnow/${file}`), "utf8")
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/))
    .filter(([customer = ""]) => /^\d+$/.test(customer))
    .map((fields) => `${fields.at(-4)},${fields.at(-3)},${fields.at(-1)}`);
  return openFigures(
    engine,
    [{ name: "cdnow.csv", source: new Blob([["customer_id,ordered_at,amount", ...lines].join("\n")]) }],
    ({ mapping }) => ({ ...mapping, orderGrain }),
    keepDuplicates,
  );
}
