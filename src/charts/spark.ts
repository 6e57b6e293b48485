import { endsOf } from "./ends.ts";
import { svgElement } from "./plot-parts.ts";

/**
 * A line the size of a word. Its last point is a dot, or an open circle with a dashed way to it while the
 * last period is not over. Null for fewer than two values. It repeats the figure beside it, so assistive
 * technology passes over it.
 */
export function drawSpark(
  series: readonly { readonly value: number | null; readonly complete: boolean }[],
  size: { readonly width: number; readonly height: number },
  document: Document = globalThis.document,
): SVGSVGElement | null {
  const { width, height } = size;
  const values = series.flatMap(({ value }) => (value === null || !Number.isFinite(value) ? [] : [value]));
  if (values.length < 2) return null;
  const [low, high] = endsOf(values);
  const edge = 4;
  const x = (i: number) => edge + (i / (series.length - 1)) * (width - 2 * edge);
  const y = (value: number) =>
    high === low ? height / 2 : height - edge - ((value - low) / (high - low)) * (height - 2 * edge);
  const svg = svgElement(document, "svg", {
    class: "plot spark",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
  });
  svg.setAttribute("aria-hidden", "true");
  const path = (from: number, to: number, name: string) => {
    let d = "";
    for (let i = from; i <= to; i += 1) {
      const value = series[i]?.value;
      if (typeof value !== "number" || !Number.isFinite(value)) continue;
      d += `${d && typeof series[i - 1]?.value === "number" && i > from ? "L" : "M"}${x(i).toFixed(1)},${y(value).toFixed(1)}`;
    }
    if (d.includes("L")) svg.append(svgElement(document, "path", { d, class: name }));
  };
  const end = series.findLastIndex(({ value }) => value !== null && Number.isFinite(value));
  // Only the last period can still be running; one before it that is marked open is drawn as it is.
  const open = series[end]?.complete === false;
  path(0, open ? end - 1 : end, "line");
  if (open) path(end - 1, end, "line dash");
  svg.append(
    svgElement(document, "circle", {
      cx: x(end).toFixed(1),
      cy: y(series[end]?.value ?? 0).toFixed(1),
      r: 2.25,
      class: open ? "point open" : "bar",
    }),
  );
  return svg;
}
