import * as v from "valibot";

/**
 * The saved format. One validator, from which the published JSON Schema is made. A document holds
 * roles, settings and texts, never rows. Unknown fields are refused, so that a newer version is never
 * half understood.
 */
const shortText = v.pipe(v.string(), v.maxLength(300));
const longText = v.pipe(v.string(), v.maxLength(100_000));
const key = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const titles = v.strictObject({ en: v.optional(shortText), "zh-CN": v.optional(shortText) });
const paramValue = v.union([v.string(), v.pipe(v.number(), v.finite()), v.boolean(), v.null()]);
const params = v.record(v.pipe(v.string(), v.maxLength(64)), paramValue);

const table = v.picklist(["orders", "order_lines", "customers", "surveys", "points", "contacts"]);
const mapping = v.strictObject({
  table,
  dialect: v.strictObject({
    encoding: shortText,
    delimiter: shortText,
    quote: shortText,
    skip: v.pipe(v.number(), v.integer(), v.minValue(0)),
    header: v.boolean(),
  }),
  roles: v.record(v.string(), shortText),
  formats: v.record(
    v.string(),
    v.variant("kind", [
      v.strictObject({ kind: v.literal("text") }),
      v.strictObject({
        kind: v.literal("number"),
        decimal: v.picklist([".", ","]),
        scale: v.optional(v.picklist([1, 0.01, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8])),
      }),
      v.strictObject({ kind: v.literal("time"), format: shortText }),
    ]),
  ),
  orderGrain: v.picklist(["order-id", "row", "timestamp", "day"]),
  statuses: v.record(v.string(), v.picklist(["completed", "cancelled", "refunded"])),
  furtherStatuses: v.optional(v.record(v.string(), v.picklist(["completed", "cancelled", "refunded"]))),
  answers: v.optional(v.record(v.string(), shortText)),
});

const filter = v.strictObject({
  table: v.picklist(["orders", "customers", "surveys"]),
  column: shortText,
  values: v.pipe(v.array(v.nullable(shortText)), v.maxLength(1000)),
});
const day = v.pipe(v.string(), v.isoDate());

const metricContent = v.strictObject({
  kind: v.literal("metric"),
  metric: key,
  params,
  /** A chart of the metric by name, `table`, or `headline:<name>` for one figure. */
  view: v.nullable(shortText),
  /** How its chart is drawn, where that is not as ever; never what is computed. */
  options: v.optional(
    v.strictObject({
      colors: v.optional(v.picklist(["blue", "ochre", "grey"])),
      averageRow: v.optional(v.boolean()),
      hatchIncomplete: v.optional(v.boolean()),
      greySmall: v.optional(v.boolean()),
    }),
  ),
});

const cell = v.variant("kind", [
  v.strictObject({ kind: v.literal("text"), id: key, markdown: longText }),
  v.strictObject({
    kind: v.literal("sql"),
    id: key,
    name: v.pipe(v.string(), v.regex(/^[\p{L}_][\p{L}\p{N}_]{0,62}$/u)),
    sql: longText,
  }),
  v.strictObject({ ...metricContent.entries, id: key, title: titles }),
  v.strictObject({
    kind: v.literal("chart"),
    id: key,
    title: titles,
    /** The id of the SQL cell whose result is drawn. */
    of: key,
    mark: v.picklist(["line", "bars", "points", "table"]),
    x: shortText,
    y: shortText,
    color: v.nullable(shortText),
  }),
]);

const column = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(11));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60));
const tile = v.strictObject({
  id: key,
  /** Position and size in columns of twelve and rows of 40 px. */
  x: column,
  y: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)),
  w: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)),
  h: size,
  title: titles,
  content: v.variant("kind", [
    metricContent,
    v.strictObject({ kind: v.literal("cell"), cell: key }),
    v.strictObject({ kind: v.literal("text"), markdown: longText }),
  ]),
});

const dashboard = v.strictObject({
  id: key,
  title: titles,
  tiles: v.pipe(v.array(tile), v.maxLength(200)),
  filters: v.strictObject({
    /** Null: all that the data hold. */
    from: v.nullable(day),
    to: v.nullable(day),
    compare: v.picklist(["none", "year", "previous"]),
    columns: v.pipe(v.array(filter), v.maxLength(50)),
  }),
});

export const documentSchema = v.strictObject({
  $schema: v.optional(shortText),
  format: v.literal("regulars"),
  version: v.literal(1),
  id: key,
  title: titles,
  created: v.pipe(v.string(), v.isoTimestamp()),
  modified: v.pipe(v.string(), v.isoTimestamp()),
  data: v.strictObject({
    /** A sample shop of the product, opened without files. */
    sample: v.nullable(key),
    sources: v.pipe(v.array(v.strictObject({ name: shortText, mapping })), v.maxLength(200)),
    policies: v.strictObject({
      duplicates: v.picklist(["drop", "drop-all", "keep"]),
      refunds: v.picklist(["net", "ignore"]),
      cancelled: v.picklist(["exclude", "include"]),
      ids: v.optional(v.picklist(["merge", "keep"])),
      /** A sample: every so many-th customer. */
      oneIn: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1000))),
      zero: v.optional(v.picklist(["count", "leave-out"])),
      totals: v.optional(v.picklist(["aside", "take"])),
      states: v.optional(v.picklist(["later", "sum"])),
      people: v.optional(v.picklist(["first", "last"])),
      merged: v.optional(v.picklist(["fill", "keep"])),
      numbers: v.optional(v.picklist(["auto", "number", "day", "row"])),
      /** The shop's time zone, by name or as an offset. */
      zone: v.optional(v.pipe(v.string(), v.regex(/^([A-Za-z][\w+/-]{0,63}|[+-]\d{2}:\d{2})$/))),
      /**
       * The currency of the amounts by ISO 4217 code, or a sign that several countries share; empty: none is
       * named. Where files have several, only rows of this one are loaded.
       */
      currency: v.optional(v.pipe(v.string(), v.regex(/^([A-Z]{3}|[$¥]|kr)?$/))),
    }),
    /** The as-of date; null: the day after the last order. */
    asOf: v.nullable(day),
  }),
  notebook: v.strictObject({ cells: v.pipe(v.array(cell), v.maxLength(1000)) }),
  dashboards: v.pipe(v.array(dashboard), v.maxLength(100)),
  segments: v.pipe(
    v.array(v.strictObject({ id: key, title: titles, filters: v.array(filter) })),
    v.maxLength(500),
  ),
});

export type Document = v.InferOutput<typeof documentSchema>;
export type Cell = Document["notebook"]["cells"][number];
export type Dashboard = Document["dashboards"][number];
export type Tile = Dashboard["tiles"][number];
export type Titles = Document["title"];
