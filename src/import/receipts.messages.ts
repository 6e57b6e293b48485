import type { Text } from "../i18n/text.ts";

const shown = (count: number): string => count.toLocaleString("en");

export const messages = {
  title: { en: "Data quality receipts", "zh-CN": "数据质量收据" },
  close: { en: "Close", "zh-CN": "关闭" },
  none: { en: "No data are loaded.", "zh-CN": "还没有载入数据。" },
  read: { en: "Rows read", "zh-CN": "读取的行" },
  used: { en: "used", "zh-CN": "采用" },
  aside: { en: "set aside", "zh-CN": "另存" },
  outside: { en: "outside of the sample", "zh-CN": "样本之外" },
  download: { en: "Download rows set aside", "zh-CN": "下载另存的行" },
  asideName: { en: "rows-set-aside.csv", "zh-CN": "另存的行.csv" },
  rowsName: { en: "rows.csv", "zh-CN": "相关的行.csv" },
  look: { en: "View", "zh-CN": "查看" },
  lookAt: (title: Text): Text => ({ en: `View: ${title.en}`, "zh-CN": `查看：${title["zh-CN"]}` }),
  shown: (rows: number, count: number): Text => ({
    en: rows < count ? `The first ${shown(rows)} of ${shown(count)}` : `All ${shown(rows)}`,
    "zh-CN": rows < count ? `共 ${shown(count)} 行，显示前 ${shown(rows)} 行` : `全部 ${shown(rows)} 行`,
  }),
  rowHead: { en: "Line", "zh-CN": "文件行" },
  fileHead: { en: "File", "zh-CN": "文件" },
  empty: { en: "empty", "zh-CN": "空" },
  downloadRows: { en: "Download CSV", "zh-CN": "下载 CSV" },
  downloadAll: (count: number): Text => ({
    en: count === 1 ? "The row as the file has it." : `All ${shown(count)} rows as the file has them.`,
    "zh-CN": `全部 ${shown(count)} 行，与文件中一致。`,
  }),
  downloadShown: { en: "The rows shown here.", "zh-CN": "这里显示的行。" },
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
  loading: { en: "Loading again…", "zh-CN": "正在重新载入……" },
} as const;
