import type { System } from "./system.ts";

/**
 * Orders exported from Youzan (有赞). Headings: of published programs that read the export; Youzan's help
 * pages do not list them. A buyer's phone number tells customers apart better than a nickname.
 */
export const youzan: System = {
  label: { en: "Youzan orders", "zh-CN": "有赞订单" },
  table: "orders",
  needs: [
    ["订单号"],
    ["订单状态"],
    ["买家付款时间", "订单创建时间"],
    ["全部商品名称", "商品种类数", "订单商品总件数"],
    ["订单实付金额", "应收订单金额", "商品金额合计"],
  ],
  roles: {
    order_id: ["订单号"],
    customer_id: ["买家手机号", "收货人手机号", "买家昵称"],
    ordered_at: ["订单创建时间", "买家付款时间"],
    amount: ["订单实付金额", "应收订单金额", "商品金额合计"],
    status: ["订单状态"],
    refund_amount: ["订单已退款金额"],
    discount: ["店铺优惠合计"],
    store: ["归属店铺", "下单网点"],
    city: ["收货人城市"],
  },
  dimensions: ["收货人省份", "订单类型", "付款方式"],
  unconfirmed: [
    "订单实付金额",
    "应收订单金额",
    "订单已退款金额",
    "买家手机号",
    "收货人手机号",
    "归属店铺",
    "下单网点",
  ],
};
