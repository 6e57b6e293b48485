import type { Text } from "../i18n/text.ts";

const count = (n: number): string => n.toLocaleString("en");
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** What the shell of the app says. */
export const messages = {
  product: { en: "Regulars", "zh-CN": "常客" },
  otherName: { en: "常客", "zh-CN": "Regulars" },
  language: { en: "Language", "zh-CN": "语言" },
  theme: { en: "Theme", "zh-CN": "主题" },
  themes: {
    system: { en: "As the system", "zh-CN": "跟随系统" },
    light: { en: "Light", "zh-CN": "浅色" },
    dark: { en: "Dark", "zh-CN": "深色" },
  },
  close: { en: "Close", "zh-CN": "关闭" },
  cancel: { en: "Cancel", "zh-CN": "取消" },
  undo: { en: "Undo", "zh-CN": "撤销" },
  redo: { en: "Redo", "zh-CN": "重做" },
  retry: { en: "Try again", "zh-CN": "重试" },
  notices: { en: "Notices", "zh-CN": "通知" },
  skip: { en: "Skip to content", "zh-CN": "跳到正文" },
  undone: (label: Text): Text => ({ en: `Undone: ${label.en}`, "zh-CN": `已撤销：${label["zh-CN"]}` }),
  redone: (label: Text): Text => ({ en: `Redone: ${label.en}`, "zh-CN": `已重做：${label["zh-CN"]}` }),
  nothingToUndo: { en: "Nothing to undo", "zh-CN": "没有可撤销的操作" },
  nothingToRedo: { en: "Nothing to redo", "zh-CN": "没有可重做的操作" },

  // Documents
  untitled: { en: "Untitled", "zh-CN": "未命名" },
  copy: (title: string): Text => ({ en: `${title} (copy)`, "zh-CN": `${title}（副本）` }),
  dashboardNumber: (n: number): Text => ({ en: `Dashboard ${n}`, "zh-CN": `看板 ${n}` }),
  documentMenu: (title: string): Text => ({ en: `Document: ${title}`, "zh-CN": `文档：${title}` }),
  rename: { en: "Rename…", "zh-CN": "重命名…" },
  renameDocument: { en: "Rename document", "zh-CN": "重命名文档" },
  renameDashboard: { en: "Rename dashboard", "zh-CN": "重命名看板" },
  renameHow: {
    en: "One name is enough; where the other is missing, this one is shown.",
    "zh-CN": "填一个就够；另一种语言没有名称时，显示这一个。",
  },
  titleIn: {
    en: { en: "English title", "zh-CN": "英文名称" },
    "zh-CN": { en: "Chinese title", "zh-CN": "中文名称" },
  },
  save: { en: "Save", "zh-CN": "保存" },
  titleNeeded: { en: "Give it a name in one language at least.", "zh-CN": "至少填一种语言的名称。" },
  downloadDocument: { en: "Download document", "zh-CN": "下载文档" },
  downloaded: (name: string): Text => ({ en: `${name} was saved as a file`, "zh-CN": `已存为文件 ${name}` }),
  openDocument: { en: "Open document", "zh-CN": "打开文档" },
  duplicate: { en: "Duplicate", "zh-CN": "创建副本" },
  duplicated: { en: "This is the copy", "zh-CN": "当前是副本" },
  dataAndReceipts: { en: "Data and receipts", "zh-CN": "数据与收据" },
  addFiles: { en: "Add files", "zh-CN": "再加文件" },
  forget: { en: "Forget this document", "zh-CN": "删除此文档" },
  forgetQuestion: { en: "Forget this document?", "zh-CN": "删除这个文档？" },
  forgetWhat: {
    en: "It exists only in this browser; files that are kept for it go with it. Save a file first if you may need it. This cannot be undone.",
    "zh-CN":
      "它只存在这个浏览器里，为它留存的文件会一并删除。以后可能用到的话，请先存为文件。删除后无法恢复。",
  },
  forgetNow: { en: "Forget", "zh-CN": "删除" },
  keep: { en: "Keep", "zh-CN": "保留" },
  saveFile: { en: "Save file", "zh-CN": "存为文件" },
  forgotten: { en: "The document is gone", "zh-CN": "文档已删除" },
  newNamed: { en: "New document", "zh-CN": "新文档" },
  importing: { en: "Import data", "zh-CN": "导入数据" },
  opened: (title: string): Text => ({ en: `${title} is open`, "zh-CN": `已打开“${title}”` }),

  // Saving
  saving: { en: "Saving…", "zh-CN": "正在保存…" },
  savedHere: { en: "Saved in this browser", "zh-CN": "已存在此浏览器" },
  notSaved: { en: "Not saved", "zh-CN": "未保存" },
  savedElsewhere: { en: "Kept by another tab", "zh-CN": "由另一标签页保存" },
  elsewhere: {
    en: "This document is open in another tab, which keeps it. Changes made here are not saved.",
    "zh-CN": "这个文档在另一个标签页里打开着，由它保存。这里的修改不会保存。",
  },
  openCopy: { en: "Go on with a copy", "zh-CN": "用副本继续" },
  takeOver: { en: "Continue here", "zh-CN": "改在这里编辑" },

  // Views
  views: { en: "Views of the document", "zh-CN": "文档视图" },
  notebook: { en: "Notebook", "zh-CN": "笔记本" },
  newDashboard: { en: "New dashboard", "zh-CN": "新建看板" },
  dashboardMenu: (title: string): Text => ({ en: `Dashboard: ${title}`, "zh-CN": `看板：${title}` }),
  duplicateDashboard: { en: "Duplicate dashboard", "zh-CN": "复制看板" },
  deleteDashboard: { en: "Delete dashboard", "zh-CN": "删除看板" },
  moveLeft: { en: "Move left", "zh-CN": "左移" },
  moveRight: { en: "Move right", "zh-CN": "右移" },
  movedDashboard: { en: "Dashboard moved", "zh-CN": "已移动看板" },
  deletedDashboard: (title: Text): Text => ({
    en: `Removed ${title.en}`,
    "zh-CN": `已删除“${title["zh-CN"]}”`,
  }),
  share: { en: "Share", "zh-CN": "分享" },
  loadingView: { en: "Loading…", "zh-CN": "正在载入…" },
  viewFailed: (reason: string): Text => ({
    en: `This view could not be loaded: ${reason}. Check the connection and try again.`,
    "zh-CN": `无法载入此视图：${reason}。请检查网络后重试。`,
  }),
  noDocument: { en: "The document could not be opened", "zh-CN": "无法打开文档" },
  toStart: { en: "To the start page", "zh-CN": "回到起始页" },
  dropHere: { en: "Drop the files to add them", "zh-CN": "松开即可添加文件" },

  // Engine
  engineStarting: (received: number, total: number | null): Text => ({
    en: `Getting the engine: ${megabytes(received)}${total ? ` of ${megabytes(total)}` : ""} MB`,
    "zh-CN": `正在获取引擎：${megabytes(received)}${total ? ` / ${megabytes(total)}` : ""} MB`,
  }),
  engineWarming: { en: "Starting the engine…", "zh-CN": "正在启动引擎…" },
  engineFailed: { en: "The engine did not start", "zh-CN": "引擎未能启动" },
  programMissing: (reason: string): Text => ({
    en: `A part of the program could not be loaded (${reason}). Check the connection and try again; your document is kept.`,
    "zh-CN": `程序的一部分未能载入（${reason}）。请检查网络后重试，你的文档不受影响。`,
  }),

  // Samples
  makingSample: (name: Text): Text => ({
    en: `Making the orders of ${name.en}…`,
    "zh-CN": `正在生成“${name["zh-CN"]}”的订单…`,
  }),
  unknownSample: (id: string): Text => ({
    en: `This version has no sample shop “${id}”. Choose your own files instead.`,
    "zh-CN": `这个版本没有示例店“${id}”，请改为选择你自己的文件。`,
  }),
  readingFiles: { en: "Reading the files", "zh-CN": "正在读取文件" },
  loadingData: { en: "Loading the data", "zh-CN": "正在载入数据" },
  nothingToLoad: { en: "There is no file to load.", "zh-CN": "没有可以载入的文件。" },

  // Bytes sent
  sent: { en: "bytes sent", "zh-CN": "字节已发送" },
  sentForeign: (n: number): Text => ({
    en: `${n} ${n === 1 ? "request" : "requests"} to other sites`,
    "zh-CN": `${n} 个请求发往其他网站`,
  }),
  sentTitle: { en: "Nothing is uploaded", "zh-CN": "没有上传任何数据" },
  sentForeignTitle: { en: "Something asked another site", "zh-CN": "有请求发往其他网站" },
  sentWhat: {
    en: "This page has loaded the files below from the site that serves it, and sent nothing: your data stay in this tab. The list is kept by the browser itself.",
    "zh-CN":
      "本页只从自己的网站载入了下面这些文件，没有发出任何数据：你的数据只留在这个标签页里。清单来自浏览器自己的记录。",
  },
  sentForeignWhat: {
    en: "The product itself asks no other site. An extension of your browser, or someone who changed this copy, made the requests marked below.",
    "zh-CN": "本产品不会请求其他网站。下面标出的请求来自浏览器扩展，或有人改动过这份程序。",
  },
  verify: { en: "How to check it yourself", "zh-CN": "如何自己验证" },
  verifySteps: [
    {
      en: "Look at the policy in the source of the page: its first lines hold a Content-Security-Policy with connect-src 'self', by which the browser itself refuses every connection to another site.",
      "zh-CN":
        "看页面的策略：源代码开头有 Content-Security-Policy，其中 connect-src 'self' 让浏览器自己拒绝一切发往其他网站的连接。",
    },
    {
      en: "Open the developer tools of the browser (F12), Network, and open a file here: no request carries it.",
      "zh-CN": "打开浏览器的开发者工具（F12）里的“网络”，再在这里打开文件：没有任何请求带走它。",
    },
    {
      en: "Disconnect from the network once the engine is ready, and work on: everything is computed on this computer.",
      "zh-CN": "引擎就绪后断开网络继续使用：所有计算都在这台电脑上完成。",
    },
  ],
  requests: { en: "Requests of this page", "zh-CN": "本页的请求" },
  received: { en: "Received", "zh-CN": "接收" },
  address: { en: "File", "zh-CN": "文件" },
  fromCache: { en: "from the cache", "zh-CN": "来自缓存" },
  blocked: { en: "refused by the page", "zh-CN": "已被本页拒绝" },
  otherSite: { en: "another site", "zh-CN": "其他网站" },
  kilobytes: (bytes: number): Text => {
    const text = `${count(Math.max(1, Math.round(bytes / 1000)))} kB`;
    return { en: text, "zh-CN": text };
  },

  // Help
  find: { en: "Find", "zh-CN": "查找" },
  noMatch: (words: string): Text => ({
    en: `Nothing matches “${words}”.`,
    "zh-CN": `没有与“${words}”匹配的内容。`,
  }),
  shortcuts: { en: "Keyboard shortcuts", "zh-CN": "快捷键" },
  singleKeys: {
    en: "Single letters work outside fields",
    "zh-CN": "在输入框之外启用单个字母的快捷键",
  },
  anywhere: { en: "Anywhere", "zh-CN": "任何地方" },
  onTile: { en: "On a tile", "zh-CN": "在卡片上" },
  onCell: { en: "On a cell", "zh-CN": "在单元格上" },
  otherLanguage: { en: "切换到中文", "zh-CN": "Switch to English" },
  themeNamed: (theme: Text): Text => ({
    en: `Theme: ${theme.en.toLowerCase()}`,
    "zh-CN": `主题：${theme["zh-CN"]}`,
  }),
  chooseAgain: { en: "Choose the data files again", "zh-CN": "请重新选择数据文件" },
  chooseData: { en: "Choose the data for this document", "zh-CN": "为这个文档选择数据" },
  chooseAgainHow: {
    en: "The document is kept in this browser, the rows of your files are not, unless you have a copy kept. An export of your own with other column names serves as well.",
    "zh-CN":
      "浏览器里只保存文档；除非你留了副本，文件里的数据行不会保存。也可以换成你自己的导出表，列名不同没关系。",
  },
  chooseDataHow: {
    en: "It holds settings and texts, no rows. Your own export serves, also with other column names.",
    "zh-CN": "文档里只有设置和文字，没有数据行。用你自己的导出表即可，列名不同没关系。",
  },
  openFiles: { en: "Open files", "zh-CN": "选择文件" },
  commands: { en: "Commands", "zh-CN": "命令" },
  keys: {
    commands: { en: "Commands", "zh-CN": "命令面板" },
    help: { en: "These shortcuts", "zh-CN": "查看快捷键" },
    undo: { en: "Undo", "zh-CN": "撤销" },
    redo: { en: "Redo", "zh-CN": "重做" },
    save: { en: "Save as a file", "zh-CN": "存为文件" },
    explain: { en: "Explain", "zh-CN": "说明" },
    sql: { en: "Show SQL", "zh-CN": "查看 SQL" },
    data: { en: "Show data", "zh-CN": "查看数据" },
    remove: { en: "Remove", "zh-CN": "移除" },
    edit: { en: "Edit the dashboard", "zh-CN": "编辑看板" },
    lift: {
      en: "Lift or drop; arrows move, Shift with arrows resizes",
      "zh-CN": "拿起或放下；方向键移动，Shift+方向键改变大小",
    },
    open: { en: "Edit", "zh-CN": "编辑" },
    leave: { en: "Leave", "zh-CN": "离开" },
    run: { en: "Run and go on", "zh-CN": "运行并前进" },
    above: { en: "Add above", "zh-CN": "在上方添加" },
    below: { en: "Add below", "zh-CN": "在下方添加" },
    move: { en: "Move", "zh-CN": "移动" },
  },
} as const;
