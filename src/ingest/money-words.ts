/**
 * What a heading says of a sum of money: `paid` is what the customer paid in the end, `final` what the order
 * comes to with everything, `plain` says no more than that it is an amount, `due` is before discounts or
 * without tax and delivery. Null where it is no amount of a sale: a tax, a fee, a discount, a balance.
 */
export type MoneyKind = "paid" | "final" | "plain" | "due";

const ranks: Readonly<Record<MoneyKind, number>> = { paid: 4, final: 3, plain: 2, due: 1 };
/** How near a kind of money is to what the customer paid. */
export function moneyRank(kind: MoneyKind): number {
  return ranks[kind];
}

const chinese = {
  paid: /实付|实收|实际(支付|付款|收款|成交|消费)|(支付|付款|收款|已付|已收|扣款)(总)?(金额|总额)|(优惠|折扣|打折)后|折后|净(额|销售|收入|营收)|^(支付|付款|收款)$/,
  final: /价税合计|(?<!不)含税|总计应付|订单合计/,
  due: /应付|应收|原价|原始|标价|吊牌|(优惠|折扣|打折)前|折前|商品(总价|金额|总额|合计)|货款|货值|不含税|未税|去税|税前|除税|^小计/,
  plain: /金额|总额|总价|合计|总计|销售额|营业额|交易额|消费额|成交价|成交额|订单价|小计/,
  none: /运费|邮费|快递费|配送费|物流费|包装费|优惠|折扣|减免|满减|抵扣|抵用|立减|红包|券|卡支付|积分|退|成本|进价|利润|毛利|佣金|提成|手续费|服务费|税(额|金|率|费)|余额|储值|充值|累计|历史|历次|单价|均价|平均|客单|件数|数量|次数|笔数|占比|[率%]$|比例|押金|定金|订金|预付|预存|赠送|欠款|未付|未收|待付|待收|找零|抹零|小费|补贴|目标|预算|上限|额度|大写|调整/,
};

const none = new Set(
  `tax taxes vat gst hst shipping freight postage delivery discount discounts coupon coupons voucher vouchers
  promo promotion promotions refund refunds refunded return returns cost costs cogs profit margin commission commissions
  fee fees tip tips gratuity balance point points credit credits unit each average avg mean qty quantity count weight
  rate percent percentage pct lifetime cumulative ltv clv outstanding deposit limit budget target change rounding
  adjustment adjustments surcharge duty duties insurance id number no code method type status state date time day
  month year currency items item products product customers orders lines visits sessions days units hours stock
  giftcard wallet cashback exchange ratio growth forecast min max index rank score payout chargeback`
    .split(/\s+/)
    .filter(Boolean),
);
const plain = new Set(
  "amount amounts amt total totals revenue sales sale spend spent turnover gmv payment payments value sum dollars proceeds".split(
    " ",
  ),
);
const taxWords = "(?:tax(?:es)?|vat|gst)";
const english = {
  inclusive: new RegExp(
    `\\b(?:incl?|including|inclusive|with|after)\\b.*\\b${taxWords}\\b|\\b${taxWords}\\b.*\\b(?:incl?|included|inclusive)\\b`,
  ),
  exclusive: new RegExp(
    `\\b(?:excl?|ex|excluding|exclusive|without|before|pre|less)\\b.*\\b${taxWords}\\b|\\b${taxWords}\\b.*\\b(?:excl?|excluded|exclusive)\\b`,
  ),
  after: /\bdiscounted\b|\b(?:after|less|minus|net of)\b.*\b(?:discounts?|coupons?|promotions?)\b/,
  before:
    /\b(?:before|pre|excl?|excluding|without)\b.*\b(?:discounts?|coupons?|promotions?)\b|\bundiscounted\b/,
  paid: /\b(?:paid|net|received|charged|collected|settled|captured|actual)\b/,
  final: /\b(?:grand|final)\b/,
  due: /\b(?:gross|list|original|msrp|full|due|subtotal|sub total|merchandise|regular|retail)\b/,
};

/** The words of an English heading: `totalPrice`, `Total_Price (USD)` and `TOTAL PRICE` are alike. */
function wordsOf(heading: string): string {
  return heading
    .normalize("NFKC")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^a-z]+/g, " ")
    .trim();
}

