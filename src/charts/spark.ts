import * as Plot from "@observablehq/plot";
import { plotBase } from "./drawing.ts";

/** A line the size of a word; an open circle where the last period is not over. */
export function drawSpark(
  series: readonly { readonly value: number | null; readonly complete: boolean }[],
  size: { readonly width: number; readonly height: number },
): SVGSVGElement | null {
  const points = series.flatMap(({ value, complete }, index) =>
    value === null ? [] : [{ x: index, y: value, complete }],
  );
  if (points.length < 2) return null;
  const complete = points.filter((point) => point.complete);
  const last = points.at(-1);
  const plot = Plot.plot({
    ...plotBase(size),
    margin: 5,
    x: { axis: null },
    y: { axis: null },
    marks: [
      Plot.lineY(complete, { x: "x", y: "y", stroke: "var(--cat-1)", strokeWidth: 1.5 }),
      ...(last && !last.complete && complete.length
        ? [
            Plot.lineY([complete.at(-1), last], {
              x: "x",
              y: "y",
              stroke: "var(--cat-1)",
              strokeWidth: 1.5,
              strokeDasharray: "2 2",
            }),
          ]
        : []),
      Plot.dot(last ? [last] : [], {
        x: "x",
        y: "y",
        r: 2.5,
        fill: last?.complete ? "var(--cat-1)" : "var(--surface)",
        stroke: "var(--cat-1)",
        strokeWidth: 1.5,
      }),
    ],
  }) as SVGSVGElement;
  plot.setAttribute("aria-hidden", "true");
  return plot;
}
