import { formatBytes } from "../i18n/format.ts";
import type { Text } from "../i18n/text.ts";

const sized = (bytes: number) => ({ en: formatBytes(bytes, "en"), "zh-CN": formatBytes(bytes, "zh-CN") });

/** What is said about files that are kept in this browser, or not. */
export const messages = {
  offer: {
    en: "Keep the files in this browser, so that this document opens with its data next time? They stay on this computer.",
    "zh-CN": "要把文件留在这个浏览器里，让文档下次打开就带着数据吗？文件不会离开这台电脑。",
  },
  offerHandles: {
    en: "Open this document with its data next time? The browser can remember where the files lie, or keep a copy. Both stay on this computer.",
    "zh-CN": "想让文档下次打开就带着数据吗？浏览器可以记住文件的位置，或留一份副本；两者都只在这台电脑上。",
  },
  changed: {
    en: "The files are others than those kept in this browser.",
    "zh-CN": "现在的文件与浏览器里留存的不同。",
  },
  keepCopy: (bytes: number): Text => ({
    en: `Keep a copy (${sized(bytes).en})`,
    "zh-CN": `留一份副本（${sized(bytes)["zh-CN"]}）`,
  }),
  keepHandles: { en: "Remember where they lie", "zh-CN": "记住文件位置" },
  notNow: { en: "Not now", "zh-CN": "暂不" },
  cancel: { en: "Cancel", "zh-CN": "取消" },
  close: { en: "Close", "zh-CN": "关闭" },
  copying: (bytes: number): Text => ({
    en: `Copying the files (${sized(bytes).en})`,
    "zh-CN": `正在复制文件（${sized(bytes)["zh-CN"]}）`,
  }),
  kept: (bytes: number): Text => ({
    en: `A copy of the files is kept in this browser: ${sized(bytes).en}.`,
    "zh-CN": `浏览器里留有文件副本：${sized(bytes)["zh-CN"]}。`,
  }),
  keptHandles: {
    en: "The browser remembers where the files lie, and keeps none of their rows.",
    "zh-CN": "浏览器记住了文件的位置，没有保存任何数据行。",
  },
  notKept: {
    en: "The files are not kept: after a reload they are chosen again.",
    "zh-CN": "没有留存文件：刷新后需要重新选择。",
  },
  nowKept: { en: "This document now opens with its data", "zh-CN": "文档以后打开就带着数据" },
  forgetData: { en: "Forget the data", "zh-CN": "删除数据" },
  forgotten: { en: "The kept files are forgotten", "zh-CN": "已删除留存的文件" },
  forgottenSoon: {
    en: "Forgotten. Another tab still reads the copy; it is deleted when that tab is closed.",
    "zh-CN": "已删除记录。另一个标签页还在读取副本，关闭那个标签页后即会删除。",
  },
  noRoom: (bytes: number, room: number): Text => ({
    en: `A copy needs ${sized(bytes).en} and this browser has room for ${sized(room).en}. Forget older documents on the start page, or choose the files again next time. Nothing was changed.`,
    "zh-CN": `副本需要 ${sized(bytes)["zh-CN"]}，浏览器只剩 ${sized(room)["zh-CN"]}。可在起始页删除旧文档，或下次重新选择文件。没有改动任何内容。`,
  }),
  quota: (bytes: number): Text => ({
    en: `This browser has no room for a copy of ${sized(bytes).en}. Forget older documents on the start page, or choose the files again next time. Nothing was kept, and nothing is lost.`,
    "zh-CN": `浏览器没有空间存放 ${sized(bytes)["zh-CN"]} 的副本。可在起始页删除旧文档，或下次重新选择文件。没有留存任何内容，数据也没有丢失。`,
  }),
  unavailable: {
    en: "This browser does not let the page keep files (a private window, or site data are blocked). The document goes on; after a reload choose the files again.",
    "zh-CN":
      "浏览器不允许本页留存文件（可能是无痕窗口，或禁止了网站数据）。文档照常可用，刷新后请重新选择文件。",
  },
  unreadable: {
    en: "A file could not be read any more: it was moved or changed since it was chosen. Choose it again to keep a copy. Nothing was kept, and nothing is lost.",
    "zh-CN":
      "有文件已无法读取：它在选择之后被移动或修改过。重新选择后再留副本。没有留存任何内容，数据也没有丢失。",
  },
  failed: (detail: string): Text => ({
    en: `The files could not be kept: ${detail}. Nothing was kept, and nothing is lost.`,
    "zh-CN": `无法留存文件：${detail}。没有留存任何内容，数据也没有丢失。`,
  }),
  gone: (name: string): Text => ({
    en: `${name} can no longer be read: it was moved, changed or forgotten since it was chosen. Choose it again; what is shown stays.`,
    "zh-CN": `已无法读取“${name}”：它在选择之后被移动、修改或删除过。请重新选择；当前显示的内容不变。`,
  }),
  lost: {
    en: "The kept files can no longer be read; the browser may have removed them. Choose the files again.",
    "zh-CN": "留存的文件已无法读取，可能已被浏览器清除。请重新选择文件。",
  },
  refused: {
    en: "The browser was not allowed to read the files. Try again, or choose them yourself.",
    "zh-CN": "浏览器没有获准读取文件。请重试，或自己选择文件。",
  },
  older: {
    en: "What is kept in this browser are other files than those that this document was last shown on.",
    "zh-CN": "浏览器里留存的不是这个文档最近一次使用的文件。",
  },
  returning: { en: "Opening the kept files", "zh-CN": "正在打开留存的文件" },
  openAgain: (name: string, count: number): Text => ({
    en: count === 1 ? `Open ${name} again` : `Open ${name} and ${count - 1} more again`,
    "zh-CN": count === 1 ? `再次打开 ${name}` : `再次打开 ${name} 等 ${count} 个文件`,
  }),
  filesOf: { en: "Files of this document", "zh-CN": "文档的文件" },
} satisfies Record<string, Text | ((...values: never[]) => Text)>;
