import { textWidth } from "../../src/charts/text-width.ts";

export interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
}

/** Where each text stands, by its anchor and its estimated width. */
export function boxes(svg: SVGSVGElement): Box[] {
  return [...svg.querySelectorAll("text")].map((element) => {
    const [, x = "0", y = "0"] =
      /translate\(([-\d.e]+),([-\d.e]+)\)/.exec(element.getAttribute("transform") ?? "") ?? [];
    const text = element.textContent;
    const width = textWidth(text, 11, /\bb\b/.test(element.getAttribute("class") ?? ""));
    const anchor = element.closest("[text-anchor]")?.getAttribute("text-anchor");
    const left = Number(x) - (anchor === "start" ? 0 : anchor === "end" ? width : width / 2);
    return { text, left, right: left + width, baseline: Number(y) };
  });
}
