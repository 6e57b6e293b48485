import { delimitedCell } from "../ingest/delimited.ts";

/** Hands CSV text to the browser as a download. */
export function downloadCsv(text: string, name: string): void {
  // The mark at the beginning lets spreadsheet programs see that it is UTF-8.
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Rows as CSV text. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(delimitedCell).join(",")}\n`).join("");
}
