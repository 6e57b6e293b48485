import { type Markish, rect } from "@observablehq/plot";
import type { ChartOptions } from "./drawing.ts";
import { type Label, classed, labels } from "./plot-parts.ts";
import type { Steps } from "./steps.ts";
import { textWidth } from "./text-width.ts";

export interface Scale {
  readonly steps: Steps;
  readonly text: (value: number) => string;
}

const swatch = 14;

/** The colours of the eight steps with the values at which they begin and end, in one line at the right. */
export function scaleBar(
  { steps, text }: Scale,
  place: { readonly right: number; readonly y: number; readonly from: number },
  _options: ChartOptions,
): Markish[] {
  if (steps.low === steps.high) return [];
  const [low, high] = [text(steps.low), text(steps.high)];
  const end = place.right - textWidth(high) - 5;
  const start = end - 8 * swatch;
  if (start - textWidth(low) - 5 < place.from) return [];
  const all = Array.from({ length: 8 }, (_, i) => i + 1);
  const words: Label[] = [
    { x: start - 5, y: place.y, text: low, anchor: "end" },
    { x: place.right, y: place.y, text: high, anchor: "end" },
  ];
  return [
    rect(all, {
      x1: (step) => start + (step - 1) * swatch,
      x2: (step) => start + step * swatch - 1,
      y1: () => place.y - 8,
      y2: () => place.y,
      ...classed(all, (step) => `h${step}`),
    }),
    ...labels(words),
  ];
}
