import { describe, expect, test } from "vitest";
import { areStatuses, statusOf } from "../../src/ingest/statuses.ts";
import { isHeading, plainHeading, synonymsOf } from "../../src/tables/synonyms.ts";

test.each([
  ["交易成功", "completed"],
  ["付款以后用户退款成功，交易自动关闭", "refunded"],
  ["已取消", "cancelled"],
  ["交易关闭", "cancelled"],
  ["等待买家付款", "cancelled"],
  ["买家已付款", "completed"],
  ["退款中", "completed"],
  ["退款失败", "completed"],
  ["部分退款", "completed"],
  ["退货", "refunded"],
  ["赠送", "completed"],
  ["paid", "completed"],
  ["Refunded", "refunded"],
  ["partially_refunded", "completed"],
  ["voided", "cancelled"],
  ["Closed Won", "completed"],
  ["Closed Lost", "cancelled"],
  ["unpaid", "cancelled"],
  ["unfulfilled", "completed"],
  ["zonk", null],
])("the status %s means %s", (word, status) => {
  expect(statusOf(word)).toBe(status);
});

test("a column of status words is known by its values", () => {
  expect(areStatuses(["正常", "特价", "赠送", "退货"])).toBe(true);
  expect(areStatuses(["Normal", "Special_offer"])).toBe(false);
  expect(areStatuses(["paid", "zonk"])).toBe(false);
});

describe("headings", () => {
  test.each([
    ["Customer ID", "customer_id"],
    ["CustomerID", "customer_id"],
    ["买家昵称", "customer_id"],
    ["会员号", "customer_id"],
    ["付款日期", "ordered_at"],
    ["InvoiceDate", "ordered_at"],
    ["实付金额（元）", "amount"],
    ["invoice", "order_id"],
    ["dollar_value", "amount"],
    ["訂單編號", "order_id"],
  ])("%s is %s", (heading, role) => {
    expect(synonymsOf(heading).some((synonym) => synonym.table === "orders" && synonym.role === role)).toBe(
      true,
    );
  });
  test("are compared without case, spaces, marks and brackets", () => {
    expect(plainHeading(" Order_ID (new) ")).toBe("orderid");
    expect(plainHeading("实付金额（元）")).toBe("实付金额");
    expect(isHeading("17850")).toBe(false);
  });
});
