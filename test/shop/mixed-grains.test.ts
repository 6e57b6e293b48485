import { afterAll, beforeAll, expect, it } from "vitest";
import { openNodeEngine } from "../../src/engine/node.ts";
import { defaultPolicies } from "../../src/ingest/source.ts";
import { openShop } from "../../src/shop/open-shop.ts";
import type { Shop } from "../../src/shop/shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = openShop(await openNodeEngine(), () => null);
});
afterAll(() => shop.close());

const numbered = `订单号,客户,日期,金额
A1,c1,2025-04-03,10
A2,c2,2025-05-06,20
A3,c1,2025-07-08,30.5
A3,c1,2025-07-08,30.5
`;
const unnumbered = `买家昵称,付款日期,实付金额,订单状态
c1,2025-04-03,10,已完成
c3,2025-05-06,20,已退款
`;

it.each(["drop", "keep"] as const)(
  "joins files of orders by number and by row where one alone has a status (%s)",
  async (duplicates) => {
    const files = await shop.recognise([
      { name: "numbered.csv", source: new Blob([numbered]) },
      { name: "unnumbered.csv", source: new Blob([unnumbered]) },
    ]);
    const loaded = await shop.load(files, { ...defaultPolicies, duplicates });
    expect(loaded.rows.used).toBe(duplicates === "keep" ? 6 : 5);
    expect(loaded.rows.read).toBe(6);
  },
);
