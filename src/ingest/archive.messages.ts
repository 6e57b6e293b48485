import type { Text } from "../i18n/text.ts";

export const archiveMessages = {
  damaged: (file: string): Text => ({
    en: `“${file}” is damaged, cut off or protected by a password. Unpack it on your computer and drop the files inside.`,
    "zh-CN": `“${file}”已损坏、不完整或设有密码。请先在电脑上解压，再拖入里面的文件。`,
  }),
  password: (file: string): Text => ({
    en: `“${file}” is protected by a password. Unpack it on your computer and drop the files inside.`,
    "zh-CN": `“${file}”设有密码。请先在电脑上解压，再拖入里面的文件。`,
  }),
  empty: (file: string): Text => ({
    en: `“${file}” holds no files.`,
    "zh-CN": `“${file}”里没有文件。`,
  }),
  tooLarge: (file: string, limit: number): Text => ({
    en: `“${file}” unpacks to more than ${Math.round(limit / 1024 ** 2)} MB. Unpack it on your computer and drop the files you need.`,
    "zh-CN": `“${file}”解压后超过 ${Math.round(limit / 1024 ** 2)} MB。请先在电脑上解压，再拖入需要的文件。`,
  }),
};
