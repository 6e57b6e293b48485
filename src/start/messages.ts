import type { Text } from "../i18n/text.ts";

const shown = (count: number): string => count.toLocaleString("en");

export const messages = {
  headline: { en: "See who comes back, and who is about to leave", "zh-CN": "看清谁会再来，谁快要走了" },
  lead: {
    en: "Drop your orders, members or survey export, and see retention, RFM, repurchase and customer value in seconds.",
    "zh-CN": "把订单、会员或问卷导出表拖进来，几秒看到留存、RFM、复购与客户价值。",
  },
  drop: { en: "Drop files here", "zh-CN": "把文件拖到这里" },
  formats: {
    en: "CSV, TSV, XLSX, Parquet, Arrow, JSON Lines, also zipped; UTF-8, GBK, GB18030, Big5 and UTF-16 are detected; several at once",
    "zh-CN":
      "CSV、TSV、XLSX、Parquet、Arrow、JSON Lines，也可压缩；UTF-8、GBK、GB18030、Big5、UTF-16 自动识别；可一次拖入多个",
  },
  openFiles: { en: "Open files", "zh-CN": "选择文件" },
  promise: {
    en: "Your data never leave this tab.",
    "zh-CN": "数据从不离开这个标签页。",
  },
  samples: { en: "Or look at a sample shop first", "zh-CN": "或者，先看一家示例店" },
  blank: { en: "Blank notebook", "zh-CN": "空白笔记本" },
  blankDetail: { en: "Start writing from one cell", "zh-CN": "从一个单元格开始写" },
  recent: { en: "Recent documents", "zh-CN": "最近的文档" },
  recentWhere: { en: "kept in this browser only", "zh-CN": "只存在这个浏览器里" },
  none: {
    en: "None yet. What you make is kept here, without the rows of your files.",
    "zh-CN": "还没有。你做的文档会存在这里，不含文件里的数据行。",
  },
  title: { en: "Document", "zh-CN": "文档" },
  holds: { en: "Holds", "zh-CN": "内容" },
  data: { en: "Data", "zh-CN": "数据" },
  changed: { en: "Last changed", "zh-CN": "上次修改" },
  actions: { en: "Actions", "zh-CN": "操作" },
  openDocument: { en: "Open document", "zh-CN": "打开文档" },
  documentFile: { en: "Document file", "zh-CN": "文档的文件" },
  untitled: { en: "Untitled", "zh-CN": "未命名" },
  counts: (dashboards: number, cells: number): Text => ({
    en: `${shown(dashboards)} ${dashboards === 1 ? "dashboard" : "dashboards"}, ${shown(cells)} ${cells === 1 ? "cell" : "cells"}`,
    "zh-CN": `${shown(dashboards)} 个看板，${shown(cells)} 个单元格`,
  }),
  filesAgain: (first: string, count: number): Text => ({
    en: `Choose ${count === 1 ? `“${first}”` : `“${first}” and ${shown(count - 1)} more`} again on opening`,
    "zh-CN": `打开时需重新选择“${first}”${count === 1 ? "" : `等 ${shown(count)} 个文件`}`,
  }),
  fileAgain: { en: "Choose the data files on opening", "zh-CN": "打开时需选择数据文件" },
  sampleData: (shop: Text): Text => ({
    en: `Sample shop: ${shop.en}`,
    "zh-CN": `示例店：${shop["zh-CN"]}`,
  }),
  forget: (title: string): Text => ({ en: `Forget ${title}`, "zh-CN": `删除“${title}”` }),
  forgetTitle: { en: "Forget this document?", "zh-CN": "要删除这个文档吗？" },
  forgetDetail: (title: string): Text => ({
    en: `“${title}” exists only in this browser. Save a file first if you may need it. This cannot be undone.`,
    "zh-CN": `“${title}”只存在这个浏览器里。如果以后可能用到，请先存成文件。删除后无法撤销。`,
  }),
  forgetWithCopy: (size: string): Text => ({
    en: `A copy of its files (${size}) is kept with it and goes with it. You can also forget the data only and keep the document.`,
    "zh-CN": `它的文件副本（${size}）会一并删除。也可以只删除数据，保留文档。`,
  }),
  forgetWithHandles: {
    en: "The browser remembers where its files lie; that is forgotten with it. The files themselves stay.",
    "zh-CN": "浏览器记住了它的文件位置，会一并忘掉；文件本身不受影响。",
  },
  forgetData: { en: "Forget the data only", "zh-CN": "只删除数据" },
  dataKept: (size: string): Text => ({
    en: `Opens with its data, ${size} kept here`,
    "zh-CN": `打开即带数据，本机留存 ${size}`,
  }),
  dataRemembered: { en: "Opens its files again with one click", "zh-CN": "点一下即可再次打开文件" },
  saveFile: { en: "Save file", "zh-CN": "存成文件" },
  forgetIt: { en: "Forget", "zh-CN": "删除" },
  keep: { en: "Keep", "zh-CN": "保留" },
  forgotten: (title: string): Text => ({ en: `“${title}” is forgotten.`, "zh-CN": `已删除“${title}”。` }),
  close: { en: "Close", "zh-CN": "关闭" },
  local: { en: "Everything is computed on this computer", "zh-CN": "全部计算都在本机完成" },
  definitions: { en: "Metric definitions", "zh-CN": "指标定义" },
  privacy: { en: "How to verify privacy", "zh-CN": "隐私如何验证" },
  shortcuts: { en: "Shortcuts", "zh-CN": "快捷键" },
  cancel: { en: "Cancel", "zh-CN": "取消" },
} as const;
