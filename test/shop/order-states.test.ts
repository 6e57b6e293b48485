import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openNodeEngine } from "../../src/engine/node.ts";
import { decodeFrame } from "../../src/engine/arrow.ts";
import { type Policies, defaultPolicies } from "../../src/ingest/source.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Shop } from "../../src/shop/shop.ts";
import { frameRows } from "../../src/tables/frame.ts";

let shop: Shop;
beforeAll(async () => {
  shop = openShop(await openNodeEngine(), () => null);
});
afterAll(() => shop.close());

const header = "order_id,customer_id,ordered_at,amount,status";
const january = [
  "1,a,2025-01-03 10:00:00,10.00,paid",
  "2,b,2025-01-30 11:00:00,20.00,paid",
  "3,c,2025-01-31 12:00:00,30.00,paid",
];
// Order 2 was refunded since, order 3 is as it was.
const february = [
  "2,b,2025-01-30 11:00:00,20.00,refunded",
  "3,c,2025-01-31 12:00:00,30.00,paid",
  "4,a,2025-02-03 10:00:00,40.00,paid",
];

async function load(files: readonly (readonly string[])[], policies: Partial<Policies> = {}) {
  const found = await shop.recognise(
    files.map((rows, n) => ({
      name: `${n}.csv`,
      source: new Blob([`${[header, ...rows].join("\n")}\n`]),
    })),
  );
  const given = found.map(({ file, mapping }) => ({ file, mapping }));
  const loaded = await shop.load(given, { ...defaultPolicies, ...policies });
  const query = "SELECT order_id, amount, CAST(status AS VARCHAR) AS status FROM orders ORDER BY ALL";
  const { bytes, types } = await shop.query(query, [], 1000);
  const orders = frameRows(decodeFrame(bytes, types)).map((row) => [row.order_id, row.amount, row.status]);
  const names = new Map(found.map(({ file, name }) => [file, name]));
  const told = (title: RegExp) =>
    loaded.receipts
      .filter((receipt) => title.test(receipt.title.en))
      .map(({ file, count, effect, examples }) => ({
        file: names.get(file ?? ""),
        count,
        value: effect?.value,
        rows: examples.map(({ row }) => row),
      }));
  return { loaded, orders, changed: told(/in a later file/), repeated: told(/repeated/), told };
}
const settled = [
  ["1", 10, "completed"],
  ["2", 20, "refunded"],
  ["3", 30, "completed"],
  ["4", 40, "completed"],
];

