import fc from "../property.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { metricById, metrics } from "../../src/metrics/catalog.ts";
import { type Side, contributionsOf, settingsOf, stepsOf } from "../../src/metrics/difference.ts";
import type { Metric, ParamValue, ParamValues } from "../../src/metrics/metric.ts";
import { readParams } from "../../src/metrics/params.ts";
import type { DifferenceRequest } from "../../src/shop/shop.ts";
import { dayNumber, frameRows, isoDay, type Row } from "../../src/tables/frame.ts";
import { csvFiles, type Figures, openFigures } from "../shop/figures.ts";
import { ownMapping, smallShop } from "../shop/small-shop.ts";

// Each run loads a shop of its own.
vi.setConfig({ testTimeout: 300_000 });

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

async function differ(figures: Figures, request: Omit<DifferenceRequest, "cause" | "limit">) {
  const of = async (exact: boolean) => {
    const found = await figures.runner.difference(
      { ...request, cause: null, limit: null },
      undefined,
      undefined,
      exact,
    );
    const { bytes, types } = found.customers;
    return { ...found, took: 0, customers: types, rows: frameRows(decodeFrame(bytes, types)) };
  };
  const [folded, exact] = [await of(false), await of(true)];
  // The fold and the SQL name the same customers for the same parts.
  expectClose(byCustomer(folded), byCustomer(exact), JSON.stringify(request));
  return folded;
}
type Told = Omit<Awaited<ReturnType<Figures["runner"]["difference"]>>, "customers"> & { rows: Row[] };
/** The same with the rows in an order of their own, since parts that differ by rounding may swap. */
function byCustomer({ rows, ...found }: Told) {
  return {
    ...found,
    rows: rows.toSorted((a, b) => (String(a.customer_id) < String(b.customer_id) ? -1 : 1)),
  };
}
/** Equal but for the rounding of sums. */
function expectClose(one: unknown, other: unknown, at: string): void {
  if (typeof one === "number" && typeof other === "number")
    expect(Math.abs(one - other), at).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(one)));
  else if (typeof one === "object" && typeof other === "object" && one && other) {
    expect(Object.keys(one), at).toEqual(Object.keys(other));
    for (const [key, value] of Object.entries(one))
      expectClose(value, (other as Record<string, unknown>)[key], at);
  } else expect(one, at).toEqual(other);
}
const sum = (rows: readonly Row[], column: string) =>
  rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);

/** Values of the params that decide a figure. */
function decisive(metric: Metric, headline: string): fc.Arbitrary<ParamValues> {
  const settings = metric.members?.[headline]?.settings;
  const names = typeof settings === "function" ? Object.keys(metric.params) : (settings ?? []);
  return fc.record(
    Object.fromEntries(
      names.map((name): [string, fc.Arbitrary<ParamValue>] => {
        const param = metric.params[name];
        switch (param?.kind) {
          case "choice":
            return [name, fc.constantFrom(...Object.keys(param.values))];
          case "integer":
            return [name, fc.constantFrom(param.default, param.min, Math.min(param.max, 10))];
          case "number":
            return [name, fc.constantFrom(param.default, param.min)];
          default:
            return [name, fc.constant(null)];
        }
      }),
    ),
  );
}
const filters = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.oneof(
        fc.record({
          table: fc.constant("orders" as const),
          column: fc.constant("channel"),
          values: fc.subarray(["web", "app", "store", null], { minLength: 1 }),
        }),
        fc.record({
          table: fc.constant("customers" as const),
          column: fc.constant("tier"),
          values: fc.subarray(["gold", "plain", null], { minLength: 1 }),
        }),
      ),
      { minLength: 1, maxLength: 1 },
    ),
  },
);
const cut = fc.oneof(
  fc.constant([0, 0] as const),
  fc.tuple(fc.double({ min: 0, max: 0.6, noNaN: true }), fc.double({ min: 0, max: 0.4, noNaN: true })),
);
const ask = (metric: Metric, headline: string) =>
  fc.record({ params: decisive(metric, headline), filters, cut });

