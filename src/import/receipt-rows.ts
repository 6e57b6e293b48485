import type { Receipt, Recognition } from "../ingest/source.ts";

/** The rows of a receipt as a table. */
export interface ReceiptTable {
  readonly headings: readonly string[];
  /** Places of the columns that the receipt is about. */
  readonly marked: ReadonlySet<number>;
  readonly rows: readonly {
    readonly row: number;
    readonly file: string;
    readonly cells: readonly string[];
  }[];
}

/** The rows of a receipt under the headings of its file; `files` gives each file's recognition. */
export function receiptTable(
  { examples, headings, columns = [], file }: Receipt,
  files: readonly Recognition[],
  columnLabel: (name: string) => string,
): ReceiptTable {
  const own = files.find((one) => one.file === file);
  const width = examples.reduce((most, { cells }) => Math.max(most, cells?.length ?? 1), 0);
  const known = headings?.map(columnLabel) ?? own?.columns.map(({ name }) => name) ?? [];
  const whole = examples.every(({ cells }) => cells !== undefined);
  return {
    headings: whole ? Array.from({ length: Math.max(width, 1) }, (_, at) => known[at] ?? "") : [""],
    marked: new Set(columns.map((column) => own?.columns.findIndex(({ name }) => name === column) ?? -1)),
    rows: examples.map(({ row, text, cells, file: of }) => ({
      row,
      file: files.find((one) => one.file === (of ?? file))?.name ?? "",
      cells: whole && cells ? cells : [text],
    })),
  };
}

/** Receipts with a key that stays when they are made anew, so that what has the focus keeps it. */
export function keyed(receipts: readonly Receipt[]): { readonly key: string; readonly receipt: Receipt }[] {
  const seen = new Map<string, number>();
  return receipts.map((receipt) => {
    const { file, kind, reason, treatment, title } = receipt;
    const what = treatment?.sets ?? (kind === "other" ? title.en : (reason ?? null));
    const name = JSON.stringify([file, kind, what]);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return { key: `${name} ${times}`, receipt };
  });
}
