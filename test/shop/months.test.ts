import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { HeldFiles, loadFiles, recogniseFiles } from "../../src/shop/loading/load.ts";
import { sql } from "../../src/sql.ts";
import { frameRows } from "../../src/tables/frame.ts";

const january = `order_id,customer_id,ordered_at,amount,channel
1,a,2025-01-03 10:00:00,10.50,Store
2,b,2025-01-31 11:00:00,20.00,Website
`;
// One column less, and its first row stands in January as well.
const february = `customer_id,order_id,ordered_at,amount
b,2,2025-01-31 11:00:00,20.00
a,3,2025-02-03 10:00:00,30.00
`;
// One column more; the last two rows are lines of one order that only that column tells apart.
const march = `order_id,customer_id,ordered_at,amount,channel,city
3,a,2025-02-03 10:00:00,30.00,Store,Wuhan
4,c,2025-03-03 10:00:00,40.00,Store,Wuhan
5,c,2025-03-04 10:00:00,5.00,Store,Wuhan
5,c,2025-03-04 10:00:00,5.00,Store,Xi'an
`;

describe("months of one export", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openNodeEngine();
  });
  afterAll(() => engine.close());

  async function load(files: Readonly<Record<string, string>>) {
    const held = new HeldFiles();
    const given = Object.entries(files).map(([name, text]) => ({ name, source: new Blob([text]) }));
    const found = await recogniseFiles(held, given);
    const { loaded, rest } = await loadFiles(
      engine,
      held,
      found.map(({ file, mapping }) => ({ file, mapping })),
      defaultPolicies,
    );
    await rest;
    const names = new Map(found.map(({ file, name }) => [file, name]));
    const told = (kind: string) =>
      loaded.receipts
        .filter((receipt) => receipt.kind === kind)
        .map(({ file, count }) => [names.get(file ?? ""), count]);
    return { loaded, told };
  }

  it("are one table with the columns of all, and rows counted for each", async () => {
    const { loaded, told } = await load({
      "january.csv": january,
      "february.csv": february,
      "march.csv": march,
    });
    expect(told("read")).toEqual([
      ["january.csv", 2],
      ["february.csv", 2],
      ["march.csv", 4],
    ]);
    expect(loaded.rows).toEqual({ read: 8, used: 6, aside: 2 });
    expect(Object.keys(loaded.columns.orders ?? {})).toEqual(expect.arrayContaining(["channel", "city"]));
    const orders = frameRows(
      decodeFrame(
        await engine.query(
          sql`SELECT order_id, amount, CAST(channel AS VARCHAR) AS channel, CAST(city AS VARCHAR) AS city FROM orders ORDER BY order_id`,
        ),
      ),
    );
    expect(orders.map(({ order_id, amount, channel }) => [order_id, amount, channel])).toEqual([
      ["1", 10.5, "Store"],
      ["2", 20, "Website"],
      ["3", 30, null],
      ["4", 40, "Store"],
      ["5", 10, "Store"],
    ]);
    expect(orders[0]?.city).toBeNull();
  });

  it("that overlap count what stands in two of them once, and say so, whatever columns they lack", async () => {
    const { told } = await load({ "january.csv": january, "february.csv": february, "march.csv": march });
    expect(told("duplicates")).toEqual([
      ["february.csv", 1],
      ["march.csv", 1],
    ]);
  });
});
