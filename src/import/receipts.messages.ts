import type { Text } from "../i18n/text.ts";

const shown = (count: number): string => count.toLocaleString("en");

export const messages = {
  title: { en: "Data quality receipts", "zh-CN": "数据质量收据" },
  close: { en: "Close", "zh-CN": "关闭" },
  none: { en: "No data are loaded.", "zh-CN": "还没有载入数据。" },
  read: { en: "Rows read", "zh-CN": "读取的行" },
  used: { en: "used", "zh-CN": "采用" },
  aside: { en: "set aside", "zh-CN": "另存" },
  download: { en: "Download rows set aside", "zh-CN": "下载另存的行" },
  asideName: { en: "rows-set-aside.csv", "zh-CN": "另存的行.csv" },
  examples: (count: number): Text => ({
    en: `Show ${shown(count)} of the rows`,
    "zh-CN": `查看其中 ${shown(count)} 行`,
  }),
  row: (row: number): Text => ({ en: `Row ${shown(row)}`, "zh-CN": `第 ${shown(row)} 行` }),
  effect: { en: "Effect:", "zh-CN": "影响：" },
  orders: (text: string): Text => ({ en: `orders ${text}`, "zh-CN": `订单 ${text}` }),
  customers: (text: string): Text => ({ en: `customers ${text}`, "zh-CN": `客户 ${text}` }),
  value: (text: string): Text => ({ en: `value ${text}`, "zh-CN": `金额 ${text}` }),
  unchanged: { en: "no total changes", "zh-CN": "总数不变" },
  policies: { en: "Cleaning rules", "zh-CN": "清洗规则" },
  policiesHow: {
    en: "A change loads the files again and redraws every figure.",
    "zh-CN": "改动后会重新载入文件并刷新所有数字。",
  },
  duplicates: { en: "Keep one of rows that are equal in every column", "zh-CN": "每列都相同的行只保留一行" },
  refunds: { en: "Refunds reduce value", "zh-CN": "退款冲减金额" },
  ids: {
    en: "Merge phone numbers and e-mails written differently",
    "zh-CN": "合并写法不同的手机号与邮箱",
  },
  cancelled: { en: "Leave cancelled orders out", "zh-CN": "不计已取消的订单" },
  loading: { en: "Loading again…", "zh-CN": "正在重新载入……" },
} as const;
