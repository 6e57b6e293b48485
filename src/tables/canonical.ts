import type { Text } from "../i18n/text.ts";

export type CanonicalType = "text" | "number" | "integer" | "date" | "timestamp";

export interface CanonicalColumn {
  readonly type: CanonicalType;
  readonly label: Text;
  readonly required?: true;
  /** Values that a column of this role takes, where it is a closed list. */
  readonly values?: readonly string[];
  readonly unit?: "money" | "points" | "items";
}

export interface CanonicalTable {
  readonly label: Text;
  readonly grain: Text;
  readonly columns: Readonly<Record<string, CanonicalColumn>>;
}

const text = (en: string, zh: string): CanonicalColumn => ({ type: "text", label: { en, "zh-CN": zh } });
const money = (en: string, zh: string): CanonicalColumn => ({
  type: "number",
  unit: "money",
  label: { en, "zh-CN": zh },
});
const number = (en: string, zh: string): CanonicalColumn => ({ type: "number", label: { en, "zh-CN": zh } });
const date = (en: string, zh: string): CanonicalColumn => ({ type: "date", label: { en, "zh-CN": zh } });
const timestamp = (en: string, zh: string): CanonicalColumn => ({
  type: "timestamp",
  label: { en, "zh-CN": zh },
});
const required = (column: CanonicalColumn): CanonicalColumn => ({ ...column, required: true });

/** The tables that every import maps onto and that every metric is written over. */
export const canonicalTables = {
  orders: {
    label: { en: "Orders", "zh-CN": "订单" },
    grain: { en: "one order a row", "zh-CN": "一行一单" },
    columns: {
      order_id: required(text("Order number", "订单号")),
      customer_id: required(text("Customer", "客户")),
      ordered_at: required(timestamp("Order time", "下单时间")),
      amount: required(money("Amount", "金额")),
      status: { ...text("Status", "订单状态"), values: ["completed", "cancelled", "refunded"] },
      refund_amount: money("Refund", "退款金额"),
      discount: money("Discount", "优惠金额"),
      cost: money("Cost", "成本"),
      channel: text("Channel", "渠道"),
      store: text("Store", "门店"),
      city: text("City", "城市"),
      currency: text("Currency", "币种"),
    },
  },
  order_lines: {
    label: { en: "Order lines", "zh-CN": "订单明细" },
    grain: { en: "one product of an order a row", "zh-CN": "一行一件商品" },
    columns: {
      order_id: required(text("Order number", "订单号")),
      product: required(text("Product", "商品")),
      quantity: { type: "number", unit: "items", label: { en: "Quantity", "zh-CN": "数量" } },
      unit_price: money("Unit price", "单价"),
      amount: money("Amount", "金额"),
      category: text("Category", "品类"),
      brand: text("Brand", "品牌"),
      discount: money("Discount", "优惠金额"),
      cost: money("Cost", "成本"),
    },
  },
  customers: {
    label: { en: "Customers", "zh-CN": "客户" },
    grain: { en: "one customer a row", "zh-CN": "一行一位客户" },
    columns: {
      customer_id: required(text("Customer", "客户")),
      name: text("Name", "姓名"),
      joined_at: date("Joined", "注册日期"),
      program_joined_at: date("Joined programme", "入会日期"),
      tier: text("Tier", "会员等级"),
      birthday: date("Birthday", "生日"),
      gender: text("Gender", "性别"),
      city: text("City", "城市"),
      acquisition_channel: text("Acquisition channel", "获客渠道"),
      referred_by: text("Referred by", "推荐人"),
    },
  },
  surveys: {
    label: { en: "Answers", "zh-CN": "问卷" },
    grain: { en: "one answer a row", "zh-CN": "一行一份答卷" },
    columns: {
      answered_at: required(timestamp("Answer time", "答题时间")),
      score: required(number("Score", "评分")),
      kind: { ...text("Kind", "类型"), values: ["nps", "csat", "ces", "other"] },
      scale_max: number("Highest score", "满分"),
      customer_id: text("Customer", "客户"),
      comment: text("Comment", "评论"),
      perceived_value: number("Perceived value", "感知价值"),
      switching_cost: number("Switching cost", "转换成本"),
    },
  },
  points: {
    label: { en: "Points", "zh-CN": "积分流水" },
    grain: { en: "one posting a row", "zh-CN": "一行一笔积分" },
    columns: {
      customer_id: required(text("Customer", "客户")),
      posted_at: required(timestamp("Posting time", "记账时间")),
      kind: required({ ...text("Kind", "类型"), values: ["earn", "redeem", "expire", "adjust"] }),
      points: required({ type: "number", unit: "points", label: { en: "Points", "zh-CN": "积分" } }),
      order_id: text("Order number", "订单号"),
      expires_at: date("Expires", "到期日"),
      reward: text("Reward", "兑换物"),
    },
  },
  contacts: {
    label: { en: "Contacts", "zh-CN": "互动记录" },
    grain: { en: "one contact a row", "zh-CN": "一行一次互动" },
    columns: {
      customer_id: required(text("Customer", "客户")),
      contacted_at: required(timestamp("Contact time", "互动时间")),
      kind: { ...text("Kind", "类型"), values: ["complaint", "service", "visit", "social", "campaign"] },
      channel: text("Channel", "渠道"),
      topic: text("Topic", "主题"),
      text: text("Text", "内容"),
      resolved_at: timestamp("Resolved", "解决时间"),
    },
  },
} as const satisfies Record<string, CanonicalTable>;

export type TableName = keyof typeof canonicalTables;
export const tableNames = Object.keys(canonicalTables) as TableName[];

/** A canonical table by name, widened so that its columns can be looked up by any name. */
export function canonicalTable(name: TableName): CanonicalTable {
  return canonicalTables[name];
}

/** A second column that says which orders stand: a document type, a refund flag, the state of the payment. */
const furtherStatus = text("Further status", "其他状态");

/** The time of day of an order, where its own column has days alone. */
const orderedTime = text("Time of day", "下单时刻");

/**
 * The roles that a column of a file can take when the file holds `table`, by canonical column name.
 * A file at line grain also fills the orders that its lines add up to. What an order's time, amount and status
 * are made of are roles, too, though no columns of the table.
 */
export function rolesOf(table: TableName): Readonly<Record<string, CanonicalColumn>> {
  const { orders, order_lines: lines } = canonicalTables;
  if (table === "orders") {
    const { quantity, unit_price } = lines.columns;
    return {
      ...orders.columns,
      quantity,
      unit_price,
      further_status: furtherStatus,
      ordered_time: orderedTime,
    };
  }
  if (table !== "order_lines") return canonicalTable(table).columns;
  const { amount: _orderAmount, ...own } = orders.columns;
  return { ...own, ...lines.columns, further_status: furtherStatus, ordered_time: orderedTime };
}