const headlines = metrics.flatMap((metric) =>
  Object.keys(metric.members ?? {}).map(
    (headline) => [`${metric.id}, ${headline}`, metric, headline] as const,
  ),
);

describe("the difference of two figures", () => {
  let told = 0;
  it("is told of the metrics whose figure has customers behind it", () => {
    expect(new Set(headlines.map(([, { id }]) => id))).toEqual(
      new Set([
        "historical-clv",
        "lifecycle-stages",
        "nps",
        "purchase-frequency",
        "purchase-ladder",
        "repurchase-rate",
        "retention-cohorts",
        "retention-rate",
        "revenue-mix",
      ]),
    );
    for (const [, metric, headline] of headlines) expect(metric.headlines).toHaveProperty(headline);
  });

  it.each(headlines)("is split exactly: %s", async (_, metric, headline) => {
    await fc.assert(
      fc.asyncProperty(
        smallShop,
        fc.array(fc.tuple(ask(metric, headline), ask(metric, headline)), { minLength: 4, maxLength: 4 }),
        async (shop, pairs) => {
          const figures = await openFigures(engine, csvFiles({ ...shop }), ownMapping);
          const [first, last] = [figures.window.from, figures.window.to].map(dayNumber) as [number, number];
          for (const pair of pairs) {
            const [a, b] = pair.map(({ params, filters, cut }): Side => {
              const to = last - Math.round(cut[1] * (last - first));
              const from = Math.min(to, first + Math.round(cut[0] * (last - first)));
              return {
                params,
                filters,
                window: { from: isoDay(from), to: isoDay(to), asOf: isoDay(to + 1) },
              };
            }) as [Side, Side];
            const request = { metric: metric.id, headline, a, b };
            const found = await differ(figures, request);
            const at = JSON.stringify(request);
            // Both figures are those of the tile.
            for (const [side, value] of [
              [a, found.a],
              [b, found.b],
            ] as const) {
              const parts: Record<string, Awaited<ReturnType<Figures["frame"]>>> = {};
              for (const part of ["main", ...Object.keys(metric.parts ?? {})])
                parts[part] = await figures.frame(metric.id, { ...side, part });
              const shown = metric.headlines?.[headline]?.from(parts, side.window).value ?? null;
              if (shown === null) expect(value, at).toSatisfy((own) => own === null || own === 0);
              else expect(value, at).toBeCloseTo(shown, 9);
            }
            if (found.a === null || found.b === null) {
              expect(found.causes, at).toEqual([]);
              continue;
            }
            const [difference, size] = [found.b - found.a, Math.max(1, Math.abs(found.a), Math.abs(found.b))];
            if (difference !== 0) told += 1;
            const close = (value: number, to: number) =>
              expect(Math.abs(value - to) / size, at).toBeLessThanOrEqual(1e-12);
            close(
              found.causes.reduce((total, { part }) => total + part, 0),
              difference,
            );
            // The customers make each part, and all of it.
            close(sum(found.rows, "part"), difference);
            found.causes.forEach(({ part }, index) => close(sum(found.rows, `part_${index + 1}`), part));
            expect(found.rows, at).toHaveLength(found.people);
            expect(new Set(found.rows.map((row) => row.customer_id)).size, at).toBe(found.people);
            // What the list says of both sides gives the sums that differ.
            for (const name of ["counted", "hits"] as const)
              close(
                sum(found.rows, `${name}_b`) - sum(found.rows, `${name}_a`),
                found.totals[1][name] - found.totals[0][name],
              );
            // Back from B to A the same parts have the other sign.
            if (found.weighed) {
              const back = await differ(figures, { ...request, a: b, b: a });
              close(
                back.causes.reduce((total, { part }) => total + part, 0),
                -difference,
              );
            }
          }
        },
      ),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 3), endOnFailure: true },
    );
  });

  it("was found, and not only where there was none", () => expect(told).toBeGreaterThan(20));
});

