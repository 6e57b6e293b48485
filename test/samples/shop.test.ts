import { describe, expect, it } from "vitest";
import { sampleShops } from "../../samples/catalog.ts";
import { type SampleId, generateShop, shopFiles, shops } from "../../samples/generate.ts";
import { simulateShop } from "../../samples/simulate.ts";
import type { SimulatedOrder } from "../../samples/simulated.ts";

const daySeconds = 86_400;
const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
/** Half the width of an interval that a true share leaves about once in two thousand times. */
const sway = (share: number, n: number) => 3.5 * Math.sqrt((share * (1 - share)) / n);

describe.each(sampleShops)("the sample shop $id", (entry) => {
  const shop = shops[entry.id];
  const { truth, words } = shop;
  const simulated = simulateShop(shop);
  const files = shopFiles(shop, simulated);
  const rows = Object.fromEntries(
    files.map(({ name, chunks }) => [name, chunks.join("").trimEnd().split("\n").slice(1)]),
  );
  const end = truth.weeks * 7 * daySeconds;
  const kept = simulated.orders.filter(({ status }) => status === "completed");
  const purchases = new Map<number, SimulatedOrder[]>();
  for (const order of kept) {
    const own = purchases.get(order.customer.index);
    if (own) own.push(order);
    else purchases.set(order.customer.index, [order]);
  }
  const inPromotion = (time: number) => {
    const date = new Date(Date.parse(truth.firstDay) + time * 1000);
    return date.getUTCMonth() === 5 && date.getUTCDate() <= 18;
  };

  it("holds what the catalogue says", () => {
    expect({
      orders: rows[words.files.orders]?.length,
      customers: rows[words.files.customers]?.length,
      answers: rows[words.files.answers]?.length,
      postings: rows[words.files.points]?.length,
    }).toEqual({
      orders: entry.orders,
      customers: entry.customers,
      answers: entry.answers,
      postings: entry.postings,
    });
    for (const locale of ["en", "zh-CN"] as const)
      expect(entry.detail[locale]).toContain(entry.orders.toLocaleString("en"));
  });

  it("has as many fields in every row as in its header", () => {
    for (const { chunks } of files) {
      const fields = chunks[0]?.trimEnd().split(",").length;
      for (const row of chunks.slice(1).join("").trimEnd().split("\n"))
        if (row.replace(/"[^"]*"/g, "").split(",").length !== fields) expect.fail(row);
    }
  });

  it("lies within its two years, in order of time", () => {
    const times = simulated.orders.map(({ time }) => time);
    expect(Math.min(...times.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(times.at(-1)).toBeLessThan(end);
    expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))).toBe(true);
    expect(simulated.answers.every(({ time }) => time < end)).toBe(true);
    expect(simulated.postings.every(({ time }) => time < end)).toBe(true);
    expect(rows[words.files.orders]?.at(-1)).toContain("2025-12-28");
  });

  it("names orders and customers once", () => {
    const orders = rows[words.files.orders]?.map((row) => row.split(",")[0]);
    const customers = rows[words.files.customers]?.map((row) => row.split(",")[0]);
    expect(new Set(orders).size).toBe(entry.orders);
    expect(new Set(customers).size).toBe(entry.customers);
    expect(purchases.size).toBe(entry.customers);
  });

  it("sells through a channel only while it is open", () => {
    for (const [index, { opens, closes }] of words.channels.entries()) {
      const own = simulated.orders.filter(({ channel }) => channel === index);
      const day = (date: string) => (Date.parse(date) - Date.parse(truth.firstDay)) / 1000;
      expect(own.length).toBeGreaterThan(3000);
      if (closes) expect(own.at(-1)?.time).toBeLessThan(day(closes) + daySeconds);
      // A try that came to nothing may lie up to some seventy minutes before the order that was kept.
      if (opens) expect(own[0]?.time).toBeGreaterThanOrEqual(day(opens) - 2 * 3600);
    }
  });

  it("has the order value of its parameters", () => {
    const { p, q, gamma } = truth.values;
    const expected = (p * gamma) / (q - 1);
    const byCustomer = [...purchases.values()].map((own) => mean(own.map(({ amount }) => amount / 100)));
    expect(mean(byCustomer)).toBeGreaterThan(expected * 0.97);
    expect(mean(byCustomer)).toBeLessThan(expected * 1.03);
  });

  it("has the share of customers without a repeat purchase of its parameters", () => {
    const { r, alpha } = truth.purchases;
    for (const weeks of [13, 26, 52]) {
      const seen = [...purchases.values()].filter(
        ([first]) => first && !first.customer.lured && first.customer.joined + weeks * 7 < truth.weeks * 7,
      );
      const quiet = seen.filter(
        ([first, second]) => first && (!second || second.time - first.time >= weeks * 7 * daySeconds),
      );
      const expected = (alpha / (alpha + weeks)) ** r;
      expect(Math.abs(quiet.length / seen.length - expected)).toBeLessThan(sway(expected, seen.length));
    }
  });

  it("loses customers as its parameters say", () => {
    const { a, b } = truth.purchases;
    const rates = simulated.customers.filter(({ lured }) => !lured).map(({ leaves }) => leaves);
    expect(mean(rates)).toBeCloseTo(a / (a + b), 2);
    const lured = simulated.customers.filter((customer) => customer.lured);
    expect(lured.every(({ joined }) => inPromotion(joined * daySeconds))).toBe(true);
    const { promotion } = truth;
    expect(mean(lured.map(({ leaves }) => leaves))).toBeCloseTo(promotion.a / (promotion.a + promotion.b), 1);
  });

  it("cancels, takes back and discounts as its parameters say", () => {
    const share = (n: number) => n / kept.length;
    const count = (status: SimulatedOrder["status"]) =>
      simulated.orders.filter((order) => order.status === status).length;
    const partly = kept.filter(({ refund }) => refund > 0);
    for (const [seen, expected] of [
      [share(count("cancelled")), truth.cancelled],
      [share(count("refunded")), truth.returned],
      [share(partly.length), truth.partlyRefunded],
    ] as const)
      expect(Math.abs(seen - expected)).toBeLessThan(sway(expected, kept.length));
    expect(partly.every(({ refund, amount }) => refund < amount)).toBe(true);
    for (const [offer, expected] of [
      [true, truth.promotion.discounted],
      [false, truth.discounted],
    ] as const) {
      const all = kept.filter(({ time }) => inPromotion(time) === offer);
      const off = all.filter(({ discount }) => discount > 0).length;
      expect(Math.abs(off / all.length - expected)).toBeLessThan(sway(expected, all.length));
    }
  });

  it("answers as the true shares of its channels say", () => {
    for (const [index, { promoters, passives }] of words.channels.entries()) {
      const scores = simulated.answers.filter(({ channel }) => channel === index).map(({ score }) => score);
      const above = scores.filter((score) => score >= 9).length / scores.length;
      const below = scores.filter((score) => score <= 6).length / scores.length;
      expect(scores.length).toBeGreaterThan(200);
      expect(Math.abs(above - promoters)).toBeLessThan(sway(promoters, scores.length));
      expect(Math.abs(below - (1 - promoters - passives))).toBeLessThan(sway(0.25, scores.length));
      expect(scores.every((score) => Number.isInteger(score) && score >= 0 && score <= 10)).toBe(true);
    }
  });

  it("answers better where customers stay", () => {
    const stays = (least: number, most: number) =>
      mean(
        simulated.answers
          .filter(({ score }) => score >= least && score <= most)
          .map(({ customer }) => customer.leaves),
      );
    expect(stays(9, 10)).toBeLessThan(stays(0, 6));
  });

  it("keeps a ledger that balances to the point", () => {
    const balances = new Map<number, number>();
    const earned = new Map<number, number>();
    for (const { customer, kind, points, time, order } of simulated.postings) {
      const balance = (balances.get(customer.index) ?? 0) + points;
      if (balance < 0) expect.fail(`customer ${customer.index} has ${balance} points at ${time}`);
      balances.set(customer.index, balance);
      if (kind === "earn") {
        earned.set(customer.index, (earned.get(customer.index) ?? 0) + points);
        expect(order?.customer).toBe(customer);
      }
    }
    const paid = kept.filter(
      ({ customer, time }) =>
        customer.programme !== null && Math.floor(time / daySeconds) > customer.programme,
    );
    const afterJoining = new Map<number, number>();
    for (const { customer, amount } of paid)
      afterJoining.set(
        customer.index,
        (afterJoining.get(customer.index) ?? 0) + Math.floor((amount / 100) * truth.points.perUnit),
      );
    for (const [customer, points] of afterJoining)
      expect(earned.get(customer)).toBeGreaterThanOrEqual(points);
    expect(new Set(simulated.postings.map(({ kind }) => kind)).size).toBe(4);
  });

  it("has members in every tier, and referrers before those whom they referred", () => {
    const tiers = new Set(rows[words.files.customers]?.map((row) => row.split(",")[3]));
    expect(tiers).toEqual(new Set(["", ...words.tiers]));
    const referred = simulated.customers.filter(({ referredBy }) => referredBy !== null);
    expect(Math.abs(referred.length / truth.customers - truth.referred)).toBeLessThan(0.01);
    for (const { index, referredBy } of referred) expect(referredBy).toBeLessThan(index);
  });

  it("is the same at every run", () => {
    expect(generateShop(entry.id).map(({ chunks }) => chunks.join(""))).toEqual(
      files.map(({ chunks }) => chunks.join("")),
    );
  });
});

it("every shop is in the catalogue", () => {
  expect(sampleShops.map(({ id }) => id).sort()).toEqual((Object.keys(shops) as SampleId[]).sort());
});
