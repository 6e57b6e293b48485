/** Words for what a posting of points is, in the order in which they are looked for. */
export const pointWords = {
  expire: "过期|失效|到期|清零|作废|expir|lapse|forfeit",
  adjust:
    "调整|补发|补偿|修正|更正|撤销|冲正|退回|返还|退货|人工|手动|转入|转出|adjust|correct|manual|revers|refund|transfer",
  // What shopping gives is earned, though the word for shopping alone means points that were spent.
  earn: "消费(获|赠|奖|送|得|返)|购物|下单|订单|获得|获取|赠送|奖励|签到|增加|新增|收入|发放|充值|注册|生日|评价|邀请|推荐|活动|积分获|earn|accru|award|bonus|credit|reward earned|sign.?up|purchase|gain|collect|add",
  redeem:
    "消费|兑换|使用|抵扣|抵现|扣减|扣除|支出|核销|消耗|减少|redeem|redemption|spen[dt]|burn|use|debit|deduct",
} as const;
export type PointKind = keyof typeof pointWords;
