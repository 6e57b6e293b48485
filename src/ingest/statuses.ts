export type Status = "completed" | "cancelled" | "refunded";

/** Words of statuses; the first rule that matches a value decides, so partial and failed ones stand first. */
const rules: readonly { readonly status: Status; readonly words: RegExp }[] = [
  // A refund that was refused or is asked for has not happened, nor has one that there is not.
  {
    status: "completed",
    words:
      /退(款|货)(失败|关闭|中|申请|驳回|拒绝|取消)|(待|申请|拒绝|取消|撤销)退(款|货)|refund (declined|failed|requested|pending)|部分退|partial/i,
  },
  {
    status: "completed",
    words:
      /^(无|未|没有|非|不|未发生|未申请|暂无)(需)?(退|售后)|[\s/_-](no|not|non)[\s_-]?(refund|return)|^(no|not|non|un)[\s_-]?(refund|return)/i,
  },
  { status: "refunded", words: /退款|退货|已退|refund|return|chargeback|冲红|冲销/i },
  {
    status: "cancelled",
    words:
      /取消|关闭|作废|未付款|待付款|未支付|待支付|等待买家付款|付款失败|无效|void|cancel|closed|abandon|failed|expired|unpaid|pending payment|awaiting payment|declined/i,
  },
  {
    status: "completed",
    words:
      /成功|完成|已付|已支付|已发货|待发货|已签收|已收货|确认收货|正常|特价|赠送|有效|完結|paid|complete|success|succeeded|fulfilled|shipped|delivered|received|closed won|normal|special|present|gift|active|processing|authorized|settled|done|^ok$|sale/i,
  },
];

/** What a value of a status column means; null where the word is not known. */
export function statusOf(value: string): Status | null {
  const text = value.trim();
  if (/closed won/i.test(text)) return "completed";
  return rules.find(({ words }) => words.test(text))?.status ?? null;
}

/** Whether the values of a column read as statuses: all but a few known, and not one for all. */
export function areStatuses(values: readonly string[]): boolean {
  if (values.length < 2 || values.length > 20) return false;
  const found = values.map(statusOf);
  const known = found.filter((status) => status !== null);
  return (
    known.length === values.length && new Set(known).size > 1 && values.every((value) => value.length <= 40)
  );
}
