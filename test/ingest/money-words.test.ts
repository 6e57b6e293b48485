import { describe, expect, test } from "vitest";
import { isOrderMoney, moneyKind, priceKind } from "../../src/ingest/money-words.ts";
import { profileColumn } from "../../src/ingest/profile.ts";
import { tellsReturns, wordStatuses } from "../../src/ingest/returns.ts";
import { statusOf } from "../../src/ingest/statuses.ts";

describe("what a heading says of money", () => {
  test.each([
    [
      "paid",
      "实付金额 实收 买家实付 支付金额 优惠后金额 买家实际支付金额 amount_paid NetSales discounted_total paid_total",
    ],
    ["final", "价税合计 含税金额 grand_total total_incl_tax"],
    [
      "plain",
      "金额 订单金额 总价 销售额 成交价 amount total orderTotal total_price revenue payment 金额(元)",
    ],
    [
      "due",
      "应付金额 商品总价 原价 未税金额 不含税金额 gross_amount subtotal total_excl_tax list_total 买家应付货款",
    ],
    [
      null,
      "运费 优惠金额 退款金额 税额 利润 累计消费金额 支付方式 付款时间 tax shipping total_discount profit total_items paid_at payment_method lifetime_value amount_refunded 账户余额",
    ],
  ] as const)("%s", (kind, headings) => {
    const said = headings.split(" ").map((heading) => [heading, moneyKind(heading)]);
    expect(said).toEqual(headings.split(" ").map((heading) => [heading, kind]));
  });

  test("an order's is not a line's", () => {
    expect(["订单实付金额", "order_total", "Grand Total"].map(isOrderMoney)).toEqual([true, true, true]);
    expect(["金额", "line_total", "子订单金额"].map(isOrderMoney)).toEqual([false, false, false]);
  });

  test("a price may be of one piece or of all", () => {
    expect(["unit_price", "商品单价", "Price each"].map(priceKind)).toEqual(["piece", "piece", "piece"]);
    expect(["price", "价格", "售价", "item-price"].map(priceKind)).toEqual(Array(4).fill("unclear"));
    expect(["total_price", "amount", "价格带"].map(priceKind)).toEqual([null, null, null]);
  });
});

describe("columns that tell returns from sales", () => {
  const column = (heading: string, words: string) =>
    profileColumn(
      heading,
      words.split(" ").map((word) => word.replace("_", " ")),
    );
  test.each([
    ["单据类型", "销售 销售 退货", { 销售: "completed", 退货: "refunded" }],
    ["doc_type", "Invoice Credit_Note", { Invoice: "completed", "Credit Note": "refunded" }],
    ["is_refund", "0 0 1", { "0": "completed", "1": "refunded" }],
    ["是否退款", "是 否", { 是: "refunded", 否: "completed" }],
    ["收/支", "收入 支出 不计收支", { 收入: "completed", 支出: "refunded", 不计收支: "cancelled" }],
    ["交易类型", "消费 充值 退款", { 消费: "completed", 退款: "refunded" }],
    ["amount-type", "ItemPrice ItemFees", { ItemPrice: "completed" }],
  ])("%s: %s", (heading, words, meant) => {
    expect(wordStatuses(column(heading, words))).toEqual(meant);
    expect(tellsReturns(column(heading, words))).toBe(true);
  });

  test.each([
    ["客户类型", "新客户 回头客"],
    ["Customer Type", "New Returning"],
    ["服务", "支持7天无理由退货 不支持退货"],
    ["支付方式", "微信 支付宝 储值卡"],
    ["is_gift", "0 1"],
    ["渠道", "批发 零售"],
  ])("%s does not: %s", (heading, words) => {
    expect(tellsReturns(column(heading, words))).toBe(false);
  });

  test("a refund that there is not is none", () => {
    for (const word of [
      "无退款",
      "未退款",
      "未申请退款",
      "没有退货",
      "No refund",
      "not refunded",
      "退款关闭",
      "待退款",
    ])
      expect([word, statusOf(word)]).toEqual([word, "completed"]);
    for (const word of ["已退款", "退款成功", "Refunded", "退货"])
      expect([word, statusOf(word)]).toEqual([word, "refunded"]);
  });
});