describe("an order in two files with different content", () => {
  it.each([
    ["first", [january, february], "0.csv"],
    ["last", [february, january], "1.csv"],
  ])("holds as the file with the later orders has it, the earlier added %s", async (_, files, earlier) => {
    const { loaded, orders, changed, repeated } = await load(files);
    expect(orders).toEqual(settled);
    expect(changed).toEqual([{ file: earlier, count: 1, value: -20, rows: [3] }]);
    expect(repeated.map(({ count }) => count)).toEqual([1]);
    expect(loaded.rows).toEqual({ read: 6, used: 4, aside: 2 });
    const aside = (await shop.aside()).trim().split("\n");
    expect(aside.filter((line) => line.includes("2,b"))).toEqual([
      `${earlier},3,an order that a later file has in another state,${january[1]}`,
    ]);
  });

  it("is added up where the user says so, and says that it can be undone", async () => {
    const { loaded, orders, changed } = await load([january, february], { states: "sum" });
    expect(orders[1]).toEqual(["2", 40, "completed"]);
    expect(changed).toEqual([{ file: "0.csv", count: 1, value: 0, rows: [3] }]);
    const receipt = loaded.receipts.find(({ title }) => title.en.includes("in a later file"));
    expect(receipt?.treatment).toMatchObject({ sets: { policy: "states" }, value: "sum" });
    expect(loaded.rows.aside).toBe(1);
  });

  it("holds as the file that was added last where both end on one day", async () => {
    const day = ["9,a,2025-01-03 10:00:00,10.00,paid", "8,b,2025-01-05 10:00:00,10.00,paid"];
    const again = ["9,a,2025-01-03 10:00:00,12.00,paid", "8,b,2025-01-05 10:00:00,10.00,paid"];
    expect((await load([day, again])).orders[1]).toEqual(["9", 12, "completed"]);
    expect((await load([again, day])).orders[1]).toEqual(["9", 10, "completed"]);
  });

  it("of several lines holds with all lines of the later file, also those that did not change", async () => {
    const first = [
      "7,a,2025-01-03 10:00:00,10.00,paid",
      "7,a,2025-01-03 10:00:00,5.00,paid",
      "8,b,2025-01-05 10:00:00,10.00,paid",
    ];
    const then = [
      "7,a,2025-01-03 10:00:00,10.00,paid",
      "7,a,2025-01-03 10:00:00,6.00,paid",
      "9,b,2025-01-06 10:00:00,10.00,paid",
    ];
    const { orders, changed } = await load([first, then]);
    expect(orders).toEqual([
      ["7", 16, "completed"],
      ["8", 10, "completed"],
      ["9", 10, "completed"],
    ]);
    expect(changed).toEqual([{ file: "0.csv", count: 2, value: -15, rows: [2, 3] }]);
  });

  it("is another order where customer or day differ, and no state where it is given back", async () => {
    const { orders, changed } = await load([
      january,
      [
        "1,z,2025-01-03 10:00:00,11.00,paid",
        "2,b,2025-02-02 11:00:00,-20.00,paid",
        "3,c,2025-01-31 12:00:00,-30.00,paid",
      ],
    ]);
    expect(changed).toEqual([]);
    expect(orders).toEqual([
      ["1", 10, "completed"],
      ["1", 11, "completed"],
      ["2", 0, "completed"],
      ["3", 0, "completed"],
    ]);
  });

  it("that a cut between files parts is whole again", async () => {
    const line = (order: number, amount: number) =>
      `${order},c${order},2025-01-0${order} 10:00:00,${amount}.00,paid`;
    const { orders, changed } = await load([
      [line(1, 1), line(2, 1), line(2, 2), line(3, 1)],
      [line(3, 2), line(4, 1), line(4, 3), line(5, 1)],
    ]);
    expect(changed).toEqual([]);
    expect(orders.map(([, amount]) => amount)).toEqual([1, 3, 3, 4, 1]);
  });

  it("goes through three files, and stands beside lines of one file that are added up", async () => {
    const { orders, changed, told } = await load([
      ["1,a,2025-01-03 10:00:00,10.00,paid", "2,b,2025-01-10 10:00:00,5.00,paid"],
      ["1,a,2025-01-03 10:00:00,10.00,refunded", "3,b,2025-01-20 10:00:00,5.00,paid"],
      [
        "1,a,2025-01-03 10:00:00,10.00,refunded",
        "4,b,2025-01-30 10:00:00,5.00,paid",
        "4,b,2025-01-30 10:00:00,6.00,paid",
      ],
    ]);
    expect(orders.map(([id, amount, status]) => [id, amount, status])).toEqual([
      ["1", 10, "refunded"],
      ["2", 5, "completed"],
      ["3", 5, "completed"],
      ["4", 11, "completed"],
    ]);
    expect(changed).toEqual([{ file: "0.csv", count: 1, value: -10, rows: [2] }]);
    expect(told(/several rows/).map(({ count }) => count)).toEqual([1]);
  });

  it("holds under a sample of customers as it does for all", async () => {
    const many = (status: (n: number) => string, from: number, to: number, month: number) =>
      Array.from({ length: to - from }, (_, at) => at + from).map(
        (n) => `${n},c${n},2025-0${n < 150 ? 1 : month}-1${n % 9} 10:00:00,10.00,${status(n)}`,
      );
    const files = [many(() => "paid", 0, 150, 1), many((n) => (n % 2 ? "refunded" : "paid"), 100, 250, 2)];
    const whole = await load(files);
    const part = await load(files, { oneIn: 3 });
    const ids = new Set(part.orders.map(([id]) => id));
    expect(part.orders).toEqual(whole.orders.filter(([id]) => ids.has(id)));
    expect(whole.changed).toMatchObject([{ count: 25, value: -250 }]);
    const own = [...ids].filter((id) => Number(id) >= 100 && Number(id) < 150 && Number(id) % 2 === 1);
    expect(part.changed).toMatchObject([{ rows: own.map((id) => Number(id) + 2).sort((a, b) => a - b) }]);
  });
});
