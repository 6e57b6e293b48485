import { svgElement } from "./plot-parts.ts";
import { fitText } from "./text-width.ts";

/** What stands on a page of charts: facts in words, then charts under their titles, in rows as on screen. */
export interface PageParts {
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly rows: readonly (readonly { readonly title: string; readonly svg: SVGSVGElement }[])[];
}

const gap = 24;
const titleHeight = 24;
const factWidth = 150;
const factHeight = 40;

/** All of a page as one drawing; its charts stay as they are drawn, each in its place. */
export function pageDrawing({ facts, rows }: PageParts, document: Document): SVGSVGElement {
  const page = svgElement(document, "svg", { class: "plot" });
  const sizeOf = (svg: SVGSVGElement, name: "width" | "height") => Number(svg.getAttribute(name)) || 0;
  const widths = rows.map((charts) =>
    charts.reduce((sum, { svg }) => sum + sizeOf(svg, "width"), gap * Math.max(0, charts.length - 1)),
  );
  const width = Math.max(240, ...widths);
  const write = (text: string, x: number, y: number, style: string) => {
    const element = svgElement(document, "text", { x, y, style });
    element.textContent = text;
    page.append(element);
  };

  const across = Math.max(1, Math.floor(width / factWidth));
  const column = width / across;
  facts.forEach(({ label, value }, index) => {
    const [x, y] = [(index % across) * column, Math.floor(index / across) * factHeight];
    write(fitText(label, column - 8), x, y + 12, "font-size: 11px; fill: var(--text-2)");
    write(fitText(value, column - 8, 13), x, y + 29, "font-size: 13px; fill: var(--text)");
  });
  let top = facts.length ? Math.ceil(facts.length / across) * factHeight + gap / 2 : 0;
  for (const charts of rows) {
    let left = 0;
    for (const { title, svg } of charts) {
      const own = sizeOf(svg, "width");
      write(
        fitText(title, own, 12, true),
        left,
        top + 13,
        "font-size: 12px; font-weight: 600; fill: var(--text)",
      );
      const chart = svg.cloneNode(true) as SVGSVGElement;
      chart.setAttribute("x", String(left));
      chart.setAttribute("y", String(top + titleHeight));
      chart.setAttribute("overflow", "visible");
      page.append(chart);
      left += own + gap;
    }
    top += titleHeight + Math.max(0, ...charts.map(({ svg }) => sizeOf(svg, "height"))) + gap / 2;
  }
  page.setAttribute("width", String(width));
  page.setAttribute("height", String(Math.max(1, top - gap / 2)));
  return page;
}

/** The parts of a page as they stand on screen; null where an element holds no page. */
export function pageParts(host: HTMLElement): PageParts | null {
  const page = host.querySelector("[data-page]");
  if (!page) return null;
  const rows: { title: string; svg: SVGSVGElement }[][] = [];
  let lastTop = NaN;
  for (const one of page.querySelectorAll("[data-chart]")) {
    const svg = one.querySelector<SVGSVGElement>(".drawn svg");
    if (!svg) continue;
    const { top } = one.getBoundingClientRect();
    const chart = { title: one.querySelector("h4")?.textContent ?? "", svg };
    if (Math.abs(top - lastTop) < 2) rows.at(-1)?.push(chart);
    else rows.push([chart]);
    lastTop = top;
  }
  const facts = [...page.querySelectorAll("dl > div")].map((fact) => ({
    label: fact.querySelector("dt")?.textContent ?? "",
    value: fact.querySelector("dd")?.textContent ?? "",
  }));
  return { facts, rows };
}
