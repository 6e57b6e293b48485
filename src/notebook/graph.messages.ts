import type { Text } from "../i18n/text.ts";

export const messages = {
  circle: (names: readonly string[]): Text =>
    names.length === 2
      ? {
          en: `${names[0]} reads itself. Read a table or another cell, or give this cell another name.`,
          "zh-CN": `${names[0]} 引用了自己。请改为引用数据表或其他单元格，或给这个单元格换个名字。`,
        }
      : {
          en: `These cells read one another in a circle: ${names.join(" → ")}. Take one of these names out of one of the cells.`,
          "zh-CN": `这些单元格循环引用：${names.join(" → ")}。请在其中一个单元格里去掉对另一个的引用。`,
        },
} satisfies Record<string, (...values: never[]) => Text>;
