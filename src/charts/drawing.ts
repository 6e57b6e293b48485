import type { Locale, Text } from "../i18n/text.ts";
import type { ResultColumns } from "../metrics/metric.ts";

/** What a chart is drawn with beside its spec and its rows. */
export interface ChartOptions {
  readonly width: number;
  readonly height: number;
  readonly locale: Locale;
  /** The columns of the part that is drawn: labels, units, intervals. */
  readonly columns: ResultColumns;
  readonly currency: string | null;
  /** The calendar period of date columns. */
  readonly period: string;
}

/** A place in a chart that can be pointed at, with what is to be read there. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly lines: readonly (readonly [string, string])[];
}

/** A drawn chart: a figure for the eye, points for pointer and keyboard, a sentence for everyone else. */
export interface Drawing {
  readonly svg: SVGSVGElement;
  readonly points: readonly ChartPoint[];
  readonly summary: Text;
}

/** Below this many a figure is grey, hollow or dashed. */
export const smallCount = 30;
/** Below this many a rate is not shown at all. */
export const tinyCount = 10;

/** What every plot starts from; colours and letters come from the page's tokens. */
export function plotBase({ width, height }: { readonly width: number; readonly height: number }) {
  return {
    width,
    height,
    className: "plot",
    style: {
      background: "none",
      color: "var(--chart-axis)",
      fontFamily: "inherit",
      fontSize: "11px",
      overflow: "visible",
    },
  } as const;
}

/** The categorical colours, in their fixed order; beyond eight everything is grey. */
export function categoryColor(index: number): string {
  return `var(--cat-${Math.min(index, 7) + 1})`;
}
/** Dash patterns beside the colours, so that lines differ without them. */
export function categoryDash(index: number): string | undefined {
  return [undefined, "6 3", "2 3", "8 3 2 3", "4 2", "1 3", "10 4", "3 1"][index % 8];
}

let patterns = 0;
/** Adds the hatch of incomplete periods to a drawing; gives the fill that refers to it. */
export function hatchFill(): { readonly fill: string; readonly addTo: (svg: Element) => void } {
  patterns += 1;
  const name = `hatch-${patterns}`;
  return {
    fill: `url(#${name})`,
    addTo(svg) {
      const space = "http://www.w3.org/2000/svg";
      const defs = document.createElementNS(space, "defs");
      const pattern = document.createElementNS(space, "pattern");
      for (const [key, value] of Object.entries({
        id: name,
        width: "5",
        height: "5",
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)",
      }))
        pattern.setAttribute(key, value);
      const line = document.createElementNS(space, "line");
      for (const [key, value] of Object.entries({ class: "hatch", x1: "0", y1: "0", x2: "0", y2: "5" }))
        line.setAttribute(key, value);
      pattern.append(line);
      defs.append(pattern);
      svg.prepend(defs);
    },
  };
}

/** Makes Plot's output fit assistive technology: one picture with a name, groups without labels of their own. */
export function finish(plot: SVGSVGElement | HTMLElement, label: string): SVGSVGElement {
  const svg = plot instanceof SVGSVGElement ? plot : plot.querySelector("svg");
  if (!svg) throw new Error("no drawing");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  for (const group of svg.querySelectorAll("g[aria-label], g[aria-description]")) {
    group.removeAttribute("aria-label");
    group.removeAttribute("aria-description");
    group.setAttribute("aria-hidden", "true");
  }
  return svg;
}

/** Width of a text at 11 px, near enough to leave room for it: CJK letters are twice as wide. */
export function textWidth(text: string, size = 11): number {
  let width = 0;
  for (const letter of text) width += /[⺀-鿿＀-￯]/.test(letter) ? size : size * 0.56;
  return width;
}

/** A text cut to a width, with an ellipsis. */
export function fitText(text: string, width: number, size = 11): string {
  if (textWidth(text, size) <= width) return text;
  let kept = "";
  for (const letter of text) {
    if (textWidth(`${kept}${letter}…`, size) > width) break;
    kept += letter;
  }
  return `${kept}…`;
}
