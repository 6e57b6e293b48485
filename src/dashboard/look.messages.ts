import type { ColorScale } from "../charts/look.ts";
import type { Text } from "../i18n/text.ts";

/** How the chart of a tile is drawn. */
export const lookMessages = {
  colors: { en: "Colours", "zh-CN": "色阶" },
  scales: {
    blue: { en: "Blue", "zh-CN": "蓝" },
    ochre: { en: "Ochre", "zh-CN": "赭" },
    grey: { en: "Grey, for print", "zh-CN": "灰（适合打印）" },
  } satisfies Record<ColorScale, Text>,
  averageRow: { en: "Weighted average row", "zh-CN": "加权平均行" },
  hatchIncomplete: { en: "Hatch incomplete periods", "zh-CN": "未满周期画斜线" },
  dashIncomplete: { en: "Dash incomplete periods", "zh-CN": "未满周期画虚线" },
  greySmall: { en: "Grey where n is under 30", "zh-CN": "n 不足 30 变灰" },
  saidBelow: {
    en: "What is not marked in the chart is said below it. Rates of fewer than 10 stay hidden.",
    "zh-CN": "图中不标出的，会在图下说明。不足 10 人的比率始终不显示。",
  },
};
