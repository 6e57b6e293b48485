import type { Locale } from "../i18n/text.ts";
import type { CellTest, ColumnProfile } from "../ingest/column-profile.ts";
import type { Mapping, Policies, Progress, Receipt, Recognition } from "../ingest/source.ts";
import type { Reason } from "../ingest/receipts.ts";
import type { Cause, Side, Totals } from "../metrics/difference.ts";
import type { Filter, ParamValues, Window } from "../metrics/metric.ts";
import type { CanonicalType, TableName } from "../tables/canonical.ts";
import type { Extent } from "../tables/facts.ts";
import type { ColumnType } from "../tables/frame.ts";

/** A request for the figures of a metric. */
export interface FigureRequest {
  readonly metric: string;
  readonly params: ParamValues;
  readonly window: Window;
  readonly filters: readonly Filter[];
  /** Parts beside the main one. */
  readonly parts?: readonly string[];
}

/** A result as it crosses from the worker: Arrow IPC bytes and the declared types of its columns. */
export interface PartBytes {
  readonly bytes: Uint8Array;
  readonly types: Readonly<Record<string, ColumnType>>;
}
export interface FigureBytes {
  readonly parts: Readonly<Record<string, PartBytes>>;
  /** The SQL of each part, as it would run alone. */
  readonly sql: Readonly<Record<string, string>>;
  /** Whether the figures came from a fold over the facts, or from SQL. */
  readonly source: "fold" | "sql";
  readonly took: number;
}

/** Which two figures differ, and whose part in it is asked for. */
export interface DifferenceRequest {
  readonly metric: string;
  readonly headline: string;
  readonly a: Side;
  readonly b: Side;
  /** The number of the cause by whose part the customers are picked and sorted; null for all causes. */
  readonly cause: number | null;
  /** At most so many customers; null for all. */
  readonly limit: number | null;
}

/** One cause of a difference. The parts of all causes add up to it. */
export interface CausePart {
  readonly cause: Cause;
  readonly part: number;
  /** Customers who come and go when this cause is taken in its turn: those counted, and those that hit. */
  readonly countedIn: number;
  readonly countedOut: number;
  readonly hitsIn: number;
  readonly hitsOut: number;
  /** Customers who make this part. */
  readonly customers: number;
}

/** Why two figures differ. */
export interface DifferenceBytes {
  /** The figures; null where nobody is counted. */
  readonly a: number | null;
  readonly b: number | null;
  readonly totals: readonly [Totals, Totals];
  /** Empty where one of the figures is null. */
  readonly causes: readonly CausePart[];
  /** Whether a cause's part is the mean over all orders in which the causes can be taken. */
  readonly weighed: boolean;
  /** Customers who differ. */
  readonly people: number;
  /**
   * These customers, the largest part first: `customer_id`, `orders`, `counted_a`, `hits_a`, `counted_b`,
   * `hits_b`, `part_1`, `part_2`, … by cause, and `part`, their sum.
   */
  readonly customers: PartBytes;
  readonly took: number;
}

/** A column that data can be filtered and split by. */
export interface Dimension {
  readonly table: Filter["table"];
  readonly column: string;
  /** Values by falling number of rows; at most 1,000. */
  readonly values: readonly { readonly value: string | null; readonly rows: number }[];
}

/** A table of the engine, as the data panel shows it. */
export interface TableInfo {
  readonly name: string;
  readonly kind: "canonical" | "derived" | "cell";
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** What was loaded. */
export interface Loaded {
  readonly extent: Extent;
  /** Mapped columns by table. */
  readonly columns: Partial<Readonly<Record<TableName, Readonly<Record<string, CanonicalType>>>>>;
  readonly dimensions: readonly Dimension[];
  readonly receipts: readonly Receipt[];
  readonly rows: { readonly read: number; readonly used: number; readonly aside: number };
  /** The zone to which times with an offset were brought; null or absent where there are none. */
  readonly zone?: string | null;
  /** Where only every so many-th customer is loaded, with the rows of the others. Rows read are all. */
  readonly sample?: { readonly oneIn: number; readonly outside: number };
}

/** Rows of a file with a cell that was looked for. */
export interface MatchingRows {
  /** `row` counts the file's rows from 1, the header not among them. */
  readonly rows: readonly { readonly row: number; readonly cells: readonly (string | null)[] }[];
  /** Rows that were looked at. */
  readonly searched: number;
  /** There may be more of them behind the last. */
  readonly more: boolean;
}

export interface SqlCellResult extends PartBytes {
  /** Rows in all; the bytes hold at most `limit`. */
  readonly rows: number;
  readonly took: number;
}

/** A file as the page hands it over. */
export interface GivenFile {
  readonly name: string;
  readonly source: Blob | { readonly path: string };
}

/** Which of the rows that were set aside. */
export interface AsideOnly {
  readonly file: string;
  readonly reason: Reason;
}

export type OnProgress = (progress: Progress) => void;

/**
 * The data of one shop: files, their recognition, the loaded tables and facts, and what is computed from
 * them. Lives in the engine worker (or headless in Node). Every long call takes a signal.
 */
export interface Shop {
  /** Takes files in and says what they are. A file that cannot be read gives a fatal problem. */
  recognise(
    files: readonly GivenFile[],
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<Recognition[]>;
  /** Reads a file again under a mapping that the user changed. */
  revise(file: string, mapping: Mapping, signal?: AbortSignal): Promise<Recognition>;
  forget(file: string): Promise<void>;
  /** Loads every recognised file under its mapping, replacing what was loaded. */
  load(
    files: readonly { readonly file: string; readonly mapping: Mapping }[],
    policies: Policies,
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<Loaded>;
  /** What a column of a file holds, as its mapping reads it. */
  profile(
    file: string,
    column: string,
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<ColumnProfile>;
  /** The first rows of a file with a cell that is looked for in a column. */
  matching(file: string, column: string, test: CellTest, signal?: AbortSignal): Promise<MatchingRows>;
  /** What a column of a loaded table holds. */
  tableProfile(table: string, column: string, signal?: AbortSignal): Promise<ColumnProfile>;
  /** The rows that were set aside, as CSV with file, row and reason; those of one file and reason, or all. */
  aside(only?: AsideOnly | null, locale?: Locale): Promise<string>;
  figure(request: FigureRequest, signal?: AbortSignal, onProgress?: OnProgress): Promise<FigureBytes>;
  /** Splits the difference of two figures into its causes and the customers who make it. */
  difference(
    request: DifferenceRequest,
    signal?: AbortSignal,
    onProgress?: OnProgress,
  ): Promise<DifferenceBytes>;
  /** Runs a SQL cell. `cells` are views made first, in order: named results of other cells. */
  query(
    text: string,
    cells: readonly { readonly name: string; readonly text: string }[],
    limit: number,
    signal?: AbortSignal,
  ): Promise<SqlCellResult>;
  tables(): Promise<TableInfo[]>;
  /** Bytes that the engine holds. */
  memory(): Promise<number>;
  close(): Promise<void>;
}
