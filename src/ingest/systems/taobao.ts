import type { System } from "./system.ts";

/**
 * The order report of Taobao and Tmall (订单报表). Headings: of published reports that analyses read
 * (tmall_order_report.csv); the seller's own help pages are not public. An order that was never paid has no
 * time of payment and an amount of zero, so that the time of the order itself is used.
 */
export const taobao: System = {
  label: { en: "Taobao or Tmall order report", "zh-CN": "淘宝/天猫订单报表" },
  table: "orders",
  needs: [["订单编号"], ["买家会员名", "买家会员"], ["买家实际支付金额"], ["订单创建时间", "订单付款时间"]],
  roles: {
    order_id: ["订单编号"],
    customer_id: ["买家会员名", "买家会员"],
    ordered_at: ["订单创建时间", "订单付款时间"],
    amount: ["买家实际支付金额"],
    status: ["订单状态"],
    refund_amount: ["退款金额"],
    store: ["店铺名称"],
  },
  dimensions: ["宝贝种类"],
  statuses: { 卖家已发货等待买家确认: "completed", 买家已付款等待卖家发货: "completed" },
  unconfirmed: ["买家会员", "店铺名称"],
};
