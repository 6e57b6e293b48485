import type { Text } from "../i18n/text.ts";

export const messages = {
  notLink: {
    en: "This address holds no document. A share link has #d=1. in it; ask for it again.",
    "zh-CN": "这个地址里没有文档。分享链接里应有 #d=1.，请让对方重新发一次。",
  },
  newer: (version: string, known: number): Text => ({
    en: `This link was made by a newer Regulars (link version ${version}; this one reads version ${known}). Open it with a newer copy.`,
    "zh-CN": `这个链接由更新的常客生成（链接版本 ${version}，这里能读版本 ${known}）。请用更新的常客打开。`,
  }),
  truncated: (length: number): Text => ({
    en: `This link is cut short after ${length} characters, so the document in it is incomplete. Ask for the whole link, or for the document file.`,
    "zh-CN": `这个链接在 ${length} 个字符后被截断，里面的文档不完整。请让对方重发完整链接，或发文档文件。`,
  }),
  damaged: (character: string): Text => ({
    en: `This link is damaged: there is a “${character}” in it where none can be. Nothing was opened. Ask for the link again, or for the document file.`,
    "zh-CN": `这个链接已损坏：里面有不该出现的“${character}”。没有打开任何内容。请让对方重发链接，或发文档文件。`,
  }),
  altered: {
    en: "This link was altered on its way: its check sum does not fit. Nothing was opened. Ask for the link again, or for the document file.",
    "zh-CN": "这个链接在传递中被改动过：校验值不符。没有打开任何内容。请让对方重发链接，或发文档文件。",
  },
  tooLarge: (limit: number): Text => ({
    en: `The document in this link is larger than ${limit / 1e6} MB and was not opened.`,
    "zh-CN": `这个链接里的文档超过 ${limit / 1e6} MB，没有打开。`,
  }),
} satisfies Record<string, unknown>;
