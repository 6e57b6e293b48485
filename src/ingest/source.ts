import type { Text } from "../i18n/text.ts";
import type { TableName } from "../tables/canonical.ts";
import type { Shift } from "./zones.ts";
import type { Reason } from "./receipts.ts";

/** How a delimited text file is read. */
export interface Dialect {
  /** A TextDecoder label, such as utf-8 or gb18030. */
  readonly encoding: string;
  readonly delimiter: string;
  readonly quote: string;
  /** Rows above the header. */
  readonly skip: number;
  readonly header: boolean;
}

/** What numbers are multiplied by: 0.01 where a file counts in fen or cents, 10,000 where in 万. */
export const scales = [1, 0.01, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8] as const;
export type Scale = (typeof scales)[number];

/** How the text of a column becomes its type; chosen by the sniffer or by the user. */
export type ColumnFormat =
  | { readonly kind: "text" }
  | { readonly kind: "number"; readonly decimal: "." | ","; readonly scale?: Scale | undefined }
  /** A strptime format of DuckDB, such as %Y-%m-%d %H:%M:%S. */
  | { readonly kind: "time"; readonly format: string };

/**
 * What a column is used as: a canonical column of the file's table (see `rolesOf`), `dimension` (kept
 * under its own name for splits and filters) or `ignore`.
 */
export type Role = string;

/** How one file becomes rows of a canonical table; saved in the document, never with rows. */
export interface Mapping {
  readonly table: TableName;
  readonly dialect: Dialect;
  /** By the file's own column name. */
  readonly roles: Readonly<Record<string, Role>>;
  readonly formats: Readonly<Record<string, ColumnFormat>>;
  /** What one order is, where the file has no order number. */
  readonly orderGrain: "order-id" | "row" | "timestamp" | "day";
  /** The file's own status values by what they mean. */
  readonly statuses: Readonly<Record<string, "completed" | "cancelled" | "refunded">>;
  /** Those of its further status, where it has two such columns. */
  readonly furtherStatuses?: Readonly<Record<string, "completed" | "cancelled" | "refunded">> | undefined;
  /** What was answered, or the data decide, of questions that roles and formats do not answer; by question. */
  readonly answers?: Readonly<Record<string, string>> | undefined;
  /** What times with an offset are brought to; found when files are loaded, not saved with them. */
  readonly zone?: MappingZone | undefined;
  /** Amounts are read with the currency beside them; found when files are loaded, not saved with them. */
  readonly signs?: boolean | undefined;
}
/** When the shop's clocks were changed, and the columns whose sample has times with an offset. */
export interface MappingZone {
  readonly shifts: readonly Shift[];
  readonly seen: readonly string[];
  /** What CST is taken for, in seconds ahead of UTC. */
  readonly cst?: number;
}

/** A column as it was recognised. */
export interface RecognisedColumn {
  readonly name: string;
  readonly role: Role;
  /** 0–1. */
  readonly confidence: number;
  readonly reason: Text;
  readonly type: "text" | "number" | "time" | "empty";
  readonly empty: number;
  readonly distinct: number;
  readonly samples: readonly string[];
}

/** Something that the data cannot decide. */
export interface Question {
  readonly id: string;
  readonly title: Text;
  readonly detail: Text;
  readonly options: readonly {
    readonly value: string;
    readonly label: Text;
    readonly detail: Text;
    /** Rows that can be read so. */
    readonly rows: number;
  }[];
  readonly answer: string | null;
  /** What the answer follows from, where it is neither the rows nor the user. */
  readonly because?: Text;
  /** The columns that the question is about. */
  readonly columns: readonly string[];
}

/** A fault of a file: `fatal` means that nothing can be loaded from it as it is. */
export interface Problem {
  readonly fatal: boolean;
  readonly text: Text;
  readonly column?: string;
}

/** What is known of a file before it is loaded. */
export interface Recognition {
  /** Key of the file in this session. */
  readonly file: string;
  /** The file's name; of a workbook or archive with several tables, the part's behind it. */
  readonly name: string;
  /** Place, among the files that were handed over together, of the one that this came out of. */
  readonly given?: number;
  readonly bytes: number;
  readonly rows: number;
  /** Whether the number of rows is judged by the size of the file. */
  readonly about?: boolean;
  /** Rows that the columns were judged by, where those are not all. */
  readonly sampled?: number;
  readonly mapping: Mapping;
  /** 0–1, of the table. */
  readonly confidence: number;
  readonly columns: readonly RecognisedColumn[];
  /** The first rows as text, under the file's own columns. */
  readonly preview: readonly (readonly (string | null)[])[];
  readonly questions: readonly Question[];
  /** The currencies that the file writes, with about how many of its rows have them. */
  readonly currencies?: readonly { readonly currency: string; readonly rows: number }[];
  readonly problems: readonly Problem[];
  /** Time that reading took, ms. */
  readonly took: number;
}

