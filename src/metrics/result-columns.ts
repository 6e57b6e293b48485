/** Result columns that many metrics have: one wording and one unit for one thing. */
export const customersColumn = {
  type: "integer",
  unit: "customers",
  label: { en: "Customers", "zh-CN": "顾客数" },
} as const;
export const revenueColumn = {
  type: "number",
  unit: "money",
  label: { en: "Revenue", "zh-CN": "收入" },
  n: "customers",
} as const;
export const revenueShareColumn = {
  type: "number",
  unit: "share",
  label: { en: "Share of revenue", "zh-CN": "收入占比" },
  n: "customers",
} as const;
export const customerShareColumn = {
  type: "number",
  unit: "share",
  label: { en: "Share of customers", "zh-CN": "人数占比" },
  n: "customers",
} as const;
export const customerIdColumn = { type: "text", label: { en: "Customer", "zh-CN": "客户" } } as const;
export const daysSinceColumn = {
  type: "integer",
  unit: "days",
  label: { en: "Days since last order", "zh-CN": "距上次购买天数" },
} as const;
export const completeColumn = { type: "boolean", label: { en: "Complete", "zh-CN": "已满" } } as const;
export const splitColumn = { type: "text", label: { en: "Split", "zh-CN": "拆分" } } as const;
/** The ends of a share's interval. */
export const shareEnds = {
  low: { type: "number", unit: "share", label: { en: "Low", "zh-CN": "下限" } },
  high: { type: "number", unit: "share", label: { en: "High", "zh-CN": "上限" } },
} as const;
