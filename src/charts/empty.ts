import type { Text } from "../i18n/text.ts";
import type { ChartOptions, Drawing } from "./drawing.ts";
import { messages } from "./messages.ts";
import { drawPlot, labels } from "./plot-parts.ts";
import { fitText } from "./text-width.ts";

/** What stands in a chart's place where there is nothing to draw, and why. */
export function drawEmpty(options: ChartOptions, why: Text = messages.noData): Drawing {
  const { width, height, locale } = options;
  const text = fitText(why[locale], width - 8);
  return {
    svg: drawPlot(options, why, {
      marks: labels([{ x: width / 2, y: height / 2 + 4, text, anchor: "middle", class: "lab" }]),
    }),
    points: [],
    summary: why,
  };
}
