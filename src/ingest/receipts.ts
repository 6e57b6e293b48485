import type { Text } from "../i18n/text.ts";
import { countText as count } from "./messages.ts";

const rows = (n: number): string => `${count(n)} ${n === 1 ? "row" : "rows"}`;
const orders = (n: number): string => `${count(n)} ${n === 1 ? "order" : "orders"}`;
const money = (value: number): string =>
  value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Why a row was set aside. */
export const reasons = {
  cells: { en: "more cells than the header", "zh-CN": "单元格比表头多" },
  damaged: { en: "not readable as text", "zh-CN": "无法读成文本" },
  line: { en: "a further line of an order above", "zh-CN": "上面订单的后续明细行" },
  quote: { en: "a quotation mark that is not closed", "zh-CN": "引号没有闭合" },
  time: { en: "time missing or not readable", "zh-CN": "时间缺失或无法读取" },
  number: { en: "number missing or not readable", "zh-CN": "数字缺失或无法读取" },
  key: { en: "a required cell is empty", "zh-CN": "必需的单元格为空" },
  customer: { en: "no customer", "zh-CN": "没有客户" },
  duplicate: { en: "equal to an earlier row in every cell", "zh-CN": "与前面一行完全相同" },
  superseded: {
    en: "an order that a later file has in another state",
    "zh-CN": "后来的文件里该订单状态已变",
  },
  currency: { en: "another currency", "zh-CN": "其他币种" },
  placeholder: { en: "a placeholder instead of a date", "zh-CN": "占位日期，不是真实时间" },
  repeated: { en: "a customer who is listed in another row", "zh-CN": "客户在另一行已经列出" },
  total: { en: "a total of other rows", "zh-CN": "其他行的合计" },
} as const satisfies Record<string, Text>;
export type Reason = keyof typeof reasons;

/** What stands over the first columns where rows that were set aside are downloaded. */
export const asideHeadings = {
  file: { en: "file", "zh-CN": "文件" },
  row: { en: "row", "zh-CN": "行" },
  reason: { en: "reason", "zh-CN": "原因" },
} as const satisfies Record<string, Text>;

