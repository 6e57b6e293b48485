import fc from "../property.ts";
import type { Document } from "../../src/document/document.ts";

/** Documents of every kind, with texts as strange as people and machines write them. */
const text = fc.oneof(
  fc.string({ maxLength: 40, unit: "grapheme" }),
  fc.string({ maxLength: 40, unit: "binary" }),
  fc.constantFrom("", "渠道", `"; DROP TABLE orders; --`, "<script>alert(1)</script>", "a\u2028b", "\u0000"),
);
const key = fc.stringMatching(/^[\w-]{1,64}$/);
/** Names that a document's reader leaves out, as they mean something else to an object. */
const unsafe = ["__proto__", "prototype", "constructor"];
const name = text.filter((value) => !unsafe.includes(value));
const titles = fc.record({ en: text, "zh-CN": text }, { requiredKeys: [] });
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const params = fc.dictionary(
  key.filter((value) => !unsafe.includes(value)),
  fc.oneof(text, number, fc.boolean(), fc.constant(null)),
  { maxKeys: 4, noNullPrototype: true },
);
const day = fc
  .date({ min: new Date("1990-01-01"), max: new Date("2050-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const moment = fc
  .date({ min: new Date("1990-01-01"), max: new Date("2050-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const dictionary = <T>(value: fc.Arbitrary<T>) =>
  fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true });

const mapping = fc.record({
  table: fc.constantFrom("orders", "order_lines", "customers", "surveys", "points", "contacts"),
  dialect: fc.record({ encoding: text, delimiter: text, quote: text, skip: fc.nat(), header: fc.boolean() }),
  roles: dictionary(text),
  formats: dictionary(
    fc.oneof(
      fc.record({ kind: fc.constant("text" as const) }),
      fc.record({ kind: fc.constant("number" as const), decimal: fc.constantFrom(".", ",") }),
      fc.record({ kind: fc.constant("time" as const), format: text }),
    ),
  ),
  orderGrain: fc.constantFrom("order-id", "row", "timestamp", "day"),
  statuses: dictionary(fc.constantFrom("completed", "cancelled", "refunded")),
});
const filter = fc.record({
  table: fc.constantFrom("orders", "customers", "surveys"),
  column: text,
  values: fc.array(fc.option(text), { maxLength: 4 }),
});
const options = fc.record(
  {
    colors: fc.constantFrom("blue", "ochre", "grey"),
    averageRow: fc.boolean(),
    hatchIncomplete: fc.boolean(),
    greySmall: fc.boolean(),
  },
  { requiredKeys: [] },
);
const metric = { kind: fc.constant("metric" as const), metric: key, params, view: fc.option(text) };
const drawn = fc.oneof(fc.record(metric), fc.record({ ...metric, options }));
const cell = fc.oneof(
  fc.record({ kind: fc.constant("text" as const), id: key, markdown: text }),
  fc.record({
    kind: fc.constant("sql" as const),
    id: key,
    name: fc.constantFrom("orders_2", "_a", "渠道表"),
    sql: text,
  }),
  fc.record({ ...metric, id: key, title: titles }),
  fc.record({ ...metric, options, id: key, title: titles }),
  fc.record({
    kind: fc.constant("chart" as const),
    id: key,
    title: titles,
    of: key,
    mark: fc.constantFrom("line", "bars", "points", "table"),
    x: text,
    y: text,
    color: fc.option(text),
  }),
);
const tile = fc.record({
  id: key,
  x: fc.nat(11),
  y: fc.nat(10_000),
  w: fc.integer({ min: 1, max: 12 }),
  h: fc.integer({ min: 1, max: 60 }),
  title: titles,
  content: fc.oneof(
    drawn,
    fc.record({ kind: fc.constant("cell" as const), cell: key }),
    fc.record({ kind: fc.constant("text" as const), markdown: text }),
  ),
});
const list = <T extends { id: string }>(item: fc.Arbitrary<T>) =>
  fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 4 });

export const documents: fc.Arbitrary<Document> = fc.record(
  {
    $schema: text,
    format: fc.constant("regulars" as const),
    version: fc.constant(1 as const),
    id: key,
    title: titles,
    created: moment,
    modified: moment,
    data: fc.record({
      sample: fc.option(key),
      sources: fc.array(fc.record({ name: text, mapping }), { maxLength: 3 }),
      policies: fc.record({
        duplicates: fc.constantFrom("drop", "drop-all", "keep"),
        refunds: fc.constantFrom("net", "ignore"),
        cancelled: fc.constantFrom("exclude", "include"),
        currency: fc.constantFrom("", "CNY", "USD"),
      }),
      asOf: fc.option(day),
    }),
    notebook: fc.record({ cells: list(cell) }),
    dashboards: list(
      fc.record({
        id: key,
        title: titles,
        tiles: list(tile),
        filters: fc.record({
          from: fc.option(day),
          to: fc.option(day),
          compare: fc.constantFrom("none", "year", "previous"),
          columns: fc.array(filter, { maxLength: 3 }),
        }),
      }),
    ),
    segments: list(fc.record({ id: key, title: titles, filters: fc.array(filter, { maxLength: 3 }) })),
  },
  {
    requiredKeys: [
      "format",
      "version",
      "id",
      "title",
      "created",
      "modified",
      "data",
      "notebook",
      "dashboards",
      "segments",
    ],
  },
);