/** Five customers: by hand, A is 1 of 2 (a, b), and B is 3 of 5. */
const orders = `order_id,customer_id,ordered_at,amount,status,channel
1,a,2025-01-01 10:00:00,10,completed,web
2,a,2025-01-21 10:00:00,10,completed,web
3,b,2025-01-05 10:00:00,10,completed,app
4,b,2025-04-20 10:00:00,10,completed,app
5,c,2024-06-01 10:00:00,10,completed,web
6,c,2025-01-20 10:00:00,10,completed,web
7,c,2025-01-20 18:00:00,10,completed,web
8,d,2025-04-25 10:00:00,10,completed,app
9,e,2025-04-01 10:00:00,20,completed,web
10,e,2025-04-03 10:00:00,-20,completed,web`;
const window = { from: "2025-01-01", to: "2025-04-30", asOf: "2025-05-01" };
const inWindow = { preset: "window", window: 90 };
const side = (params: ParamValues, more: Partial<Side> = {}): Side => ({
  params,
  window,
  filters: [],
  ...more,
});
const repurchase = (a: Side, b: Side) => ({ metric: "repurchase-rate", headline: "rate", a, b });
const open = () => openFigures(engine, csvFiles({ orders }), ({ mapping }) => mapping);

describe("two repurchase rates", () => {
  it("differ by the cut of what was seen first, the window and windows that are not over", async () => {
    const figures = await open();
    const found = await differ(figures, repurchase(side(inWindow), side({ preset: "range" })));
    // New and observed for 90 days: a and b; a is back in time. In the range: all five; a, b and c twice.
    expect([found.a, found.b]).toEqual([1 / 2, 3 / 5]);
    expect(found.totals).toEqual([
      { counted: 2, hits: 1 },
      { counted: 5, hits: 3 },
    ]);
    expect(found.causes.map(({ cause }) => cause)).toEqual(
      ["first", "open", "window"].map((name) => ({ kind: "setting", name })),
    );
    expect(found.weighed).toBe(true);
    const [first, over, limit] = found.causes;
    // First seen in the range: c comes in, whose two orders of one day count.
    expect(first).toMatchObject({ countedIn: 1, countedOut: 0, hitsIn: 1, hitsOut: 0 });
    // Windows that are not over: d and e come in; neither is back.
    expect(over).toMatchObject({ countedIn: 2, countedOut: 0, hitsIn: 0, hitsOut: 0 });
    // No limit: b is back after 105 days.
    expect(limit).toMatchObject({ countedIn: 0, countedOut: 0, hitsIn: 1, hitsOut: 0 });
    const who = new Map(found.rows.map((row) => [row.customer_id, row]));
    expect([...who.keys()].sort()).toEqual(["b", "c", "d", "e"]);
    expect(who.get("b")).toMatchObject({ orders: 2, counted_a: 1, hits_a: 0, counted_b: 1, hits_b: 1 });
    expect(who.get("c")).toMatchObject({ orders: 3, counted_a: 0, hits_a: 0, counted_b: 1, hits_b: 1 });
    expect(who.get("d")).toMatchObject({ orders: 1, counted_a: 0, hits_a: 0, counted_b: 1, hits_b: 0 });
    expect(sum(found.rows, "part")).toBeCloseTo(0.1, 14);
  });

  it("differ by refunds and same-day orders alone, and name who makes it", async () => {
    const figures = await open();
    const refunds = await differ(
      figures,
      repurchase(side({ preset: "range" }), side({ preset: "range", refunds: "orders" })),
    );
    expect([refunds.a, refunds.b]).toEqual([3 / 5, 4 / 5]);
    expect(refunds.causes).toMatchObject([{ cause: { kind: "setting", name: "refunds" }, hitsIn: 1 }]);
    expect(refunds.rows.map(({ customer_id }) => customer_id)).toEqual(["e"]);
    const days = await differ(
      figures,
      repurchase(side({ preset: "range" }), side({ preset: "range", count: "days" })),
    );
    expect([days.a, days.b]).toEqual([3 / 5, 2 / 5]);
    expect(days.causes).toMatchObject([{ cause: { kind: "setting", name: "count" }, hitsOut: 1 }]);
    expect(days.rows.map(({ customer_id }) => customer_id)).toEqual(["c"]);
  });

  it("differ by dates and by the customers of a column's value", async () => {
    const figures = await open();
    const range = { preset: "range" };
    const dates = await differ(
      figures,
      repurchase(side(range), side(range, { window: { ...window, from: "2025-04-01" } })),
    );
    expect(dates.causes).toMatchObject([{ cause: { kind: "start" }, countedOut: 2, hitsOut: 3 }]);
    const filter = (value: string) => ({
      filters: [{ table: "orders" as const, column: "channel", values: [value] }],
    });
    const people = await differ(figures, repurchase(side(range, filter("web")), side(range, filter("app"))));
    expect([people.a, people.b]).toEqual([2 / 3, 1 / 2]);
    expect(people.causes).toMatchObject([
      { cause: { kind: "filter", table: "orders", column: "channel" }, countedIn: 2, countedOut: 3 },
    ]);
  });

  it("cannot be told apart where nobody is counted between them", async () => {
    const figures = await open();
    const range = { preset: "range" };
    const early = side(range, {
      window: { from: "2025-01-01", to: "2025-01-10", asOf: "2025-01-11" },
      filters: [{ table: "orders", column: "channel", values: ["web"] }],
    });
    // Nobody bought on these days by web.
    const late = side(range, {
      window: { from: "2025-04-20", to: "2025-04-30", asOf: "2025-05-01" },
      filters: [{ table: "orders", column: "channel", values: ["app"] }],
    });
    const found = await differ(figures, repurchase(early, late));
    expect([found.a, found.b]).toEqual([0, 0]);
    expect(found.causes).toMatchObject([{ cause: { kind: "together" }, countedIn: 2, countedOut: 1 }]);
  });

  it("do not differ where one of them is of nobody, or both are the same", async () => {
    const figures = await open();
    const nobody = side(
      { preset: "range" },
      { filters: [{ table: "orders", column: "channel", values: [] }] },
    );
    const found = await differ(figures, repurchase(side({ preset: "range" }), nobody));
    expect(found).toMatchObject({ b: null, causes: [] });
    const same = await differ(figures, repurchase(side(inWindow), side(inWindow)));
    expect(same).toMatchObject({ a: 0.5, b: 0.5, causes: [], people: 0, rows: [] });
  });

  it("lists the customers of one cause, the largest part first, as many as asked for", async () => {
    const figures = await open();
    const request = repurchase(side(inWindow), side({ preset: "range" }));
    const found = await figures.runner.difference({ ...request, cause: 0, limit: 1 });
    const rows = frameRows(decodeFrame(found.customers.bytes, found.customers.types));
    expect(rows.map(({ customer_id }) => customer_id)).toEqual(["c"]);
    expect(found.people).toBe(4);
  });

  it("are told by the same names under all definitions", () => {
    const metric = metricById("repurchase-rate") as Metric;
    const members = metric.members?.rate;
    if (!members) throw new Error("no members");
    const presets = ["range", "window", "order-share", "returning-orders"];
    const names = presets.map((preset) =>
      Object.keys(settingsOf(metric, members, readParams(metric, { preset }))).join(),
    );
    expect(new Set(names).size).toBe(1);
  });
});

it("weighs the steps of all orders alike, and goes in one order where there are many", () => {
  for (const causes of [1, 2, 3, 4]) {
    const steps = stepsOf(causes);
    for (let cause = 0; cause < causes; cause += 1)
      expect(
        steps.filter((step) => step.cause === cause).reduce((total, { weight }) => total + weight, 0),
      ).toBeCloseTo(1, 14);
  }
  expect(stepsOf(6)).toHaveLength(6);
  // 1 → 4 by one cause or both: half of the interaction each.
  const figures = new Map([
    [0, 1],
    [1, 2],
    [2, 1],
    [3, 4],
  ]);
  expect(contributionsOf(stepsOf(2), 2, figures)).toEqual([2, 1]);
});
