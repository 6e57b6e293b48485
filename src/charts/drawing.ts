import type { Locale, Text } from "../i18n/text.ts";
import type { ResultColumns } from "../metrics/metric.ts";
import type { Frame } from "../tables/frame.ts";
import type { ChartLook } from "./look.ts";

/** What a chart is drawn with beside its spec and its rows. */
export interface ChartOptions {
  /** The room for the chart, in pixels. A triangle may be wider and then scrolls. */
  readonly width: number;
  readonly height: number;
  readonly locale: Locale;
  /** The columns of the part that is drawn: labels, units, intervals. */
  readonly columns: ResultColumns;
  /** ISO 4217 code of the money, where it is known. */
  readonly currency?: string | null;
  /** The calendar period of date columns; guessed from the dates where it is not given. */
  readonly period?: string | null;
  /** Begins the chart's accessible name, before its summary. */
  readonly title?: string;
  readonly look?: ChartLook | undefined;
  /** Every value of the colour column in a fixed order, so that filters never recolour. */
  readonly categories?: readonly string[];
  readonly document?: Document;
}

/** A place in a chart that can be pointed at, with what is to be read there. */
export interface ChartPoint {
  /** Its middle, in pixels of the drawing. */
  readonly x: number;
  readonly y: number;
  /** Its size, where it is a cell or a bar. */
  readonly width?: number;
  readonly height?: number;
  /** Where the arrow keys find it: left and right change the column, up and down the row. */
  readonly row: number;
  readonly column: number;
  /** The place and its value: "Month 4: 23.7%". */
  readonly title: string;
  /** n, interval, period. */
  readonly lines: readonly (readonly [name: string, value: string])[];
  /** The row of the frame that it shows; null for a sum of several. */
  readonly index: number | null;
}

/** A drawn chart: a figure for the eye, points for pointer and keyboard, a sentence for everyone else. */
export interface Drawing {
  readonly svg: SVGSVGElement;
  readonly points: readonly ChartPoint[];
  readonly summary: Text;
}

export type Draw<S> = (spec: S, frame: Frame, options: ChartOptions) => Drawing;

/** Below this many a figure is grey, hollow or dashed. */
export const smallCount = 30;
/** Below this many a rate is not shown at all. */
export const tinyCount = 10;
