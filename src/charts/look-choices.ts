import type { Frame } from "../tables/frame.ts";
import { cohortsOf } from "./cohorts.ts";
import type { ChartOptions } from "./drawing.ts";
import type { ChartLook, Footing } from "./look.ts";
import { linesOf } from "./series.ts";
import type { ChartSpec } from "./spec.ts";
import { stacksOf } from "./stacks.ts";
import { completeIn, footingOf, numberIn, unitOf } from "./values.ts";

/** What can be chosen for a chart. */
export function choicesOf(
  spec: ChartSpec,
  columns: ChartOptions["columns"],
): ReadonlySet<keyof Required<ChartLook>> {
  switch (spec.mark) {
    case "triangle":
      return new Set([
        "colors",
        ...(spec.average === "weighted" ? (["averageRow"] as const) : []),
        "hatchIncomplete",
        "greySmall",
      ]);
    case "grid":
      return new Set(["colors"]);
    case "line": {
      const counted = spec.n ?? columns[spec.y]?.n;
      return new Set([
        ...(spec.complete ? (["hatchIncomplete"] as const) : []),
        ...(counted ? (["greySmall"] as const) : []),
      ]);
    }
    case "bars":
      return new Set(spec.complete ? ["hatchIncomplete"] : []);
    case "intervals":
      return new Set(["greySmall"]);
    default:
      return new Set();
  }
}

/** What a chart shows without its mark, since that was switched off: it has to be said beside it. */
export function unmarkedIn(
  spec: ChartSpec,
  frame: Frame,
  options: ChartOptions,
): { readonly incomplete: boolean; readonly small: boolean } {
  const shown = shownIn(spec, frame, options);
  const { look } = options;
  return {
    incomplete: look?.hatchIncomplete === false && shown.some(({ complete }) => !complete),
    small: look?.greySmall === false && shown.some(({ footing }) => footing === "small"),
  };
}

interface Shown {
  readonly complete: boolean;
  readonly footing: Footing;
}
function shownIn(spec: ChartSpec, frame: Frame, options: ChartOptions): Shown[] {
  switch (spec.mark) {
    case "triangle": {
      const unit = unitOf(spec.value, options);
      return cohortsOf(spec, frame, options).rows.flatMap(({ size, cells }) => [
        // The size of a cohort is grey too, even without a cell.
        { complete: true, footing: footingOf(size, "customers") },
        ...cells.map((cell) => ({ complete: cell.complete, footing: footingOf(cell.size, unit) })),
      ]);
    }
    case "line":
      return linesOf(spec, frame, options).series.flatMap(({ points }) => points.filter(({ gap }) => !gap));
    case "bars":
      return stacksOf(spec, frame, options).bars.flatMap(({ parts }) =>
        parts.map(({ complete }) => ({ complete, footing: "firm" as const })),
      );
    case "intervals":
      return Array.from({ length: frame.length }, (_, row) => ({
        complete: completeIn(frame, undefined, row),
        footing:
          numberIn(frame, spec.x, row) === null
            ? ("hidden" as const)
            : footingOf(numberIn(frame, spec.n, row), unitOf(spec.x, options)),
      }));
    default:
      return [];
  }
}
