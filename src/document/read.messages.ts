import type { Text } from "../i18n/text.ts";

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

export const messages = {
  tooLarge: (bytes: number, limit: number): Text => ({
    en: `This document has ${megabytes(bytes)} MB; a document has at most ${megabytes(limit)} MB. Perhaps this is a data file: open it with Open files.`,
    "zh-CN": `这个文档有 ${megabytes(bytes)} MB，文档最多 ${megabytes(limit)} MB。如果这是数据文件，请用“打开文件”。`,
  }),
  notJson: (detail: string): Text => ({
    en: `This is not a Regulars document: it cannot be read as JSON (${detail}). Choose a file that was saved with Download document.`,
    "zh-CN": `这不是常客文档：无法按 JSON 读取（${detail}）。请选择用“下载文档”保存的文件。`,
  }),
  notObject: {
    en: "This is not a Regulars document: it is JSON, but not one object. Choose a file that was saved with Download document.",
    "zh-CN": "这不是常客文档：内容是 JSON，但不是一个对象。请选择用“下载文档”保存的文件。",
  } satisfies Text,
  otherFormat: (format: string): Text => ({
    en: `This is not a Regulars document: its field "format" is ${format}, and should be "regulars".`,
    "zh-CN": `这不是常客文档：字段“format”是 ${format}，应为 "regulars"。`,
  }),
  badVersion: (version: string): Text => ({
    en: `The version of this document is ${version}; it should be a whole number from 1.`,
    "zh-CN": `这个文档的版本是 ${version}，应为从 1 起的整数。`,
  }),
  newerVersion: (version: number, known: number): Text => ({
    en: `This document has version ${version}; this copy of Regulars reads up to version ${known}. Open it with a newer Regulars. Nothing was changed.`,
    "zh-CN": `这个文档是版本 ${version}，这里的常客最高读到版本 ${known}。请用更新的常客打开。没有做任何改动。`,
  }),
  unknownField: (field: string, path: string): Text => ({
    en: path
      ? `This document has an unknown field "${field}" in ${path}.`
      : `This document has an unknown field "${field}".`,
    "zh-CN": path ? `这个文档的 ${path} 里有未知字段“${field}”。` : `这个文档有未知字段“${field}”。`,
  }),
  missingField: (field: string, path: string): Text => ({
    en: path
      ? `This document lacks the field "${field}" in ${path}.`
      : `This document lacks the field "${field}".`,
    "zh-CN": path ? `这个文档的 ${path} 里缺少字段“${field}”。` : `这个文档缺少字段“${field}”。`,
  }),
  wrongValue: (path: string, expected: string, received: string): Text => ({
    en: `In this document, ${path} should be ${expected}, and is ${received}.`,
    "zh-CN": `这个文档里 ${path} 应为 ${expected}，实际是 ${received}。`,
  }),
  further: (count: number): Text => ({
    en: count === 1 ? "There is 1 further fault." : `There are ${count} further faults.`,
    "zh-CN": `另有 ${count} 处错误。`,
  }),
  repeatedId: (path: string, id: string): Text => ({
    en: `In this document, ${path} is "${id}", which an earlier one already has; ids must differ.`,
    "zh-CN": `这个文档里 ${path} 是“${id}”，与前面的重复；id 不能相同。`,
  }),
  reservedName: (path: string): Text => ({
    en: `In this document, the field name ${path} is one that cannot be used.`,
    "zh-CN": `这个文档里的字段名 ${path} 不能使用。`,
  }),
};
