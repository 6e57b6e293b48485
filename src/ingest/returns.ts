import { plainHeading } from "../tables/synonyms.ts";
import type { Profile } from "./profile.ts";
import { type Status, areStatuses, statusOf } from "./statuses.ts";

/**
 * Columns that tell goods taken back from goods sold, other than by the state of an order: the type of a
 * document (销售单 and 退货单), a flag (`is_refund`), the direction of money (收入 and 支出).
 */

/** Beyond so many values a column is no list of kinds. */
const mostKinds = 12;

const returnWord =
  /退货|退款|退单|退回|销退|退换|冲红|红冲|冲销|红字|^退$|\b(refund(s|ed)?|return(s|ed)?|credit (note|memo)|chargeback|reversal)\b/i;
/** People and promises are called so as well: a returning customer, goods that can be sent back within a week. */
const otherwise = /客|会员|无理由|支持|可退|保障|customer|client|visitor|buyer|policy|within/i;
const saleWord =
  /销售|销货|零售|批发|出库|消费|购买|购物|下单|付款|支付(?!宝)|收款|收入|正常|普通|订单|订购|发货|开单|成交|^(买|售|销)$|\b(sales?|sold|purchases?|orders?|charges?|payments?|invoices?|buy|capture|principal|item ?price)\b/i;
/** Money that moves and is no sale: put on a card, paid out, kept as a fee. */
const noSale =
  /充值|储值(?!消费|支付|卡支付)|提现|转账|划扣|手续费|佣金|服务费|\b(fees?|commissions?|payouts?|withdrawals?|transfers?|top ?up|recharge|deposits?|reserve)\b/i;
const kindHeading =
  /类型|类别|种类|项目|用途|摘要|业务|操作|事由|科目|\b(type|kind|category|description|event|activity)\b/i;
const payHeading =
  /支付(方式|渠道|类型|工具)|付款方式|收款方式|结算方式|\b(payment|tender|pay) ?(method|type|channel|mode)\b/i;

const flagHeading =
  /^(is|has|was)?(refund|refunded|return|returned|returns|chargeback)(flag|ed|indicator)?$|^(是否|有无|是不是)(已|有|为)?(退|冲红)|退(款|货|单)(标志|标记|标识|否)$|^是否.*退(款|货)/;
/** A yes under the first makes a row no sale, and so does a no under the second. */
const undoneHeading =
  /^(is|was)?(deleted?|void(ed)?|cancell?ed|unpaid|invalid|test(order)?)(flag|indicator)$|^(is|was)(deleted?|void|test)$|^(is|was)?(deleted|voided|cancell?ed|unpaid|invalid|testorder)$|^(del|delete|cancel)(flag|indicator)$|^(是否|是不是)(已|为|被)?(删除|作废|取消|撤销|测试|无效|未付款|未支付)(订单|单|数据)?$|^(已|被)(删除|作废|取消|撤销)$|^(删除|作废|取消|测试(订单|单)?)(标志|标记|标识|否)$|^测试(订单|单)$/;
const doneHeading =
  /^(is|was)(order)?(paid|valid)$|^(paid|valid)(flag|indicator)?$|^(是否|是不是)(已|已经|完成)?(付款|支付|有效)(成功)?(订单)?$|^(已|已经|完成)(付款|支付)$|^(付款|支付|有效)(标志|标记|标识|否)$/;
const yes = /^(1|y|yes|true|t|是|有|√|x|退|已退|r)$/i;
const no = /^(0|n|no|false|f|否|无|×|未退|未)$/i;

const moneyFlow = /^(收支|收支类型|收支方向|资金流向|资金方向|借贷|借贷标志)$/;
const moneyIn = /^(收入|收|已收入|in|贷)$/i;
const moneyOut = /^(支出|支|已支出|out|借)$/i;
const neither = /^(不计收支|其他|中性交易|\/)$/;

const spaced = (value: string): string => value.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[_-]+/g, " ");

/** Whether a column says of each row whether money came in or went out. */
export function isMoneyFlow(heading: string): boolean {
  return moneyFlow.test(plainHeading(heading));
}

/** Whether a heading asks whether a row is a return. */
export function isReturnFlag(heading: string): boolean {
  return flagHeading.test(plainHeading(heading));
}

