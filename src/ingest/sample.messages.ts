import type { Text } from "../i18n/text.ts";
import { countText as count } from "./messages.ts";

/** What is said where only some of the customers are loaded. */
export const receipts = {
  sample: (oneIn: number, outside: number): Text => ({
    en: `Sample: 1 customer in ${count(oneIn)}; ${count(outside)} ${outside === 1 ? "row" : "rows"} of the others not loaded`,
    "zh-CN": `抽样：每 ${count(oneIn)} 位客户取 1 位；其余客户的 ${count(outside)} 行未载入`,
  }),
  readDetail: (used: number, aside: number, outside: number): Text => ({
    en: `${count(used)} used, ${count(aside)} set aside, ${count(outside)} of customers outside of the sample. Nothing is lost.`,
    "zh-CN": `采用 ${count(used)} 行，另存 ${count(aside)} 行，样本之外的客户 ${count(outside)} 行，没有丢弃。`,
  }),
  sampleDetail: {
    en: "Whole customers are taken by a hash of their id, the same ones each time, with all that they bought. Shares and rates hold; counts and sums are those of the sample.",
    "zh-CN":
      "按客户编号的哈希整位抽取，每次都是同一批客户，并包含他们的全部订单。占比和比率可以参考；数量与金额只是样本的合计。",
  } as Text,
};
