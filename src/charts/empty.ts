import type { ChartOptions, Drawing } from "./drawing.ts";
import { messages } from "./messages.ts";
import { drawPlot, labels } from "./plot-parts.ts";
import { fitText } from "./text-width.ts";

/** What stands in a chart's place where there is nothing to draw. */
export function drawEmpty(options: ChartOptions): Drawing {
  const { width, height, locale } = options;
  const text = fitText(messages.noData[locale], width - 8);
  return {
    svg: drawPlot(options, messages.noData, {
      marks: labels([{ x: width / 2, y: height / 2 + 4, text, anchor: "middle", class: "lab" }]),
    }),
    points: [],
    summary: messages.noData,
  };
}