/** Whether a column marks, by yes and no, rows that never were sales: not paid, deleted, void, made to try the till. */
export function isUndoneFlag(profile: Profile): boolean {
  const heading = plainHeading(profile.name);
  return (undoneHeading.test(heading) || doneHeading.test(heading)) && isFlag(profile);
}

/** Whether a word names a return, and no state, person or promise. */
export function isReturnWord(value: string): boolean {
  return returnWord.test(spaced(value)) && !otherwise.test(value) && statusOf(value) !== "completed";
}

/**
 * What the values of a column mean where only the column as a whole tells: 1 in `is_refund`, 支出 in 收/支,
 * 退货单 beside 销售单. Null where the values must speak for themselves.
 */
export function wordStatuses(profile: Profile): Readonly<Record<string, Status>> | null {
  const values = profile.top.map(([value]) => value);
  if (values.length === 0 || profile.distinct > mostKinds) return null;
  const meant = (meaning: (value: string) => Status | null) =>
    Object.fromEntries(
      values.flatMap((value) => {
        const status = meaning(value);
        return status ? [[value, status] as const] : [];
      }),
    );
  if (isMoneyFlow(profile.name) && values.some((value) => moneyIn.test(value)))
    return meant((value) =>
      moneyIn.test(value)
        ? "completed"
        : moneyOut.test(value)
          ? "refunded"
          : neither.test(value)
            ? "cancelled"
            : null,
    );
  if (isReturnFlag(profile.name) && isFlag(profile))
    return meant((value) =>
      isReturnWord(value) || yes.test(value) ? "refunded" : no.test(value) ? "completed" : null,
    );
  if (isUndoneFlag(profile)) {
    const undoes = undoneHeading.test(plainHeading(profile.name)) ? yes : no;
    return meant((value) => (undoes.test(value) ? "cancelled" : "completed"));
  }
  const heading = spaced(profile.name);
  // How was paid says nothing of what; and the words of a state speak for themselves.
  if (payHeading.test(heading) || /状态|\b(status|state)\b/i.test(heading)) return null;
  if (!isKinds(values, kindHeading.test(heading)) && !isMark(profile)) return null;
  return meant((value) =>
    isReturnWord(value)
      ? "refunded"
      : (statusOf(value) ?? (saleWord.test(spaced(value)) ? "completed" : null)),
  );
}

/** Whether a column tells returns, money that is no sale, or what was undone, from sales. */
export function tellsReturns(profile: Profile): boolean {
  const statuses = wordStatuses(profile);
  if (statuses === null) return false;
  const meanings = Object.values(statuses);
  if (meanings.includes("refunded") || meanings.includes("cancelled")) return true;
  return profile.top.some(([value]) => !statuses[value]);
}

/** Whether a column is a state of the order that matters beside another: some of its words undo an order. */
export function isFurtherState(profile: Profile): boolean {
  const words = profile.top.map(([value]) => value);
  if (words.length > mostKinds || profile.type !== "text") return false;
  const undone = words.some((word) => {
    const status = statusOf(word);
    return status === "refunded" || status === "cancelled";
  });
  const named =
    /退款状态|退货状态|售后状态|付款状态|支付状态|refund_?status|return_?status|payment_?status|financial_?status/i;
  return undone && (named.test(profile.name.replace(/\s/g, "_")) || areStatuses(words));
}

/** Yes and no, or yes and nothing. */
function isFlag({ top, empty }: Profile): boolean {
  const values = top.map(([value]) => value);
  if (values.length > 2) return false;
  const known = values.every((value) => yes.test(value) || no.test(value) || isReturnWord(value));
  return known && (values.length === 2 || empty > 0);
}

/** Words of sales beside words of returns, or under a heading of kinds beside words for other money. */
function isKinds(values: readonly string[], named: boolean): boolean {
  const other = (value: string) => noSale.test(spaced(value));
  return (
    values.length > 1 &&
    values.every((value) => value.length <= 40) &&
    values.some((value) => isReturnWord(value) || (named && other(value))) &&
    values.some((value) => !isReturnWord(value) && !other(value) && saleWord.test(spaced(value)))
  );
}

/** Nothing but a word for returns, in some of the rows. */
function isMark({ top, empty, cells, name }: Profile): boolean {
  const [only] = top;
  if (top.length !== 1 || !only || empty < cells / 2) return false;
  return isReturnWord(only[0]) || (isReturnWord(name) && yes.test(only[0]));
}
