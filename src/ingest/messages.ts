import type { Text } from "../i18n/text.ts";
import type { FileKind } from "./file-kinds.ts";

const count = (n: number): string => n.toLocaleString("en");
const rowsEn = (n: number): string => `${count(n)} ${n === 1 ? "row" : "rows"}`;
const shown = (value: string): string => (value.length > 60 ? `${value.slice(0, 60)}…` : value);

/** What import says of a file. */
export const messages = {
  empty: (name: string): Text => ({
    en: `“${name}” is empty: there is nothing in it. Export it again, or choose another file.`,
    "zh-CN": `“${name}”是空文件，没有任何内容。请重新导出，或换一个文件。`,
  }),
  notText: (name: string, { kind, way }: FileKind): Text => ({
    en: `“${name}” is not text: it is ${kind.en}. ${way.en}`,
    "zh-CN": `“${name}”不是文本文件，而是${kind["zh-CN"]}。${way["zh-CN"]}`,
  }),
  noRows: (name: string): Text => ({
    en: `“${name}” has a header and no rows below it. Export it again with its rows.`,
    "zh-CN": `“${name}”只有表头，下面没有数据行。请连同数据重新导出。`,
  }),
  noHeader: (name: string): Text => ({
    en: `“${name}” has no header: its first row holds values. Columns are named column1, column2, …; choose what each is used as.`,
    "zh-CN": `“${name}”没有表头，第一行就是数据。各列已命名为 column1、column2……，请选择每列的用途。`,
  }),
  crosstab: (name: string, columns: readonly string[]): Text => ({
    en: `“${name}” is a cross-tab: it has a column for each period (${columns.slice(0, 3).join(", ")}, …). Export the rows that it was made of, one order a row, with customer, time and amount.`,
    "zh-CN": `“${name}”是交叉表，每个时期一列（${columns.slice(0, 3).join("、")}……）。请导出汇总前的明细，每行一单，包含客户、时间和金额。`,
  }),
  missingRole: (table: Text, role: Text): Text => ({
    en: `No column is used as “${role.en}”, which ${table.en.toLowerCase()} need. Choose the column that holds it.`,
    "zh-CN": `没有列用作“${role["zh-CN"]}”，而${table["zh-CN"]}必须有它。请选择对应的列。`,
  }),
  linesOnly: {
    en: "The lines name no customer and no time: they are joined to orders by their order number, so open a file of orders as well.",
    "zh-CN": "明细里没有客户和时间，要按订单号与订单关联，请同时打开订单文件。",
  } as Text,
  noAmount: {
    en: "No column is used as “Amount”, and there is no quantity and unit price to make it from. Choose the column that holds it.",
    "zh-CN": "没有列用作“金额”，也没有可以相乘得出金额的数量和单价。请选择对应的列。",
  } as Text,
  twice: (role: Text, columns: readonly string[]): Text => ({
    en: `“${role.en}” is chosen for ${columns.map((name) => `“${name}”`).join(" and ")}. Keep one of them.`,
    "zh-CN": `“${role["zh-CN"]}”同时选给了${columns.map((name) => `“${name}”`).join("和")}，请只保留一个。`,
  }),
  inFile: (name: string, faults: readonly Text[]): Text => ({
    en: `“${name}”: ${faults.map(({ en }) => en).join(" ")}`,
    "zh-CN": `“${name}”：${faults.map((fault) => fault["zh-CN"]).join("")}`,
  }),
  unknownRole: (column: string, role: string, table: Text): Text => ({
    en: `“${role}”, chosen for “${column}”, is not a role of ${table.en.toLowerCase()}. Choose another.`,
    "zh-CN": `“${column}”所选的“${role}”不是${table["zh-CN"]}的字段，请另选。`,
  }),
  missingColumn: (column: string): Text => ({
    en: `The mapping names the column “${column}”, which this file does not have.`,
    "zh-CN": `映射里的列“${column}”在这个文件中不存在。`,
  }),
  wrongKind: (column: string, role: Text, kind: "number" | "time", example: string): Text => ({
    en: `“${column}” cannot be “${role.en}”: ${kind === "number" ? "its values are not numbers" : "its values are not dates"}, for example “${shown(example)}”. Choose another column.`,
    "zh-CN": `“${column}”不能用作“${role["zh-CN"]}”：它的值${kind === "number" ? "不是数字" : "不是日期"}，例如“${shown(example)}”。请换一列。`,
  }),
  someUnread: (column: string, kind: "number" | "time", examples: readonly string[]): Text => ({
    en: `Some values of “${column}” are not ${kind === "number" ? "numbers" : "dates"}, for example “${shown(examples[0] ?? "")}”. Rows that need them are set aside.`,
    "zh-CN": `“${column}”有些值不是${kind === "number" ? "数字" : "日期"}，例如“${shown(examples[0] ?? "")}”。需要它的行会另存，不参与计算。`,
  }),
  notRecognised: (name: string): Text => ({
    en: `“${name}” was not recognised as orders, customers or answers. Choose what it is and what its columns are used as.`,
    "zh-CN": `没有认出“${name}”是订单、客户还是问卷。请选择表的类型和各列的用途。`,
  }),
  rounded: (column: string, example: string): Text => ({
    en: `“${column}” holds long numbers that a spreadsheet rounded, for example “${example}”: different ones became equal. Export again with this column as text.`,
    "zh-CN": `“${column}”里的长数字被表格软件取整，例如“${example}”，不同的编号变成了同一个。请把该列设为文本后重新导出。`,
  }),
  crowded: (column: string, customer: string, share: number): Text => ({
    en: `“${shown(customer)}” in “${column}” has ${String(Math.round(share * 100))}% of the rows looked at, far more than any other customer. If it stands for buyers who are not known, leave it out: empty these cells in the file, and their rows are set aside.`,
    "zh-CN": `“${column}”里的“${shown(customer)}”占所看行数的 ${String(Math.round(share * 100))}%，远多于其他客户。如果它代表身份不明的顾客（散客），请排除它：在文件里清空这些单元格，对应的行会另存，不参与计算。`,
  }),
  unusedFlag: (column: string, example: string): Text => ({
    en: `“${column}” marks rows that are no sales, and is not used: rows with “${shown(example)}” count as sales. Use it as “Status” or “Further status”; where both are taken, leave these rows out of the file.`,
    "zh-CN": `“${column}”标记了不算销售的行，但没有使用它：值为“${shown(example)}”的行会算作销售。请把它用作“订单状态”或“其他状态”；如果这两项都已占用，请在文件里去掉这些行。`,
  }),
  ragged: (rows: number): Text => ({
    en: `${rowsEn(rows)} of the sample ${rows === 1 ? "has" : "have"} more or fewer cells than the header. Missing cells count as empty; rows with more cells are set aside.`,
    "zh-CN": `抽样中有 ${count(rows)} 行的单元格数与表头不同。缺少的按空值处理，多出的整行另存。`,
  }),
  manyColumns: (columns: number): Text => ({
    en: `The file has ${count(columns)} columns; only those with a role are read.`,
    "zh-CN": `文件有 ${count(columns)} 列，只读取有用途的列。`,
  }),

  // Reasons of roles
  byHeading: { en: "heading", "zh-CN": "列名" } as Text,
  ofSystem: (system: Text): Text => ({
    en: `export of ${system.en}`,
    "zh-CN": `${system["zh-CN"]}的导出格式`,
  }),
  notOfSystem: (system: Text): Text => ({
    en: `not needed of ${system.en}`,
    "zh-CN": `${system["zh-CN"]}中不需要的列`,
  }),
  byChoice: { en: "chosen by you", "zh-CN": "由你选择" } as Text,
  byValues: { en: "values", "zh-CN": "取值" } as Text,
  unique: (distinct: number): Text => ({
    en: `${count(distinct)} values, none repeated`,
    "zh-CN": `${count(distinct)} 个值，互不重复`,
  }),
  repeated: (distinct: number, mean: number): Text => ({
    en: `${count(distinct)} values, ${mean.toFixed(2)} times each on average`,
    "zh-CN": `${count(distinct)} 个值，平均出现 ${mean.toFixed(2)} 次`,
  }),
  fewValues: (distinct: number): Text => ({
    en: `${count(distinct)} values; can filter and split`,
    "zh-CN": `${count(distinct)} 种取值，可作筛选和对比`,
  }),
  kinds: (values: readonly string[]): Text => ({
    en: values.slice(0, 4).map(shown).join(", ") + (values.length > 4 ? ", …" : ""),
    "zh-CN": values.slice(0, 4).map(shown).join("、") + (values.length > 4 ? "……" : ""),
  }),
  numbers: (decimals: number, negative: number): Text => ({
    en: `${decimals ? `${String(decimals)} decimals` : "whole numbers"}${negative ? `, ${count(negative)} negative` : ""}`,
    "zh-CN": `${decimals ? `${String(decimals)} 位小数` : "整数"}${negative ? `，${count(negative)} 个负数` : ""}`,
  }),
  range: (first: string, last: string): Text => ({
    en: `${first} to ${last}`,
    "zh-CN": `${first} 至 ${last}`,
  }),
  oneValue: { en: "one value only", "zh-CN": "只有一个值" } as Text,
  noValues: { en: "empty", "zh-CN": "全部为空" } as Text,
  freeText: { en: "free text, may hold personal data", "zh-CN": "自由文本，可能含个人信息" } as Text,
  measure: { en: "a number without a role", "zh-CN": "没有对应用途的数字" } as Text,
  otherTime: { en: "a time without a role", "zh-CN": "没有对应用途的时间" } as Text,
  enough: { en: "enough columns to split by already", "zh-CN": "可用于对比的列已经足够" } as Text,
  orderOfDays: { en: "order of day and month to be confirmed", "zh-CN": "日月次序待确认" } as Text,

  // Questions
  whichDay: (example: string): Text => ({ en: `Which day is ${example}?`, "zh-CN": `${example} 是哪一天？` }),
  bothRead: (rows: number): Text => ({
    en: `In ${rowsEn(rows)}, neither day nor month is above 12, so that both readings hold.`,
    "zh-CN": `${count(rows)} 行的日和月都不大于 12，两种读法都成立。`,
  }),
  severalRead: (rows: number): Text => ({
    en: `${rowsEn(rows)} can be read in several ways.`,
    "zh-CN": `${count(rows)} 行有多种读法都成立。`,
  }),
  dayFirst: (day: string): Text => ({ en: `Day/month/year: ${day}`, "zh-CN": `日/月/年：${day}` }),
  yearFirst: (day: string): Text => ({ en: `Year/month/day: ${day}`, "zh-CN": `年/月/日：${day}` }),
  yearsTell: {
    en: "Read the other way, the years would not fit: too many of them, or still to come.",
    "zh-CN": "换一种读法，年份会不合理：跨度过大，或者还没有到来。",
  } as Text,
  asColumn: (column: string): Text => ({
    en: `Read as “${column}” is, whose days leave no doubt.`,
    "zh-CN": `按“${column}”的写法读取，那一列的日期没有歧义。`,
  }),
  asFile: (file: string): Text => ({
    en: `Read as in “${file}”, which has the same columns.`,
    "zh-CN": `按列相同的文件“${file}”的写法读取。`,
  }),
  monthFirst: (day: string): Text => ({ en: `Month/day/year: ${day}`, "zh-CN": `月/日/年：${day}` }),
  readsDays: (first: string, last: string, unread: number): Text => ({
    en: `From ${first} to ${last}${unread ? `; ${rowsEn(unread)} cannot be read as a date` : ""}`,
    "zh-CN": `范围 ${first} 至 ${last}${unread ? `；另有 ${count(unread)} 行无法读成日期` : ""}`,
  }),
  whichUnit: (column: string): Text => ({
    en: `Is “${column}” in whole units or in hundredths?`,
    "zh-CN": `“${column}”的单位是元还是分？`,
  }),
  allWhole: (example: string, share: number): Text => ({
    en: `All amounts are whole numbers, and ${String(Math.round(share * 100))}% of them end in 00, such as ${example}.`,
    "zh-CN": `金额全部是整数，其中 ${String(Math.round(share * 100))}% 以 00 结尾，例如 ${example}。`,
  }),
  namedHundredths: {
    en: "The heading speaks of fen or cents.",
    "zh-CN": "列名写的是分。",
  } as Text,
  wholeUnits: { en: "Whole units, such as yuan", "zh-CN": "元" } as Text,
  hundredths: { en: "Hundredths, such as fen or cents", "zh-CN": "分" } as Text,
  usualAmount: (amount: string): Text => ({
    en: `the middle amount is ${amount}`,
    "zh-CN": `金额的中位数为 ${amount}`,
  }),
  whatIsOrder: { en: "What is one order?", "zh-CN": "什么算一单？" } as Text,
  noOrderNumber: {
    en: "The file has no order number.",
    "zh-CN": "文件里没有订单号。",
  } as Text,
  eachRow: { en: "Each row", "zh-CN": "每一行" } as Text,
  eachTime: { en: "One customer's rows of the same time", "zh-CN": "同一客户同一时间的行" } as Text,
  eachDay: { en: "One customer's rows of the same day", "zh-CN": "同一客户同一天的行" } as Text,
  ordersCount: (n: number): Text => ({ en: `about ${count(n)} orders`, "zh-CN": `约 ${count(n)} 单` }),
  whatStatus: (value: string): Text => ({
    en: `What does the status “${shown(value)}” mean?`,
    "zh-CN": `状态“${shown(value)}”是什么意思？`,
  }),
  unknownStatus: {
    en: "The word is not known. Until you say otherwise it counts as completed.",
    "zh-CN": "不认识这个词。在你指定之前按已完成计算。",
  } as Text,
  aboutRows: (n: number): Text => ({ en: `about ${rowsEn(n)}`, "zh-CN": `约 ${count(n)} 行` }),
  statusRows: (n: number): Text => ({ en: rowsEn(n), "zh-CN": `${count(n)} 行` }),
  completed: { en: "Completed", "zh-CN": "已完成" } as Text,
  cancelled: { en: "Cancelled", "zh-CN": "已取消" } as Text,
  refunded: { en: "Refunded", "zh-CN": "已退款" } as Text,
} as const;

export { count as countText };
