import { chartPng, chartSvg, fileName, frameCsv, saveBlob } from "../charts/export.ts";
import { pageDrawing, pageParts } from "../charts/export-page.ts";
import type { Frame } from "../tables/frame.ts";

export type FileKind = "png" | "svg" | "csv";

/** What of a figure goes into a file. */
export interface Exported {
  readonly title: string;
  readonly note: string;
  readonly dates: string;
  readonly n: number | null;
  readonly frame: Frame;
  /** Where it stands on the page, with its drawing; one without is exported as its number. */
  readonly host: HTMLElement | undefined;
}

/** Saves a figure as a picture with title, note, n and dates, or its rows as CSV. */
export async function exportFigure(kind: FileKind, { host, ...exported }: Exported): Promise<void> {
  const name = fileName([exported.title, exported.dates], kind);
  if (kind === "csv") {
    saveBlob(new Blob([frameCsv(exported.frame)], { type: "text/csv;charset=utf-8" }), name);
    return;
  }
  const page = host ? pageParts(host) : null;
  const picture = chartSvg({
    ...exported,
    svg: page
      ? pageDrawing(page, document)
      : (host?.querySelector<SVGSVGElement>(".drawn svg, svg.plot") ?? null),
    figure: host?.querySelector(".fig")?.textContent ?? null,
  });
  if (kind === "svg") saveBlob(new Blob([picture.text], { type: "image/svg+xml" }), name);
  else saveBlob(await chartPng(picture), name);
}
