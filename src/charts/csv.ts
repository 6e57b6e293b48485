import type { Frame, Value } from "../tables/frame.ts";

/** Spreadsheets run a cell that begins like this as a formula. */
const formula = /^[=+\-@\t\r]/;

/**
 * A text that no spreadsheet runs: one that begins like a formula gets an apostrophe before it. A number is
 * not text and stays as it is, whatever its sign; so does a text that is one, such as "-12.5".
 */
function guarded(text: string): string {
  return formula.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
}

function cellText(value: Value): string {
  if (value === null) return "";
  return typeof value === "string" ? guarded(value) : String(value);
}

/** A frame as CSV after RFC 4180, with a byte order mark so that Excel reads it as UTF-8. Empty is null. */
export function frameCsv(frame: Frame): string {
  const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `\uFEFF${lines(frame, quoted, ",").join("\r\n")}\r\n`;
}

/** A frame as tab-separated lines, for the clipboard; a tab or a line break within a value becomes a space. */
export function frameTsv(frame: Frame): string {
  return lines(frame, (text) => text.replace(/[\t\r\n]+/g, " "), "\t").join("\n");
}

function lines(frame: Frame, written: (text: string) => string, separator: string): string[] {
  const names = frame.columns.map(({ name }) => name);
  const header = names.map((name) => written(guarded(name))).join(separator);
  const rows = Array.from({ length: frame.length }, (_, row) =>
    names.map((name) => written(cellText(frame.values[name]?.[row] ?? null))).join(separator),
  );
  return [header, ...rows];
}