/** What a heading says of money. */
export function moneyKind(heading: string): MoneyKind | null {
  const text = heading.normalize("NFKC").replace(/\s/g, "");
  if (/\p{Script=Han}/u.test(text)) {
    if (
      chinese.paid.test(text) &&
      !/退|积分|券|余额|未实|手续费|应实差|差额|人|方式|时间|状态|账|单号|流水号/.test(text)
    )
      return "paid";
    const bare = text.replace(/(优惠|折扣|打折)前|不含税|含税|未税|去税|税前|除税|价税/g, "");
    if (chinese.none.test(bare) || /人|方式|时间|日期|状态|单号|编号/.test(bare)) return null;
    if (chinese.due.test(text)) return "due";
    if (chinese.final.test(text)) return "final";
    return chinese.plain.test(text) ? "plain" : null;
  }
  let words = wordsOf(heading);
  const taxed = english.inclusive.test(words) && !english.exclusive.test(words);
  const untaxed = english.exclusive.test(words);
  const after = english.after.test(words);
  const before = english.before.test(words);
  if (taxed || untaxed) words = words.replace(new RegExp(`\\b${taxWords}\\b`, "g"), "");
  if (after || before)
    words = words.replace(/\b(discounts?|coupons?|promotions?|discounted|undiscounted)\b/g, "");
  if (
    /\b(shipping|freight|delivery)\b/.test(words) &&
    /\b(incl?|including|with|excl?|excluding|without)\b/.test(words)
  )
    words = words.replace(/\b(shipping|freight|delivery)\b/g, "");
  const tokens = words.split(" ").filter(Boolean);
  if (tokens.length === 0 || tokens.length > 6 || tokens.some((token) => none.has(token))) return null;
  const isMoney =
    tokens.some(
      (token) => plain.has(token) || token === "subtotal" || token === "ordertotal" || token === "grandtotal",
    ) ||
    (tokens.includes("price") && tokens.some((token) => token === "total" || token === "order"));
  const alone = tokens.length === 1 && /^(paid|net|gross|received|charged|collected)$/.test(tokens[0] ?? "");
  const order = tokens.some((token) => token === "order" || token === "customer" || token === "price");
  if (!isMoney && !alone && !((english.paid.test(words) || after) && order)) return null;
  if (before || untaxed || english.due.test(words)) return "due";
  if (after || english.paid.test(words)) return "paid";
  if (taxed || english.final.test(words) || words === "grandtotal") return "final";
  return "plain";
}

/** Whether a heading is of money, or of a number, that is no amount of a sale: a tax, a fee, a balance. */
export function isNoSale(heading: string): boolean {
  if (moneyKind(heading) !== null) return false;
  const text = heading.normalize("NFKC").replace(/\s/g, "");
  return (
    chinese.none.test(text) ||
    wordsOf(heading)
      .split(" ")
      .some((word) => none.has(word))
  );
}

/** Whether a heading speaks of a whole order, not of a line of it. */
export function isOrderMoney(heading: string): boolean {
  const text = heading.normalize("NFKC").replace(/\s/g, "");
  if (/订单|整单|单据总|总单|結帳|結账/.test(text)) return !/订单(明细|行)|子订单/.test(text);
  return /\b(order|orders|grand|basket|cart|checkout|invoice|transaction)\b/.test(wordsOf(heading));
}

/** Whether a heading speaks of a line of an order. */
export function isLineMoney(heading: string): boolean {
  const text = heading.normalize("NFKC").replace(/\s/g, "");
  return (
    /小计|行金额|明细|单品|分摊|子订单/.test(text) ||
    /\b(line|lineitem|item|row|ext|extended)\b/.test(wordsOf(heading))
  );
}

/** What a heading says of a price: of one piece, or not whether of one or of all. Null where it is none. */
export function priceKind(heading: string): "piece" | "unclear" | null {
  const text = heading.normalize("NFKC").replace(/\s/g, "");
  if (/单价|每件|零售价|标价|吊牌价|\/(件|个)/.test(text)) return "piece";
  if (/^(商品|产品|销售|成交|实际|实付|折后|优惠)?(价格|售价|价钱|成交价)([（(].*[)）])?$/.test(text))
    return "unclear";
  const words = wordsOf(heading);
  if (
    /\b(unit|each|per|list)\b.*\b(price|cost|amount)\b|\bprice (each|per)\b|\bunitprice\b|\brrp\b|\bmsrp\b/.test(
      words,
    )
  )
    return "piece";
  return /^((sale|sales|selling|product|item|net|final|line ?item|discounted|paid) )?prices?( (usd|eur|gbp|cny|rmb))?$/.test(
    words,
  )
    ? "unclear"
    : null;
}

/** Whether a heading is of the money that was handed over, of which some may come back as change. */
export function isReceived(heading: string): boolean {
  return /实收|收款|已收/.test(heading) || /\b(received|tendered)\b/.test(wordsOf(heading));
}

/** Whether a heading is of the change that was given. */
export function isChange(heading: string): boolean {
  return (
    /找零|找赎/.test(heading) ||
    /^(change|change (due|given|returned|amount)|cash change)$/.test(wordsOf(heading))
  );
}

/** Whether a heading is of what someone keeps of the money, so that what is net may be without it. */
export function isFee(heading: string): boolean {
  return /手续费|服务费|佣金|平台费/.test(heading) || /\b(fees?|commissions?)\b/.test(wordsOf(heading));
}
