import { basename } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openNodeEngine } from "../../src/engine/node.ts";
import { type Recognition, defaultPolicies } from "../../src/ingest/source.ts";
import { HeldFiles, recogniseFiles } from "../../src/shop/loading/load.ts";
import { loadWhole } from "./load-whole.ts";
import type { Loaded } from "../../src/shop/shop.ts";
import { sql } from "../../src/sql.ts";
import { frameRows } from "../../src/tables/frame.ts";
import { describeWithReference, sharedPath } from "../reference.ts";

describeWithReference("published exports open", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openNodeEngine();
  });
  afterAll(() => engine.close());

  async function open(path: string): Promise<{ recognition: Recognition; loaded: Loaded }> {
    const held = new HeldFiles();
    const source = { path: sharedPath(`data/${path}`) };
    const [recognition] = await recogniseFiles(held, [{ name: basename(path), source }]);
    if (!recognition) throw new Error("nothing was recognised");
    const { file, mapping } = recognition;
    return { recognition, loaded: await loadWhole(engine, held, [{ file, mapping }], defaultPolicies) };
  }

  test.each([
    ["utf-8", "zh-rfm/orders_zh_utf8.csv"],
    ["gb18030", "zh-rfm/orders_zh_gb18030.csv"],
  ])("Chinese orders in %s", async (encoding, path) => {
    const { recognition, loaded } = await open(path);
    expect(recognition.mapping).toMatchObject({
      table: "orders",
      dialect: { encoding },
      orderGrain: "row",
      roles: {
        品牌名称: "ignore",
        买家昵称: "customer_id",
        付款日期: "ordered_at",
        订单状态: "status",
        实付金额: "amount",
        省份: "dimension",
        城市: "city",
      },
      statuses: { 交易成功: "completed", "付款以后用户退款成功，交易自动关闭": "refunded" },
    });
    expect(loaded.rows).toEqual({ read: 28_833, used: 28_833, aside: 0 });
    expect(loaded.extent).toMatchObject({ orders: 27_793, firstDay: "2019-01-01", lastDay: "2019-06-30" });
    expect(loaded.receipts.find(({ kind }) => kind === "refunds")).toMatchObject({
      count: 1_040,
      effect: { orders: -1_040, value: -129_339 },
    });
    expect(loaded.receipts.find(({ kind }) => kind === "duplicates")).toMatchObject({ count: 1 });
  });

  test("purchases in GBK with gifts and returns", async () => {
    const { recognition, loaded } = await open("zh-gbk/购买情况.csv");
    expect(recognition.mapping).toMatchObject({
      dialect: { encoding: "gb18030" },
      roles: {
        transID: "order_id",
        cumid: "customer_id",
        time: "ordered_at",
        amount: "amount",
        type_label: "status",
      },
      formats: { time: { kind: "time", format: "%d%b%y:%H:%M:%S" } },
      statuses: { 正常: "completed", 特价: "completed", 赠送: "completed", 退货: "refunded" },
    });
    expect(loaded.rows).toEqual({ read: 26_662, used: 26_662, aside: 0 });
    expect(loaded.extent.customers).toBe(1_200);
  });

  test.each([
    ["CDNOW_master.txt", 69_659, 23_570, 255, "customer_id"],
    ["CDNOW_sample.txt", 6_919, 2_357, 21, "column1"],
  ])("%s, columns parted by white space", async (name, records, customers, equal, customer) => {
    const { recognition, loaded } = await open(`cdnow/${name}`);
    expect(recognition.mapping.roles[customer]).toBe("customer_id");
    expect(loaded.extent).toMatchObject({ orders: records, customers });
    expect(loaded.receipts.find(({ kind }) => kind === "duplicates")).toMatchObject({ count: equal });
    const [first] = frameRows(
      decodeFrame(
        await engine.query(
          sql`SELECT customer_id, CAST(day AS VARCHAR) AS day, value FROM order_facts LIMIT 1`,
        ),
      ),
    );
    expect(first).toEqual(
      name === "CDNOW_master.txt"
        ? { customer_id: "00001", day: "1997-01-01", value: 11.77 }
        : { customer_id: "00004", day: "1997-01-01", value: 29.33 },
    );
  });

  test("answers", async () => {
    const { recognition, loaded } = await open("nps/nps_testdata.csv");
    expect(recognition.mapping).toMatchObject({
      table: "surveys",
      roles: { REC: "score", date: "answered_at" },
    });
    expect(loaded.extent).toMatchObject({ answers: 1_000, firstDay: "2012-01-01", lastDay: "2012-12-31" });
    expect(loaded.dimensions.map(({ column }) => column)).toEqual(
      expect.arrayContaining(["kind", "BU", "PRODUCT", "Region"]),
    );
  });
});
