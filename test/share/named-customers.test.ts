import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Document } from "../../src/document/document.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { namedCustomers, wordsOf } from "../../src/share/named-customers.ts";
import type { Shop } from "../../src/shop/shop.ts";
import { sql, written } from "../../src/sql.ts";
import { firstDocument } from "../document/fixture.ts";

function withNote(markdown: string): Document {
  const document = firstDocument();
  return { ...document, notebook: { cells: [{ kind: "text", id: "note", markdown }] } };
}

describe("customers named in a document", () => {
  let engine: Engine;
  let shop: Pick<Shop, "query">;
  beforeAll(async () => {
    engine = await openNodeEngine();
    await engine.execute(
      sql`CREATE TABLE customer_facts AS SELECT unnest(['C-10482', '13800001111', 'HY10001', 'O''Neil 7']) AS customer_id`,
    );
    shop = {
      query: async (text) => ({ bytes: await engine.query(written(text)), types: {}, rows: 0, took: 0 }),
    };
  });
  afterAll(() => engine.close());

  const named = (markdown: string) => namedCustomers(withNote(markdown), shop as Shop);
  it("are found in any text, between any signs", async () => {
    expect(await named("Call C-10482 first, then 客户HY10001。")).toEqual(["C-10482", "HY10001"]);
    expect(await named("电话：13800001111")).toEqual(["13800001111"]);
    const [dashboard] = firstDocument().dashboards;
    const filters = { ...dashboard!.filters, columns: [] };
    const columns = [{ table: "customers" as const, column: "customer_id", values: ["HY10001"] }];
    const document = {
      ...withNote(""),
      dashboards: [{ ...dashboard!, filters: { ...filters, columns } }],
    };
    expect(await namedCustomers(document, shop as Shop)).toEqual(["HY10001"]);
  });
  it("are not imagined", async () => {
    expect(await named("In 2025 we had C-99999 and 13800001112 orders; HY1000 is none.")).toEqual([]);
    expect(await named("'); DROP TABLE customer_facts; -- 123")).toEqual([]);
    expect(await named("C-10482")).toEqual(["C-10482"]);
  });
  it("are looked for among words with a digit alone", () => {
    expect(
      wordsOf({ ...withNote("Tea, 12, green-tea_7 and 100 more"), dashboards: [], segments: [] }),
    ).toEqual(["2025", "green-tea_7", "100"]);
  });
});
