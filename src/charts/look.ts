/** How a chart is drawn, where that was chosen. What is computed and what can be read of it stays the same. */
export interface ChartLook {
  /** The colours of a scale; blue where nothing is said. */
  readonly colors?: ColorScale | undefined;
  /** Whether a triangle ends with its average. */
  readonly averageRow?: boolean | undefined;
  /** Whether what is not over is hatched or dashed. */
  readonly hatchIncomplete?: boolean | undefined;
  /** Whether what few stand behind is grey. A rate of fewer than 10 is never shown. */
  readonly greySmall?: boolean | undefined;
}
export const colorScales = ["blue", "ochre", "grey"] as const;
export type ColorScale = (typeof colorScales)[number];

/** Few customers stand behind a figure: under 30 it is grey and hollow, under 10 a rate is hidden. */
export type Footing = "firm" | "small" | "hidden";
/** Whether a figure is drawn as one that few stand behind. */
export function isFaint(footing: Footing, look: ChartLook | undefined): boolean {
  return footing === "hidden" || (footing === "small" && look?.greySmall !== false);
}
/** Whether a figure is drawn as one of a period that is not over. */
export function isOpen(complete: boolean, look: ChartLook | undefined): boolean {
  return !complete && look?.hatchIncomplete !== false;
}
