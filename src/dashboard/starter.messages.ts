import type { Text } from "../i18n/text.ts";

export const messages = {
  /** The answers by a column, which is named as a table or a file names it. */
  npsBy: (column: Text): Text => ({
    en: `NPS by ${lowered(column)}, 95% CI`,
    "zh-CN": `净推荐值（按${spaced(column["zh-CN"])}），95% 区间`,
  }),
  firstText: {
    en: "# Who comes back?\n\nNotes and questions on these data.",
    "zh-CN": "# 谁会再来？\n\n关于这份数据的笔记与问题。",
  },
};

/** The product's own names are common nouns within a sentence; a name from a file stays as it is. */
function lowered({ en, "zh-CN": zh }: Text): string {
  return en === zh ? en : en.toLowerCase();
}
/** Latin letters stand apart from Chinese ones. */
function spaced(name: string): string {
  return /^[a-z0-9]/i.test(name) ? ` ${name}` : name;
}
