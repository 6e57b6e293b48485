import type { Text } from "../i18n/text.ts";
import { countText as count } from "./messages.ts";

/** What is said of customers whose ids differ only in how they are written. */
export const alikeReceipts = {
  merged: (rows: number, merged: number): Text => ({
    en: `${count(rows)} ${rows === 1 ? "row has its customer" : "rows have their customers"} written otherwise, ${count(merged)} ${merged === 1 ? "id is" : "ids are"} joined to another`,
    "zh-CN": `${count(rows)} 行的客户编号写法不同，${count(merged)} 个编号并入了另一种写法`,
  }),
  mergedDetail: (given: string, same: string): Text => ({
    en: `Case, spaces, full-width letters and leading zeros, which spreadsheets take off, do not tell customers apart: “${given}” is read as “${same}”.`,
    "zh-CN": `大小写、空格、全角字符和表格软件会去掉的前导零不用来区分客户：“${given}”按“${same}”读取。`,
  }),
  kept: (merged: number): Text => ({
    en: `${count(merged)} customer ${merged === 1 ? "id differs" : "ids differ"} from another only in how ${merged === 1 ? "it is" : "they are"} written`,
    "zh-CN": `${count(merged)} 个客户编号与另一个只是写法不同`,
  }),
  keptDetail: (given: string, same: string): Text => ({
    en: `They are kept apart as written, as you chose: “${given}” and “${same}” are two customers.`,
    "zh-CN": `按你的选择，按原样区分：“${given}”和“${same}”是两位客户。`,
  }),
} as const;
