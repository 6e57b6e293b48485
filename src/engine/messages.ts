import type { Text } from "../i18n/text.ts";

const reload = {
  en: "Reload the page; your document is kept.",
  "zh-CN": "请重新加载页面，你的文档已保留。",
};
const withReload = (text: Text): Text => ({
  en: `${text.en} ${reload.en}`,
  "zh-CN": `${text["zh-CN"]}${reload["zh-CN"]}`,
});

export const messages = {
  unreachable: (url: string): Text =>
    withReload({
      en: `The engine could not be downloaded from ${url}. Check the connection.`,
      "zh-CN": `无法从 ${url} 下载引擎，请检查网络连接。`,
    }),
  refused: (url: string, status: number): Text =>
    withReload({
      en: `The engine could not be downloaded: the server answered ${status} for ${url}.`,
      "zh-CN": `无法下载引擎：服务器对 ${url} 返回了 ${status}。`,
    }),
  stalled: (seconds: number): Text =>
    withReload({
      en: `The download of the engine has stood still for ${seconds} seconds. Check the connection.`,
      "zh-CN": `引擎下载已停滞 ${seconds} 秒，请检查网络连接。`,
    }),
  damaged: (url: string): Text =>
    withReload({
      en: `What the server sent for ${url} is not the engine; the site may be copied incompletely.`,
      "zh-CN": `服务器为 ${url} 返回的内容不是引擎，站点可能没有复制完整。`,
    }),
  slow: (seconds: number): Text =>
    withReload({
      en: `The engine did not start within ${seconds} seconds. Close other heavy tabs.`,
      "zh-CN": `引擎未能在 ${seconds} 秒内启动，请关闭其他占用较大的标签页。`,
    }),
  unstarted: (reason: string): Text =>
    withReload({
      en: `The engine could not start: ${reason}. It needs a browser from 2023 or later with WebAssembly allowed.`,
      "zh-CN": `引擎无法启动：${reason}。需要 2023 年及以后的浏览器，并允许 WebAssembly。`,
    }),
  crashed: {
    en: "The engine stopped in the middle of this and has been started again with your data. Try once more; if it stops again, filter to fewer rows.",
    "zh-CN": "引擎在处理过程中停止，现已重新启动并恢复数据。请重试；如果再次停止，请筛选到更少的行。",
  },
  lost: (reason: string): Text =>
    withReload({
      en: `The engine stopped and could not be brought back: ${reason}.`,
      "zh-CN": `引擎已停止且无法恢复：${reason}。`,
    }),
  closed: { en: "The engine is closed.", "zh-CN": "引擎已关闭。" },
  noPath: (path: string): Text => ({
    en: `The browser cannot read ${path}; choose the file instead.`,
    "zh-CN": `浏览器无法读取 ${path}，请改为选择文件。`,
  }),
  insertedRows: (table: string, expected: number, found: number): Text => ({
    en: `Table ${table} should have ${expected} rows and has ${found}.`,
    "zh-CN": `表 ${table} 应有 ${expected} 行，实际为 ${found} 行。`,
  }),
} satisfies Record<string, Text | ((...values: never[]) => Text)>;
