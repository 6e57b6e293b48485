import type { Frame } from "../tables/frame.ts";
import { drawAgainst } from "./against.ts";
import { drawBars } from "./bars.ts";
import { drawCalibration } from "./calibration.ts";
import type { ChartOptions, Drawing } from "./drawing.ts";
import { drawFlow } from "./flow.ts";
import { drawGrid } from "./grid.ts";
import { drawIntervals } from "./intervals.ts";
import { drawLadder } from "./ladder.ts";
import { drawLine } from "./line.ts";
import { drawLorenz } from "./lorenz.ts";
import { drawPareto } from "./pareto.ts";
import type { ChartSpec } from "./spec.ts";
import { drawSurvival } from "./survival.ts";
import { drawTimeline } from "./timeline.ts";
import { drawTornado } from "./tornado.ts";
import { drawTracking } from "./tracking.ts";
import { drawTriangle } from "./triangle.ts";

/** Draws a result as its spec says; null for a table or a page, which are no drawing. */
export function drawChart(spec: ChartSpec, frame: Frame, options: ChartOptions): Drawing | null {
  switch (spec.mark) {
    case "triangle":
      return drawTriangle(spec, frame, options);
    case "line":
      return drawLine(spec, frame, options);
    case "bars":
      return drawBars(spec, frame, options);
    case "grid":
      return drawGrid(spec, frame, options);
    case "pareto":
      return drawPareto(spec, frame, options);
    case "lorenz":
      return drawLorenz(spec, frame, options);
    case "survival":
      return drawSurvival(spec, frame, options);
    case "ladder":
      return drawLadder(spec, frame, options);
    case "intervals":
      return drawIntervals(spec, frame, options);
    case "flow":
      return drawFlow(spec, frame, options);
    case "tornado":
      return drawTornado(spec, frame, options);
    case "timeline":
      return drawTimeline(spec, frame, options);
    case "tracking":
      return drawTracking(spec, frame, options);
    case "against":
      return drawAgainst(spec, frame, options);
    case "calibration":
      return drawCalibration(spec, frame, options);
    case "page":
    case "table":
      return null;
  }
}
