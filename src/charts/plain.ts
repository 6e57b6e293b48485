import { endsOf } from "./ends.ts";
import type { Locale } from "../i18n/text.ts";
import { sameText } from "../i18n/text.ts";
import type { ResultColumns } from "../metrics/metric.ts";
import type { Frame } from "../tables/frame.ts";
import { drawBars } from "./bars.ts";
import type { ChartOptions, Drawing } from "./drawing.ts";
import { drawLine } from "./line.ts";
import { drawPoints } from "./points.ts";

/** A chart of any rows, as a chart cell of the notebook asks for it. */
export interface PlainSpec {
  readonly mark: "line" | "bars" | "points";
  readonly x: string;
  readonly y: string;
  readonly color: string | null;
}

/** Draws rows without a metric behind them: columns go by their own names. */
export function drawPlain(
  spec: PlainSpec,
  frame: Frame,
  options: {
    readonly width: number;
    readonly height: number;
    readonly locale: Locale;
    readonly title?: string;
    readonly document?: Document;
  },
): Drawing {
  const columns: ResultColumns = Object.fromEntries(
    frame.columns.map(({ name, type }) => [name, { type, label: sameText(name) }]),
  );
  const channels = { x: spec.x, y: spec.y, ...(spec.color ? { color: spec.color } : {}) };
  const all: ChartOptions = { ...options, columns };
  switch (spec.mark) {
    case "line":
      return drawLine({ mark: "line", ...channels, zero: !spread(frame, spec.y) }, frame, all);
    case "bars":
      return drawBars({ mark: "bars", ...channels }, frame, all);
    case "points":
      return drawPoints({ mark: "points", ...channels }, frame, all);
  }
}

/** Whether figures lie so far from zero that beginning there would flatten them. */
function spread(frame: Frame, column: string): boolean {
  const values = (frame.values[column] ?? []).filter((value) => typeof value === "number");
  const [low, high] = endsOf(values);
  return low > 0 && low > (high - low) * 3;
}
