import { afterAll, beforeAll, expect, test } from "vitest";
import { openNodeEngine } from "../../src/engine/node.ts";
import { type Policies, defaultPolicies } from "../../src/ingest/source.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Shop } from "../../src/shop/shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = openShop(await openNodeEngine(), () => null);
});
afterAll(() => shop.close());

/** What each reason to set rows aside takes from orders, customers and value. */
async function effects(text: string, policies: Partial<Policies> = {}) {
  const [found] = await shop.recognise([{ name: "orders.csv", source: new Blob([text]) }]);
  if (!found) throw new Error("not recognised");
  const { file, mapping } = found;
  const { receipts } = await shop.load([{ file, mapping }], { ...defaultPolicies, ...policies });
  return Object.fromEntries(
    receipts.flatMap(({ reason, effect }) =>
      reason ? [[reason, effect && [effect.orders, effect.customers, effect.value]]] : [],
    ),
  );
}

const header = "order_id,customer_id,ordered_at,amount,status";
const used = Array.from({ length: 20 }, (_, n) => `${n + 1},c${n % 4},2025-01-${n + 10},10.00,paid`);

test("rows that are set aside say what they would have added", async () => {
  const text = [
    header,
    ...used,
    // Without a customer: two orders, one of them of two lines; a cancelled and a refunded one add nothing.
    "31,,2025-01-05,7.00,paid",
    "32,,2025-01-05,5.00,paid",
    "32,,2025-01-05,6.00,paid",
    "33,,2025-01-05,90.00,cancelled",
    "34,,2025-01-05,80.00,refunded",
    // A line of an order that has another one takes no order along.
    "20,,2025-01-29,2.00,paid",
    // Times that are none: a customer with other orders, and one without.
    "41,c1,soon,30.00,paid",
    "42,new,later,40.00,paid",
    // An amount that is none.
    "51,else,2025-01-06,a lot,paid",
    // More cells than the header: what stands where cannot be told.
    "61,c1,2025-01-06,60.00,paid,what",
  ].join("\n");
  expect(await effects(`${text}\n`)).toEqual({
    customer: [-2, 0, -20],
    time: [-2, -1, -70],
    number: [-1, -1, 0],
    cells: null,
  });
  // Under other rules they would have added more.
  const all = await effects(`${text}\n`, { cancelled: "include", refunds: "ignore" });
  expect(all.customer).toEqual([-4, 0, -190]);
});

test("orders without a number are told by what makes an order", async () => {
  const rows = Array.from({ length: 20 }, (_, n) => `c${n % 4},2025-01-${n + 10} 10:00:00,10.00`);
  const text = ["customer_id,ordered_at,amount", ...rows, ",2025-01-05 10:00:00,3.00", ",,4.00"].join("\n");
  const found = await effects(`${text}\n`);
  expect(found).toEqual({ customer: [-1, 0, -3], time: [-1, 0, -4] });
});
