import type { Text } from "../i18n/text.ts";

export const messages = {
  unavailable: {
    en: "This browser does not let the page store documents (a private window, or site data are blocked). Keep your work with Share, Download document.",
    "zh-CN": "浏览器不允许本页保存文档（可能是无痕窗口，或禁止了网站数据）。请用“分享”里的“下载文档”保存。",
  },
  quota: {
    en: "There is no room left in this browser for the document. Delete old documents on the start page, or keep this one with Share, Download document.",
    "zh-CN": "浏览器里没有空间保存这个文档。请在起始页删除旧文档，或用“分享”里的“下载文档”保存。",
  },
  blocked: {
    en: "Another tab holds an older copy of Regulars open, so documents cannot be reached. Close or reload that tab, then try again.",
    "zh-CN": "另一个标签页还开着旧版的常客，暂时无法读写文档。请关闭或刷新那个标签页，再试一次。",
  },
  newer: {
    en: "A newer Regulars has stored documents in this browser. Reload this page to get it.",
    "zh-CN": "更新的常客已在这个浏览器里保存过文档。请刷新本页。",
  },
  absent: (id: string): Text => ({
    en: `There is no document "${id}" in this browser; it may have been deleted, or its site data cleared.`,
    "zh-CN": `这个浏览器里没有文档“${id}”；它可能已被删除，或网站数据已清除。`,
  }),
  failed: (detail: string): Text => ({
    en: `The documents of this browser cannot be reached: ${detail}`,
    "zh-CN": `无法读写这个浏览器里的文档：${detail}`,
  }),
} satisfies Record<string, Text | ((value: string) => Text)>;
