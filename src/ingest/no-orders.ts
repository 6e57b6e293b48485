import type { Text } from "../i18n/text.ts";
import { plainHeading } from "../tables/synonyms.ts";
import { columnOf } from "./map.ts";
import { noOrdersMessages } from "./no-orders.messages.ts";
import type { Profile } from "./profile.ts";
import { isReturnWord } from "./returns.ts";
import type { Mapping } from "./source.ts";

const refundNumber =
  /^(refund|return|rma|credit(note|memo))(order)?(id|no|number|num|code|ref|reference|sn)$|退(款|货)(单|订单|单据|流水)?(号|单号|编号|编码|id)$|^退(款|货)单$|^售后(服务)?(单|单号|编号|单编号)$/;
const refundTime =
  /^(refund|refunded|return|returned)(at|on|time|date)$|退(款|货)(完成|成功|申请|创建)?(时间|日期)$/;
/** What is left once refunds are off is no refund. */
const afterRefunds = /后|净|扣除|除去|不含|\b(net|after|less|minus|excl?|excluding|without)\b/i;

const summedChinese =
  /累计|累积|历史|(订单|消费|购买|下单|交易|支付|成交)(总)?(次数|笔数|单数|总数|数量?)$|总(订单|消费|购买|下单|交易|支付|成交)|(消费|购买|交易|支付|成交)总额|(最近|最后|最后一次|上次|末次|首次|第一次)(一次)?(订单|消费|购买|下单|交易|支付|成交)/;
const summedEnglish =
  /\b(total|lifetime|cumulative|number of|num|nb|count of|life time) (orders?|purchases?|transactions?|visits?|sales|spen[dt]|spending|revenue|value)\b|\b(orders?|purchases?|transactions?) count\b|\b(last|latest|most recent|first) (order|purchase|transaction|visit)|^(recency|frequency|monetary)\b/i;
const spaced = (heading: string): string =>
  heading.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[\s_-]+/g, " ");

/**
 * What a file is that was taken for orders and holds none: refunds, which would be added as sales, or the sums
 * of what each customer bought. Null where it may be orders.
 */
export function noOrders(mapping: Mapping, profiles: readonly Profile[]): Text | null {
  if (mapping.table !== "orders" && mapping.table !== "order_lines") return null;
  if (isRefunds(mapping, profiles)) return noOrdersMessages.refunds;
  const summed = sumsOfCustomers(mapping, profiles);
  return summed.length > 0 ? noOrdersMessages.summed(summed) : null;
}

function isRefunds(mapping: Mapping, profiles: readonly Profile[]): boolean {
  const amount = columnOf(mapping, "amount");
  if (amount !== undefined && isReturnWord(amount) && !afterRefunds.test(spaced(amount))) return true;
  const beside = columnOf(mapping, "refund_amount") !== undefined;
  // Orders have a number of a refund in a few rows; refunds each have their own.
  const numbered = profiles.some(
    (profile) => refundNumber.test(plainHeading(profile.name)) && isKey(profile) && profile.empty === 0,
  );
  if (amount !== undefined) return numbered && !beside;
  const priced = columnOf(mapping, "quantity") !== undefined && columnOf(mapping, "unit_price") !== undefined;
  const time = columnOf(mapping, "ordered_at");
  return beside && !priced && (numbered || (time !== undefined && refundTime.test(plainHeading(time))));
}

/** The columns of a table that has a row for each customer and what their orders come to; else none. */
function sumsOfCustomers(mapping: Mapping, profiles: readonly Profile[]): string[] {
  const customer = profiles.find(({ name }) => mapping.roles[name] === "customer_id");
  if (!customer || !isKey(customer) || columnOf(mapping, "order_id") !== undefined) return [];
  const isSum = (heading: string) => summedChinese.test(heading) || summedEnglish.test(spaced(heading));
  // A time or amount of its own makes a row an order, whatever else it tells of its customer.
  const own = [columnOf(mapping, "ordered_at"), columnOf(mapping, "amount")];
  if (own.some((column) => column !== undefined && !isSum(column))) return [];
  const sums = profiles.filter(({ name, type }) => (type === "number" || type === "time") && isSum(name));
  return sums.length > 1 ? sums.map(({ name }) => name) : [];
}

/** Whether no two rows have the same value, but for a few. */
function isKey({ distinct, cells, empty }: Profile): boolean {
  const filled = cells - empty;
  return filled > 1 && distinct >= filled * 0.98;
}
