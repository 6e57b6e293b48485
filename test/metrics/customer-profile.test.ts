import fc from "../property.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { type Figures, csvFiles, openFigures } from "../shop/figures.ts";
import { ownMapping, smallShop } from "../shop/small-shop.ts";

// Each run loads a shop of its own.
vi.setConfig({ testTimeout: 300_000 });

let engine: Engine;
beforeAll(async () => {
  engine = await openNodeEngine();
});
afterAll(() => engine.close());

const whole = {
  orders: `order_id,customer_id,ordered_at,amount,channel
1,a,2025-01-01 10:00:00,10,web
2,a,2025-01-11 10:00:00,20,web
3,b,2025-01-20 10:00:00,40,store
4,c,2025-01-25 10:00:00,5,store`,
  customers: `customer_id,name,tier
a,Ada,gold
b,Bo,plain`,
  points: `customer_id,posted_at,kind,points
a,2025-01-01 10:00:00,earn,10
a,2025-01-12 09:00:00,redeem,4
b,2025-01-20 10:00:00,earn,40`,
  contacts: `customer_id,contacted_at,kind,channel
a,2025-01-05 12:00:00,complaint,phone
b,2025-01-21 12:00:00,visit,store`,
  surveys: `customer_id,answered_at,score,kind,scale_max,comment
a,2025-01-13 08:00:00,9,nps,10,good
b,2025-01-22 08:00:00,2,nps,10,slow`,
};
const open = (tables: Partial<typeof whole>) =>
  openFigures(engine, csvFiles(tables), ({ name, mapping, columns }) => ({
    ...mapping,
    table: name.replace(/\.csv$/, "") as keyof typeof whole,
    roles: Object.fromEntries(columns.map((column) => [column.name, column.name])),
  }));
const profile = (figures: Figures, customer: string | null, part = "main") =>
  figures.rows("customer-profile", { params: { customer }, part });

describe("a customer's profile", () => {
  it("holds what all tables say of one customer and nothing of another", async () => {
    const figures = await open(whole);
    const [row] = await profile(figures, "a");
    expect(row).toMatchObject({
      customer_id: "a",
      name: "Ada",
      tier: "gold",
      orders: 2,
      value: 30,
      points_balance: 6,
      answers: 1,
      last_score: 9,
      contacts: 1,
      customers: 3,
    });
    const events = await profile(figures, "a", "timeline");
    expect(
      events.map(({ happened_at, kind, what }) => [String(happened_at).slice(0, 10), kind, what]),
    ).toEqual([
      ["2025-01-01", "order", null],
      ["2025-01-01", "points", "earn"],
      ["2025-01-05", "contact", "complaint"],
      ["2025-01-11", "order", null],
      ["2025-01-12", "points", "redeem"],
      ["2025-01-13", "answer", "nps"],
    ]);
    expect(events.map(({ points }) => points).filter(Boolean)).toEqual([10, -4]);
    expect(events.at(-1)).toMatchObject({ score: 9, detail: "good" });
  });

  it("knows nothing of what came on or after the as-of date", async () => {
    const figures = await open(whole);
    const window = { from: "2025-01-01", to: "2025-01-11", asOf: "2025-01-12" };
    const [row] = await figures.rows("customer-profile", { params: { customer: "a" }, window });
    expect(row).toMatchObject({ points_balance: 10, answers: 0, customers: 1, days_since: 1 });
    const events = await figures.rows("customer-profile", {
      params: { customer: "a" },
      window,
      part: "timeline",
    });
    expect(events).toHaveLength(4);
  });

  it("shows who has spent the most where no one is chosen, and no one where there is no such number", async () => {
    const figures = await open({ orders: whole.orders });
    const [row] = await profile(figures, null);
    expect(row).toMatchObject({
      customer_id: "b",
      name: null,
      points_balance: null,
      answers: null,
      contacts: null,
    });
    for (const part of ["main", "standing", "timeline"])
      expect(await profile(figures, "x' OR 1=1 --", part)).toEqual([]);
  });

  it("scores as RFM does, and ranks everyone once", async () => {
    await fc.assert(
      fc.asyncProperty(smallShop, async (shop) => {
        const figures = await openFigures(engine, csvFiles({ ...shop }), ownMapping);
        const customers = await figures.rows("rfm", { part: "customers" });
        const ranks = new Map<string, number[]>();
        for (const { customer_id, r, f, m, monetary } of customers) {
          const standing = await profile(figures, String(customer_id), "standing");
          const of = (measure: string) => standing.find((row) => row.measure === measure);
          expect([of("days_since")?.score, of("orders")?.score, of("value")?.score]).toEqual([r, f, m]);
          expect(of("value")?.figure).toBeCloseTo(Number(monetary), 6);
          for (const { measure, rank, ahead_of, customers: n } of standing) {
            ranks.set(String(measure), [...(ranks.get(String(measure)) ?? []), Number(rank)]);
            expect(n === 1 ? ahead_of : Number(ahead_of) + (Number(rank) - 1) / (Number(n) - 1)).toSatisfy(
              (share: number | null) => share === null || share <= 1 + 1e-9,
            );
          }
        }
        for (const list of ranks.values()) {
          const sorted = [...list].sort((a, b) => a - b);
          // Ties share a rank, and the next rank counts them.
          sorted.forEach((rank, place) =>
            expect(rank).toBe(place > 0 && rank === sorted[place - 1] ? sorted[place - 1] : place + 1),
          );
        }
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 4), endOnFailure: true },
    );
  });
});
