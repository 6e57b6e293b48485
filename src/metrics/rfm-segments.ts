/** The eight classes above or below the means: R, F, M high (1) or low (0). */
export const meanClasses: Record<string, { en: string; "zh-CN": string }> = {
  重要价值: { en: "Key, valued", "zh-CN": "重要价值" },
  重要发展: { en: "Key, to develop", "zh-CN": "重要发展" },
  重要保持: { en: "Key, to keep", "zh-CN": "重要保持" },
  重要挽留: { en: "Key, to win back", "zh-CN": "重要挽留" },
  一般价值: { en: "General, valued", "zh-CN": "一般价值" },
  一般发展: { en: "General, to develop", "zh-CN": "一般发展" },
  一般保持: { en: "General, to keep", "zh-CN": "一般保持" },
  一般挽留: { en: "General, to win back", "zh-CN": "一般挽留" },
};
/** By R·4 + F·2 + M. */
export const meanNames = [
  "一般挽留",
  "重要挽留",
  "一般保持",
  "重要保持",
  "一般发展",
  "重要发展",
  "一般价值",
  "重要价值",
] as const;

export const groupNames = {
  Champions: { en: "Champions", "zh-CN": "核心常客" },
  Loyal: { en: "Loyal", "zh-CN": "忠诚顾客" },
  "Potential loyalists": { en: "Potential loyalists", "zh-CN": "潜力顾客" },
  New: { en: "New", "zh-CN": "新客" },
  Promising: { en: "Promising", "zh-CN": "有望顾客" },
  "Need attention": { en: "Need attention", "zh-CN": "需要关注" },
  "About to sleep": { en: "About to sleep", "zh-CN": "即将沉睡" },
  "At risk": { en: "At risk", "zh-CN": "有流失风险" },
  "Cannot lose": { en: "Cannot lose", "zh-CN": "不可流失" },
  Hibernating: { en: "Hibernating", "zh-CN": "沉睡" },
  Lost: { en: "Lost", "zh-CN": "已流失" },
} as const;
type Group = keyof typeof groupNames;
/** The eleven groups by R (rows, 1–5) and (F + M)/2 rounded half up (columns, 1–5). */
export const groups: readonly (readonly Group[])[] = [
  ["Lost", "Lost", "At risk", "Cannot lose", "Cannot lose"],
  ["Hibernating", "Hibernating", "At risk", "At risk", "At risk"],
  ["About to sleep", "About to sleep", "Need attention", "Loyal", "Loyal"],
  ["Promising", "Potential loyalists", "Potential loyalists", "Loyal", "Champions"],
  ["New", "Potential loyalists", "Potential loyalists", "Champions", "Champions"],
];
/** Ten of them by R and F alone (rows and columns, 1–5), as they are widely used. */
export const groupsByFrequency: readonly (readonly Group[])[] = [
  ["Hibernating", "Hibernating", "At risk", "At risk", "Cannot lose"],
  ["Hibernating", "Hibernating", "At risk", "At risk", "Cannot lose"],
  ["About to sleep", "About to sleep", "Need attention", "Loyal", "Loyal"],
  ["Promising", "Potential loyalists", "Potential loyalists", "Loyal", "Loyal"],
  ["New", "Potential loyalists", "Potential loyalists", "Champions", "Champions"],
];

export interface RfmSettings {
  readonly preset: "quintiles" | "ntile" | "mean" | "groups" | "groups-rf";
  readonly frequency: "orders" | "days";
}
/** Whether segments are named groups, which have no single score. */
export const isGrouped = (preset: RfmSettings["preset"]): boolean =>
  preset === "groups" || preset === "groups-rf";
/** Whether customers with equal values may get different scores. */
export const splitsTies = (preset: RfmSettings["preset"]): boolean =>
  preset === "ntile" || preset === "groups-rf";
/** The best segment of each way of scoring. */
export const bestSegments: ReadonlySet<string> = new Set(["555", "重要价值", "Champions"]);

/** Every segment's name. */
export const segmentNames = { ...meanClasses, ...groupNames } as const;