/** What the receipts say. */
export const receipts = {
  read: (n: number): Text => ({ en: `${rows(n)} read`, "zh-CN": `读取 ${count(n)} 行` }),
  readDetail: (used: number, aside: number): Text => ({
    en: `${rows(used)} used, ${count(aside)} set aside. Nothing is lost.`,
    "zh-CN": `采用 ${count(used)} 行，另存 ${count(aside)} 行，没有丢弃。`,
  }),
  aside: (n: number): Text => ({ en: `${rows(n)} not used`, "zh-CN": `${count(n)} 行未采用` }),
  asideDetail: (reason: Text, example: string): Text => ({
    en: `${reason.en.charAt(0).toUpperCase()}${reason.en.slice(1)}${example ? `, for example “${example}”` : ""}. Kept as they are, not discarded.`,
    "zh-CN": `${reason["zh-CN"]}${example ? `，例如“${example}”` : ""}。原样另存，没有丢弃。`,
  }),
  noCustomer: (n: number): Text => ({
    en: `${rows(n)} without a customer`,
    "zh-CN": `${count(n)} 行没有客户`,
  }),
  noCustomerDetail: (nobody: readonly string[]): Text => ({
    en: `Loyalty cannot be told without knowing who bought, so they count nowhere.${nobody.length ? ` ${nobody.map((word) => `“${word}”`).join(", ")} ${nobody.length === 1 ? "stands" : "stand"} for any buyer who is not known.` : ""}`,
    "zh-CN": `不知道是谁买的就无法判断忠诚度，因此不参与任何计算。${nobody.length ? `${nobody.map((word) => `“${word}”`).join("、")}代表不知道是谁的买家。` : ""}`,
  }),
  lines: (n: number): Text => ({
    en: `${rows(n)} ${n === 1 ? "is a further line" : "are further lines"} of orders`,
    "zh-CN": `${count(n)} 行是订单的后续明细`,
  }),
  linesDetail: {
    en: "The export writes an order's amount in its first row only and leaves it empty in the lines that follow. The order counts once.",
    "zh-CN": "导出文件只在订单的第一行写金额，后面的明细行留空。每单只计一次。",
  } as Text,
  rounded: (n: number, ids: number): Text => ({
    en: `${rows(n)} with rounded customer numbers, ${count(ids)} ${ids === 1 ? "customer" : "customers"} in all`,
    "zh-CN": `${count(n)} 行的客户编号被取整，合并成了 ${count(ids)} 位客户`,
  }),
  roundedDetail: (example: string): Text => ({
    en: `A spreadsheet wrote long numbers as “${example}” and lost their last digits, so that different customers came together. This cannot be undone here: export again with the column as text.`,
    "zh-CN": `表格软件把长数字写成“${example}”，丢失了末尾几位，不同的客户被合并到一起。这里无法恢复，请把该列设为文本后重新导出。`,
  }),
  sameIds: (n: number, merged: number): Text => ({
    en: `${rows(n)} with a customer written in another way${merged > 0 ? `, ${count(merged)} fewer customers` : ""}`,
    "zh-CN": `${count(n)} 行的客户写法已统一${merged > 0 ? `，合并 ${count(merged)} 位客户` : ""}`,
  }),
  sameIdsDetail: (given: string, plain: string): Text => ({
    en: `Country codes, spaces, dashes and case do not tell customers apart: “${given}” is read as “${plain}”.`,
    "zh-CN": `区号、空格、横线和大小写不用来区分客户：“${given}”按“${plain}”读取。`,
  }),
  sameIdsKept: {
    en: "They are kept apart as written, as you chose.",
    "zh-CN": "按你的选择，按原样区分。",
  } as Text,
  scaled: (column: string): Text => ({
    en: `“${column}” is divided by 100`,
    "zh-CN": `“${column}”已除以 100`,
  }),
  scaledUp: (column: string, scale: number): Text => ({
    en: `“${column}” is multiplied by ${count(scale)}`,
    "zh-CN": `“${column}”已乘以 ${count(scale)}`,
  }),
  scaledChosen: {
    en: "Its unit is that of the amount beside it, or the one that you chose.",
    "zh-CN": "单位与旁边的金额列相同，或按你的选择。",
  } as Text,
  scaledNamed: {
    en: "Its heading names the unit of its numbers.",
    "zh-CN": "列名写明了数字的单位。",
  } as Text,
  scaledDetail: {
    en: "Its whole numbers are fen or cents, as you said.",
    "zh-CN": "按你的回答，文件里的整数以分为单位。",
  } as Text,
  pointKinds: (n: number): Text => ({
    en: `${count(n)} ${n === 1 ? "posting" : "postings"} of unknown kind`,
    "zh-CN": `${count(n)} 笔积分的类型不认识`,
  }),
  pointKindsDetail: (words: string): Text => ({
    en: `Counted as adjustments: ${words}.`,
    "zh-CN": `按调整计算：${words}。`,
  }),
  duplicates: (n: number): Text => ({ en: `${rows(n)} repeated`, "zh-CN": `${count(n)} 行重复` }),
  duplicatesDropped: {
    en: "Equal to an earlier row in every cell, order number included; one of each is kept.",
    "zh-CN": "包括订单号在内的所有字段都相同，已各保留一行。",
  } as Text,
  duplicatesAllDropped: {
    en: "Equal to an earlier row in every cell; one of each is kept, as you chose.",
    "zh-CN": "所有字段都与前面一行相同，按你的选择各保留一行。",
  } as Text,
  duplicatesAllKept: {
    en: "Equal to an earlier row in every cell, order number included. They are all kept, as you chose.",
    "zh-CN": "包括订单号在内的所有字段都相同，按你的选择全部保留。",
  } as Text,
  duplicatesKept: {
    en: "Equal to an earlier row in every cell. They are kept, since equal rows can be separate purchases here.",
    "zh-CN": "所有字段都与前面一行相同。这里相同的行可能是不同的购买，因此保留。",
  } as Text,
  superseded: (n: number): Text => ({
    en: `${orders(n)} changed in a later file`,
    "zh-CN": `${count(n)} 单在后来的文件里有变化`,
  }),
  supersededDetail: {
    en: "The same order number, customer and day stand in several files with different content, such as a status that changed. The latest file holds; these rows are set aside.",
    "zh-CN": "同一订单号、客户和日期出现在多个文件里而内容不同，例如状态有变。以最新的文件为准，这些行另存。",
  } as Text,
  supersededSummed: {
    en: "The same order number, customer and day stand in several files with different content. Their amounts are added up, as you chose.",
    "zh-CN": "同一订单号、客户和日期出现在多个文件里而内容不同，按你的选择金额相加。",
  } as Text,
  refunds: (n: number): Text => ({
    en: `${count(n)} ${n === 1 ? "refund" : "refunds"}`,
    "zh-CN": `${count(n)} 笔退款`,
  }),
  refundsNet: (value: number): Text => ({
    en: `Taken off revenue and not counted as purchases. Revenue is lower by ${money(value)}.`,
    "zh-CN": `已冲减收入，不计作购买。收入减少 ${money(value)}。`,
  }),
  refundsIgnored: {
    en: "Left out of revenue, as you chose.",
    "zh-CN": "按你的选择，不计入收入。",
  } as Text,
  cancelled: (n: number): Text => ({
    en: `${count(n)} cancelled ${n === 1 ? "order" : "orders"}`,
    "zh-CN": `${count(n)} 笔取消的订单`,
  }),
  cancelledOut: (value: number): Text => ({
    en: `Count nowhere. Their amount was ${money(value)}.`,
    "zh-CN": `不参与任何计算，金额合计 ${money(value)}。`,
  }),
  cancelledIn: { en: "Counted as completed, as you chose.", "zh-CN": "按你的选择，当作已完成计算。" } as Text,
  zero: (n: number): Text => ({
    en: `${orders(n)} of amount zero`,
    "zh-CN": `${count(n)} 笔金额为零的订单`,
  }),
  zeroDetail: {
    en: "Counted as purchases without value, such as gifts and samples.",
    "zh-CN": "算作没有金额的购买，例如赠品和试用。",
  } as Text,
  zeroOut: {
    en: "Count nowhere, as you chose.",
    "zh-CN": "按你的选择，不参与任何计算。",
  } as Text,
  incomplete: (month: string): Text => ({
    en: `${month} is not complete`,
    "zh-CN": `${month} 未满月`,
  }),
  incompleteDetail: (day: string): Text => ({
    en: `The last order is of ${day}. Cells of that month are hatched and left out of averages.`,
    "zh-CN": `最后一单在 ${day}。这个月的格子会画斜线，不进入平均值。`,
  }),
  strippedIds: (n: number): Text => ({
    en: `${count(n)} customer numbers ended in “.0”`,
    "zh-CN": `${count(n)} 个客户编号以“.0”结尾`,
  }),
  strippedIdsDetail: {
    en: "A spreadsheet had made them numbers. “17850.0” is read as “17850”.",
    "zh-CN": "表格软件曾把它们变成数字。“17850.0”按“17850”读取。",
  } as Text,
  unknownStatus: (n: number): Text => ({
    en: `${orders(n)} of unknown status`,
    "zh-CN": `${count(n)} 单的状态不认识`,
  }),
  unknownStatusDetail: (words: string): Text => ({
    en: `Counted as completed: ${words}.`,
    "zh-CN": `按已完成计算：${words}。`,
  }),
  statusOrders: (n: number, word: string): Text => ({
    en: `${orders(n)} with the status “${word}”`,
    "zh-CN": `${count(n)} 单的状态为“${word}”`,
  }),
  chosenStatus: { en: "They count as you chose.", "zh-CN": "按你的选择计算。" } as Text,
  overlapping: (n: number): Text => ({
    en: `${orders(n)} in both the orders and the lines`,
    "zh-CN": `${count(n)} 单同时出现在订单和明细里`,
  }),
  overlappingDetail: {
    en: "Taken from the orders file; their lines are kept as lines only.",
    "zh-CN": "以订单文件为准，明细只作明细保留。",
  } as Text,
  damaged: (n: number): Text => ({
    en: `${count(n)} damaged characters`,
    "zh-CN": `${count(n)} 个无法解码的字符`,
  }),
  damagedDetail: (encoding: string): Text => ({
    en: `The bytes are not ${encoding}. Choose another encoding if names look wrong.`,
    "zh-CN": `这些字节不符合 ${encoding}。如果名称显示不对，请换一种编码。`,
  }),
  dayOrder: (column: string, first: "day" | "month" | "year"): Text => ({
    en: `“${column}” is read as ${{ day: "day/month/year", month: "month/day/year", year: "year/month/day" }[first]}`,
    "zh-CN": `“${column}”按${{ day: "日/月/年", month: "月/日/年", year: "年/月/日" }[first]}读取`,
  }),
  rocYears: (column: string): Text => ({
    en: `“${column}” is in years of the Republic of China`,
    "zh-CN": `“${column}”为民国纪年`,
  }),
  rocDetail: {
    en: "1911 is added to each year: 114 is 2025.",
    "zh-CN": "每个年份加 1911：114 年即 2025 年。",
  } as Text,
  placeholders: (n: number): Text => ({
    en: `${rows(n)} with a placeholder for a date not used`,
    "zh-CN": `${count(n)} 行的日期是占位值，未采用`,
  }),
  placeholdersDetail: (example: string): Text => ({
    en: `Dates such as 1970-01-01 or 9999-12-31 stand for none, since the others are of recent years${example ? `: “${example}”` : ""}. Kept as they are, not discarded.`,
    "zh-CN": `其他日期都在近年，1970-01-01、9999-12-31 这类日期表示没有日期${example ? `，例如“${example}”` : ""}。原样另存，没有丢弃。`,
  }),
  dayOrderDecided: (n: number): Text => ({
    en: `The data decide: read the other way, ${rows(n)} would not be dates.`,
    "zh-CN": `数据本身可以判断：换一种读法会有 ${count(n)} 行读不成日期。`,
  }),
  dayOrderChosen: {
    en: "The data allow both readings; this is the one that you chose.",
    "zh-CN": "数据本身两种读法都成立，这是你选择的读法。",
  } as Text,
  readBoth: (column: string): Text => ({
    en: `“${column}” is read in more than one way of writing`,
    "zh-CN": `“${column}”按多种写法读取`,
  }),
  readBothDetail: {
    en: "A cell that the column's usual way of writing does not read is read in the other, as you chose.",
    "zh-CN": "常用写法读不出的单元格，按你选择的另一种写法读取。",
  } as Text,
  notScaled: (column: string): Text => ({
    en: `“${column}” is in whole units`,
    "zh-CN": `“${column}”以元为单位`,
  }),
  notScaledDetail: {
    en: "Its whole numbers are taken as they are, as you said.",
    "zh-CN": "按你的回答，文件里的整数原样读取。",
  } as Text,
  totals: (n: number): Text => ({
    en: `${rows(n)} of totals not used`,
    "zh-CN": `${count(n)} 行合计未采用`,
  }),
  totalsTaken: (n: number): Text => ({
    en: `${rows(n)} of totals taken in`,
    "zh-CN": `${count(n)} 行合计已采用`,
  }),
  totalsTakenDetail: {
    en: "They seem to add up other rows of the sheet; they are taken as rows of their own, as you chose.",
    "zh-CN": "看起来是表中其他行的合计，按你的选择当作普通行读取。",
  } as Text,
  totalsDetail: {
    en: "They add up other rows of the sheet, so that they would count twice.",
    "zh-CN": "这些行是表中其他行的合计，读取会重复计算。",
  } as Text,
  people: (n: number): Text => ({
    en: `${rows(n)} of customers listed twice`,
    "zh-CN": `${count(n)} 行客户重复列出`,
  }),
  peopleFirst: {
    en: "The first row of each customer holds; the others are set aside.",
    "zh-CN": "每位客户以第一行为准，其余另存。",
  } as Text,
  peopleLast: {
    en: "The last row of each customer holds, as you chose; the others are set aside.",
    "zh-CN": "按你的选择，每位客户以最后一行为准，其余另存。",
  } as Text,
  dayOrderDetail: {
    en: "The data allow both readings. Change it under the column's question if it is the other.",
    "zh-CN": "数据本身两种读法都成立。如果不对，请在该列的问题里更改。",
  } as Text,
  scale: (max: number): Text => ({
    en: `Scores are read on a scale up to ${String(max)}`,
    "zh-CN": `评分按满分 ${String(max)} 读取`,
  }),
  lateAnswers: (count: number): Text => ({
    en: `${count.toLocaleString("en")} ${count === 1 ? "answer" : "answers"} after the last order`,
    "zh-CN": `${count.toLocaleString("zh-CN")} 份答卷晚于最后一单`,
  }),
  lateAnswersDetail: {
    en: "Figures are as of the day after the last order; these answers are kept, and count once the as-of date or the orders reach them.",
    "zh-CN": "数字的观察日为最后一单的次日；这些答卷保留，待观察日或订单覆盖到它们时再计入。",
  } as Text,
  scaleDetail: {
    en: "The file does not say the highest score; it is judged by the highest that was given.",
    "zh-CN": "文件没有写明满分，按出现过的最高分判断。",
  } as Text,
} as const;

/** What a long task is doing. */
export const stages = {
  looking: (name: string): Text => ({ en: `Looking at ${name}`, "zh-CN": `正在查看 ${name}` }),
  decoding: (name: string): Text => ({ en: `Decoding ${name}`, "zh-CN": `正在转换 ${name} 的编码` }),
  reading: (name: string): Text => ({ en: `Reading ${name}`, "zh-CN": `正在读取 ${name}` }),

  facts: { en: "Preparing facts", "zh-CN": "正在整理数据" } as Text,
} as const;
