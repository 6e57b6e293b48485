import { formatBytes, formatCount } from "../i18n/format.ts";
import type { Text } from "../i18n/text.ts";

const sized = (bytes: number) => ({ en: formatBytes(bytes, "en"), "zh-CN": formatBytes(bytes, "zh-CN") });

const sampleHow = {
  en: "A sample takes whole customers, the same ones each time, and is named at every figure.",
  "zh-CN": "抽样按客户整位抽取，每次都是同一批，并在每个数字旁注明。",
};

/** What is said about the engine's memory and about samples. */
export const messages = {
  memory: { en: "Memory of the engine", "zh-CN": "引擎内存" },
  used: (used: number, limit: number): Text => ({
    en: `Memory: ${sized(used).en} of ${sized(limit).en} used`,
    "zh-CN": `内存：已用 ${sized(used)["zh-CN"]}，上限 ${sized(limit)["zh-CN"]}`,
  }),
  tooMuch: (estimate: number, limit: number): Text => ({
    en: `Loading these files will take about ${sized(estimate).en}, and the engine may use ${sized(limit).en} on this computer. Load less of them:`,
    "zh-CN": `载入这些文件约需 ${sized(estimate)["zh-CN"]} 内存，而引擎在这台电脑上最多可用 ${sized(limit)["zh-CN"]}。可以少载入一些：`,
  }),
  ranOut: (limit: number): Text => ({
    en: `Memory ran out: the engine may use ${sized(limit).en} on this computer. Nothing is lost. Load less of the files:`,
    "zh-CN": `内存不够：引擎在这台电脑上最多可用 ${sized(limit)["zh-CN"]}。没有丢失任何内容。可以少载入一些：`,
  }),
  leaveOut: (columns: number, bytes: number): Text => ({
    en: `Leave out ${columns} ${columns === 1 ? "column" : "columns"} that no figure needs (saves ${sized(bytes).en})`,
    "zh-CN": `不导入指标用不到的 ${columns} 列（省 ${sized(bytes)["zh-CN"]}）`,
  }),
  takeSample: (oneIn: number): Text => ({
    en: `Load a sample: 1 customer in ${formatCount(oneIn, "en")}`,
    "zh-CN": `按客户抽样：每 ${formatCount(oneIn, "zh-CN")} 位取 1 位`,
  }),
  all: { en: "Load everything all the same", "zh-CN": "仍然全部载入" },
  sample: (oneIn: number): Text => ({
    en: `sample: 1 customer in ${formatCount(oneIn, "en")}`,
    "zh-CN": `样本：每 ${formatCount(oneIn, "zh-CN")} 位客户取 1 位`,
  }),
  sampleShort: (oneIn: number): Text => ({
    en: `sample 1 in ${formatCount(oneIn, "en")}`,
    "zh-CN": `抽样 1/${formatCount(oneIn, "zh-CN")}`,
  }),
  sampleTiny: (oneIn: number): Text => ({
    en: `1 in ${formatCount(oneIn, "en")}`,
    "zh-CN": `1/${formatCount(oneIn, "zh-CN")}`,
  }),
  customers: { en: "Customers", "zh-CN": "客户" },
  allCustomers: { en: "All customers", "zh-CN": "全部客户" },
  oneIn: (oneIn: number): Text => ({
    en: `1 customer in ${formatCount(oneIn, "en")}`,
    "zh-CN": `每 ${formatCount(oneIn, "zh-CN")} 位取 1 位`,
  }),
  sampleHow,
  sampleHowWith: (estimate: number, limit: number): Text => ({
    en: `Loading needs about ${sized(estimate).en} of ${sized(limit).en} memory. ${sampleHow.en}`,
    "zh-CN": `载入约需内存 ${sized(estimate)["zh-CN"]}，上限 ${sized(limit)["zh-CN"]}。${sampleHow["zh-CN"]}`,
  }),
} satisfies Record<string, Text | ((...values: never[]) => Text)>;
