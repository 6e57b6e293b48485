import fc from "../property.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { stageOrder } from "../../src/metrics/stages.ts";
import { dayNumber, isoDay, type Row } from "../../src/tables/frame.ts";
import { csvFiles, type Figures, openFigures } from "../shop/figures.ts";
import { ownMapping, smallShop } from "../shop/small-shop.ts";

// Each run loads a shop of its own.
vi.setConfig({ testTimeout: 300_000 });

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const holds = (law: (figures: Figures) => Promise<void>, runs = 6) =>
  fc.assert(
    fc.asyncProperty(smallShop, async (shop) =>
      law(await openFigures(engine, csvFiles({ ...shop }), ownMapping)),
    ),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? runs), endOnFailure: true },
  );
const sum = (rows: readonly Row[], column: string) =>
  rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
const quick = { preset: "days", slipping_days: 7, dormant_days: 14, lost_days: 40 } as const;
const ways = [{ preset: "own" }, quick, { preset: "own", slipping: 1, dormant: 1.2, lost: 2 }] as const;

describe("lifecycle stages", () => {
  it("give each customer who ever bought one stage and no other", () =>
    holds(async (figures) => {
      const [mix] = await figures.rows("revenue-mix", { part: "summary" });
      for (const params of ways) {
        const rows = await figures.rows("lifecycle-stages", { params });
        expect(rows.map(({ stage }) => stage)).toEqual(mix?.buyers ? stageOrder : []);
        expect(sum(rows, "customers")).toBe(mix?.buyers ?? 0);
        if (rows.length) expect(sum(rows, "share")).toBeCloseTo(1, 9);
        const customers = await figures.rows("lifecycle-stages", { params, part: "customers" });
        expect(new Set(customers.map(({ customer_id }) => customer_id)).size).toBe(customers.length);
        for (const { stage, customers: count } of rows)
          expect(customers.filter((customer) => customer.stage === stage)).toHaveLength(Number(count));
      }
    }));

  it("through time are what they were at the end of each period", () =>
    holds(async (figures) => {
      const params = { ...ways[0], period: "month" };
      const through = await figures.rows("lifecycle-stages", { params, part: "through" });
      for (const period of new Set(through.map((row) => String(row.period)))) {
        const own = through.filter((row) => row.period === period);
        const [year, month] = period.split("-").map(Number) as [number, number];
        const next = isoDay(Date.UTC(year, month, 1) / 86_400_000);
        const asOf = next < figures.window.asOf ? next : figures.window.asOf;
        const then = await figures.rows("lifecycle-stages", {
          params,
          window: { to: isoDay(dayNumber(asOf) - 1), asOf },
        });
        expect(own.map(({ stage, customers }) => [stage, customers])).toEqual(
          then.map(({ stage, customers }) => [stage, customers]),
        );
        expect(own.every(({ complete }) => complete === next <= figures.window.asOf)).toBe(true);
      }
    }));

  it("flow from what they were to what they are, no one lost on the way", () =>
    holds(async (figures) => {
      for (const since of [5, 30, 200]) {
        const params = { ...quick, since };
        const flow = await figures.rows("lifecycle-stages", { params, part: "flow" });
        const now = await figures.rows("lifecycle-stages", { params });
        const asOf = isoDay(dayNumber(figures.window.asOf) - since);
        const before = await figures.rows("lifecycle-stages", {
          params,
          window: { from: asOf, to: isoDay(dayNumber(asOf) - 1), asOf },
        });
        for (const stage of stageOrder) {
          const count = (rows: readonly Row[]) =>
            sum(
              rows.filter((row) => row.stage === stage),
              "customers",
            );
          expect(count(flow)).toBe(count(now));
          expect(
            sum(
              flow.filter((row) => row.before === stage),
              "customers",
            ),
          ).toBe(count(before));
        }
        // Who had bought more than once is never new again.
        for (const { before, stage } of flow)
          if (before !== "none" && before !== "new") expect(stage, String(before)).not.toBe("new");
      }
    }));

  it("call won back exactly who was dormant or lost the day they returned", () =>
    holds(async (figures) => {
      const customers = await figures.rows("lifecycle-stages", { params: quick, part: "customers" });
      for (const last of new Set(customers.map((row) => String(row.last_order)))) {
        const then = await figures.rows("lifecycle-stages", {
          params: quick,
          part: "customers",
          window: { to: isoDay(dayNumber(last) - 1), asOf: last },
        });
        for (const { customer_id, stage } of customers.filter((row) => row.last_order === last)) {
          if (stage !== "won_back" && stage !== "active" && stage !== "new") continue;
          const was = then.find((row) => row.customer_id === customer_id)?.stage;
          expect(stage === "won_back").toBe(was === "dormant" || was === "lost");
          expect(stage === "new").toBe(was === undefined);
        }
      }
    }, 4));

  it("only get later while nobody buys", () =>
    holds(async (figures) => {
      const order = ["new", "won_back", "active", "slipping", "dormant", "lost"];
      const at = async (after: number) =>
        figures.rows("lifecycle-stages", {
          params: quick,
          part: "customers",
          window: { asOf: isoDay(dayNumber(figures.window.asOf) + after) },
        });
      const [now, later] = [await at(0), await at(10)];
      for (const [index, { stage, customer_id }] of now.entries()) {
        expect(later[index]?.customer_id).toBe(customer_id);
        const [a, b] = [order.indexOf(String(stage)), order.indexOf(String(later[index]?.stage))];
        expect(b >= 3 ? b : a, `${String(stage)} ${String(later[index]?.stage)}`).toBeGreaterThanOrEqual(a);
      }
    }));
});
