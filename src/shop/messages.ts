import type { Text } from "../i18n/text.ts";

export const messages = {
  workerLost: (reason: string): Text => ({
    en: `The part of the page that holds your data stopped: ${reason}. Reload the page and open the files again; your document is kept.`,
    "zh-CN": `页面中保存数据的部分已停止：${reason}。请重新加载页面并重新打开文件，你的文档已保留。`,
  }),
  modelsLost: (reason: string): Text => ({
    en: `The model could not be computed to its end: ${reason}. Try again.`,
    "zh-CN": `模型没能算完：${reason}。请再试一次。`,
  }),
  emptyCell: {
    en: "The cell is empty. Write a SELECT statement.",
    "zh-CN": "这个单元格是空的，请写一条 SELECT 语句。",
  },
  changes: (word: string): Text => ({
    en: `${word} is not run here: a SQL cell only reads the data. Write a SELECT, WITH, FROM, DESCRIBE, SUMMARIZE, SHOW or EXPLAIN statement.`,
    "zh-CN": `这里不运行 ${word}：SQL 单元格只读取数据。请写 SELECT、WITH、FROM、DESCRIBE、SUMMARIZE、SHOW 或 EXPLAIN 语句。`,
  }),
  oneStatement: {
    en: "A SQL cell holds one statement that reads. Put each statement into a cell of its own.",
    "zh-CN": "一个 SQL 单元格只能有一条读取语句，请把每条语句放到各自的单元格里。",
  },
  openPivot: {
    en: "PIVOT needs its columns named here: PIVOT … ON column IN (value, value) USING ….",
    "zh-CN": "这里的 PIVOT 需要写明列值：PIVOT … ON 列 IN (值, 值) USING …。",
  },
  faultyCell: (name: string, message: string): Text => ({
    en: `The cell ${name}, which this one reads, has an error: ${message}`,
    "zh-CN": `本单元格引用的 ${name} 有错误：${message}`,
  }),
} satisfies Record<string, Text | ((...values: never[]) => Text)>;
