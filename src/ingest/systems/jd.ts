import type { System } from "./system.ts";

/**
 * Orders exported from JD's seller console. Headings: of published programs that read the export; JD's own
 * help pages are not public. The customer is the account that ordered (下单帐号).
 */
export const jd: System = {
  label: { en: "JD orders", "zh-CN": "京东订单" },
  table: "orders",
  needs: [["订单号"], ["下单帐号", "下单账号"], ["下单时间"], ["应付金额", "订单金额", "结算金额"]],
  roles: {
    order_id: ["订单号"],
    customer_id: ["下单帐号", "下单账号"],
    ordered_at: ["下单时间"],
    amount: ["应付金额", "订单金额", "结算金额"],
    status: ["订单状态"],
    store: ["店铺名称"],
  },
  dimensions: ["支付方式", "订单来源"],
  statuses: { 等待出库: "completed", 等待确认收货: "completed", 等待付款: "cancelled", 锁定: "cancelled" },
  unconfirmed: ["订单金额", "结算金额", "订单状态", "支付方式", "订单来源"],
};
