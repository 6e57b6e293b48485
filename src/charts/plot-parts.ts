import { type Markish, type PlotOptions, type RenderFunction, plot, text } from "@observablehq/plot";
import type { Text } from "../i18n/text.ts";
import type { ChartOptions } from "./drawing.ts";

/** Words at a place of the drawing, in pixels. Colours come by class, so that themes follow at once. */
export interface Label {
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly text: string;
  readonly anchor?: "start" | "middle" | "end";
  readonly class?: string;
}

/** Words of any class and anchor; each becomes one text element and never markup. */
export function labels(all: readonly Label[]): Markish[] {
  return (["start", "middle", "end"] as const).flatMap((anchor) => {
    const own = all.filter((label) => (label.anchor ?? "start") === anchor && label.text !== "");
    if (own.length === 0) return [];
    return text(own, {
      x: "x",
      y: "y",
      text: (label: Label) => label.text,
      textAnchor: anchor,
      lineAnchor: "bottom",
      ...classed(own, (label) => label.class ?? ""),
    });
  });
}

/** A mark's option that gives each of its elements the class of its datum. */
export function classed<D>(
  data: readonly D[],
  classOf: (datum: D) => string,
  also?: (element: Element, datum: D) => void,
): { render: RenderFunction } {
  return {
    render(index, scales, values, dimensions, context, next) {
      const group = next?.(index, scales, values, dimensions, context) ?? null;
      [...(group?.children ?? [])].forEach((element, i) => {
        const datum = data[index[i] ?? -1];
        if (datum === undefined) return;
        const name = classOf(datum);
        if (name) element.setAttribute("class", name);
        also?.(element, datum);
      });
      return group;
    },
  };
}

const svgNamespace = "http://www.w3.org/2000/svg";
export function svgElement<K extends keyof SVGElementTagNameMap>(
  document: Document,
  name: K,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/**
 * The hatch of incomplete periods, as a mark that draws nothing but its definitions, and how to refer to
 * it: plain for cells, or over a paler ground of a series' colour for bars.
 */
export interface Hatch {
  readonly mark: Markish;
  readonly fill: (series?: string) => string;
}
export function hatch(series: readonly string[] = []): Hatch {
  // Another drawing may hold the same definition in a hidden part of the page, where it would not count.
  const id = `hatch-${Math.random().toString(36).slice(2, 10)}`;
  const mark: RenderFunction = (_index, _scales, _values, _dimensions, context) => {
    const { document } = context;
    const defs = svgElement(document, "defs");
    for (const name of ["", ...series]) {
      const pattern = svgElement(document, "pattern", {
        id: name ? `${id}-${name}` : id,
        width: 5,
        height: 5,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)",
      });
      if (name) {
        pattern.append(svgElement(document, "rect", { width: 5, height: 5, class: `ground ${name}` }));
        pattern.append(svgElement(document, "line", { x1: 1, y1: 0, x2: 1, y2: 5, class: `stripe ${name}` }));
      } else pattern.append(svgElement(document, "line", { x1: 0, y1: 0, x2: 0, y2: 5, class: "hatch" }));
      defs.append(pattern);
    }
    return defs;
  };
  return { mark, fill: (name) => `url(#${name ? `${id}-${name}` : id})` };
}

/** Draws with Plot in the design's look: no style of its own, classes on elements, one name for all. */
export function drawPlot(
  options: ChartOptions,
  summary: Text,
  given: Pick<PlotOptions, "marks"> & { readonly width?: number; readonly height?: number },
): SVGSVGElement {
  const document = options.document ?? globalThis.document;
  const svg = plot({
    margin: 0,
    // Marks come in pixels: what stands where is decided together with the words that need room.
    x: { type: "identity", axis: null },
    y: { type: "identity", axis: null },
    ...given,
    width: given.width ?? options.width,
    height: given.height ?? options.height,
    className: "plot",
    figure: false,
    document,
  }) as unknown as SVGSVGElement;
  svg.querySelector("style")?.remove();
  for (const name of ["fill", "font-family", "font-size"]) svg.removeAttribute(name);
  for (const group of svg.querySelectorAll("g")) {
    // Plot names each mark for assistive technology; here the whole drawing has one name.
    for (const name of ["aria-label", "aria-description"]) group.removeAttribute(name);
    const name = group.getAttribute("class");
    if (!name) continue;
    group.removeAttribute("class");
    for (const child of group.children)
      child.setAttribute("class", `${name} ${child.getAttribute("class") ?? ""}`.trim());
  }
  const { colors } = options.look ?? {};
  if (colors) svg.classList.add(`scale-${colors}`);
  svg.setAttribute("role", "img");
  const sentence = summary[options.locale];
  svg.setAttribute(
    "aria-label",
    options.title ? `${options.title}${options.locale === "en" ? ". " : "。"}${sentence}` : sentence,
  );
  return svg;
}
