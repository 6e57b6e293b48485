import type { Text } from "../i18n/text.ts";

export const messages = {
  noColumn: (name: string): Text => ({
    en: `There is no column ${name}.`,
    "zh-CN": `没有名为 ${name} 的列。`,
  }),
  noColumnIn: (table: string, name: string): Text => ({
    en: `${table} has no column ${name}.`,
    "zh-CN": `${table} 没有名为 ${name} 的列。`,
  }),
  noTable: (name: string): Text => ({
    en: `There is no table or cell called ${name}.`,
    "zh-CN": `没有名为 ${name} 的数据表或单元格。`,
  }),
  noFunction: (name: string): Text => ({
    en: `There is no function ${name}.`,
    "zh-CN": `没有名为 ${name} 的函数。`,
  }),
  didYouMean: (name: string): Text => ({ en: `Did you mean ${name}?`, "zh-CN": `你是不是想写 ${name}？` }),
  lookInPanel: {
    en: "The data panel lists the tables and their columns.",
    "zh-CN": "数据面板里列有全部数据表和列。",
  },
  wrongTypes: (name: string, types: string): Text => ({
    en: `${name} does not work on these types: ${types}.`,
    "zh-CN": `${name} 不能用于这些类型：${types}。`,
  }),
  castThem: {
    en: "Convert the value first, for instance amount::DOUBLE or ordered_at::DATE.",
    "zh-CN": "请先转换值的类型，例如 amount::DOUBLE 或 ordered_at::DATE。",
  },
  syntaxAt: (word: string): Text => ({
    en: `The SQL cannot be read from “${word}” on.`,
    "zh-CN": `SQL 从“${word}”起无法读懂。`,
  }),
  checkBefore: {
    en: "Look just before it: a comma, a bracket or a word may be missing or misspelt.",
    "zh-CN": "请看它前面：可能少了或拼错了逗号、括号或单词。",
  },
  syntaxEnd: { en: "The SQL ends too early.", "zh-CN": "SQL 没有写完。" },
  finish: {
    en: "Complete the last clause, or take it out.",
    "zh-CN": "请补全最后一个子句，或将它删去。",
  },
  unterminated: {
    en: "A text or a quoted name is not closed.",
    "zh-CN": "有一段文本或带引号的名称没有闭合。",
  },
  closeIt: {
    en: "Put the missing quotation mark at its end.",
    "zh-CN": "请在结尾补上引号。",
  },
  notGrouped: (column: string): Text => ({
    en: `${column} is neither grouped by nor aggregated.`,
    "zh-CN": `${column} 既没有分组，也没有聚合。`,
  }),
  groupBy: {
    en: "Add GROUP BY ALL at the end, or put the column into a function such as any_value or sum.",
    "zh-CN": "请在结尾加上 GROUP BY ALL，或用 any_value、sum 等函数聚合这一列。",
  },
  ambiguous: (column: string, first: string, second: string): Text => ({
    en: `${column} is in more than one table. Write ${first} or ${second}.`,
    "zh-CN": `不止一个表里有 ${column}。请写成 ${first} 或 ${second}。`,
  }),
  unconvertible: (value: string, type: string): Text => ({
    en: `“${value}” cannot be turned into ${type}.`,
    "zh-CN": `“${value}”无法转换为 ${type}。`,
  }),
  tryCast: {
    en: "Use TRY_CAST(value AS type), which gives an empty value instead, or leave such rows out with WHERE.",
    "zh-CN": "请用 TRY_CAST(值 AS 类型)，转换不了时得到空值；或用 WHERE 排除这些行。",
  },
  badDate: (value: string): Text => ({
    en: `“${value}” is no date. Write year-month-day, such as 2025-12-28.`,
    "zh-CN": `“${value}”不是日期。请按 年-月-日 写，例如 2025-12-28。`,
  }),
  badDatePart: (part: string): Text => ({
    en: `“${part}” is no part of a date. Use day, week, month, quarter or year.`,
    "zh-CN": `“${part}”不是日期的组成部分。请用 day、week、month、quarter 或 year。`,
  }),
  aggregateInWhere: {
    en: "WHERE cannot hold sums or counts, because it comes before they are made. Use HAVING after GROUP BY.",
    "zh-CN": "WHERE 里不能有求和、计数等聚合，因为它先于聚合执行。请在 GROUP BY 之后用 HAVING。",
  },
  nestedAggregate: {
    en: "One aggregate cannot stand in another. Make the inner one in a cell of its own, and read that cell here.",
    "zh-CN": "聚合不能嵌套。请把内层放到单独的单元格里，再在这里引用它。",
  },
  severalRows: {
    en: "A query in brackets gives several rows where one value is needed. Aggregate in it, or add LIMIT 1.",
    "zh-CN": "括号里的查询返回了多行，而这里只能用一个值。请在其中聚合，或加上 LIMIT 1。",
  },
  unlikeColumns: {
    en: "The queries put together have different numbers of columns. Give each the same ones.",
    "zh-CN": "合并的查询列数不同，请让每个查询的列一致。",
  },
  parameter: {
    en: "Parameters such as $name or ? have no value here. Write the value itself.",
    "zh-CN": "这里的 $name 或 ? 参数没有值，请直接写出值。",
  },
  noFiles: {
    en: "SQL here cannot open files or addresses. Add the file in the import view; its rows are then a table.",
    "zh-CN": "这里的 SQL 不能打开文件或网址。请在导入页添加文件，之后它的行就是数据表。",
  },
  overflow: {
    en: "A number became too large for its type. Convert it first, for instance ::DOUBLE or ::HUGEINT.",
    "zh-CN": "有个数超出了类型的范围。请先转换，例如 ::DOUBLE 或 ::HUGEINT。",
  },
  memory: {
    en: "The query needs more memory than the browser gives. Aggregate first, or read fewer columns or rows.",
    "zh-CN": "这个查询需要的内存超过浏览器的限额。请先聚合，或减少列和行。",
  },
  refused: {
    en: "The engine could not run this SQL. Its message tells more.",
    "zh-CN": "引擎无法运行这段 SQL，详情见引擎消息。",
  },
  unexpected: (message: string): Text => ({
    en: `The cell could not be run: ${message}. Run it again; if it fails again, reload the page. The document is kept.`,
    "zh-CN": `这个单元格运行失败：${message}。请再运行一次；若仍失败，请重新加载页面，文档会保留。`,
  }),
} satisfies Record<string, Text | ((...values: never[]) => Text)>;
