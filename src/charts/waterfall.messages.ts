import type { Text } from "../i18n/text.ts";

export const messages = {
  /** What a drawing of a difference says to those who do not see it. */
  waterfall: (
    from: readonly [name: string, value: string],
    to: readonly [name: string, value: string],
    most: readonly [name: string, part: string] | null,
  ): Text => ({
    en: `From ${from[0]}, ${from[1]}, to ${to[0]}, ${to[1]}.${most ? ` The largest part: ${most[0]}, ${most[1]}.` : ""}`,
    "zh-CN": `从${from[0]}（${from[1]}）到${to[0]}（${to[1]}）。${most ? `影响最大的是${most[0]}（${most[1]}）。` : ""}`,
  }),
  part: { en: "Part", "zh-CN": "影响" },
  after: { en: "With it", "zh-CN": "计入后" },
};
