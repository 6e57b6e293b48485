import type { Text } from "../i18n/text.ts";

export const messages = {
  close: { en: "Close", "zh-CN": "关闭" },
  definitions: { en: "Metric definitions", "zh-CN": "指标定义" },
  search: { en: "Search metrics", "zh-CN": "搜索指标" },
  nothing: (words: string): Text => ({
    en: `No metric matches “${words}”.`,
    "zh-CN": `没有符合“${words}”的指标。`,
  }),
  question: { en: "Question", "zh-CN": "回答的问题" },
  definition: { en: "Definition", "zh-CN": "定义" },
  needs: { en: "Needs", "zh-CN": "需要" },
  sources: { en: "Sources", "zh-CN": "来源" },
  sections: {
    retention: { en: "Retention", "zh-CN": "留存" },
    repurchase: { en: "Repurchase", "zh-CN": "复购" },
    value: { en: "Value", "zh-CN": "价值" },
    voice: { en: "Voice of customers", "zh-CN": "顾客反馈" },
    programme: { en: "Loyalty programme", "zh-CN": "会员计划" },
  },
  privacy: { en: "How to verify privacy", "zh-CN": "隐私如何验证" },
  privacyLead: {
    en: "The files that you open are read by this tab and stay in its memory. You need not take our word for it:",
    "zh-CN": "你打开的文件由这个标签页读取，只在它的内存里。不必相信我们说的，你可以自己验证：",
  },
  watchTitle: { en: "Watch the network", "zh-CN": "看网络请求" },
  watch: {
    en: "Press F12, open Network and drop a file. You will see the product’s own parts being fetched, and no request that carries your data.",
    "zh-CN": "按 F12 打开“网络”面板，再拖入文件。你只会看到产品自身的部件在加载，没有任何请求带走你的数据。",
  },
  unplugTitle: { en: "Go offline", "zh-CN": "断开网络" },
  unplug: {
    en: "Look at a sample shop, so that everything is loaded; then disconnect from the network and open your files. Everything still works.",
    "zh-CN": "先打开一家示例店，让各部件加载完；然后断网，再打开你的文件，一切照常。",
  },
  policyTitle: { en: "Read the policy", "zh-CN": "看安全策略" },
  policy: {
    en: "The page’s content security policy says connect-src 'self': the browser itself refuses connections to any other address. It is at the top of the page’s source.",
    "zh-CN":
      "页面的内容安全策略写着 connect-src 'self'，浏览器会拒绝连接任何其他地址。它就在页面源代码的开头。",
  },
  codeTitle: { en: "Read the code", "zh-CN": "看源代码" },
  code: {
    en: "The product is open under the MIT licence and is a folder of static files. You can host it yourself.",
    "zh-CN": "产品以 MIT 许可开源，就是一个静态文件夹，你可以自己部署。",
  },
  kept: {
    en: "What is kept: documents (column roles, settings, texts), your language and theme, in this browser only. Never rows of your files.",
    "zh-CN":
      "会保存什么：文档（列的用途、设置、文字）、语言和主题，只在这个浏览器里。从不保存文件里的数据行。",
  },
  shortcuts: { en: "Shortcuts", "zh-CN": "快捷键" },
  keys: { en: "Keys", "zh-CN": "按键" },
  effect: { en: "Effect", "zh-CN": "作用" },
  undo: { en: "Undo", "zh-CN": "撤销" },
  redo: { en: "Redo", "zh-CN": "重做" },
  run: { en: "Run a cell and go on to the next", "zh-CN": "运行单元格并到下一个" },
  leave: { en: "Close a dialog or menu", "zh-CN": "关闭对话框或菜单" },
  next: { en: "Next or previous control", "zh-CN": "下一个或上一个控件" },
} as const;
