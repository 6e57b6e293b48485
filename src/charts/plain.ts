import type { Locale } from "../i18n/text.ts";
import type { ResultColumns } from "../metrics/metric.ts";
import type { Frame } from "../tables/frame.ts";
import { drawChart } from "./draw.ts";
import type { Drawing } from "./drawing.ts";

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
  options: { readonly width: number; readonly height: number; readonly locale: Locale },
): Drawing {
  const columns: ResultColumns = Object.fromEntries(
    frame.columns.map(({ name, type }) => [name, { type, label: { en: name, "zh-CN": name } }]),
  );
  const channels = { x: spec.x, y: spec.y, ...(spec.color ? { color: spec.color } : {}) };
  const numeric = ["integer", "number", "date", "timestamp"].includes(columns[spec.x]?.type ?? "text");
  const drawing = drawChart(
    spec.mark === "bars" || !numeric
      ? { mark: "bars", ...channels }
      : { mark: "line", ...channels, zero: spec.mark === "line" },
    frame,
    { ...options, columns, currency: null, period: "day" },
  );
  if (!drawing) throw new Error("no drawing");
  return drawing;
}
