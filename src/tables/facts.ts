/**
 * Facts: what import prepares once so that every figure afterwards is quick.
 *
 * SQL tables (and views) of the engine after a load, beside the canonical tables:
 *
 * - `order_facts`: one row a purchase or refund, sorted by customer and time. Columns: `customer`
 *   INTEGER (dense key from 0), `customer_id`, `order_id`, `ordered_at` TIMESTAMP, `day` DATE,
 *   `purchase` BOOLEAN (false: a refund, which moves value and is never a purchase), `value` DOUBLE
 *   (amount after the refund policy), `amount`, `refund_amount`, `discount`, `cost`, and every further
 *   mapped column of orders under its own name. Cancelled orders are not in it.
 *   It is a view over `order_rows`, where text columns of few values are ENUMs: `enum_code(channel)` of
 *   `order_rows` reads as an integer what `channel` of the view gives as text. Rows stand in both in the
 *   same order. An ENUM must be cast to VARCHAR before it leaves the engine.
 * - `customer_facts`: one row a customer who bought: `customer`, `customer_id`, `first_at`,
 *   `second_at`, `last_at`, `first_channel` (where orders have one), `orders`, `value`.
 * - `customer_months` (a view): one row a customer and calendar month with a purchase: `customer`, `month`
 *   DATE, `orders`, `value`.
 * - `answer_facts`: one row an answer, sorted by time: `customer` INTEGER (−1 where the answer names
 *   none that is known), `day` DATE, `score`, `scale_max`, `kind` and further columns. A view over
 *   `answer_rows`, where `kind` is an ENUM.
 * - `set_aside`: the rows that are not used, with file, row and reason.
 *
 * The same facts are held by the worker as typed arrays, so that a figure under any filter or
 * selection is one pass over them.
 */

/** A text column as codes into its labels; a null has its own label. */
export interface CodedColumn {
  readonly codes: Uint8Array | Uint16Array | Int32Array;
  readonly labels: readonly (string | null)[];
}

/** `order_facts` by column, in its own order (customer, then time). */
export interface OrderRows {
  readonly length: number;
  /** How many customers there are in all; keys run from 0 to this, exclusively. */
  readonly customers: number;
  readonly customer: Int32Array;
  /** Days since 1970-01-01. */
  readonly day: Int32Array;
  /** 1 for a purchase, 0 for a refund. */
  readonly purchase: Uint8Array;
  /** Money in the file's currency; a refund's is negative. */
  readonly value: Float64Array;
  /** The column that the figure is split by: an order's own value, or its customer's. */
  readonly split: CodedColumn | null;
}

/** `answer_facts` by column. */
export interface AnswerRows {
  readonly length: number;
  /** −1 where the answer names no known customer. */
  readonly customer: Int32Array;
  readonly day: Int32Array;
  readonly score: Float64Array;
  readonly scaleMax: Float64Array;
  readonly kind: CodedColumn;
  readonly split: CodedColumn | null;
}

/** What is known of the loaded data without a query. Days are ISO. */
export interface Extent {
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly orders: number;
  readonly customers: number;
  readonly answers: number;
  /** The file's currency, where every order has the same. */
  readonly currency: string | null;
}
