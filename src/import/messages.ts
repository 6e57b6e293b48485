import type { Text } from "../i18n/text.ts";

const shown = (count: number): string => count.toLocaleString("en");
const s = (count: number): string => (count === 1 ? "" : "s");

export const messages = {
  // Heading
  newDocument: { en: "Import data", "zh-CN": "导入数据" },
  dataFor: (title: string): Text => ({ en: `Data for “${title}”`, "zh-CN": `为“${title}”选择数据` }),
  dataForDetail: {
    en: "The document is open and waits for data. Roles that it keeps for the same columns are applied.",
    "zh-CN": "文档已打开，正等待数据。列相同的文件会套用文档里保存的映射。",
  },
  noFiles: { en: "No file is here yet.", "zh-CN": "还没有文件。" },
  noFilesDetail: {
    en: "Add files of orders, customers or answers, or drop them anywhere here.",
    "zh-CN": "添加订单、客户或问卷文件，或直接拖到这里。",
  },

  // Files
  files: { en: "Files", "zh-CN": "文件" },
  addFile: { en: "Add file", "zh-CN": "再加文件" },
  removeFile: (name: string): Text => ({ en: `Remove ${name}`, "zh-CN": `移除“${name}”` }),
  remove: { en: "Remove this file", "zh-CN": "移除这个文件" },
  leave: { en: "Leave this file out", "zh-CN": "不用这个文件" },
  leaveOut: (name: string): Text => ({ en: `Leave “${name}” out`, "zh-CN": `不用“${name}”` }),
  left: (name: string): Text => ({ en: `“${name}” is left out.`, "zh-CN": `已不用“${name}”。` }),
  tableRows: (table: Text, rows: number, about: boolean): Text => ({
    en: `${table.en}, ${about ? "about " : ""}${shown(rows)} row${s(rows)}`,
    "zh-CN": `${table["zh-CN"]}，${about ? "约 " : ""}${shown(rows)} 行`,
  }),
  toConfirm: (count: number): Text => ({
    en: `${shown(count)} question${s(count)} to confirm`,
    "zh-CN": `${shown(count)} 个问题要确认`,
  }),
  hasFault: { en: "Cannot be loaded as it is", "zh-CN": "现在还不能载入" },
  savedMapping: { en: "Saved roles applied", "zh-CN": "已套用保存的映射" },
  sameColumns: { en: "Same columns, same roles", "zh-CN": "列相同，沿用同一映射" },

  // Head of a file
  sizeTime: (size: string, seconds: string): Text => ({
    en: `${size}, read in ${seconds} s`,
    "zh-CN": `${size}，读取用时 ${seconds} 秒`,
  }),
  recognised: (table: Text, grain: Text): Text => ({
    en: `Recognised as ${table.en.toLowerCase()}, ${grain.en}`,
    "zh-CN": `识别为：${table["zh-CN"]}，${grain["zh-CN"]}`,
  }),
  chosen: (table: Text, grain: Text): Text => ({
    en: `${table.en}, ${grain.en}`,
    "zh-CN": `${table["zh-CN"]}，${grain["zh-CN"]}`,
  }),
  table: { en: "Table", "zh-CN": "表" },
  encoding: { en: "Encoding", "zh-CN": "编码" },
  delimiter: { en: "Delimiter", "zh-CN": "分隔符" },
  header: { en: "Header", "zh-CN": "表头" },
  headerRow: (row: number): Text => ({ en: `Row ${row}`, "zh-CN": `第 ${row} 行` }),
  headerNone: { en: "None", "zh-CN": "没有表头" },
  delimiters: {
    ",": { en: "Comma ,", "zh-CN": "逗号 ," },
    ";": { en: "Semicolon ;", "zh-CN": "分号 ;" },
    "\t": { en: "Tab", "zh-CN": "制表符" },
    "|": { en: "Bar |", "zh-CN": "竖线 |" },
    " ": { en: "Spaces", "zh-CN": "空格" },
    "": { en: "None", "zh-CN": "无" },
  },
  reading: { en: "Reading again…", "zh-CN": "正在重新读取……" },

  // Preview
  preview: (name: string): Text => ({ en: `First rows of ${name}`, "zh-CN": `“${name}”的前几行` }),
  empty: { en: "empty", "zh-CN": "空" },
  row: { en: "Row", "zh-CN": "行" },

  // Roles
  roles: { en: "Columns and their roles", "zh-CN": "各列的用途" },
  column: { en: "Column in the file", "zh-CN": "文件中的列" },
  usedAs: { en: "Used as", "zh-CN": "用作" },
  confidence: { en: "Confidence", "zh-CN": "把握" },
  reason: { en: "Because of", "zh-CN": "依据" },
  empties: { en: "Empty", "zh-CN": "空值" },
  about: (count: string): Text => ({ en: `about ${count}`, "zh-CN": `约 ${count}` }),
  sampled: (rows: number): Text => ({
    en: `Judged by a sample of ${shown(rows)} rows: the first ones, and some from further on. Numbers of values are those in the sample; empty cells of the whole file are estimated from it. All rows are read when they are loaded.`,
    "zh-CN": `根据抽查的 ${shown(rows)} 行判断（文件前面的行，加上后面抽取的一些）。取值个数指抽查的行；整个文件的空值由此估计。载入时会读取所有行。`,
  }),
  roleOf: (column: string): Text => ({ en: `Role of ${column}`, "zh-CN": `${column} 用作` }),
  role: (name: string, label: Text): Text => ({
    en: `${name} ${label.en}`,
    "zh-CN": `${name} ${label["zh-CN"]}`,
  }),
  needed: { en: "Needed", "zh-CN": "必需" },
  further: { en: "Further", "zh-CN": "可选" },
  other: { en: "Other", "zh-CN": "其他" },
  dimension: { en: "dimension: filter and split", "zh-CN": "维度：可筛选和对比" },
  ignore: { en: "not imported", "zh-CN": "不导入" },
  moved: (role: Text, from: string, to: string): Text => ({
    en: `“${role.en}” is now “${to}”; “${from}” is no longer imported.`,
    "zh-CN": `“${role["zh-CN"]}”改为取自“${to}”，“${from}”不再导入。`,
  }),

  // Right side
  questions: (count: number): Text => ({
    en: count === 1 ? "One thing to confirm" : `${shown(count)} things to confirm`,
    "zh-CN": count === 1 ? "要你确认的一件事" : `要你确认的 ${shown(count)} 件事`,
  }),
  decided: { en: "Read like this; change it if it is wrong", "zh-CN": "已这样读取，不对可以改" },
  readable: (rows: number): Text => ({
    en: `${shown(rows)} row${s(rows)} readable`,
    "zh-CN": `${shown(rows)} 行可读`,
  }),
  problems: { en: "What stands in the way", "zh-CN": "需要处理的问题" },
  notes: { en: "Notes", "zh-CN": "说明" },
  nothingToConfirm: { en: "Nothing to confirm in this file.", "zh-CN": "这个文件没有要确认的问题。" },
  rules: { en: "Cleaning rules", "zh-CN": "清洗规则" },
  receipts: { en: "Data quality receipts", "zh-CN": "数据质量收据" },
  checking: { en: "Checking every row…", "zh-CN": "正在检查每一行……" },
  rowsRead: { en: "Rows read", "zh-CN": "读取的行" },
  orders: { en: "Orders that count", "zh-CN": "计入的订单" },
  receiptsToCome: {
    en: "Each rule leaves a receipt: how many rows it changed and what that did to the figures. Rows that cannot be used are set aside as they are, never dropped.",
    "zh-CN": "每条规则都有收据：改了多少行、对数字有什么影响。用不上的行原样另存，不会丢弃。",
  },
  rowsIn: (files: number): Text => ({
    en: `Rows in ${shown(files)} file${s(files)}`,
    "zh-CN": `${shown(files)} 个文件的行数`,
  }),

  // What comes of it
  get: { en: "What you get with these roles", "zh-CN": "这样映射后可以得到" },
  lacksTable: (metric: Text, table: Text): Text => ({
    en: `${metric.en}: no file of ${table.en.toLowerCase()}`,
    "zh-CN": `${metric["zh-CN"]}：缺少${table["zh-CN"]}文件`,
  }),
  lacksColumn: (metric: Text, column: Text): Text => ({
    en: `${metric.en}: no column “${column.en}”`,
    "zh-CN": `${metric["zh-CN"]}：缺少“${column["zh-CN"]}”列`,
  }),
  available: { en: "available", "zh-CN": "可以得到" },

  // Foot
  cancel: { en: "Cancel", "zh-CN": "取消" },
  saved: {
    en: "Roles are saved with the document and apply to the next export of this kind.",
    "zh-CN": "映射会随文档保存，下次拖入同样的导出表会自动套用",
  },
  blank: { en: "Open blank notebook", "zh-CN": "打开空白笔记本" },
  build: { en: "Build dashboard", "zh-CN": "生成看板" },
  building: { en: "Loading the data…", "zh-CN": "正在载入数据……" },
  nothingToBuild: { en: "Add a file first.", "zh-CN": "请先添加文件。" },
  confirmFirst: (name: string, question: Text): Text => ({
    en: `“${name}”, to be confirmed: ${question.en}`,
    "zh-CN": `“${name}”待确认：${question["zh-CN"]}`,
  }),
  blockedBy: (name: string, fault: Text): Text => ({
    en: fault.en.includes(name) ? fault.en : `“${name}”: ${fault.en}`,
    "zh-CN": fault["zh-CN"].includes(name) ? fault["zh-CN"] : `“${name}”：${fault["zh-CN"]}`,
  }),
} as const;
