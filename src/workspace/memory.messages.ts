import type { Text } from "../i18n/text.ts";

/** What is said about the engine's memory. */
export const messages = {
  memory: { en: "Memory of the engine", "zh-CN": "引擎内存" },
  used: (used: string, limit: string): Text => ({
    en: `Memory: ${used} of ${limit} used`,
    "zh-CN": `内存：已用 ${used}，上限 ${limit}`,
  }),
} satisfies Record<string, Text | ((...values: never[]) => Text)>;
