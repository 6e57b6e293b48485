import { chartPng, chartSvg, fileName, frameCsv, saveBlob } from "../charts/export.ts";
import type { Frame } from "../tables/frame.ts";

/** What of a figure goes into a file. */
export interface Exported {
  readonly title: string;
  readonly note: string;
  readonly dates: string;
  readonly n: number | null;
  readonly frame: Frame;
  /** Its drawing; a figure without one is exported as its number. */
  readonly svg: SVGSVGElement | null;
  readonly figure: string | null;
}

/** Saves a figure as a picture with title, note, n and dates, or its rows as CSV. */
export async function exportFigure(kind: "png" | "svg" | "csv", exported: Exported): Promise<void> {
  const name = fileName([exported.title, exported.dates], kind);
  if (kind === "csv") {
    saveBlob(new Blob([frameCsv(exported.frame)], { type: "text/csv;charset=utf-8" }), name);
    return;
  }
  const picture = chartSvg(exported);
  if (kind === "svg") saveBlob(new Blob([picture.text], { type: "image/svg+xml" }), name);
  else saveBlob(await chartPng(picture), name);
}