/** What import changed or set aside, and what that does to the figures. */
export interface Receipt {
  readonly kind:
    | "read"
    | "duplicates"
    | "refunds"
    | "cancelled"
    | "unreadable"
    | "no-customer"
    | "zero-amount"
    | "incomplete-period"
    | "other";
  readonly file: string | null;
  readonly title: Text;
  readonly detail: Text;
  readonly count: number;
  /** Change of the totals that the rule made. */
  readonly effect: { readonly orders: number; readonly customers: number; readonly value: number } | null;
  /** Up to a hundred of the rows, as the file has them. */
  readonly examples: readonly Example[];
  /** What the cells of the examples are, where they are not all of the file's columns. */
  readonly headings?: readonly string[];
  /** Columns of the file that the receipt is about. */
  readonly columns?: readonly string[];
  /** Why the rows were set aside, where they were. */
  readonly reason?: Reason;
  /** What else could be done. */
  readonly treatment?: Treatment;
}

export interface Example {
  readonly row: number;
  readonly text: string;
  readonly cells?: readonly string[];
  /** Key of the file, where the receipt is about several. */
  readonly file?: string;
}

/** A choice that a receipt offers: how the rows are treated now, and how they could be. */
export interface Treatment {
  /** What it changes: a rule of cleaning, or the mapping of the receipt's file. */
  readonly sets:
    | { readonly kind: "policy"; readonly policy: Rule }
    | { readonly kind: "currency" }
    | { readonly kind: "time" | "scale"; readonly column: string }
    | { readonly kind: "status"; readonly word: string; readonly further?: boolean }
    /** The answers to some questions. */
    | { readonly kind: "answer"; readonly ids: readonly string[] };
  /** A choice between two is a rule that is on (the first option) or off. */
  readonly rule: Text | null;
  readonly label: Text;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: Text }[];
}

/** Rules of cleaning that the user can change; saved in the document. */
export interface Policies {
  /**
   * Rows equal in every column: keep one of them where they have an order number (`drop`), wherever they
   * are (`drop-all`), or all of them.
   */
  readonly duplicates: "drop" | "drop-all" | "keep";
  /** Refunds reduce value, or are left out of it. */
  readonly refunds: "net" | "ignore";
  /** Cancelled orders count nowhere, or as completed. */
  readonly cancelled: "exclude" | "include";
  /** One customer's phone number or address written in different ways is one customer, or several. */
  readonly ids?: "merge" | "keep" | undefined;
  /** Only every so many-th customer is loaded, where all of them are too many for the memory. */
  readonly oneIn?: number | undefined;
  /** Orders of amount zero are purchases, or count nowhere. */
  readonly zero?: "count" | "leave-out" | undefined;
  /** Rows that add up others are set aside, or taken as rows. */
  readonly totals?: "aside" | "take" | undefined;
  /** Of an order that differs between files the later file holds, or they are lines of one order. */
  readonly states?: "later" | "sum" | undefined;
  /**
   * Rows of one order number are one order of their customer, or only those of one day, or each is an order;
   * `auto`: as the numbers look.
   */
  readonly numbers?: "auto" | "number" | "day" | "row" | undefined;
  /** Cells that are merged over several rows stand for each of them, or for the first only. */
  readonly merged?: "fill" | "keep" | undefined;
  /** Of a customer who is listed twice the first row holds, or the last. */
  readonly people?: "first" | "last" | undefined;
  /** The shop's time zone, such as Asia/Shanghai or +08:00; found from the files where none is given. */
  readonly zone?: string | undefined;
  /**
   * The currency of the amounts, by ISO 4217 code, "" for none; what the files write where none is given. Where
   * they write several, only rows of this one are used.
   */
  readonly currency?: string | undefined;
}
/** The policies that are choices of one treatment or another. */
export type Rule = Exclude<keyof Policies, "oneIn" | "zone" | "currency">;
export const defaultPolicies: Policies = { duplicates: "drop", refunds: "net", cancelled: "exclude" };

/** How far a long task is: `done` of `total`, in the unit of the stage; null where it cannot be known. */
export interface Progress {
  readonly stage: Text;
  readonly done: number | null;
  readonly total: number | null;
}
