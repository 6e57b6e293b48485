import type { System } from "./system.ts";

/**
 * Sales orders exported from Fxiaoke (纷享销客). Headings: names of the default fields of its sales order
 * object, from use; not confirmed by a public page. An order that is not in force (未生效, 作废) is none.
 */
export const fxiaoke: System = {
  label: { en: "Fxiaoke sales orders", "zh-CN": "纷享销客销售订单" },
  table: "orders",
  needs: [["销售订单编号"], ["客户名称", "客户编号"], ["下单日期"], ["销售订单金额", "订单金额"]],
  roles: {
    order_id: ["销售订单编号"],
    customer_id: ["客户编号", "客户名称"],
    ordered_at: ["下单日期"],
    amount: ["销售订单金额", "订单金额"],
    status: ["生命状态", "订单状态"],
    refund_amount: ["退款金额", "已退款金额"],
  },
  dimensions: ["业务类型", "负责人", "归属部门"],
  statuses: {
    正常: "completed",
    变更中: "completed",
    审核中: "cancelled",
    未生效: "cancelled",
    作废: "cancelled",
  },
  unconfirmed: ["销售订单编号", "客户名称", "下单日期", "销售订单金额", "生命状态", "业务类型", "归属部门"],
};
