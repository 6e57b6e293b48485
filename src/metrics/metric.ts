import type { Text } from "../i18n/text.ts";
import type { Sql } from "../sql.ts";
import type { TableName } from "../tables/canonical.ts";
import type { AnswerRows, OrderRows } from "../tables/facts.ts";
import type { ColumnType, Frame } from "../tables/frame.ts";
import type { ChartSpec } from "../charts/spec.ts";
import type { Unit } from "../tables/unit.ts";

// ---- Params -------------------------------------------------------------------------------------

interface ParamBase {
  readonly label: Text;
  readonly help?: Text;
}
export interface IntegerParam extends ParamBase {
  readonly kind: "integer";
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
export interface NumberParam extends ParamBase {
  readonly kind: "number";
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
export interface ChoiceParam<V extends string = string> extends ParamBase {
  readonly kind: "choice";
  readonly default: V;
  readonly values: Readonly<Record<V, Text>>;
}
export interface SwitchParam extends ParamBase {
  readonly kind: "switch";
  readonly default: boolean;
}
/** A column to split by, or null. */
export interface ColumnParam extends ParamBase {
  readonly kind: "column";
  readonly default: null;
  /** The table whose rows are split; columns of the customers are offered too. */
  readonly table: "orders" | "surveys";
}
/** A customer by id, or null for whoever the metric takes then. */
export interface CustomerParam extends ParamBase {
  readonly kind: "customer";
  readonly default: null;
}
export type Param = IntegerParam | NumberParam | ChoiceParam | SwitchParam | ColumnParam | CustomerParam;
export type Params = Readonly<Record<string, Param>>;
export type ParamValue = string | number | boolean | null;
export type ParamValues = Readonly<Record<string, ParamValue>>;
type ValueOf<P extends Param> =
  P extends ChoiceParam<infer V>
    ? V
    : P extends IntegerParam | NumberParam
      ? number
      : P extends SwitchParam
        ? boolean
        : string | null;
export type ValuesOf<P extends Params> = { readonly [K in keyof P]: ValueOf<P[K]> };

export function integer(label: Text, options: Omit<IntegerParam, "kind" | "label">): IntegerParam {
  return { kind: "integer", label, ...options };
}
export function number(label: Text, options: Omit<NumberParam, "kind" | "label">): NumberParam {
  return { kind: "number", label, ...options };
}
export function choice<const V extends string>(
  label: Text,
  values: Readonly<Record<V, Text>>,
  preset: NoInfer<V>,
  help?: Text,
): ChoiceParam<V> {
  return { kind: "choice", label, values, default: preset, ...(help && { help }) };
}
export function toggle(label: Text, preset: boolean, help?: Text): SwitchParam {
  return { kind: "switch", label, default: preset, ...(help && { help }) };
}
export function splitBy(table: ColumnParam["table"] = "orders"): ColumnParam {
  return { kind: "column", label: { en: "Split by", "zh-CN": "拆分" }, default: null, table };
}
export function oneCustomer(help: Text): CustomerParam {
  return { kind: "customer", label: { en: "Customer", "zh-CN": "客户" }, default: null, help };
}

// ---- Results ------------------------------------------------------------------------------------

export interface ResultColumn {
  readonly type: ColumnType;
  readonly label: Text;
  readonly unit?: Unit;
  /** The columns with the lower and upper end of this figure's interval. */
  readonly interval?: readonly [string, string];
  /** The column with the number of customers (or answers) behind this figure. */
  readonly n?: string;
  /** The calendar period that a date column stands for; the name of the param that holds it. */
  readonly period?: string;
  /** Names of the values that this column takes, where it is a closed list. */
  readonly values?: Readonly<Record<string, Text>>;
}
export type ResultColumns = Readonly<Record<string, ResultColumn>>;

/** One figure out of a result, as on a KPI tile. */
export interface HeadlineValue {
  readonly value: number | null;
  readonly n: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  /** The figure by period, for the spark line; `complete` is false for a period not over. */
  readonly series?: readonly { period: string; value: number | null; complete: boolean }[];
  /** Why there is no value, where the window leaves none. */
  readonly absent?: Text;
}
export interface Headline {
  readonly label: Text;
  readonly unit: Unit;
  /** What n counts. */
  readonly n: Unit;
  /** Whether more is better, worse, or neither; decides the colour of a change. */
  readonly better: "more" | "less" | null;
  readonly params?: ParamValues;
  readonly from: (parts: Readonly<Record<string, Frame>>, window: Window) => HeadlineValue;
}

/** What a result has to say of itself; a caution limits what may be read from the figures. */
export interface Remark {
  readonly caution: boolean;
  readonly text: Text;
}

// ---- View ---------------------------------------------------------------------------------------

/**
 * The window that a figure looks through. `from` and `to` (inclusive ISO days) limit what is reported,
 * never what is known: who bought before `from` is not a new customer. Nothing on or after `asOf` is
 * known at all. `firstDay` and `lastDay` bound the data.
 */
export interface Window {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
}

/** Keeps the rows whose column holds one of the values, before anything is computed. */
export interface Filter {
  readonly table: "orders" | "customers" | "surveys";
  readonly column: string;
  readonly values: readonly (string | null)[];
}

// ---- Metric -------------------------------------------------------------------------------------

/**
 * Relations to write a metric's SQL over, already filtered and cut at the as-of date. Each stands where
 * a table name can stand. Columns: see tables/facts.ts; `split` (VARCHAR) is there in all.
 */
export interface Relations {
  /** Purchases: rows of `order_facts` where `purchase`. */
  readonly orders: Sql;
  /** Purchases and refunds: everything that moves value. */
  readonly sales: Sql;
  /** Whether the rows of both are read in the facts' own order: by customer and time. */
  readonly inOrder: boolean;
  /** `answer_facts`. */
  readonly surveys: Sql;
  /** Canonical tables, for what facts do not hold. */
  readonly customers: Sql;
  readonly order_lines: Sql;
  readonly points: Sql;
  readonly contacts: Sql;
  /** Whether the data have this column: a metric may show it without requiring it. */
  readonly has: (table: TableName, column: string) => boolean;
}

/** What a fold passes over: typed arrays and which rows to keep (null: all). */
export interface FoldInput {
  readonly orders: OrderRows;
  readonly keepOrders: Uint8Array | null;
  readonly answers: AnswerRows | null;
  readonly keepAnswers: Uint8Array | null;
}

/** Columns by canonical table. */
export type Requires = Partial<Readonly<Record<TableName, readonly string[]>>>;

type PartColumns = Readonly<Record<string, ResultColumns>>;

export interface Part<V, C extends ResultColumns = ResultColumns> {
  readonly label?: Text;
  readonly columns: C;
  readonly sql: (tables: Relations, params: V, window: Window) => Sql;
  /** What the rows still go through where SQL cannot compute it: from the rows of `sql` to `columns`. */
  readonly then?: (rows: Frame, params: V, window: Window) => Frame;
}

/** A setting that decides a figure, with its value in words. */
export interface Setting {
  readonly label: Text;
  readonly value: ParamValue;
  readonly name: Text;
}

/**
 * Who makes a headline, customer by customer, so that the explanation can split the difference of two
 * figures exactly. The figure is the sum of `hits` over the sum of `counted`, or the sum of `hits` alone.
 */
export interface Members<V> {
  readonly figure: "ratio" | "sum";
  /** What `counted` and `hits` are of, in a word or two for the head of a table. */
  readonly counted: Text;
  readonly hits: Text;
  /** Whether hits are money, or counts. */
  readonly unit: "money" | "count";
  /**
   * What decides the figure beside window and filters: names of params; or, where a preset stands for
   * several things at once, these by name, the same names under all params.
   */
  readonly settings: readonly string[] | ((params: V) => Readonly<Record<string, Setting>>);
  /**
   * Rows of `customer_id` (null for nobody known), `counted` and `hits`, one or more a customer, under the
   * values of the settings in any combination.
   */
  readonly sql: (tables: Relations, settings: Readonly<Record<string, ParamValue>>, window: Window) => Sql;
  /** The same in one pass over the facts; null where these settings cannot be folded. A test holds both equal. */
  readonly fold?: (
    input: FoldInput,
    settings: Readonly<Record<string, ParamValue>>,
    window: Window,
  ) => MemberSums | null;
}

/** What each customer is counted for and hits, by customer key. */
export interface MemberSums {
  readonly counted: Float64Array;
  readonly hits: Float64Array;
}

/** How a long computation tells where it stands, and learns that it is no longer wanted. */
export interface Task {
  readonly progress: (done: number | null, total: number | null, stage: Text) => void;
  readonly signal: AbortSignal | undefined;
}

export interface MetricSpec<P extends Params, C extends ResultColumns, X extends PartColumns> {
  /** Saved in documents; never changes. */
  readonly id: string;
  readonly section: "retention" | "repurchase" | "value" | "voice" | "programme";
  readonly label: Text;
  /** The question that the metric answers, in one sentence. */
  readonly question: Text;
  /** How to compute it by hand. */
  readonly definition: Text;
  /** The formula as a fraction or a line of text, by the params in force. */
  readonly formula: (params: ValuesOf<P>) => {
    readonly name: Text;
    readonly over: Text;
    readonly under?: Text;
  };
  readonly requires: Requires;
  /** What params need beyond that. */
  readonly requiresFor?: (params: ValuesOf<P>) => Requires;
  readonly params: P;
  readonly columns: C;
  /** The definition: SQL whose result has `columns`, in their order, sorted. */
  readonly sql: (tables: Relations, params: ValuesOf<P>, window: Window) => Sql;
  readonly parts?: { readonly [K in keyof X]: Part<ValuesOf<P>, X[K]> };
  /**
   * For a metric that needs more than SQL: maps the rows of `sql` (sufficient statistics) to the parts.
   * The parts' own `sql` is then not run.
   */
  readonly model?: (
    rows: Frame,
    params: ValuesOf<P>,
    window: Window,
    task: Task,
  ) => Promise<Readonly<Record<string, Frame>>>;
  /**
   * The same figures in one pass over the facts: the main part and whichever others it has at hand.
   * Null where these params cannot be folded. A test holds both equal, under filters too.
   */
  readonly fold?: (
    input: FoldInput,
    params: ValuesOf<P>,
    window: Window,
  ) => (Readonly<Record<string, Frame>> & { readonly main: Frame }) | null;
  /** Charts by name, the first is the default. Every metric also has its table. */
  readonly charts: Readonly<
    Record<
      string,
      | ChartSpec<keyof C & string>
      | { [K in keyof X & string]: ChartSpec<keyof X[K] & string> & { part: K } }[keyof X & string]
    >
  >;
  readonly headlines?: Readonly<Record<string, Headline>>;
  /** Other definitions of the same figure, shown side by side in the explanation. */
  readonly variants?: {
    readonly headline: string;
    /** Further headlines that the same definitions decide. */
    readonly also?: readonly string[];
    readonly presets: readonly { readonly label: Text; readonly params: Partial<ValuesOf<P>> }[];
  };
  /** Who makes a headline, by its name: what it takes to say why two figures differ. */
  readonly members?: Readonly<Record<string, Members<ValuesOf<P>>>>;
  /** What was assumed, in sentences. */
  readonly assumptions: (params: ValuesOf<P>, window: Window) => readonly Text[];
  /** The note under a chart: unit, window, what was left out. */
  readonly note: (params: ValuesOf<P>, window: Window) => Text;
  /**
   * What the result itself has to say beside its figures, above all what the data cannot tell. It reads the
   * part `summary`, and stands on the figure.
   */
  readonly remarks?: (
    parts: Readonly<Record<string, Frame>>,
    params: ValuesOf<P>,
    window: Window,
  ) => readonly Remark[];
  readonly example: {
    /** Canonical tables as CSV, small enough to check by hand. */
    readonly tables: Partial<Readonly<Record<TableName, string>>>;
    readonly asOf?: string;
    readonly params?: Partial<ValuesOf<P>>;
    /** The main result as CSV. */
    readonly result: string;
    /** The result has more rows than these. */
    readonly excerpt?: true;
  };
  readonly sources: readonly string[];
}

/** A metric with its types widened, as the product handles it. */
export type Metric = MetricSpec<Params, ResultColumns, PartColumns>;

/** Declares a metric. Its chart channels, params and result columns are checked against one another. */
export function defineMetric<
  const P extends Params,
  const C extends ResultColumns,
  const X extends PartColumns = Record<never, never>,
>(spec: MetricSpec<P, C, X>): Metric {
  return spec as unknown as Metric;
}
