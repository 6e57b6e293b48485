import type { System } from "./system.ts";

/**
 * Records exported from a form of Jiandaoyun (简道云). A form's fields are its owner's; those that every
 * export adds (提交人, 提交时间) and those of the CRM template are taken from use and not confirmed by a public
 * page. Rows of a sub-form below the first have the record's cells empty and are set aside.
 */
export const jiandaoyun: System = {
  label: { en: "Jiandaoyun orders", "zh-CN": "简道云订单" },
  table: "orders",
  needs: [
    ["提交人"],
    ["提交时间"],
    ["客户名称", "客户编号", "客户"],
    ["合同金额", "订单金额", "销售金额", "订单总额"],
  ],
  roles: {
    order_id: ["订单编号", "合同编号", "销售单号", "数据ID"],
    customer_id: ["客户编号", "客户名称", "客户"],
    ordered_at: ["下单日期", "订单日期", "签订日期", "签约日期", "提交时间"],
    amount: ["订单金额", "合同金额", "销售金额", "订单总额"],
    status: ["订单状态", "合同状态"],
    city: ["城市"],
    channel: ["客户来源", "渠道"],
  },
  unconfirmed: ["提交人", "提交时间", "数据ID", "合同金额", "签订日期"],
};
