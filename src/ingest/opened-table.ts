import type { Text } from "../i18n/text.ts";
import type { ColumnFile } from "./columnar/column.ts";
import type { FilledCells } from "./merged-cells.ts";
import type { TotalRow } from "./sheet-text.ts";
import type { Receipt } from "./source.ts";

/** A table that a file holds, as delimited text: the file itself where it is text. */
export interface OpenedTable {
  /** The file's name; the part's behind it where the file holds several. */
  readonly name: string;
  readonly content: Blob;
  /** Lines above the header of text that was made here; null where the file's own text is to be sniffed. */
  readonly skip: number | null;
  /** What is to be said of the file before it is loaded. */
  readonly notes: readonly Text[];
  /** What was left out when the text was made. */
  readonly receipts: readonly Omit<Receipt, "file">[];
  /** Rows that add up others, which are not in the content. */
  readonly totals?: readonly TotalRow[];
  /** What merged cells gave to rows of it. */
  readonly filled?: FilledCells | null;
  /** The columns of a file that is read by its own types, not as text; then the content is that file. */
  readonly columns?: ColumnFile;
}
