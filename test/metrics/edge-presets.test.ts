import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { metrics } from "../../src/metrics/catalog.ts";
import type { Metric, ParamValues, ResultColumns } from "../../src/metrics/metric.ts";
import { readParams } from "../../src/metrics/params.ts";
import { type Frame, frameRows } from "../../src/tables/frame.ts";
import { csvFiles, type Figures, openFigures } from "../shop/figures.ts";

// Each shop is asked everything that the metrics can be asked.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const header = "order_id,customer_id,ordered_at,amount,store,cost";
/** Small shops that have little to say. */
const shops: Readonly<Record<string, readonly string[]>> = {
  "one order": ["1,a,2024-05-01 10:00:00,10,north,4"],
  "one customer": [
    "1,a,2024-01-01 10:00:00,10,north,4",
    "2,a,2024-02-01 10:00:00,20,south,4",
    "3,a,2024-02-01 12:00:00,-20,south,",
    "4,a,2024-04-15 10:00:00,30,,8",
  ],
  "one day": [
    "1,a,2024-02-29 10:00:00,10,north,4",
    "2,a,2024-02-29 10:00:00,10,north,4",
    "3,b,2024-02-29 23:59:59,30,south,40",
  ],
  "refunds alone": ["1,a,2024-05-01 10:00:00,-10,north,", "2,b,2024-05-02 10:00:00,-5,north,"],
  "more given back than spent": ["1,a,2024-05-01 10:00:00,10,north,4", "2,a,2024-05-02 10:00:00,-25,north,"],
  "orders of nothing": ["1,a,2024-05-01 10:00:00,0,north,0", "2,b,2024-06-01 10:00:00,0,south,0"],
  "a century": [
    "1,a,1924-03-31 10:00:00,10,north,4",
    "2,a,2024-03-31 10:00:00,20,north,4",
    "3,b,1924-02-29 10:00:00,5,south,4",
  ],
};

/** A metric's params with each of its choices in turn, a few numbers, and groups. */
function asks(metric: Metric): ParamValues[] {
  const all: ParamValues[] = [
    {},
    ...(metric.variants?.presets ?? []).map(({ params }) => params as ParamValues),
  ];
  for (const [name, param] of Object.entries(metric.params)) {
    if (param.kind === "choice")
      for (const value of Object.keys(param.values))
        if (value !== "products" && value !== param.default) all.push({ [name]: value });
    if (param.kind === "switch") all.push({ [name]: !param.default });
    if (param.kind === "column") all.push({ [name]: "store" });
    if (param.kind === "integer" || param.kind === "number") all.push({ [name]: param.min });
  }
  return [...new Map(all.map((one) => [JSON.stringify(readParams(metric, one)), one])).values()];
}

/** Shares that may leave 0 to 1: of value, which refunds can turn negative. */
const ofValue = /value_share|_change|gain|returning/;

function sensible(frame: Frame, columns: ResultColumns): string[] {
  const wrong: string[] = [];
  for (const row of frameRows(frame))
    for (const [name, column] of Object.entries(columns)) {
      const value = row[name];
      if (typeof value !== "number") continue;
      const says = `${name} ${value}`;
      if (!Number.isFinite(value)) wrong.push(says);
      if (column.unit === "share" && !ofValue.test(name) && (value < -1e-9 || value > 1 + 1e-9))
        wrong.push(says);
      if ((column.unit === "customers" || column.unit === "orders") && value < -1e-9) wrong.push(says);
      const [low, high] = (column.interval ?? []).map((end) => row[end]);
      if (typeof low === "number" && typeof high === "number")
        if (low > value + 1e-9 || high < value - 1e-9) wrong.push(`${says} outside ${low} to ${high}`);
    }
  return wrong;
}

const ofOrders = metrics.filter(
  ({ requires, section }) => section !== "voice" && Object.keys(requires).join() === "orders",
);

describe.each(Object.entries(shops))("with %s", (_, rows) => {
  let figures: Figures;
  beforeAll(async () => {
    figures = await openFigures(
      engine,
      csvFiles({ orders: [header, ...rows].join("\n") }),
      ({ mapping }) => ({
        ...mapping,
        roles: { ...mapping.roles, cost: "cost", store: "store" },
      }),
    );
  });

  it.each(ofOrders.map((metric) => [metric.id, metric] as const))(
    "%s has something sensible to say however it is asked",
    async (id, metric) => {
      const parts = Object.entries(metric.parts ?? {}).map(([part, { columns }]) => [part, columns] as const);
      for (const params of asks(metric)) {
        const frames: Record<string, Frame> = {};
        for (const exact of metric.fold ? [false, true] : [true])
          for (const [part, columns] of [["main", metric.columns] as const, ...parts]) {
            const frame = await figures.frame(id, { params, part, exact });
            frames[part] = frame;
            expect(sensible(frame, columns), `${part} ${JSON.stringify(params)}`).toEqual([]);
          }
        for (const [name, headline] of Object.entries(metric.headlines ?? {})) {
          const told = headline.from(frames, figures.window);
          for (const figure of [told.value, told.n, told.low ?? null, told.high ?? null])
            expect(figure === null || Number.isFinite(figure), `${name} ${JSON.stringify(params)}`).toBe(
              true,
            );
        }
        for (const remark of metric.remarks?.(frames, readParams(metric, params), figures.window) ?? [])
          expect(Object.values(remark.text).join(" ")).not.toMatch(/NaN|undefined|Infinity/);
      }
    },
  );

  it.each(
    ofOrders.flatMap((metric) =>
      Object.keys(metric.members ?? {}).map((headline) => [metric.id, headline, metric] as const),
    ),
  )(
    "the difference of %s, %s, is made of its causes between any two definitions",
    async (id, headline, metric) => {
      const { window } = figures;
      const earlier = { ...window, to: window.from };
      for (const params of asks(metric))
        for (const other of [window, earlier]) {
          const side = (values: ParamValues, seen = window) => ({
            params: values,
            window: seen,
            filters: [],
          });
          const whole = { ...params, ...("split" in params && { split: null }) };
          for (const exact of [false, true]) {
            const found = await figures.runner.difference(
              { metric: id, headline, a: side({}), b: side(whole, other), cause: null, limit: null },
              undefined,
              undefined,
              exact,
            );
            const says = JSON.stringify([params, other.to]);
            for (const figure of [found.a, found.b])
              expect(figure === null || Number.isFinite(figure), says).toBe(true);
            const listed = decodeFrame(found.customers.bytes, found.customers.types);
            const sums = found.causes.reduce((sum, { part }) => sum + part, 0);
            const people = (listed.values.part ?? []).reduce<number>((sum, part) => sum + Number(part), 0);
            if (found.a === null || found.b === null) expect(found.causes, says).toEqual([]);
            else {
              expect(sums, says).toBeCloseTo(found.b - found.a, 6);
              expect(people, says).toBeCloseTo(found.b - found.a, 6);
            }
          }
        }
    },
  );
});
