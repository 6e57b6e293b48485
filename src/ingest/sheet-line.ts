/** A row that holds something, as a line of the text. */
export interface SheetLine {
  readonly row: number;
  readonly width: number;
  readonly text: string;
}

/** Cells that are one on the sheet: rows and columns from 0, both ends included. */
export interface Merge {
  readonly s: { readonly r: number; readonly c: number };
  readonly e: { readonly r: number; readonly c: number };
}
